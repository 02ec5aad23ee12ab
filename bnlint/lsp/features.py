"""The request handlers: each passes its parameters to the feature's module and returns its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from bnlint.lsp import (
    actions,
    changes,
    completion,
    folding,
    formatting,
    hints,
    hover,
    navigation,
    pull,
    renaming,
    semantics,
    symbols,
    workspace,
)
from bnlint.lsp.open_file import OpenFile
from bnlint.lsp.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence


def create_server() -> Server:
    """A server with all of its features."""
    server = Server()
    _register(server)
    workspace.register(server)
    return server


def _register(server: Server) -> None:
    """All handlers that do not depend on the client; `_initialize` adds the others."""
    feature = server.feature
    feature(types.INITIALIZE)(_initialize)
    feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(actions.KINDS, resolve_provider=True))(_actions)
    feature(types.CODE_ACTION_RESOLVE)(_resolve)
    feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(completion.TRIGGERS))(_completion)
    feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    feature(types.TEXT_DOCUMENT_REFERENCES)(_references)
    feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)(_highlights)
    feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(_rename)
    feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(_prepare_rename)
    feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_symbols)
    feature(types.TEXT_DOCUMENT_FOLDING_RANGE)(_folding)
    feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, semantics.LEGEND)(_tokens)
    feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, semantics.LEGEND)(_tokens_in)
    feature(types.TEXT_DOCUMENT_INLAY_HINT)(_hints)
    feature(types.TEXT_DOCUMENT_FORMATTING)(_formatting)
    feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)(_range_formatting)


def _initialize(ls: Server, params: types.InitializeParams) -> None:
    """Reads the client's options and whether it pulls diagnostics: nothing is published to a client that does."""
    for problem in ls.configuration.set_options(params.initialization_options):
        ls.show(problem)
    ls.pulls = ls.can("text_document", "diagnostic") is not None
    if ls.pulls:
        pull.register(ls)


def _resolves(ls: Server) -> bool:
    """Whether the client requests the edits of the action that the user chooses."""
    support = ls.can("text_document", "code_action", "resolve_support")
    return (
        support is not None
        and "edit" in support.properties
        and bool(ls.can("text_document", "code_action", "data_support"))
    )


def _actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    file = ls.file(params.text_document.uri)
    only = [getattr(kind, "value", kind) for kind in params.context.only or ()]
    start, end = file.offset(params.range.start), file.offset(params.range.end)
    offered = actions.actions(file, start, end, only, _resolves(ls))
    for action, edits in offered:
        if edits is not None:
            action.edit = changes.workspace_edit(file, edits, ls.takes_versions)
    return [action for action, _ in offered]


def _resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
    data: Any = action.data
    if isinstance(data, dict):
        file = ls.same_file(data)
        edits = actions.edits_of(file, data)
        if not edits and data.get("kind") == actions.UPGRADE and (reason := actions.refusal(file)):
            _warn(ls, f"cannot upgrade this file: {reason}")
        action.edit = changes.workspace_edit(file, edits, ls.takes_versions)
    return action


def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    file = ls.file(params.text_document.uri)
    answer = hover.hover(file, file.offset(params.position))
    if answer is None:
        return None
    text, start, end = answer
    formats = ls.can("text_document", "hover", "content_format")
    return types.Hover(types.MarkupContent(_markup(formats), text), file.range(start, end))


def _markup(formats: Sequence[types.MarkupKind] | None) -> types.MarkupKind:
    """Markdown for a client that renders it; the same text is readable as plain text."""
    renders = types.MarkupKind.Markdown in (formats or ())
    return types.MarkupKind.Markdown if renders else types.MarkupKind.PlainText


def _completion(ls: Server, params: types.CompletionParams) -> types.CompletionList:
    file = ls.file(params.text_document.uri)
    snippets = bool(ls.can("text_document", "completion", "completion_item", "snippet_support"))
    formats = ls.can("text_document", "completion", "completion_item", "documentation_format")
    markdown = _markup(formats) is types.MarkupKind.Markdown
    items = completion.completion(file, file.offset(params.position), snippets)
    for item in items:
        if isinstance(item.documentation, types.MarkupContent):
            item.documentation = item.documentation if markdown else item.documentation.value
    return types.CompletionList(is_incomplete=len(items) == completion.MAX_BLOBS, items=items)


def _definition(ls: Server, params: types.DefinitionParams) -> list[types.Location]:
    file = ls.file(params.text_document.uri)
    return _locations(file, navigation.definition(file, file.offset(params.position)))


def _references(ls: Server, params: types.ReferenceParams) -> list[types.Location]:
    file = ls.file(params.text_document.uri)
    spans = navigation.references(file, file.offset(params.position), params.context.include_declaration)
    return _locations(file, spans)


def _locations(file: OpenFile, spans: list[tuple[int, int]]) -> list[types.Location]:
    return [types.Location(file.uri, file.range(*span)) for span in spans]


def _highlights(ls: Server, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
    file = ls.file(params.text_document.uri)
    spans = navigation.references(file, file.offset(params.position), True)
    return [types.DocumentHighlight(file.range(*span)) for span in spans]


def _prepare_rename(ls: Server, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    file = ls.file(params.text_document.uri)
    return renaming.prepare(file, file.offset(params.position))


def _rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    file = ls.file(params.text_document.uri)
    renamed = renaming.rename(file, file.offset(params.position), params.new_name)
    if renamed is None:
        return None
    annotates = ls.takes_versions and ls.can("workspace", "workspace_edit", "change_annotation_support") is not None
    annotation = None
    if renamed.warning and annotates:
        annotation = types.ChangeAnnotation(renamed.title, needs_confirmation=True, description=renamed.warning)
    elif renamed.warning:
        _warn(ls, renamed.warning)
    return changes.workspace_edit(file, renamed.edits, ls.takes_versions, annotation)


def _warn(ls: Server, message: str) -> None:
    """Shows a message each time, even if it was shown before."""
    ls.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"bnlint: {message}"))


def _symbols(
    ls: Server, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    file = ls.file(params.text_document.uri)
    tree = symbols.symbols(file)
    if ls.can("text_document", "document_symbol", "hierarchical_document_symbol_support"):
        return tree
    return symbols.flat(file, tree)


def _folding(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    return folding.folding(ls.file(params.text_document.uri))


def _tokens(ls: Server, params: types.SemanticTokensParams) -> types.SemanticTokens:
    file = ls.file(params.text_document.uri)
    return types.SemanticTokens(data=semantics.tokens(file, 0, len(file.text)), result_id=str(file.serial))


def _tokens_in(ls: Server, params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
    file = ls.file(params.text_document.uri)
    start, end = file.offset(params.range.start), file.offset(params.range.end)
    return types.SemanticTokens(data=semantics.tokens(file, start, end))


def _hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    file = ls.file(params.text_document.uri)
    return hints.hints(file, file.offset(params.range.start), file.offset(params.range.end))


def _formatting(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    file = ls.file(params.text_document.uri)
    return file.text_edits(formatting.edits(file, 0, len(file.text)))


def _range_formatting(ls: Server, params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
    file = ls.file(params.text_document.uri)
    start, end = file.offset(params.range.start), file.offset(params.range.end)
    return file.text_edits(formatting.edits(file, start, end))
