"""BN103: what the filler of a gamma starts it with: 0, or random numbers around 0."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.caffe.schema import messages
from bnlint.checks.batchnorm import is_affine
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import in_list, replace_message
from bnlint.checks.registry import net_rule
from bnlint.checks.scale_links import scale_links
from bnlint.prototxt.style import Style, insert_into
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Block
    from bnlint.prototxt.style import Tree

# Where each type keeps the fillers of its gamma. Types with messages that the dialect lacks are never looked at.
_GAMMA_FILLERS = {
    "Scale": ("scale_param", ("filler",)),
    "BatchNorm": ("batch_norm_param", ("scale_filler", "filler")),
    "BN": ("bn_param", ("slope_filler", "scale_filler")),
}
_TITLE = "Start gamma at 1"
# So many standard deviations around its mean are nearly all numbers of a gaussian filler.
_DEVIATIONS = 2


@net_rule("BN103")
def bad_scale_filler(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN103: gamma starts at 0 because its filler has no value, or at random numbers around 0."""
    serving = {link.layer.index for link in scale_links(ctx)}
    for layer in ctx.where(_starts_badly, *_GAMMA_FILLERS):
        name, filler = _filler(layer)
        kind = filler.value("type") if filler is not None else "constant"
        if kind == "constant":
            yield _starts_at_zero(ctx, layer, name, filler)
        elif filler is None or filler.block is None:
            continue
        elif kind == "bilinear":
            message = (
                f"the {name} of Scale '{layer.name}' is bilinear, which fills only blobs with four axes. Caffe aborts: "
                "Check failed: blob->num_axes() == 4 (1 vs. 4) Blob must be 4 dim."
            )
            yield ctx.report("BN103", filler.block, message, _constant(ctx, layer, name, filler.block))
        elif not ctx.purpose.deploy and (layer.type != "Scale" or layer.index in serving):
            message = (
                f"the {name} of {layer.type} '{layer.name}' is {kind}: gamma starts at random numbers around 0, so "
                "Caffe silently mutes some channels and turns the sign of others. Start it at 1."
            )
            severity = Severity.WARNING if ctx.purpose.trains else Severity.INFO
            yield ctx.report("BN103", filler.block, message, _constant(ctx, layer, name, filler.block), severity)


def _starts_at_zero(ctx: NetContext, layer: Layer, name: str, filler: Message | None) -> Diagnostic:
    subject = f"{layer.type} '{layer.name}' has no {name}"
    if filler is not None:
        subject = f"the {name} of {layer.type} '{layer.name}' has no value"
    message = (
        f"{subject}, which means 0: gamma silently starts at 0, so the output does not depend on the input. Start it "
        "at 1."
    )
    fix = ctx.fix("BN103", _TITLE, partial(_start_at_one, ctx, layer, name, filler))
    severity = None if ctx.purpose.trains else Severity.INFO
    return ctx.report("BN103", (filler and filler.block) or layer, message, fix, severity)


@memoized_by_content
def _starts_badly(layer: Layer, target: messages.Schema) -> bool:
    if (layer.type == "Scale" and not is_affine(layer)) or layer.type in layer.schema.batch_norm.unread_fillers:
        return False
    name, filler = _filler(layer)
    if filler is None:
        return bool(name) and layer.type in layer.schema.batch_norm.zero_gamma
    kind = filler.value("type")
    if filler.unknown():
        return False
    if kind == "bilinear":
        return layer.type == "Scale" and layer.value("scale_param", "num_axes") == 1
    return "value" not in filler.fields if kind == "constant" else _is_around_zero(filler)


def _is_around_zero(filler: Message) -> bool:
    """Whether a random filler gives numbers of both signs."""
    numbers = [filler.value(name) for name in ("mean", "std", "min")]
    if not all(isinstance(number, (int, float)) for number in numbers):
        return False
    mean, deviation, least = (float(number) for number in numbers)  # type: ignore[arg-type]
    kind = filler.value("type")
    if kind == "gaussian":
        return mean <= _DEVIATIONS * abs(deviation)
    return least < 0 if kind == "uniform" else kind in ("xavier", "msra")


def _filler(layer: Layer) -> tuple[str, Message | None]:
    """The name of the filler of gamma, empty if the type has none here, and the filler where it is written."""
    param, names = _GAMMA_FILLERS[layer.type]
    message = layer.message(param)
    declared = layer.schema.messages.get("FillerParameter")
    if message is not None and message.type is not None:
        for name in names:
            block = message.block_of(name)
            if block is not None and name in message.type.fields:
                return name, Message.of(block, declared)
    type_ = message.type if message is not None else layer.schema.messages.get("BNParameter")
    return next((name for name in names if type_ is not None and name in type_.fields), ""), None


def _start_at_one(ctx: NetContext, layer: Layer, name: str, filler: Message | None) -> list[Edit]:
    newline = ctx.source.newline
    if filler is not None and filler.block is not None:
        return [insert_into(ctx.document, filler.block, "value", "1", newline)]
    param = _GAMMA_FILLERS[layer.type][0]
    message = layer.message(param)
    if message is not None and message.block is not None:
        return [insert_into(ctx.document, message.block, name, [("value", "1")], newline)]
    return [insert_into(ctx.document, layer.block, param, [(name, [("value", "1")])], newline)]


def _constant(ctx: NetContext, layer: Layer, name: str, block: Block) -> Fix | None:
    """The fix that writes a constant filler in place of another one."""
    if in_list(block):
        return None
    style = Style(ctx.document, block, ctx.source.newline)
    tree: Tree = [("type", style.quoted("constant")), ("value", "1")]
    return ctx.fix("BN103", _TITLE, lambda: replace_message(ctx, layer, block, name, tree))
