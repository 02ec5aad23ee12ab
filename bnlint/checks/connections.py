"""NET101, NET110: bottoms that no layer produces, and tops that no layer reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.graph.gradient import is_loss
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.purpose import is_source
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.state import TRAIN, NetState, describe
from bnlint.checks.context import NetContext, View
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import Field
from bnlint.prototxt.values import quoted, string
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.suggest import OFTEN, distance, is_same, typo_of

_DIGITS = frozenset(("train", "val", "deploy"))  # the stages that NVIDIA DIGITS sets
_MAX_STAGES = 5  # all sets of so many are tried
_LETTERS = 4  # a name with fewer is misspelt only where the net lacks a reader of the other one
_METRICS = frozenset(("Accuracy", "ArgMax", "Silence"))


def is_readable(ctx: NetContext) -> bool:
    """Whether the connections are as the author wrote them.

    Not if a syntax error may hide a layer or a blob, or if two formats are mixed, which Caffe
    rejects before it connects anything.
    """
    return ctx.net.format != "mixed" and all(fault.is_harmless for fault in ctx.document.faults)


@net_rule("NET101")
def unknown_bottom(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET101: a bottom that no earlier layer produces. Only the first reader of a missing blob is reported."""
    views_by_bottom: dict[tuple[int, int], list[View]] = {}
    for view in ctx.views:
        missing = _missing(view.graph)
        if missing and not ctx.is_fed(view):
            # without any data: one fault, or none if the state may never be used
            missing = missing[:1] if ctx.is_plain(view) else []
        for key in missing:
            views_by_bottom.setdefault(key, []).append(view)
    if not views_by_bottom or not is_readable(ctx):
        return
    faulty = {error.node.raw.strip("\"'") for error in ctx.schema_errors if isinstance(error.node, Field)}
    for (index, position), views in views_by_bottom.items():
        layer = ctx.net.layers[index]
        name = layer.bottoms[position]
        if name in faulty or not name or any(_may_expand(other) for other in ctx.net.layers[:index]):
            continue  # a faulty field contains the name, or a layer of an unknown type may produce the blob
        makers = [other for other in ctx.net.layers if name in other.tops and name not in other.bottoms]
        waiting = [view for view in views if any(_waits(maker, view) for maker in makers)]
        views = [view for view in views if view not in waiting or _is_used(ctx, view)]
        if not views:
            continue
        severity, fix, own = None, None, None
        if set(views) <= set(waiting):
            requested = any(state in ctx.purpose.solver_states for view in views for state in view.states)
            own = None if requested else _own_state(makers, views[0])
            if not requested and own is None and all(ctx.once(_built_phases).get(view.phase) for view in views):
                continue  # with the right stages, the net is whole: who builds it sets them
            if not requested:
                meant = len(makers) > 1 or not any(map(ctx.is_fed, views))
                severity = Severity.INFO if meant else Severity.WARNING
            hint = _waiting_hint(makers, views[0], layer, own)
        else:
            hint, fix = _hint(ctx, layer, position, makers, views)
        message = f"Unknown bottom blob '{name}' (layer '{layer.name}', bottom index {position}){hint}"
        at = layer.node("bottom", position) or layer
        yield ctx.report_in("NET101", at, message, views, fix, severity=severity)


def _missing(graph: BlobGraph) -> list[tuple[int, int]]:
    """(layer, number of its bottom) of the first reader of each blob that no earlier layer produces."""
    missing, seen = [], set()
    for layer in graph.layers:
        bottoms = graph.bottoms[layer.index]
        if None in bottoms:
            for position, version in enumerate(bottoms):
                name = layer.bottoms[position]
                if version is None and name not in seen:
                    seen.add(name)
                    missing.append((layer.index, position))
    return missing


def _may_expand(layer: Layer) -> bool:
    """Whether the layer, which has an unknown type and no blobs, may stand for several layers."""
    return not layer.bottoms and not layer.tops and layer_type(layer.type) is None


def _waits(maker: Layer, view: View) -> bool:
    """Whether the layer would exist with more stages or at a higher level: the net is written for such states too."""
    state = view.states[0]
    return any(
        rule.phase in (None, state.phase)
        and not state.stages.intersection(rule.not_stages)
        and (not state.stages.issuperset(rule.stages) or (rule.min_level or state.level) > state.level)
        for rule in maker.include
    )


