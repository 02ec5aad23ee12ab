"""Output format `rdjson`: reviewdog's diagnostic format, with suggestions."""

from __future__ import annotations

import json
from functools import partial

from bnlint.report import locations, rendering
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.text.diagnostics import Severity
from bnlint.text.edits import Applicability, apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.edits import Fix
    from bnlint.text.source import Source

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
_LONGEST = 100  # lines of a suggestion: more cannot be reviewed, and the upgrade of a file replaces all of it


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """One DiagnosticResult; lines and columns from 1, columns in bytes of the file."""
    root = locations.root()
    separator = '{"source": {"name": "bnlint"}, "diagnostics": [\n'
    for outcome in outcomes:
        if outcome.result is None:
            continue
        path = locations.under(outcome.path, root)
        render = partial(_diagnostic, path, outcome.result.source)
        # one for each place: reviewdog shows those in lines that changed
        for shown in rendering.each(outcome, render, outcome.result.diagnostics):
            stream.write(separator + json.dumps(shown))
            separator = ",\n"
    stream.write(f"{separator if separator.startswith('{') else ''}\n]}}\n")


def _diagnostic(path: str, source: Source, diagnostic: Diagnostic) -> dict[str, Any]:
    fix = diagnostic.fix
    message = diagnostic.message
    if fix:
        message += f"\nFix ({fix.applicability.value}): {fix.title}"
    item: dict[str, Any] = {
        "message": message,
        "location": {"path": path, "range": _range(source, *diagnostic.span)},
        "severity": _SEVERITIES[diagnostic.severity],
        "code": {"value": diagnostic.rule},
    }
    if fix and (suggestion := _suggestion(source, fix)):
        item["suggestions"] = [suggestion]
    if diagnostic.related:
        item["related_locations"] = [
            {"message": related.message, "location": {"path": path, "range": _range(source, *related.span)}}
            for related in diagnostic.related
        ]
    return item


def _suggestion(source: Source, fix: Fix) -> dict[str, Any] | None:
    """The whole fix as one replacement, because reviewers accept suggestions one by one.

    None for a fix for display only, for a long one, and for one with non-ASCII text in a file that is not UTF-8,
    because reviewdog would write it as UTF-8.
    """
    if fix.applicability is Applicability.DISPLAY or not fix.edits:
        return None
    start, end = fix.start, fix.end
    if source.lines.line(end) - source.lines.line(start) > _LONGEST:
        return None
    edits = [(edit.start - start, edit.end - start, edit.text) for edit in fix.edits]
    text = apply_edits(source.text[start:end], edits)  # type: ignore[arg-type]
    if source.encoding != "utf-8" and not text.isascii():
        return None
    return {"range": _range(source, start, end), "text": text}


def _range(source: Source, start: int, end: int) -> dict[str, dict[str, int]]:
    return {"start": _position(source, start), "end": _position(source, end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    line, column = source.lines.position(offset)
    before = source.text[offset - column : offset]
    return {"line": line + 1, "column": 1 + (column if before.isascii() else len(source.encode(before)))}
