"""FLD106, FLD107: types that Caffe does not have, and parameters that a layer's type does not read."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema.dialect import dialects_of_type
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.messages import Schema, schema
from bnlint.checks.context import NetContext
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import Block, Field
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Edit, Fix
from bnlint.text.source import Span
from bnlint.text.suggest import nearest

# Fields of a layer that no type owns.
_SHARED = frozenset(("param", "transform_param", "loss_param"))


@net_rule("FLD106")
def unknown_layer_type(ctx: NetContext) -> Iterator[Diagnostic]:
    """FLD106: the target has no such type, and no known fork either (those are BN602's)."""
    known = ctx.target.layer_types or ()
    for layer in ctx.where(_is_unknown):
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


@memoized_by_content
def _is_unknown(layer: Layer, target: Schema) -> bool:
    known = target.layer_types
    return not (known is None or layer.type in known or layer.block.name != "layer" or dialects_of_type(layer.type))


def _type_span(layer: Layer) -> Span:
    node = layer.message_.field("type")
    return Span(node.value_start, node.end) if node is not None else Span(layer.block.start, layer.block.body_start)


def _retype(ctx: NetContext, layer: Layer, near: str) -> Fix | None:
    node = layer.message_.field("type")
    if not isinstance(node, Field) or node.raw[1:-1] != layer.type:
        return None
    return ctx.fix("FLD106", f"Change it to {near}", [Edit(node.value_start + 1, node.end - 1, near)])


@net_rule("FLD107")
def parameter_of_another_type(ctx: NetContext) -> Iterator[Diagnostic]:
    """FLD107: a `*_param` of BVLC Caffe that layers of a type of BVLC Caffe do not read."""
    for layer in ctx.where(_has_foreign_parameter):
        known = layer_type(layer.type)
        reads = ", ".join(known.params if known is not None else ()) or "no parameters"
        for node in _foreign_parameters(layer):
            message = (
                f"layers of type {layer.type} do not read {node.name} (they read {reads}): Caffe ignores it in "
                f"layer '{layer.name}' without a word"
            )
            yield ctx.report("FLD107", Span(node.start, node.body_start), message)


@memoized_by_content
def _has_foreign_parameter(layer: Layer, target: Schema) -> bool:
    return bool(_foreign_parameters(layer))


def _foreign_parameters(layer: Layer) -> list[Block]:
    known = layer_type(layer.type)
    if layer.block.name != "layer" or known is None or known.dialects is not None:
        return []  # what a fork's own layer reads is not known well enough
    own = schema().messages["LayerParameter"].fields
    return [
        node
        for name in layer.fields
        if name.endswith("_param") and name in own and name not in _SHARED and name not in known.params
        for node in layer.fields[name]
        if isinstance(node, Block)
    ]
