"""Lays out findings as compilers do, as lines of text pieces with their roles; repeats are summarized."""

from __future__ import annotations

from functools import partial

from bnlint.report import rendering, repeats, snippet
from bnlint.report.summary import plural
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bnlint.report.snippet import Line
    from bnlint.rules.catalog import Rule
    from bnlint.run.outcome import Outcome
    from bnlint.text.source import Source

_MARKS = {Applicability.SAFE: "[*]", Applicability.UNSAFE: "[unsafe]", Applicability.DISPLAY: "[by hand]"}


def lines(outcomes: Iterable[Outcome], width: int, known: Mapping[str, Rule], verbose: bool) -> Iterator[Line]:
    """The lines for all findings, for a report of `width` cells; `verbose`: do not summarize repeats."""
    earlier = repeats.Repeats()
    for outcome in outcomes:
        if outcome.result is None:
            continue
        source, result = outcome.result.source, outcome.result
        shown, others, familiar = (result.diagnostics, [], []) if verbose else earlier.split(result.grouped)
        for one in rendering.each(outcome, partial(_finding, outcome.path, source, width, known), shown):
            yield from one
        for group in (*others, *familiar):
            yield from _group(outcome.path, source, group, known, group in others)


def finding(
    path: str, source: Source, diagnostic: Diagnostic, width: int, known: Mapping[str, Rule] | None = None
) -> Iterator[Line]:
    """The lines of one finding, followed by an empty one."""
    severity: Severity = diagnostic.severity
    message = snippet.printable(diagnostic.message)
    yield [(_title(diagnostic, known), severity.word), (f": {message}", "message")]
    yield from snippet.excerpt(source, path, diagnostic.span, width, "^", severity.word)
    for related in diagnostic.related:
        yield [("note", "related"), (f": {snippet.printable(related.message)}", "")]
        yield from snippet.excerpt(source, path, related.span, width, "-", "related", context=0)
    if diagnostic.others:
        yield [("  = ", "gutter"), ("the same", "related"), (f" in {_others(source, diagnostic)}", "")]
    if diagnostic.states:
        yield [("  = ", "gutter"), ("in ", "related"), (", ".join(diagnostic.states), "")]
    if fix := diagnostic.fix:
        mark = _MARKS[fix.applicability]
        title = snippet.printable(fix.title)
        yield [("  = ", "gutter"), (f"fix {mark}", fix.applicability.value), (f": {title}", "")]
    yield []


def _finding(path: str, source: Source, width: int, known: Mapping[str, Rule], diagnostic: Diagnostic) -> list[Line]:
    return list(finding(path, source, diagnostic, width, known))


def _group(
    path: str, source: Source, group: list[Diagnostic], known: Mapping[str, Rule], above: bool
) -> Iterator[Line]:
    """The lines that summarize findings like those already shown, `above` in this file or in other files."""
    first = group[0]
    message = f"{len(group)} more like the {first.rule} above" if above else snippet.printable(first.full_message)
    more = f" and {len(group) - 1} more like it" if len(group) > 1 and not above else ""
    yield [(_title(first, known), first.severity.word), (f": {message}{more}", "message")]
    hint = " (--verbose shows them)" if len(group) > 1 else ""
    yield [("  --> ", "gutter"), (f"{snippet.printable(path)}:{repeats.lines(source, group)}", ""), (hint, "gutter")]
    if first.fix:
        mark = _MARKS[first.fix.applicability]
        title = snippet.printable(first.fix.title) if len(group) == 1 else "each of them"
        yield [("  = ", "gutter"), (f"fix {mark}", first.fix.applicability.value), (f": {title}", "")]
    yield []


def _others(source: Source, diagnostic: Diagnostic) -> str:
    """Such as ``52 other places: lines 84, 102, 120 ... 4511``."""
    others = diagnostic.others
    return f"{plural(len(others), 'other place')}: {repeats.lines(source, others).strip()}"


def _title(diagnostic: Diagnostic, known: Mapping[str, Rule] | None) -> str:
    rule = (known or catalog.rules()).get(diagnostic.rule)
    name = f"{diagnostic.rule} {rule.name}" if rule else diagnostic.rule
    return f"{diagnostic.severity.word}[{name}]"
