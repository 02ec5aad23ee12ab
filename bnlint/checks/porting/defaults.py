"""BN603, BN604: what a file leaves to defaults that differ in the target, and what the target accepts but ignores."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.schema import messages
from bnlint.checks.batchnorm import BatchNorm, batch_norms
from bnlint.checks.context import NetContext, View
from bnlint.checks.layer_edits import remove_from
from bnlint.checks.names import label, origin_label, others, users
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import span_of
from bnlint.prototxt.style import insert_into
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Span


@net_rule("BN603")
def foreign_default(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN603: a field that is not set has different defaults in the named target and the file's Caffe."""
    if ctx.dialect is ctx.target:
        return
    target = ctx.target.messages.get("BatchNormParameter")
    own = ctx.dialect.messages.get("BatchNormParameter")
    if target is None or own is None:
        return
    every = [bn for bn in batch_norms(ctx) if bn.message.type is not None]
    for name in ("moving_average_fraction", "eps"):
        unset = [bn for bn in every if name not in bn.message.fields]
        if not unset or (name == "moving_average_fraction" and ctx.purpose.deploy):
            continue
        if name not in own.fields or name not in target.fields:
            continue
        ours, theirs = own.fields[name].default, target.fields[name].default
        if name == "eps" and any(caffe.batch_norm.default_eps_varies for caffe in (ctx.dialect, ctx.target)):
            yield _unsure_eps(ctx, unset, ours)
        elif ours != theirs and isinstance(ours, float):
            message = (
                f"{_who(ctx, unset)} not set {name}: the default is {ours:.6g} in {origin_label(ctx)}, but "
                f"silently {theirs:.6g} in {label(ctx.target.name)}"
            )
            yield _report(ctx, unset, message, _written(ctx, unset, name, f"{ours:.6g}"))
    yield from _statistics_drift(ctx, every)


def _who(ctx: NetContext, layers: list[BatchNorm]) -> str:
    if len(layers) == 1:
        return f"BatchNorm '{layers[0].name}' does"
    return f"{len(layers)} BatchNorm layers do"


def _report(
    ctx: NetContext, layers: list[BatchNorm], message: str, fix: Fix, severity: Severity | None = None
) -> Diagnostic:
    spans = [Span(*(span_of(bn.layer.block, "type") or (bn.layer.block.start, bn.layer.block.end))) for bn in layers]
    return ctx.report("BN603", spans[0], message, fix, severity, related=others(ctx, spans))


def _unsure_eps(ctx: NetContext, layers: list[BatchNorm], default: object) -> Diagnostic:
    """NVIDIA Caffe 0.16.1 and 0.16.2 have a different default eps from the versions before and after."""
    if ctx.dialect.batch_norm.default_eps_varies:
        message = (
            f"{_who(ctx, layers)} not set eps: the default is 0.0001 in NVIDIA Caffe 0.16.1 and 0.16.2, but "
            f"silently 1e-05 in other versions of 0.16 and in {label(ctx.target.name)}"
        )
        title = "Set eps: 0.0001 if the net was trained with 0.16.1 or 0.16.2"
        fix = Fix(title, Applicability.DISPLAY, lambda: _insertions(ctx, layers, "eps", "0.0001"))
        return _report(ctx, layers, message, fix, Severity.INFO)
    message = (
        f"{_who(ctx, layers)} not set eps: the default is {default:.6g} in {origin_label(ctx)}, but "
        "silently 0.0001 in NVIDIA Caffe 0.16.1 and 0.16.2"
    )
    return _report(ctx, layers, message, _written(ctx, layers, "eps", f"{default:.6g}"))


def _written(ctx: NetContext, layers: list[BatchNorm], name: str, value: str) -> Fix:
    several = f" in {len(layers)} layers" if len(layers) > 1 else ""
    return ctx.fix("BN603", f"Set {name}: {value}{several}", lambda: _insertions(ctx, layers, name, value))


def _insertions(ctx: NetContext, layers: list[BatchNorm], name: str, value: str) -> list[Edit]:
    return [_insertion(ctx, bn, name, value) for bn in layers]


def _insertion(ctx: NetContext, bn: BatchNorm, name: str, value: str) -> Edit:
    block = bn.message.block
    if block is None:
        return insert_into(ctx.document, bn.layer.block, "batch_norm_param", [(name, value)], ctx.source.newline)
    return insert_into(ctx.document, block, name, value, ctx.source.newline)


def _statistics_drift(ctx: NetContext, layers: list[BatchNorm]) -> Iterator[Diagnostic]:
    """BN603: use_global_stats, which the file's Caffe ignores and the target reads."""
    found: dict[tuple[object, ...], list[tuple[BatchNorm, list[View]]]] = {}
    for bn in layers:
        if bn.use_global_stats is None or not _ignores_global_stats(ctx.dialect, bn):
            continue
        views = _contradicted(ctx, bn) if not _ignores_global_stats(ctx.target, bn) else []
        if views:
            found.setdefault((bn.use_global_stats, *map(id, views)), []).append((bn, views))
    for uses in found.values():
        bn, views = uses[0]
        value = "true" if bn.use_global_stats else "false"
        spans = [Span(use.field().start, use.field().end) for use, _ in uses]
        message = (
            f"{users(ctx, spans, 'sets', 'set')} use_global_stats: {value}, which {origin_label(ctx)} "
            f"ignores, but {label(ctx.target.name)} reads: it silently uses other statistics"
        )
        edits = [edit for use, _ in uses for edit in remove_from(ctx, use.layer.block, use.without_global_stats())]
        fix = Fix("Remove use_global_stats so that the phase decides", Applicability.DISPLAY, edits)
        yield ctx.report("BN603", spans[0], message, fix, views=views, related=others(ctx, spans))


def _ignores_global_stats(caffe: messages.Schema, bn: BatchNorm) -> bool:
    """Whether a Caffe ignores use_global_stats of a layer."""
    ignored = caffe.batch_norm.use_global_stats
    return ignored == "ignored" or (ignored == "ignored_by_cudnn" and bn.message.get("engine") != "CAFFE")


def _contradicted(ctx: NetContext, bn: BatchNorm) -> list[View]:
    """The states in which use_global_stats contradicts the phase."""
    return [
        view for view in ctx.views_of(bn.layer) if bn.use_global_stats != ((bn.layer.phase or view.phase) == "TEST")
    ]


_USED = {"TRAIN": "the statistics of the batch in TRAIN", "TEST": "the stored statistics in TEST"}


@net_rule("BN604")
def unread_field(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN604: use_global_stats, which the target accepts but ignores, contradicts the phase."""
    ignored = ctx.target.batch_norm.use_global_stats
    if ignored == "read":
        return
    for bn in batch_norms(ctx):
        if bn.use_global_stats is None or not _ignores_global_stats(ctx.target, bn):
            continue
        views = _contradicted(ctx, bn)
        if views:
            value = "true" if bn.use_global_stats else "false"
            where = " built with cuDNN" if ignored == "ignored_by_cudnn" else ""
            caffe = label(ctx.target.name) if ctx.is_target_named else origin_label(ctx)
            used = " and ".join(_USED[phase] for phase in sorted({bn.layer.phase or view.phase for view in views}))
            message = (
                f"use_global_stats: {value} of BatchNorm '{bn.name}' has no effect: {caffe}{where} silently uses "
                f"{used}. Remove it, or use a Caffe that reads it."
            )
            severity = None if ctx.purpose.phase_known or bn.layer.phase else Severity.INFO
            yield ctx.report("BN604", bn.field(), message, severity=severity, views=views)
