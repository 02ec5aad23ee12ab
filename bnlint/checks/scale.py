"""BN101, BN102, BN107: the Scale after a BatchNorm, which gives it gamma and beta."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial

from bnlint.caffe.graph.gradient import blobs_of
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.caffe.net.read import load_net
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.schema.messages import Schema
from bnlint.checks.batchnorm import (
    BatchNorm,
    batch_norms,
    declines_affine,
    is_affine,
    is_transparent,
    may_be_affine,
    scales_of,
    standardizes_data,
)
from bnlint.checks.context import NetContext, View
from bnlint.checks.layer_edits import free_name, in_list, insert_layer, move_after, state_rules
from bnlint.checks.registry import net_rule
from bnlint.checks.scale_links import ScaleLink, scale_links
from bnlint.prototxt.nodes import Field, leaves
from bnlint.prototxt.style import Style, insert_into
from bnlint.prototxt.values import string
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.style import Tree

_HABITS = (("batch_norm", "scale"), ("batchnorm", "scale"), ("bnorm", "scale"), ("bn", "scale"))
_WEIGHTED = {
    "Convolution": "convolution_param",
    "Deconvolution": "convolution_param",
    "InnerProduct": "inner_product_param",
}
_SIBLINGS = 4  # that are read to find the training net of one that is only run
_LINEAR_PER_CHANNEL = frozenset(("Concat", "Split", "Dropout", "Slice", "Flatten", "Reshape", "Crop"))


@net_rule("BN101")
def missing_scale(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN101: no Scale after a BatchNorm in any state."""
    scaled = {bn.layer.index for scale in scale_links(ctx) for _, bn in scale.where}
    names = taken_names(ctx)
    for bn in batch_norms(ctx):
        views = ctx.views_of(bn.layer)
        if not views or not bn.layer.tops or bn.layer.index in scaled:
            continue
        if may_be_affine(ctx, bn) or declines_affine(bn):
            continue
        if any(scales_of(bn, view.graph) or standardizes_data(bn, view.graph) for view in views):
            continue
        pair = bn.pair
        if pair is not None and pair.layer.index < bn.layer.index and pair.layer.tops == bn.layer.tops:
            continue  # the first of a pair is reported for both
        where = views if len(views) < len(ctx.views) else ()
        reason = _harmless(ctx, bn, views)
        if reason:
            if not _trains(ctx) and bn.name in ctx.once(_unscaled_in_training):
                continue
            message = f"BatchNorm '{bn.name}' is not followed by a Scale, so it has no gamma or beta. {reason}"
            yield ctx.report("BN101", bn.layer, message, severity=Severity.INFO, views=where)
        else:
            message = (
                f"BatchNorm '{bn.name}' is not followed by a Scale: Caffe's BatchNorm has no gamma or beta of its own"
            )
            has_scale = _has_scale(ctx)
            if has_scale:
                message += ". Add a Scale with bias_term: true."
            fix = _insert_scale(ctx, bn, names) if has_scale and not in_list(bn.layer.block) else None
            yield ctx.report("BN101", bn.layer, message, fix, views=where)


def _has_scale(ctx: NetContext) -> bool:
    """Whether the Caffe of the file and the target have the layer at all."""
    messages = [caffe.messages.get("LayerParameter") for caffe in (ctx.target, ctx.dialect)]
    return all(message is not None and "scale_param" in message.fields for message in messages)


def _harmless(ctx: NetContext, bn: BatchNorm, views: list[View]) -> str:
    """Why a BatchNorm without gamma and beta may be right; empty if it hardly is."""
    if not _trains(ctx):
        return "In a net that is only run, the weights decide: this is right if it was trained without them."
    if all(_absorbed(bn, view) for view in views):
        return "The layers that read it have weights and a bias, which can do the same."
    return ""


def _trains(ctx: NetContext) -> bool:
    return not ctx.purpose.deploy and not ctx.is_only_tested


