"""Sessions with the real server through pytest-lsp, and helpers for the tests of its features."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

from bnlint.text.edits import Edit, apply_edits
from bnlint.text.source import Source

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
SERVER = [sys.executable, "-m", "bnlint", "server"]
_PUBLISHED = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS


def capabilities(
    pull: bool = False, rich: bool = True, encodings: Sequence[types.PositionEncodingKind] | None = None
) -> types.ClientCapabilities:
    """The capabilities of a client that pulls diagnostics (`pull`) or supports what newer editors do (`rich`)."""
    document = types.TextDocumentClientCapabilities(
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True)
    )
    workspace = types.WorkspaceClientCapabilities()
    if pull:
        document.diagnostic = types.DiagnosticClientCapabilities(related_information=True)
    if rich:
        item = types.ClientCompletionItemOptions(snippet_support=True, documentation_format=[types.MarkupKind.Markdown])
        resolve = types.ClientCodeActionResolveOptions(properties=["edit"])
        annotations = types.ChangeAnnotationsSupportOptions()
        document.hover = types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
        document.completion = types.CompletionClientCapabilities(completion_item=item)
        document.code_action = types.CodeActionClientCapabilities(data_support=True, resolve_support=resolve)
        document.rename = types.RenameClientCapabilities(prepare_support=True, honors_change_annotations=True)
        document.document_symbol = types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True)
        workspace.workspace_edit = types.WorkspaceEditClientCapabilities(
            document_changes=True, change_annotation_support=annotations
        )
    return types.ClientCapabilities(
        text_document=document,
        workspace=workspace,
        window=types.WindowClientCapabilities(work_done_progress=rich),
        general=types.GeneralClientCapabilities(position_encodings=list(encodings) if encodings else None),
    )


@asynccontextmanager
async def session(
    supported: types.ClientCapabilities | None = None, folder: Path | None = None, options: dict[str, Any] | None = None
) -> AsyncIterator[tuple[LanguageClient, types.InitializeResult]]:
    """A client and the result of its initialization."""
    client = make_test_lsp_client()
    await client.start_io(*SERVER)
    uri = folder.as_uri() if folder else None
    params = types.InitializeParams(
        capabilities=supported or capabilities(),
        root_uri=uri,
        workspace_folders=[types.WorkspaceFolder(uri, "test")] if uri else None,
        initialization_options=options,
    )
    result = await client.initialize_session(params)
    try:
        yield client, result
    finally:
        await client.shutdown_session()
        await client.stop()


def open_text(client: LanguageClient, uri: str, text: str, version: int = 1) -> None:
    document = types.TextDocumentItem(uri, "prototxt", version, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))


def change(client: LanguageClient, uri: str, version: int, text: str, range_: types.Range | None = None) -> None:
    """Replaces the whole text, or a range of it."""
    if range_ is None:
        event: Any = types.TextDocumentContentChangeWholeDocument(text)
    else:
        event = types.TextDocumentContentChangePartial(range_, text)
    document = types.VersionedTextDocumentIdentifier(version, uri)
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, [event]))


async def published(client: LanguageClient, uri: str, version: int) -> list[types.Diagnostic]:
    """The diagnostics that were published for a version."""

    async def wait() -> list[types.Diagnostic]:
        while True:
            params = await client.wait_for_notification(_PUBLISHED)
            if params.uri == uri and params.version == version:
                return list(params.diagnostics)

    return await asyncio.wait_for(wait(), 20)


def at(text: str, mark: str, number: int = 0, encoding: str = "utf-16") -> types.Position:
    """The position of the ``^`` in `mark`, whose other characters are in the text; of its occurrence `number`."""
    before, _, after = mark.partition("^")
    start = -1
    for _ in range(number + 1):
        start = text.index(before + after, start + 1)
    return types.Position(*Source(text).lines.column(start + len(before), encoding))


def all_of(text: str, encoding: str = "utf-16") -> types.Range:
    return types.Range(types.Position(0, 0), types.Position(*Source(text).lines.column(len(text), encoding)))


def text_in(text: str, range_: types.Range, encoding: str = "utf-16") -> str:
    """The text of a range."""
    offset = Source(text).lines.offset
    ends = [offset(position.line, position.character, encoding) for position in (range_.start, range_.end)]
    return text[slice(*ends)]


def applied(text: str, edit: types.WorkspaceEdit | None, encoding: str = "utf-16") -> str:
    """The text after an edit of one file, as an editor applies it."""
    assert edit is not None
    text_edits: list[Any] = []
    if edit.document_changes:
        for document in edit.document_changes:
            assert isinstance(document, types.TextDocumentEdit)
            text_edits += document.edits
    for edits in (edit.changes or {}).values():
        text_edits += edits
    offset = Source(text).lines.offset
    edits = [
        Edit(
            offset(each.range.start.line, each.range.start.character, encoding),
            offset(each.range.end.line, each.range.end.character, encoding),
            each.new_text,
        )
        for each in text_edits
    ]
    return apply_edits(text, sorted(edits))
