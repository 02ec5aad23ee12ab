"""What is kept of a file's lints for several Caffes, and how far its fixes are trusted."""

from __future__ import annotations

import pytest

from bnlint.linter.agreement import Agreement, confirmed
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Span

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY
EDIT, OTHER = [Edit(0, 1, "x")], [Edit(0, 1, "y")]


def found(
    message: str = "m",
    at: int = 0,
    fix: tuple[Applicability, list[Edit]] | None = None,
    severity: Severity = Severity.ERROR,
    tags: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
) -> Diagnostic:
    made = None if fix is None else Fix("Fix it", *fix)
    return Diagnostic("BN201", message, severity, Span(at, at + 1), made, (), states, tags)


def agreed(*runs: tuple[str, list[Diagnostic]]) -> list[Diagnostic]:
    agreement = Agreement(*runs[0])
    for run in runs[1:]:
        agreement.add(*run)
    return agreement.diagnostics()


def test_only_what_all_say_is_kept() -> None:
    one = [found(), found(at=5), found("a", at=8), found(at=9, states=("TEST",))]
    two = [found(at=9), found("b", at=8), found()]
    assert [each.span.start for each in agreed(("A", one), ("B", two))] == [0]
    assert agreed(("A", []), ("B", [found()])) == []


def test_the_mildest_severity_and_the_common_tags_hold() -> None:
    one, two = found(tags=("unnecessary",)), found(severity=Severity.INFO)
    [kept] = agreed(("A", [one]), ("B", [two]))
    assert (kept.severity, kept.tags) == (Severity.INFO, ())


@pytest.mark.parametrize(
    ("one", "two", "applicability", "title"),
    [
        ((SAFE, EDIT), (SAFE, EDIT), SAFE, "Fix it"),
        ((UNSAFE, EDIT), (UNSAFE, EDIT), UNSAFE, "Fix it"),
        ((SAFE, EDIT), (UNSAFE, EDIT), UNSAFE, "Fix it, if this is for A"),
        ((DISPLAY, EDIT), (SAFE, EDIT), DISPLAY, "Fix it, if this is for B"),
        ((SAFE, EDIT), (SAFE, OTHER), DISPLAY, "Fix it, if this is for A"),
        ((SAFE, EDIT), None, DISPLAY, "Fix it, if this is for A"),
        (None, (SAFE, EDIT), DISPLAY, "Fix it, if this is for B"),
        ((SAFE, [Edit(0, 2, ""), Edit(1, 3, "")]), (SAFE, [Edit(0, 2, ""), Edit(1, 3, "")]), DISPLAY, None),
    ],
)
def test_fixes(
    one: tuple[Applicability, list[Edit]] | None,
    two: tuple[Applicability, list[Edit]] | None,
    applicability: Applicability,
    title: str | None,
) -> None:
    [kept] = agreed(("A", [found(fix=one)]), ("B", [found(fix=two)]))
    assert kept.fix is not None and kept.fix.applicability is applicability
    assert title is None or (kept.fix.title == title and list(kept.fix.edits) == (one or two)[1])  # type: ignore[index]


def test_no_fix_stays_none() -> None:
    [kept] = agreed(("A", [found()]), ("B", [found()]))
    assert kept.fix is None


@pytest.mark.parametrize(
    ("own", "applicability"),
    [
        ([found("in other words", fix=(SAFE, EDIT))], SAFE),
        ([found(fix=(SAFE, OTHER))], UNSAFE),
        ([found(fix=(UNSAFE, EDIT))], UNSAFE),
        ([found()], UNSAFE),
        ([], UNSAFE),
    ],
)
def test_a_fix_for_the_target_alone_is_not_safe(own: list[Diagnostic], applicability: Applicability) -> None:
    diagnostic = found(fix=(SAFE, EDIT))
    confirmed([diagnostic], own, "ssd", frozenset())
    assert diagnostic.fix is not None and diagnostic.fix.applicability is applicability
    assert diagnostic.fix.title == ("Fix it" if applicability is SAFE else "Fix it, if this is for ssd")
    exempt = found(fix=(SAFE, EDIT))
    confirmed([exempt], [], "ssd", frozenset({"BN201"}))
    assert exempt.fix is not None and exempt.fix.applicability is SAFE
