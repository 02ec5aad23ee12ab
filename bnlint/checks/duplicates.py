"""NET102, NET103: two layers that produce the same blob, or that have the same name and weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bnlint.caffe.graph.blobs import BlobGraph, Version
from bnlint.caffe.graph.conflicts import duplicate_tops
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.purpose import is_source
from bnlint.caffe.schema.layer_types import blob_count
from bnlint.checks.connections import is_readable, misspelt
from bnlint.checks.context import NetContext, View
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import ErrorNode, Field
from bnlint.prototxt.values import string
from bnlint.text.diagnostics import Diagnostic, Related, Severity, listed
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.result import StateShapes
    from bnlint.prototxt.nodes import Leaf

    #: Layers that follow each other, each with the earlier one that has the same name, type and tops.
    Copy = list[tuple[Layer, Layer]]

_INPUT_TYPES = frozenset(("Input", "DummyData"))


class _Conflicts:
    """The tops of one state whose names are taken.

    `tops` are the names, by the indices of the layer and of the one that makes the first blob of the name; `copies` the
    block that a layer and its twin belong to, by the index of the layer.
    """

    def __init__(self, ctx: NetContext, graph: BlobGraph) -> None:
        self.tops: dict[tuple[int, int], list[str]] = {}
        for layer, _, before in duplicate_tops(graph):
            if before.name and not _follows_unknown_bottom(before, graph) and not _is_in_place(ctx, layer, before):
                maker = before.producer if before.name in layer.bottoms else _first_maker(before)
                self.tops.setdefault((layer.index, maker.index), []).append(before.name)
        self.copies: dict[int, Copy] = {}
        if self.tops:
            refused = {index for index, _ in self.tops}
            for copy in _copies(graph):
                if any(layer.index in refused for layer, _ in copy):
                    self.copies.update((layer.index, copy) for layer, _ in copy)


def _conflicts(ctx: NetContext) -> list[tuple[View, _Conflicts]]:
    """The views in which a layer produces a blob whose name is taken."""
    found = [(view, _Conflicts(ctx, view.graph)) for view in ctx.views if view.graph.clashes]
    return [(view, conflicts) for view, conflicts in found if conflicts.tops]


def _first_maker(version: Version) -> Layer:
    while version.previous is not None:
        version = version.previous
    return version.producer


def _copies(graph: BlobGraph) -> list[Copy]:
    """The blocks of layers that repeat earlier ones."""
    places = {layer.index: place for place, layer in enumerate(graph.layers)}
    first: dict[tuple[str, str, tuple[str, ...]], Layer] = {}
    copies: list[Copy] = []
    for layer in graph.layers:
        twin = first.setdefault((layer.name, layer.type, tuple(layer.tops)), layer)
        if twin is layer or not layer.name:
            continue
        if copies:
            last, its_twin = copies[-1][-1]
            if places[last.index] + 1 == places[layer.index] and places[its_twin.index] + 1 == places[twin.index]:
                copies[-1].append((layer, twin))
                continue
        copies.append([(layer, twin)])
    return copies


@net_rule("NET102")
def duplicate_top(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET102: a top whose name is taken. Layers in place on a blob that was read before are BN402."""
    found: dict[tuple[int, int], tuple[list[str], Copy, list[View]]] = {}
    for view, conflicts in ctx.once(_conflicts):
        told: set[int] = set()
        for key, names in conflicts.tops.items():
            copy = conflicts.copies.get(key[0], [])
            if copy and id(copy) in told:
                continue  # the first of the block speaks for all
            told.add(id(copy))
            found.setdefault(key, (names, copy, []))[2].append(view)
    if not found or not is_readable(ctx):
        return
    for (index, first), (names, copy, views) in found.items():
        layer, before = ctx.net.layers[index], ctx.net.layers[first]
        is_copy = bool(copy) and (layer.name, layer.type, layer.tops) == (before.name, before.type, before.tops)
        why, way_out = _copied(ctx, copy) if is_copy else _conflict(ctx, layer, before, names)
        message = f"{why}. Caffe aborts: Top blob '{names[0]}' produced by multiple sources. {way_out}."
        at = layer.node("top", layer.tops.index(names[0])) or layer
        field = _input_field(ctx, before, names[0])
        if field is not None:
            related: tuple[Related, ...] = (Related(Span(field.start, field.end), f"the input field '{names[0]}'"),)
        else:
            related = _first(before, f"layer '{before.name}' produces '{names[0]}'")
        yield ctx.report_in("NET102", at, message, views, related=related)


def _follows_unknown_bottom(version: Version, graph: BlobGraph) -> bool:
    """Whether the chain of versions starts in place on a blob that no layer produces: Caffe stops there."""
    while version.previous is not None:
        version = version.previous
    layer = version.producer
    return any(
        bottom is None and name == version.name for bottom, name in zip(graph.bottoms[layer.index], layer.bottoms)
    )


