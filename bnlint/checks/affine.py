"""BN104, BN105, BN108, BN109: gamma and beta after a BatchNorm: axes, learning, duplicates, readers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.layer_types import blob_count
from bnlint.checks.batchnorm import is_affine, is_transparent
from bnlint.checks.context import NetContext, View
from bnlint.checks.layer_edits import insert_after, remove_from, remove_layer
from bnlint.checks.registry import net_rule
from bnlint.checks.scale_links import scale_links
from bnlint.text.diagnostics import Diagnostic, Related
from bnlint.text.edits import Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf

_ENDS = frozenset(("Silence", "HDF5Output", "Accuracy", "BatchNorm", "BN"))
_OWN_AFFINE = ("scale_bias", "scale_filler", "bias_filler")


@net_rule("BN104")
def scale_axis(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN104: a Scale after a BatchNorm does not have one gamma per channel."""
    for link in scale_links(ctx):
        message = link.layer.message("scale_param") if _says_axis(link.layer, ctx.target) else None
        if message is None or not link.direct:
            continue
        axis, count = message.value("axis"), message.value("num_axes")
        if not isinstance(axis, int) or not isinstance(count, int) or (axis, count) == (1, 1):
            continue
        axes = {_axes(view, link.layer) for view, _ in link.direct}
        if len(axes) > 1 or _is_per_channel(axis, count, axes.pop()):
            continue
        node = (axis != 1 and message.field("axis")) or message.field("num_axes") or link.layer.block
        text = (
            f"Scale '{link.layer.name}' after BatchNorm '{link.direct[0][1].name}' has axis: {axis} and num_axes: "
            f"{count}, not one gamma per channel: Caffe silently sizes its blobs by other axes, such as the batch or "
            "the pixels. Use axis: 1 and num_axes: 1, the defaults."
        )
        yield ctx.report("BN104", node, text)


@memoized_by_content
def _says_axis(layer: Layer, target: messages.Schema) -> bool:
    message = layer.message("scale_param")
    return message is not None and not message.fields.keys().isdisjoint(("axis", "num_axes"))


def _is_per_channel(axis: int, count: int, axes: int | None) -> bool:
    """Whether `axis` and `count` surely come to, or may come to, axis 1 alone of a blob with `axes` axes."""
    if axes is None:
        return axis < 0 or (axis == 1 and count == -1)
    first = axis + axes if axis < 0 else axis
    return first == 1 and (count == 1 or (count == -1 and axes == 2))


def _axes(view: View, layer: Layer) -> int | None:
    """How many axes the layer's bottom has, as far as the layer that gave it its shape shows."""
    version = view.graph.bottoms[layer.index][0]
    while version is not None:
        producer = version.producer
        if producer.type == "InnerProduct":
            return 2 if producer.value("inner_product_param", "axis") == 1 else None
        if producer.type in ("Pooling", "LRN"):
            return 4
        if producer.type in ("Convolution", "Deconvolution"):
            sizes = producer.message("convolution_param")
            usual = sizes is not None and sizes.value("axis") == 1 and len(sizes.fields.get("kernel_size", ())) < 3
            return 4 if usual else None
        if producer.type not in ("BatchNorm", "ReLU", "PReLU", "ELU", "Sigmoid", "TanH", "Dropout", "Eltwise", "Scale"):
            return None
        version = view.graph.bottoms[producer.index][0] if view.graph.bottoms[producer.index] else None
    return None


