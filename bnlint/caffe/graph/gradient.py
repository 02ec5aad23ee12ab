"""Which layers backward reaches, as Net::Init of BVLC Caffe 1.0 decides it, without what layers change themselves."""

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

    An unknown type counts as a loss if its name contains Loss, as those of forks do.
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
    """How many learnable blobs the layer has for sure: as many as it has `param` if its type is unknown."""
    known = layer_type(layer.type)
    count = known.blobs(layer) if known is not None else None
    return len(layer.specs) if count is None else count


@memoized_by_content
def learns(layer: Layer) -> bool:
    """Whether a blob of the layer learns for sure, because no `param` sets its lr_mult to 0.

    Before the net is built, the loader changes three `param` of a BatchNorm (UpgradeNetBatchNorm): BVLC Caffe 1.0 sets
    their rates to 0, and some forks drop them, so that the rates are 1.
    """
    if layer.type == "BatchNorm" and len(layer.specs) == _STATISTICS and layer.schema.batch_norm.upgrade != "none":
        return layer.schema.batch_norm.upgrade == "clears"
    count = blobs_of(layer)
    params = layer.specs[:count]
    return count > len(params) or any(param.learns for param in params)


def backpropagates_to(layer: Layer, graph: BlobGraph, versions: set[int]) -> bool:
    """Whether `layer` passes a gradient to one of `versions`."""
    propagate_down = layer.propagate_down
    return any(
        version is not None
        and id(version) in versions
        and (bottom_id >= len(propagate_down) or bool(propagate_down[bottom_id]))
        for bottom_id, version in enumerate(graph.bottoms[layer.index])
    )


class GradientFlow:
    """Backward in one graph."""

    __slots__ = ("_needed", "_reached", "_uncut", "_with_gradient", "graph")

    def __init__(self, graph: BlobGraph) -> None:
        self.graph = graph
        self._needed: set[int] = set()  # ids of versions whose gradient a layer before them needs
        self._uncut: set[int] = set()  # those of them that no propagate_down: false cuts off
        self._reached: set[int] | None = None
        self._with_gradient = self._forward()

    @property
    def reached(self) -> set[int]:
        """The indices of the layers that backward runs (layer_need_backward)."""
        if self._reached is None:
            forced = self.graph.net.top.get("force_backward") is True
            self._reached = {layer.index for layer in self.graph.layers} if forced else self._backward()
        return self._reached

    def needs_bottom_gradient(self, layer: Layer) -> bool:
        """Whether a layer before `layer` needs the gradient of a bottom of `layer`, and no `propagate_down: false`
        on the way, or on `layer`, cuts it off. What `layer` learns itself does not matter."""
        return backpropagates_to(layer, self.graph, self._uncut)

    def _forward(self) -> set[int]:
        """The layers that learn, or have a layer before them that does."""
        needed, with_gradient = self._needed, set()
        for layer in self.graph.layers:
            own = learns(layer)
            if not own and needed.isdisjoint(map(id, self.graph.bottoms[layer.index])):
                continue
            with_gradient.add(layer.index)
            tops = list(map(id, self.graph.tops[layer.index]))
            needed.update(tops)
            if own or self.needs_bottom_gradient(layer):
                self._uncut.update(tops)
        return with_gradient

    def _backward(self) -> set[int]:
        """The layers with a gradient, without those that lead to no loss, or are cut off (propagate_down: false)."""
        under: set[tuple[int, int]] = set()  # (layer, bottom) that lead to a loss
        skipped: set[tuple[int, int]] = set()  # (layer, bottom) without a gradient
        reached = set()
        for layer in reversed(self.graph.layers):
            contributes, is_open = self._tops(layer, under, skipped)
            needs = layer.index in self._with_gradient
            if needs and is_open and contributes:
                reached.add(layer.index)
            propagate_down = layer.propagate_down
            for bottom_id, version in enumerate(self.graph.bottoms[layer.index]):
                requested = version is not None and id(version) in self._needed
                if len(propagate_down) > bottom_id:
                    requested = bool(propagate_down[bottom_id])
                if contributes:
                    under.add((layer.index, bottom_id))
                if not (requested and contributes and (is_open or not needs)):
                    skipped.add((layer.index, bottom_id))
        return reached

    def _tops(self, layer: Layer, under: set[tuple[int, int]], skipped: set[tuple[int, int]]) -> tuple[bool, bool]:
        """(whether a top leads to a loss, whether a top passes a gradient)."""
        tops = self.graph.outputs(layer)
        losses = _loss_weights(layer, len(tops))
        contributes = any(losses)
        is_open = contributes
        for version in tops:
            edges = [(consumer.index, bottom_id) for consumer, bottom_id in version.consumers]
            leads = any(edge in under for edge in edges)
            contributes = contributes or leads
            if not edges or any(edge not in skipped for edge in edges):
                # a blob with several readers goes through a Split, which is skipped if it leads to no loss
                is_open = is_open or leads or len(edges) < 2
        return contributes, is_open


def _loss_weights(layer: Layer, tops: int) -> list[bool]:
    weights = layer.loss_weights
    if weights:
        return [weight != 0 for weight in weights]
    return [True] if is_loss_type(layer) else [False] * tops
