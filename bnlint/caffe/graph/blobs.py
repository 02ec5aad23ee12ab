"""BlobGraph: the versions of each blob in one state, who makes them, who reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.state import NetState


class Version:
    """One version of a blob: a layer wrote it, others read it, until an in-place layer overwrites it.

    `consumers` are (layer, index of its bottom), with the in-place layer that makes the next version. `previous` is the
    version that `producer` overwrote in place.
    """

    __slots__ = ("consumers", "name", "next", "previous", "producer")

    def __init__(self, name: str, producer: Layer, previous: Version | None) -> None:
        self.name = name
        self.producer = producer
        self.previous = previous
        self.next: Version | None = None
        self.consumers: list[tuple[Layer, int]] = []

    def __repr__(self) -> str:
        return f"<{self.name} of {self.producer.name}>"


class BlobGraph:
    """The connections of `net` in `state`, by name and in file order, as Caffe makes them.

    A bottom that no earlier layer makes is None. A top that exists already and is not the same layer's bottom at the
    same index (which Caffe refuses) starts a new chain of versions.
    """

    __slots__ = ("bottoms", "clashes", "last", "layers", "net", "state", "tops", "writers")

    def __init__(self, net: Net, state: NetState) -> None:
        self.net = net
        self.state = state
        self.layers = net.layers_in(state)
        self.bottoms: dict[int, list[Version | None]] = {}
        self.tops: dict[int, list[Version]] = {}
        self.last: dict[str, Version] = {}
        #: Whether a top may be refused because its name is taken; see `conflicts`.
        self.clashes = False
        #: The indices of the layers that overwrite a bottom.
        self.writers: set[int] = set()
        last = self.last
        for layer in self.layers:
            bottoms = list(map(last.get, layer.bottoms))
            for bottom_id, version in enumerate(bottoms):
                if version is not None:
                    version.consumers.append((layer, bottom_id))
            tops = []
            for top_id, name in enumerate(layer.tops):
                previous = bottoms[top_id] if top_id < len(bottoms) and layer.bottoms[top_id] == name else None
                if name in last and not self.clashes:
                    self.clashes = previous is None or _may_clash(previous, layer)
                made = last[name] = Version(name, layer, previous)
                if previous is not None:
                    previous.next = made
                    self.writers.add(layer.index)
                tops.append(made)
            self.bottoms[layer.index] = bottoms
            self.tops[layer.index] = tops

    def inputs(self, layer: Layer) -> list[Version]:
        """The versions that `layer` reads, without unknown bottoms."""
        return [version for version in self.bottoms[layer.index] if version is not None]

    def outputs(self, layer: Layer) -> list[Version]:
        return self.tops[layer.index]

    def downstream(self, layer: Layer, through: Callable[[Layer], bool]) -> Iterator[Layer]:
        """The layers that read what `layer` makes, directly, through in-place layers, or through layers for which
        `through` holds. Each once, breadth first."""
        seen: set[int] = set()
        queue = list(self.outputs(layer))
        for version in queue:
            for consumer, _ in version.consumers:
                if consumer.index in seen:
                    continue
                seen.add(consumer.index)
                yield consumer
                follow = through(consumer)
                queue += [top for top in self.outputs(consumer) if follow or top.previous is not None]

    def upstream(self, layer: Layer, through: Callable[[Layer], bool]) -> Iterator[Layer]:
        """The layers that make what `layer` reads, directly or through layers for which `through` holds."""
        seen: set[int] = set()
        queue = list(self.inputs(layer))
        for version in queue:
            producer = version.producer
            if producer.index in seen:
                continue
            seen.add(producer.index)
            yield producer
            if through(producer):
                queue += self.inputs(producer)


def _may_clash(version: Version, layer: Layer) -> bool:
    """Whether Caffe may not take `layer` to work in place: others read the blob, or it has a loss_weight."""
    return len(version.consumers) > 1 or bool(version.producer.loss_weights)
