"""Which layers work on one memory in a state, and which of them Backward then finds spoiled."""

from __future__ import annotations

from bnlint._generated import schema_in_place as facts
from bnlint.caffe.graph.conflicts import in_place_after_use
from bnlint.caffe.graph.gradient import learns
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.schema.layer_types import choose, layer_type
from bnlint.caffe.state import TEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.graph.blobs import BlobGraph, Version
    from bnlint.caffe.net.layers import Layer

_SHARING = frozenset(("Split", "Flatten", "Reshape", "Concat", "Slice"))


class Write:
    """A layer that works in place: it overwrites `before` and makes `after`, in the same memory."""

    __slots__ = ("after", "before", "layer")

    def __init__(self, layer: Layer, before: Version, after: Version) -> None:
        self.layer = layer
        self.before = before
        self.after = after

    def __repr__(self) -> str:
        return f"<{self.layer} on {self.before}>"


class Use:
    """What the Backward of `layer` reads of a memory: `version`, as its bottom ("B") or its top ("T").

    `cudnn` where only cuDNN's engine reads it.
    """

    __slots__ = ("cudnn", "layer", "need", "version", "what")

    def __init__(self, layer: Layer, version: Version, what: str, cudnn: bool = False) -> None:
        self.layer = layer
        self.version = version
        self.what = what
        self.cudnn = cudnn
        self.need = _need(layer, what) or "exact"


@memoized_by_content
def _need(layer: Layer, what: str) -> str | None:
    """What of its data the Backward of `layer` needs, where it is less than all."""
    return choose(facts.NEEDS.get((layer.type, what), ()), layer)


class Memory:
    """The versions that lie in one memory: `root`, what in-place layers made of it, and what shares it.

    `writes` are the in-place layers in file order, `parents` the version that each version but the root came
    from, by id. A layer in place on a blob that was read before (Caffe refuses it) begins a memory of its own.
    """

    __slots__ = ("graph", "parents", "root", "shared", "versions", "writes")

    def __init__(self, graph: BlobGraph, root: Version) -> None:
        self.graph = graph
        self.root = root
        self.versions = [root]
        self.writes: list[Write] = []
        self.parents: dict[int, Version] = {}
        self.shared = False

    @property
    def producer(self) -> Layer:
        return self.root.producer

    def layers(self) -> list[Layer]:
        """The producer and the in-place layers."""
        return [self.producer, *(write.layer for write in self.writes)]

    def comes_from(self, version: Version, ancestor: Version) -> bool:
        """Whether `version` is `ancestor` or was made of it."""
        at: Version | None = version
        while at is not None and at is not ancestor:
            at = self.parents.get(id(at))
        return at is not None


def memories(graph: BlobGraph) -> list[Memory]:
    """The memories of a graph on which some layer works in place, in order of their first in-place layers."""
    found: dict[int, Memory] = {}
    refused = {(layer.index, place) for layer, place, _ in in_place_after_use(graph)}
    for layer in graph.layers:
        sharing = layer.type in _SHARING and _shares(layer)
        if not sharing and layer.index not in graph.writers:
            continue
        for place, version in enumerate(graph.tops[layer.index]):
            before = _first_bottom(graph, layer) if sharing else version.previous
            if before is None or (layer.index, place) in refused:
                continue
            memory = found.get(id(before))
            if memory is None:
                memory = found[id(before)] = Memory(graph, before)
            found[id(version)] = memory
            memory.versions.append(version)
            memory.parents[id(version)] = before
            if sharing:
                memory.shared = True
            else:
                memory.writes.append(Write(layer, before, version))
    return [memory for memory in dict.fromkeys(found.values()) if memory.writes]


@memoized_by_content
def _shares(layer: Layer) -> bool:
    known = layer_type(layer.type)
    return known is not None and known.shares_memory(layer)


def _first_bottom(graph: BlobGraph, layer: Layer) -> Version | None:
    bottoms = graph.bottoms[layer.index]
    return bottoms[0] if bottoms else None


def broken(memory: Memory, target: str) -> Iterator[tuple[Use, Write]]:
    """Each use that a later in-place layer spoils for Backward, with the first that does so for sure.

    `target` is the Caffe that runs the net. Whether a gradient gets there at all is not asked here.
    """
    for use in uses(memory, target):
        for write in memory.writes:
            if write.layer.index > use.layer.index and spoils(memory, use, write) == "harm":
                yield use, write
                break


def uses(memory: Memory, target: str) -> Iterator[Use]:
    """What the Backward of each layer reads of the memory, where an in-place layer comes later in the file."""
    last = memory.writes[-1].layer.index
    if memory.producer.index < last:
        yield from _of_top(memory, memory.producer, memory.root, target)
    written = {id(write.before): write for write in memory.writes}
    for version in memory.versions:
        own = written.get(id(version))
        for layer, place in version.consumers:
            if layer.index >= last or (layer.type in _SHARING and _shares(layer)):
                continue
            if own is not None and own.layer is layer:
                yield from _in_place(layer, own.after, target)
            else:
                yield from _of_bottom(layer, version, place, target)


@memoized_by_content
def _reads(layer: Layer, target: str) -> tuple[str, ...]:
    known = layer_type(layer.type, target)
    return (known.reads(layer) or ()) if known is not None else ()


