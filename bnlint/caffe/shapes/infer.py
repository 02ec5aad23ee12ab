"""Infers the shapes of a net in one state: layer after layer, over the versions of its blobs."""

from __future__ import annotations

from bisect import bisect_left

from bnlint.caffe.net.message import Message
from bnlint.caffe.net.old_errors import v0_refusal
from bnlint.caffe.shapes.dims import DIFF, UNSHAPED, Refused, Unknown, blob, failed_op, wrap
from bnlint.caffe.shapes.plan import Plan, Refusal, has_empty
from bnlint.caffe.shapes.result import Built, StateShapes, uses_of
from bnlint.caffe.shapes.sharing import Shared
from bnlint.prototxt.nodes import Block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bnlint.caffe.graph.blobs import BlobGraph, Version
    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.schema.messages import Schema
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Missing
    from bnlint.caffe.shapes.plan import Outcome, Shapes

    #: A shape that somebody gives for a blob; None for dimensions that they leave open.
    Given = Mapping[str, Sequence[int | None]]

_MIXED = (
    "Refusing to upgrade inconsistent NetParameter input; the definition includes both 'layer' and 'layers' fields. "
    "The current format defines 'layer' fields with string type like layer { type: 'Layer' ... } and not layers "
    "{ type: LAYER ... }. Manually switch the definition to 'layer' format to continue."
)
_NOT_BOTH = (
    "Check failed: layer_param.include_size() == 0 || layer_param.exclude_size() == 0 Specify either include rules or "
    "exclude rules; not both."
)
_NOTHING: frozenset[int] = frozenset()


class Inference:
    """Infers the shapes of one net for one Caffe, in one state after the other: what they have in common is kept.

    `doubtful` are the indices of layers with errors in their text: nothing is known of them. `given` are shapes for
    blobs that layers without bottoms make. `is_missing` says whether a file that Caffe would open is missing; without
    it none is.
    """

    def __init__(
        self,
        net: Net,
        target: Schema,
        doubtful: Collection[int] = (),
        given: Given | None = None,
        is_missing: Missing = None,
    ) -> None:
        self.net = net
        self.target = target
        self.doubtful = doubtful
        self.given = given or {}
        self.is_missing = is_missing
        self._plans: dict[tuple[int, bool], Plan] = {}
        self._outcomes: dict[tuple[Plan, Shapes], Outcome] = {}
        self.before = _refusals_before(net)

    def shapes(self, graph: BlobGraph) -> StateShapes:
        """What Caffe makes of the net in the state of `graph`, layer by layer; it goes on after what Caffe refuses."""
        return _State(self, graph).run()

    def plan(self, layer: Layer, is_split: bool) -> Plan:
        content = layer.content
        key = id(content), is_split
        plan = self._plans.get(key)
        if plan is None or layer.index in self.doubtful:
            plan = Plan(layer, self.target, layer.index in self.doubtful, is_split, self.is_missing)
            if layer.index not in self.doubtful:
                self._plans[key] = plan
        return plan

    def outcome(self, layer: Layer, plan: Plan, bottoms: Shapes, kept: frozenset[int]) -> Outcome:
        """What becomes of a layer with these bottoms, of which `kept` are empty, but have memory."""
        given = self.given
        if (
            given
            and layer.tops
            and not layer.bottoms
            and all(None not in given.get(name, (None,)) for name in layer.tops)
        ):
            return self._given_outcome(layer, (None,) * len(layer.tops), (), (), ())
        if layer.block.name == "input":
            outcome = _of_fields(self.net, layer)
        else:
            key = plan, bottoms
            known = self._outcomes.get(key)
            if known is None or kept:
                known = plan.build(bottoms, kept)
                if not kept:
                    self._outcomes[key] = known
            outcome = known
        if given and not given.keys().isdisjoint(layer.tops):
            return self._given_outcome(layer, *outcome[:4])
        return outcome

    def _given_outcome(
        self,
        layer: Layer,
        tops: Shapes,
        params: Shapes | None,
        early: tuple[Refusal, ...],
        late: tuple[Refusal, ...],
    ) -> Outcome:
        """An outcome with the given shapes, where the bottoms of the layer do not determine them."""
        filled = list(tops)
        for index, name in enumerate(layer.tops):
            if name in self.given and (not layer.bottoms or tops[index] is None):
                try:
                    filled[index] = blob(_given_dims(self.given[name], tops[index]))
                except Refused as refused:
                    late += (Refusal("shape", refused.text),)
        return tuple(filled), params, early, late, has_empty(filled)


