"""Scale links: which Scale follows which BatchNorm in which views; computed once per net."""

from __future__ import annotations

from bnlint.checks.batchnorm import BatchNorm, batch_norms, is_affine, is_transparent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.checks.context import NetContext, View


class ScaleLink:
    """A Scale with a gamma of its own after a BatchNorm.

    `where` are the (view, BatchNorm) that it follows, directly or through layers that keep the values;
    `direct` those of them in which it reads the BatchNorm's top itself.
    """

    __slots__ = ("direct", "layer", "where")

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.where: list[tuple[View, BatchNorm]] = []
        self.direct: list[tuple[View, BatchNorm]] = []


def scale_links(ctx: NetContext) -> list[ScaleLink]:
    """The Scale layers that follow a BatchNorm, in file order."""
    return ctx.once(_scale_links)


def _scale_links(ctx: NetContext) -> list[ScaleLink]:
    ours = {bn.layer.index: bn for bn in batch_norms(ctx)}
    links = []
    for layer in ctx.of_type("Scale") if ours else ():
        if not is_affine(layer):
            continue
        link = ScaleLink(layer)
        for view in ctx.views_of(layer):
            version = view.graph.bottoms[layer.index][0]
            if version is None:
                continue
            if version.producer.index in ours:
                link.direct.append((view, ours[version.producer.index]))
                link.where.append(link.direct[-1])
            elif is_transparent(version.producer):
                upstream = view.graph.upstream(layer, is_transparent)
                link.where += [(view, ours[up.index]) for up in upstream if up.index in ours]
        if link.where:
            links.append(link)
    return links
