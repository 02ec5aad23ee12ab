"""Upgrades a caffemodel: applies the specification to the net without its weights, and copies the weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bnlint.caffe.binary.model import Model
from bnlint.caffe.binary.protobuf import unknown_field
from bnlint.caffe.binary.wire import WireError
from bnlint.caffe.schema.messages import schema
from bnlint.upgrade import spec
from bnlint.upgrade.limits import Limits

_HDF5 = b"\x89HDF\r\n\x1a\n"


class UpgradedModel:
    """The upgrade of one caffemodel.

    `steps` are the names of the steps taken (none: the file needs no upgrade), `problems` the errors that Caffe would
    log. `left` says what stays in an old format and why, `refused` why nothing was done. `write` yields the new file
    in parts.
    """

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.problems: list[str] = []
        self.left: list[str] = []
        self.refused = ""
        self._model: Model | None = None

    def write(self) -> Iterator[bytes | memoryview]:
        """The new file in parts. Call it only if nothing was refused."""
        if self._model is not None:
            yield from self._model.write()


def upgrade_model(data: memoryview, dialect: str = "", limits: Limits | None = None) -> UpgradedModel:
    """Upgrades the caffemodel in `data`, which is not changed and must outlive the result, completely or not at all.

    `dialect` is the Caffe that wrote it (empty: BVLC Caffe 1.0). Raises KeyError for an unknown dialect or target.
    """
    result = UpgradedModel()
    if bytes(data[: len(_HDF5)]) == _HDF5:
        result.refused = "an HDF5 model: only caffemodels in protobuf's binary format can be upgraded"
        return result
    caffe = schema(dialect) if dialect else schema()
    try:
        model = Model(data, caffe)
        result.refused = _unknown(model.net, caffe.name)
        if result.refused:
            return result
        result.steps = _needs(model.net)
        forbidden = (limits or Limits()).reasons([caffe])
        result.left = [f"{step} stay: {why}" for step in result.steps if (why := forbidden.get(step, ""))]
        if result.left:
            result._model, result.steps = model, []
            return result
        before = model.net.SerializeToString(deterministic=True)
        result.problems = spec.upgrade_net(model.net, caffe.batch_norm.upgrade, caffe.v1_types)
    except (WireError, spec.Fatal) as error:
        result.refused = str(error).replace("not a message", "not a caffemodel")
        return result
    changed = model.net.SerializeToString(deterministic=True) != before
    if changed and not result.steps:
        result.steps = ["BatchNorm params"]
    elif not changed:
        result.steps = []
    kept = [blob.num for layer in model.net.layer for blob in layer.blobs]
    if sorted(kept) != list(range(1, len(model.blobs) + 1)):
        result.refused = f"{len(model.blobs) - len(set(kept))} of {len(model.blobs)} blobs would be lost"
    result._model = model
    return result


def _needs(net: Any) -> list[str]:
    """The names of the steps that the net needs."""
    steps = []
    if spec.v0.is_needed(net):
        steps.append("V0 layers")
    elif spec.v1.is_needed(net):
        if spec.data_transform.is_needed(net):
            steps.append("data transformation fields")
        steps.append("V1 layers")
    if spec.inputs.is_needed(net):
        steps.append("input fields")
    return steps


def _unknown(net: Any, caffe: str) -> str:
    """Why layers of an old format cannot be copied field by field: the schema does not know all of their fields."""
    for layer in net.layers:
        name = layer.name or layer.layer.name
        number = unknown_field(layer)
        if number:
            return f"layer '{name}': {caffe} does not know field {number}, or its value; choose another --dialect"
    return ""
