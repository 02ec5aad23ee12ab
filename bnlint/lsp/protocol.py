"""What pygls leaves to us: keeping texts by bnlint's own line index, and surviving malformed messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCNotification
from pygls.protocol.language_server import lsp_method

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?\n$", re.IGNORECASE)
_MAX_DIGITS = 10  # of a message's length: with as many it is a mistake
_IGNORED = "$/bnlint/ignored"


class TextServer(LanguageServer):
    """A language server that keeps the texts of open files itself."""

    def opened(self, uri: str, text: str, version: int | None) -> None:
        raise NotImplementedError

    def changed(self, uri: str, changes: Sequence[types.TextDocumentContentChangeEvent], version: int | None) -> None:
        raise NotImplementedError

    def closed(self, uri: str) -> None:
        raise NotImplementedError


class Protocol(LanguageServerProtocol):
    """The protocol, with the texts of open files kept by the server."""

    _server: TextServer

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        self._server.opened(document.uri, document.text, document.version)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._server.changed(params.text_document.uri, params.content_changes, params.text_document.version)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.closed(params.text_document.uri)

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has sent `shutdown`."""
        return bool(self._shutdown)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """The typed message. A request with invalid parameters is answered with an error, then ignored."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if not isinstance(data.get("id"), (int, str)) or "method" not in data:
                raise
            self._send_response(data["id"], error=error.to_response_error())
            return JsonRPCNotification(_IGNORED, "2.0", None)

    def send_notification_dict(self, method: str, params: dict[str, Any]) -> None:
        """Sends a notification whose parameters are JSON already: converting large ones object by object is slow."""
        self._send_data({"jsonrpc": "2.0", "method": method, "params": params})


class Input:
    """Standard input that finds the next message again after one with a wrong length."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """The next line. If a length is at its end, the line is only that, as pygls requires."""
        line = self._stream.readline()
        match = _LENGTH.search(line)
        if match is None:
            return line if line.strip() or not line else b"\r\n"
        digits = match[1].lstrip(b"0")
        return b"Content-Length: %s\r\n" % digits if 0 < len(digits) < _MAX_DIGITS else b"Ignored: length\r\n"

    def read(self, size: int) -> bytes:
        return self._stream.read(size)


class Output:
    """Standard output that stays open when the client sends `exit`: the process that started the server closes it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        self._stream.flush()
