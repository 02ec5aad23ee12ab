"""What an editor gets from the server, feature by feature, over standard input and output."""

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
from tests.lsp.session import FIXTURES, SERVER, all_of, applied, at, capabilities, change, open_text, published, said

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
    """The actions with their edits, as an editor resolves the one that is chosen."""
    _, document = opened(client, text)
    context = types.CodeActionContext([], only=only)
    found = await client.text_document_code_action_async(types.CodeActionParams(document, range_, context)) or []
    return [await client.code_action_resolve_async(each) for each in found if isinstance(each, types.CodeAction)]


# Diagnostics


async def test_published_as_the_command_line_finds_them(client: LanguageClient) -> None:
    uri, _ = opened(client, NET)
    found = await published(client, uri, 1)
    expected = lint(NET).diagnostics
    assert [(d.code, d.message) for d in found] == [(d.rule, d.message) for d in expected]
    assert [said(NET, d.range) for d in found] == [NET[slice(*d.span)] for d in expected]
    assert {d.source for d in found} == {"bnlint"}


async def test_as_one_types(client: LanguageClient) -> None:
    """A burst of changes, half-typed texts among them, is published once, and rightly."""
    uri, _ = opened(client, "")
    await published(client, uri, 1)
    place = types.Position(0, 0)
    for number, letter in enumerate(reversed(NET)):
        change(client, uri, 2 + number, letter, types.Range(place, place))
    found = await published(client, uri, 1 + len(NET))
    assert [d.code for d in found] == [d.rule for d in lint(NET).diagnostics]


async def test_closing_takes_them_back(client: LanguageClient) -> None:
    uri, document = opened(client, NET)
    await published(client, uri, 1)
    client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    while (params := await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)).uri != uri:
        pass
    assert not params.diagnostics


# Code actions


async def test_quick_fix_is_the_command_lines(client: LanguageClient) -> None:
    place = at(NET, "^param { lr_mult: 0 }")
    found = await actions(client, NET, types.Range(place, place), ["quickfix"])
    diagnostic = next(d for d in lint(NET).diagnostics if d.rule == "BN201")
    assert diagnostic.fix is not None
    chosen = next(action for action in found if action.title == f"{diagnostic.fix.title} (BN201)")
    assert chosen.is_preferred
    assert applied(NET, chosen.edit) == fix(NET, select=("BN201",)).source.text


async def test_unsafe_fix_says_so(client: LanguageClient) -> None:
    text = (FIXTURES / "example" / "train_val.prototxt").read_text(encoding="utf-8")
    found = await actions(client, text, all_of(text), ["quickfix"])
    unsafe = next(action for action in found if action.title.endswith("(BN101, unsafe)"))
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


async def test_nothing_to_do(client: LanguageClient) -> None:
    text = (FIXTURES / "batch-norm" / "with-scale.prototxt").read_text(encoding="utf-8")
    assert await actions(client, text, all_of(text)) == []


async def test_an_action_for_a_text_that_has_changed(client: LanguageClient) -> None:
    uri, document = opened(client, NET)
    params = types.CodeActionParams(document, all_of(NET), types.CodeActionContext([]))
    first = (await client.text_document_code_action_async(params) or [])[0]
    assert isinstance(first, types.CodeAction)
    change(client, uri, 2, "# x\n" + NET)
    with pytest.raises(Exception, match="text has changed"):
        await client.code_action_resolve_async(first)


# Hover


