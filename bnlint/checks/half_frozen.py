"""BN310: a BatchNorm whose statistics are frozen without the layers around it, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe import fine_tuning
from bnlint.caffe.graph.gradient import blobs_of, learns
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.state import TRAIN
from bnlint.checks.affine import is_half_frozen
from bnlint.checks.batchnorm import (
    BatchNorm,
    batch_norms,
    is_frozen,
    is_own_affine_frozen,
    is_transparent,
    standardizes_data,
)
from bnlint.checks.context import NetContext, View
from bnlint.checks.global_stats import rates_of, sign_of_fine_tuning, unlearned, updates_anyway
from bnlint.checks.layer_edits import set_in_message
from bnlint.checks.phase_pairs import is_inverted
from bnlint.checks.registry import net_rule
from bnlint.checks.scale_links import scale_links
from bnlint.text.diagnostics import Diagnostic, Severity, listed
from bnlint.text.edits import Edit, Fix


class _Frozen:
    """A BatchNorm in a view of TRAIN, with what belongs to it.

    `scale` reads its top; `producers` are the frozen layers that make its bottom, if no layer before it learns.
    `own` is whether its own gamma and beta are frozen, None if it has none.
    """

    __slots__ = ("bn", "own", "producers", "scale", "view")

    def __init__(self, view: View, bn: BatchNorm, scale: Layer | None, producers: list[Layer], own: bool | None):
        self.view = view
        self.bn = bn
        self.scale = scale
        self.producers = producers
        self.own = own

    @property
    def affine_frozen(self) -> bool | None:
        """Whether gamma and beta are frozen; None if there are none, or if only one of them is (BN105)."""
        if self.scale is None:
            return self.own
        return None if is_half_frozen(self.scale) else is_frozen(self.scale, blobs_of(self.scale))


@net_rule("BN310")
def half_frozen(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN310: the statistics are frozen while gamma and beta learn, or the statistics alone are not frozen."""
    reported: set[int] = set()
    told = {bn.layer.index for bn, _ in ctx.once(unlearned)}  # BN302
    for each in _normalizations(ctx) if ctx.purpose.trains else ():
        bn = each.bn
        if bn.layer.index in reported or bn.layer.index in told:
            continue
        if bn.global_in(TRAIN) and not updates_anyway(bn.layer, ctx.target):
            found = _statistics_only(ctx, each)
        else:
            found = _all_but_statistics(ctx, each)
        if found is not None:
            reported.add(bn.layer.index)
            yield found


def _statistics_only(ctx: NetContext, each: _Frozen) -> Diagnostic | None:
    """The statistics are frozen, but gamma and beta are not."""
    at = each.scale or each.bn.layer
    if each.affine_frozen is not False or at.index not in each.view.flow.reached:
        return None
    learning = f"Scale '{each.scale.name}' learns" if each.scale is not None else "its own gamma and beta learn"
    message = (
        f"BatchNorm '{each.bn.name}' uses its stored mean and variance in TRAIN, but {learning}: Caffe silently adapts "
        f"one half to the new data, and not the other. Freeze both ({_freeze(each)}), as usual in fine-tuning with "
        "small batches, or neither."
    )
    return ctx.report("BN310", at, message, views=[each.view])


def _all_but_statistics(ctx: NetContext, each: _Frozen) -> Diagnostic | None:
    """The statistics are learned, but what belongs to them is frozen."""
    bn, scale = each.bn, each.scale
    if not (each.producers or each.affine_frozen) or not _learns(each.view):
        return None
    if each.producers:
        makers = listed([f"{layer.type} '{layer.name}'" for layer in each.producers])
        message = (
            f"BatchNorm '{bn.name}' normalizes by the batch in TRAIN and learns its mean and variance, but {makers} "
            f"before it {'is' if len(each.producers) == 1 else 'are'} frozen (lr_mult: 0): the frozen features "
            f"silently change. Freeze '{bn.name}' too: use_global_stats: true"
        )
        message += f", and {_freeze(each)}." if each.affine_frozen is False else "."
        severity = _severity(ctx, bn)
        is_last = each.affine_frozen or (scale is None and not bn.own_affine)  # all else is frozen
        fix = _fix(ctx, bn) if is_last and severity is None else None
        return ctx.report("BN310", bn.layer, message, fix, severity, [each.view])
    if standardizes_data(bn, each.view.graph):
        return None
    frozen = f"Scale '{scale.name}' is" if scale is not None else "its own gamma and beta are"
    message = (
        f"BatchNorm '{bn.name}' learns its mean and variance in TRAIN, but {frozen} frozen (lr_mult: 0): Caffe "
        "silently adapts one half to the new data, and not the other. Freeze both (use_global_stats: true), or neither."
    )
    severity = _severity(ctx, bn) or (None if ctx.once(sign_of_fine_tuning) else Severity.INFO)
    return ctx.report("BN310", scale or bn.layer, message, severity=severity, views=[each.view])


