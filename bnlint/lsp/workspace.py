"""The workspace: settings that change on the disk, and a scan of all files with its progress shown."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lsprotocol import types
from pygls.uris import from_fs_path

from bnlint.lsp.configuration import WATCHED
from bnlint.lsp.diagnostics import as_typed_full
from bnlint.lsp.open_file import OpenFile
from bnlint.lsp.server import Server
from bnlint.text import files
from bnlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SCAN = "bnlint.scanWorkspace"
_TITLE = "bnlint: workspace"
#: Seconds for which an editor that asks again waits where nothing has changed, and between two looks meanwhile.
_HOLD, _LOOK = 30.0, 10.0


def register(server: Server) -> None:
    server.command(SCAN)(scan)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)


def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Asks to be told when a file with settings changes."""
    if ls.can("workspace", "did_change_watched_files", "dynamic_registration"):
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in (*WATCHED, "**/*.prototxt")]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("bnlint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([registration]))


def _configured(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """The editor's own settings have changed."""
    given: Any = params.settings
    if not isinstance(given, dict):
        given = getattr(given, "__dict__", None)
    if isinstance(given, dict):
        for problem in ls.configuration.take(given.get("bnlint", given)):
            ls.tell(problem)
    ls.tell_again()
    ls.reconfigure()


def _files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """A file has changed on the disk: one with settings, or one that an open file may name."""
    settings = {pattern.rpartition("/")[2] for pattern in WATCHED}
    if any(change.uri.rpartition("/")[2] in settings for change in params.changes):
        ls.configuration.forget()
        ls.tell_again()
    ls.reconfigure()


async def scan(ls: Server) -> dict[str, int]:
    """The command: publishes what is found in every file of the workspace that is not open, and counts it.

    An editor that asks for diagnostics itself is only told to ask again.
    """
    token = await _progress(ls)
    count = found = 0
    async for file in _judged(ls, token):
        count += 1
        found += len(file.findings)
        if not ls.pulls and file.uri not in ls.files:
            ls.publisher.publish_closed(file)
    if ls.pulls and ls.can("workspace", "diagnostics", "refresh_support"):
        ls.workspace_diagnostic_refresh(None)
    return {"files": count, "findings": found}


async def pulled(ls: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    """The findings of every file, for an editor that asks; of unchanged files only that they are unchanged."""
    before = {each.uri: each.value for each in params.previous_result_ids}
    token = params.work_done_token
    end = asyncio.get_running_loop().time() + _HOLD
    while True:
        items = [_report(ls, file, before) async for file in _judged(ls, token)]
        changed = any(isinstance(item, types.WorkspaceFullDocumentDiagnosticReport) for item in items)
        if changed or not before or asyncio.get_running_loop().time() > end:
            return types.WorkspaceDiagnosticReport(items)
        token = None
        await asyncio.sleep(_LOOK)


def _report(ls: Server, file: OpenFile, before: dict[str, str]) -> types.WorkspaceDocumentDiagnosticReport:
    identity = str(file.serial)
    if before.get(file.uri) == identity:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(file.uri, identity, version=file.version)
    items = [as_typed_full(file, diagnostic, ls.shows_related) for diagnostic in file.findings]
    return types.WorkspaceFullDocumentDiagnosticReport(file.uri, items, version=file.version, result_id=identity)


async def _progress(ls: Server) -> str | None:
    """A token for a progress bar of our own; None where the client shows none."""
    if not ls.can("window", "work_done_progress"):
        return None
    token = str(uuid4())
    await ls.work_done_progress.create_async(token)
    return token


async def _judged(ls: Server, token: int | str | None) -> AsyncIterator[OpenFile]:
    """The files of the workspace one by one, as the editor has them where they are open. Requests get their turn."""
    progress = ls.work_done_progress
    if token is not None:
        progress.begin(token, types.WorkDoneProgressBegin(_TITLE, cancellable=True, percentage=0))
    paths, problem = ls.configuration.files_in(ls.folders)
    if problem:
        ls.tell(problem)
    try:
        for number, path in enumerate(paths):
            if token is not None:
                if progress.tokens[token].cancelled():
                    return
                share = 100 * number // len(paths)
                report = types.WorkDoneProgressReport(message=os.path.basename(path), percentage=share)
                progress.report(token, report)
            await asyncio.sleep(0)
            file = _file(ls, path)
            if file is not None and file.result.kind != "other":
                yield file
    finally:
        if token is not None:
            progress.end(token, types.WorkDoneProgressEnd(message=f"{len(paths)} files"))


def _file(ls: Server, path: str) -> OpenFile | None:
    """The file at `path`: as it is open, as it was judged before, or anew; None where it cannot be read."""
    uri = from_fs_path(os.path.abspath(path)) or path
    if uri in ls.files:
        return ls.files[uri]
    try:
        status = os.stat(path)
        stamp = (status.st_mtime_ns, status.st_size)
        if uri in ls.closed_files and ls.closed_files[uri][0] == stamp:
            return ls.closed_files[uri][1]
        data = files.read(path)
    except OSError:
        return None
    if files.is_probably_binary(data):
        return None
    source = Source.from_bytes(data, os.path.abspath(path))
    settings, baseline = ls.settings_of(source.name)
    file = OpenFile(uri, source, settings, ls.encoding, baseline=baseline, session=ls.session)
    ls.closed_files[uri] = (stamp, file)
    return file
