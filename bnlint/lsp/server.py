"""The server: open files by their addresses, what the client can do, and which function answers what."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

import bnlint
from bnlint.caffe.session import Session
from bnlint.lsp.configuration import Configuration
from bnlint.lsp.diagnostics import Pace, Publisher
from bnlint.lsp.open_file import OpenFile
from bnlint.lsp.protocol import Input, Output, Protocol
from bnlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from bnlint.linter.settings import Settings

_PLEASE = "Please report this, with the file if you can."


class Server(LanguageServer):
    """A language server with the files that are open in the editor."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("bnlint", bnlint.__version__, protocol_cls=Protocol)
        self.files: dict[str, OpenFile] = {}
        self.session = Session()
        self.configuration = Configuration()
        self.pace = Pace()
        self.publisher = Publisher(self)
        self.pulls = False
        self._told: set[str] = set()
        #: Files that are not open, as a scan judged them: by address, with what tells whether they have changed.
        self.closed_files: dict[str, tuple[tuple[int, int], OpenFile]] = {}

    def start(self, stdin: BinaryIO, stdout: BinaryIO) -> int:
        """Serves until the client says exit or goes away; 0 if it said shutdown before, else 1."""
        logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what a client does wrong, it is told
        self.start_io(Input(stdin), Output(stdout))  # type: ignore[arg-type]
        return int(not self.protocol.ended)

    # Files

    def opened(self, uri: str, text: str, version: int | None) -> None:
        path = to_fs_path(uri) or uri
        source = Source(text, path)
        settings, baseline = self.settings_of(path)
        self.files[uri] = OpenFile(
            uri, source, settings, self.encoding, version, baseline=baseline, session=self.session
        )
        self.told_of(uri, 0)

    def changed(self, uri: str, changes: Sequence[types.TextDocumentContentChangeEvent], version: int | None) -> None:
        file = self.file(uri)
        for change in changes:
            span = None
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = sorted((file.offset(change.range.start), file.offset(change.range.end)))
                span = start, end
            file = file.changed(change.text, version, span)
        self.told_of(uri)  # before the old tree is freed, which takes its time
        self.files[uri] = file

    def closed(self, uri: str) -> None:
        if self.files.pop(uri, None) is not None:
            self.pace.forget(uri)
            if not self.pulls:
                self.publisher.clear(uri)

    def told_of(self, uri: str, delay: float | None = None) -> None:
        """A file has another text or other settings: its findings are published, unless the client asks for them."""
        if not self.pulls:
            self.publisher.schedule(uri, delay)

    def file(self, uri: str) -> OpenFile:
        """The open file. Raises an error of the protocol for one that is not open."""
        file = self.files.get(uri)
        if file is None:
            raise JsonRpcInvalidParams(f"{uri} is not open")
        return file

    def same_file(self, data: dict[str, Any]) -> OpenFile:
        """The file that `data` was made for, if it has not changed. Raises an error of the protocol if it has."""
        file = self.file(str(data.get("uri")))
        if file.serial != data.get("serial"):
            raise JsonRpcContentModified("the text has changed meanwhile")
        return file

    # Settings

    def settings_of(self, path: str) -> tuple[Settings, str]:
        """The settings for the file at `path`, and its baseline ("" for none)."""
        settings, problems = self.configuration.settings_of(path)
        for problem in problems:
            self.tell(problem)
        return settings, self.configuration.baseline_of(path, self.folders)

    @property
    def folders(self) -> list[str]:
        """The folders of the workspace."""
        folders = [path for uri in self.workspace.folders if (path := to_fs_path(uri))]
        root = self.workspace.root_path
        return folders or ([root] if root else [])

    def reconfigure(self) -> None:
        """Judges every open file anew, with the settings that it has now."""
        self.closed_files.clear()
        for uri, file in list(self.files.items()):
            self.files[uri] = file.reconfigured(*self.settings_of(file.source.name))
            self.told_of(uri)
        if self.pulls and self.can("workspace", "diagnostics", "refresh_support"):
            self.workspace_diagnostic_refresh(None)

    # The client

    def can(self, *names: str) -> Any:
        """What the client says of one of its capabilities; None where it says nothing."""
        value: Any = self.client_capabilities
        for name in names:
            value = getattr(value, name, None)
        return value

    @property
    def encoding(self) -> str:
        """What columns are counted in."""
        encoding = self.workspace.position_encoding
        return str(getattr(encoding, "value", encoding))

    @property
    def shows_related(self) -> bool:
        kind = "diagnostic" if self.pulls else "publish_diagnostics"
        return self.can("text_document", kind, "related_information") is not False

    @property
    def takes_versions(self) -> bool:
        return bool(self.can("workspace", "workspace_edit", "document_changes"))

    def tell(self, message: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Shows a message, once."""
        if message not in self._told:
            self._told.add(message)
            self.window_show_message(types.ShowMessageParams(kind, f"bnlint: {message}"))

    def tell_again(self) -> None:
        """What was told before may be told again."""
        self._told.clear()

    def tell_bugs(self, file: OpenFile) -> None:
        for bug in file.result.bugs:
            self.tell(f"{file.source.name}: internal error: {bug}. {_PLEASE}", types.MessageType.Error)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Writes what went wrong outside of any request into the client's log: it is no news to the user."""
        if isinstance(error, JsonRpcException) or self.writer_is_set():
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"bnlint: {error}"))

    def writer_is_set(self) -> bool:
        return self.protocol.writer is not None


def make() -> Server:
    """A server with everything that it can do."""
    from bnlint.lsp import features

    server = Server()
    features.register(server)
    return server
