"""Runs the examples of a rule, and compares its findings, their ranges and messages, and the fixed nets."""

from __future__ import annotations

import os

from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import DEFAULT_TARGET, Settings
from bnlint.rules import catalog
from bnlint.rules.examples import marks
from bnlint.rules.examples.marks import FINDING, RELATED, Mark
from bnlint.rules.page import RuleFileError, folder_of_rules, load, rule_files
from bnlint.text.edits import Applicability
from bnlint.text.files import RelatedFiles
from bnlint.text.source import LineIndex, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NamedTuple

    from bnlint.rules.page import Example, RulePage, Silent
    from bnlint.text.diagnostics import Diagnostic

    class Failure(NamedTuple):
        """An example that fails: its path, line and title, and the differences."""

        path: str
        line: int
        title: str
        differences: list[str]
else:
    from collections import namedtuple

    Failure = namedtuple("Failure", "path line title differences")

_TRUST = list(Applicability)


def run(page: RulePage, folders: tuple[str, ...] = ()) -> Iterator[Failure]:
    """The failing examples of a rule; `folders` are those of users' rules, for a user's rule."""
    for example in page.examples:
        if differences := check_example(page, example, folders):
            yield Failure(page.path, example.line, example.title, differences)
    for silent in page.silent:
        if differences := check_silent(page, silent, folders):
            yield Failure(page.path, silent.line, silent.title, differences)


def check_silent(page: RulePage, silent: Silent, folders: tuple[str, ...] = ()) -> list[str]:
    """The findings in a net in which the rule must find nothing, as lines to display."""
    result = check(Source(silent.text), settings_of(page, silent, folders), _files(silent))
    return [*result.bugs, *(_unmarked(each, result.source.lines, page) for each in result.diagnostics)]


def check_example(page: RulePage, example: Example, folders: tuple[str, ...] = ()) -> list[str]:
    """The differences between the findings and fixes and the example, as lines to display; empty if there are none."""
    settings = settings_of(page, example, folders)
    result = check(Source(example.bad), settings, _files(example))
    diagnostics = result.diagnostics
    if result.bugs:
        return result.bugs
    differences = _compared(page, example, diagnostics) if example.marks else _counted(page, example, diagnostics)
    differences += [
        f"the fix {each.fix.title!r} is {each.fix.applicability.value}, that of the rule {page.fix.applicability.value}"
        if page.fix
        else f"the rule has no fix, but the finding has: {each.fix.title}"
        for each in diagnostics
        if each.fix and (not page.fix or _TRUST.index(each.fix.applicability) < _TRUST.index(page.fix.applicability))
    ]
    return differences + _fixed(page, example, settings, diagnostics)


def settings_of(page: RulePage, case: Example | Silent, folders: tuple[str, ...] = ()) -> Settings:
    target, dialect = case.target or DEFAULT_TARGET, case.dialect or ""
    return Settings(select=(page.id,), target=target, unsafe_fixes=True, dialect=dialect, rules=folders)


def _files(case: Example | Silent) -> RelatedFiles | None:
    return RelatedFiles("example.prototxt", case.files) if case.files is not None else None


def findings(page: RulePage, example: Example, folders: tuple[str, ...] = ()) -> list[Diagnostic]:
    """The findings of the rule in the bad net of an example."""
    return check(Source(example.bad), settings_of(page, example, folders), _files(example)).diagnostics


def marks_of(page: RulePage, example: Example, diagnostics: list[Diagnostic]) -> tuple[list[Mark], list[Diagnostic]]:
    """The complete marks of the findings, and the findings that cannot be marked: those in the frame."""
    complete: list[Mark] = []
    outside = []
    numbered = sum(bool(each.related) for each in diagnostics) > 1
    group = 0
    for each in diagnostics:
        ranges = [each.span, *(related.span for related in each.related)]
        if any(start < example.shift or end > example.shift + len(example.part) for start, end in ranges):
            outside.append(each)
            continue
        group += bool(each.related)
        number = group if numbered and each.related else 0
        severity = "" if each.severity is page.severity else each.severity.word
        start, end = (offset - example.shift for offset in each.span)
        words = each.message.strip()
        complete.append(
            Mark(FINDING, start, end, page.id, words, severity, each.states, _fix_of(page, each), number, each.tags)
        )
        for related in each.related:
            start, end = (offset - example.shift for offset in related.span)
            complete.append(Mark(RELATED, start, end, page.id, related.message.strip(), group=number))
    return sorted(complete, key=marks.order), outside


