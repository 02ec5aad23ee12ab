"""Output format `checkstyle`: Checkstyle XML, which many tools read."""

from __future__ import annotations

from functools import partial

from bnlint.report import rendering
from bnlint.report import xml_text as xml
from bnlint.report.locations import message
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.report.snippet import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import LineIndex


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """A `file` with an `error` for each finding; lines and columns from 1, columns in characters."""
    stream.write(f'{xml.HEAD}<checkstyle version="4.3">\n')
    for outcome in outcomes:
        if outcome.result is None and not outcome.error:
            continue
        stream.write(f"  {xml.element('file', name=outcome.path)}>\n")
        if outcome.error:
            stream.write(f"    {_error(1, 1, 'error', outcome.error, 'bnlint')}\n")
        if outcome.result is not None:
            for error in rendering.each(outcome, partial(_finding, outcome.result.source.lines)):
                stream.write(f"    {error}\n")
        stream.write("  </file>\n")
    stream.write("</checkstyle>\n")


def _finding(lines: LineIndex, diagnostic: Diagnostic) -> str:
    line, column = lines.position(diagnostic.span.start)
    return _error(
        line + 1, column + 1, diagnostic.severity.word, message(diagnostic, lines), f"bnlint.{diagnostic.rule}"
    )


def _error(line: int, column: int, severity: str, message: str, source: str) -> str:
    message = printable(message)
    return xml.element("error", line=line, column=column, severity=severity, message=message, source=source) + "/>"