@net_rule("BN105")
def half_frozen_scale(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN105: gamma has a `param` with lr_mult 0; beta has none and keeps learning."""
    for layer in ctx.of_type("Scale") if ctx.purpose.trains else ():
        block = layer.params[0].block if is_half_frozen(layer) else None
        if block is None:
            continue
        views = [view for view in ctx.views_of(layer) if view.has_loss and layer.index in view.flow.reached]
        if not views:
            continue
        message = (
            f"Scale '{layer.name}' has 1 param block, with lr_mult: 0, for 2 blobs: gamma is frozen, but beta silently "
            "keeps learning with lr_mult: 1. To freeze both, write param { lr_mult: 0 } twice."
        )
        new = insert_after(ctx, block, "param", [("lr_mult", "0"), ("decay_mult", "0")])
        fix = ctx.fix("BN105", "Add a second param block to freeze beta too", [new])
        yield ctx.report("BN105", block, message, fix)


def is_half_frozen(layer: Layer) -> bool:
    """Whether a Scale has one `param`, which freezes gamma, and a beta without any."""
    params = layer.specs
    return len(params) == 1 and not params[0].learns and is_affine(layer) and blob_count(layer) == 2


@net_rule("BN108")
def double_affine(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN108: a normalization with gamma and beta of its own, followed by a Scale."""
    affine = ctx.dialect.batch_norm.own_affine
    for link in scale_links(ctx):
        bns = {bn.layer.index: bn for _, bn in link.direct}
        bn = next(iter(bns.values())) if len(bns) == 1 else None
        if bn is None or not bn.own_affine:
            continue
        own = [bn.message.fields[name][-1] for name in _OWN_AFFINE if name in bn.message.fields]
        if affine == "scale_bias":  # without its fields, it is the BatchNorm of BVLC Caffe
            edits = partial(remove_from, ctx, bn.layer.block, list(own))
            fix = ctx.fix("BN108", f"Remove {_names(own)} and leave gamma and beta to the Scale", edits)
            yield _double(ctx, bn.layer, link.layer, fix)
        elif affine == "always" or bn.message.get("use_weight_bias") is True:
            yield _double(ctx, bn.layer, link.layer, _without_scale(ctx, link.layer))
    for layer in ctx.of_type("Scale") if ctx.dialect.batch_norm.affine_bn else ():
        views = ctx.views_of(layer)
        origins = {version.producer for view in views for version in view.graph.inputs(layer)}
        if is_affine(layer) and len(origins) == 1 and next(iter(origins)).type == "BN":
            yield _double(ctx, origins.pop(), layer, _without_scale(ctx, layer))


def _names(leaves: list[Leaf]) -> str:
    return " and ".join(leaf.name for leaf in leaves)


def _double(ctx: NetContext, first: Layer, scale: Layer, fix: Fix | None) -> Diagnostic:
    message = (
        f"{first.type} '{first.name}' has its own gamma and beta in {ctx.caffe_name(ctx.dialect)}, and "
        f"Scale '{scale.name}' silently applies a second pair to the same channels. Keep only one of them."
    )
    span = Span(scale.block.start, scale.block.body_start)
    return ctx.report("BN108", first, message, fix, related=(Related(span, f"Scale '{scale.name}' is here"),))


def _without_scale(ctx: NetContext, layer: Layer) -> Fix | None:
    """A fix that removes the Scale, if it works in place, so that no layer misses its top."""
    if not layer.in_place():
        return None
    return ctx.fix("BN108", f"Remove Scale '{layer.name}'", remove_layer(ctx, layer))


def _instead(scale: Layer) -> str:
    return f". Unless that is meant, let it read '{scale.tops[0]}'." if scale.tops else ""


@net_rule("BN109")
def unscaled_consumer(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN109: a layer besides the Scale reads the top of the BatchNorm."""
    reported: set[tuple[int, int]] = set()
    for link in scale_links(ctx):
        for view, bn in link.direct:
            version = view.graph.bottoms[link.layer.index][0]
            if version is None or len(version.consumers) < 2 or link.layer.in_place():
                continue
            for other, position in version.consumers:
                if (
                    (other.index, position) in reported
                    or is_affine(other)
                    or is_transparent(other)
                    or other.type in _ENDS
                ):
                    continue
                reported.add((other.index, position))
                message = (
                    f"{other.type} '{other.name}' reads BatchNorm '{bn.name}' directly, and silently misses the gamma "
                    f"and beta that Scale '{link.layer.name}' applies for the other readers{_instead(link.layer)}"
                )
                span = Span(link.layer.block.start, link.layer.block.body_start)
                where = (Related(span, f"Scale '{link.layer.name}' is here"),)
                yield ctx.report("BN109", other.node("bottom", position) or other, message, related=where)
