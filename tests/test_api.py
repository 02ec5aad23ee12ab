"""The Python API: its results can be pickled and reported, and agree with `bnlint check`."""

from __future__ import annotations

import io
import pickle
import shutil
from pathlib import Path

import pytest

import bnlint
from bnlint.cli.main import main
from bnlint.config import ConfigError
from bnlint.linter.settings import Settings
from bnlint.prototxt.format import layout
from bnlint.report import diff, formats
from bnlint.report.options import ReportOptions
from bnlint.run import discover, run, upgrade_files
from bnlint.text.source import Source

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)


# ---- pickles


def report(format: str, outcomes: list[run.Outcome]) -> str:
    stream = io.StringIO()
    formats.write(format, outcomes, stream, ReportOptions(verbose=True))
    return stream.getvalue()


@pytest.mark.parametrize("format", formats.FORMATS)
def test_outcomes_say_the_same_in_another_process(format: str) -> None:
    found = [*discover.find(["fixtures"]), discover.FoundFile("no such.prototxt", True)]
    outcomes = list(run.run(found, Settings(("ALL",))))
    data = pickle.dumps(outcomes)
    text = report(format, outcomes)
    assert report(format, pickle.loads(data)) == text
    assert text.count("\n") > 40


def test_a_pickle_leaves_out_the_tree() -> None:
    """It is about as large as the text and the findings; the tree is parsed again when it is needed."""
    text = (ROOT / "fixtures" / "resnet50" / "train_val.prototxt").read_text(encoding="utf-8")
    result = bnlint.lint(text, select=("SYN",))
    data = pickle.dumps(result)
    assert len(data) < len(text) + 1000
    again = pickle.loads(data)
    assert [repr(item) for item in again.document.items] == [repr(item) for item in result.document.items]
    assert again.document is again.document


# ---- any text

TRIPLE = "param { lr_mult: 0 } " * 3
NET = f"""layer {{ name: "data" type: "Input" top: "data" input_param {{ shape {{ dim: 1 dim: 3 dim: 8 dim: 8 }} }} }}
layer {{ name: "bn" type: "BatchNorm" bottom: "data" top: "bn" {TRIPLE}}}
"""
OLD = 'input: "data"\ninput_dim: [1, 3, 8, 8]\nlayers { name: "conv" type: CONVOLUTION bottom: "data" top: "c" }\n'
SOLVER = 'net: "net"\nbase_lr: 1\nlr_policy: "fixed"\nsolver_type: ADAM\n'
CHANGES = (
    lambda text: bnlint.lint(text, select=("ALL",)),
    lambda text: bnlint.fix(text, select=("ALL",)).result,
    lambda text: bnlint.fix(text, unsafe=True).result,
    lambda text: upgrade_files.upgrade_source(Source(text)),
    lambda text: layout(Source(text)),
)


@pytest.mark.parametrize("half", ["\ud83d", "\ude00", "\udc80"], ids=ascii)
@pytest.mark.parametrize(
    "text",
    [
        f"# é\n{NET}",
        f"é\n{NET}",
        f'name: "é"\n{NET}',
        f"name: 'é\\x41é' 'é'\n{NET}",
        NET.replace("bn", "é"),
        NET.replace("data", "é"),
        NET.replace("}", "}  # é\n"),
        OLD.replace("data", "é"),
        OLD.replace("conv", "é\\377") + "# é\n",
        OLD.replace('name: "conv"', 'layer { name: "é" type: "conv" }'),
        SOLVER.replace('"net"', '"é"'),
        SOLVER.replace("fixed", "é"),
        f"{SOLVER}type: 'é'",
    ],
)
def test_half_a_surrogate_pair_is_a_letter_as_any_other(text: str, half: str) -> None:
    """An editor may send one. A text with it gets the results of a text with an é, and can be written."""

    def with_half(data: bytes) -> bytes:
        return data.replace("é".encode(), half.encode("utf-8", "surrogatepass"))

    before, other = Source(text), Source(text.replace("é", half))
    for change in CHANGES:
        expected, made = change(before.text), change(other.text)
        assert not getattr(made, "bugs", []) and not getattr(made, "bug", "")
        assert made.source.encode() == with_half(expected.source.encode())
        assert diff.between("a", other, made.source) == with_half(diff.between("a", before, expected.source))


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


def test_an_invalid_configuration_raises(folder: Path) -> None:
    (folder / "models" / "old" / "bnlint.toml").write_text("ignore = 1\n")
    with pytest.raises(ConfigError, match=r"models/old/bnlint\.toml:1: ignore"):
        list(bnlint.lint_files(bnlint.find_files(["models"])))


def test_an_unknown_format_raises() -> None:
    with pytest.raises(KeyError, match="word"):
        bnlint.write_report([], io.StringIO(), "word")