def doubtful_layers(net: Net, offsets: Sequence[int]) -> frozenset[int]:
    """The indices of the layers in whose text there are errors, at these sorted offsets."""
    if not offsets:
        return frozenset()
    blocks = [(layer.index, layer.block) for layer in net.layers]
    return frozenset(
        [index for index, block in blocks if bisect_left(offsets, block.start) < bisect_left(offsets, block.end)]
    )


def _given_dims(given: Sequence[int | None], shape: Shape | None) -> list[Dim]:
    """A given shape; what it leaves open is as the layer makes it."""
    own: Sequence[Dim] = shape if shape is not None and len(shape) == len(given) else [Unknown() for _ in given]
    return [dim if each is None else wrap(each) for each, dim in zip(given, own)]


def _of_fields(net: Net, layer: Layer) -> Outcome:
    """The shapes of the Input layer that UpgradeNetInput makes of `input` fields."""
    shapes, dims = net.top.fields.get("input_shape", ()), net.top.all("input_dim")
    declared = net.schema.messages["BlobShape"]
    tops: list[Shape | None] = []
    late: tuple[Refusal, ...] = ()
    for index in range(len(layer.tops)):
        numbers: Sequence[object] = dims[4 * index : 4 * index + 4]
        if shapes:
            block = shapes[index] if index < len(shapes) else None
            numbers = Message.of(block, declared).all("dim") if type(block) is Block else (None,)
        try:
            known = all(type(number) is int for number in numbers) and (bool(shapes) or len(numbers) == 4)
            tops.append(blob([wrap(dim) for dim in numbers], "shape.dim_size()") if known else None)  # type: ignore[arg-type]
        except Refused as refused:
            tops.append(None)
            late += (Refusal("shape", refused.text),)
    return tuple(tops), (), (), late[:1], has_empty(tops)


class _State:
    """The inference in one state, as far as it has come."""

    def __init__(self, inference: Inference, graph: BlobGraph) -> None:
        self.inference = inference
        self.graph = graph
        self.shapes: dict[Version, Shape | None] = {}
        self.shared = Shared()
        self.refusals: list[Refusal] = []
        self._names: set[str] = set()
        #: The bottoms that no earlier layer makes, which Caffe finds before it builds any layer.
        self._unknown: list[Refusal] = []
        #: Whether a blob is empty, and the versions that are, but have memory, because the blob was larger before.
        self._has_empty = False
        self._kept: set[Version] = set()

    def run(self) -> StateShapes:
        layers = [self._build(layer) for layer in self.graph.layers]
        refusals = [*self.inference.before, *self._unknown, *self.refusals]
        return StateShapes(self.graph, layers, refusals, self.shapes, self.shared.sharers)

    def _build(self, layer: Layer) -> Built:
        inference, graph, shapes = self.inference, self.graph, self.shapes
        versions = graph.bottoms[layer.index]
        if None in versions:
            self._unknown += _unknown_bottoms(layer, versions)
        bottoms = tuple([None if version is None else shapes[version] for version in versions])
        kept = _NOTHING
        if self._has_empty:
            bottoms, kept = self._empty_bottoms(versions, bottoms)
        plan = inference.plan(layer, False)
        if plan.writes_weights and self._loses_weights(layer):
            plan = inference.plan(layer, True)
        tops, params, early, late, is_empty = inference.outcome(layer, plan, bottoms, kept)
        refusals = early + self._taken(layer) + late if graph.clashes else early + late
        if plan.named and params is not None:
            refused = self.shared.add(layer, plan.specs, params)
            if refused is not None:
                refusals += (Refusal("sharing", refused[0].text, (), layer, refused[1]),)
        versions_made = graph.tops[layer.index]
        for version, shape in zip(versions_made, tops):
            shapes[version] = shape
        if is_empty:
            self._has_empty = True
            for index, version in enumerate(versions_made):
                if has_empty(tops[index : index + 1]) and plan.keeps_memory(bottoms, kept, index):
                    self._kept.add(version)
            refusals += _refused_copies(layer, versions_made, tops)
        if refusals:
            refusals = tuple([refusal.of(layer) for refusal in refusals])
            self.refusals += refusals
        return Built(layer, bottoms, tops, params, refusals)

    def _empty_bottoms(self, versions: Sequence[Version | None], bottoms: Shapes) -> tuple[Shapes, frozenset[int]]:
        """The bottoms of a layer, of which some may be empty, and those that have memory nevertheless.

        A copy of a blob without a shape has one, and a copy of an empty blob has no memory.
        """
        copies = [version is not None and _is_copied(version) for version in versions]
        kept = [i for i, version in enumerate(versions) if version in self._kept and not copies[i]]
        shown = [() if shape is UNSHAPED and is_copy else shape for shape, is_copy in zip(bottoms, copies)]
        return tuple(shown), frozenset(kept)

    def _loses_weights(self, layer: Layer) -> bool:
        """Whether InsertSplits drops the loss_weight fields of a layer: one is on a top that is also read."""
        tops = self.graph.tops[layer.index]
        return any(weight and top.consumers for weight, top in zip(layer.loss_weights, tops))

    def _taken(self, layer: Layer) -> tuple[Refusal, ...]:
        """Whether the name of a top is taken: by an earlier one, unless the layer works in place on it."""
        for top in self.graph.tops[layer.index]:
            before = top.previous
            if top.name in self._names and (before is None or _is_copied(before)):
                return (Refusal("tops", f"Top blob '{top.name}' produced by multiple sources."),)
            self._names.add(top.name)
        return ()