def _of_top(memory: Memory, layer: Layer, version: Version, target: str) -> Iterator[Use]:
    place = memory.graph.tops[layer.index].index(version)
    if ("T" if place == 0 else f"T{place}") in _reads(layer, target):
        yield Use(layer, version, "T")
    elif place == 0 and cudnn_reads(layer, "T", target):
        yield Use(layer, version, "T", cudnn=True)


def _of_bottom(layer: Layer, version: Version, place: int, target: str) -> Iterator[Use]:
    reads = _reads(layer, target)
    if f"B{place}" in reads or ("B" in reads and (place == 0 or "B1" not in reads)):
        yield Use(layer, version, "B")


def _in_place(layer: Layer, version: Version, target: str) -> Iterator[Use]:
    """In place, bottom and top are the same memory: what comes later finds the top there."""
    reads = _reads(layer, target)
    if "B" in reads or "T" in reads:
        yield Use(layer, version, "T")


@memoized_by_content
def cudnn_reads(layer: Layer, what: str, target: str) -> bool:
    """Whether cuDNN's engine of the layer, where it runs, reads `what` and Caffe's own does not."""
    for type_, engine, read, conditions, targets in facts.ENGINES:
        if type_ == layer.type and read == what and (not targets or target in targets):
            message, _, field = engine.partition(".")
            if layer.value(message, field) != "CAFFE" and choose(((conditions, True),), layer):
                return True
    return False


def has_cudnn_differences(target: str) -> bool:
    """Whether some engine of cuDNN reads more in `target` than in others."""
    return any(target in row[4] for row in facts.ENGINES)


def is_cudnn_difference(layer: Layer, target: str) -> bool:
    """Whether what cuDNN's engine of the layer reads more is a matter of `target`, not of any Caffe."""
    return any(row[0] == layer.type and target in row[4] for row in facts.ENGINES)


def spoils(memory: Memory, use: Use, write: Write) -> str:
    """What a later in-place layer does to a use: ``harm``, ``none``, or ``unsure``."""
    layer = write.layer
    if layer_type(layer.type) is None or layer.type == "Python":
        return "unsure"
    if keeps_data(memory, write):
        return "none"
    verdict = choose(facts.HARMLESS[use.need].get(layer.type, ()), layer) or "harm"
    if verdict == "alone":
        return "none" if use.what == "T" and _alone(memory, use.version, write) else "harm"
    return "none" if verdict == "always" else verdict


def keeps_data(memory: Memory, write: Write) -> bool:
    """Whether the in-place layer leaves the numbers as they are: Dropout in TEST, ReLU on what is not negative."""
    layer = write.layer
    if layer.type in facts.COPIES_IN_TEST:
        return layer.phase_in(memory.graph.state) == TEST
    if layer.type not in facts.HARMLESS["positive"]:
        return False
    at: Version = write.before
    while id(at) in memory.parents and at.producer.type in _SHARING:
        at = memory.parents[id(at)]
    return _need(at.producer, "T") in facts.NOT_NEGATIVE


def right_outputs(layer: Layer) -> str:
    """Where a layer that is wrong in place makes the right outputs all the same; empty where nowhere."""
    return choose(facts.RIGHT_OUTPUTS.get(layer.type, ()), layer) or ""


def _alone(memory: Memory, version: Version, write: Write) -> bool:
    """Whether all of the gradient of `version` comes through the in-place layer `write`."""
    at: Version | None = write.before
    while at is not None and len(at.consumers) == 1 and len(memory.graph.tops[at.producer.index]) == 1:
        if at is version:
            return True
        at = memory.parents.get(id(at))
    return False


def overwritten(memory: Memory, write: Write) -> list[tuple[Layer, int, Version]]:
    """(layer, number of its bottom, version) of what reads, later than `write`, data that it changed unasked."""
    if not memory.shared or keeps_data(memory, write) or layer_type(write.layer.type) is None:
        return []
    return [
        (layer, place, version)
        for version in memory.versions
        if not memory.comes_from(version, write.after)
        for layer, place in version.consumers
        if layer.index > write.layer.index and _reads_data(layer, place)
    ]


def _reads_data(layer: Layer, place: int) -> bool:
    """Whether the layer is sure to use the numbers of that bottom itself, not only to hand the memory on."""
    known = layer_type(layer.type) is not None and not (layer.type in _SHARING and _shares(layer))
    return known and place not in facts.SHAPE_ONLY.get(layer.type, ())


def trained_versions(graph: BlobGraph) -> set[int]:
    """The ids of the versions before which some weight learns, with no `propagate_down: false` on the way.

    The statistics of a BatchNorm are no weights, although Net::Init counts them as such.
    """
    found: set[int] = set()
    for layer in graph.layers:
        own = layer.type != "BatchNorm" and learns(layer)
        if own or backpropagates_to(layer, graph, found):
            found.update(id(version) for version in graph.tops[layer.index])
    return found


def backpropagates_to(layer: Layer, graph: BlobGraph, found: set[int]) -> bool:
    """Whether a gradient that `layer` hands down reaches one of the versions in `found`."""
    cuts = layer.propagate_down
    return any(
        version is not None and id(version) in found and (place >= len(cuts) or bool(cuts[place]))
        for place, version in enumerate(graph.bottoms[layer.index])
    )
