"""Output format `json`: the Language Server Protocol's PublishDiagnosticsParams of each checked file."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bnlint.caffe.origin import Origin
from bnlint.report import rendering
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Fix
from bnlint.text.source import LineIndex, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from bnlint.rules.catalog import Rule
    from bnlint.run.outcome import Outcome

_SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
_HINT = 4
_TAGS = {"unnecessary": 1, "deprecated": 2}


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """One array; a file without findings has its element too, so that a reader can clear what it showed."""
    known = catalog.known(options.rules)
    separator = "[\n"
    for outcome in outcomes:
        if outcome.result is not None:
            address, lines, origin = uri(outcome.path), outcome.result.source.lines, outcome.result.origin
            render = partial(diagnostic_of, address, lines, known=known, origin=origin)
            params = {"uri": address, "diagnostics": list(rendering.each(outcome, render, outcome.result.with_hints))}
            stream.write(separator + json.dumps(params))
            separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def publish(
    address: str,
    source: Source,
    diagnostics: Iterable[Diagnostic],
    known: Mapping[str, Rule] | None = None,
    origin: Origin | None = None,
) -> dict[str, Any]:
    """PublishDiagnosticsParams of one file; `known` and `origin` as in `diagnostic_of`."""
    listed = [diagnostic_of(address, source.lines, diagnostic, known, origin) for diagnostic in diagnostics]
    return {"uri": address, "diagnostics": listed}


def uri(path: str) -> str:
    """The file's address; a text without a file has the one that editors give to an untitled text."""
    return "untitled:stdin" if path == "<stdin>" else Path(os.path.abspath(path)).as_uri()


def diagnostic_of(
    address: str,
    lines: LineIndex,
    diagnostic: Diagnostic,
    known: Mapping[str, Rule] | None = None,
    origin: Origin | None = None,
) -> dict[str, Any]:
    """A Diagnostic of the protocol; `data` adds what it has no field for.

    `known` are the rules by id, if users' are among them; `origin` are the Caffes that the file may be for.
    """
    origin = origin or Origin()
    rule = (known or catalog.rules()).get(diagnostic.rule)
    fix = diagnostic.fix
    return protocol_diagnostic(address, lines, diagnostic) | {
        "data": {
            "name": rule.name if rule else "",
            "states": list(diagnostic.states),
            "fix": fix_of(lines, fix) if fix else None,
            "caffe": origin.label,
            "evidence": origin.shown,
        }
    }


def protocol_diagnostic(
    address: str, lines: LineIndex, diagnostic: Diagnostic, encoding: str = "utf-16", related: bool = True
) -> dict[str, Any]:
    """A Diagnostic as the protocol itself defines it; `related`: with the related locations."""
    shown: dict[str, Any] = {
        "range": range_of(lines, *diagnostic.span, encoding),
        "severity": _HINT if diagnostic.is_hint else _SEVERITIES[diagnostic.severity],
        "code": diagnostic.rule,
        "source": "bnlint",
        "message": diagnostic.full_message,
    }
    if diagnostic.tags:
        shown["tags"] = [_TAGS[tag] for tag in diagnostic.tags]
    if related and diagnostic.locations:
        shown["relatedInformation"] = [
            {"location": {"uri": address, "range": range_of(lines, *each.span, encoding)}, "message": each.message}
            for each in diagnostic.locations
        ]
    return shown


def fix_of(lines: LineIndex, fix: Fix) -> dict[str, Any]:
    """A fix, its edits as the protocol's TextEdits."""
    edits = [{"range": range_of(lines, start, end), "newText": text} for start, end, text in fix.edits]
    return {"title": fix.title, "applicability": fix.applicability.value, "edits": edits}


def range_of(lines: LineIndex, start: int, end: int, encoding: str = "utf-16") -> dict[str, dict[str, int]]:
    """A Range: lines from 0, columns in code units of `encoding`."""
    (line, column), (last, after) = (lines.column(offset, encoding) for offset in (start, end))
    return {"start": {"line": line, "character": column}, "end": {"line": last, "character": after}}
