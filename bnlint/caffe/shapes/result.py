"""What Caffe makes of a net in one state: the shapes of blobs and parameters, and what it refuses."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import count, like

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.graph.blobs import BlobGraph, Version
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.plan import Refusal, Shapes
    from bnlint.caffe.shapes.sharing import Owner

_FLOAT = 4  # bytes


class Built:
    """One layer: the shapes of its bottoms, of its tops and of its parameter blobs.

    None stands for a shape of which not even the number of axes is known, and for `params` whose number is unknown.
    `tops` are also those that Caffe adds to a loss. `refusals` is why Caffe refuses to build the layer, in the order
    of its checks; then the tops are unknown, unless what it refuses has nothing to do with them.
    """

    __slots__ = ("bottoms", "layer", "params", "refusals", "tops")

    def __init__(
        self,
        layer: Layer,
        bottoms: Shapes,
        tops: Shapes,
        params: Shapes | None,
        refusals: tuple[Refusal, ...],
    ) -> None:
        self.layer = layer
        self.bottoms = bottoms
        self.tops = tops
        self.params = params
        self.refusals = refusals

    def __repr__(self) -> str:
        return f"<{self.layer.name}: {self.bottoms} -> {self.tops}>"


class StateShapes:
    """The shapes of a net in the state of `graph`.

    `layers` are the layers of the state in order, `refusals` all that Caffe would refuse, in the order of its checks:
    it stops at the first one. `sharers` are parameters that belong to another layer, by the indices of their layer and
    among its parameters.
    """

    __slots__ = ("_by_index", "_shapes", "graph", "layers", "refusals", "sharers")

    def __init__(
        self,
        graph: BlobGraph,
        layers: list[Built],
        refusals: list[Refusal],
        shapes: dict[Version, Shape | None],
        sharers: dict[tuple[int, int], Owner],
    ) -> None:
        self.graph = graph
        self.layers = layers
        self.refusals = refusals
        self.sharers = sharers
        self._shapes = shapes
        self._by_index: dict[int, Built] | None = None

    def of(self, layer: Layer) -> Built:
        """What becomes of a layer of this state. Raises KeyError for one that does not exist in it."""
        if self._by_index is None:
            self._by_index = {built.layer.index: built for built in self.layers}
        return self._by_index[layer.index]

    def shape(self, version: Version) -> Shape | None:
        """The shape of one version of a blob; None if it is unknown."""
        return self._shapes[version]

    @property
    def blobs(self) -> dict[str, Shape | None]:
        """The shape of each blob after the last layer, by name."""
        return {name: self._shapes[version] for name, version in self.graph.last.items()}

    @property
    def splits(self) -> dict[str, Shape | None]:
        """The blobs of the layers that Caffe inserts because a top is read more than once, by name."""
        return {
            f"{version.name}_{version.producer.name}_{index}_split_{number}": shape
            for version, index, uses, shape in self._copied()
            for number in range(uses)
        }

    def _copied(self) -> Iterator[tuple[Version, int, int, Shape | None]]:
        """Each version that is copied, with its index among the tops, the number of copies, and their shape."""
        for built in self.layers:
            for index, version in enumerate(self.graph.tops[built.layer.index]):
                uses = uses_of(version, index)
                if uses > 1:
                    shape = self._shapes[version]
                    yield version, index, uses, None if shape is None else like(shape)

    @property
    def param_count(self) -> int | None:
        """The number of all parameters, shared ones once for each layer; None if it is unknown."""
        return self._parameters(False)

    @property
    def learnable_count(self) -> int | None:
        """The number of all parameters, shared ones once; None if it is unknown."""
        return self._parameters(True)

    def _parameters(self, once: bool) -> int | None:
        total = 0
        for built in self.layers:
            if built.params is None:
                return None
            for index, shape in enumerate(built.params):
                elements = None if shape is None else count(shape)
                if elements is None:
                    return None
                if not (once and (built.layer.index, index) in self.sharers):
                    total += elements
        return total

    @property
    def data_bytes(self) -> int | None:
        """What Caffe logs as "Memory required for data": all tops of all layers, also in-place ones and copies."""
        shapes = [shape for built in self.layers for shape in built.tops]
        shapes += [shape for _, _, uses, shape in self._copied() for _ in range(uses)]
        total = 0
        for shape in shapes:
            elements = None if shape is None else count(shape)
            if elements is None:
                return None
            total += _FLOAT * elements
        return total


def uses_of(version: Version, index: int) -> int:
    """How often a blob is used, as InsertSplits counts: by its readers, and by a loss_weight that is written for it.

    `index` is its index among the tops of its producer.
    """
    weights = version.producer.loss_weights
    return len(version.consumers) + bool(index < len(weights) and weights[index])
