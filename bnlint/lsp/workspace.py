"""The workspace: files that change on the disk, and a scan of all files with its progress shown."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lsprotocol import types
from pygls.uris import from_fs_path

from bnlint.lsp.configuration import SHOWING, WATCHED
from bnlint.lsp.open_file import OpenFile
from bnlint.lsp.server import Server
from bnlint.text import files
from bnlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SCAN = "bnlint.scanWorkspace"
_TITLE = "bnlint: workspace"


def register(server: Server) -> None:
    server.command(SCAN)(scan)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)


def _initialized(ls: Server, params: types.InitializedParams) -> None:
    """Asks the client to report changes of configuration and prototxt files, and of what shows a Caffe."""
    if ls.can("workspace", "did_change_watched_files", "dynamic_registration"):
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in (*WATCHED, *SHOWING)]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("bnlint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([registration]))


def _configured(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """The editor's own settings have changed."""
    given: Any = params.settings
    if not isinstance(given, dict):
        given = getattr(given, "__dict__", None)
    if isinstance(given, dict):
        for problem in ls.configuration.set_options(given.get("bnlint", given)):
            ls.show(problem)
    ls.forget_shown()
    ls.reconfigure()


def _files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """A file has changed on the disk: a configuration, one that an open file may name, or that shows its Caffe."""
    settings = {pattern.rpartition("/")[2] for pattern in WATCHED}
    ls.configuration.forget()
    if any(change.uri.endswith("/caffe.proto") for change in params.changes):
        ls.session.clear()
    if any(change.uri.rpartition("/")[2] in settings for change in params.changes):
        ls.forget_shown()
    ls.reconfigure()


async def scan(ls: Server) -> dict[str, int]:
    """The command: publishes the findings of every file of the workspace that is not open; counts files and findings.

    From a client that pulls diagnostics, only another pull is requested.
    """
    token = await _progress(ls)
    file_count = finding_count = 0
    async for file in linted_files(ls, token):
        file_count += 1
        finding_count += len(file.findings)
        if not ls.pulls and file.uri not in ls.files:
            ls.publish(file)
    if ls.pulls:
        ls.request_pull()
    return {"files": file_count, "findings": finding_count}


async def _progress(ls: Server) -> str | None:
    """A token for a progress bar of our own; None if the client shows none."""
    if not ls.can("window", "work_done_progress"):
        return None
    token = str(uuid4())
    await ls.work_done_progress.create_async(token)
    return token


async def linted_files(ls: Server, token: int | str | None) -> AsyncIterator[OpenFile]:
    """The nets and solvers of the workspace one by one, with the editor's text if they are open.

    Other requests are handled between two files. `token` is that of the progress bar.
    """
    progress = ls.work_done_progress
    if token is not None:
        progress.begin(token, types.WorkDoneProgressBegin(_TITLE, cancellable=True, percentage=0))
    paths, problem = ls.configuration.files_in(ls.folders)
    if problem:
        ls.show(problem)
    try:
        for number, path in enumerate(paths):
            if token is not None:
                if progress.tokens[token].cancelled():
                    return
                share = 100 * number // len(paths)
                progress.report(token, types.WorkDoneProgressReport(message=os.path.basename(path), percentage=share))
            await asyncio.sleep(0)
            file = _file(ls, path)
            if file is not None and file.result.kind != "other":
                yield file
    finally:
        if token is not None:
            progress.end(token, types.WorkDoneProgressEnd(message=f"{len(paths)} files"))


def _file(ls: Server, path: str) -> OpenFile | None:
    """The file at `path`: the open one, the one of the last scan, or a new one; None if it cannot be read."""
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
