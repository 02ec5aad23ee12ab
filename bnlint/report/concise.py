"""Output format `concise`: one line per finding, as compilers print them."""

from __future__ import annotations

from functools import partial

from bnlint.report import rendering
from bnlint.report.locations import message
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import LineIndex


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """``path:line:col: ID message`` for each finding; line and column from 1, the column in characters."""
    for outcome in outcomes:
        if outcome.result is None:
            continue
        for line in rendering.each(outcome, partial(_line, outcome.path, outcome.result.source.lines)):
            stream.write(line)


def _line(path: str, lines: LineIndex, diagnostic: Diagnostic) -> str:
    line, column = lines.position(diagnostic.span.start)
    text = " ".join(message(diagnostic, lines).split())
    return f"{path}:{line + 1}:{column + 1}: {diagnostic.rule} {text}\n"
