"""The solver step: `solver_type: ADAM` becomes `type: "Adam"`."""

from __future__ import annotations

from typing import Any

from bnlint.caffe.schema import legacy
from bnlint.upgrade.spec.problems import Fatal

_BOTH = (
    "Failed to upgrade solver: old solver_type field (enum) and new type field (string) cannot be both specified in "
    "solver proto text."
)


def upgrade(param: Any) -> None:
    """UpgradeSolverType, in a Caffe that has `type`. Raises Fatal if both fields are set."""
    if "type" not in param.DESCRIPTOR.fields_by_name or not param.HasField("solver_type"):
        return
    if param.HasField("type"):
        raise Fatal(_BOTH)
    values = param.DESCRIPTOR.fields_by_name["solver_type"].enum_type.values_by_number
    param.type = legacy.solver_types[values[param.solver_type].name]
    param.ClearField("solver_type")
