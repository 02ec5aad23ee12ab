"""NET104, NET106, NET107: include and exclude rules of layers, and layers with a phase of their own."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.layers import Layer
from bnlint.caffe.state import TEST, TRAIN, NetState, StateRule, meets
from bnlint.checks.context import NetContext
from bnlint.checks.registry import net_rule
from bnlint.text.diagnostics import Diagnostic, Severity

# Random crops in TRAIN only; mirroring is random in both phases.
_CROPPING = frozenset(("Data", "ImageData", "MemoryData"))


@net_rule("NET104")
def include_and_exclude(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET104: include and exclude rules on the same layer."""
    for layer in ctx.net.layers:
        if layer.include and layer.exclude:
            message = (
                f"layer '{layer.name}' has both include and exclude rules. Caffe aborts: Check failed: "
                "layer_param.include_size() == 0 || layer_param.exclude_size() == 0 Specify either include rules or "
                "exclude rules; not both. Keep one kind."
            )
            later = max(layer.fields["include"][0], layer.fields["exclude"][0], key=lambda node: node.start)
            yield ctx.report("NET104", later, message)


@net_rule("NET106")
def never_included(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET106: the layer exists in no combination of phase, level and stages."""
    for layer in ctx.net.layers:
        if not layer.content.states_known:
            continue  # a rule has a fault
        if layer.include and not layer.exclude:
            if any(_can_hold(rule) for rule in layer.include):
                continue
            why = "no state can meet its include rules"
        elif layer.exclude and not layer.include:
            if not all(_always_excluded(layer.exclude, phase) for phase in (TRAIN, TEST)):
                continue
            why = "every state meets one of its exclude rules"
        else:
            continue
        at = layer.fields["include" if layer.include else "exclude"][0]
        message = (
            f"{layer.type} '{layer.name}' never exists, because {why}: Caffe silently leaves it out. "
            "Correct the rules, or remove the layer."
        )
        yield ctx.report("NET106", at, message)


def _can_hold(rule: StateRule) -> bool:
    levels = rule.min_level is None or rule.max_level is None or rule.min_level <= rule.max_level
    return levels and not set(rule.stages) & set(rule.not_stages)


def _always_excluded(rules: tuple[StateRule, ...], phase: str) -> bool:
    """Whether one of `rules` is met in `phase` with any level and stages."""
    state = NetState(phase, 0, frozenset())
    return any(
        meets(rule, state) and rule.min_level is None and rule.max_level is None and not rule.not_stages
        for rule in rules
    )


@net_rule("NET107")
def layer_phase_overrides(ctx: NetContext) -> Iterator[Diagnostic]:
    """NET107: the layer's own phase is not the net's, and the layer behaves differently in the two, or was meant to
    exist in only one of them."""
    phased = [layer for layer in ctx.net.layers if layer.phase and layer.block.name == "layer"]
    is_printed = 2 * len(phased) > len(ctx.net.layers)  # Caffe prints a phase in each layer of a model
    for layer in phased:
        views = [view for view in ctx.views_of(layer) if view.phase != layer.phase]
        effect = _effect(layer)
        if not views or (is_printed and not effect):
            continue
        at = layer.message_.field("phase") or layer
        remedy = (
            f"Remove it or, if the layer is meant for {layer.phase} only, write include {{ phase: {layer.phase} }}."
        )
        if not effect:
            message = (
                f"phase: {layer.phase} in {layer.type} '{layer.name}' filters nothing: the layer exists in "
                f"{views[0].phase} too. {remedy}"
            )
            yield ctx.report("NET107", at, message, severity=Severity.INFO, views=views)
            continue
        message = (
            f"{layer.type} '{layer.name}' has its own phase: {layer.phase}, which silently overrides {views[0].phase}, "
            f"the phase of the net: {effect}"
        )
        severity = None
        if not ctx.purpose.shows(views[0].phase):
            message += f". Nothing shows that the net is run in {views[0].phase}"
            severity = Severity.INFO
        message += f". {remedy}"
        yield ctx.report("NET107", at, message, severity=severity, views=views)


def _effect(layer: Layer) -> str:
    """What the layer does only because of its own phase; empty if the phase makes no difference."""
    train = layer.phase == TRAIN
    if layer.type == "BatchNorm":
        message = layer.message("batch_norm_param")
        if message is not None and "use_global_stats" in message.fields:
            return ""
        if train:
            return "it normalizes by the batch and updates the stored statistics"
        return "it uses the stored statistics and never updates them"
    if layer.type == "Dropout":
        return "it drops units at random" if train else "it drops nothing"
    if layer.type in _CROPPING and layer.value("transform_param", "crop_size"):
        return "it crops at random positions" if train else "it always crops the center"
    return ""
