"""Output format `github`: workflow commands, of which GitHub Actions makes annotations."""

from __future__ import annotations

from bnlint import catalog
from bnlint.diagnostics import Severity
from bnlint.report import places
from bnlint.report.formats import USUAL, How

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.diagnostics import Diagnostic
    from bnlint.run import Outcome
    from bnlint.source import LineIndex

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _DATA | {ord(":"): "%3A", ord(","): "%2C"}


def write(outcomes: Iterable[Outcome], stream: TextIO, how: How = USUAL) -> None:
    """A command for each finding; the message repeats the place, because the log shows nothing else."""
    known = catalog.known(how.rules)
    root = places.root("GITHUB_WORKSPACE")
    for outcome in outcomes:
        if outcome.result is None:
            continue
        path = places.under(outcome.path, root)
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
