"""BN401-403, NET111, NET112: in-place layers that overwrite values that are still needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bnlint.caffe.graph import memory
from bnlint.caffe.graph.conflicts import in_place_after_use
from bnlint.caffe.graph.gradient import backpropagates_to, learns
from bnlint.caffe.graph.memory import Memory, Use, Write
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.state import TRAIN
from bnlint.checks.connections import is_readable
from bnlint.checks.context import NetContext, View
from bnlint.checks.in_place_fix import new_top
from bnlint.checks.registry import net_rule
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    Victims = dict[int, Use]
    Spoiled = dict[int, tuple[Victims, list[View]]]

_NORMALIZERS = frozenset(("BatchNorm", "Scale", "Bias", "BN"))


@net_rule("BN401")
def in_place_breaks_backward(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN401: an in-place layer, near batch normalization, that overwrites what its own backward pass, or that of a
    layer before it, needs."""
    yield from _breaking(ctx, "BN401", near=True)


@net_rule("NET112")
def in_place_overwrites(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET112: the same without any batch normalization in that memory."""
    yield from _breaking(ctx, "NET112", near=False)


def _breaking(ctx: NetContext, rule: str, near: bool) -> Iterator[Diagnostic]:
    unfit, spoiled = ctx.once(_unfit), ctx.once(_spoiled_near)
    if not near:
        others = _spoiled(ctx, lambda chain, use: not _of_target(ctx, use) and not _normalizes(chain, use))
        spoiled = {index: found for index, found in others.items() if index not in spoiled}
    if not (unfit or spoiled) or not is_readable(ctx):
        return
    for index, views in unfit.items():
        layer = ctx.net.layers[index]
        if any(_is_near(layer, view) for view in views) is near:
            yield _of_itself(ctx, rule, layer, views)
    for index, (victims, views) in spoiled.items():
        if index not in unfit:
            yield _of_another(ctx, rule, ctx.net.layers[index], list(victims.values()), views)


def _spoiled_near(ctx: NetContext) -> Spoiled:
    return _spoiled(ctx, lambda chain, use: not _of_target(ctx, use) and _normalizes(chain, use))


def _unfit(ctx: NetContext) -> dict[int, list[View]]:
    """The layers, by index, that must not work in place, with the views in which that does harm."""
    unfit = {}
    for layer in sorted(ctx.where(_is_unfit), key=lambda layer: layer.index):
        views = [view for view in ctx.views_of(layer) if _does_harm(_verdict(layer, ctx.target), layer, view)]
        if views:
            unfit[layer.index] = views
    return unfit


def _is_near(layer: Layer, view: View) -> bool:
    """Whether batch normalization works in the memory that the in-place layer overwrites."""
    chains = [layers for layers in (chain.layers() for chain in view.memories) if layer in layers]
    return any(other.type in _NORMALIZERS for layers in ([layer], *chains) for other in layers)


@memoized_by_content
def _is_unfit(layer: Layer, target: Schema) -> bool:
    return layer.in_place() and _verdict(layer, target) not in (None, "legal")


def _verdict(layer: Layer, target: Schema) -> str | None:
    known = layer_type(layer.type, target.name)
    return known.in_place(layer) if known is not None else None


def _does_harm(verdict: str | None, layer: Layer, view: View) -> bool:
    """Whether working in place does harm in this view, regardless of the layers around it."""
    return verdict != "wrong-gradients" or _gets_gradient(layer, view, own=learns(layer))


def _gets_gradient(layer: Layer, view: View, own: bool = False) -> bool:
    """Whether training runs the layer's backward pass for the sake of weights before it or, with `own`, its own."""
    if view.phase != TRAIN or not view.has_loss or layer.index not in view.flow.reached:
        return False
    return own or backpropagates_to(layer, view.graph, view.trained_versions)


def _of_itself(ctx: NetContext, rule: str, layer: Layer, views: list[View]) -> Diagnostic:
    verdict = _verdict(layer, ctx.target)
    subject = f"{layer.type} '{layer.name}' works in place"
    trained = [view for view in views if _gets_gradient(layer, view, own=learns(layer))]
    severity = None
    if verdict == "refused":
        message = f"{subject}. Caffe aborts: {layer.type} Layer does not allow in-place computation."
    elif verdict == "wrong-gradients":
        message = f"{subject}, but its backward pass needs what it overwrites: gradients in TRAIN are silently wrong"
    else:
        where = memory.right_outputs(layer)
        message = f"{subject}, but overwrites values that it has yet to read: its outputs are silently wrong"
        message += f", except {where}" if where else ""
        message += "; gradients in TRAIN are wrong too" if trained else ""
        severity = Severity.WARNING if where and not trained else None
    message += "" if message.endswith(".") else "."
    message += f" Give '{layer.name}' a top of its own."
    return ctx.report_in(rule, layer, message, views, new_top(ctx, rule, layer), severity=severity)


def _of_another(ctx: NetContext, rule: str, layer: Layer, victims: list[Use], views: list[View]) -> Diagnostic:
    sure = [use for use in victims if not use.cudnn]
    victim = (sure or victims)[0].layer
    message = (
        f"in-place {layer.type} '{layer.name}' overwrites what {victim.type} '{victim.name}' needs in its backward pass"
    )
    if sure:
        before = f"all weights before '{victim.name}'"
        weights = f"its weights, and possibly of {before}," if _own_weights(victim, sure[0]) else before
        message += f": in TRAIN, the gradients of {weights} are silently wrong"
    else:
        message += " in builds with cuDNN: there, gradients in TRAIN are silently wrong"
    message += f". Give '{layer.name}' a top of its own."
    severity = None if sure else Severity.WARNING
    return ctx.report_in(rule, layer, message, views, new_top(ctx, rule, layer), _shown(sure or victims), severity)


def _own_weights(victim: Layer, use: Use) -> bool:
    return use.operand == "B" and learns(victim)


def _shown(uses: list[Use]) -> tuple[Related, ...]:
    return tuple(
        _here(use.layer, f"{use.layer.type} '{use.layer.name}' needs the old values in its backward pass")
        for use in uses
    )


def _here(layer: Layer, message: str) -> Related:
    node = layer.node("name") or layer.node("type") or layer.block
    return Related(Span(node.start, node.end), message)


def _normalizes(chain: Memory, use: Use) -> bool:
    """Whether batch normalization is involved."""
    return any(layer.type in _NORMALIZERS for layer in (use.layer, *chain.layers()))


def _of_target(ctx: NetContext, use: Use) -> bool:
    return use.cudnn and memory.is_cudnn_difference(use.layer, ctx.target.name)


def _spoiled(ctx: NetContext, concerns: Callable[[Memory, Use], bool]) -> Spoiled:
    """The in-place layers, by index, that overwrite what the backward passes of training need, with these uses."""
    spoiled: Spoiled = {}
    for view in ctx.views:
        if view.phase != TRAIN or not view.has_loss:
            continue
        here: dict[int, Victims] = {}
        for chain in view.memories:
            for use, write in memory.broken(chain, ctx.target.name):
                own = use.operand == "B" and learns(use.layer)
                if concerns(chain, use) and _gets_gradient(use.layer, view, own):
                    here.setdefault(write.layer.index, {})[use.layer.index] = use
        for index, victims in here.items():
            before, views = spoiled.setdefault(index, ({}, []))
            before.update(victims)
            views.append(view)
    return spoiled


@net_rule("BN402")
def after_use(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN402: an in-place layer on a blob that an earlier layer has read."""
    conflicts: dict[int, tuple[str, Layer, list[View]]] = {}
    for view in ctx.views:
        for layer, _, version in in_place_after_use(view.graph):
            reader = version.consumers[0][0]
            conflicts.setdefault(layer.index, (version.name, reader, []))[2].append(view)
    if not conflicts or not is_readable(ctx):
        return
    for index, (blob, reader, views) in conflicts.items():
        layer = ctx.net.layers[index]
        message = (
            f"{layer.type} '{layer.name}' works in place on '{blob}', which {reader.type} '{reader.name}' has already "
            f"read. Caffe aborts: Top blob '{blob}' produced by multiple sources. Give '{layer.name}' a top of its own."
        )
        related = (_here(reader, f"{reader.type} '{reader.name}' reads '{blob}' first"),)
        yield ctx.report_in("BN402", layer, message, views, new_top(ctx, "BN402", layer), related)


@net_rule("BN403")
def unsupported(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN403: an in-place layer that the target's cuDNN engines do not support, although others do."""
    target = ctx.target.name
    if not memory.has_cudnn_differences(target):
        return
    clashing: dict[int, list[View]] = {}
    for view in ctx.views:
        for layer in view.graph.layers:
            clashes = layer.in_place() and memory.cudnn_reads(layer, "B", target)
            if clashes and _gets_gradient(layer, view, own=True):
                clashing.setdefault(layer.index, []).append(view)
    spoiled = _spoiled(ctx, lambda _, use: _of_target(ctx, use))
    if not (clashing or spoiled) or not is_readable(ctx):
        return
    caffe = ctx.caffe_name(ctx.target)
    for index, views in clashing.items():
        layer = ctx.net.layers[index]
        message = (
            f"{layer.type} '{layer.name}' works in place, but the cuDNN engine of {caffe} reads its bottom again in "
            f"the backward pass: gradients in TRAIN are silently wrong. Give '{layer.name}' a top of its own."
        )
        yield ctx.report_in("BN403", layer, message, views, new_top(ctx, "BN403", layer))
    for index, (victims, views) in spoiled.items():
        layer, uses = ctx.net.layers[index], list(victims.values())
        message = (
            f"{layer.type} '{layer.name}' works in place on the output of {uses[0].layer.type} "
            f"'{uses[0].layer.name}', which the cuDNN engine of {caffe} reads again in the backward pass: gradients "
            f"in TRAIN are silently wrong. Give '{layer.name}' a top of its own."
        )
        yield ctx.report_in("BN403", layer, message, views, new_top(ctx, "BN403", layer), _shown(uses))


@net_rule("NET111")
def shared_memory_overwritten(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET111: a layer in place on memory that other layers read later under another name."""
    overwritten: dict[int, tuple[Write, Memory, list[tuple[Layer, str]], list[View]]] = {}
    for view in ctx.views:
        for chain in (chain for chain in view.memories if chain.shared):
            reported: list[Write] = []
            for write in chain.writes:
                if any(chain.comes_from(write.before, before.after) for before in reported):
                    continue
                readers = [(layer, version.name) for layer, _, version in memory.overwritten(chain, write)]
                if readers:
                    reported.append(write)
                    overwritten.setdefault(write.layer.index, (write, chain, readers, []))[3].append(view)
    if not overwritten or not is_readable(ctx):
        return
    for write, _, readers, views in overwritten.values():
        layer, (reader, blob) = write.layer, readers[0]
        message = (
            f"{layer.type} '{layer.name}' works in place on '{write.before.name}', which shares its memory with "
            f"'{blob}': {reader.type} '{reader.name}' comes later and silently reads the overwritten values. "
            f"Give '{layer.name}' a top of its own."
        )
        related = tuple(_here(other, f"{other.type} '{other.name}' reads '{name}'") for other, name in readers)
        yield ctx.report_in("NET111", layer, message, views, related=related)
