"""Output format `github`: workflow commands, of which GitHub Actions makes annotations."""

from __future__ import annotations

from bnlint.report import locations
from bnlint.report.formats import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.run import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import LineIndex

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _DATA | {ord(":"): "%3A", ord(","): "%2C"}


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """A command for each finding; the message repeats the place, because the log shows nothing else."""
    known = catalog.known(options.rules)
    root = locations.root("GITHUB_WORKSPACE")
    for outcome in outcomes:
        if outcome.result is None:
            continue
        path = locations.under(outcome.path, root)
        for diagnostic in outcome.result.diagnostics:
            rule = known.get(diagnostic.rule)
            title = f"{diagnostic.rule} {rule.name}" if rule else diagnostic.rule
            stream.write(_command(path, title, outcome.result.source.lines, diagnostic) + "\n")


def _command(path: str, title: str, lines: LineIndex, diagnostic: Diagnostic) -> str:
    """Columns only where the finding is in one line: GitHub refuses them otherwise."""
    (line, column), (last, after) = (lines.position(offset) for offset in diagnostic.span)
    properties = {"title": f"bnlint {title}", "file": path, "line": str(line + 1), "endLine": str(last + 1)}
    if line == last:
        properties |= {"col": str(column + 1), "endColumn": str(after + 1)}
    written = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    message = f"{path}:{line + 1}:{column + 1}: {diagnostic.rule} {diagnostic.message}"
    if fix := diagnostic.fix:
        message += f"\nfix ({fix.applicability.value}): {fix.title}"
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{message.translate(_DATA)}"
