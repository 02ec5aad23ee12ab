"""Proves that a move from a dialect to the target keeps all other layers and the connections between layers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from bnlint.caffe.binary import effective
from bnlint.caffe.binary.versions import is_repeated
from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.net.read import read_net
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.schema.validate import validate
from bnlint.caffe.state import NetState, describe
from bnlint.fixer.proof import ProofError, prove_text
from bnlint.prototxt.nodes import Document
from bnlint.text.edits import Applicability, Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.session import Session

    Spans = list[tuple[int, int]]


def prove_move(
    old: Document,
    new: Document,
    edits: Sequence[Edit],
    kind: str,
    dialect: Schema,
    target: Schema,
    applicability: Applicability,
    kinds: tuple[str, ...] = (),
    session: Session | None = None,
) -> None:
    """Raises ProofError unless `new` means the same to the target as `old` to its dialect.

    Syntax trees: as for every rewrite, and the target rejects nothing that it did not reject before. In every state
    of a net: the layers that no edit touches are the same, in the same order, and read the same blobs; the layers
    that replace touched ones have the same inputs and outputs. A safe move also means the same to the dialect.
    """
    prove_text(old, new, edits)
    _nothing_new(old, new, kind, target, session)
    if kind != "net":
        return
    before, after = read_net(old, dialect, session), read_net(new, target, session)
    removed: Spans = [(start, end) for start, end, _ in edits]
    touched = _touched(before, removed), _touched(after, _shifted(edits))
    for state in dict.fromkeys(state for net in (before, after) for state in Purpose(net, kinds).states):
        if _wiring(before, state, touched[0]) != _wiring(after, state, touched[1]):
            raise ProofError(f"the layers around the moved ones are connected differently in {describe(state)}")
    if applicability is Applicability.SAFE:
        _same_to_dialect(old, new, dialect)


def _nothing_new(old: Document, new: Document, kind: str, target: Schema, session: Session | None) -> None:
    before, after = (
        Counter(
            (error.kind, error.message.name, error.name)
            for error in validate(document.items, ROOT_MESSAGES[kind], target, session=session)
        )
        for document in (old, new)
    )
    if new_errors := after - before:
        _, message, name = next(iter(new_errors))
        raise ProofError(f"the target now rejects {message}.{name}")


def _shifted(edits: Sequence[Edit]) -> Spans:
    """The spans of the edits in the new text."""
    spans, shift = [], 0
    for start, end, text in edits:
        spans.append((start + shift, start + shift + len(text)))
        shift += len(text) - (end - start)
    return spans


def _touched(net: Net, spans: Spans) -> set[int]:
    """The indices of the layers that the spans overlap."""
    return {
        layer.index
        for layer in net.layers
        if any(start < layer.block.end and end > layer.block.start for start, end in _near(layer, spans))
    }


def _near(layer: Layer, spans: Spans) -> Spans:
    """The spans, which are sorted, that may overlap the layer."""
    first = max(bisect_left(spans, (layer.block.start, 0)) - 1, 0)
    return spans[first : bisect_right(spans, (layer.block.end, 0))]


def _wiring(net: Net, state: NetState, touched: set[int]) -> list[object]:
    """The untouched layers in order, with the producers of their bottoms; each run of touched ones by what it reads."""
    graph = BlobGraph(net, state)
    names: dict[int, object] = {}
    order: list[object] = []
    run: list[Layer] = []
    for layer in graph.layers:
        if layer.index in touched:
            names[layer.index] = ("moved", len(order))
            run.append(layer)
            continue
        _close(graph, run, names, order)
        names[layer.index] = ("kept", len(order))
        order.append((layer.type, layer.name, layer.tops, _reads(graph, layer, names)))
    _close(graph, run, names, order)
    outputs = [(name, names[last.producer.index]) for name, last in graph.last.items() if not last.consumers]
    return [*order, sorted(outputs, key=repr)]


def _reads(graph: BlobGraph, layer: Layer, names: dict[int, object]) -> list[object]:
    return [
        (name, None if version is None else names[version.producer.index])
        for name, version in zip(layer.bottoms, graph.bottoms[layer.index])
    ]


def _close(graph: BlobGraph, run: list[Layer], names: dict[int, object], order: list[object]) -> None:
    """Ends a run of touched layers, which is described by the blobs that it reads from outside."""
    if run:
        own = names[run[0].index]
        outside = {repr(read) for layer in run for read in _reads(graph, layer, names) if read[1] != own}  # type: ignore[index]
        order.append(sorted(outside))
        run.clear()


def _same_to_dialect(old: Document, new: Document, dialect: Schema) -> None:
    """Checks that the dialect reads the same, except for engines and for defaults that are now written."""
    before, after = (effective.build(document, dialect, "NetParameter")[0] for document in (old, new))
    if effective.without_layers(before) != effective.without_layers(after) or len(before.layer) != len(after.layer):
        raise ProofError("a field of the net itself changed")
    for one, two in zip(before.layer, after.layer):
        if _plain(one) != _plain(two):
            raise ProofError(f"layer '{one.name}' means something else to {dialect.name}")


def _plain(layer: effective.Message) -> effective.Message:
    """The layer without engines, and with all defaults of its BatchNorm settings written out."""
    copy = type(layer)()
    copy.CopyFrom(layer)
    if "engine" in copy.DESCRIPTOR.fields_by_name:
        copy.ClearField("engine")
    for field, value in copy.ListFields():
        if field.message_type is not None and not is_repeated(field) and "engine" in field.message_type.fields_by_name:
            value.ClearField("engine")
            if not value.ListFields():
                copy.ClearField(field.name)
    if copy.type in ("", "BatchNorm") and "batch_norm_param" in copy.DESCRIPTOR.fields_by_name:
        settings = copy.batch_norm_param
        for field in settings.DESCRIPTOR.fields:
            if field.has_default_value and field.name not in ("engine", "use_global_stats"):
                setattr(settings, field.name, getattr(settings, field.name))
    return copy
