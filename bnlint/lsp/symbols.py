"""Document symbols: the layers; consecutive ones whose names have the same prefix before a slash are a group."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.caffe.net.layers import Layer
from bnlint.lsp.open_file import LAYER_BLOCKS, OpenFile
from bnlint.prototxt.nodes import Block, leaves

if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf

_UNNAMED = "(no name)"


def symbols(file: OpenFile) -> list[types.DocumentSymbol]:
    """The outline: the layers of a net, or the fields of any other file."""
    if file.net is None:
        return [_field(file, leaf) for leaf in leaves(file.document.items) if leaf.name]
    layers = [layer for layer in file.net.layers if layer.block.name in LAYER_BLOCKS]
    tree: list[types.DocumentSymbol] = []
    for prefix, members in groupby(layers, _prefix):
        group = [_layer(file, layer) for layer in members]
        tree += group if len(group) < 2 or not prefix else [_group(prefix, group)]
    return tree


def flat(file: OpenFile, tree: list[types.DocumentSymbol]) -> list[types.SymbolInformation]:
    """The same for a client without support for trees."""
    flattened = []
    for symbol in tree:
        for each in symbol.children or [symbol]:
            container = symbol.name if symbol.children else None
            location = types.Location(file.uri, each.range)
            flattened.append(types.SymbolInformation(location, each.name, each.kind, container_name=container))
    return flattened


def _prefix(layer: Layer) -> str:
    head, slash, _ = layer.name.partition("/")
    return head if slash else ""


def _layer(file: OpenFile, layer: Layer) -> types.DocumentSymbol:
    node = layer.node("name") or layer.node("type")
    whole = file.range(layer.block.start, layer.block.end)
    inside = node is not None and layer.block.start <= node.start and node.end <= layer.block.end
    return types.DocumentSymbol(
        name=layer.name.strip() or _UNNAMED,
        kind=types.SymbolKind.Class,
        range=whole,
        selection_range=file.range(node.start, node.end) if node is not None and inside else whole,
        detail=layer.type,
    )


def _group(prefix: str, members: list[types.DocumentSymbol]) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=prefix,
        kind=types.SymbolKind.Namespace,
        range=types.Range(members[0].range.start, members[-1].range.end),
        selection_range=members[0].selection_range,
        detail=f"{len(members)} layers",
        children=members,
    )


def _field(file: OpenFile, leaf: Leaf) -> types.DocumentSymbol:
    whole = file.range(leaf.start, leaf.end)
    kind = types.SymbolKind.Object if isinstance(leaf, Block) else types.SymbolKind.Property
    detail = None if isinstance(leaf, Block) else leaf.raw
    return types.DocumentSymbol(leaf.name, kind, whole, whole, detail)
