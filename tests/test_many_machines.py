"""The recipe of docs/many-machines.md, on a cluster of two workers: it writes what `bnlint check` writes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from distributed import LocalCluster

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT.parent / "shared" / "formats" / "sarif-schema-2.1.0.json"
FIXTURES = ROOT / "fixtures"
PAGE = (ROOT / "docs" / "many-machines.md").read_text(encoding="utf-8")
(RECIPE,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
MANY = 2 * int(re.findall(r"^BATCH = (\d+)", RECIPE, re.MULTILINE)[0])  # files, so that there are three tasks


class RunOutput(NamedTuple):
    """The output of a run."""

    code: int
    report: bytes
    errors: list[str]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster whose workers start elsewhere, with the bnlint of this checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=os.getcwd()
        ) as cluster:
            yield cluster.scheduler_address


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of all sorts under two configurations, as many as make several tasks; the first task is the longest."""
    folder = tmp_path_factory.mktemp("project")
    models = folder / "models"
    shutil.copytree(FIXTURES, models)
    (folder / "pyproject.toml").write_text('[tool.bnlint]\nignore = ["BN101"]\nexclude = ["siamese/"]\n')
    (models / "old" / "bnlint.toml").write_text('ignore = ["OLD"]\n')
    (models / "0").mkdir()
    for number in range(10):
        shutil.copy(FIXTURES / "resnet50" / "train_val.prototxt", models / "0" / f"{number}.prototxt")
    (models / "many").mkdir()
    for number in range(MANY):
        shutil.copy(FIXTURES / "batch-norm" / "phase-pair.prototxt", models / "many" / f"{number}.prototxt")
    (models / "broken.prototxt").write_text('layer { name: "a" type: }\nlayer { name: "b" type: "Nonsense"\n')
    (models / "gbk.prototxt").write_bytes(b'# \xc4\xe3\xba\xc3\nlayer { name: "a" type: "BatchNorn" }\n')
    (models / "gone.prototxt").symlink_to("nowhere")
    (models / "binary.prototxt").write_bytes(b"\x0a\x00\xff")
    (models / "labels.prototxt").write_text('item { name: "cat" id: 1 }\n')
    (folder / "recipe.py").write_text(RECIPE, encoding="utf-8")
    return folder


def ran(folder: Path, *words: str) -> RunOutput:
    """The result of Python with some arguments, in a folder in which it writes `report`.

    On a busy machine, Dask logs how long it had to wait; only its errors are shown."""
    kept = {name: value for name, value in os.environ.items() if name != "GITHUB_WORKSPACE"}
    kept |= {"PYTHONPATH": str(ROOT), "DASK_LOGGING__DISTRIBUTED": "error"}
    done = subprocess.run([sys.executable, *words], cwd=folder, env=kept, capture_output=True, text=True, timeout=300)
    report = folder / "report"
    return RunOutput(done.returncode, report.read_bytes() if report.exists() else b"", done.stderr.splitlines())


@pytest.fixture(scope="module")
def from_the_cluster(project: Path, scheduler: str) -> RunOutput:
    return ran(project, "recipe.py", "models", "report", scheduler)


def test_the_report_is_that_of_the_command(project: Path, from_the_cluster: RunOutput) -> None:
    assert (from_the_cluster.code, from_the_cluster.errors) == (
        0,
        [
            "models/binary.prototxt: binary file, not a prototxt file",
            "models/gone.prototxt: cannot be read: No such file or directory",
        ],
    )
    words = ["check", "--quiet", "--output-format", "sarif", "--output-file", "report", "models"]
    command = ran(project, "-m", "bnlint", *words)
    assert from_the_cluster.report == command.report
    assert [f"bnlint: {line}" for line in from_the_cluster.errors] == command.errors


def test_all_is_in_it(from_the_cluster: RunOutput) -> None:
    """What the files were made for: two configurations, faults, encodings, and more than one task."""
    (run,) = json.loads(from_the_cluster.report)["runs"]
    rules: dict[str, set[str]] = {}
    for result in run["results"]:
        place: dict[str, Any] = result["locations"][0]["physicalLocation"]
        rules.setdefault(place["artifactLocation"]["uri"], set()).add(result["ruleId"])
    assert not any("BN101" in found for name, found in rules.items() if not name.startswith("models/old/"))
    assert not any(rule.startswith("OLD") for name in rules if name.startswith("models/old/") for rule in rules[name])
    assert rules["models/broken.prototxt"] >= {"SYN001", "FLD106"}
    assert rules["models/gbk.prototxt"] == {"FLD106"}
    encodings = {artifact["location"]["uri"]: artifact["encoding"] for artifact in run["artifacts"]}
    assert encodings["models/gbk.prototxt"] == "ISO-8859-1"
    assert len(encodings) > MANY
    assert not any("siamese" in name or "labels" in name for name in encodings)
    (invocation,) = run["invocations"]
    notes = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert notes == [line.partition(": ")[2] for line in from_the_cluster.errors]
    assert not invocation["executionSuccessful"]


def test_the_official_schema(from_the_cluster: RunOutput) -> None:
    import jsonschema

    if not SCHEMA.is_file():
        pytest.skip("the format's official schema is not at hand")
    jsonschema.validate(json.loads(from_the_cluster.report), json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("path", "text", "recipe", "words"),
    [
        ("models/old/bnlint.toml", "ignore = 1", RECIPE, "models/old/bnlint.toml:1: ignore"),
        ("here", "", RECIPE.replace("version=bnlint.__version__", 'version="0.0"'), "a worker has bnlint"),
        ("here", "", RECIPE.replace("folder=os.getcwd()", 'folder="/no such folder"'), "/no such folder"),
    ],
    ids=["configuration", "version", "folder"],
)
def test_errors_stop_the_run(path: str, text: str, recipe: str, words: str, tmp_path: Path, scheduler: str) -> None:
    """One line says why, and the old report stays."""
    shutil.copytree(FIXTURES / "old", tmp_path / "models" / "old")
    (tmp_path / path).write_text(text)
    (tmp_path / "report").write_text("of yesterday")
    (tmp_path / "recipe.py").write_text(recipe, encoding="utf-8")
    finished = ran(tmp_path, "recipe.py", "models", "report", scheduler)
    assert (finished.code, finished.report) == (1, b"of yesterday")
    assert words in finished.errors[-1]
