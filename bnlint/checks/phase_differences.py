"""BN307: a BatchNorm or Scale that is missing in one phase."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.graph.blobs import Version
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.state import TEST, TRAIN
from bnlint.checks.batchnorm import batch_norms
from bnlint.checks.context import NetContext, View
from bnlint.checks.registry import net_rule
from bnlint.checks.scale_links import scale_links
from bnlint.text.diagnostics import Diagnostic


@net_rule("BN307")
def one_phase_only(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN307: an in-place BatchNorm or Scale is missing in one phase, although the layers around it are not.

    Without one that has its own top, Caffe aborts: NET101.
    """
    if len({view.phase for view in ctx.views}) < 2 or not ctx.purpose.phase_known:
        return
    candidates = [bn.layer for bn in batch_norms(ctx) if bn.pair is None]
    candidates += [link.layer for link in scale_links(ctx)]
    reported: set[int] = set()
    for layer in sorted(candidates, key=lambda layer: layer.index):
        if not (layer.include or layer.exclude) or len(layer.tops) != 1 or len(layer.bottoms) != 1:
            continue
        if not layer.in_place():
            continue
        phases = {view.phase for view in ctx.views_of(layer)}
        if len(phases) != 1 or not _is_missed(ctx, layer, reported):
            continue
        reported.add(layer.index)
        (phase,) = phases
        other = TEST if phase == TRAIN else TRAIN
        views = [view for view in ctx.views if view.phase == other]
        message = (
            f"{layer.type} '{layer.name}' exists only in {phase}, but the layers around it exist in both phases: in "
            f"{other}, later layers silently read values that are not {_done(layer)}. Remove its phase rule, or add a "
            f"layer for {other}."
        )
        yield ctx.report("BN307", layer, message, views=views)


def _done(layer: Layer) -> str:
    return "normalized" if layer.type == "BatchNorm" else "scaled"


def _is_missed(ctx: NetContext, layer: Layer, reported: set[int]) -> bool:
    """Whether the layer's bottom exists in every state, some layer of all states reads its top, and no layer that
    exists only in the other phase replaces it."""
    inside = ctx.views_of(layer)
    outside = [view for view in ctx.views if not view.has(layer)]
    makers = {_maker(view, layer, reported) for view in inside}
    if len(makers) != 1 or None in makers or not _has_reader(ctx, layer):
        return False
    maker = makers.pop()
    assert maker is not None
    if any(not view.has(maker) for view in ctx.views):
        return False
    for view in outside:
        for other in view.graph.layers:
            replaces = set(layer.bottoms).intersection(other.bottoms) or set(layer.tops).intersection(other.tops)
            if replaces and (other.include or other.exclude) and not any(one.has(other) for one in inside):
                return False
    return True


def _maker(view: View, layer: Layer, reported: set[int]) -> Layer | None:
    """The layer that produces the layer's bottom, seen through in-place layers that were already reported."""
    version = view.graph.bottoms[layer.index][0]
    while version is not None and version.producer.index in reported and version.previous is not None:
        version = version.previous
    return version.producer if version is not None else None


def _has_reader(ctx: NetContext, layer: Layer) -> bool:
    """Whether a layer of all states reads the layer's top or a later version of it."""
    for view in ctx.views_of(layer)[:1]:
        version: Version | None = view.graph.tops[layer.index][0]
        while version is not None:
            if any(all(each.has(reader) for each in ctx.views) for reader, _ in version.consumers):
                return True
            version = version.next
    return False
