"""Definition and references of blobs, by their versions, and of shared params; the fields that have a name."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

from bnlint.caffe.graph.blobs import BlobGraph, Version
from bnlint.caffe.net.layers import Layer
from bnlint.lsp.open_file import LAYER_BLOCKS, OpenFile
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple

    from bnlint.prototxt.nodes import Leaf

    class Named(NamedTuple):
        """The ``blob``, ``layer`` or ``param`` at the cursor: its field there, and all fields with its name."""

        kind: str
        node: Field
        fields: list[Field]
else:
    Named = namedtuple("Named", "kind node fields")

Span = tuple[int, int]


def definition(file: OpenFile, offset: int) -> list[Span]:
    """The tops that produce the blob at `offset`, one for each graph in which it is another one; or the first use of
    the param there."""
    blob = blob_at(file, offset)
    if blob is not None:
        return _spans(_node_of(graph, version) for graph, version in _versions(file, *blob))
    return _spans(shared_params(file, offset)[:1])


def references(file: OpenFile, offset: int, declaration: bool) -> list[Span]:
    """The bottoms that read the version of the blob at `offset`, and with `declaration` its top; or a param's uses."""
    blob = blob_at(file, offset)
    if blob is None:
        return _spans(shared_params(file, offset)[0 if declaration else 1 :])
    nodes: list[Leaf | None] = []
    for graph, version in _versions(file, *blob):
        nodes += [_node_of(graph, version)] if declaration else []
        nodes += [consumer.node("bottom", index) for consumer, index in version.consumers]
    return _spans(nodes)


def blob_at(file: OpenFile, offset: int) -> tuple[Layer, str, int] | None:
    """(layer, ``bottom`` or ``top``, its index) at `offset`."""
    for layer in file.net.layers if file.net is not None else ():
        inputs = layer.block.name == "input"
        if not inputs and not layer.block.start <= offset <= layer.block.end:
            continue
        for field in ("bottom", "top"):
            for index, leaf in enumerate(layer.fields.get(field, ())):
                if leaf.start <= offset <= leaf.end and isinstance(leaf, Field):
                    return layer, field, index
    return None


def _versions(file: OpenFile, layer: Layer, field: str, index: int) -> list[tuple[BlobGraph, Version]]:
    """The version of a bottom or top in each graph that has the layer."""
    versions = []
    for graph in file.graphs:
        blobs = (graph.bottoms if field == "bottom" else graph.tops).get(layer.index, [])
        version = blobs[index] if index < len(blobs) else None
        if version is not None:
            versions.append((graph, version))
    return versions


def _node_of(graph: BlobGraph, version: Version) -> Leaf | None:
    """The top that produces a version."""
    tops = graph.tops[version.producer.index]
    return version.producer.node("top", next(n for n, top in enumerate(tops) if top is version))


def _spans(nodes: Iterable[Leaf | None]) -> list[Span]:
    """The spans of the values of fields, each once, in the order of the file."""
    return sorted({span_of(node) for node in nodes if isinstance(node, Field)})


def span_of(node: Field) -> Span:
    """The span of a field's value, without the quotes of a single string."""
    start, end = node.value_start, node.end
    raw = node.raw
    if len(raw) > 1 and raw[0] in "\"'" and raw.find(raw[0], 1) == len(raw) - 1:
        return start + 1, end - 1
    return start, end


def shared_params(file: OpenFile, offset: int) -> list[Field]:
    """All fields with the name of the shared param at `offset`, in the order of the file."""
    named = named_at(file, offset)
    return named.fields if named is not None and named.kind == "param" else []


def named_at(file: OpenFile, offset: int) -> Named | None:
    """The name at `offset` and its other uses; None if the value there is not a name."""
    path = file.path_at(offset)
    node = path[-1] if path else None
    if not isinstance(node, Field) or not node.raw or not (name := string(node.raw)):
        return None
    kind = _kind([leaf.name for leaf in path])
    if not kind:
        return None
    return Named(kind, node, [field for field in named_fields(file, kind) if string(field.raw) == name])


def _kind(names: list[str]) -> str:
    """What the value at the end of a path of fields is the name of; "" if it is no name."""
    if names == ["input"] or (len(names) == 2 and names[0] in LAYER_BLOCKS and names[1] in ("bottom", "top")):
        return "blob"
    if names in (["layer", "name"], ["layers", "name"], ["layers", "layer", "name"]):
        return "layer"
    if names in (["layer", "param", "name"], ["layers", "param"]):
        return "param"
    return ""


def named_fields(file: OpenFile, kind: str) -> list[Field]:
    """Every field whose value is the name of a blob, a layer or a param."""
    fields: list[Field] = []

    def search(items: list[Leaf], names: list[str]) -> None:
        for leaf in items:
            path = [*names, leaf.name]
            if isinstance(leaf, Field):
                if leaf.raw[:1] in ("'", '"') and _kind(path) == kind:
                    fields.append(leaf)
            elif isinstance(leaf, Block) and (leaf.name in LAYER_BLOCKS or leaf.name == "param") and len(path) < 3:
                search(list(leaves(leaf.items)), path)

    search(list(leaves(file.document.items)), [])
    return fields
