"""Layers of 2013's format: `layers { layer { type: "conv" … } bottom … top … }`, with padding layers folded in."""

from __future__ import annotations

from bnlint.caffe.net import v1
from bnlint.caffe.net.layers import Layer, layer_of
from bnlint.caffe.net.message import Message, fields_by_name
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.messages import Schema
from bnlint.prototxt.nodes import Block, Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.message import Index
    from bnlint.prototxt.nodes import Leaf


def read_into(layers: list[Layer], blocks: list[Block], schema: Schema) -> None:
    """Appends the layers of `blocks`; what Caffe's upgrade drops (include, phase …) is left out."""
    padded: dict[str, tuple[list[Leaf], Leaf | None]] = {}
    for block in blocks:
        outer = fields_by_name(block.items)
        inner_block = next((leaf for leaf in outer.get("layer", ()) if type(leaf) is Block), None)
        inner = fields_by_name(inner_block.items) if inner_block is not None else {}
        message = Message(inner, schema.messages["V0LayerParameter"], inner_block)
        type_ = str(message.get("type") or "")
        if type_ == "padding":
            pad = message.field("pad") or Field("pad", "0", block.start, block.start)  # what is not written counts, too
            for top in outer.get("top", ()):
                if type(top) is Field:
                    padded[top.raw] = (outer.get("bottom", []), pad)
            continue
        bottoms, padding = _unpadded(outer.get("bottom", []), padded)
        tops = outer.get("top", [])
        layers.append(_layer(block, inner, bottoms, tops, message, type_, padding, schema, len(layers)))
        for top in outer.get("top", ()):
            if type(top) is Field:
                padded.pop(top.raw, None)


def _unpadded(bottoms: list[Leaf], padded: dict[str, tuple[list[Leaf], Leaf | None]]) -> tuple[list[Leaf], Leaf | None]:
    """The bottoms as if there were no padding layers, and the pad of the last of those."""
    unpadded: list[Leaf] = []
    pad: Leaf | None = None
    for bottom in bottoms:
        source = padded.get(bottom.raw) if type(bottom) is Field else None
        if source is None:
            unpadded.append(bottom)
        else:
            unpadded += source[0]
            pad = source[1]
    return unpadded, pad


def _layer(
    block: Block,
    inner: Index,
    bottoms: list[Leaf],
    tops: list[Leaf],
    message: Message,
    type_: str,
    pad: Leaf | None,
    schema: Schema,
    index: int,
) -> Layer:
    fields: Index = {"bottom": bottoms, "top": tops}
    if "name" in inner:
        fields["name"] = inner["name"]
    layer = layer_of(schema, block, "LayerParameter", index, fields)
    layer.type = legacy.v2_type_of_v0(type_) or type_
    layer.old_params = v1.params(message)
    layer.old_fields = _moved(inner, type_, pad)
    return layer


def _moved(inner: Index, type_: str, pad: Leaf | None) -> dict[str, Index]:
    """The fields of `inner` by the message that they belong to today."""
    messages: dict[str, Index] = {}
    fields = inner if pad is None else {**inner, "pad": [pad]}
    for name, nodes in fields.items():
        path = legacy.v0_destination(type_, name)
        if path is not None and len(path) == 2:
            messages.setdefault(path[0], {})[path[1]] = nodes
    return messages
