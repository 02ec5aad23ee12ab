"""Step 2: moves scale, mean_file, crop_size and mirror of V1's data layers into transform_param."""

from __future__ import annotations

from typing import Any

from bnlint.caffe.schema import legacy


def is_needed(net: Any) -> bool:
    """Whether a V1 data layer has one of the fields (NetNeedsDataUpgrade)."""
    return any(
        getattr(layer, message).HasField(name)
        for layer in net.layers
        if (message := _message(layer)) is not None
        for name in legacy.transform_fields
    )


def upgrade(net: Any) -> None:
    """UpgradeNetDataTransformation: every data layer gets both messages, even if they stay empty.

    A value that moves replaces the one in transform_param.
    """
    for layer in net.layers:
        name = _message(layer)
        if name is None:
            continue
        old, new = getattr(layer, name), layer.transform_param
        old.SetInParent()
        new.SetInParent()
        for field in legacy.transform_fields:
            if old.HasField(field):
                setattr(new, field, getattr(old, field))
                old.ClearField(field)


def _message(layer: Any) -> str | None:
    """The name of the message that a V1 data layer's fields leave; None for other types."""
    types = layer.DESCRIPTOR.fields_by_name["type"].enum_type.values_by_number
    return legacy.transform_types.get(types[layer.type].name)
