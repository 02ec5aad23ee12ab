"""What pygls does not do: texts kept as bnlint counts their lines, and answers to messages that make no sense."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCNotification
from pygls.protocol.language_server import lsp_method

if TYPE_CHECKING:
    from bnlint.lsp.server import Server

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?\n$", re.IGNORECASE)
_MOST = 10  # digits of a message's length: one that has as many is a mistake, not a text
_IGNORED = "$/bnlint/ignored"


class Protocol(LanguageServerProtocol):
    """The protocol, with the texts of open files in `Server.files`."""

    _server: Server

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
    def ended(self) -> bool:
        """Whether the client has said shutdown."""
        return bool(self._shutdown)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """The typed message; a request whose parameters make no sense is answered with an error, then forgotten."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if not isinstance(data.get("id"), (int, str)) or "method" not in data:
                raise
            self._send_response(data["id"], error=error.to_response_error())
            return JsonRPCNotification(_IGNORED, "2.0", None)

    def send_notification_dict(self, method: str, params: dict[str, Any]) -> None:
        """A notification whose parameters are JSON already: large ones are not converted object by object."""
        self._send_data({"jsonrpc": "2.0", "method": method, "params": params})


class Input:
    """Standard input that finds the next message again after one whose length was wrong."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """The next line; one that ends with a length has only that, as pygls reads it."""
        line = self._stream.readline()
        found = _LENGTH.search(line)
        if found is None:
            return line if line.strip() or not line else b"\r\n"
        digits = found[1].lstrip(b"0")
        return b"Content-Length: %s\r\n" % digits if 0 < len(digits) < _MOST else b"Ignored: length\r\n"

    def read(self, size: int) -> bytes:
        return self._stream.read(size)


class Output:
    """Standard output, which stays open when the client says exit: whoever started the server closes it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        self._stream.flush()
