"""BN504: a bias that the BatchNorm right after it subtracts again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bnlint.caffe.graph.blobs import Version
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.state import TRAIN
from bnlint.checks.batchnorm import BatchNorm, batch_norms
from bnlint.checks.context import NetContext, View
from bnlint.checks.layer_edits import remove_from
from bnlint.checks.registry import net_rule
from bnlint.checks.shared_params import has_names
from bnlint.prototxt.nodes import Block, Field
from bnlint.prototxt.removal import comments
from bnlint.prototxt.style import insert_into
from bnlint.text.diagnostics import Diagnostic, Related
from bnlint.text.edits import Edit, Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node

# The layers with a bias per channel, and their messages.
_BIASED = {
    **dict.fromkeys(
        ("Convolution", "Deconvolution", "DepthwiseConvolution", "ConvolutionDepthwise"), "convolution_param"
    ),
    "InnerProduct": "inner_product_param",
}


@net_rule("BN504")
def redundant_bias(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN504: a convolution or inner product with a bias, whose only consumer is a BatchNorm, in a net that trains.

    In a net that is only run, the weights decide: they have the bias already.
    """
    ours = {bn.layer.index: bn for bn in batch_norms(ctx)} if ctx.purpose.trains else {}
    names = Counter(param.name for layer in ctx.where(has_names) for param in layer.specs) if ours else {}
    for layer in ctx.where(_has_bias, *_BIASED) if ours else ():
        views = ctx.views_of(layer)
        bns = [_only_reader(view, layer, ours) for view in views]
        if None in bns or not any(view.phase == TRAIN for view in views):
            continue
        if any(names[param.name] > 1 for param in layer.specs if param.name):
            continue
        if any(
            bn is not None and view.phase == TRAIN and bn.global_in(TRAIN) for bn, view in zip(bns, views, strict=True)
        ):
            continue
        bn = bns[0]
        if bn is not None:
            yield _report(ctx, layer, bn)


@memoized_by_content
def _has_bias(layer: Layer, target: Schema) -> bool:
    """Whether the layer has a bias per channel: along axis 1, which a BatchNorm normalizes."""
    param = _BIASED[layer.type]
    known = layer_type(layer.type, layer.schema.name) is not None and not layer.message_.unknown()
    return known and layer.value(param, "bias_term") is True and layer.value(param, "axis") == 1


def _only_reader(view: View, layer: Layer, ours: dict[int, BatchNorm]) -> BatchNorm | None:
    """The BatchNorm if nothing else reads the output of `layer`, directly or through Split and Flatten."""
    readers: list[Layer] = []
    queue: list[Version] = list(view.graph.tops[layer.index])
    if not queue:
        return None
    for version in queue:
        if not version.consumers:
            return None
        for reader, _ in version.consumers:
            if reader.index in ours:
                readers.append(reader)
            elif reader.type == "Split" or (reader.type == "Flatten" and reader.value("flatten_param", "axis") == 1):
                queue += view.graph.tops[reader.index]
            else:
                return None
    return ours[readers[0].index] if readers else None


def _report(ctx: NetContext, layer: Layer, bn: BatchNorm) -> Diagnostic:
    block = bn.layer.block
    related = (Related(Span(block.start, block.body_start), f"BatchNorm '{bn.name}' is here"),)
    settings = layer.message(_BIASED[layer.type])
    at = (settings.field("bias_term") if settings is not None else None) or layer
    message = (
        f"the bias of {layer.type} '{layer.name}' is redundant: BatchNorm '{bn.name}' right after it silently "
        "subtracts it with the batch mean"
    )
    return ctx.report("BN504", at, message, _without_bias(ctx, layer, settings), related=related)


def _without_bias(ctx: NetContext, layer: Layer, settings: Message | None) -> Fix | None:
    """The fix that sets bias_term: false and removes the filler and the second `param` of the bias."""
    if layer.old_params is not None or settings is None or settings.block is None:
        return None
    filler = settings.block_of("bias_filler")
    if filler is not None and "bias_term" not in settings.fields and comments(ctx.text, filler.start, filler.end):
        return None
    title = "Set bias_term: false; weights saved with a bias no longer load into the layer"
    return ctx.fix("BN504", title, lambda: _edits(ctx, layer, settings.block, settings.field("bias_term"), filler))


def _edits(
    ctx: NetContext, layer: Layer, block: Block | None, written: Field | None, filler: Block | None
) -> list[Edit]:
    text, newline = ctx.text, ctx.source.newline
    removed: list[Node] = list(layer.fields.get("param", ())[1:2])
    edits: list[Edit] = []
    if written is not None:
        edits.append(Edit(written.value_start, written.end, "false"))
        removed += [filler] if filler is not None else []
    elif block is not None:
        new = insert_into(text, block, "bias_term", "false", newline, first=filler is not None)
        edits.append(new if filler is None else Edit(filler.start, filler.end, new.text.strip()))
    return edits + remove_from(ctx, layer.block, removed)
