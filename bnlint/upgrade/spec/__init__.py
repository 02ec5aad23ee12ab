"""The specification: Caffe's own upgrade (upgrade_proto.cpp of BVLC Caffe 1.0) on protobuf messages, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bnlint.upgrade.spec import batch_norm, data_transform, inputs, solver, v0, v1
from bnlint.upgrade.spec.problems import Fatal, Problems

__all__ = ["Fatal", "Problems", "upgrade_net", "upgrade_solver"]

Message = Any  # a protobuf message of a class made at run time


def upgrade_net(
    net: Message, triples: str = "zeroes", v1_types: Mapping[str, str | None] = MappingProxyType({})
) -> Problems:
    """Upgrades a NetParameter in place, as UpgradeNetAsNeeded does.

    `triples` is what this Caffe does with three `param` on a BatchNorm (BatchNormTraits.upgrade), `v1_types` what it
    makes of its own V1 types (Schema.v1_types). Returns the errors that Caffe would log, and raises Fatal if it would
    abort.
    """
    problems = Problems()
    if v0.is_needed(net):
        v0.upgrade(net, problems)
    if data_transform.is_needed(net):
        data_transform.upgrade(net)
    if v1.is_needed(net):
        v1.upgrade(net, problems, v1_types)
    if inputs.is_needed(net):
        inputs.upgrade(net)
    if triples != "none" and batch_norm.is_needed(net):
        batch_norm.upgrade(net, clears=triples == "clears")
    return problems


def upgrade_solver(param: Message, v1_types: Mapping[str, str | None] = MappingProxyType({})) -> Problems:
    """Upgrades a SolverParameter in place and, unlike Caffe, the nets embedded in it.

    Returns the errors that Caffe would log; raises Fatal if it would abort.
    """
    problems = Problems()
    solver.upgrade(param)
    for name in ("net_param", "train_net_param"):
        if param.HasField(name):
            problems += upgrade_net(getattr(param, name), v1_types=v1_types)
    for net in param.test_net_param:
        problems += upgrade_net(net, v1_types=v1_types)
    return problems
