"""Output format `text`: findings as a compiler shows them, in colours where the stream wants them."""

from __future__ import annotations

from bnlint import catalog
from bnlint.diagnostics import Diagnostic, Severity
from bnlint.edits import Applicability
from bnlint.report import colour, repeats, snippet
from bnlint.report.formats import USUAL, How

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TextIO

    from bnlint.catalog import Rule
    from bnlint.report.snippet import Line
    from bnlint.run import Outcome
    from bnlint.source import Source

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "message": "bold",
    "related": "bold blue",
    "gutter": "blue",
    "context": "dim",
    "safe": "green",
    "unsafe": "yellow",
    "display": "",
}
_MARKS = {Applicability.SAFE: "[*]", Applicability.UNSAFE: "[unsafe]", Applicability.DISPLAY: "[by hand]"}
_PIPE_WIDTH = 120


def write(outcomes: Iterable[Outcome], stream: TextIO, how: How = USUAL) -> None:
    """Each finding with its source lines, the places it relates to, and the title of its fix.

    Of many that say the same only the first of a file are shown, and only in the first files; lines without an
    excerpt tell of the others. Where `how` is verbose, all are shown.
    """
    known = catalog.known(how.rules)
    said = repeats.Repeats()
    show: Callable[[Line], None] | None = None
    width = _PIPE_WIDTH
    for outcome in outcomes:
        if outcome.result is None:
            continue
        found = outcome.result.diagnostics
        if show is None and found:
            width, show = _printer(stream, how.plain)
        source = outcome.result.source
        shown, others, familiar = (found, [], []) if how.verbose else said.split(found)
        for diagnostic in shown:
            for line in finding(outcome.path, source, diagnostic, width, known):
                show(line)  # type: ignore[misc]
        for group in (*others, *familiar):
            for line in _group(outcome.path, source, group, known, group in others):
                show(line)  # type: ignore[misc]


def finding(
    path: str, source: Source, diagnostic: Diagnostic, width: int, known: Mapping[str, Rule] | None = None
) -> Iterator[Line]:
    """The lines of one finding, with an empty one behind."""
    severity: Severity = diagnostic.severity
    message = snippet.printable(diagnostic.message)
    yield [(_title(diagnostic, known), severity.word), (f": {message}", "message")]
    yield from snippet.excerpt(source, path, diagnostic.span, width, "^", severity.word)
    for related in diagnostic.related:
        yield [("note", "related"), (f": {snippet.printable(related.message)}", "")]
        yield from snippet.excerpt(source, path, related.span, width, "-", "related", context=0)
    if diagnostic.states:
        yield [("  = ", "gutter"), ("in ", "related"), (", ".join(diagnostic.states), "")]
    if fix := diagnostic.fix:
        mark = _MARKS[fix.applicability]
        title = snippet.printable(fix.title)
        yield [("  = ", "gutter"), (f"fix {mark}", fix.applicability.value), (f": {title}", "")]
    yield []


def _group(
    path: str, source: Source, group: list[Diagnostic], known: Mapping[str, Rule], above: bool
) -> Iterator[Line]:
    """The lines that stand for findings of which the like has been shown, `above` in this file, or in others."""
    first = group[0]
    message = f"{len(group)} more like the {first.rule} above" if above else snippet.printable(first.message)
    more = f" and {len(group) - 1} more like it" if len(group) > 1 and not above else ""
    yield [(_title(first, known), first.severity.word), (f": {message}{more}", "message")]
    hint = " (--verbose shows them)" if len(group) > 1 else ""
    yield [("  --> ", "gutter"), (f"{snippet.printable(path)}:{repeats.lines(source, group)}", ""), (hint, "gutter")]
    if first.fix:
        mark = _MARKS[first.fix.applicability]
        title = snippet.printable(first.fix.title) if len(group) == 1 else "each of them"
        yield [("  = ", "gutter"), (f"fix {mark}", first.fix.applicability.value), (f": {title}", "")]
    yield []


def _title(diagnostic: Diagnostic, known: Mapping[str, Rule] | None) -> str:
    rule = (known or catalog.rules()).get(diagnostic.rule)
    name = f"{diagnostic.rule} {rule.name}" if rule else diagnostic.rule
    return f"{diagnostic.severity.word}[{name}]"


def _printer(stream: TextIO, plain: bool) -> tuple[int, Callable[[Line], None]]:
    """The width to lay lines out for, and what prints one. Without colours, rich is not loaded."""
    if plain or not colour.wanted(stream):
        return _width(stream), lambda line: print("".join(text for text, _ in line), file=stream)

    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, highlight=False)

    def show(line: Line) -> None:
        wrap = stream.isatty() and any(role == "message" for _, role in line)
        console.print(Text.assemble(*((text, STYLES.get(role, "")) for text, role in line)), soft_wrap=not wrap)

    return _width(stream), show


def _width(stream: TextIO) -> int:
    """The terminal's; a fixed one for anything else, so that a pipe gives the same text everywhere."""
    if not stream.isatty():
        return _PIPE_WIDTH
    from shutil import get_terminal_size

    return get_terminal_size().columns
