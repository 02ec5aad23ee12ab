"""Output format `text`: findings as compilers show them, in colours if the stream supports them."""

from __future__ import annotations

from itertools import chain

from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from bnlint.report.snippet import Line
    from bnlint.run.outcome import Outcome

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
_PIPE_WIDTH = 120


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """Writes each finding with its source lines, its related locations, and the title of its fix.

    Repeated findings are shown only for the first layers of a file and in the first files, and summarized after that,
    except if `options.verbose`.
    """
    with_findings = (outcome for outcome in outcomes if outcome.result is not None and outcome.result.diagnostics)
    first = next(with_findings, None)
    if first is None:
        return
    from bnlint.report import findings  # with what lays out source lines: most checks find nothing

    width, show = _printer(stream, options.plain)
    for line in findings.lines(chain((first,), with_findings), width, catalog.known(options.rules), options.verbose):
        show(line)


def _printer(stream: TextIO, plain: bool) -> tuple[int, Callable[[Line], None]]:
    """The width of the report, and the function that prints a line."""
    from bnlint.report import colour

    width = _width(stream)
    if plain or not colour.wanted(stream):
        return width, lambda line: print("".join(text for text, _ in line), file=stream)
    limit = width if stream.isatty() else 0
    rich: Callable[[Line], None] | None = None

    def show(line: Line) -> None:
        nonlocal rich
        if colour.is_simple(line, limit):
            print("".join(colour.painted(text, STYLES.get(role, "")) for text, role in line), file=stream)
            return
        rich = rich or _rich(stream)
        rich(line)

    return width, show


def _rich(stream: TextIO) -> Callable[[Line], None]:
    """A function that prints any line: it wraps messages, and supports wide characters and all terminals.

    It takes as long to load as the rest of a check.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, highlight=False)

    def show(line: Line) -> None:
        wrap = stream.isatty() and any(role == "message" for _, role in line)
        console.print(Text.assemble(*((text, STYLES.get(role, "")) for text, role in line)), soft_wrap=not wrap)

    return show


def _width(stream: TextIO) -> int:
    """The width of the terminal, or a fixed one, so that the output to a pipe is the same everywhere."""
    if not stream.isatty():
        return _PIPE_WIDTH
    from shutil import get_terminal_size

    return get_terminal_size().columns