def _unscaled_in_training(ctx: NetContext) -> frozenset[str]:
    """The names of the BatchNorm layers in training nets of the same folder whose tops no Scale or Bias reads."""
    files = ctx.related_files
    if files is None:
        return frozenset()
    names: set[str] = set()
    for name in [each for each in files.siblings("train") if each.endswith(".prototxt")][:_SIBLINGS]:
        file = files.find(os.path.join(files.folder, name))
        net = load_net(file[1], ctx.target, ctx.session) if file is not None else None
        if net is not None and Purpose(net).trains:
            scaled = {bottom for layer in net.layers if layer.type in ("Scale", "Bias") for bottom in layer.bottoms}
            norms = [layer for layer in net.layers if layer.type == "BatchNorm"]
            names.update(layer.name for layer in norms if scaled.isdisjoint(layer.tops))
    return frozenset(names)


def _absorbed(bn: BatchNorm, view: View) -> bool:
    """Whether only layers with weights and a bias read the BatchNorm: they can learn the same as gamma and beta."""
    readers = [layer for layer in view.graph.downstream(bn.layer, _keeps_channels) if not _keeps_channels(layer)]
    return bool(readers) and all(
        layer.type in _WEIGHTED and layer.value(_WEIGHTED[layer.type], "bias_term") is True for layer in readers
    )


def _keeps_channels(layer: Layer) -> bool:
    """Whether a gamma and beta of each channel after the layer do the same as before it."""
    return layer.type in _LINEAR_PER_CHANNEL or _upsamples(layer)


@memoized_by_content
def _upsamples(layer: Layer) -> bool:
    """Whether the layer is a frozen bilinear upsampling of each channel."""
    message = layer.message("convolution_param") if layer.type == "Deconvolution" else None
    filler = message.block_of("weight_filler") if message is not None else None
    if message is None or filler is None or not layer.specs or layer.specs[0].learns:
        return False
    bilinear = Message.of(filler, layer.schema.messages["FillerParameter"]).get("type") == "bilinear"
    return bilinear and message.value("group") == message.get("num_output")


def _insert_scale(ctx: NetContext, bn: BatchNorm, names: set[str]) -> Fix:
    """A Scale in the style of the BatchNorm, after it or after both halves of its pair."""
    paired = bn.pair is not None and bn.pair.layer.tops == bn.layer.tops
    last = bn.pair.layer if bn.pair is not None and paired else bn.layer
    name = scale_name(bn.name, names)
    title = f"Insert Scale '{name}' with bias_term: true after '{last.name}'"
    return ctx.fix("BN101", title, partial(_insertion, ctx, bn.layer, last, name, not paired))


def _insertion(ctx: NetContext, layer: Layer, last: Layer, name: str, guarded: bool) -> list[Edit]:
    """The edit that inserts a Scale `name` for `layer` after `last`; if `guarded`, with the layer's state rules."""
    style = Style(ctx.document, last.block, ctx.source.newline)
    return [insert_layer(ctx, last, scale_layer(style, layer, name, guarded, [("bias_term", "true")]))]


def scale_layer(style: Style, layer: Layer, name: str, guarded: bool, settings: Tree) -> Tree:
    """The fields of a Scale that works in place on the top of `layer`; if `guarded`, in the states of that layer."""
    top = style.quoted(layer.tops[0])
    tree: Tree = [("name", style.quoted(name)), ("type", style.quoted("Scale")), ("bottom", top), ("top", top)]
    return [*tree, *(state_rules(layer) if guarded else ()), ("scale_param", settings)]


def taken_names(ctx: NetContext) -> set[str]:
    """The names of all layers; both, of a layer with two."""
    names = {layer.name for layer in ctx.net.layers}
    if any(error.kind == "repeated" and error.name == "name" for error in ctx.schema_errors):
        written = (leaf for layer in ctx.net.layers for leaf in leaves(layer.block.items) if leaf.name == "name")
        names.update(string(leaf.raw) or "" for leaf in written if isinstance(leaf, Field))
    return names


def scale_name(name: str, taken: set[str]) -> str:
    """An unused name for the Scale of the BatchNorm `name`, in the same style."""
    new = _by_habit(name)
    if new is None or new in taken:
        new = f"{name}_scale"
    return free_name(new, taken)


def _by_habit(name: str) -> str | None:
    lower = name.lower()
    for old, scale in _HABITS:
        if old not in lower:
            continue
        matches = list(
            re.finditer(rf"(?<![A-Za-z]){old}(?![a-z])|(?<=[a-z]){old.title()}(?![a-z])", name, re.IGNORECASE)
        )
        if matches:
            m = matches[-1]
            return name[: m.start()] + _in_case_of(m[0], scale) + name[m.end() :]
    return None