def _fix(ctx: NetContext, bn: BatchNorm) -> Fix | None:
    """Freezes the statistics, which is all that is missing; not for a pair, one of which has them already."""
    if bn.pair is not None or updates_anyway(bn.layer, ctx.target):
        return None
    edits = partial(_freezing_edits, ctx, bn.layer)
    return ctx.fix("BN310", "Set use_global_stats: true; training then keeps the stored mean and variance", edits)


def _freezing_edits(ctx: NetContext, layer: Layer) -> list[Edit]:
    return [set_in_message(ctx, layer, "batch_norm_param", "use_global_stats", "true")]


def _freeze(each: _Frozen) -> str:
    """How to freeze gamma and beta."""
    if each.scale is None:
        return "lr_mult: 0 for its gamma and beta"
    return f"{rates_of(each.scale)} in Scale '{each.scale.name}'"


def _severity(ctx: NetContext, bn: BatchNorm) -> Severity | None:
    return None if ctx.purpose.shows(TRAIN) or bn.layer.phase else Severity.INFO


def _normalizations(ctx: NetContext) -> Iterator[_Frozen]:
    """The BatchNorm layers in each view of TRAIN, with what belongs to them, in file order."""
    views = [view for view in ctx.views if view.phase == TRAIN and view.has_loss]
    for view in views:
        scales = {
            bn.layer.index: link.layer for link in reversed(scale_links(ctx)) for at, bn in link.direct if at is view
        }
        is_partly_frozen = any(map(fine_tuning.is_frozen, view.graph.layers))
        trained = _trained(view) if is_partly_frozen else set()
        for bn in batch_norms(ctx):
            if not view.has(bn.layer) or not bn.as_bvlc or (bn.pair is not None and is_inverted(bn, bn.pair)):
                continue
            stem = _stem(view, bn, trained) if is_partly_frozen else []
            yield _Frozen(view, bn, scales.get(bn.layer.index), stem, is_own_affine_frozen(bn))


def _learns(view: View) -> bool:
    """Whether anything but statistics is trained."""
    return any(
        layer.index in view.flow.reached and layer.type != "BatchNorm" and learns(layer) for layer in view.graph.layers
    )


def _stem(view: View, bn: BatchNorm, trained: set[int]) -> list[Layer]:
    """The frozen layers with weights that make the bottom of `bn`; none if one of them, or of those before, learns."""
    origins = [up for up in view.graph.upstream(bn.layer, is_transparent) if not is_transparent(up)]
    if not all(map(fine_tuning.is_frozen, origins)) or not trained.isdisjoint(layer.index for layer in origins):
        return []
    return sorted(origins, key=lambda layer: layer.index)


def _trained(view: View) -> set[int]:
    """The layers with weights that learn, as convolutions and inner products have them, and all that follow one."""
    trained: set[int] = set()
    made: set[int] = set()
    for layer in view.graph.layers:
        has_learned = (
            fine_tuning.param_of(layer) and not fine_tuning.is_fixed(layer) and not fine_tuning.is_frozen(layer)
        )
        if has_learned or not made.isdisjoint(map(id, view.graph.bottoms[layer.index])):
            trained.add(layer.index)
            made.update(map(id, view.graph.tops[layer.index]))
    return trained
