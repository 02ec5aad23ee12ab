"""BN301-303, BN308: whether a BatchNorm uses batch statistics or stored ones, in each phase."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe import fine_tuning
from bnlint.caffe.graph.gradient import blobs_of
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.state import TEST, TRAIN
from bnlint.checks.batchnorm import (
    BatchNorm,
    batch_norms,
    is_frozen,
    is_own_affine_frozen,
    is_transparent,
    scales_of,
)
from bnlint.checks.context import NetContext, View
from bnlint.checks.layer_edits import remove_from
from bnlint.checks.phase_pairs import is_inverted
from bnlint.checks.registry import net_rule
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Fix


def _wrong(ctx: NetContext, value: bool, phase: str) -> Iterator[tuple[BatchNorm, list[View]]]:
    """BatchNorm layers that set `value`, with the states in which they are in `phase`."""
    for bn in batch_norms(ctx):
        if bn.use_global_stats is not value or not bn.as_bvlc:
            continue
        if bn.pair is not None and is_inverted(bn, bn.pair):
            continue
        views = [view for view in ctx.views_of(bn.layer) if (bn.layer.phase or view.phase) == phase]
        if views:
            yield bn, views


def _unset(ctx: NetContext, rule: str, bn: BatchNorm) -> Fix:
    edits = partial(remove_from, ctx, bn.layer.block, bn.without_global_stats())
    return ctx.fix(rule, "Remove use_global_stats: the default follows the phase", edits)


@net_rule("BN301")
def batch_statistics_in_test(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN301: false in TEST, in a net that also trains, or that a solver tests."""
    if not ctx.purpose.trains and not ctx.purpose.solver_states:
        return
    for bn, views in _wrong(ctx, False, TEST):
        if ctx.purpose.shows(TEST) or bn.layer.phase:
            message = (
                f"BatchNorm '{bn.name}' has use_global_stats: false in {_phase(bn, TEST)}: Caffe silently normalizes "
                "by the test batch and updates the running averages with it. Remove use_global_stats: the default "
                "follows the phase."
            )
            yield ctx.report("BN301", bn.field(), message, _unset(ctx, "BN301", bn), views=views)
        else:
            message = (
                f"BatchNorm '{bn.name}' has use_global_stats: false. In TEST, Caffe would silently normalize by the "
                "test batch and update the running averages with it; nothing shows that this net is run in TEST. It "
                "can be removed: in TRAIN, false is the default."
            )
            yield ctx.report("BN301", bn.field(), message, severity=Severity.INFO, views=views)


