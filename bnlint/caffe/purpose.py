"""What a net file is for: training, deployment, or unknown; and the states in which it is linted."""

from __future__ import annotations

from bnlint.caffe.graph.gradient import is_loss
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.state import TEST, TRAIN, NetState, distinct_states

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.solver import NetUse


# What data layers do to give each epoch other samples, or another order of them.
_VARYING = (
    ("transform_param", "mirror"),
    ("image_data_param", "shuffle"),
    ("hdf5_data_param", "shuffle"),
)
# Data layers that a program fills: for training or for tests, nothing shows.
_INPUTS = frozenset(("Input", "DummyData", "MemoryData"))
_PLAIN = NetState(TRAIN, 0, frozenset())


class Purpose:
    """What a net is for.

    `trains`: it has a loss in TRAIN. `deploy`: it is only run, never trained: it has inputs (or a data layer) and no
    loss, or data only for TEST. `phase_known`: something in the file shows in which phases it is run; if not, a finding
    that depends on the phase is only information. `states` are the states in which the net is linted, without a phase
    for which the file has no data while it has data for the other. `shown` are those that the file itself shows,
    `solver_states` those in which known solvers build it. `shows` says whether something shows that it is run in a
    phase.

    `declared_kinds` are the kinds that the configuration declares, ``deploy``, ``train`` or ``fine-tune``; they
    override what the file shows. `fine_tunes`: the net starts from a trained model, whose statistics it may keep.
    """

    __slots__ = (
        "_rules",
        "_shown_phases",
        "deploy",
        "fine_tunes",
        "is_declared",
        "phase_known",
        "shown",
        "solver_states",
        "states",
        "trains",
    )

    def __init__(self, net: Net, declared_kinds: tuple[str, ...] = ()) -> None:
        rules = [rule for layer in net.layers for rule in (*layer.include, *layer.exclude)]
        guarded = any(rule.phase is not None for rule in rules)
        self.fine_tunes = "fine-tune" in declared_kinds
        to_train = self.fine_tunes or "train" in declared_kinds
        self.is_declared = to_train or "deploy" in declared_kinds
        phases = _phases(net, distinct_states(rules, (TRAIN, TEST), net.state))
        if self.is_declared and not to_train:
            phases = (TEST,)
        elif to_train and phases == (TEST,):
            phases = (TRAIN, TEST)
        self.deploy = phases == (TEST,)
        self.phase_known = self.deploy or guarded or bool(net.phase) or self.is_declared
        self.states: list[NetState] = distinct_states(rules, phases, net.state)
        self.shown = tuple(self.states)
        self.solver_states: frozenset[NetState] = frozenset()
        self._rules = rules
        self.trains = to_train or self._has_loss(net)
        self._shown_phases = self._phases_shown(net, phases)

    def _phases_shown(self, net: Net, phases: tuple[str, ...]) -> frozenset[str]:
        known = frozenset(phases) if self.phase_known else frozenset()
        if TRAIN not in phases or net.phase or self.is_declared:
            return known
        named = any(rule.phase == TRAIN for rule in self._rules)
        excluded = any(rule.phase == TEST for layer in net.layers for rule in layer.exclude)
        return known | {TRAIN} if named or excluded or self._must_train(net) else known - {TRAIN}

    def shows(self, phase: str) -> bool:
        """Whether the file or a solver shows that the net is run in `phase`.

        A rule about TEST alone does not show TRAIN.
        """
        return phase in self._shown_phases or any(state.phase == phase for state in self.solver_states)

    def _must_train(self, net: Net) -> bool:
        """Whether the data has no other use: it is shuffled or mirrored, it is for training a detector, or its labels
        feed a loss and no phase is written anywhere."""
        if not self.trains:
            return False
        if any(
            is_source(layer) and (_varies(layer) or reads_regions(layer)) and layer.exists_in(_PLAIN)
            for layer in net.layers
        ):
            return True
        return not self.phase_known and not any(layer.phase for layer in net.layers) and _feeds_labels(net)

    def _has_loss(self, net: Net) -> bool:
        return any(
            is_loss(layer) and layer.exists_in(state)
            for state in self.states
            if state.phase == TRAIN
            for layer in net.layers
        )

    @property
    def needs_solver(self) -> bool:
        """Whether a solver could show more: the phase if it is unknown, or stages and levels."""
        if self.is_declared:
            return False
        return (
            not self.phase_known
            or any(state.phase not in self._shown_phases for state in self.shown)
            or any(
                rule.stages or rule.not_stages or rule.min_level is not None or rule.max_level is not None
                for rule in self._rules
            )
        )

    def add_solver_uses(self, net: Net, uses: Iterable[NetUse]) -> None:
        """Adds the states in which solvers build the net; they also show the phase if it is unknown."""
        solver_states = {use.state_of(net.state): None for use in uses}
        if not solver_states:
            return
        if not self.phase_known:
            phases = tuple(phase for phase in (TRAIN, TEST) if any(state.phase == phase for state in solver_states))
            self.states = distinct_states(self._rules, phases, net.state)
            self.phase_known = True
        self.states += [state for state in solver_states if state not in self.states]
        self.solver_states = frozenset(solver_states)
        self.trains = self._has_loss(net)


