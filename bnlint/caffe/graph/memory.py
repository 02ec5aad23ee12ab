"""Which layers work in one memory in a state, and which in-place layers spoil data that Backward reads."""

from __future__ import annotations

from bnlint._generated import schema_in_place as facts
from bnlint.caffe.graph.conflicts import in_place_after_use
from bnlint.caffe.graph.gradient import backpropagates_to, learns
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
    """A read of memory by the Backward of `layer`: it reads `version` as `operand`, its bottom ("B") or its top ("T").

    `need` is how much of the data it needs. `cudnn`: only cuDNN's engine reads it.
    """

    __slots__ = ("cudnn", "layer", "need", "operand", "version")

    def __init__(self, layer: Layer, version: Version, operand: str, cudnn: bool = False) -> None:
        self.layer = layer
        self.version = version
        self.operand = operand
        self.cudnn = cudnn
        self.need = _need(layer, operand) or "exact"


@memoized_by_content
def _need(layer: Layer, operand: str) -> str | None:
    """How much of an operand's data the Backward of `layer` needs, if it is less than all."""
    return choose(facts.NEEDS.get((layer.type, operand), ()), layer)


class Memory:
    """The versions that share one memory: `root`, what in-place layers made of it, and what shares it.

    `writes` are the in-place layers in file order, `parents`, by id, the version that each version but the root came
    from. An in-place layer on a blob that was read before (Caffe refuses it) begins a new memory.
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
        origin: Version | None = version
        while origin is not None and origin is not ancestor:
            origin = self.parents.get(id(origin))
        return origin is not None


def memories(graph: BlobGraph) -> list[Memory]:
    """The memories of a graph in which some layer works in place, in order of their first in-place layers."""
    by_version: dict[int, Memory] = {}
    refused = {(layer.index, top_id) for layer, top_id, _ in in_place_after_use(graph)}
    for layer in graph.layers:
        sharing = layer.type in _SHARING and _shares(layer)
        if not sharing and layer.index not in graph.writers:
            continue
        for top_id, version in enumerate(graph.tops[layer.index]):
            before = _first_bottom(graph, layer) if sharing else version.previous
            if before is None or (layer.index, top_id) in refused:
                continue
            memory = by_version.get(id(before))
            if memory is None:
                memory = by_version[id(before)] = Memory(graph, before)
            by_version[id(version)] = memory
            memory.versions.append(version)
            memory.parents[id(version)] = before
            if sharing:
                memory.shared = True
            else:
                memory.writes.append(Write(layer, before, version))
    return [memory for memory in dict.fromkeys(by_version.values()) if memory.writes]


@memoized_by_content
def _shares(layer: Layer) -> bool:
    known = layer_type(layer.type)
    return known is not None and known.shares_memory(layer)


def _first_bottom(graph: BlobGraph, layer: Layer) -> Version | None:
    bottoms = graph.bottoms[layer.index]
    return bottoms[0] if bottoms else None


def broken(memory: Memory, target: str) -> Iterator[tuple[Use, Write]]:
    """Each use that an in-place layer spoils for Backward, with the first layer that does so for sure.

    `target` is the Caffe that runs the net. Whether a gradient gets there at all is not checked here.
    """
    for use in uses(memory, target):
        for write in memory.writes:
            if write.layer.index > use.layer.index and effect(memory, use, write) == "harm":
                yield use, write
                break


def uses(memory: Memory, target: str) -> Iterator[Use]:
    """What the Backward of each layer reads of the memory, if an in-place layer comes later in the file."""
    last = memory.writes[-1].layer.index
    if memory.producer.index < last:
        yield from _of_top(memory, memory.producer, memory.root, target)
    written = {id(write.before): write for write in memory.writes}
    for version in memory.versions:
        own = written.get(id(version))
        for layer, bottom_id in version.consumers:
            if layer.index >= last or (layer.type in _SHARING and _shares(layer)):
                continue
            if own is not None and own.layer is layer:
                yield from _in_place(layer, own.after, target)
            else:
                yield from _of_bottom(layer, version, bottom_id, target)


@memoized_by_content
def _reads(layer: Layer, target: str) -> tuple[str, ...]:
    known = layer_type(layer.type, target)
    return (known.reads(layer) or ()) if known is not None else ()


def _of_top(memory: Memory, layer: Layer, version: Version, target: str) -> Iterator[Use]:
    top_id = memory.graph.tops[layer.index].index(version)
    if ("T" if top_id == 0 else f"T{top_id}") in _reads(layer, target):
        yield Use(layer, version, "T")
    elif top_id == 0 and cudnn_reads(layer, "T", target):
        yield Use(layer, version, "T", cudnn=True)


def _of_bottom(layer: Layer, version: Version, bottom_id: int, target: str) -> Iterator[Use]:
    reads = _reads(layer, target)
    if f"B{bottom_id}" in reads or ("B" in reads and (bottom_id == 0 or "B1" not in reads)):
        yield Use(layer, version, "B")


def _in_place(layer: Layer, version: Version, target: str) -> Iterator[Use]:
    """In place, bottom and top are the same memory, which later holds the top."""
    reads = _reads(layer, target)
    if "B" in reads or "T" in reads:
        yield Use(layer, version, "T")


@memoized_by_content
def cudnn_reads(layer: Layer, operand: str, target: str) -> bool:
    """Whether cuDNN's engine of the layer, if it runs, reads `operand` and Caffe's own does not."""
    for type_, engine, read, conditions, targets in facts.ENGINES:
        if type_ == layer.type and read == operand and (not targets or target in targets):
            message, _, field = engine.partition(".")
            if layer.value(message, field) != "CAFFE" and choose(((conditions, True),), layer):
                return True
    return False


def has_cudnn_differences(target: str) -> bool:
    """Whether some cuDNN engine reads more in `target` than in other Caffes."""
    return any(target in row[4] for row in facts.ENGINES)


def is_cudnn_difference(layer: Layer, target: str) -> bool:
    """Whether the layer's cuDNN engine reads more in `target` than in other Caffes."""
    return any(row[0] == layer.type and target in row[4] for row in facts.ENGINES)


