"""Reads the net of a document, in the formats of 2013 (V0), 2014 (V1) and today (V2)."""

from __future__ import annotations

from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.net.layers import Layer, Net, is_v0, layer_of, read_layer
from bnlint.caffe.net.message import Message, fields_by_name
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.session import Session
from bnlint.prototxt.nodes import Block, Document
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.message import Index


def read_net(document: Document, schema: Schema, session: Session | None = None) -> Net:
    """The net that `document` describes. What does not fit the schema is left out; it is never an error.

    Without a `session` nothing is shared with other nets.
    """
    # the effect of a syntax error on a layer depends on its surroundings: nothing is shared then
    text = "" if document.faults else document.text
    return net_of_fields(fields_by_name(document.items), schema, session, text)


def load_net(data: bytes, schema: Schema, session: Session | None = None) -> Net | None:
    """The net of a file; None if it is not a net."""
    document = parse(Source.from_bytes(data).text)
    return read_net(document, schema, session) if kind_of(document) == "net" else None


def net_of_fields(fields: Index, schema: Schema, session: Session | None = None, text: str = "") -> Net:
    """The net whose top-level fields are `fields`, of a document with this `text`."""
    contents = (session or Session()).contents
    new = [leaf for leaf in fields.get("layer", ()) if type(leaf) is Block]
    old = [leaf for leaf in fields.get("layers", ()) if type(leaf) is Block]
    top = Message(fields, schema.messages["NetParameter"], None)
    layers = _input_layer(fields, schema)
    if not old:
        for block in new:
            layers.append(read_layer(schema, block, "LayerParameter", len(layers), text, contents))
        return Net(schema, top, layers, "V2")
    from bnlint.caffe.net import v0, v1

    if any(is_v0(block) for block in old):
        v0.read_into(layers, old, schema)
        return Net(schema, top, layers, "mixed" if new else "V0")
    for block in sorted(new + old, key=lambda block: block.start):
        if block.name == "layers":
            layers.append(v1.layer(schema, block, len(layers), text, contents))
        else:
            layers.append(read_layer(schema, block, "LayerParameter", len(layers), text, contents))
    return Net(schema, top, layers, "mixed" if new else "V1")


def _input_layer(fields: Index, schema: Schema) -> list[Layer]:
    """The Input layer that Caffe makes from `input` fields, if they have a shape (UpgradeNetInput)."""
    inputs = fields.get("input")
    if not inputs or not (fields.get("input_shape") or fields.get("input_dim")):
        return []
    block = Block("input", inputs[0].start, inputs[0].start)
    block.end = block.body_end = inputs[0].end
    layer = layer_of(schema, block, "LayerParameter", 0, {"top": inputs})
    layer.name, layer.type = "input", "Input"
    return [layer]
