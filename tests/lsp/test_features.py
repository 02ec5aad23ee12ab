"""The answers of the server, feature by feature, over standard input and output."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from bnlint.api import fix, lint
from bnlint.run.upgrade_files import upgrade_source
from bnlint.text.source import Source
from tests.lsp.session import FIXTURES, SERVER, all_of, applied, at, capabilities, change, open_text, published, text_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

NET = """\
name: "net"  # see BN201
layer {
  name: "data"
  type: "Input"
  top: "data"
  input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } }
}
layer {
  name: "block/conv"
  type: "Convolution"
  bottom: "data"
  top: "conv"
  param { name: "shared" lr_mult: 1 }
  convolution_param { num_output: 8 kernel_size: 3 bias_term: false }
}
layer {
  name: "block/bn"
  type: "BatchNorm"
  bottom: "conv"
  top: "conv"
  param { lr_mult: 0 }
  param { lr_mult: 0 }
  param { lr_mult: 0 }
}
layer {
  name: "relu"
  type: "ReLU"
  bottom: "conv"
  top: "conv"
  include { phase: TRAIN }
}
layer {
  name: "conv2"
  type: "Convolution"
  bottom: "conv"
  top: "out"
  param { name: "shared" lr_mult: 1 }
  convolution_param { num_output: 8 kernel_size: 3 bias_term: false engine: CAFFE }
}
"""
_numbers = count()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=SERVER), scope="module")
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    await lsp_client.initialize_session(types.InitializeParams(capabilities=capabilities()))
    yield
    await lsp_client.shutdown_session()


def opened(client: LanguageClient, text: str) -> tuple[str, types.TextDocumentIdentifier]:
    uri = f"untitled:net{next(_numbers)}.prototxt"
    open_text(client, uri, text)
    return uri, types.TextDocumentIdentifier(uri)


async def actions(
    client: LanguageClient, text: str, range_: types.Range, only: list[str] | None = None
) -> list[types.CodeAction]:
    """The actions with their edits, each resolved as if the user had chosen it."""
    _, document = opened(client, text)
    context = types.CodeActionContext([], only=only)
    offered = await client.text_document_code_action_async(types.CodeActionParams(document, range_, context)) or []
    return [await client.code_action_resolve_async(each) for each in offered if isinstance(each, types.CodeAction)]


# Diagnostics


async def test_published_diagnostics_are_those_of_the_command_line(client: LanguageClient) -> None:
    uri, _ = opened(client, NET)
    diagnostics = await published(client, uri, 1)
    expected = lint(NET).diagnostics
    assert [(d.code, d.message) for d in diagnostics] == [(d.rule, d.message) for d in expected]
    assert [text_in(NET, d.range) for d in diagnostics] == [NET[slice(*d.span)] for d in expected]
    assert {d.source for d in diagnostics} == {"bnlint"}


async def test_publishes_once_after_a_burst_of_changes(client: LanguageClient) -> None:
    """The text is typed character by character; only the diagnostics of the whole text are published."""
    uri, _ = opened(client, "")
    await published(client, uri, 1)
    position = types.Position(0, 0)
    for number, letter in enumerate(reversed(NET)):
        change(client, uri, 2 + number, letter, types.Range(position, position))
    diagnostics = await published(client, uri, 1 + len(NET))
    assert [d.code for d in diagnostics] == [d.rule for d in lint(NET).diagnostics]


async def test_closing_a_file_clears_its_diagnostics(client: LanguageClient) -> None:
    uri, document = opened(client, NET)
    await published(client, uri, 1)
    client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    while (params := await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)).uri != uri:
        pass
    assert not params.diagnostics


# Code actions


async def test_quick_fix_is_that_of_the_command_line(client: LanguageClient) -> None:
    position = at(NET, "^param { lr_mult: 0 }")
    offered = await actions(client, NET, types.Range(position, position), ["quickfix"])
    diagnostic = next(d for d in lint(NET).diagnostics if d.rule == "BN201")
    assert diagnostic.fix is not None
    chosen = next(action for action in offered if action.title == f"{diagnostic.fix.title} (BN201)")
    assert chosen.is_preferred
    assert applied(NET, chosen.edit) == fix(NET, select=("BN201",)).source.text


async def test_unsafe_fix_is_marked(client: LanguageClient) -> None:
    text = (FIXTURES / "example" / "train_val.prototxt").read_text(encoding="utf-8")
    offered = await actions(client, text, all_of(text), ["quickfix"])
    unsafe = next(action for action in offered if action.title.endswith("(BN101, unsafe)"))
    assert not unsafe.is_preferred
    assert applied(text, unsafe.edit) != text


async def test_fix_all(client: LanguageClient) -> None:
    for name in ("example/train_val.prototxt", "batch-norm/three-params.prototxt"):
        text = (FIXTURES / name).read_text(encoding="utf-8")
        for only in (["source.fixAll.bnlint"], ["source.fixAll"], ["source"]):
            (action,) = await actions(client, text, all_of(text), only)
            assert action.kind == "source.fixAll.bnlint"
            assert applied(text, action.edit) == fix(text).source.text


@pytest.mark.parametrize("name", ["v0", "v1", "mixed", "input-fields", "solver-old"])
async def test_upgrade(client: LanguageClient, name: str) -> None:
    text = (FIXTURES / "old" / f"{name}.prototxt").read_text(encoding="utf-8")
    (action,) = await actions(client, text, all_of(text), ["refactor"])
    assert applied(text, action.edit) == upgrade_source(Source(text)).source.text != text


async def test_no_actions_for_a_clean_file(client: LanguageClient) -> None:
    text = (FIXTURES / "batch-norm" / "with-scale.prototxt").read_text(encoding="utf-8")
    assert await actions(client, text, all_of(text)) == []


async def test_action_for_a_text_that_has_changed_is_refused(client: LanguageClient) -> None:
    uri, document = opened(client, NET)
    params = types.CodeActionParams(document, all_of(NET), types.CodeActionContext([]))
    first = (await client.text_document_code_action_async(params) or [])[0]
    assert isinstance(first, types.CodeAction)
    change(client, uri, 2, "# x\n" + NET)
    with pytest.raises(Exception, match="text has changed"):
        await client.code_action_resolve_async(first)


# Hover


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("kernel^_size", ["repeated uint32 kernel_size", "ConvolutionParameter"]),
        ("bias^_term", ["optional bool bias_term = true"]),
        ("en^gine", ["Engine", "`CUDNN`"]),
        ("convolution^_param", ["ConvolutionParameter"]),
        ('lay^er {\n  name: "block/bn"', ["**block/bn**", "BatchNorm", "learnable blobs: 3", "in place"]),
        ('"Re^LU"', ["**relu**", "exists in TRAIN"]),
        ("BN2^01", ["**BN201 obsolete-params**", "```diff"]),
    ],
)
async def test_hover(client: LanguageClient, mark: str, expected: list[str]) -> None:
    _, document = opened(client, NET)
    hover = await client.text_document_hover_async(types.HoverParams(document, at(NET, mark)))
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    for words in expected:
        assert words in hover.contents.value


# Completion


def marked(text: str) -> tuple[str, types.Position]:
    """The text without its ``^``, and the position of that."""
    return text.replace("^", ""), at(text.replace("^", ""), text)


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("^", ["layer", "name", "layer Convolution", "layer BatchNorm"], ["num_output", "base_lr"]),
        ("layer {\n  ^\n}", ["name", "type", "bottom", "include"], ["layer", "num_output"]),
        ('layer {\n  type: "Pooling"\n  p^', ["pooling_param"], ["layer"]),
        ('layer {\n  name: "a"\n  ^\n}', ["type"], ["name"]),
        ("layer {\n  convolution_param {\n    num^", ["num_output"], ["name"]),
        ("layer {\n  pooling_param { pool: ^ }\n}", ["MAX", "AVE", "STOCHASTIC"], ["true"]),
        ("layer {\n  include { phase: ^", ["TRAIN", "TEST"], []),
        ("layer {\n  scale_param { bias_term: ^", ["true", "false"], []),
        ('layer {\n  type: "^"\n}', ["BatchNorm", "Scale"], ["DATA"]),
        ("layer {\n  type: ^\n}", ["BatchNorm"], []),
        ("layers {\n  type: ^\n}", ["CONVOLUTION"], ["Convolution"]),
        ('layer {\n  convolution_param { weight_filler { type: "^', ["msra", "xavier"], ["Convolution"]),
        (NET + 'layer {\n  bottom: "^"\n}', ["out", "conv", "data"], []),
        (NET + "layer {\n  bottom: ^\n}", ["out"], []),
        ("base_lr: 0.1\nlr_po^", ["lr_policy"], ["layer"]),
        ("# lay^", [], ["layer"]),
        ('name: "^"', [], ["layer"]),
    ],
)
async def test_completion(client: LanguageClient, text: str, present: list[str], absent: list[str]) -> None:
    text, position = marked(text)
    _, document = opened(client, text)
    completion = await client.text_document_completion_async(types.CompletionParams(document, position))
    assert isinstance(completion, types.CompletionList)
    labels = {item.label for item in completion.items}
    assert labels.issuperset(present), sorted(labels)
    assert labels.isdisjoint(absent)


async def test_completion_edits(client: LanguageClient) -> None:
    """A half-typed word is replaced, a message opens its block, and the nearest blob comes first."""
    text, position = marked(NET + "layer {\n  pooling_pa^\n}\n")
    _, document = opened(client, text)
    completion = await client.text_document_completion_async(types.CompletionParams(document, position))
    assert isinstance(completion, types.CompletionList)
    item = next(item for item in completion.items if item.label == "pooling_param")
    assert isinstance(item.text_edit, types.TextEdit)
    assert text_in(text, item.text_edit.range) == "pooling_pa"
    assert item.text_edit.new_text == "pooling_param {\n  $0\n}"
    text, position = marked(NET + 'layer {\n  bottom: "^"\n}\n')
    _, document = opened(client, text)
    completion = await client.text_document_completion_async(types.CompletionParams(document, position))
    assert isinstance(completion, types.CompletionList)
    assert min(completion.items, key=lambda item: item.sort_text or "").label == "out"


# Blobs, params, layers


async def test_definition_follows_versions(client: LanguageClient) -> None:
    """conv2 reads the output of relu in TRAIN and that of bn in TEST, not that of conv."""
    _, document = opened(client, NET)
    position = at(NET, '"conv2"\n  type: "Convolution"\n  bottom: "c^onv"')
    locations = await client.text_document_definition_async(types.DefinitionParams(document, position))
    assert isinstance(locations, list)
    lines = [NET.split("\n")[each.range.start.line - 3] for each in locations if isinstance(each, types.Location)]
    assert lines == ['  name: "block/bn"', '  name: "relu"']


async def test_references(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    context = types.ReferenceContext(include_declaration=False)
    position = at(NET, 'top: "c^onv"')  # the version that conv produces: only bn reads it
    locations = (
        await client.text_document_references_async(
            types.ReferenceParams(context=context, text_document=document, position=position)
        )
        or []
    )
    assert [each.range.start.line for each in locations] == [at(NET, '^bottom: "conv"').line]
    context = types.ReferenceContext(include_declaration=True)
    position = at(NET, 'name: "sha^red"', 1)
    locations = (
        await client.text_document_references_async(
            types.ReferenceParams(context=context, text_document=document, position=position)
        )
        or []
    )
    assert [text_in(NET, each.range) for each in locations] == ["shared", "shared"]


async def test_rename_blob(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    position = at(NET, 'bottom: "c^onv"')
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, position))
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert (prepared.placeholder, text_in(NET, prepared.range)) == ("conv", "conv")
    edit = await client.text_document_rename_async(types.RenameParams(document, position, 'new"name'))
    renamed = applied(NET, edit)
    assert renamed == NET.replace('bottom: "conv"', 'bottom: "new\\"name"').replace('top: "conv"', 'top: "new\\"name"')
    assert lint(renamed).diagnostics and not lint(renamed).document.faults


async def test_rename_of_a_layer_warns_about_weights(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    edit = await client.text_document_rename_async(types.RenameParams(document, at(NET, "block/b^n"), "norm"))
    assert applied(NET, edit) == NET.replace("block/bn", "norm")
    assert edit is not None and edit.change_annotations
    (annotation,) = edit.change_annotations.values()
    assert annotation.needs_confirmation
    assert "weights" in (annotation.description or "")


@pytest.mark.parametrize(
    ("mark", "name", "reason"),
    [('bottom: "c^onv"', "out", "already exists"), ("block/b^n", "relu", "already exists"), ('"re^lu"', "", "empty")],
)
async def test_rename_refuses(client: LanguageClient, mark: str, name: str, reason: str) -> None:
    _, document = opened(client, NET)
    with pytest.raises(Exception, match=reason):
        await client.text_document_rename_async(types.RenameParams(document, at(NET, mark), name))


async def test_no_rename_of_other_words(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    position = at(NET, "num_ou^tput")
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, position)) is None
    assert await client.text_document_rename_async(types.RenameParams(document, position, "x")) is None


# Outline, folding, colours, hints


async def test_symbols(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)) or []
    tree = [(each.name, [child.name for child in each.children or []]) for each in symbols if hasattr(each, "children")]
    assert tree == [("data", []), ("block", ["block/conv", "block/bn"]), ("relu", []), ("conv2", [])]


async def test_folding(client: LanguageClient) -> None:
    text = "# one\n# two\n" + NET
    _, document = opened(client, text)
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(document)) or []
    lines = text.split("\n")
    assert [lines[fold.start_line] for fold in folds if fold.kind is None] == ["layer {"] * 5
    assert [lines[fold.end_line + 1] for fold in folds if fold.kind is None] == ["}"] * 5
    assert [(fold.start_line, fold.end_line) for fold in folds if fold.kind == "comment"] == [(0, 1)]


async def test_semantic_tokens(client: LanguageClient) -> None:
    text = 'layer {  # a comment\n  name: "a"\n  type: "ReLU"\n  top: "b"\n'
    text += "  relu_param { engine: CAFFE negative_slope: 1 }\n"
    _, document = opened(client, text)
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    assert tokens is not None
    names = ("property", "class", "type", "variable", "string", "number", "enumMember", "keyword", "comment")
    shown = []
    line = column = 0
    for delta, start, length, kind, _ in zip(*[iter(tokens.data)] * 5):
        line, column = line + delta, start + (0 if delta else column)
        shown.append((text.split("\n")[line][column : column + length], names[kind]))
    assert shown == [
        ("layer", "keyword"),
        ("# a comment", "comment"),
        ("name", "property"),
        ('"a"', "class"),
        ("type", "property"),
        ('"ReLU"', "type"),
        ("top", "property"),
        ('"b"', "variable"),
        ("relu_param", "property"),
        ("engine", "property"),
        ("CAFFE", "enumMember"),
        ("negative_slope", "property"),
        ("1", "number"),
    ]


async def test_inlay_hints(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document, all_of(NET))) or []
    assert [(hint.position.line, hint.label) for hint in hints] == [(at(NET, '^  name: "relu"').line - 1, "TRAIN")]
