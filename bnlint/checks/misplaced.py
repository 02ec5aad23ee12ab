"""Fields in the wrong message: where they belong, and how they are moved there."""

from __future__ import annotations

from bnlint.caffe.schema.layer_types import SHARED_PARAMS, layer_type
from bnlint.caffe.schema.messages import FieldType, MessageType
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.layer_edits import move_into, move_out
from bnlint.prototxt.nodes import Block, ErrorNode, Field, ListField, leaves
from bnlint.prototxt.values import decode
from bnlint.text.edits import Applicability, Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.prototxt.nodes import Leaf, Node


def place_of(file: FileContext, error: SchemaError) -> tuple[str, Fix | None] | None:
    """(``in convolution_param``, the fix that moves it there): where an unknown field belongs; None if nowhere near.

    It belongs where a message around it, or one that its layer reads, has a field of this name that is not written yet
    and that the value fits.
    """
    node = error.node
    if not isinstance(file, NetContext) or not isinstance(node, (Field, Block)):
        return None
    layer = file.layer_at(node.start)
    if layer is None:
        layers = file.net.schema.messages["LayerParameter"]
        return (
            ("in a layer", None) if error.parent is None and _fits(node, layers.fields.get(node.name), None) else None
        )
    around = _around(file, layer, node)
    if not around or around[-1][0] is not error.parent:
        return None
    for block, message in reversed(around[:-1]):
        if _fits(node, message.fields.get(node.name), block):
            parent = around[-1][0]
            edits = move_out(file, parent, [node]) if block is around[-2][0] else move_into(file, node, block, parent)
            where = "in the layer itself" if block is layer.block else f"in {block.name}"
            return where, _fix(f"Move {node.name} out of {parent.name}", edits)
    top = file.net.schema.messages["NetParameter"].fields.get(node.name)
    if _fits(node, top, None) and node.name not in file.net.top.fields:
        return "at the top level", None
    return _beside(file, layer, around[-1][0], node)


def _around(file: NetContext, layer: Layer, node: Leaf) -> list[tuple[Block, MessageType]]:
    """The blocks around a node and their messages, from its layer inwards; empty if one of them is unknown."""
    block: Block | None = layer.block
    message = file.net.schema.messages.get(layer.written_as)
    around = []
    while block is not None:
        if message is None:
            return []
        around.append((block, message))
        inner = next(
            (leaf for leaf in leaves(block.items) if type(leaf) is Block and leaf.body_start <= node.start < leaf.end),
            None,
        )
        field = message.fields.get(inner.name) if inner is not None else None
        block, message = inner, file.net.schema.messages.get(field.type) if field is not None else None
    return around


def _beside(file: NetContext, layer: Layer, parent: Block, node: Leaf) -> tuple[str, Fix | None] | None:
    """As `place_of`, among the messages that the layer reads."""
    known = layer_type(layer.type)
    own = layer.message_.type
    if own is None:
        return None
    params = known.params if known is not None else [name for name in layer.fields if name in own.fields]
    for names in (params, SHARED_PARAMS):
        places = [name for name in names if name != parent.name and _has(file, layer, own, name, node)]
        if len(places) == 1:
            name = places[0]
            blocks = [leaf for leaf in layer.fields.get(name, ()) if type(leaf) is Block]
            edits = move_into(file, node, blocks[0], parent) if len(blocks) == 1 else []
            return f"in {name}", _fix(f"Move {node.name} to {name}", edits)
        if places:
            return None
    return None


def _has(file: NetContext, layer: Layer, own: MessageType, name: str, node: Leaf) -> bool:
    """Whether the message `name` of a layer has a free place for the field."""
    declared = own.fields.get(name)
    message = file.net.schema.messages.get(declared.type) if declared is not None else None
    blocks = [leaf for leaf in layer.fields.get(name, ()) if type(leaf) is Block]
    field = message.fields.get(node.name) if message is not None else None
    return _fits(node, field, blocks[0] if len(blocks) == 1 else None)


def can_be(node: Node, field: FieldType) -> bool:
    """Whether a field, block or list has a value for `field`."""
    if isinstance(node, ListField):
        return field.label == "repeated" and all(_fits(element, field, None) for element in node.items)
    return not isinstance(node, ErrorNode) and _fits(node, field, None)


def _fits(node: Leaf, field: FieldType | None, block: Block | None) -> bool:
    """Whether a field has such a value, and `block`, where it belongs, has a place for it."""
    if field is None or (field.kind == "message") != (type(node) is Block):
        return False
    if type(node) is Field and decode(node.raw, field.type, field.values) is None:  # type: ignore[arg-type]
        return False
    return block is None or field.label == "repeated" or all(leaf.name != node.name for leaf in leaves(block.items))


def _fix(title: str, edits: list[Edit]) -> Fix | None:
    return Fix(title, Applicability.UNSAFE, edits) if edits else None
