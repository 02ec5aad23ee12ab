"""`bnlint upgrade`: the files that it writes or leaves alone, its output, and its exit codes."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnlint.caffe.evidence import Evidence
from bnlint.caffe.schema.messages import dialect_names, schema
from bnlint.cli.main import main
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.run.upgrade_files import upgrade_source
from bnlint.text.source import Source
from tests.forks import EVERYWHERE, caffe_in, sources

OLD = 'layers { name: "r" type: RELU bottom: "x" top: "y" } # c\n'
NEW = 'layer { name: "r" type: "ReLU" bottom: "x" top: "y" } # c\n'
V0 = 'layers { layer { name: "r" type: "relu" } bottom: "x" top: "y" include { phase: TEST } }\ninput: "x"\n'
BROKEN = "layers { type: }\nlayers { name }\n"
OTHER = 'item { name: "cat" id: 1 }\n'


pytestmark = pytest.mark.usefixtures("folder")


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    os.utime(path, ns=(1, 1))
    return path


@pytest.mark.parametrize(
    ("text", "options", "code", "after"),
    [
        (OLD, "", 0, NEW),
        (OLD, "--check", 1, OLD),
        (OLD, "--diff", 1, OLD),
        (OLD, "--quiet", 0, NEW),
        (NEW, "", 0, NEW),
        (NEW, "--check", 0, NEW),
        (NEW, "--diff", 0, NEW),
        (BROKEN, "", 2, BROKEN),
        (BROKEN, "--check", 2, BROKEN),
        (OTHER, "", 0, OTHER),
        ("", "--check", 0, ""),
        (OLD, "--dialect ssd", 0, NEW),
    ],
)
def test_one_file(text: str, options: str, code: int, after: str) -> None:
    path = put("a.prototxt", text)
    assert main(["upgrade", "a.prototxt", *options.split()]) == code
    assert path.read_bytes() == after.encode()
    assert (path.stat().st_mtime_ns == 1) == (text == after)


def test_summary_of_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    put("nets/a.prototxt", OLD)
    put("nets/b.prototxt", V0)
    put("nets/deep/c.prototxt", NEW)
    put("nets/d.prototxt", BROKEN)
    put("nets/labels.prototxt", OTHER)
    put("nets/solver.prototxt", 'net: "a.prototxt"\nbase_lr: 1\nsolver_type: ADAM\n')
    assert main(["upgrade", "nets"]) == 2
    shown = capsys.readouterr()
    assert shown.out == (
        "Upgraded 3 files: 1 from V0, 1 from V1, 1 with input fields, 1 with solver_type. "
        "1 file already up to date. 1 file cannot be upgraded.\n"
    )
    assert [line.split(": ")[1] for line in shown.err.splitlines()] == [
        f"{Path('nets/b.prototxt')}:1:64",
        f"{Path('nets/d.prototxt')}:1:10",
        f"{Path('nets/d.prototxt')}:2:10",
    ]
    assert "Caffe's upgrade silently drops include of layer 'r'; kept as a comment" in shown.err
    assert main(["upgrade", "nets", "--check", "--quiet"]) == 2
    Path("nets/d.prototxt").unlink()
    assert main(["upgrade", "nets", "--check"]) == 0


def test_keep_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("b.prototxt", V0)
    assert main(["upgrade", "b.prototxt", "--keep-dropped", "--verbose"]) == 0
    assert "include { phase: TEST }" in path.read_text() and "#" not in path.read_text()
    said = capsys.readouterr().err
    assert "kept unchanged" in said
    assert "b.prototxt: upgraded V0 layers, input fields" in said


def test_diff(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", OLD)
    assert main(["upgrade", "--diff", "a.prototxt"]) == 1
    shown = capsys.readouterr()
    assert shown.out == f"--- a.prototxt\n+++ a.prototxt\n@@ -1 +1 @@\n-{OLD}+{NEW}"
    assert shown.err == "Would upgrade 1 file: 1 from V1.\n"


def test_check_names_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", OLD)
    assert main(["upgrade", "--check", "."]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "would upgrade a.prototxt: V1 layers",
        "Would upgrade 1 file: 1 from V1.",
    ]


@pytest.mark.parametrize(("text", "after", "code"), [(OLD, NEW, 0), (NEW, NEW, 0), (BROKEN, BROKEN, 2), ("", "", 0)])
def test_stdin(
    text: str, after: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["upgrade", "-"]) == code
    assert capsys.readouterr().out == after


def test_output_file() -> None:
    path = put("a.prototxt", OLD)
    assert main(["upgrade", "a.prototxt", "--output", "deep/b.prototxt"]) == 0
    assert path.stat().st_mtime_ns == 1
    assert Path("deep/b.prototxt").read_text() == NEW


def test_output_folder() -> None:
    """It gets all files at the same relative paths, except for files that cannot be upgraded."""
    put("nets/a.prototxt", OLD)
    put("nets/deep/c.prototxt", NEW)
    put("nets/d.prototxt", BROKEN)
    put("e.prototxt", OLD)
    assert main(["upgrade", "nets", "e.prototxt", "--output", "out"]) == 2
    written = {str(path.relative_to("out")): path.read_text() for path in Path("out").rglob("*.prototxt")}
    assert written == {"a.prototxt": NEW, os.path.join("deep", "c.prototxt"): NEW, "e.prototxt": NEW}
    assert Path("nets/a.prototxt").read_text() == OLD


def test_two_files_for_one_output(capsys: pytest.CaptureFixture[str]) -> None:
    put("one/a.prototxt", OLD)
    put("two/a.prototxt", NEW)
    assert main(["upgrade", "one/a.prototxt", "two/a.prototxt", "--output", "out"]) == 2
    assert "is already the output of" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["-", "a.prototxt"],
        ["-", "--output", "x"],
        ["a.prototxt", "--output", "x", "--check"],
        ["a.prototxt", "--output", "x", "--diff"],
        ["a.prototxt", "--output", "x", "--in-place"],
        ["a.prototxt", "--dialect", "no-such-fork"],
        ["a.prototxt", "a.prototxt", "--output", "a.prototxt"],
        [],
    ],
)
def test_wrong_usage(options: list[str]) -> None:
    put("a.prototxt", OLD)
    with pytest.raises(SystemExit) as exit_:
        main(["upgrade", *options])
    assert exit_.value.code == 2


SOLVER = 'net: "a.prototxt"\nbase_lr: 1\nsolver_type: ADAM\n'
INPUT = 'input: "x"\ninput_dim: 1\ninput_dim: 3\ninput_dim: 8\ninput_dim: 8\n'
BOTH = INPUT + OLD
PRIVATE = 'layer { name: "q" type: "QuantumLeap" bottom: "x" top: "q" quantum_leap_param { far: 1 } }\n'
NORMALIZE = 'layer { name: "n" type: "Normalize" bottom: "x" top: "n" norm_param { across_spatial: false } }\n'
ROI_V1 = 'layers { name: "p" type: POOLING bottom: "x" top: "p" roi_pooling_param { pooled_w: 7 } }\n'
PRIVATE_V1 = 'layers { name: "r" type: RELU bottom: "x" top: "y" quantum_leap_param { far: 1 } }\n'


@pytest.mark.parametrize(
    ("configuration", "text", "steps", "left"),
    [
        ("", BOTH, "V1 layers, input fields", ""),
        ('dialect = "bvlc-rc3"', BOTH, "V1 layers", "input fields stay: BVLC Caffe 1.0-rc3 has no Input layer"),
        ('target = "bvlc-rc3"', BOTH, "V1 layers", "input fields stay: BVLC Caffe 1.0-rc3 has no Input layer"),
        ('dialect = "bvlc-rc3"', INPUT, "", "input fields stay: BVLC Caffe 1.0-rc3 has no Input layer"),
        ('dialect = "bvlc-rc2"', SOLVER, "", "solver_type stays: BVLC Caffe 1.0-rc2 has no type field in solvers"),
        ('dialect = "bvlc-1.0"\ntarget = "bvlc-rc3"', SOLVER, "solver_type", ""),
        ('[per-file-ignores]\n"a.*" = ["OLD104"]', BOTH, "V1 layers", ""),
        ('[per-file-ignores]\n"a.*" = ["OLD102"]', BOTH, "", ""),
        ('[per-file-ignores]\n"a.*" = ["OLD"]', BOTH, "", ""),
        ('[per-file-ignores]\n"a.*" = ["OLD101"]', V0, "", ""),
        ('[per-file-ignores]\n"b.*" = ["OLD"]', BOTH, "V1 layers, input fields", ""),
        ('ignore = ["OLD"]\nunfixable = ["ALL"]', BOTH, "V1 layers, input fields", ""),
    ],
)
def test_configuration(
    configuration: str, text: str, steps: str, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file keeps what its Caffe has no other format for, and what is ignored in this file."""
    put("bnlint.toml", configuration)
    path = put("a.prototxt", text)
    assert main(["upgrade", "a.prototxt", "--verbose"]) == 0
    shown = capsys.readouterr()
    lines = [*([left] if left else []), *([f"upgraded {steps}"] if steps else [])]
    assert [line.removeprefix("bnlint: a.prototxt: ") for line in shown.err.splitlines()] == lines
    assert (path.read_text() == text) == (not steps)
    assert main(["upgrade", "a.prototxt", "--check"]) == 0


