"""Output format `concise`: one line per finding, as compilers print them."""

from __future__ import annotations

from bnlint.report.locations import message
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """``path:line:col: ID message`` for each finding; line and column from 1, the column in characters."""
    for outcome in outcomes:
        if outcome.result is None:
            continue
        lines = outcome.result.source.lines
        for diagnostic in outcome.result.grouped:
            line, column = lines.position(diagnostic.span.start)
            text = " ".join(message(diagnostic, lines).split())
            stream.write(f"{outcome.path}:{line + 1}:{column + 1}: {diagnostic.rule} {text}\n")
