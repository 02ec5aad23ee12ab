"""Every example of every rule file runs: it is the rule's documentation, and must be what is observed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.rules.catalog import rules
from bnlint.text.edits import Applicability
from bnlint.text.files import RelatedFiles
from bnlint.text.source import Source

RULES = Path(__file__).parents[1] / "rules"
PAGES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(RULES.rglob("*.yaml"))]

_TRUST = list(Applicability)


def _cases(key: str) -> list[object]:
    return [
        pytest.param(page, case, id=f"{page['id']}-{case['title']}") for page in PAGES for case in page.get(key, ())
    ]


def _settings(page: dict, case: dict) -> Settings:
    return Settings(select=(page["id"],), target=case.get("target", "bvlc-1.0"), unsafe_fixes=True)


def _related_files(case: dict) -> RelatedFiles | None:
    return RelatedFiles("example.prototxt", case["files"]) if "files" in case else None


def _findings(text: str, page: dict, case: dict) -> list:
    result = check(Source(text), _settings(page, case), _related_files(case))
    assert not result.bugs
    return result.diagnostics


@pytest.mark.parametrize(("page", "case"), _cases("examples"))
def test_bad_fires(page: dict, case: dict) -> None:
    found = _findings(case["bad"], page, case)
    assert [d.rule for d in found] == [page["id"]] * case.get("count", 1)
    declared = rules()[page["id"]]
    if "severity" not in case:
        assert {d.severity for d in found} == {declared.severity}
    else:
        assert {d.severity.word for d in found} == {case["severity"]}
    if "state" in case:
        assert {state for d in found for state in d.states} == {case["state"]}
    for d in found:  # what is declared is how far a fix may be trusted at best
        assert d.fix is None or _TRUST.index(d.fix.applicability) >= _TRUST.index(declared.fixable)


@pytest.mark.parametrize(("page", "case"), _cases("examples"))
def test_good_is_what_the_fix_makes(page: dict, case: dict) -> None:
    if "good" not in case:
        pytest.skip("no good text is given")
    if page["id"] != "SYN001" or case.get("fixed", True):
        assert _findings(case["good"], page, case) == []
    if "fix" in page and case.get("fixed", True):
        made = fix(Source(case["bad"]), _settings(page, case))
        assert not made.result.bugs
        assert made.source.text == case["good"]


@pytest.mark.parametrize(("page", "case"), _cases("silent"))
def test_silent(page: dict, case: dict) -> None:
    assert _findings(case["text"], page, case) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_enough_cases(page: dict) -> None:
    assert len(page["examples"]) >= 3
    assert len(page["silent"]) >= 3
