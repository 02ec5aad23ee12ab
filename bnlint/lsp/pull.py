"""Pull diagnostics: answers editors that request the findings of one file or of the whole workspace."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from bnlint.lsp import workspace
from bnlint.lsp.diagnostics import typed
from bnlint.lsp.open_file import OpenFile
from bnlint.lsp.server import Server

#: Seconds for which a repeated request is held while nothing changes, and between checks of the files meanwhile.
_HOLD, _INTERVAL = 30.0, 10.0


def register(server: Server) -> None:
    """For a client that pulls diagnostics."""
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, types.DiagnosticOptions(True, True, "bnlint"))(document)
    server.feature(types.WORKSPACE_DIAGNOSTIC)(whole_workspace)


async def document(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """The findings of one file, after the last change of a burst; each version is linted once."""
    uri = params.text_document.uri
    while not (file := ls.file(uri)).is_linted:
        await asyncio.sleep(ls.pace.delay(uri))
        if ls.file(uri).serial == file.serial:
            ls.lint(file)
    result_id = str(file.serial)
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
    return types.RelatedFullDocumentDiagnosticReport(items=_items(ls, file), result_id=result_id)


async def whole_workspace(ls: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    """The findings of every file; an unchanged file is only reported as unchanged."""
    previous = {each.uri: each.value for each in params.previous_result_ids}
    token = params.work_done_token
    end = asyncio.get_running_loop().time() + _HOLD
    while True:
        items = [_report(ls, file, previous) async for file in workspace.linted_files(ls, token)]
        changed = any(isinstance(item, types.WorkspaceFullDocumentDiagnosticReport) for item in items)
        if changed or not previous or asyncio.get_running_loop().time() > end:
            return types.WorkspaceDiagnosticReport(items)
        token = None
        await asyncio.sleep(_INTERVAL)


def _report(ls: Server, file: OpenFile, previous: dict[str, str]) -> types.WorkspaceDocumentDiagnosticReport:
    result_id = str(file.serial)
    if previous.get(file.uri) == result_id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(file.uri, result_id, version=file.version)
    return types.WorkspaceFullDocumentDiagnosticReport(
        file.uri, _items(ls, file), version=file.version, result_id=result_id
    )


def _items(ls: Server, file: OpenFile) -> list[types.Diagnostic]:
    return [typed(file, diagnostic, ls.shows_related) for diagnostic in file.shown]
