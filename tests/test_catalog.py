"""The catalogue: which rules a selection enables, and what is wrong with a faulty rule file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.linter import selection
from bnlint.linter.settings import Settings
from bnlint.rules import catalog, page
from bnlint.rules.catalog import Rule
from bnlint.text.diagnostics import Severity

IDS = ["BN101", "BN106", "BN301", "BN302", "BNL001", "NET101", "SYN001"]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue in which BN106 is off by default."""
    table = {id: Rule(id, f"name-of-{id.lower()}", "", Severity.ERROR, id != "BN106", None) for id in IDS}
    monkeypatch.setattr(catalog, "rules", lambda: table)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("select", "ignore", "extend", "expected"),
    [
        ("", "", "", "BN101 BN301 BN302 BNL001 NET101 SYN001"),
        ("BN", "", "", "BN101 BN301 BN302"),
        ("BN1", "", "", "BN101"),
        ("BN3", "", "", "BN301 BN302"),
        ("BNL", "", "", "BNL001"),
        ("BN106", "", "", "BN106"),
        ("ALL", "", "", "BN101 BN106 BN301 BN302 BNL001 NET101 SYN001"),
        ("", "", "BN106", "BN101 BN106 BN301 BN302 BNL001 NET101 SYN001"),
        ("", "", "BN1", "BN101 BN301 BN302 BNL001 NET101 SYN001"),
        ("SYN", "", "BN3", "BN301 BN302 SYN001"),
        ("", "BN", "", "BNL001 NET101 SYN001"),
        ("", "BN301 NET", "", "BN101 BN302 BNL001 SYN001"),
        ("BN3", "BN3", "", ""),
        ("BN3", "BN301", "", "BN302"),
        ("BN301", "BN3", "", "BN301"),
        ("BN301", "BN301", "", ""),
        ("", "BN3", "BN301", "BN101 BN301 BNL001 NET101 SYN001"),
        ("ALL", "BN", "", "BNL001 NET101 SYN001"),
        ("BN3", "ALL", "", "BN301 BN302"),
        ("", "ALL", "", ""),
    ],
)
def test_enabled(select: str, ignore: str, extend: str, expected: str) -> None:
    settings = Settings(tuple(select.split()), tuple(ignore.split()), tuple(extend.split()))
    assert " ".join(sorted(selection.enabled(settings))) == expected


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("selector", "problem"),
    [
        ("BN", ""),
        ("BN3", ""),
        ("BN30", ""),
        ("BN301", ""),
        ("ALL", ""),
        ("B", "unknown rule 'B'"),
        ("BN303", "unknown rule 'BN303'; did you mean BN302?"),
        ("SYN01", "unknown rule 'SYN01'; did you mean SYN001?"),
        ("NAME-OF-BN301", "unknown rule 'NAME-OF-BN301'; did you mean BN301?"),
        ("QQQ", "unknown rule 'QQQ'"),
    ],
)
def test_unknown(selector: str, problem: str) -> None:
    found = catalog.unknown(["BN101", selector])
    assert found == problem or (problem and found.startswith(f"{problem}; did you mean"))


def test_pages() -> None:
    assert list(catalog.rules()) == sorted(catalog.rules())
    for id, rule in catalog.rules().items():
        page = catalog.page(id)
        assert (page.name, page.severity, page.default) == (rule.name, rule.severity, rule.default)
        assert (page.fix.applicability if page.fix else None) is rule.fixable
    with pytest.raises(KeyError):
        catalog.page("BN999")


GOOD = """\
id: BN101
name: missing-scale
summary: No Scale.
severity: warning
why: |
  Because.
fix:
  applicability: unsafe
  does: Inserts one.
examples:
  - title: Plain
    bad: |
      layer { }
"""


def test_a_good_file(tmp_path: Path) -> None:
    page = load(tmp_path, GOOD)
    assert (page.id, page.severity, page.default) == ("BN101", Severity.WARNING, True)
    assert page.examples[0].bad == "layer { }\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("summary: No Scale.\n", "", 1, "the file: missing key 'summary'"),
        ("severity: warning", "severity: fatal", 4, "severity: expected one of info, warning, error"),
        ("id: BN101", "id: bn101", 1, "id: expected letters and three digits"),
        ("id: BN101", "id: BN102", 1, "id: the file name must be BN102-missing-scale.yaml"),
        ("name: missing-scale", "name: Missing Scale", 2, "name: expected small letters and hyphens"),
        ("summary: No Scale.", "summary: 5", 3, "summary: expected text"),
        ("summary: No Scale.", "summary: ' '", 3, "summary: expected some text"),
        ("unsafe", "maybe", 8, "fix.applicability: expected one of safe, unsafe, display"),
        ("does:", "doez:", 9, "fix.doez: unknown key 'doez'; did you mean 'does'?"),
        ("title:", "count: true\n    title:", 11, "examples.0.count: expected a non-negative integer"),
        ("    bad: |\n      layer { }\n", "", 11, "examples.0: missing key 'bad'"),
        ("why: |", "why: [", 13, ""),
        (GOOD, "", 1, "the file: expected a mapping"),
    ],
)
def test_faulty_files(tmp_path: Path, old: str, new: str, line: int, expected: str) -> None:
    with pytest.raises(page.RuleFileError) as raised:
        load(tmp_path, GOOD.replace(old, new))
    path = tmp_path / "BN101-missing-scale.yaml"
    text = str(raised.value)
    assert text.startswith(f"{path}:{line}: {expected}") or (not expected and text.startswith(f"{path}:"))


def load(folder: Path, text: str) -> page.RulePage:
    path = folder / "BN101-missing-scale.yaml"
    path.write_text(text)
    return page.load(str(path))
