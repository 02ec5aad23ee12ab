"""Document to Net: one view over the formats of 2013 (V0), 2014 (V1) and today (V2)."""

from __future__ import annotations

from bnlint.caffe.messages import Schema
from bnlint.caffe.net import v0, v1
from bnlint.caffe.net.view import Layer, Message, Net, ParamSpec, index
from bnlint.prototxt.nodes import Block, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.view import Index

__all__ = ["Layer", "Message", "Net", "ParamSpec", "index", "read"]


def read(document: Document, schema: Schema) -> Net:
    """The net that `document` describes; what does not fit is left out, never an error."""
    return of_fields(index(document.items), schema)


def of_fields(fields: Index, schema: Schema) -> Net:
    """The net whose top-level fields are `fields`."""
    new = [leaf for leaf in fields.get("layer", ()) if type(leaf) is Block]
    old = [leaf for leaf in fields.get("layers", ()) if type(leaf) is Block]
    top = Message(fields, schema.messages["NetParameter"], None)
    layers = _input_layer(fields, schema)
    if not old:
        for block in new:
            layers.append(Layer(schema, block, index(block.items), "LayerParameter", len(layers)))
        return Net(schema, top, layers, "V2")
    if any(v0.connects(block) for block in old):
        v0.read_into(layers, old, schema)
        return Net(schema, top, layers, "mixed" if new else "V0")
    for block in sorted(new + old, key=lambda block: block.start):
        if block.name == "layers":
            layers.append(v1.read_layer(block, schema, len(layers)))
        else:
            layers.append(Layer(schema, block, index(block.items), "LayerParameter", len(layers)))
    return Net(schema, top, layers, "mixed" if new else "V1")


def _input_layer(fields: Index, schema: Schema) -> list[Layer]:
    """The Input layer that Caffe makes of `input` fields, if they have a shape (UpgradeNetInput)."""
    inputs = fields.get("input")
    if not inputs or not (fields.get("input_shape") or fields.get("input_dim")):
        return []
    block = Block("input", inputs[0].start, inputs[0].start)
    block.end = block.body_end = inputs[0].end
    layer = Layer(schema, block, {"top": inputs}, "LayerParameter", 0)
    layer.name, layer.type = "input", "Input"
    return [layer]