def effect(memory: Memory, use: Use, write: Write) -> str:
    """The effect of a later in-place layer on a use: ``harm``, ``none``, or ``unsure``."""
    layer = write.layer
    if layer_type(layer.type) is None or layer.type == "Python":
        return "unsure"
    if keeps_data(memory, write):
        return "none"
    verdict = choose(facts.HARMLESS[use.need].get(layer.type, ()), layer) or "harm"
    if verdict == "alone":
        return "none" if use.operand == "T" and _alone(memory, use.version, write) else "harm"
    return "none" if verdict == "always" else verdict


def keeps_data(memory: Memory, write: Write) -> bool:
    """Whether the in-place layer does not change the data: Dropout in TEST, ReLU on data that is not negative."""
    layer = write.layer
    if layer.type in facts.COPIES_IN_TEST:
        return layer.phase_in(memory.graph.state) == TEST
    if layer.type not in facts.HARMLESS["positive"]:
        return False
    origin: Version = write.before
    while id(origin) in memory.parents and origin.producer.type in _SHARING:
        origin = memory.parents[id(origin)]
    return _need(origin.producer, "T") in facts.NOT_NEGATIVE


def right_outputs(layer: Layer) -> str:
    """Where a layer that is wrong in place still makes the right outputs; empty if nowhere."""
    return choose(facts.RIGHT_OUTPUTS.get(layer.type, ()), layer) or ""


def _alone(memory: Memory, version: Version, write: Write) -> bool:
    """Whether all of the gradient of `version` comes through the in-place layer `write`."""
    origin: Version | None = write.before
    while origin is not None and len(origin.consumers) == 1 and len(memory.graph.tops[origin.producer.index]) == 1:
        if origin is version:
            return True
        origin = memory.parents.get(id(origin))
    return False


def overwritten(memory: Memory, write: Write) -> list[tuple[Layer, int, Version]]:
    """(layer, index of its bottom, version) for each layer after `write` that reads data that `write` has changed."""
    if not memory.shared or keeps_data(memory, write) or layer_type(write.layer.type) is None:
        return []
    return [
        (layer, bottom_id, version)
        for version in memory.versions
        if not memory.comes_from(version, write.after)
        for layer, bottom_id in version.consumers
        if layer.index > write.layer.index and _reads_data(layer, bottom_id)
    ]


def _reads_data(layer: Layer, bottom_id: int) -> bool:
    """Whether the layer uses the data of that bottom for sure, and does not only pass on the memory."""
    known = layer_type(layer.type) is not None and not (layer.type in _SHARING and _shares(layer))
    return known and bottom_id not in facts.SHAPE_ONLY.get(layer.type, ())


def trained_versions(graph: BlobGraph) -> set[int]:
    """The ids of the versions that depend on a weight that learns, with no `propagate_down: false` on the way.

    The statistics of a BatchNorm are not weights, although Net::Init counts them as such.
    """
    versions: set[int] = set()
    for layer in graph.layers:
        own = layer.type != "BatchNorm" and learns(layer)
        if own or backpropagates_to(layer, graph, versions):
            versions.update(id(version) for version in graph.tops[layer.index])
    return versions
