"""BN2: `param` blocks on the three statistics of a BatchNorm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.message import Message
from bnlint.caffe.net.view import Layer, ParamSpec
from bnlint.caffe.schema.messages import Schema
from bnlint.checks.batchnorm import BatchNorm, removal
from bnlint.checks.context import NetContext
from bnlint.prototxt.nodes import Block, span_of
from bnlint.prototxt.style import insert_into
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Edit
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.checks.context import Fact

_STATISTICS = 3


def _with(ctx: NetContext, fact: Fact) -> Iterator[BatchNorm]:
    """The BatchNorm layers for which `fact` holds, and that have no gamma and beta of their own."""
    return (bn for bn in ctx.batch_norms if fact(bn.layer, ctx.target) and not bn.own_affine)


def _params(layer: Layer) -> list[tuple[ParamSpec, Block]]:
    return [(param, param.block) for param in layer.params if param.block is not None]


def _is_understood(layer: Layer, target: Schema) -> bool:
    """Whether the layer has `param`, and all fields of them are known and fit."""
    if not layer.params or len(layer.params) != len(layer.fields.get("param", ())):
        return False
    return all(param.block is not None and _fits(param.block, target) for param in layer.params)


def _fits(block: Block, target: Schema) -> bool:
    message = Message.of(block, target.messages["ParamSpec"])
    return all(message.get(name) is not None for name in message.fields)


@memoized_by_content
def _is_idle_triple(layer: Layer, target: Schema) -> bool:
    idle = not any(param.learns or param.name or param.decay_mult not in (None, 0) for param in layer.specs)
    return len(layer.specs) == _STATISTICS and idle and _is_understood(layer, target)


@memoized_by_content
def _learns_statistics(layer: Layer, target: Schema) -> bool:
    wrong = any(param.learns for param in layer.specs[:_STATISTICS])
    return len(layer.specs) != _STATISTICS and wrong and _is_understood(layer, target)


@memoized_by_content
def _is_busy_triple(layer: Layer, target: Schema) -> bool:
    busy = any(param.learns or param.decay_mult not in (None, 0) for param in layer.specs)
    return len(layer.specs) == _STATISTICS and busy and _is_understood(layer, target)


def obsolete_params(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN201: three unnamed lr_mult: 0, where the target masks the statistics itself and nothing else changes."""
    if not all(caffe.batch_norm.masks_statistics for caffe in (ctx.target, ctx.dialect)):
        return
    for bn in _with(ctx, _is_idle_triple):
        at = span_of(bn.layer.block, "param")
        if at is None or not _gradient_passes_anyway(ctx, bn):
            continue
        message = (
            f"the three param blocks of BatchNorm '{bn.name}' are obsolete: Caffe keeps the solver off its "
            "statistics by itself, and rewrites them at every load"
        )
        fix = ctx.fix("BN201", "Remove the three param blocks", partial(_without_params, ctx, bn.layer))
        yield ctx.report("BN201", Span(*at), message, fix, tags=("unnecessary",))


def _without_params(ctx: NetContext, layer: Layer) -> list[Edit]:
    return removal(layer, ctx.text, ctx.source.newline, [block for _, block in _params(layer)])


def _gradient_passes_anyway(ctx: NetContext, bn: BatchNorm) -> bool:
    """Whether Caffe counts the layer as needing backward also without the triple, in every state with a loss.

    The triple can keep backward out of a frozen stem: net construction takes a rate of 1 where none is written.
    """
    return all(view.flow.bottom_needs(bn.layer) for view in ctx.views_of(bn.layer) if view.has_loss)


def learnable_statistics(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN202: a number of `param` other than three, one of them with a learning rate: Caffe aborts."""
    if not all(caffe.batch_norm.refuses_nonzero_lr for caffe in (ctx.target, ctx.dialect)):
        return
    for bn in _with(ctx, _learns_statistics):
        params = _params(bn.layer)
        wrong = [(param, block) for param, block in params[:_STATISTICS] if param.learns]
        rate = 1.0 if wrong[0][0].lr_mult is None else wrong[0][0].lr_mult
        message = (
            f"BatchNorm '{bn.name}' has {len(params)} param, and lr_mult is not 0 in "
            f"{'one' if len(wrong) == 1 else len(wrong)} of them. Caffe aborts: Check failed: "
            f"this->layer_param_.param(i).lr_mult() == 0.f ({rate:g} vs. 0) Cannot configure batch normalization "
            "statistics as layer parameters."
        )
        fix = ctx.fix("BN202", "Set lr_mult: 0", [_set(ctx, block, "lr_mult") for _, block in wrong])
        yield ctx.report("BN202", wrong[0][1], message, fix)


def ignored_learning_rate(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN203: three `param` with a rate or decay that Caffe sets to 0 without a word."""
    for traits in (ctx.target.batch_norm, ctx.dialect.batch_norm):
        if not traits.masks_statistics or traits.upgrade not in ("zeroes", "clears"):
            return
    for bn in _with(ctx, _is_busy_triple):
        params = _params(bn.layer)
        rates = [block for param, block in params if param.learns]
        decays = [block for param, block in params if param.decay_mult not in (None, 0)]
        what = "learning rate and weight decay" if rates and decays else "learning rate" if rates else "weight decay"
        message = (
            f"the {what} on the statistics of BatchNorm '{bn.name}' does nothing: Caffe silently sets it to 0, "
            "the statistics are averages, not weights"
        )
        names = " and ".join(name for name, blocks in (("lr_mult: 0", rates), ("decay_mult: 0", decays)) if blocks)
        edits = [_set(ctx, block, "lr_mult") for block in rates]
        edits += [_set(ctx, block, "decay_mult") for block in decays]
        at = min(rates + decays, key=lambda block: block.start)
        yield ctx.report(
            "BN203", at, message, ctx.fix("BN203", f"Write {names}, which is what Caffe makes of it", edits)
        )


def _set(ctx: NetContext, block: Block, name: str) -> Edit:
    """`name: 0` in a `param`: in place of what is written, or as its first field."""
    written = Message.of(block, None).field(name)
    if written is not None:
        return Edit(written.value_start, written.end, "0")
    return insert_into(ctx.text, block, name, "0", ctx.source.newline, first=True)
