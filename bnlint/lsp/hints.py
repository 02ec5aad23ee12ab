"""Inlay hints: the states in which a layer exists, where it does not exist in all of them."""

from __future__ import annotations

from lsprotocol import types

from bnlint.caffe.net.view import Layer, Net
from bnlint.caffe.state import TEST, TRAIN, NetState, describe, told_apart
from bnlint.lsp.open_file import OpenFile

_MANY = 3  # states to name


def hints(file: OpenFile, start: int, end: int) -> list[types.InlayHint]:
    """The hints of the layers that begin between `start` and `end`."""
    if file.net is None:
        return []
    states = states_of(file.net)
    found = []
    for layer in file.net.layers:
        if start <= layer.block.start <= end and (layer.include or layer.exclude):
            label = label_of(layer, states)
            if label:
                place = file.position(layer.block.body_start)
                found.append(types.InlayHint(place, label, tooltip=_tooltip(layer, states), padding_left=True))
    return found


def states_of(net: Net) -> list[NetState]:
    """The states that the net's rules tell apart, in both phases."""
    rules = [rule for layer in net.layers for rule in (*layer.include, *layer.exclude)]
    return told_apart(rules, (net.phase,) if net.phase else (TRAIN, TEST), net.state)


def label_of(layer: Layer, states: list[NetState]) -> str:
    """In which of `states` the layer exists, in a few words; empty where it exists in all."""
    here = [state for state in states if layer.exists_in(state)]
    if len(here) == len(states):
        return ""
    if not here:
        return "in no state"
    for phase in (TRAIN, TEST):
        of_phase = [state for state in states if state.phase == phase]
        if of_phase and here == of_phase:
            return phase
    names = [describe(state) for state in here]
    return ", ".join(names[:_MANY]) + (f" and {len(names) - _MANY} more" if len(names) > _MANY else "")


def _tooltip(layer: Layer, states: list[NetState]) -> str:
    names = [describe(state) for state in states if layer.exists_in(state)]
    return "exists in " + (", ".join(names) if names else "none of the states that this net tells apart")
