"""A fault of bnlint in one finding is one line and exit status 2; all other findings are reported and fixed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bnlint.checks import scale
from bnlint.cli.main import main
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.report import formats
from bnlint.run.outcome import Outcome
from bnlint.text.source import Source

TEXT = """\
layer { name: "bn" type: "BatchNorm" bottom: "x" top: "y" param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 }
}
"""


@pytest.fixture(autouse=True)
def no_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no edits")

    monkeypatch.setattr(scale, "_insertion", fail)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "net.prototxt"
    path.write_text(TEXT)
    return path


@pytest.mark.parametrize("name", sorted(formats.WITH_EDITS))
def test_report(name: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(file), "--isolated", "--no-cache", "--output-format", name]) == 2
    out, err = capsys.readouterr()
    assert "BN101" in out and "BN201" in out
    assert err.count("internal error") == 1 and "a finding of BN101 cannot be reported: RuntimeError: no edits" in err


@pytest.mark.parametrize("name", formats.FORMATS)
def test_any_writer(name: str) -> None:
    outcome = Outcome("net.prototxt", check(Source(TEXT), Settings()))
    stream = io.StringIO()
    formats.write(name, [outcome], stream)
    assert "BN201" in stream.getvalue() or "obsolete" in stream.getvalue()


@pytest.mark.parametrize("name", formats.FORMATS)
def test_fault_in_one_finding(name: str) -> None:
    """Not even its position can be told."""
    result = check(Source(TEXT), Settings())
    next(each for each in result.diagnostics if each.rule == "BN101").span = None  # type: ignore[assignment]
    outcome, stream = Outcome("net.prototxt", result), io.StringIO()
    formats.write(name, [outcome], stream)
    assert "BN201" in stream.getvalue() or "obsolete" in stream.getvalue()
    assert sum(bug.startswith("a finding of BN101 cannot be reported") for bug in outcome.bugs) == 1


def test_fix(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(file), "--isolated", "--no-cache", "--fix", "--unsafe-fixes"]) == 2
    assert "the fix of BN101 cannot be made: RuntimeError: no edits" in capsys.readouterr().err
    assert "param" not in file.read_text()


def test_fix_of_a_text() -> None:
    fixed = fix(Source(TEXT), Settings(unsafe_fixes=True))
    assert [rule for rule, _ in fixed.applied] == ["BN201"]
    assert fixed.result.bugs == ["the fix of BN101 cannot be made: RuntimeError: no edits"]