@pytest.mark.parametrize("name", dialect_names())
def test_nothing_is_written_that_the_caffe_lacks(name: str) -> None:
    """Whatever Caffe a file is for, or must run on: what is unknown of it counts as missing."""
    formats, reads_layer = schema(name).formats, schema(name).reads_layer
    has_type = "type" in schema(name).messages["SolverParameter"].fields
    for settings in (Settings(dialect=name), Settings(target=name, dialect="bvlc-1.0")):
        for text, step in ((V0, reads_layer), (OLD, reads_layer), (INPUT + NEW, formats.has_input_layer)):
            result = upgrade_source(Source(text), settings)
            assert not result.bugs and not result.refused
            assert bool(result.steps) == bool(step) and (step or result.left)
            assert result.source is not None
            assert reads_layer or "layers" in result.source.text or "layers" not in text
            assert formats.has_input_layer or '"Input"' not in result.source.text
            assert not upgrade_source(result.source, settings).steps
        result = upgrade_source(Source(SOLVER), settings)
        assert bool(result.steps) == has_type and bool(result.left) != has_type


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (PRIVATE + INPUT, "input fields stay: it is not known whether the Caffe of this file has an Input layer"),
        (PRIVATE_V1 + INPUT, "V1 layers stay: it is not known whether the Caffe of this file reads layer"),
        (NORMALIZE + INPUT, "input fields stay: ParseNet has no Input layer"),
        (ROI_V1, ""),
    ],
)
def test_the_caffes_of_a_file(text: str, left: str) -> None:
    """What is not known of them all, or what one of those that fit lacks, is not written."""
    result = upgrade_source(Source(text))
    assert not result.refused and not result.bugs
    assert result.left == ([left] if left else [])
    assert bool(result.steps) == (not left)
    found = {each.rule for each in check(Source(text), Settings(select=("OLD",))).diagnostics if each.fix}
    assert found == (set() if left else {"OLD102"})


