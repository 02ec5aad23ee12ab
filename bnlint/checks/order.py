"""BN107: a Scale that is not the next layer of the file behind its BatchNorm."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.graph.gradient import blobs_of
from bnlint.caffe.net.view import Layer
from bnlint.checks.batchnorm import BatchNorm
from bnlint.checks.context import NetContext
from bnlint.checks.scale_links import ScaleLink
from bnlint.checks.writing import move_behind
from bnlint.text.diagnostics import Diagnostic, Related
from bnlint.text.edits import Applicability, Fix
from bnlint.text.source import Span


def scale_not_adjacent(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN107: other layers stand between a BatchNorm (or the later half of a pair) and its Scale."""
    for link in ctx.scale_links:
        bn = _last(link)
        if bn is None:
            continue
        scale = link.layer
        between = ctx.net.layers[bn.layer.index + 1 : scale.index]
        if not between or all(layer.type == "Scale" and layer.bottoms == scale.bottoms for layer in between):
            continue
        one = len(between) == 1
        message = (
            f"{'a layer stands' if one else f'{len(between)} layers stand'} between BatchNorm '{bn.name}' and "
            f"its Scale '{scale.name}': Caffe does not mind, scripts that merge the two look at the next layer"
        )
        span = Span(bn.layer.block.start, bn.layer.block.body_start)
        related = (Related(span, f"the BatchNorm, '{bn.name}'"),)
        yield ctx.report("BN107", scale, message, _move(ctx, bn, scale, between), related=related)


def _last(link: ScaleLink) -> BatchNorm | None:
    """The BatchNorm that the Scale serves, of a pair the later half; None if it serves several others."""
    bns = {bn.layer.index: bn for _, bn in link.direct}
    bn = bns[max(bns)] if bns else None
    alone = bn is not None and (len(bns) == 1 or (len(bns) == 2 and bn.pair is not None and bn.pair.layer.index in bns))
    return bn if alone else None


def _move(ctx: NetContext, bn: BatchNorm, scale: Layer, between: list[Layer]) -> Fix | None:
    """The fix, if no layer between has to do with what the Scale reads and makes."""
    blobs = {*scale.bottoms, *scale.tops}
    if any(blobs.intersection((*layer.bottoms, *layer.tops)) for layer in between):
        return None
    edits = move_behind(ctx.text, scale.block, bn.layer.block, ctx.source.newline)
    if not edits:
        return None
    safe = not any(blobs_of(layer) or layer.in_place() for layer in between)
    title = f"Move Scale '{scale.name}' right behind BatchNorm '{bn.name}'"
    if not safe:
        title += "; solver states of the old order no longer fit"
    return ctx.fix("BN107", title, edits, Applicability.SAFE if safe else Applicability.UNSAFE)