@net_rule("BN302")
def frozen_statistics_in_train(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN302: true in TRAIN, unless the Scale is frozen too, as in fine-tuning."""
    for bn, views in ctx.once(unlearned):
        message = f"BatchNorm '{bn.name}' does not learn its mean and variance in {_phase(bn, TRAIN)}"
        sign = ctx.once(sign_of_fine_tuning)
        if not ctx.purpose.shows(TRAIN) and not bn.layer.phase:
            message += (
                ": Caffe silently uses the stored ones. Nothing shows that this net is run in TRAIN; if it is only "
                "tested, use_global_stats: true is the default."
            )
        elif sign:
            message += (
                ": Caffe silently uses the stored ones. That is right for fine-tuning, which this seems to be: "
                f"{sign}. Then keep it{_freezing(bn, views)}. Training from scratch: remove use_global_stats."
            )
        else:
            message += (
                ": Caffe silently uses the stored ones, which are 0 without trained weights, and then the layer "
                f"{_untrained_factor(bn)}. Training from scratch: remove use_global_stats. Fine-tuning: "
                f"keep it{_freezing(bn, views)}."
            )
            yield ctx.report("BN302", bn.field(), message, _unset(ctx, "BN302", bn), views=views)
            continue
        yield ctx.report("BN302", bn.field(), message, severity=Severity.INFO, views=views)


def unlearned(ctx: NetContext) -> list[tuple[BatchNorm, list[View]]]:
    """What BN302 is about: BatchNorm layers that do not learn their statistics in some views of TRAIN."""
    if not ctx.purpose.trains or ctx.purpose.fine_tunes:
        return []
    return [
        (bn, views)
        for bn, views in _wrong(ctx, True, TRAIN)
        if not updates_anyway(bn.layer, ctx.target) and not _is_frozen_too(bn, views)
    ]


def sign_of_fine_tuning(ctx: NetContext) -> str:
    """What shows, in words, that training starts from trained weights; empty if nothing does."""
    signs = [fine_tuning.sign_in(view.graph) for view in ctx.views if view.phase == TRAIN]
    signs.append(fine_tuning.sign_in_names(ctx.net, ctx.related_files.path if ctx.related_files is not None else ""))
    return next(filter(None, signs), "") or next(
        filter(None, (fine_tuning.sign_in_solver(name, solver) for name, solver, _ in ctx.solvers)), ""
    )


def _freezing(bn: BatchNorm, views: list[View]) -> str:
    """How to freeze gamma and beta along with the statistics, which is usual; empty if there are none."""
    scale = next((scale for view in views for scale in scales_of(bn, view.graph)), None)
    if scale is None:
        return (
            ", and freeze its gamma and beta too (lr_mult: 0), as most do" if is_own_affine_frozen(bn) is False else ""
        )
    return f", and freeze Scale '{scale.name}' too ({rates_of(scale)}), as most do"


def rates_of(scale: Layer) -> str:
    """The rates that freeze gamma and beta."""
    return "lr_mult: 0" if blobs_of(scale) == 1 else "lr_mult: 0 twice"


@memoized_by_content
def updates_anyway(layer: Layer, target: Schema) -> bool:
    """Whether it sets the field with which a fork updates the statistics in spite of use_global_stats."""
    message = layer.message("batch_norm_param")
    return message is not None and message.get("update_global_stats") is True


def _is_frozen_too(bn: BatchNorm, views: list[View]) -> bool:
    """Whether its gamma and beta are frozen too or, if it has none, the layers whose output it normalizes."""
    if is_own_affine_frozen(bn):
        return True
    partners = [scale for view in views for scale in scales_of(bn, view.graph)]
    if not partners:
        partners = [
            layer
            for view in views
            for layer in view.graph.upstream(bn.layer, is_transparent)
            if not is_transparent(layer)
        ]
    return bool(partners) and all(blobs_of(layer) and is_frozen(layer, blobs_of(layer)) for layer in partners)


def _untrained_factor(bn: BatchNorm) -> str:
    """What a BatchNorm does if its statistics are 0: it divides by the root of eps."""
    if not isinstance(bn.eps, float) or not bn.eps > 0:
        return "divides its input by 0"
    is_after_root = bn.message.value("add_eps_before_sqrt") is False  # Synopsys Caffe
    factor = float(f"{bn.eps ** (-1 if is_after_root else -0.5):.3g}")
    return f"multiplies its input by {factor:g}"


def _phase(bn: BatchNorm, phase: str) -> str:
    return f"its own phase, {phase}" if bn.layer.phase else phase


@net_rule("BN303")
def batch_statistics_in_deploy(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN303: false in a net that is not trained."""
    if not ctx.purpose.deploy:
        return
    for bn, views in _wrong(ctx, False, TEST):
        message = (
            f"BatchNorm '{bn.name}' has use_global_stats: false in a net that is not trained: Caffe silently ignores "
            "the trained mean and variance and normalizes by the batch, so each output depends on the rest of its "
            "batch. Remove use_global_stats: in TEST, the default is true."
        )
        yield ctx.report("BN303", bn.field(), message, _unset(ctx, "BN303", bn), views=views)


@net_rule("BN308")
def redundant_global_stats(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN308: the value is the default of every state in which the layer exists."""
    if not ctx.purpose.trains or not ctx.purpose.phase_known:
        return
    for bn in batch_norms(ctx):
        if bn.use_global_stats is None or bn.pair is not None or not bn.as_bvlc:
            continue
        views = ctx.views_of(bn.layer)
        default = TEST if bn.use_global_stats else TRAIN
        if {bn.layer.phase or view.phase for view in views} != {default}:
            continue
        value = "true" if bn.use_global_stats else "false"
        whose = "this layer" if bn.layer.include or bn.layer.exclude else "this net"
        message = (
            f"use_global_stats: {value} in BatchNorm '{bn.name}' is the default in {default}, the only phase of "
            f"{whose}; remove it"
        )
        # A solver elsewhere may build the net in another phase than those nearby; then the value would matter.
        states = [state for state in ctx.purpose.shown if bn.layer.exists_in(state)]
        certain = all((bn.layer.phase or state.phase) == default for state in states)
        fix = _unset(ctx, "BN308", bn) if certain else None
        yield ctx.report("BN308", bn.field(), message, fix, views=views, tags=("unnecessary",))
