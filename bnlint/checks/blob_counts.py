"""NET105, NET109: the numbers of bottoms, tops, loss weights and `param` blocks that a type of layer accepts."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema.layer_types import LayerType, blob_count, layer_type
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.shapes.counts import tops_made, wrong_count
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import remove_from
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import ErrorNode, Field
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node

    #: (where, what is wrong with the layer, the check that fails)
    Refusal = tuple[Node | Layer, str, str]

# The fields of a `param`, in the current format and in that of 2014.
_PARAMS = ("param", "blobs_lr", "weight_decay", "blob_share_mode")


def is_understood(layer: Layer, known: LayerType) -> bool:
    """Whether all fields that the counts may depend on are known and have values of the right type."""
    if layer.message_.unknown():
        return False
    for param in known.params:
        message = layer.message(param)
        if message is None:
            continue
        values = [name for name, leaves in message.fields.items() if type(leaves[-1]) is Field]
        if message.unknown() or None in map(message.get, values):
            return False
    return True


def _known(layer: Layer, target: Schema) -> LayerType | None:
    """The type, if its numbers of blobs are known for sure: for a target of BVLC, or one whose sources say them.

    Forks change how many blobs a layer accepts (a third bottom for a loss, an Eltwise with one bottom).
    """
    return layer_type(layer.type, target.name) if target.is_bvlc or target.is_read else None


@net_rule("NET105")
def wrong_blob_count(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET105: too few or too many bottoms, tops, propagate_down or loss_weight fields for the type of layer."""
    for layer in ctx.where(_is_refused):
        refused = _refusal(layer, ctx.target)
        views = ctx.views_of(layer)
        if refused is not None and views and not _has_lost_blob(ctx, layer):
            at, wrong, failed_check = refused
            message = f"{layer.type} '{layer.name}' {wrong}. Caffe aborts: Check failed: {failed_check}"
            yield ctx.report_in("NET105", at, message, views)


def _has_lost_blob(ctx: NetContext, layer: Layer) -> bool:
    """Whether a syntax error hides a bottom or a top."""
    lost = [item for item in layer.block.items if type(item) is ErrorNode] if ctx.document.faults else []
    return any(ctx.text.startswith(("bottom", "top"), item.start) for item in lost)


@memoized_by_content
def _is_refused(layer: Layer, target: Schema) -> bool:
    return _refusal(layer, target) is not None


def _refusal(layer: Layer, target: Schema) -> Refusal | None:
    known = _known(layer, target)
    refused = _propagate_down(layer, target)
    if refused is None and known is not None:
        refused = _blobs(layer, known) or (_loss_weights(layer, known) if target.is_bvlc else None)
    return refused if known is None or refused is None or is_understood(layer, known) else None


def _propagate_down(layer: Layer, target: Schema) -> Refusal | None:
    """The check of Net::Init that fails before the layer is created."""
    if not layer.fields.get("propagate_down") or layer.block.name != "layer":
        return None
    count, bottoms = len(layer.fields["propagate_down"]), len(layer.bottoms)
    if count == bottoms or "propagate_down" not in target.messages["LayerParameter"].fields:
        return None
    wrong = f"has {_count(bottoms, 'bottom')}, but {_count(count, 'propagate_down field')}"
    failed_check = (
        f"layer_param.propagate_down_size() == layer_param.bottom_size() ({count} vs. {bottoms}) propagate_down param "
        "must be specified either 0 or bottom_size times"
    )
    return layer.fields["propagate_down"][min(count - 1, bottoms)], wrong, failed_check


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' * (number != 1)}"


def _blobs(layer: Layer, known: LayerType) -> Refusal | None:
    """The check that fails in Layer::CheckBlobCounts, or in Filter, which has its own."""
    wrong = wrong_count(layer, known)
    if wrong is None:
        return None
    field, first, failed_check = wrong
    counts = {"bottom": len(layer.bottoms), "top": tops_made(layer, known)}
    what = " and ".join(_count(number, side) for side, number in counts.items() if field in ("", side))
    return (layer.node(field, first) if field else None) or layer, f"has {what}", failed_check.rstrip()


def _loss_weights(layer: Layer, known: LayerType) -> Refusal | None:
    """The check that fails in Layer::SetLossWeights, of the layer or of the layer inside it (SoftmaxWithLoss).

    A loss layer without loss_weight has been given one by then.
    """
    written = layer.fields.get("loss_weight", [])
    weights = len(written) or int(known.loss)
    tops = tops_made(layer, known)
    if not weights or (weights == tops and tops <= (known.usable_tops or tops)):
        return None
    wrong = f"has {_count(tops, 'top')}, but {_count(weights, 'loss_weight field')}"
    if known.usable_tops is not None and tops > known.usable_tops:
        wrong = f"has {_count(tops, 'top')}, but may have at most {known.usable_tops}"
    if known.usable_tops is not None and weights != known.usable_tops:
        tops = known.usable_tops
    failed_check = (
        f"top.size() == num_loss_weights ({tops} vs. {weights}) loss_weight must be unspecified or specified once per "
        "top blob."
    )
    return (written[-1] if len(written) > tops else layer.node("top", 1) or layer), wrong, failed_check


@net_rule("NET109")
def too_many_params(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET109: more `param` blocks than learnable blobs; those of BatchNorm are BN204."""
    for layer in ctx.where(_has_too_many_params):
        views = ctx.views_of(layer)
        if views:
            params, blobs = _count_params(layer), blob_count(layer, ctx.target.name) or 0
            written = f"{params} param{' block' if layer.old_params is None else ''}{'s' * (params != 1)}"
            known = layer_type(layer.type)
            unbiased = known is not None and any(layer.value(each, "bias_term") is False for each in known.params)
            learnable = f"only {blobs} learnable blob{'s' * (blobs != 1)}" if blobs else "no learnable blobs"
            learnable += " (bias_term is false)" * unbiased
            message = (
                f"{layer.type} '{layer.name}' has {written} but {learnable}. Caffe aborts: "
                f"Check failed: param_size <= num_param_blobs ({params} vs. {blobs}) Too many params specified for "
                f"layer {layer.name}. Remove the last {params - blobs if params - blobs > 1 else 'one'}"
                f"{', or set bias_term: true' * (unbiased and params == blobs + 1)}."
            )
            at = next((node for name in _PARAMS if (node := layer.node(name, blobs))), layer)
            fix = _without_surplus(ctx, layer) if unbiased and blobs == 1 else None
            yield ctx.report_in("NET109", at, message, views, fix)


def _without_surplus(ctx: NetContext, layer: Layer) -> Fix | None:
    """The fix that keeps the first `param`; none if ``bias_term: false`` is not written, and thus may be a mistake."""
    surplus = [param.block for param in layer.params[1:] if param.block is not None]
    known = layer_type(layer.type)
    written = [layer.message(name) for name in (known.params if known is not None else ())]
    if layer.old_params is not None or not any(each is not None and "bias_term" in each.fields for each in written):
        return None
    return ctx.fix("NET109", "Keep only the first param block", lambda: remove_from(ctx, layer.block, surplus))


@memoized_by_content
def _has_too_many_params(layer: Layer, target: Schema) -> bool:
    known = _known(layer, target) if layer.type != "BatchNorm" else None
    blobs = known.blobs(layer) if known is not None else None
    return known is not None and blobs is not None and _count_params(layer) > blobs and is_understood(layer, known)


def _count_params(layer: Layer) -> int:
    return len(layer.fields.get("param", ()) if layer.old_params is None else layer.old_params)
