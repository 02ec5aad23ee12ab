"""The functions for Python: what they give goes through a pickle and into reports, and is what `bnlint check` says."""

from __future__ import annotations

import io
import pickle
import shutil
from pathlib import Path

import pytest

import bnlint
from bnlint import discover, run
from bnlint.cli.main import main
from bnlint.config import ConfigError
from bnlint.report import formats
from bnlint.report.formats import How
from bnlint.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)


# ---- pickles


def report(format: str, outcomes: list[run.Outcome]) -> str:
    stream = io.StringIO()
    formats.write(format, outcomes, stream, How(verbose=True))
    return stream.getvalue()


@pytest.mark.parametrize("format", formats.FORMATS)
def test_outcomes_say_the_same_in_another_process(format: str) -> None:
    found = [*discover.find(["fixtures"]), discover.Found("no such.prototxt", True)]
    outcomes = list(run.run(found, Settings(("ALL",))))
    data = pickle.dumps(outcomes)
    text = report(format, outcomes)
    assert report(format, pickle.loads(data)) == text
    assert text.count("\n") > 40


def test_a_pickle_leaves_the_tree_behind() -> None:
    """It is as large as the text and the findings; who wants the tree gets it, parsed again."""
    text = (ROOT / "fixtures" / "resnet50" / "train_val.prototxt").read_text(encoding="utf-8")
    result = bnlint.lint(text, select=("SYN",))
    data = pickle.dumps(result)
    assert len(data) < len(text) + 1000
    again = pickle.loads(data)
    assert [repr(item) for item in again.document.items] == [repr(item) for item in result.document.items]
    assert again.document is again.document


# ---- many files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a configuration, in which some files cannot be read or are not Caffe's."""
    shutil.copytree(ROOT / "fixtures", tmp_path / "models")
    (tmp_path / "empty").mkdir()
    (tmp_path / "models" / "labels.prototxt").write_text('item { name: "cat" id: 1 }\n')
    (tmp_path / "models" / "binary.prototxt").write_bytes(b"\x0a\x00\xff")
    (tmp_path / "models" / "gone.prototxt").symlink_to("nowhere")
    (tmp_path / "bnlint.toml").write_text('ignore = ["BN101"]\nexclude = ["resnet50/"]\nfail-level = "error"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def from_the_command(format: str, *paths: str) -> bytes:
    main(["check", "--quiet", "--output-format", format, "--output-file", "expected", *paths])
    return Path("expected").read_bytes()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("paths", [("models",), ("no such.prototxt", "models/old"), ("empty",)], ids=" ".join)
def test_many_files_are_reported_as_the_command_does(format: str, paths: tuple[str, ...]) -> None:
    outcomes = list(bnlint.lint_files(bnlint.find_files(paths)))
    assert all(not outcome.data for outcome in outcomes)
    bnlint.write_report(outcomes, Path("report"), format)
    assert Path("report").read_bytes() == from_the_command(format, *paths)
    stream = io.StringIO()
    bnlint.write_report(outcomes, stream, format)
    assert stream.getvalue().encode() == Path("report").read_bytes()


@pytest.mark.usefixtures("folder")
def test_the_baseline_holds() -> None:
    main(["baseline", "models/old"])
    expected = from_the_command("sarif", "models/old", "models/example")
    bnlint.write_report(bnlint.lint_files(bnlint.find_files(["models/old", "models/example"])), Path("report"), "sarif")
    assert Path("report").read_bytes() == expected
    assert b"OLD102" not in expected and b"BN201" in expected


def test_a_faulty_configuration_is_told(folder: Path) -> None:
    (folder / "models" / "old" / "bnlint.toml").write_text("ignore = 1\n")
    with pytest.raises(ConfigError, match=r"models/old/bnlint\.toml:1: ignore"):
        list(bnlint.lint_files(bnlint.find_files(["models"])))


def test_a_format_that_there_is_not() -> None:
    with pytest.raises(KeyError, match="word"):
        bnlint.write_report([], io.StringIO(), "word")
