"""BN307: a BatchNorm or Scale that is missing in one phase."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.layers import Layer
from bnlint.caffe.state import TEST, TRAIN
from bnlint.checks.batchnorm import batch_norms
from bnlint.checks.context import NetContext, View
from bnlint.checks.registry import net_rule
from bnlint.checks.scale_links import scale_links
from bnlint.text.diagnostics import Diagnostic


@net_rule("BN307")
def one_phase_only(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN307: a BatchNorm or its Scale is missing in one phase, although the layers around it are not."""
    if len({view.phase for view in ctx.views}) < 2 or not ctx.purpose.phase_known:
        return
    candidates = [bn.layer for bn in batch_norms(ctx) if bn.pair is None]
    candidates += [link.layer for link in scale_links(ctx)]
    reported: set[int] = set()
    for layer in sorted(candidates, key=lambda layer: layer.index):
        if not (layer.include or layer.exclude) or len(layer.tops) != 1 or len(layer.bottoms) != 1:
            continue
        phases = {view.phase for view in ctx.views_of(layer)}
        if len(phases) != 1 or not _is_missed(ctx, layer, reported):
            continue
        reported.add(layer.index)
        (phase,) = phases
        other = TEST if phase == TRAIN else TRAIN
        views = [view for view in ctx.views if view.phase == other]
        if layer.in_place():
            effect = f"in {other}, later layers silently read values that are not {_done(layer)}"
        else:
            reader, position = _readers(ctx, layer)[0]
            unknown = f"Unknown bottom blob '{layer.tops[0]}' (layer '{reader}', bottom index {position})"
            effect = f"in {other}, Caffe aborts: {unknown}"
        subject = f"{layer.type} '{layer.name}'"
        message = (
            f"{subject} exists only in {phase}, but the layers around it exist in both phases: {effect}. Remove its "
            f"phase rule, or add a layer for {other}."
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
    if len(makers) != 1 or None in makers or not _readers(ctx, layer):
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
        made = {name for other in view.graph.layers for name in other.tops if name not in other.bottoms}
        if not layer.in_place() and layer.tops[0] in made:
            return False
    return True


def _maker(view: View, layer: Layer, reported: set[int]) -> Layer | None:
    """The layer that produces the layer's bottom, seen through in-place layers that were already reported."""
    version = view.graph.bottoms[layer.index][0]
    while version is not None and version.producer.index in reported and version.previous is not None:
        version = version.previous
    return version.producer if version is not None else None


def _readers(ctx: NetContext, layer: Layer) -> list[tuple[str, int]]:
    """(name, position of the bottom) of the layers in all states that read the layer's top or a later version of it."""
    readers = []
    for view in ctx.views_of(layer)[:1]:
        version = view.graph.tops[layer.index][0]
        while version is not None:
            readers += [(r.name, position) for r, position in version.consumers if all(v.has(r) for v in ctx.views)]
            version = version.next  # type: ignore[assignment]
    return readers
