"""NET108: layers that share a blob by the name of a `param`, but disagree on its rates or shape."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.content import ParamSpec, memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.caffe.schema.layer_types import blob_count
from bnlint.caffe.schema.messages import Schema
from bnlint.checks.context import NetContext, View
from bnlint.checks.registry import net_rule
from bnlint.text.diagnostics import Diagnostic, Related
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node

_WEIGHTED = {
    "Convolution": "convolution_param",
    "Deconvolution": "convolution_param",
    "InnerProduct": "inner_product_param",
}


class _Owner:
    """The first layer with a blob of this name, and the rates given for the blob so far."""

    __slots__ = ("decay_mult", "layer", "lr_mult", "position")

    def __init__(self, layer: Layer, position: int, param: ParamSpec) -> None:
        self.layer = layer
        self.position = position
        self.lr_mult = param.lr_mult
        self.decay_mult = param.decay_mult


@net_rule("NET108")
def shared_param_mismatch(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET108: a shared blob with different lr_mult, decay_mult or shapes."""
    named = sorted(ctx.where(has_names), key=lambda layer: layer.index)
    if not named:
        return
    mismatches: dict[tuple[int, int, int], tuple[str, str, list[View]]] = {}
    for view in ctx.views:
        for owner, layer, position, field, failed_check in _mismatches(ctx, [each for each in named if view.has(each)]):
            mismatches.setdefault((owner.index, layer.index, position), (field, failed_check, []))[2].append(view)
    for (first, second, position), (field, failed_check, views) in mismatches.items():
        owner, layer = ctx.net.layers[first], ctx.net.layers[second]
        node = owner.node("name") or owner.block
        related = (Related(Span(node.start, node.end), f"layer '{owner.name}' owns the blob"),)
        message = (
            f"layer '{layer.name}' shares a blob with layer '{owner.name}', but gives it a different {field or 'shape'}"
            f". Caffe aborts: Check failed: {failed_check} Make it the same in both."
        )
        yield ctx.report_in("NET108", _node_of(layer, position, field), message, views, related=related)


@memoized_by_content
def has_names(layer: Layer, target: Schema) -> bool:
    """Whether the layer names blobs, so that others may share them."""
    return any(param.name for param in layer.specs)


def _mismatches(ctx: NetContext, layers: list[Layer]) -> Iterator[tuple[Layer, Layer, int, str, str]]:
    """(owner, layer, number of its blob, wrong field or "", the check that fails), in Net::AppendParam's order."""
    owners: dict[str, _Owner] = {}
    masked = ctx.target.batch_norm.masks_statistics
    for layer in layers:
        count = blob_count(layer, ctx.target.name)
        for position, param in enumerate(layer.specs[:count]):
            if not param.name:
                continue
            owner = owners.get(param.name)
            if owner is None:
                owners[param.name] = _Owner(layer, position, param)
                continue
            if failed_check := _other_shape(owner, layer, position, param):
                yield owner.layer, layer, position, "", failed_check
            elif not (masked and "BatchNorm" in (layer.type, owner.layer.type)):
                for field in ("lr_mult", "decay_mult"):
                    if failed_check := _other_rate(owner, param, field):
                        yield owner.layer, layer, position, field, failed_check
                        break


def _other_rate(owner: _Owner, param: ParamSpec, field: str) -> str:
    """The check that fails if both give different rates; the first rate given holds for all."""
    mine, theirs = getattr(param, field), getattr(owner, field)
    if mine is None or mine == theirs:
        return ""
    if theirs is None:
        setattr(owner, field, mine)
        return ""
    kind = "lr" if field == "lr_mult" else "decay"
    return (
        f"param_spec->{field}() == params_{kind}_[learnable_param_id] ({mine:g} vs. {theirs:g}) Shared param "
        f"'{param.name}' has mismatched {field}."
    )


def _other_shape(owner: _Owner, layer: Layer, position: int, param: ParamSpec) -> str:
    """The check that fails if fields of the two layers show that their blobs have different shapes."""
    if position != owner.position or layer.type != owner.layer.type or layer.type not in _WEIGHTED or position > 1:
        return ""
    permissive = param.share_mode in ("PERMISSIVE", "1")
    mine, theirs = (_shape(each, position) for each in (layer, owner.layer))
    if not mine or not theirs or mine == theirs or (permissive and position == 0):
        return ""
    kind = "count" if permissive else "shape"
    return (
        f"this_blob->{kind}() == owner_blob->{kind}() Cannot share param '{param.name}' owned by layer "
        f"'{owner.layer.name}' with layer '{layer.name}'; {kind} mismatch."
    )


def _shape(layer: Layer, position: int) -> tuple[object, ...]:
    """What the layer's own fields tell about the shape of its weights (position 0) or bias; () if nothing."""
    message = layer.message(_WEIGHTED[layer.type])
    count = message.get("num_output") if message is not None else None
    if message is None or count is None:
        return ()
    if position == 1:
        return (count,)
    if layer.type == "InnerProduct":
        return () if message.value("transpose") else (count,)
    if layer.type == "Deconvolution":
        return ()  # the first axis is the number of input channels
    sizes = message.all("kernel_size") or [message.get("kernel_h"), message.get("kernel_w")]
    kernel = (sizes * 2)[:2]
    return () if None in kernel or len(sizes) > 2 else (count, *kernel)


def _node_of(layer: Layer, position: int, field: str) -> Node | Layer:
    block = layer.params[position].block
    if block is None:
        return layer
    return (field and Message.of(block, None).field(field)) or block
