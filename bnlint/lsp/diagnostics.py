"""Diagnostics of a file as the protocol has them, and when they are sent: asked for, or published after a pause."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from bnlint.lsp.open_file import OpenFile
from bnlint.text.diagnostics import Severity

if TYPE_CHECKING:
    from bnlint.lsp.server import Server
    from bnlint.text.diagnostics import Diagnostic

_SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
_TAGS = {"unnecessary": 1, "deprecated": 2}
#: Seconds to wait for the next keystroke: a part of what a check takes, within bounds.
_PART, _LEAST, _MOST = 0.5, 0.01, 0.3


def found(file: OpenFile, related: bool = True) -> list[dict[str, Any]]:
    """The findings in a file as JSON; `related`: the client shows other places that a finding speaks of."""
    return [as_json(file, diagnostic, related) for diagnostic in file.findings]


def as_json(file: OpenFile, diagnostic: Diagnostic, related: bool = True) -> dict[str, Any]:
    """A Diagnostic of the protocol. Thousands are made of a large net, so that these are no objects."""
    shown: dict[str, Any] = {
        "range": _range(file, *diagnostic.span),
        "severity": _SEVERITIES[diagnostic.severity],
        "code": diagnostic.rule,
        "source": "bnlint",
        "message": diagnostic.message,
    }
    if diagnostic.tags:
        shown["tags"] = [_TAGS[tag] for tag in diagnostic.tags]
    if related and diagnostic.related:
        shown["relatedInformation"] = [
            {"location": {"uri": file.uri, "range": _range(file, *each.span)}, "message": each.message}
            for each in diagnostic.related
        ]
    return shown


def _range(file: OpenFile, start: int, end: int) -> dict[str, dict[str, int]]:
    column, encoding = file.source.lines.column, file.encoding
    (line, character), (last, after) = column(start, encoding), column(end, encoding)
    return {"start": {"line": line, "character": character}, "end": {"line": last, "character": after}}


def as_typed(file: OpenFile, diagnostic: Diagnostic) -> types.Diagnostic:
    """The same as an object, for what an answer of another kind refers to."""
    return types.Diagnostic(
        range=file.range(*diagnostic.span),
        message=diagnostic.message,
        severity=types.DiagnosticSeverity(_SEVERITIES[diagnostic.severity]),
        code=diagnostic.rule,
        source="bnlint",
        tags=[types.DiagnosticTag(_TAGS[tag]) for tag in diagnostic.tags] or None,
    )


class Pace:
    """How long to wait after a keystroke: longer where a check takes long."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def delay(self, uri: str) -> float:
        return min(max(_PART * self._seconds.get(uri, 0.0), _LEAST), _MOST)

    def check(self, file: OpenFile) -> None:
        """Makes the file's result, and remembers how long that took."""
        if "result" not in file.__dict__:
            begin = perf_counter()
            _ = file.findings
            self._seconds[file.uri] = perf_counter() - begin

    def forget(self, uri: str) -> None:
        self._seconds.pop(uri, None)


class Publisher:
    """Publishes the findings of open files, after the last change of a burst."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def schedule(self, uri: str, delay: float | None = None) -> None:
        """Publishes what is found in `uri` once nothing has changed for `delay` seconds (None: as its size asks)."""
        self.cancel(uri)
        seconds = self._server.pace.delay(uri) if delay is None else delay
        self._waiting[uri] = asyncio.get_running_loop().call_later(seconds, self._publish, uri)

    def cancel(self, uri: str) -> None:
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()

    def clear(self, uri: str) -> None:
        """Takes back what was published of a file."""
        self.cancel(uri)
        self._send({"uri": uri, "diagnostics": []})

    def _publish(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        file = self._server.files.get(uri)
        if file is None:
            return
        self._server.pace.check(file)
        self._server.tell_bugs(file)
        params: dict[str, Any] = {"uri": uri, "diagnostics": found(file, self._server.shows_related)}
        if file.version is not None:
            params["version"] = file.version
        self._send(params)

    def _send(self, params: dict[str, Any]) -> None:
        self._server.protocol.send_notification_dict(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def publish_closed(self, file: OpenFile) -> None:
        """What is found in a file that no editor window shows."""
        self._send({"uri": file.uri, "diagnostics": found(file, self._server.shows_related)})


async def pulled(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """The answer to an editor that asks. It waits for the end of a burst; a text is checked once."""
    uri = params.text_document.uri
    while True:
        file = ls.file(uri)
        if "result" in file.__dict__:
            break
        await asyncio.sleep(ls.pace.delay(uri))
        if ls.file(uri).serial == file.serial:
            ls.pace.check(file)
            ls.tell_bugs(file)
            break
    identity = str(file.serial)
    if params.previous_result_id == identity:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=identity)
    items = [as_typed_full(file, diagnostic, ls.shows_related) for diagnostic in file.findings]
    return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=identity)


def as_typed_full(file: OpenFile, diagnostic: Diagnostic, related: bool) -> types.Diagnostic:
    """`as_typed` with the other places that it speaks of."""
    typed = as_typed(file, diagnostic)
    if related and diagnostic.related:
        typed.related_information = [
            types.DiagnosticRelatedInformation(types.Location(file.uri, file.range(*each.span)), each.message)
            for each in diagnostic.related
        ]
    return typed