def _fix_of(page: RulePage, diagnostic: Diagnostic) -> str:
    if diagnostic.fix is None:
        return "no fix" if page.fix else ""
    return f"{diagnostic.fix.applicability.value}: {diagnostic.fix.title}"


def paired(written: list[Mark], observed: list[Mark]) -> list[Mark]:
    """The observed marks, with the messages of the written marks that match them."""
    left = list(written)
    result = []
    for mark in observed:
        covering = next((each for each in left if each.covers(mark)), None)
        if covering is not None:
            left.remove(covering)
        result.append(covering or mark)
    return result


def _compared(page: RulePage, example: Example, diagnostics: list[Diagnostic]) -> list[str]:
    from difflib import unified_diff

    observed, outside = marks_of(page, example, diagnostics)
    written = sorted(example.marks, key=marks.order)
    actual = paired(written, observed)
    differences = [_unmarked(each, LineIndex(example.bad), page) for each in outside]
    if sorted(actual) != sorted(written):
        before, after = (marks.write(example.part, each).splitlines() for each in (written, actual))
        diff = list(unified_diff(before, after, n=1, lineterm=""))[2:]
        lines = [line for line in diff if not line.startswith("@@")]
        differences += lines or ["the marks are not as bnlint writes them"]
    return differences


def _unmarked(diagnostic: Diagnostic, index: LineIndex, page: RulePage) -> str:
    line, column = index.position(diagnostic.span.start)
    return f"not marked: {page.id} at line {line + 1}, column {column + 1} of the net: {diagnostic.message}"


def _counted(page: RulePage, example: Example, diagnostics: list[Diagnostic]) -> list[str]:
    """The differences for an example without marks: number, severity and state of the findings."""
    if len(diagnostics) != example.count:
        index = LineIndex(example.bad)
        return [
            f"expected {example.count} finding{'s' * (example.count != 1)}, but there are {len(diagnostics)}",
            *(_unmarked(each, index, page) for each in diagnostics),
        ]
    expected = example.severity or page.severity.word
    differences = [f"expected {expected}, but it is {each.severity.word}" for each in diagnostics]
    differences = [line for line, each in zip(differences, diagnostics) if each.severity.word != expected]
    states = {state for each in diagnostics for state in each.states}
    if example.state and states != {example.state}:
        differences.append(f"expected the state {example.state}, but there is {', '.join(sorted(states)) or 'none'}")
    if example.unsafe and any(each.fix and each.fix.applicability is Applicability.SAFE for each in diagnostics):
        differences.append("expected an unsafe fix, but it is safe")
    return differences


def _fixed(page: RulePage, example: Example, settings: Settings, diagnostics: list[Diagnostic]) -> list[str]:
    """The differences between the good net and the result of the fix; without a good net, why the fix fails."""
    from difflib import unified_diff

    differences = []
    if example.good is not None:
        left = check(Source(example.good), settings, _files(example)).diagnostics
        index = LineIndex(example.good)
        differences += [f"in good: {_unmarked(each, index, page)}" for each in left]
    if not page.fix:
        return differences
    fixed = fix(Source(example.bad), settings, _files(example))
    if fixed.result.bugs:
        return differences + fixed.result.bugs
    if not example.fixed:
        return differences
    if example.good is not None:
        lines = unified_diff(example.good.splitlines(True), fixed.source.text.splitlines(True), "good", "fixed", n=1)
        return differences + [line.rstrip("\n") for line in lines]
    unfixable = [each for each in diagnostics if not each.fix or each.fix.applicability is Applicability.DISPLAY]
    if len(fixed.result.diagnostics) > len(unfixable):
        index = fixed.source.lines
        differences += [f"after the fix: {_unmarked(each, index, page)}" for each in fixed.result.diagnostics]
    return differences


def pages_in(paths: Sequence[str] = ()) -> list[tuple[RulePage, tuple[str, ...]]]:
    """The rules in files and folders, each with its `folders` argument; without `paths`, bnlint's own rules.

    Raises what `catalog.user_pages` raises.
    """
    own = os.path.realpath(folder_of_rules())
    pages: list[tuple[RulePage, tuple[str, ...]]] = []
    for path in paths or (own,):
        real = os.path.realpath(path)
        if os.path.commonpath((own, real)) != own:
            pages += [(page, (path,)) for page in catalog.user_pages((path,)).values()]
            continue
        files = list(rule_files(path))
        if not files:
            raise RuleFileError(f"{path}: no rule files (*.yaml) in it")
        pages += sorted(((load(file), ()) for file in files), key=lambda each: each[0].id)
    return pages