@given(st.sets(st.sampled_from(dialect_names()), min_size=2, max_size=3), st.booleans(), st.data())
def test_what_all_caffes_of_a_repository_have(caffes: set[str], private: bool, data: st.DataObject) -> None:
    """Nothing is written that one of them lacks, or that is not known of it."""
    settings = Settings(evidence=Evidence(tuple(sorted(caffes)), "repository", private=private))
    before = data.draw(st.sampled_from([V0, OLD, INPUT, INPUT + NEW, BOTH, SOLVER]))
    result = upgrade_source(Source(before), settings)
    assert not result.refused and not result.bugs
    origin = check(Source(before), settings).origin
    if not set(origin.caffes) <= caffes:  # none of them reads the file
        assert origin.private if private else origin.caffes == ("bvlc-1.0",)
    schemas = [schema(name) for name in origin.caffes]
    text = result.source.text if result.source is not None else ""
    assert not (origin.private and result.steps)
    assert all(each.reads_layer for each in schemas) or "layer {" not in text.replace("layers { layer {", "")
    assert all(each.formats.has_input_layer for each in schemas) or '"Input"' not in text
    types = ["type" in schema(name).messages["SolverParameter"].fields for name in origin.caffes]
    assert all(types) or '"Adam"' not in text


def test_what_stays_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", INPUT)
    put("b.prototxt", BOTH)
    put("c.prototxt", NEW)
    assert main(["upgrade", ".", "--target", "bvlc-rc3"]) == 0
    assert capsys.readouterr() == (
        "Upgraded 1 file: 1 from V1. 1 file already up to date. 1 file stays in an old format.\n",
        "bnlint: a.prototxt: input fields stay: BVLC Caffe 1.0-rc3 has no Input layer\n"
        "bnlint: b.prototxt: input fields stay: BVLC Caffe 1.0-rc3 has no Input layer\n",
    )


