"""Output format `github`: workflow commands, which GitHub Actions shows as annotations."""

from __future__ import annotations

from functools import partial

from bnlint.report import locations, rendering
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from bnlint.rules.catalog import Rule
    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import LineIndex

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _DATA | {ord(":"): "%3A", ord(","): "%2C"}


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """A command for each finding; the message repeats the location, because the log shows only the message."""
    known = catalog.known(options.rules)
    root = locations.root("GITHUB_WORKSPACE")
    for outcome in outcomes:
        if outcome.result is None:
            continue
        path = locations.under(outcome.path, root)
        for command in rendering.each(outcome, partial(_command, path, known, outcome.result.source.lines)):
            stream.write(command + "\n")


def _command(path: str, known: Mapping[str, Rule], lines: LineIndex, diagnostic: Diagnostic) -> str:
    """A command. It has columns only if the finding is on one line: GitHub rejects them otherwise."""
    rule = known.get(diagnostic.rule)
    title = f"{diagnostic.rule} {rule.name}" if rule else diagnostic.rule
    (line, column), (last, after) = (lines.position(offset) for offset in diagnostic.span)
    properties = {"title": f"bnlint {title}", "file": path, "line": str(line + 1), "endLine": str(last + 1)}
    if line == last:
        properties |= {"col": str(column + 1), "endColumn": str(after + 1)}
    written = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    message = f"{path}:{line + 1}:{column + 1}: {diagnostic.rule} {locations.message(diagnostic, lines)}"
    if fix := diagnostic.fix:
        message += f"\nfix ({fix.applicability.value}): {fix.title}"
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{message.translate(_DATA)}"
