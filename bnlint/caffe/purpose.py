"""What a net file is for: trains, is deployed, or cannot be told; and the states in which it is judged."""

from __future__ import annotations

from bnlint.caffe.gradient import is_loss
from bnlint.caffe.layertypes import layer_type
from bnlint.caffe.state import TEST, TRAIN, NetState, told_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.view import Layer, Net


class Purpose:
    """What a net is for.

    `trains`: it has a loss in TRAIN. `deploy`: it has inputs (or a data layer) and no loss at all. `phase_known`:
    something in the file shows in which phases it is run; where it is False, a finding that depends on the phase
    is information. `states` are the states in which the net is judged.
    """

    __slots__ = ("deploy", "phase_known", "states", "trains")

    def __init__(self, net: Net) -> None:
        rules = [rule for layer in net.layers for rule in (*layer.include, *layer.exclude)]
        has_loss = any(is_loss(layer) for layer in net.layers)
        fed = any(is_source(layer) for layer in net.layers) or "input" in net.top.fields
        guarded = any(rule.phase is not None for rule in rules)
        self.deploy = fed and not has_loss and not guarded
        phases = (net.phase,) if net.phase else (TEST,) if self.deploy else (TRAIN, TEST)
        self.phase_known = self.deploy or guarded or bool(net.phase)
        self.states: list[NetState] = told_apart(rules, phases, net.state)
        self.trains = any(
            is_loss(layer) and layer.exists_in(state)
            for state in self.states
            if state.phase == TRAIN
            for layer in net.layers
        )


def is_source(layer: Layer) -> bool:
    """Whether the layer feeds the net: a data or Input layer, or an unknown type without bottoms."""
    known = layer_type(layer.type)
    return known.data if known is not None and layer.type != "Python" else not layer.bottoms and bool(layer.tops)