@pytest.mark.parametrize(
    ("mark", "wanted"),
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
async def test_hover(client: LanguageClient, mark: str, wanted: list[str]) -> None:
    _, document = opened(client, NET)
    found = await client.text_document_hover_async(types.HoverParams(document, at(NET, mark)))
    assert found is not None and isinstance(found.contents, types.MarkupContent)
    for words in wanted:
        assert words in found.contents.value


# Completion


def marked(text: str) -> tuple[str, types.Position]:
    head, _, tail = text.partition("^")
    return head + tail, types.Position(*Source(head + tail).lines.column(len(head), "utf-16"))


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
    text, place = marked(text)
    _, document = opened(client, text)
    found = await client.text_document_completion_async(types.CompletionParams(document, place))
    assert isinstance(found, types.CompletionList)
    labels = {item.label for item in found.items}
    assert labels.issuperset(present), sorted(labels)
    assert labels.isdisjoint(absent)


async def test_completion_edits(client: LanguageClient) -> None:
    """What is half typed is replaced; a message opens its block; the nearest blob comes first."""
    text, place = marked(NET + "layer {\n  pooling_pa^\n}\n")
    _, document = opened(client, text)
    found = await client.text_document_completion_async(types.CompletionParams(document, place))
    assert isinstance(found, types.CompletionList)
    item = next(item for item in found.items if item.label == "pooling_param")
    assert isinstance(item.text_edit, types.TextEdit)
    assert said(text, item.text_edit.range) == "pooling_pa"
    assert item.text_edit.new_text == "pooling_param {\n  $0\n}"
    text, place = marked(NET + 'layer {\n  bottom: "^"\n}\n')
    _, document = opened(client, text)
    found = await client.text_document_completion_async(types.CompletionParams(document, place))
    assert isinstance(found, types.CompletionList)
    assert min(found.items, key=lambda item: item.sort_text or "").label == "out"


# Blobs, params, layers


async def test_definition_is_of_the_version(client: LanguageClient) -> None:
    """conv2 reads what relu made in TRAIN and what bn made in TEST, not what conv made."""
    _, document = opened(client, NET)
    place = at(NET, '"conv2"\n  type: "Convolution"\n  bottom: "c^onv"')
    found = await client.text_document_definition_async(types.DefinitionParams(document, place))
    assert isinstance(found, list)
    lines = [NET.split("\n")[place.range.start.line - 3] for place in found if isinstance(place, types.Location)]
    assert lines == ['  name: "block/bn"', '  name: "relu"']


async def test_references(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    context = types.ReferenceContext(include_declaration=False)
    place = at(NET, 'top: "c^onv"')  # the convolution's own version: only bn reads it
    found = (
        await client.text_document_references_async(
            types.ReferenceParams(context=context, text_document=document, position=place)
        )
        or []
    )
    assert [each.range.start.line for each in found] == [at(NET, '^bottom: "conv"').line]
    context = types.ReferenceContext(include_declaration=True)
    place = at(NET, 'name: "sha^red"', 1)
    found = (
        await client.text_document_references_async(
            types.ReferenceParams(context=context, text_document=document, position=place)
        )
        or []
    )
    assert [said(NET, each.range) for each in found] == ["shared", "shared"]


async def test_rename_blob(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    place = at(NET, 'bottom: "c^onv"')
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, place))
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert (prepared.placeholder, said(NET, prepared.range)) == ("conv", "conv")
    edit = await client.text_document_rename_async(types.RenameParams(document, place, 'new"name'))
    renamed = applied(NET, edit)
    assert renamed == NET.replace('bottom: "conv"', 'bottom: "new\\"name"').replace('top: "conv"', 'top: "new\\"name"')
    assert lint(renamed).diagnostics and not lint(renamed).document.faults


async def test_rename_layer_warns_of_weights(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    edit = await client.text_document_rename_async(types.RenameParams(document, at(NET, "block/b^n"), "norm"))
    assert applied(NET, edit) == NET.replace("block/bn", "norm")
    assert edit is not None and edit.change_annotations
    (annotation,) = edit.change_annotations.values()
    assert annotation.needs_confirmation
    assert "weights" in (annotation.description or "")


@pytest.mark.parametrize(
    ("mark", "name", "why"),
    [('bottom: "c^onv"', "out", "exists already"), ("block/b^n", "relu", "exists already"), ('"re^lu"', "", "empty")],
)
async def test_rename_refuses(client: LanguageClient, mark: str, name: str, why: str) -> None:
    _, document = opened(client, NET)
    with pytest.raises(Exception, match=why):
        await client.text_document_rename_async(types.RenameParams(document, at(NET, mark), name))


async def test_nothing_to_rename(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    place = at(NET, "num_ou^tput")
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, place)) is None
    assert await client.text_document_rename_async(types.RenameParams(document, place, "x")) is None


# The outline, folds, colours, hints


async def test_symbols(client: LanguageClient) -> None:
    _, document = opened(client, NET)
    found = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)) or []
    tree = [(each.name, [child.name for child in each.children or []]) for each in found if hasattr(each, "children")]
    assert tree == [("data", []), ("block", ["block/conv", "block/bn"]), ("relu", []), ("conv2", [])]


async def test_folding(client: LanguageClient) -> None:
    text = "# one\n# two\n" + NET
    _, document = opened(client, text)
    found = await client.text_document_folding_range_async(types.FoldingRangeParams(document)) or []
    lines = text.split("\n")
    assert [lines[fold.start_line] for fold in found if fold.kind is None] == ["layer {"] * 5
    assert [lines[fold.end_line + 1] for fold in found if fold.kind is None] == ["}"] * 5
    assert [(fold.start_line, fold.end_line) for fold in found if fold.kind == "comment"] == [(0, 1)]


async def test_semantic_tokens(client: LanguageClient) -> None:
    text = 'layer {  # a comment\n  name: "a"\n  type: "ReLU"\n  top: "b"\n'
    text += "  relu_param { engine: CAFFE negative_slope: 1 }\n"
    _, document = opened(client, text)
    found = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    assert found is not None
    names = ("property", "class", "type", "variable", "string", "number", "enumMember", "keyword", "comment")
    shown = []
    line = column = 0
    for delta, place, length, kind, _ in zip(*[iter(found.data)] * 5):
        line, column = line + delta, place + (0 if delta else column)
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
    found = await client.text_document_inlay_hint_async(types.InlayHintParams(document, all_of(NET))) or []
    assert [(hint.position.line, hint.label) for hint in found] == [(at(NET, '^  name: "relu"').line - 1, "TRAIN")]
