"""Diagnostics of an open file as the protocol has them: as JSON to be sent, or as the types of lsprotocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from bnlint.report.lsp_json import protocol_diagnostic

if TYPE_CHECKING:
    from bnlint.lsp.open_file import OpenFile
    from bnlint.text.diagnostics import Diagnostic


def as_json(file: OpenFile, related: bool = True) -> list[dict[str, Any]]:
    """The findings as JSON: a large net has thousands, too many to convert object by object.

    `related`: with the related locations, for a client that shows them.
    """
    lines, encoding = file.source.lines, file.encoding
    return [protocol_diagnostic(file.uri, lines, each, encoding, related) for each in file.shown]


def typed(file: OpenFile, diagnostic: Diagnostic, related: bool = False) -> types.Diagnostic:
    """One finding as an object."""
    shown = protocol_diagnostic(file.uri, file.source.lines, diagnostic, file.encoding, related)
    typed_diagnostic = types.Diagnostic(
        range=_range(shown["range"]),
        message=shown["message"],
        severity=types.DiagnosticSeverity(shown["severity"]),
        code=shown["code"],
        source=shown["source"],
        tags=[types.DiagnosticTag(tag) for tag in shown.get("tags", ())] or None,
    )
    if "relatedInformation" in shown:
        typed_diagnostic.related_information = [
            types.DiagnosticRelatedInformation(
                types.Location(each["location"]["uri"], _range(each["location"]["range"])), each["message"]
            )
            for each in shown["relatedInformation"]
        ]
    return typed_diagnostic


def _range(shown: dict[str, dict[str, int]]) -> types.Range:
    return types.Range(types.Position(**shown["start"]), types.Position(**shown["end"]))
