"""Where a blob comes from and who reads it, version by version; who shares a named param."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.caffe.graph.blobs import BlobGraph, Version
from bnlint.caffe.net.view import Layer
from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string

if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf

Span = tuple[int, int]


def definition(file: OpenFile, offset: int) -> list[Span]:
    """The tops that make the blob at `offset` (one for each set of layers that has its own), or a param's first use."""
    found = blob_at(file, offset)
    if found is not None:
        layer, field, place = found
        return _spans(_node_of(graph, version) for graph, version in _versions(file, layer, field, place))
    return _spans(shared_params(file, offset)[:1])


def references(file: OpenFile, offset: int, declaration: bool) -> list[Span]:
    """Who reads the version of the blob at `offset`, and with `declaration` who makes it; or all that share a param."""
    found = blob_at(file, offset)
    if found is None:
        return _spans(shared_params(file, offset)[0 if declaration else 1 :])
    nodes: list[Leaf | None] = []
    for graph, version in _versions(file, *found):
        nodes += [_node_of(graph, version)] if declaration else []
        nodes += [consumer.node("bottom", place) for consumer, place in version.consumers]
    return _spans(nodes)


def blob_at(file: OpenFile, offset: int) -> tuple[Layer, str, int] | None:
    """The layer, ``bottom`` or ``top``, and which of them stands at `offset`."""
    for layer in file.net.layers if file.net is not None else ():
        inputs = layer.block.name == "input"
        if not inputs and not layer.block.start <= offset <= layer.block.end:
            continue
        for field in ("bottom", "top"):
            for place, leaf in enumerate(layer.fields.get(field, ())):
                if leaf.start <= offset <= leaf.end and isinstance(leaf, Field):
                    return layer, field, place
    return None


def _versions(file: OpenFile, layer: Layer, field: str, place: int) -> list[tuple[BlobGraph, Version]]:
    """The version that the bottom or top is, in each graph in which the layer exists."""
    found = []
    for graph in file.graphs:
        ends = (graph.bottoms if field == "bottom" else graph.tops).get(layer.index, [])
        version = ends[place] if place < len(ends) else None
        if version is not None:
            found.append((graph, version))
    return found


def _node_of(graph: BlobGraph, version: Version) -> Leaf | None:
    """The top that makes a version."""
    tops = graph.tops[version.producer.index]
    return version.producer.node("top", next(n for n, top in enumerate(tops) if top is version))


def _spans(nodes: object) -> list[Span]:
    """Where the values of some fields stand, each once, in the order of the file."""
    found = {span_of(node) for node in nodes if isinstance(node, Field)}  # type: ignore[attr-defined]
    return sorted(found)


def span_of(node: Field) -> Span:
    """The value of a field, without its quotes where it is one plain string."""
    start, end = node.value_start, node.end
    raw = node.raw
    if len(raw) > 1 and raw[0] in "\"'" and raw.find(raw[0], 1) == len(raw) - 1:
        return start + 1, end - 1
    return start, end


def shared_params(file: OpenFile, offset: int) -> list[Field]:
    """All fields that name the shared param whose name is at `offset`, in the order of the file."""
    path = file.path_at(offset)
    leaf = path[-1] if path else None
    if not isinstance(leaf, Field) or not _names_param(path):
        return []
    wanted = string(leaf.raw) if leaf.raw else None
    return [field for field in _param_names(file) if string(field.raw) == wanted] if wanted else []


def _names_param(path: list[Leaf]) -> bool:
    """`layer { param { name: "…" } }`, or `layers { param: "…" }` of 2014."""
    names = [leaf.name for leaf in path]
    return names == ["layer", "param", "name"] or names == ["layers", "param"]


def _param_names(file: OpenFile) -> list[Field]:
    found: list[Field] = []
    for layer in leaves(file.document.items):
        if not isinstance(layer, Block):
            continue
        for leaf in leaves(layer.items):
            if leaf.name != "param":
                continue
            if isinstance(leaf, Field):
                found += [leaf] if layer.name == "layers" else []
            elif layer.name == "layer":
                found += [each for each in leaves(leaf.items) if each.name == "name" and isinstance(each, Field)]
    return found
