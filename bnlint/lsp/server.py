"""The server's state: the open files, their settings, and what the client supports."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException, JsonRpcInvalidParams
from pygls.uris import to_fs_path

import bnlint
from bnlint.caffe.session import Session
from bnlint.lsp.configuration import Configuration
from bnlint.lsp.diagnostics import as_json
from bnlint.lsp.open_file import OpenFile
from bnlint.lsp.protocol import Input, Output, Protocol, TextServer
from bnlint.lsp.timing import Debouncer, Pace
from bnlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from bnlint.linter.settings import Settings

_PLEASE = "Please report this, with the file if you can."


class Server(TextServer):
    """A language server with the files that are open in the editor."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("bnlint", bnlint.__version__, protocol_cls=Protocol)
        self.files: dict[str, OpenFile] = {}
        self.session = Session()
        self.configuration = Configuration()
        self.pace = Pace()
        #: Whether the client requests diagnostics; nothing is published then.
        self.pulls = False
        self._debouncer = Debouncer(self._publish_open, self.pace)
        self._shown: set[str] = set()
        #: Files that are not open, as the last scan linted them: by address, with their time and size on the disk.
        self.closed_files: dict[str, tuple[tuple[int, int], OpenFile]] = {}

    def start(self, stdin: BinaryIO, stdout: BinaryIO) -> int:
        """Runs until the client sends `exit` or disconnects; 0 if it sent `shutdown` before, else 1."""
        logging.getLogger("pygls").setLevel(logging.CRITICAL)  # the client gets errors about its own mistakes
        self.start_io(Input(stdin), Output(stdout))  # type: ignore[arg-type]
        return int(not self.protocol.is_shut_down)

    # Files

    def opened(self, uri: str, text: str, version: int | None) -> None:
        path = to_fs_path(uri) or uri
        source = Source(text, path)
        settings, baseline = self.settings_of(path)
        self.files[uri] = OpenFile(
            uri, source, settings, self.encoding, version, baseline=baseline, session=self.session
        )
        self._schedule(uri, 0)

    def changed(self, uri: str, changes: Sequence[types.TextDocumentContentChangeEvent], version: int | None) -> None:
        file = self.file(uri)
        for change in changes:
            span = None
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = sorted((file.offset(change.range.start), file.offset(change.range.end)))
                span = start, end
            file = file.changed(change.text, version, span)
        self._schedule(uri)  # before the old tree is freed, which takes time
        self.files[uri] = file

    def closed(self, uri: str) -> None:
        if self.files.pop(uri, None) is not None:
            self.pace.forget(uri)
            if not self.pulls:
                self._debouncer.cancel(uri)
                self._send({"uri": uri, "diagnostics": []})

    def file(self, uri: str) -> OpenFile:
        """The open file. Raises JsonRpcInvalidParams if it is not open."""
        file = self.files.get(uri)
        if file is None:
            raise JsonRpcInvalidParams(f"{uri} is not open")
        return file

    def same_file(self, data: dict[str, Any]) -> OpenFile:
        """The file that `data` was made for. Raises JsonRpcContentModified if it has changed since."""
        file = self.file(str(data.get("uri")))
        if file.serial != data.get("serial"):
            raise JsonRpcContentModified("the text has changed since the action was offered")
        return file

    # Findings

    def lint(self, file: OpenFile) -> None:
        """Lints the file unless that is done, and shows bugs of bnlint."""
        self.pace.lint(file)
        for bug in file.result.bugs:
            self.show(f"{file.source.name}: internal error: {bug}. {_PLEASE}", types.MessageType.Error)

    def publish(self, file: OpenFile) -> None:
        """Sends the findings of a file, open or not."""
        params: dict[str, Any] = {"uri": file.uri, "diagnostics": as_json(file, self.shows_related)}
        if file.version is not None:
            params["version"] = file.version
        self._send(params)

    def _schedule(self, uri: str, delay: float | None = None) -> None:
        """The text or the settings of a file have changed: publishes its findings, unless the client pulls them."""
        if not self.pulls:
            self._debouncer.schedule(uri, delay)

    def _publish_open(self, uri: str) -> None:
        file = self.files.get(uri)
        if file is not None:
            self.lint(file)
            self.publish(file)

    def _send(self, params: dict[str, Any]) -> None:
        self.protocol.send_notification_dict(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    # Settings

    def settings_of(self, path: str) -> tuple[Settings, str]:
        """The settings for the file at `path`, and its baseline ("" for none)."""
        settings, problems = self.configuration.settings_of(path)
        for problem in problems:
            self.show(problem)
        return settings, self.configuration.baseline_of(path, self.folders)

    @property
    def folders(self) -> list[str]:
        """The folders of the workspace."""
        folders = [path for uri in self.workspace.folders if (path := to_fs_path(uri))]
        root = self.workspace.root_path
        return folders or ([root] if root else [])

    def reconfigure(self) -> None:
        """Lints every open file again, with its current settings."""
        self.closed_files.clear()
        for uri, file in list(self.files.items()):
            self.files[uri] = file.reconfigured(*self.settings_of(file.source.name))
            self._schedule(uri)
        if self.pulls:
            self.request_pull()

    def request_pull(self) -> None:
        """Requests that a client that pulls diagnostics pulls them again."""
        if self.can("workspace", "diagnostics", "refresh_support"):
            self.workspace_diagnostic_refresh(None)

    # The client

    def can(self, *names: str) -> Any:
        """The client's value of a capability, by its path; None if the client does not declare it."""
        value: Any = self.client_capabilities
        for name in names:
            value = getattr(value, name, None)
        return value

    @property
    def encoding(self) -> str:
        """The unit of columns: ``utf-8``, ``utf-16`` or ``utf-32``."""
        encoding = self.workspace.position_encoding
        return str(getattr(encoding, "value", encoding))

    @property
    def shows_related(self) -> bool:
        kind = "diagnostic" if self.pulls else "publish_diagnostics"
        return self.can("text_document", kind, "related_information") is not False

    @property
    def takes_versions(self) -> bool:
        return bool(self.can("workspace", "workspace_edit", "document_changes"))

    def show(self, message: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Shows a message to the user, once."""
        if message not in self._shown:
            self._shown.add(message)
            self.window_show_message(types.ShowMessageParams(kind, f"bnlint: {message}"))

    def forget_shown(self) -> None:
        """Messages that were shown before may be shown again."""
        self._shown.clear()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Writes an error outside of any request to the client's log; the user need not see it."""
        if isinstance(error, JsonRpcException) or self.protocol.writer is not None:
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"bnlint: {error}"))
