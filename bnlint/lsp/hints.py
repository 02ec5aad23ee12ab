"""Inlay hints: the states in which a layer exists, if it does not exist in all of them."""

from __future__ import annotations

from lsprotocol import types

from bnlint.caffe.net.layers import Layer, Net
from bnlint.caffe.state import TEST, TRAIN, NetState, describe, distinct_states
from bnlint.lsp.open_file import OpenFile

_MAX_NAMES = 3


def hints(file: OpenFile, start: int, end: int) -> list[types.InlayHint]:
    """The hints of the layers that begin between `start` and `end`."""
    if file.net is None:
        return []
    inlay_hints = []
    for layer in file.net.layers:
        if start <= layer.block.start <= end and (layer.include or layer.exclude):
            label = _label(file.net, layer, file.states)
            if label:
                position = file.position(layer.block.body_start)
                tooltip = existence(file.net, layer, file.states)
                inlay_hints.append(types.InlayHint(position, label, tooltip=tooltip, padding_left=True))
    return inlay_hints


def existence(net: Net, layer: Layer, states: list[NetState]) -> str:
    """In which states a layer exists, in words: ``exists in TRAIN, TEST``. `states` are those that are linted."""
    names = [describe(state) for state in states if layer.exists_in(state)]
    if names:
        return f"exists in {', '.join(names)}"
    others = ", ".join(map(describe, _states_of(net, layer)))
    return f"exists in {others}, for which this file is not linted" if others else "exists in no state"


def _label(net: Net, layer: Layer, states: list[NetState]) -> str:
    """In which of `states` the layer exists, in a few words; empty if in all of them."""
    present = [state for state in states if layer.exists_in(state)]
    if len(present) == len(states):
        return ""
    if present:
        return _names(present, states)
    others = _states_of(net, layer)
    return f"{_names(others, others)}, not linted" if others else "in no state"


def _names(present: list[NetState], states: list[NetState]) -> str:
    """A few of the names of the states in `present`; only the phase if they are all of `states` in that phase."""
    for phase in (TRAIN, TEST):
        of_phase = [state for state in states if state.phase == phase]
        if of_phase and present == of_phase:
            return phase
    names = [describe(state) for state in present]
    return ", ".join(names[:_MAX_NAMES]) + (f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else "")


def _states_of(net: Net, layer: Layer) -> list[NetState]:
    """The states of either phase in which a layer's own rules let it exist."""
    states = distinct_states((*layer.include, *layer.exclude), (TRAIN, TEST), net.state)
    return [state for state in states if layer.exists_in(state)]
