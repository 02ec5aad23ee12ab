"""The fix for a layer that must not work in place: a new blob for its output, which all later readers read."""

from __future__ import annotations

from bnlint.checks.layer_edits import free_name
from bnlint.prototxt.nodes import Field
from bnlint.prototxt.values import quoted
from bnlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.checks.context import NetContext, View
    from bnlint.text.edits import Fix

    Occurrence = tuple[int, str, int]  # index of a layer, "bottom" or "top", index of the blob


def new_top(ctx: NetContext, rule: str, layer: Layer) -> Fix | None:
    """The fix of `rule` that gives the in-place `layer` a new top; None if no renaming fits every state.

    In-place layers after it move to the new blob too. A twin of the layer (see `_twins`) gets the same new top.
    """
    if ctx.net.format != "V2":
        return None
    twins = _twins(ctx, layer)
    moved = {view: _moved(view, twins) for view in ctx.views}
    occurrences = sorted(set().union(*moved.values()))
    if not occurrences or not _holds(ctx, moved, occurrences):
        return None
    name = _new_blob(ctx, layer)
    edits = [_edit(ctx.net.layers[index], field, number, name) for index, field, number in occurrences]
    if not all(edits):
        return None
    title = f"Give {layer.type} '{layer.name}' its own top, '{name}'"
    return ctx.fix(rule, title, [edit for edit in edits if edit is not None])


def _twins(ctx: NetContext, layer: Layer) -> list[Layer]:
    """The layer and its neighbours of the same type, bottoms and tops that exist in other states, as the layers of
    a TRAIN/TEST pair do."""
    layers = ctx.net.layers
    twins = [layer]
    for step in (-1, 1):
        index = layer.index + step
        while 0 <= index < len(layers) and _is_twin(ctx, twins, layers[index]):
            twins.append(layers[index])
            index += step
    return twins


def _is_twin(ctx: NetContext, twins: list[Layer], other: Layer) -> bool:
    first = twins[0]
    if (other.type, other.bottoms, other.tops) != (first.type, first.bottoms, first.tops):
        return False
    return not any(view.has(other) and view.has(twin) for view in ctx.views for twin in twins)


def _moved(view: View, twins: list[Layer]) -> set[Occurrence]:
    """Where the blobs that the twins overwrite occur, from the twins on, in one view."""
    graph = view.graph
    tops = [top for twin in twins if view.has(twin) for top in graph.tops[twin.index]]
    queue = [version for version in tops if version.previous is not None]
    occurrences: set[Occurrence] = set()
    for version in queue:
        maker = version.producer.index
        occurrences.add((maker, "top", graph.tops[maker].index(version)))
        occurrences.update((consumer.index, "bottom", number) for consumer, number in version.consumers)
        if version.next is not None:
            queue.append(version.next)
    return occurrences


def _holds(ctx: NetContext, moved: dict[View, set[Occurrence]], occurrences: list[Occurrence]) -> bool:
    """Whether each of `occurrences` moves in every state in which its layer exists."""
    names = set()
    for index, field, number in occurrences:
        layer = ctx.net.layers[index]
        names.add((layer.tops if field == "top" else layer.bottoms)[number])
        if any(view.has(layer) and (index, field, number) not in moved[view] for view in ctx.views):
            return False
    unseen = [layer for layer in ctx.net.layers if not any(view.has(layer) for view in ctx.views)]
    return not any(names.intersection((*layer.bottoms, *layer.tops)) for layer in unseen)


def _new_blob(ctx: NetContext, layer: Layer) -> str:
    """The layer's own name, or that with a number, that no blob of the net has."""
    taken = {blob for other in ctx.net.layers for blob in (*other.bottoms, *other.tops)}
    return free_name(layer.name or f"{layer.tops[0]}_{layer.type.lower()}", taken, "_")


def _edit(layer: Layer, field: str, number: int, name: str) -> Edit | None:
    node = layer.node(field, number)
    if not isinstance(node, Field) or node.raw[0] not in "\"'" or node.raw.count(node.raw[0]) != 2:
        return None
    return Edit(node.value_start, node.end, quoted(name, node.raw[0]))