def _is_in_place(ctx: NetContext, layer: Layer, before: Version) -> bool:
    """Whether the layer would work in place on the blob if its bottom were not misspelt, as NET101 says."""
    return any(
        ctx.once(misspelt).get((layer.index, n)) == name for n, name in enumerate(layer.tops) if name == before.name
    )


def _input_field(ctx: NetContext, layer: Layer, name: str) -> Leaf | None:
    """The input field that makes the blob; None if a layer does."""
    if layer.block.name != "input":
        return None
    fields = ctx.net.top.fields.get("input", ())
    return next((leaf for leaf in fields if isinstance(leaf, Field) and string(leaf.raw) == name), None)


def _line(ctx: NetContext, at: Leaf) -> int:
    return ctx.source.lines.line(at.start) + 1


def _copied(ctx: NetContext, copy: Copy) -> tuple[str, str]:
    """What a block of layers is that repeats an earlier one, and what to do about it."""
    layer, twin = copy[0]
    is_equal = all(_words(ctx, one) == _words(ctx, other) for one, other in copy)
    exactly = ", word for word" if is_equal else ""
    line = _line(ctx, twin.block)
    if len(copy) > 1:
        why = f"{len(copy)} layers, '{layer.name}' to '{copy[-1][0].name}', are written twice{exactly} (line {line})"
        return why, "Remove one of the two" if is_equal else "Remove one of the two, or rename these layers and tops"
    if is_equal:
        return f"layer '{layer.name}' is written twice, word for word (line {line})", "Remove one of the two"
    if _are_data(layer, twin):
        return _conflict(ctx, layer, twin, layer.tops)
    produces = f"layer '{layer.name}' produces {_quoted(layer.tops)}, which"
    return (
        f"{produces} the layer of the same name in line {line} already produces",
        "Give one of them another name and top, or remove it",
    )


def _words(ctx: NetContext, layer: Layer) -> list[str]:
    return ctx.text[layer.block.start : layer.block.end].split()


def _quoted(names: list[str] | tuple[str, ...]) -> str:
    return listed([f"'{each}'" for each in dict.fromkeys(names)])


def _are_data(*layers: Layer) -> bool:
    """Whether all of them may be meant for one phase each."""
    return all(is_source(each) and each.type not in _INPUT_TYPES and not each.include for each in layers)


def _conflict(ctx: NetContext, layer: Layer, before: Layer, names: list[str] | tuple[str, ...]) -> tuple[str, str]:
    """Why the layer cannot produce these blobs, and what to do about it."""
    name, own = names[0], f"Give '{layer.name}' a top of its own"
    field = _input_field(ctx, before, name)
    if before is layer:
        if field is not None:
            return f"two input fields have the name '{name}'", "Rename or remove one of them"
        return f"layer '{layer.name}' lists '{name}' twice as a top", "Rename one of them"
    if name in layer.bottoms:
        if layer.bottoms.count(name) > 1:
            return f"layer '{layer.name}' reads '{name}' twice, so it cannot overwrite it", own
        position, top = layer.bottoms.index(name), layer.tops.index(name)
        if position != top:
            why = f"layer '{layer.name}' overwrites its bottom {position}, '{name}', with its top {top}"
            return f"{why}, but only top {position} may do that", own
        why = f"layer '{layer.name}' works in place on '{name}', but layer '{before.name}' gives it a loss_weight"
        return f"{why}, which counts as a reader", own
    if field is not None:
        line = _line(ctx, field)
        why = f"layer '{layer.name}' produces '{name}', but the input field in line {line} already produces '{name}'"
        way_out = f"Remove the layer or the input field, or give '{layer.name}' another top"
        return why, "Remove the layer or the input field" if is_source(layer) else way_out
    why = f"layer '{layer.name}' produces {_quoted(names)}, which layer '{before.name}' already produces"
    if _are_data(layer, before):
        return why, "Layers for different phases need include { phase: TRAIN } and include { phase: TEST }"
    return why, "Rename the top of one, and the bottoms that are meant to read it"


def _first(layer: Layer, message: str) -> tuple[Related, ...]:
    node = layer.node("name") or layer.node("type") or layer.block
    return (Related(Span(node.start, node.end), message),)


