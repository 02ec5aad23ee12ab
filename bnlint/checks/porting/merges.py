"""Ports BatchNorm and Scale to a target that lacks one of these types: both become one layer."""

from __future__ import annotations

from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.checks.batchnorm import is_affine, is_frozen
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import (
    in_list,
    insert_after_top,
    remove_from,
    remove_layer,
    replace_message,
    retype,
    tree_of,
)
from bnlint.prototxt.nodes import Block
from bnlint.prototxt.values import quoted
from bnlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.prototxt.style import Tree

    Merge = tuple[str, str, str, Callable[[], list[Edit]]]

_WEIGHTS_BN = (
    "Weights: the blobs of the Scale become blobs 0 and 1 of the BN (slope, bias); mean and variance, divided by the "
    "factor, become blobs 2 and 3"
)
_WEIGHTS_NVIDIA = "Weights: the blobs of the Scale become the BatchNorm's own scale and bias"


def merge(ctx: NetContext, layer: Layer) -> Merge | None:
    """What a `Move` takes, for a BatchNorm or Scale that the target lacks: weights, title, titles and edits."""
    fields = ctx.target.messages["LayerParameter"].fields
    declared = ctx.target.messages.get("BNParameter")
    if layer.type == "BatchNorm" and "bn_param" in fields and declared and "slope_filler" in declared.fields:
        scale = _partner(ctx, layer)
        return _into_bn(ctx, layer, scale) if scale is not None else None
    own = ctx.target.messages.get("BatchNormParameter")
    if layer.type == "Scale" and own is not None and "scale_filler" in own.fields and layer.index:
        bn = ctx.net.layers[layer.index - 1]
        return _into_own(ctx, bn, layer) if bn.type == "BatchNorm" and _partner(ctx, bn) is layer else None
    return None


def _partner(ctx: NetContext, bn: Layer) -> Layer | None:
    """The Scale right after a BatchNorm, its only reader, with gamma and beta for each channel."""
    layers = ctx.net.layers
    scale = layers[bn.index + 1] if bn.index + 1 < len(layers) else None
    if scale is None or not is_affine(scale) or in_list(scale.block):
        return None
    if in_list(bn.block) or len(bn.tops) != 1 or len(bn.bottoms) != 1 or bn.tops != scale.bottoms:
        return None
    if (bn.include, bn.exclude, bn.phase) != (scale.include, scale.exclude, scale.phase) or len(scale.tops) != 1:
        return None
    message = scale.message("scale_param")
    plain = message is not None and not {"axis", "num_axes"} & set(message.fields) and not message.unknown()
    if not plain or scale.value("scale_param", "bias_term") is not True:
        return None
    for view in ctx.views_of(bn):
        readers = view.graph.outputs(bn)[0].consumers
        if [reader.index for reader, _ in readers] != [scale.index]:
            return None
    return scale


def _fillers(scale: Layer, names: tuple[str, str]) -> Tree:
    """The fillers of a Scale under the names of the fork, with the defaults of Caffe where it sets none."""
    message = scale.message("scale_param")
    assert message is not None
    start, shift = message.block_of("filler"), message.block_of("bias_filler")
    one: Tree = [("type", '"constant"'), ("value", "1")]
    zero: Tree = [("type", '"constant"'), ("value", "0")]
    return [(names[0], tree_of(start) if start else one), (names[1], tree_of(shift) if shift else zero)]


def _into_bn(ctx: NetContext, bn: Layer, scale: Layer) -> Merge | None:
    written = bn.message("batch_norm_param")
    message = written or Message({}, ctx.dialect.messages.get("BatchNormParameter"), None)
    uses = message.get("use_global_stats")
    params = [leaf for leaf in scale.fields.get("param", ()) if isinstance(leaf, Block)]
    if message.unknown() or uses is False or (uses is True and ctx.purpose.trains and not is_frozen(scale, 2)):
        return None
    if any(param.name for param in bn.specs):
        return None
    tree: Tree = _fillers(scale, ("slope_filler", "bias_filler"))
    fraction, eps = message.field("moving_average_fraction"), message.field("eps")
    default = message.value("moving_average_fraction")
    if fraction is not None or (isinstance(default, float) and not ctx.purpose.deploy):
        tree.append(("momentum", fraction.raw if fraction is not None else f"{default:.6g}"))
    if eps is not None:
        tree.append(("eps", eps.raw))
    if uses is True and ctx.purpose.trains:
        tree.append(("frozen", "true"))
    after_top: Tree = [("param", tree_of(param)) for param in params]
    edits = [*retype(bn, "BN"), *remove_from(ctx, bn.block, list(bn.fields.get("param", ())))]
    if message.block is None:
        after_top.append(("bn_param", tree))
    else:
        edits += replace_message(ctx, bn, message.block, "bn_param", tree)
    edits += [*insert_after_top(ctx, bn, after_top), *_absorbed(ctx, bn, scale)]
    title = f"Merge '{bn.name}' and Scale '{scale.name}' into one BN layer"
    return _WEIGHTS_BN, title, "Merge {} pairs of BatchNorm and Scale into one BN layer each", lambda: edits


def _into_own(ctx: NetContext, bn: Layer, scale: Layer) -> Merge | None:
    written = bn.message("batch_norm_param")
    if scale.specs or (written is not None and (written.block is None or written.unknown())):
        return None
    fillers = _fillers(scale, ("scale_filler", "bias_filler"))
    block = written.block if written is not None else None
    kept = tree_of(block) if block is not None else []
    edits = replace_message(ctx, bn, block, "batch_norm_param", [*kept, *fillers])
    edits += _absorbed(ctx, bn, scale)
    title = f"Merge Scale '{scale.name}' into BatchNorm '{bn.name}'"
    return _WEIGHTS_NVIDIA, title, "Merge {} Scale layers into the BatchNorm before them", lambda: edits


def _absorbed(ctx: NetContext, bn: Layer, scale: Layer) -> list[Edit]:
    """Edits that remove the Scale and give its top to the BatchNorm."""
    edits = remove_layer(ctx, scale)
    top = bn.message_.field("top")
    if top is not None and scale.tops != bn.tops:
        edits.append(Edit(top.value_start, top.end, quoted(scale.tops[0], top.raw[0])))
    return edits
