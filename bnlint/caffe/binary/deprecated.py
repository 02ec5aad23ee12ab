"""What Caffe's layers make of deprecated fields: the same as of those that stand in their place."""

from __future__ import annotations

from typing import Any

from bnlint.caffe.binary.versions import is_repeated
from bnlint.caffe.schema import legacy

_AXES = {"Concat": ("concat_param", "concat_dim"), "Slice": ("slice_param", "slice_dim")}
_MOST_AXES = 32  # of a blob: a higher axis is refused under the old name
_SIZES = ("num", "channels", "height", "width")


def modernize(layer: Any) -> None:
    """Replaces deprecated fields of the layer, a protobuf message, as its LayerSetUp does in BVLC Caffe 1.0.

    Concat and Slice take their axis under either name; DummyData a shape from four sizes; SoftmaxWithLoss and
    SigmoidCrossEntropyLoss their normalization from `normalize`, unless it is written, and a default otherwise.
    """
    if layer.type in _AXES:
        _axis(layer, *_AXES[layer.type])
    elif layer.type == "DummyData":
        _shapes(layer)
    elif layer.type in legacy.loss_normalizations:
        _normalization(layer)


def _settings(layer: Any, name: str, *fields: str) -> Any:
    """The message `name` of the layer, if it is written and can have these fields."""
    if name not in layer.DESCRIPTOR.fields_by_name or not layer.HasField(name):
        return None
    settings = getattr(layer, name)
    return settings if all(field in settings.DESCRIPTOR.fields_by_name for field in fields) else None


def _axis(layer: Any, name: str, old: str) -> None:
    settings = _settings(layer, name, old, "axis")
    if settings is None or not settings.HasField(old) or settings.HasField("axis"):
        return
    if getattr(settings, old) < _MOST_AXES:
        settings.axis = getattr(settings, old)
        settings.ClearField(old)


def _shapes(layer: Any) -> None:
    settings = _settings(layer, "dummy_data_param", "shape", *_SIZES)
    if settings is None or len(settings.shape):
        return
    if not all(is_repeated(settings.DESCRIPTOR.fields_by_name[name]) for name in ("shape", *_SIZES)):
        return
    columns = [list(getattr(settings, name)) for name in _SIZES]
    counts = {len(column) for column in columns}
    if counts <= {1, len(layer.top)}:
        for number in range(max(counts)):
            settings.shape.add().dim.extend(column[number if len(column) > 1 else 0] for column in columns)
        for name in _SIZES:
            settings.ClearField(name)


def _normalization(layer: Any) -> None:
    settings = _settings(layer, "loss_param", "normalize", "normalization")
    if settings is None:
        return
    modes = settings.DESCRIPTOR.fields_by_name["normalization"].enum_type.values_by_name
    if settings.HasField("normalize"):
        if not settings.HasField("normalization"):
            settings.normalization = modes["VALID" if settings.normalize else "BATCH_SIZE"].number
        settings.ClearField("normalize")
    default = modes[legacy.loss_normalizations[layer.type]].number
    if settings.HasField("normalization") and settings.normalization == default:
        settings.ClearField("normalization")