@net_rule("NET103")
def duplicate_layer_name(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET103: two layers with the same name in the same state, at least one with weights, unless it is NET102."""
    views_by_pair: dict[tuple[int, int], list[View]] = {}
    for view in ctx.views:
        names = [layer.name for layer in view.graph.layers]
        if len(set(names)) == len(names):
            continue
        counts = Counter(names)
        first: dict[str, Layer] = {}
        for layer in view.graph.layers:
            if counts[layer.name] > 1:
                before = first.setdefault(layer.name, layer)
                if before is not layer and not _is_refused(ctx, view, layer, before):
                    views_by_pair.setdefault((before.index, layer.index), []).append(view)
    for (one, two), views in views_by_pair.items():
        before, layer = ctx.net.layers[one], ctx.net.layers[two]
        if not all(_is_name_readable(ctx, each) for each in (before, layer)):
            continue
        blobs = [_blobs(ctx, each) for each in (before, layer)]
        if not any(blobs) or _shares_all(before, layer, blobs):
            continue
        consequence = _consequence(ctx, before, layer, blobs, views)
        message = (
            f"layer '{layer.name}' has the same name as an earlier layer. {consequence}. Rename one of the two layers."
        )
        severity = None if all(blobs) else Severity.WARNING
        at = layer.node("name") or layer
        related = _first(before, f"the first layer named '{before.name}'")
        yield ctx.report_in("NET103", at, message, views, related=related, severity=severity)


def _is_refused(ctx: NetContext, view: View, layer: Layer, before: Layer) -> bool:
    """Whether Caffe refuses the net over the tops of the two layers, so that it never has weights for them."""
    for other, conflicts in ctx.once(_conflicts):
        if other is view:
            return layer.index in conflicts.copies or (layer.index, before.index) in conflicts.tops
    return False


def _is_name_readable(ctx: NetContext, layer: Layer) -> bool:
    """Whether the layer's name is as its author meant it: a string (or none), and no syntax error in it."""
    node = layer.node("name")
    if node is not None and not (isinstance(node, Field) and string(node.raw) is not None):
        return False
    for item in layer.block.items if ctx.document.faults else ():
        if type(item) is not ErrorNode:
            continue
        if node is not None and item.start >= node.end and not ctx.text[node.end : item.start].strip():
            return False
        if ctx.text.startswith("name", item.start):
            return False
    return True


def _blobs(ctx: NetContext, layer: Layer) -> int:
    """The number of blobs the layer is known to have: if its type is unknown, the number of its `param` blocks."""
    count = blob_count(layer, ctx.dialect.name)
    return len(layer.specs) if count is None else count


_ABORTS = "Weights are found by layer name, so Caffe aborts when it loads this net's own snapshot:"


def _consequence(ctx: NetContext, before: Layer, layer: Layer, blobs: list[int], views: list[View]) -> str:
    name = layer.name
    if blobs[0] != blobs[1]:
        return (
            f"{_ABORTS} Check failed: target_blobs.size() == source_layer.blobs_size() ({blobs[0]} vs. {blobs[1]}) "
            f"Incompatible number of blobs for layer {name}"
        )
    several = len(ctx.origin.caffes) > 1  # what is known of shapes, and said, may differ between them
    failed = "" if several else _shape_mismatch(ctx, before, layer, views[0])
    if failed:
        return f"{_ABORTS} {failed}"
    loses = f"silently loads all weights saved as '{name}' into the first of the two, and the second keeps the values"
    if several or before.type != layer.type:
        aborts = (
            "if the blobs of the two differ in shape, Caffe aborts when it loads this net's own snapshot; if not, it"
        )
        return f"Weights are found by layer name: {aborts} {loses} of its filler"
    return f"Weights are found by layer name: Caffe {loses} of its filler"


def _shape_mismatch(ctx: NetContext, before: Layer, layer: Layer, view: View) -> str:
    """What Caffe says as it loads the blobs of `layer` into `before`; empty if their shapes may be equal."""
    from bnlint.caffe.shapes.dims import count, describe, shapes_differ

    shapes = ctx.once(_shapes).get(id(view))
    mine, theirs = (shapes.of(each).params if shapes is not None else None for each in (before, layer))
    for position, (target, source) in enumerate(zip(mine or (), theirs or ())):
        if shapes_differ(target, source):
            assert target is not None and source is not None
            known = count(target) is not None and count(source) is not None
            sizes = f" Source param shape is {describe(source)}; target param shape is {describe(target)}"
            what = f"Cannot copy param {position} weights from layer '{layer.name}'; shape mismatch."
            return what + sizes if known else what.rstrip(".")
    return ""


def _shapes(ctx: NetContext) -> dict[int, StateShapes]:
    """The shapes of the net in each view, by the id of the view."""
    from bnlint.caffe.shapes.infer import Inference, doubtful_layers

    faults = [fault.start for fault in ctx.document.faults]
    doubtful = doubtful_layers(ctx.net, sorted([*faults, *(error.node.start for error in ctx.schema_errors)]))
    inference = Inference(ctx.net, ctx.target, doubtful)
    return {id(view): inference.shapes(view.graph) for view in ctx.views}


def _shares_all(before: Layer, layer: Layer, blobs: list[int]) -> bool:
    """Whether the two layers share each of their blobs by `param` name: then they should load the same weights."""
    names = [[param.name for param in each.specs] for each in (before, layer)]
    return blobs[0] == blobs[1] == len(names[0]) and names[0] == names[1] and all(names[0])