def _in_case_of(old: str, new: str) -> str:
    if old.isupper() and len(old) > 2:
        return new.upper()
    return new.capitalize() if old[0].isupper() else new


@net_rule("BN102")
def scale_without_bias(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN102: the Scale of a BatchNorm has no beta, and no Bias follows."""
    ours = {bn.layer.index for bn in batch_norms(ctx) if not bn.own_affine}
    for layer in ctx.where(_lacks_bias, "Scale"):
        views = ctx.views_of(layer)
        serves = any(up.index in ours for view in views for up in view.graph.upstream(layer, is_transparent))
        biased = any(down.type == "Bias" for view in views for down in view.graph.downstream(layer, is_transparent))
        if serves and not biased:
            message = (
                f"Scale '{layer.name}' of a BatchNorm has no beta, because bias_term is false: Caffe silently applies "
                "gamma alone. "
            )
            if ctx.purpose.deploy:  # the weights decide
                message += "In a net that is only run, this is right if the weights have no beta."
                yield ctx.report("BN102", layer, message, severity=Severity.INFO)
                continue
            fix = ctx.fix("BN102", "Set bias_term: true", [_set_bias(ctx, layer)])
            yield ctx.report("BN102", layer, message + "Set bias_term: true.", fix)


@memoized_by_content
def _lacks_bias(layer: Layer, target: Schema) -> bool:
    bias_term = layer.value("scale_param", "bias_term")
    return is_affine(layer) and bias_term is False and not layer.message_.unknown()


def _set_bias(ctx: NetContext, layer: Layer) -> Edit:
    message = layer.message("scale_param")
    written = message.field("bias_term") if message is not None else None
    if written is not None:
        return Edit(written.value_start, written.end, "true")
    if message is not None and message.block is not None:
        return insert_into(ctx.document, message.block, "bias_term", "true", ctx.source.newline, first=True)
    return insert_into(ctx.document, layer.block, "scale_param", [("bias_term", "true")], ctx.source.newline)


@net_rule("BN107")
def scale_not_adjacent(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN107: other layers come between a BatchNorm (or the later half of a pair) and its Scale."""
    for link in scale_links(ctx):
        bn = _last(link)
        if bn is None:
            continue
        scale = link.layer
        between = ctx.net.layers[bn.layer.index + 1 : scale.index]
        if not between or all(layer.type == "Scale" and layer.bottoms == scale.bottoms for layer in between):
            continue
        layers = "1 layer comes" if len(between) == 1 else f"{len(between)} layers come"
        message = (
            f"{layers} between BatchNorm '{bn.name}' and its Scale '{scale.name}': Caffe does not mind, but scripts "
            "that merge the two expect the Scale to be the next layer"
        )
        span = Span(bn.layer.block.start, bn.layer.block.body_start)
        related = (Related(span, f"BatchNorm '{bn.name}' is here"),)
        yield ctx.report("BN107", scale, message, _move(ctx, bn, scale, between), related=related)


def _last(link: ScaleLink) -> BatchNorm | None:
    """The BatchNorm that the Scale follows, of a pair the later half; None if it follows several others."""
    bns = {bn.layer.index: bn for _, bn in link.direct}
    bn = bns[max(bns)] if bns else None
    alone = bn is not None and (len(bns) == 1 or (len(bns) == 2 and bn.pair is not None and bn.pair.layer.index in bns))
    return bn if alone else None


def _move(ctx: NetContext, bn: BatchNorm, scale: Layer, between: list[Layer]) -> Fix | None:
    """The fix, if no layer in between reads or writes the blobs of the Scale."""
    blobs = {*scale.bottoms, *scale.tops}
    if any(blobs.intersection((*layer.bottoms, *layer.tops)) for layer in between):
        return None
    edits = move_after(ctx, scale.block, bn.layer.block)
    if not edits:
        return None
    safe = not any(blobs_of(layer) or layer.in_place() for layer in between)
    title = f"Move Scale '{scale.name}' right after BatchNorm '{bn.name}'"
    if not safe:
        title += "; solver states saved in the old order no longer fit"
    return ctx.fix("BN107", title, edits, Applicability.SAFE if safe else Applicability.UNSAFE)