@memoized_by_content
def _varies(layer: Layer) -> bool:
    """Whether a data layer shuffles or mirrors, as only training needs it."""
    return any(layer.value(message, field) is True for message, field in _VARYING)


@memoized_by_content
def reads_regions(layer: Layer) -> bool:
    """Whether it is the data layer with which Fast R-CNN and its successors are trained; tests feed them otherwise."""
    param = layer.message("python_param")
    return param is not None and "roidata" in str(param.get("layer") or "").lower()


def _feeds_labels(net: Net) -> bool:
    """Whether a loss reads labels: a blob of a data layer, or one that is made of its labels alone."""
    data = {top for layer in net.layers if is_source(layer) and layer.type not in _INPUTS for top in layer.tops}
    labels: set[str] = set()
    for layer in net.layers:
        if is_loss(layer):
            if not data.union(labels).isdisjoint(layer.bottoms):
                return True
        elif is_source(layer):
            labels.update(layer.tops[1:] if layer.type not in _INPUTS else ())
        elif layer.bottoms and labels.issuperset(layer.bottoms):
            labels.update(layer.tops)
    return False


def _phases(net: Net, states: list[NetState]) -> tuple[str, ...]:
    """The phases in which a net is run, as far as the file shows."""
    if net.phase:
        return (net.phase,)
    sources = [layer for layer in net.layers if is_source(layer)]
    if (sources or "input" in net.top.fields) and not _may_be_trained(net, sources, states):
        return (TEST,)
    fed = {state.phase for state in states if any(layer.exists_in(state) for layer in sources)}
    return tuple(phase for phase in (TRAIN, TEST) if phase in fed) or (TRAIN, TEST)


def _may_be_trained(net: Net, sources: list[Layer], states: list[NetState]) -> bool:
    """Whether the net has a loss, a layer only for TRAIN, or a layer of unknown type that reads the labels."""
    labels = {top for layer in sources if layer.type != "Input" for top in layer.tops[1:]}
    for layer in net.layers:
        if is_loss(layer) or (layer_type(layer.type) is None and not labels.isdisjoint(layer.bottoms)):
            return True
        if layer.include or layer.exclude:
            phases = {state.phase for state in states if layer.exists_in(state)}
            if phases == {TRAIN}:
                return True
    return False


@memoized_by_content
def is_source(layer: Layer) -> bool:
    """Whether the layer feeds the net: a data or Input layer, or an unknown type without bottoms."""
    known = layer_type(layer.type)
    return known.data if known is not None and layer.type != "Python" else not layer.bottoms and bool(layer.tops)