def test_options_override_the_configuration() -> None:
    put("bnlint.toml", 'dialect = "bvlc-rc3"')
    put("own.toml", 'dialect = "bvlc-rc2"')
    path = put("a.prototxt", INPUT)
    for option in ("", "--dialect=bvlc-rc2", "--target=bvlc-rc2", "--config=own.toml", "--isolated --target=bvlc-rc3"):
        assert main(["upgrade", "a.prototxt", *option.split()]) == 0
        assert path.read_text() == INPUT, option
    assert main(["upgrade", "a.prototxt", "--isolated"]) == 0
    assert 'type: "Input"' in path.read_text()


def test_which_files() -> None:
    """Those that `check` reads."""
    put(".git/HEAD", "")
    put(".gitignore", "built/\n")
    put("bnlint.toml", 'exclude = ["old/"]\n')
    for name in ("a.prototxt", "old/a.prototxt", "built/a.prototxt"):
        put(name, OLD)
    assert main(["upgrade", "."]) == 0
    assert [path.read_text() for path in map(Path, ("a.prototxt", "old/a.prototxt", "built/a.prototxt"))] == [
        NEW,
        OLD,
        OLD,
    ]
    assert main(["upgrade", "old/a.prototxt", "--force-exclude"]) == 0
    assert Path("old/a.prototxt").read_text() == OLD
    assert main(["upgrade", "old/a.prototxt"]) == 0
    assert Path("old/a.prototxt").read_text() == NEW


def test_an_invalid_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    put("bnlint.toml", 'dialect = "sd"\n')
    put("a.prototxt", OLD)
    assert main(["upgrade", "a.prototxt"]) == 2
    assert "bnlint.toml:1: dialect: expected a version of Caffe" in capsys.readouterr().err


def test_missing_and_binary_files(capsys: pytest.CaptureFixture[str]) -> None:
    Path("weights.pt").write_bytes(b"PK\x03\x04\0\0")
    assert main(["upgrade", "nothing.prototxt", "weights.pt"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert main(["upgrade", "."]) == 0  # binary .pt files in folders are not Caffe's


def test_a_wrong_rewrite_is_not_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from bnlint.upgrade.rewrite import v1

    monkeypatch.setattr(v1, "_type", lambda raw, caffe: "Sigmoid")
    path = put("a.prototxt", OLD)
    assert main(["upgrade", "a.prototxt"]) == 2
    assert path.read_text() == OLD
    assert "internal error: not upgraded" in capsys.readouterr().err


@pytest.mark.parametrize("types", [EVERYWHERE, [each for each in EVERYWHERE if each != "Input"], ["ReLU"]])
def test_the_repositorys_own_caffe(types: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether it has an Input layer is read from its sources, wherever its proto is named."""
    path = caffe_in(folder / "elsewhere", sources(types=types))
    put("a.prototxt", INPUT + NEW)
    for option in (f"--schema={path}", "", "--config=other.toml"):
        put("bnlint.toml", f"schema = '{path}'" if not option else "")
        put("other.toml", f"schema = '{path}'")
        assert main(["upgrade", "a.prototxt", "--check", *filter(None, [option])]) == ("Input" in types)
        left = "a.prototxt: input fields stay: "
        assert (left in capsys.readouterr().err) == ("Input" not in types)
    assert main(["upgrade", "a.prototxt", "--isolated", "--check"]) == 1
