"""FLD106, FLD107: types that Caffe does not have, and parameters that a layer's type does not read."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.dialect import homes
from bnlint.caffe.layertypes import layer_type
from bnlint.caffe.messages import schema
from bnlint.caffe.net.view import Layer
from bnlint.checks.context import NetContext
from bnlint.diagnostics import Diagnostic, Severity
from bnlint.edits import Edit, Fix
from bnlint.nearest import nearest
from bnlint.prototxt.nodes import Block, Field
from bnlint.source import Span

# Fields of a layer that no type owns.
_SHARED = frozenset(("param", "transform_param", "loss_param"))


def unknown_layer_type(ctx: NetContext) -> Iterator[Diagnostic]:
    """FLD106: the target has no such type, and no known fork either (those are BN602's)."""
    known = ctx.target.layer_types
    if known is None:
        return
    for layer in ctx.net.layers:
        if layer.type in known or layer.block.name != "layer" or homes(layer.type):
            continue
        message = f"layer '{layer.name}' has the type '{layer.type}'. Caffe aborts: Unknown layer type: {layer.type}"
        near = nearest(layer.type, sorted(known)) if layer.type else ""
        if not layer.type:
            yield ctx.report("FLD106", layer, f"layer '{layer.name}' has no type. Caffe aborts: Unknown layer type: ")
        elif near:
            fix = _retype(ctx, layer, near)
            yield ctx.report("FLD106", _type_span(layer), f"{message}. Did you mean {near}?", fix)
        else:
            message += ", unless it is a Caffe of your own"
            yield ctx.report("FLD106", _type_span(layer), message, severity=Severity.INFO)


def _type_span(layer: Layer) -> Span:
    node = layer.message_.field("type")
    return Span(node.value_start, node.end) if node is not None else Span(layer.block.start, layer.block.body_start)


def _retype(ctx: NetContext, layer: Layer, near: str) -> Fix | None:
    node = layer.message_.field("type")
    if not isinstance(node, Field) or node.raw[1:-1] != layer.type:
        return None
    return ctx.fix("FLD106", f"Change it to {near}", [Edit(node.value_start + 1, node.end - 1, near)])


def parameter_of_another_type(ctx: NetContext) -> Iterator[Diagnostic]:
    """FLD107: a `*_param` of BVLC Caffe that layers of a type of BVLC Caffe do not read."""
    fields = schema().messages["LayerParameter"].fields
    parameters = {name for name in fields if name.endswith("_param")} - _SHARED
    for layer in ctx.net.layers:
        written = layer.fields.keys() & parameters
        if not written or layer.block.name != "layer":
            continue
        known = layer_type(layer.type)
        if known is None or known.dialects is not None:
            continue  # what a fork's own layer reads is not known well enough
        for name in written.difference(known.params):
            for node in layer.fields[name]:
                if isinstance(node, Block):
                    reads = ", ".join(known.params) or "no parameters"
                    message = (
                        f"layers of type {layer.type} do not read {name} (they read {reads}): Caffe ignores it in "
                        f"layer '{layer.name}' without a word"
                    )
                    yield ctx.report("FLD107", Span(node.start, node.body_start), message)
