"""FLD106, FLD107: layer types that Caffe does not have, and parameters that layers of a type do not read."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema.layer_types import SHARED_PARAMS, layer_type
from bnlint.caffe.schema.messages import Schema, schema
from bnlint.caffe.schema.owners import dialects_of_type
from bnlint.checks.context import NetContext
from bnlint.checks.names import (
    WAY_OUT,
    is_refused,
    misspelt,
    others,
    params,
    private_types,
    subject,
    users,
    whose,
)
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import quoted
from bnlint.text.diagnostics import Diagnostic, Severity, listed
from bnlint.text.edits import Edit, Fix
from bnlint.text.source import Span

_SHOWN = 3  # fields of a block without effect


@net_rule("FLD106")
def unknown_layer_type(ctx: NetContext) -> Iterator[Diagnostic]:
    """FLD106: a type that the file's Caffe lacks: a mistake, or one finding for each type of a private Caffe.

    If a target is named, types of known Caffes are BN602's.
    """
    yield from _refused_enums(ctx)
    types: dict[str, list[Layer]] = {}
    for layer in sorted(ctx.where(_is_unknown), key=lambda layer: layer.index):
        types.setdefault(layer.type, []).append(layer)
    private = private_types(ctx)
    types |= {type_: layers for type_, layers in private.items() if layers[0].block.name == "layer"}
    for type_, layers in types.items():
        if not type_:
            for layer in (layer for layer in layers if "type" not in layer.fields):
                message = f"layer '{layer.name}' has no type. Caffe aborts: Unknown layer type: (known types: …)"
                yield ctx.report("FLD106", layer, message)
        elif type_ in private or (not ctx.is_target_named and is_refused(ctx)):
            yield from _unknown_type(ctx, type_, layers, type_ in private)


def _unknown_type(ctx: NetContext, type_: str, layers: list[Layer], private: bool) -> Iterator[Diagnostic]:
    known = ctx.target.layer_types if len(ctx.origin.caffes) == 1 else None  # else BVLC's: findings must not differ
    near = misspelt(ctx, type_, known or schema().layer_types or (), len(layers)) if private else ""
    aborts = f"aborts: Unknown layer type: {type_}"
    if near:
        for layer in layers:
            message = f"layer '{layer.name}' has the unknown type '{type_}'. Caffe {aborts}. Did you mean '{near}'?"
            yield ctx.report("FLD106", _type_span(layer), message, _retype(ctx, layer, near))
        return
    spans = [_type_span(layer) for layer in layers]
    related = others(ctx, spans)
    if is_refused(ctx) and ctx.target.layer_types is not None:
        caffes = dialects_of_type(type_)
        owners = f", which {whose(ctx, caffes)} {'have' if len(caffes) > 1 else 'has'}" if caffes else ""
        caffe = subject(ctx.target.name)
        message = f"{users(ctx, spans, 'has', 'have')} the unknown type '{type_}'{owners}. {caffe} {aborts}"
        yield ctx.report("FLD106", spans[0], message, related=related)
    elif private:
        message = (
            f"{users(ctx, spans, 'has', 'have')} type '{type_}', which no known Caffe has{params(ctx, type_)}. A Caffe "
            f"without it {aborts}. {WAY_OUT}"
        )
        yield ctx.report("FLD106", spans[0], message, severity=Severity.INFO, related=related)


def _refused_enums(ctx: NetContext) -> Iterator[Diagnostic]:
    """Old layers with an enum that the target's schema has, but that it makes no layer type of."""
    for layer in ctx.where(_is_refused_enum) if ctx.target.v1_types else ():
        words = f": Unknown V1LayerParameter layer type: {layer.type}" if ctx.target.formats.reads_v2 else ""
        wrong = f"layer '{layer.name}' has type {layer.type}, which Caffe cannot convert to the current format"
        message = f"{wrong}. Caffe aborts{words}"
        yield ctx.report("FLD106", _type_span(layer), message)


@memoized_by_content
def _is_refused_enum(layer: Layer, target: Schema) -> bool:
    return layer.block.name == "layers" and target.v1_types.get(layer.type, "") is None


@memoized_by_content
def _is_unknown(layer: Layer, target: Schema) -> bool:
    known = target.layer_types
    return layer.block.name == "layer" and (not layer.type or (known is not None and layer.type not in known))


def _type_span(layer: Layer) -> Span:
    node = layer.message_.field("type")
    return Span(node.value_start, node.end) if node is not None else Span(layer.block.start, layer.block.body_start)


def _retype(ctx: NetContext, layer: Layer, near: str) -> Fix | None:
    node = layer.message_.field("type")
    if not isinstance(node, Field) or node.raw[1:-1] != layer.type:
        return None
    edit = Edit(node.value_start + 1, node.end - 1, quoted(near, node.raw[0])[1:-1])
    return ctx.fix("FLD106", f"Replace '{layer.type}' with '{near}'", [edit])


@net_rule("FLD107")
def parameter_of_another_type(ctx: NetContext) -> Iterator[Diagnostic]:
    """FLD107: a `*_param` of BVLC Caffe in a layer of BVLC Caffe that does not read it."""
    for layer in ctx.where(_has_foreign_parameter):
        known = layer_type(layer.type)
        reads = listed(known.params if known is not None else ())
        only = f", only {reads}" if reads else ""
        for node in _foreign_parameters(layer):
            message = (
                f"{layer.type} layers do not read {node.name}{only}: Caffe silently ignores it in layer '{layer.name}'"
                f"{_lost(node)}"
            )
            yield ctx.report("FLD107", Span(node.start, node.body_start), message)


def _lost(block: Block) -> str:
    """What has no effect in a block that nobody reads, as the end of a message; empty if it is much."""
    fields = [f"{leaf.name}: {leaf.raw}" for leaf in leaves(block.items) if isinstance(leaf, Field)]
    if not fields or len(fields) > _SHOWN or len(fields) < len(list(leaves(block.items))):
        return ""
    return f". There, {listed(fields)} {'has' if len(fields) == 1 else 'have'} no effect."


@memoized_by_content
def _has_foreign_parameter(layer: Layer, target: Schema) -> bool:
    return bool(_foreign_parameters(layer))


def _foreign_parameters(layer: Layer) -> list[Block]:
    known = layer_type(layer.type)
    if layer.block.name != "layer" or known is None or known.dialects is not None:
        return []  # too little is known of the layers of forks
    own = schema().messages["LayerParameter"].fields
    return [
        node
        for name in layer.fields
        if name.endswith("_param") and name in own and name not in SHARED_PARAMS and name not in known.params
        for node in layer.fields[name]
        if isinstance(node, Block)
    ]
