"""Sessions with the real server, as pytest-lsp has them, and what the tests of its features share."""

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
    """What a client can do: asks for diagnostics (`pull`), and knows what newer editors know (`rich`)."""
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
    able: types.ClientCapabilities | None = None, folder: Path | None = None, options: dict[str, Any] | None = None
) -> AsyncIterator[tuple[LanguageClient, types.InitializeResult]]:
    """A client and what the server said to it at first."""
    client = make_test_lsp_client()
    await client.start_io(*SERVER)
    uri = folder.as_uri() if folder else None
    params = types.InitializeParams(
        capabilities=able or capabilities(),
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
    """Another text, or another text in a range."""
    if range_ is None:
        event: Any = types.TextDocumentContentChangeWholeDocument(text)
    else:
        event = types.TextDocumentContentChangePartial(range_, text)
    document = types.VersionedTextDocumentIdentifier(version, uri)
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, [event]))


async def published(client: LanguageClient, uri: str, version: int) -> list[types.Diagnostic]:
    """What was published of a version."""

    async def wait() -> list[types.Diagnostic]:
        while True:
            params = await client.wait_for_notification(_PUBLISHED)
            if params.uri == uri and params.version == version:
                return list(params.diagnostics)

    return await asyncio.wait_for(wait(), 20)


def at(text: str, mark: str, number: int = 0, encoding: str = "utf-16") -> types.Position:
    """The place of the ``^`` in `mark`, which stands in the text without it; its occurrence `number`."""
    head, _, tail = mark.partition("^")
    start = -1
    for _ in range(number + 1):
        start = text.index(head + tail, start + 1)
    return types.Position(*Source(text).lines.column(start + len(head), encoding))


def all_of(text: str, encoding: str = "utf-16") -> types.Range:
    return types.Range(types.Position(0, 0), types.Position(*Source(text).lines.column(len(text), encoding)))


def said(text: str, range_: types.Range, encoding: str = "utf-16") -> str:
    """What stands in a range."""
    offset = Source(text).lines.offset
    ends = [offset(place.line, place.character, encoding) for place in (range_.start, range_.end)]
    return text[slice(*ends)]


def applied(text: str, edit: types.WorkspaceEdit | None, encoding: str = "utf-16") -> str:
    """The text after an edit of one file, as an editor applies it."""
    assert edit is not None
    made: list[Any] = []
    if edit.document_changes:
        for document in edit.document_changes:
            assert isinstance(document, types.TextDocumentEdit)
            made += document.edits
    for edits in (edit.changes or {}).values():
        made += edits
    offset = Source(text).lines.offset
    edits = [
        Edit(
            offset(each.range.start.line, each.range.start.character, encoding),
            offset(each.range.end.line, each.range.end.character, encoding),
            each.new_text,
        )
        for each in made
    ]
    return apply_edits(text, sorted(edits))