def _is_used(ctx: NetContext, view: View) -> bool:
    """Whether the net may be built in a view that lacks a stage: a phase alone, unless solvers set stages for it."""
    requested = [state for state in ctx.purpose.solver_states if state.phase == view.phase]
    return any(state in view.states for state in requested) if requested else ctx.is_plain(view)


def _own_state(makers: list[Layer], view: View) -> Layer | None:
    """A data layer that exists because a stage of one of the makers is not set: the net is meant to lack it."""
    stages = {stage for maker in makers for rule in maker.include for stage in rule.stages}
    for layer in view.graph.layers:
        without = {stage for rule in layer.include for stage in rule.not_stages}
        without.update(stage for rule in layer.exclude for stage in rule.stages)
        if is_source(layer) and stages & without:
            return layer
    return None


def _built_phases(ctx: NetContext) -> dict[str, bool]:
    """Whether each phase has a set of the stages that the rules name with which the net has data and lacks no blob."""
    rules = [rule for layer in ctx.net.layers for rule in (*layer.include, *layer.exclude)]
    stages = list(dict.fromkeys(stage for rule in rules for stage in (*rule.stages, *rule.not_stages)))[:_MAX_STAGES]
    sets = [one for size in range(1, len(stages) + 1) for one in combinations(stages, size)]
    built = {}
    for phase in dict.fromkeys(view.phase for view in ctx.views):
        states = (NetState(phase, ctx.net.state.level, ctx.net.state.stages | frozenset(one)) for one in sets)
        views = (View(ctx.net, state) for state in states)
        built[phase] = any(ctx.is_fed(view) and not _missing(view.graph) for view in views)
    return built


def _waiting_hint(makers: list[Layer], view: View, reader: Layer, own: Layer | None) -> str:
    """Which stages would make the missing blob exist in the view; `own` shows that it is meant to be built without."""
    waiting = [maker for maker in makers if _waits(maker, view)]
    missing = {stage: None for maker in waiting for rule in maker.include for stage in rule.stages}
    stages = [stage for stage in missing if stage not in view.states[0].stages]
    if not stages:
        return f": layer '{waiting[0].name}' produces it only at a higher level"
    made = f"layer '{waiting[0].name}' produces it" if len(waiting) == 1 else "layers produce it"
    first, last = ", ".join(map(repr, stages[:-1])), repr(stages[-1])
    only = f": {made} only with stage {first and f'{first} or '}{last}"
    if own is not None and not (reader.include or reader.exclude):
        without = f"and layer '{own.name}' is there for {view.phase} without it"
        return f"{only}, {without}. Leave '{reader.name}' out there, too."
    field = "train_state" if view.phase == TRAIN else "test_state"
    if _DIGITS.issuperset(stages):
        return f"{only}. Caffe aborts unless the solver's {field} sets it, or a tool such as DIGITS."
    return f'{only}. Set it in the solver: {field} {{ stage: "{stages[0]}" }}.'


def _hint(
    ctx: NetContext, layer: Layer, position: int, makers: list[Layer], views: list[View]
) -> tuple[str, Fix | None]:
    """Why the blob is missing although `makers` produce it, or the name that was probably meant, with a fix."""
    name = layer.bottoms[position]
    for other in makers:
        if other.index > layer.index and any(view.has(other) for view in views):
            return f": layer '{other.name}' produces it, but comes later in the file. Move it up.", None
    for other in makers:
        if other.index < layer.index:
            state = describe(views[0].states[0])
            return (
                f": layer '{other.name}', which produces it, does not exist in {state}. Give both the same rules.",
                None,
            )
    if any(isinstance(leaf, Field) and string(leaf.raw) == name for leaf in ctx.net.top.fields.get("input", ())):
        missing = "four input_dim" if ctx.net.format == "V0" else "input_shape"
        return f": Caffe silently drops an input field without input_shape or input_dim. Add its {missing}.", None
    for twin in _twins(ctx, layer, position, views):
        state = describe(ctx.views_of(twin)[0].states[0])
        near = twin.bottoms[position]
        hint = f": no layer produces it. In {state}, layer '{twin.name}' reads '{near}'. Did you mean that?"
        return hint, _rename(ctx, layer, position, near, views)
    near = _meant(ctx, layer, position, views)
    if not near:
        return ": no layer produces it", None
    return f": no layer produces it. Did you mean '{near}'?", _rename(ctx, layer, position, near, views)


