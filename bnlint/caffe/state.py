"""NetState and the include/exclude rules that decide in which states a layer exists."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class NetState(NamedTuple):
        """The phase (``TRAIN`` or ``TEST``), level and stages in which a net is built."""

        phase: str
        level: int
        stages: frozenset[str]

    class StateRule(NamedTuple):
        """One `include` or `exclude` (Caffe's NetStateRule); None for a condition that is not written."""

        phase: str | None
        min_level: int | None
        max_level: int | None
        stages: tuple[str, ...]
        not_stages: tuple[str, ...]
else:
    NetState = namedtuple("NetState", "phase level stages", defaults=(0, frozenset()))
    StateRule = namedtuple("StateRule", "phase min_level max_level stages not_stages")

TRAIN = "TRAIN"
TEST = "TEST"


def meets(rule: StateRule, state: NetState) -> bool:
    """Whether `rule` holds in `state` (Net::StateMeetsRule of BVLC Caffe 1.0)."""
    return (
        (rule.phase is None or rule.phase == state.phase)
        and (rule.min_level is None or state.level >= rule.min_level)
        and (rule.max_level is None or state.level <= rule.max_level)
        and all(stage in state.stages for stage in rule.stages)
        and not any(stage in state.stages for stage in rule.not_stages)
    )


def exists(include: Sequence[StateRule], exclude: Sequence[StateRule], state: NetState) -> bool:
    """Whether a layer with these rules exists in `state` (Net::FilterNet).

    Caffe aborts if both are written; here `include` decides then.
    """
    if include:
        return any(meets(rule, state) for rule in include)
    return not any(meets(rule, state) for rule in exclude)


def distinct_states(rules: Iterable[StateRule], phases: Sequence[str], base: NetState) -> list[NetState]:
    """The states that `rules` distinguish: each phase alone, then with each stage, then at each level boundary.

    Not all combinations: each stage or level is added by itself to `base`, the net's own `state`.
    """
    stages: dict[str, None] = {}
    levels: dict[int, None] = {}
    for rule in rules:
        stages.update(dict.fromkeys((*rule.stages, *rule.not_stages)))
        if rule.min_level is not None:
            levels[rule.min_level] = None
        if rule.max_level is not None:
            levels[rule.max_level + 1] = None
    states = []
    for phase in phases:
        states.append(NetState(phase, base.level, base.stages))
        states += [NetState(phase, base.level, base.stages | {stage}) for stage in stages if stage not in base.stages]
        states += [NetState(phase, level, base.stages) for level in levels if level != base.level]
    return states


def describe(state: NetState) -> str:
    """The state in words: ``TRAIN``, ``TEST with stage deploy``, ``TRAIN at level 2``."""
    words = state.phase
    if state.stages:
        words += f" with stage{'s' if len(state.stages) > 1 else ''} " + ", ".join(sorted(state.stages))
    return words + (f" at level {state.level}" if state.level else "")
