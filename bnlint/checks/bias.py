"""BN504: a bias that the normalization right after it subtracts again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bnlint.caffe import fine_tuning
from bnlint.caffe.graph.blobs import Version
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.state import TRAIN
from bnlint.checks.batchnorm import batch_norms
from bnlint.checks.context import NetContext, View
from bnlint.checks.layer_edits import remove_from
from bnlint.checks.registry import net_rule
from bnlint.checks.shared_params import has_names
from bnlint.prototxt.nodes import Block, Field
from bnlint.prototxt.removal import comments
from bnlint.prototxt.style import Style, insert_into, place_of
from bnlint.text.diagnostics import Diagnostic, Related
from bnlint.text.edits import Edit, Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.schema.traits import Blobs
    from bnlint.prototxt.nodes import Node

# The layers with a bias per channel, and their messages.
_BIASED = {
    **dict.fromkeys(
        ("Convolution", "Deconvolution", "DepthwiseConvolution", "ConvolutionDepthwise"), "convolution_param"
    ),
    "InnerProduct": "inner_product_param",
}

# Blobs whose third one is, or stands for, the factor that the stored mean is multiplied by.
_SCALED = (("mean", "variance", "factor"), ("mean", "variance", "reserved"))

# Fewer layers without a weight_filler may be faults of their own: with more, the net starts from trained weights.
_LEAST_UNFILLED = 3


@net_rule("BN504")
def redundant_bias(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN504: a convolution or inner product with a bias, whose only consumer normalizes by the batch, in training.

    In a net that is only run, and in layers that need trained weights, the weights decide: they have the bias already.
    """
    ours = _normalizing(ctx) if ctx.purpose.trains else {}
    given = ctx.once(_given) if ours else set()
    names = Counter(param.name for layer in ctx.where(has_names) for param in layer.specs) if ours else {}
    for layer in ctx.where(_has_bias, *_BIASED) if ours else ():
        if layer.index in given or ctx.is_only_tested:
            continue
        views = ctx.views_of(layer)
        readers = [_only_readers(view, layer, ours) for view in views]
        if not all(readers) or not any(view.phase == TRAIN for view in views):
            continue
        if any(names[param.name] > 1 for param in layer.specs if param.name):
            continue
        in_train = [each for some, view in zip(readers, views, strict=True) if view.phase == TRAIN for each in some]
        if all(ours[each.index] for each in in_train):
            yield _report(ctx, layer, readers[0][0])


def _normalizing(ctx: NetContext) -> dict[int, bool]:
    """The layers that normalize, by index, and whether they subtract the mean of the batch in TRAIN."""
    found = {bn.layer.index: not bn.global_in(TRAIN) for bn in batch_norms(ctx)}
    return found | {layer.index: _takes_batch_mean(layer) for layer in ctx.of_type(*ctx.dialect.batch_norm.types)}


def _given(ctx: NetContext) -> set[int]:
    """The layers, by index, whose weights no filler makes: they are those of a trained model."""
    unfilled = {
        layer.index for layer in ctx.net.layers if fine_tuning.param_of(layer) and fine_tuning.is_unfilled(layer)
    }
    return unfilled if len(unfilled) >= _LEAST_UNFILLED else set()


@memoized_by_content
def _has_bias(layer: Layer, target: Schema) -> bool:
    """Whether the layer has a bias per channel: along axis 1, which a BatchNorm normalizes."""
    message = layer.message(_BIASED[layer.type])
    if message is None or layer_type(layer.type, layer.schema.name) is None or layer.message_.unknown():
        return False
    has_axis = message.type is not None and "axis" in message.type.fields  # old Caffes only know axis 1
    return message.value("bias_term") is True and (not has_axis or message.value("axis") == 1)


@memoized_by_content
def _takes_batch_mean(layer: Layer) -> bool:
    """Whether a fork's own normalization takes the mean of the batch in TRAIN, as it does unless a field forbids it."""
    facts = layer.schema.batch_norm.types[layer.type]
    message = layer.message(str(facts["param"]))
    if layer.message_.unknown() or (message is not None and message.unknown()):
        return False
    fixed_by = facts.get("fixed_by")
    if message is None or not isinstance(fixed_by, dict):
        return True
    return not any(message.value(name) == value for name, value in fixed_by.items())


def _only_readers(view: View, layer: Layer, ours: dict[int, bool]) -> list[Layer]:
    """The layers of `ours` that read the output of `layer`, directly or through Split and Flatten.

    Empty if others read it, too.
    """
    readers: list[Layer] = []
    queue: list[Version] = list(view.graph.tops[layer.index])
    for version in queue:
        if not version.consumers:
            return []
        for reader, _ in version.consumers:
            if reader.index in ours:
                readers.append(reader)
            elif reader.type == "Split" or (reader.type == "Flatten" and reader.value("flatten_param", "axis") == 1):
                queue += view.graph.tops[reader.index]
            else:
                return []
    return readers


def _report(ctx: NetContext, layer: Layer, norm: Layer) -> Diagnostic:
    related = (Related(Span(norm.block.start, norm.block.body_start), f"{norm.type} '{norm.name}' is here"),)
    settings = layer.message(_BIASED[layer.type])
    at = (settings.field("bias_term") if settings is not None else None) or layer
    message = (
        f"Bias of '{layer.name}' before {norm.type} '{norm.name}' is superfluous: the batch mean takes it out. "
        f"To drop it: bias_term: false{_in_weights(ctx, norm)}."
    )
    return ctx.report("BN504", at, message, _without_bias(ctx, layer, settings), related=related)


def _in_weights(ctx: NetContext, norm: Layer) -> str:
    """What to do in trained weights: the stored mean contains the bias, times the factor if there is one."""
    traits = ctx.dialect.batch_norm
    own = traits.blobs if norm.type == "BatchNorm" else traits.types[norm.type].get("blobs")
    layouts: list[Blobs] = list(own.values()) if isinstance(own, dict) else [own] if isinstance(own, tuple) else []
    stored = [blobs for blobs in layouts if "mean" in blobs]
    scaled = [blobs for blobs in stored if blobs[:3] in _SCALED]
    if not stored or len(stored) < len(layouts) or len(scaled) not in (0, len(stored)):
        return ""
    return f", and in the weights mean -= bias{' * factor' if scaled else ''}"


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
    removed: list[Node] = list(layer.fields.get("param", ())[1:2])
    edits: list[Edit] = []
    if written is not None:
        edits.append(Edit(written.value_start, written.end, "false"))
        removed += [filler] if filler is not None else []
    elif block is not None:
        newline = ctx.source.newline
        if filler is not None:
            edits.append(
                Edit(filler.start, filler.end, Style(ctx.document, block, newline).field("bias_term", "false"))
            )
        else:
            place = place_of(ctx.document, block, "bias_term")
            edits.append(insert_into(ctx.document, block, "bias_term", "false", newline, after=place))
    return edits + remove_from(ctx, layer.block, removed)
