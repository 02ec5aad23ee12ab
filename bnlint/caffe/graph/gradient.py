"""Which layers backward reaches, as Net::Init of BVLC Caffe 1.0 decides it before any layer changes its mind."""

from __future__ import annotations

from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.schema.layer_types import layer_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer

_STATISTICS = 3


@memoized_by_content
def is_loss(layer: Layer) -> bool:
    """Whether the layer gives the net a loss: a loss type, or a loss_weight that is not 0.

    A type that is not known counts as a loss if its name says so, as the loss layers of forks do.
    """
    weights = layer.loss_weights
    if weights:
        return any(weight != 0 for weight in weights)
    return is_loss_type(layer)


def is_loss_type(layer: Layer) -> bool:
    known = layer_type(layer.type)
    return known.loss if known is not None else "Loss" in layer.type


@memoized_by_content
def blobs_of(layer: Layer) -> int:
    """How many learnable blobs the layer is sure to have: as many as it has `param` where its type is unknown."""
    known = layer_type(layer.type)
    count = known.blobs(layer) if known is not None else None
    return len(layer.specs) if count is None else count


@memoized_by_content
def learns(layer: Layer) -> bool:
    """Whether a blob of the layer is sure to be asked for a gradient: no `param` says lr_mult 0 for it.

    Three `param` of a BatchNorm are what the loader makes of them before the net is built (UpgradeNetBatchNorm): in
    BVLC Caffe 1.0 rates of 0, in some forks nothing, which stands for 1.
    """
    if layer.type == "BatchNorm" and len(layer.specs) == _STATISTICS and layer.schema.batch_norm.upgrade != "none":
        return layer.schema.batch_norm.upgrade == "clears"
    count = blobs_of(layer)
    params = layer.specs[:count]
    return count > len(params) or any(param.learns for param in params)


class GradientFlow:
    """Backward in one graph."""

    __slots__ = ("_asked", "_needed", "_reached", "_wanted", "graph")

    def __init__(self, graph: BlobGraph) -> None:
        self.graph = graph
        self._needed: set[int] = set()  # ids of versions whose gradient is needed by a layer before them
        self._asked: set[int] = set()  # those of them that no propagate_down: false cuts off
        self._reached: set[int] | None = None
        self._wanted = self._forward()

    @property
    def reached(self) -> set[int]:
        """The indices of the layers that backward runs (layer_need_backward)."""
        if self._reached is None:
            forced = self.graph.net.top.get("force_backward") is True
            self._reached = {x.index for x in self.graph.layers} if forced else self._backward(self._wanted)
        return self._reached

    def needs_bottom_gradient(self, layer: Layer) -> bool:
        """Whether something upstream asks for the gradient of a bottom of `layer`, whatever `layer` learns itself,
        and no `propagate_down: false` on the way, or on `layer`, cuts it off."""
        cuts = layer.propagate_down
        return any(
            version is not None and id(version) in self._asked and (place >= len(cuts) or bool(cuts[place]))
            for place, version in enumerate(self.graph.bottoms[layer.index])
        )

    def _forward(self) -> set[int]:
        """The layers that learn, or have something before them that does."""
        needed, wanted = self._needed, set()
        for layer in self.graph.layers:
            own = learns(layer)
            if not own and needed.isdisjoint(map(id, self.graph.bottoms[layer.index])):
                continue
            wanted.add(layer.index)
            tops = list(map(id, self.graph.tops[layer.index]))
            needed.update(tops)
            if own or self.needs_bottom_gradient(layer):
                self._asked.update(tops)
        return wanted

    def _backward(self, wanted: set[int]) -> set[int]:
        """Takes out what contributes to no loss, and what lies before a cut (propagate_down: false)."""
        under: set[tuple[int, int]] = set()  # (layer, bottom) that lead to a loss
        skipped: set[tuple[int, int]] = set()  # (layer, bottom) through which no gradient goes
        reached = set()
        for layer in reversed(self.graph.layers):
            contributes, open_ = self._tops(layer, under, skipped)
            needs = layer.index in wanted
            if needs and open_ and contributes:
                reached.add(layer.index)
            cuts = layer.propagate_down
            for place, version in enumerate(self.graph.bottoms[layer.index]):
                asked = version is not None and id(version) in self._needed
                if len(cuts) > place:
                    asked = bool(cuts[place])
                if contributes:
                    under.add((layer.index, place))
                if not (asked and contributes and (open_ or not needs)):
                    skipped.add((layer.index, place))
        return reached

    def _tops(self, layer: Layer, under: set[tuple[int, int]], skipped: set[tuple[int, int]]) -> tuple[bool, bool]:
        """(some top leads to a loss, some top lets a gradient through)."""
        tops = self.graph.outputs(layer)
        losses = _loss_weights(layer, len(tops))
        contributes = any(losses)
        open_ = contributes
        for version in tops:
            edges = [(consumer.index, place) for consumer, place in version.consumers]
            leads = any(edge in under for edge in edges)
            contributes = contributes or leads
            if not edges or any(edge not in skipped for edge in edges):
                # a blob that several layers read goes through a Split, which is skipped where it leads to no loss
                open_ = open_ or leads or len(edges) < 2
        return contributes, open_


def _loss_weights(layer: Layer, tops: int) -> list[bool]:
    weights = layer.loss_weights
    if weights:
        return [weight != 0 for weight in weights]
    return [True] if is_loss_type(layer) else [False] * tops
