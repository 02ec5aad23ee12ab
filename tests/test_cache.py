"""A run with the cache reports what a run without it reports, whatever has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import bnlint
from bnlint.caffe.repository import memory
from bnlint.cli.main import main
from bnlint.linter.settings import Settings
from bnlint.report import formats, statistics
from bnlint.run import cache, discover, run
from bnlint.text import cache_folder, files
from tests.corpus import names, needs_corpus, path_of

ROOT = Path(__file__).resolve().parent.parent
NAME = ".bnlint_cache"
NET = """name: "net"
layer { name: "data" type: "Data" top: "data" include { phase: TRAIN } data_param { source: "lmdb" batch_size: 64 } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 8 kernel_size: 3 bias_term: false } }
layer { name: "bn1" type: "BatchNorm" bottom: "c" top: "c" batch_norm_param { eps: 0.001 } param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 } }
"""  # noqa: E501
STAGED = NET.replace("batch_norm_param", 'include { stage: "deploy" } batch_norm_param')
SOLVER = 'net: "%s"\nbase_lr: 0.1\nlr_policy: "fixed"\nmax_iter: 10\nsolver_mode: CPU\n'
TESTING = f"train_{SOLVER % 'net.prototxt'}" + 'test_net: "test.prototxt" test_iter: 1 test_interval: 1'
TIED = 'training-nets = { "net.prototxt" = "train.prototxt" }'
RULE = """
id: XY1
name: no-%s
summary: %s is not used here.
severity: warning
match: {type: %s}
message: "'{{name}}' is one"
"""

pytestmark = pytest.mark.usefixtures("cached")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("bnlint.toml").write_text("")
    Path("net.prototxt").write_text(NET)
    return tmp_path


Check = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *((name, options) for name in formats.FORMATS for options in ((), ("--verbose", "--select", "ALL"))),
        *((name, ("--statistics",)) for name in statistics.FORMATS),
    ],
)
def test_every_report_is_the_same(name: str, options: tuple[str, ...], checked: Check, linted: list[str]) -> None:
    shutil.copytree(ROOT / "fixtures", "fixtures")
    words = ("--output-format", name, *options)
    without = checked("--no-cache", *words)
    assert not os.path.exists(NAME) and linted
    checked("--output-format", "concise", *options)  # for which other things are kept
    assert checked(*words) == without
    linted.clear()
    assert checked(*words) == without
    assert linted == []


def _of(outcome: run.Outcome) -> list[object]:
    """Everything that is reported about a file."""
    runs: list[object] = [outcome.path, outcome.error, outcome.note, outcome.bugs]
    if outcome.result is not None:
        runs += [outcome.result.kind, outcome.result.dialect, outcome.result.source.text]
        for each in outcome.result.diagnostics:
            fix = each.fix and (each.fix.title, each.fix.applicability, each.fix.edits)
            runs.append((each.rule, each.message, each.severity, each.span, each.related, each.states, each.tags, fix))
    return runs


@needs_corpus
def test_real_files(tmp_path: Path, linted: list[str]) -> None:
    found = list(discover.find([str(path_of(name)) for name in names()]))
    settings = Settings(cache=str(tmp_path / "kept"))
    without = list(map(_of, run.run(found, settings.replace(cache=""))))
    assert list(map(_of, run.run(found, settings, edits=True))) == without
    linted.clear()
    assert list(map(_of, run.run(found, settings, edits=True))) == without
    assert all(files.is_probably_binary(files.read(name)) for name in linted)
    assert list(map(_of, run.run(found, settings.replace(cache=""), jobs=2, edits=True))) == without


def write(name: str, text: str) -> Callable[[], object]:
    def change() -> None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)

    return change


def _remove(name: str) -> Callable[[], object]:
    return lambda: os.unlink(name)


@pytest.mark.parametrize(
    ("before", "change", "options"),
    [
        ({}, write("net.prototxt", NET.replace("true", "false")), ()),
        ({}, write("net.prototxt", NET[:-1]), ()),
        ({}, write("bnlint.toml", 'ignore = ["BN2"]'), ()),
        ({}, write("bnlint.toml", 'severity = { BN2 = "error" }'), ()),
        ({}, write("bnlint.toml", 'unfixable = ["BN2"]'), ()),
        ({}, write("bnlint.toml", 'per-file-ignores = { "n*" = ["BN201"] }'), ()),
        ({}, write("bnlint.toml", 'file-kinds = { fine-tune = ["net.prototxt"] }'), ()),
        ({}, write("bnlint.toml", 'target = "nvcaffe-0.17"'), ()),
        ({}, write("bnlint.toml", 'fail-level = "error"'), ()),
        ({"r/a.yaml": RULE % (("Input",) * 3), "bnlint.toml": 'rules = ["r"]'}, _remove("r/a.yaml"), ()),
        (
            {"r/a.yaml": RULE % (("input", "Input", "Input")), "bnlint.toml": 'rules = ["r"]'},
            write("r/a.yaml", RULE % ("input", "Input", "Convolution")),
            (),
        ),
        ({"s.prototxt": SOLVER % "a/net.prototxt"}, write("a/net.prototxt", NET), ()),  # a folder that was asked for
        ({"s.prototxt": SOLVER % "a/net.prototxt", "a/b": ""}, write("a/net.prototxt", NET), ()),
        ({"s.prototxt": SOLVER % "nit.prototxt"}, write("other.prototxt", NET), ()),
        ({"s.prototxt": SOLVER % "nit.prototxt"}, _remove("net.prototxt"), ()),  # did you mean
        ({"s.prototxt": SOLVER % "nit.prototxt"}, write("nit.prototxt", NET), ()),
        ({"s.prototxt": SOLVER % "net.prototxt"}, write("net.prototxt", "name: 1 2"), ()),
        ({"s.prototxt": SOLVER % "net.prototxt"}, _remove("net.prototxt"), ()),
        ({"net.prototxt": STAGED}, write("solver.prototxt", SOLVER % "net.prototxt"), ()),  # a new file in the folder
        (
            {"net.prototxt": STAGED, "solver.prototxt": SOLVER % "net.prototxt"},
            write("solver.prototxt", SOLVER % "net.prototxt" + 'train_state { stage: "deploy" }'),
            (),
        ),
        ({"net.prototxt": STAGED, "solver.prototxt": SOLVER % "net.prototxt"}, _remove("solver.prototxt"), ()),
        ({}, write("bnlint.toml", TIED), ()),  # a training net that does not exist
        ({"bnlint.toml": TIED}, write("train.prototxt", NET.replace("true", "true eps: 1e-3")), ()),
        (
            {"bnlint.toml": TIED, "train.prototxt": NET.replace("true", "true eps: 1e-3")},
            write("train.prototxt", NET.replace("true", "true eps: 1e-2")),
            (),
        ),
        ({"bnlint.toml": TIED, "train.prototxt": NET.replace("true", "true eps: 1e-3")}, _remove("train.prototxt"), ()),
        (
            {"s.prototxt": TESTING, "net.prototxt": NET, "test.prototxt": NET},
            write("net.prototxt", NET.replace("true", "true eps: 1e-3")),
            (),
        ),
        (
            {"s.prototxt": TESTING, "net.prototxt": NET, "test.prototxt": NET},
            write("test.prototxt", NET.replace("true", "true eps: 1e-3")),
            (),
        ),
        ({}, lambda: None, ("--select", "BN201")),
        ({}, lambda: None, ("--ignore", "BN201")),
        ({}, lambda: None, ("--extend-select", "NET110")),
        ({}, lambda: None, ("--target", "nvcaffe-0.17")),
        ({}, lambda: None, ("--dialect", "nvcaffe-0.17")),
        ({}, lambda: None, ("--unsafe-fixes",)),
        ({}, lambda: None, ("--isolated",)),
        ({}, lambda: None, ("--fail-level", "info")),
    ],
)
def test_changes_are_noticed(
    before: dict[str, str], change: Callable[[], object], options: tuple[str, ...], checked: Check
) -> None:
    for name, text in before.items():
        write(name, text)()
    first = checked("--no-cache")
    for _ in range(2):
        assert checked() == first
    change()
    expected = checked("--no-cache", *options)
    for _ in range(2):
        assert checked(*options) == expected


def test_unchanged_files_are_not_linted(checked: Check, linted: list[str]) -> None:
    write("solver.prototxt", SOLVER % "net.prototxt")()
    write("other.prototxt", "a: 1")()
    checked()
    linted.clear()
    checked()
    os.utime("net.prototxt", (1, 1))
    write("README", "")()
    checked("net.prototxt", "--fail-level", "error")
    checked("./solver.prototxt", os.path.abspath("other.prototxt"), "--fail-level", "error")
    assert linted == []
    os.rename("net.prototxt", "other name.prototxt")
    checked()
    assert linted == ["other name.prototxt", "solver.prototxt"]


def test_the_working_directory_counts_where_it_matters(
    checked: Check, linted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a/solver.prototxt", SOLVER % "there/net.prototxt")()
    write("a/net.prototxt", NET)()
    write("b/there/net.prototxt", NET)()
    checked("a")
    monkeypatch.chdir("b")
    linted.clear()
    assert checked("../a")[1] == checked("--no-cache", "../a")[1]
    assert sorted(linted[:2]) == ["../a/net.prototxt", "../a/solver.prototxt"]  # where the path leads says whose it is


@pytest.mark.parametrize("what", ["version", "python", "sources"])
def test_another_program_is_another_result(
    what: str, checked: Check, linted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked()
    linted.clear()
    if what == "version":
        monkeypatch.setattr(bnlint, "__version__", "0.0.0")
    elif what == "python":
        monkeypatch.setattr(sys, "hexversion", 0)
    else:
        monkeypatch.setattr(cache_folder, "_sources", lambda package: iter([(package, 1, 2)]))
    checked()
    assert linted == ["net.prototxt"]
    checked()
    assert linted == ["net.prototxt"]


def test_an_installed_program_is_known_by_the_list_of_its_files(tmp_path: Path) -> None:
    script = "from bnlint.text import cache_folder; print(cache_folder.program())"
    shutil.copytree(ROOT / "bnlint", tmp_path / "bnlint", ignore=shutil.ignore_patterns("__pycache__"))
    record = tmp_path / f"bnlint-{bnlint.__version__}.dist-info" / "RECORD"
    record.parent.mkdir()

    def program() -> str:
        words = [sys.executable, "-c", script]
        return subprocess.check_output(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, text=True)

    by_sources = program()
    os.utime(tmp_path / "bnlint" / "linter" / "check.py", (1, 1))
    assert program() != by_sources  # a source was edited
    record.write_text("bnlint/linter/check.py,sha256=1,1")
    first = program()
    os.utime(tmp_path / "bnlint" / "linter" / "check.py", (2, 2))
    assert program() == first  # as when it is installed again for each run
    record.write_text("bnlint/linter/check.py,sha256=2,1")
    assert program() != first


def test_conflicting_options(checked: Check) -> None:
    code, _, err = checked("--no-cache", "--cache-dir", "x")
    assert code == 2 and "cannot be combined with" in err


@pytest.mark.parametrize("text", ["\0\0", None])
def test_faults_are_not_cached(
    text: str | None, checked: Check, linted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bnlint.checks import registry

    if text is None:
        monkeypatch.setitem(registry.NET_CHECKS, "BN201", lambda ctx: [][0])
    else:
        Path("net.prototxt").write_text(text)
    first = checked()
    assert first[0] == 2
    linted.clear()
    assert checked() == first
    assert linted


@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--unsafe-fixes"), ("--diff",), ("--add-ignores",)], ids=str)
def test_fixing_is_the_same(options: tuple[str, ...], checked: Check, linted: list[str]) -> None:
    clean = NET.replace("param { lr_mult: 0 } ", "")
    texts = {"a.prototxt": clean, "net.prototxt": NET, "s.prototxt": SOLVER % "net.prototxt", "README": ""}
    runs = []
    for kept in (False, True):
        for name, text in texts.items():
            Path(name).write_text(text)
        if kept:
            checked()
        linted.clear()
        runs.append((checked(*options, *([] if kept else ["--no-cache"])), [Path(name).read_text() for name in texts]))
    assert runs[0] == runs[1]
    assert ("a.prototxt" in linted) == (options != ("--fix",) and options != ("--diff",))
    linted.clear()
    again = checked(*options)
    assert again == checked(*options, "--no-cache")


def test_fixed_files_are_read_again(checked: Check) -> None:
    """A solver that was linted with the net as it was before."""
    Path("net.prototxt").write_text(NET.replace("layer {", "layers {", 1))
    texts = {"net.prototxt": NET + "layer {\n", "s.prototxt": SOLVER % "net.prototxt"}
    runs = []
    for kept in (False, True):
        for name, text in texts.items():
            Path(name).write_text(text)
        if kept:
            checked()
        runs.append(checked("--fix", *([] if kept else ["--no-cache"])))
    assert runs[0] == runs[1]
    assert checked() == checked("--no-cache")


def test_a_baseline_is_the_same(checked: Check, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "--no-cache"]) == 0
    written = Path(".bnlint-baseline.json").read_bytes()
    capsys.readouterr()
    write("net.prototxt", NET + NET.splitlines()[3].replace("bn1", "bn3"))()
    without = checked("--no-cache")
    for _ in range(2):
        assert checked() == without
    write("net.prototxt", NET)()
    checked()
    for _ in range(2):
        assert main(["baseline"]) == 0
        assert Path(".bnlint-baseline.json").read_bytes() == written


def test_unidentifiable_program_caches_nothing(
    checked: Check, monkeypatch: pytest.MonkeyPatch, linted: list[str]
) -> None:
    monkeypatch.setattr(cache, "usable", lambda: False)
    monkeypatch.setattr(memory, "program", bytes)
    checked()
    checked()
    assert linted == ["net.prototxt"] * 2 and not os.path.exists(NAME)
