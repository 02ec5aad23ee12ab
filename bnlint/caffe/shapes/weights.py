"""Weights in the text of a net: the shapes of the blobs that a layer brings along."""

from __future__ import annotations

from bnlint.caffe.net.message import Message
from bnlint.caffe.shapes.dims import blob, count, failed_op, touch, wrap
from bnlint.prototxt.nodes import Block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.shapes.dims import Shape

_LEGACY = ("num", "channels", "height", "width")


def written_weights(layer: Layer) -> list[Shape]:
    """The shapes of the `blobs` of a layer, checked as Blob::FromProto does."""
    declared = layer.schema.messages["BlobProto"]
    blocks = layer.fields.get("blobs", ())
    return [_shape(Message.of(block, declared), layer) for block in blocks if type(block) is Block]


def _shape(proto: Message, layer: Layer) -> Shape:
    if any(name in proto.fields for name in _LEGACY):
        shape = blob([wrap(proto.value(name)) for name in _LEGACY])  # type: ignore[arg-type]
    else:
        block = proto.block_of("shape")
        declared = layer.schema.messages["BlobShape"]
        dims = Message.of(block, declared).all("dim") if block is not None else []
        shape = blob([wrap(dim) for dim in dims])  # type: ignore[arg-type]
    elements = count(shape)
    touch(elements)
    data = "double_data" if proto.fields.get("double_data") else "data"
    if (written := len(proto.fields.get(data, ()))) != elements:
        raise failed_op(f"count_ == proto.{data}_size()", elements, written)
    diff = "double_diff" if proto.fields.get("double_diff") else "diff"
    written = len(proto.fields.get(diff, ()))
    if written and written != elements:
        raise failed_op(f"count_ == proto.{diff}_size()", elements, written)
    return shape