def _is_copied(version: Version) -> bool:
    """Whether Caffe copies a blob for its readers (InsertSplits)."""
    if len(version.consumers) > 1:
        return True
    producer = version.producer
    return bool(producer.loss_weights) and uses_of(version, _index_of(version)) > 1


def _index_of(version: Version) -> int:
    """The index of a blob among the tops of its producer, the last one of that name."""
    tops = version.producer.tops
    return len(tops) - 1 - tops[::-1].index(version.name)


def _refused_copies(layer: Layer, versions: Sequence[Version], tops: Shapes) -> tuple[Refusal, ...]:
    """What fails in the layers that Caffe inserts to copy empty tops."""
    refusals = []
    for index, (version, shape) in enumerate(zip(versions, tops)):
        if not has_empty((shape,)) or uses_of(version, index) < 2:
            continue
        name = f"{version.name}_{layer.name}_{index}_split"
        if shape is UNSHAPED:
            text = failed_op("count_ == top[i]->count()", 0, 1).text
            refusals.append(Refusal("shape", text, (), layer, None, name))
        elif index < len(layer.loss_weights) and layer.loss_weights[index]:
            refusals.append(Refusal("loss_weight", DIFF, (), layer, None, name))
    return tuple(refusals)


def _refusals_before(net: Net) -> list[Refusal]:
    """What keeps Caffe from beginning to build the net: in the upgrade of old formats, or in its rules."""
    if net.format == "V0":
        items = sorted((leaf for leaves in net.top.fields.values() for leaf in leaves), key=lambda leaf: leaf.start)
        refused = v0_refusal(items)  # type: ignore[arg-type]
        return [Refusal("upgrade", refused)] if refused else []
    if net.format == "mixed":
        return [Refusal("upgrade", _MIXED)]
    return [Refusal("rules", _NOT_BOTH) for layer in net.layers if layer.include and layer.exclude]


def _unknown_bottoms(layer: Layer, versions: Sequence[Version | None]) -> list[Refusal]:
    """The bottoms of a layer that no earlier layer makes."""
    text = "Unknown bottom blob '{}' (layer '{}', bottom index {})"
    return [
        Refusal("bottoms", text.format(name, layer.name, index), (index,), layer)
        for index, (name, version) in enumerate(zip(layer.bottoms, versions))
        if version is None
    ]
