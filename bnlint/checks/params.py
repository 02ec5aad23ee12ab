"""BN2: `param` blocks on the three statistics of a BatchNorm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe.messages import Schema
from bnlint.caffe.net.view import Message, ParamSpec, index
from bnlint.checks.batchnorm import BatchNorm, removal
from bnlint.checks.context import NetContext
from bnlint.diagnostics import Diagnostic
from bnlint.edits import Edit
from bnlint.prototxt.nodes import Block
from bnlint.prototxt.style import insert_into

_STATISTICS = 3
_RATE = {"lr_mult"}
_USUAL = {"lr_mult", "decay_mult"}


def _params(ctx: NetContext) -> Iterator[tuple[BatchNorm, list[tuple[ParamSpec, Block]]]]:
    """The BatchNorm layers with `param` blocks that are wholly understood."""
    for bn in ctx.batch_norms:
        written = [(param, param.block) for param in bn.layer.params if param.block is not None]
        if not written or bn.own_affine or len(written) != len(bn.layer.fields.get("param", ())):
            continue
        if all(_is_understood(ctx.target, param) for param, _ in written):
            yield bn, written


def _is_understood(target: Schema, param: ParamSpec) -> bool:
    """Whether all fields of a `param` are known and fit."""
    block = param.block
    if block is None:
        return False
    names = {item.name for item in block.items}
    if (names == _USUAL and len(block.items) == len(names)) or (names == _RATE and len(block.items) == 1):
        return param.lr_mult is not None and (param.decay_mult is not None) == ("decay_mult" in names)
    message = Message(index(block.items), target.messages["ParamSpec"], block)
    return all(message.get(name) is not None for name in message.fields)


def obsolete_params(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN201: three unnamed lr_mult: 0, where the target masks the statistics itself and nothing else changes."""
    if not all(caffe.batch_norm.masks_statistics for caffe in (ctx.target, ctx.dialect)):
        return
    for bn, params in _params(ctx):
        if len(params) != _STATISTICS or any(p.learns or p.name or p.decay_mult not in (None, 0) for p, _ in params):
            continue
        if not _gradient_passes_anyway(ctx, bn):
            continue
        blocks = [block for _, block in params]
        edits = partial(removal, bn.layer, ctx.text, ctx.source.newline, blocks)
        message = (
            f"the three param blocks of BatchNorm '{bn.name}' are obsolete: Caffe keeps the solver off its "
            "statistics by itself, and rewrites them at every load"
        )
        fix = ctx.fix("BN201", "Remove the three param blocks", edits)
        yield ctx.report("BN201", blocks[0], message, fix, tags=("unnecessary",))


def _gradient_passes_anyway(ctx: NetContext, bn: BatchNorm) -> bool:
    """Whether Caffe counts the layer as needing backward also without the triple, in every state with a loss.

    The triple can keep backward out of a frozen stem: net construction takes a rate of 1 where none is written.
    """
    return all(view.flow.bottom_needs(bn.layer) for view in ctx.views_of(bn.layer) if view.has_loss)


def learnable_statistics(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN202: a number of `param` other than three, one of them with a learning rate: Caffe aborts."""
    if not all(caffe.batch_norm.refuses_nonzero_lr for caffe in (ctx.target, ctx.dialect)):
        return
    for bn, params in _params(ctx):
        wrong = [(param, block) for param, block in params[:_STATISTICS] if param.learns]
        if len(params) == _STATISTICS or not wrong:
            continue
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
    for bn, params in _params(ctx):
        rates = [block for param, block in params if param.learns]
        decays = [block for param, block in params if param.decay_mult not in (None, 0)]
        if len(params) != _STATISTICS or not (rates or decays):
            continue
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
    written = Message(index(block.items), None, block).field(name)
    if written is not None:
        return Edit(written.value_start, written.end, "0")
    return insert_into(ctx.text, block, name, "0", ctx.source.newline, first=True)