def _twins(ctx: NetContext, layer: Layer, position: int, views: list[View]) -> list[Layer]:
    """The layers of the same name and type in other states, if they read a blob there that exists here, too."""
    alike = [other for other in ctx.net.layers if (other.name, other.type) == (layer.name, layer.type) and other.name]
    here = _produced_before(layer, views) if len(alike) > 1 else set()
    return [
        other
        for other in alike
        if other is not layer
        and not any(view.has(layer) for view in ctx.views_of(other))
        and ctx.views_of(other)
        and len(other.bottoms) == len(layer.bottoms)
        and other.bottoms[position] in here.difference(layer.bottoms)
    ]


def _meant(ctx: NetContext, layer: Layer, position: int, views: list[View]) -> str:
    """The blob that was probably meant by the name of a missing bottom; empty if none is likely."""
    name = layer.bottoms[position]
    blobs = sorted(_produced_before(layer, views) - set(layer.bottoms))
    near = typo_of(name, blobs, least=_LETTERS) or _short_typo_of(name, blobs, layer, views)
    readers = sum(name in other.bottoms for other in ctx.net.layers)
    return "" if readers > OFTEN and not is_same(near, name) else near


def _short_typo_of(name: str, blobs: list[str], layer: Layer, views: list[View]) -> str:
    """The only blob with one other letter than `name`, which is short, if the net lacks a layer that reads it.

    No other layer reads it, or `layer` works in place on it but for this letter. A number is never meant by another.
    """
    near = [blob for blob in blobs if len(blob) == len(name) < _LETTERS and distance(blob, name, 1) == 1]
    if len(near) != 1 or [*filter(str.isalpha, name)] == [*filter(str.isalpha, near[0])]:
        return ""
    made = [(view, other) for view in views for other in view.graph.layers if near[0] in other.tops]
    versions = [version for view, other in made for version in view.graph.tops[other.index] if version.name == near[0]]
    fits = near[0] in layer.tops or not any(version.consumers for version in versions)
    return near[0] if fits and len(name) > 1 else ""


def misspelt(ctx: NetContext) -> dict[tuple[int, int], str]:
    """(layer, number of its bottom) of the bottoms that exist in no state, to the blobs that were probably meant."""
    views_by_bottom: dict[tuple[int, int], list[View]] = {}
    for view in ctx.views:
        for key in _missing(view.graph):
            views_by_bottom.setdefault(key, []).append(view)
    made = {name for layer in ctx.net.layers for name in layer.tops}
    layers = ctx.net.layers
    return {
        (index, position): near
        for (index, position), views in views_by_bottom.items()
        if layers[index].bottoms[position] not in made and (near := _meant(ctx, layers[index], position, views))
    }


def _produced_before(layer: Layer, views: list[View]) -> set[str]:
    """The blobs that exist, in all of `views`, where `layer` reads its bottoms."""
    produced = []
    for view in views:
        before = [other for other in view.graph.layers if other.index < layer.index]
        wrong = [other for other in before if None in view.graph.bottoms[other.index]]
        unknown = {name for other in wrong for name in other.bottoms}  # produced in place, but on a missing blob
        produced.append({top for other in before for top in other.tops} - unknown)
    return set.intersection(*produced)


def _rename(ctx: NetContext, layer: Layer, position: int, near: str, views: list[View]) -> Fix | None:
    """The fix; only displayed if the blob is missing only in some states."""
    node = layer.node("bottom", position)
    name = layer.bottoms[position]
    if not isinstance(node, Field) or node.raw[1:-1] != name or ctx.net.format != "V2":
        return None
    sure = len(views) == len(ctx.views_of(layer))
    edit = Edit(node.value_start + 1, node.end - 1, quoted(near, node.raw[0])[1:-1])
    return ctx.fix("NET101", f"Replace bottom '{name}' with '{near}'", [edit], None if sure else Applicability.DISPLAY)


@net_rule("NET110")
def unused_top(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET110: in a net that is trained, a blob that no layer reads and that is neither a loss nor a metric."""
    if not ctx.purpose.trains:
        return
    for layer in ctx.net.layers:
        known = layer_type(layer.type)
        if known is None or layer.type in _METRICS or is_loss(layer):
            continue
        views = ctx.views_of(layer)
        if not any(view.phase == TRAIN for view in views):
            continue
        for position, name in enumerate(layer.tops):
            if all(not view.graph.tops[layer.index][position].consumers for view in views):
                if name in ctx.once(misspelt).values():
                    continue
                message = (
                    f"no layer reads '{name}', a top of layer '{layer.name}': Caffe silently computes it in every "
                    "pass, as an output of the net. Remove it, or let a Silence layer read it."
                )
                yield ctx.report("NET110", layer.node("top", position) or layer, message)
