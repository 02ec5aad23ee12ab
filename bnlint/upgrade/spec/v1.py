"""Step 3, V1 to V2: `layers` becomes `layer`, type enums become strings, rates and blob names become `param`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bnlint.caffe.binary.versions import is_repeated
from bnlint.caffe.schema import legacy
from bnlint.upgrade.spec.problems import Fatal, Problems

_MIXED = (
    "Refusing to upgrade inconsistent NetParameter input; the definition includes both 'layer' and 'layers' fields. "
    "The current format defines 'layer' fields with string type like layer { type: 'Layer' ... } and not layers { "
    "type: LAYER ... }. Manually switch the definition to 'layer' format to continue."
)


def is_needed(net: Any) -> bool:
    """Whether there are `layers` (NetNeedsV1ToV2Upgrade)."""
    return len(net.layers) > 0


def upgrade(net: Any, problems: Problems, types: Mapping[str, str | None]) -> None:
    """UpgradeV1Net. Raises Fatal if there is `layer` as well as `layers`.

    `types` is what a fork makes of its own V1 types (`Schema.v1_types`).
    """
    if len(net.layer) > 0:
        raise Fatal(_MIXED)
    for old in net.layers:
        upgrade_layer(old, net.layer.add(), problems, types)
    net.ClearField("layers")


def upgrade_layer(old: Any, new: Any, problems: Problems, types: Mapping[str, str | None]) -> None:
    """UpgradeV1LayerParameter: copies `old` to `new`; fields that both formats have keep their names."""
    for field, value in old.ListFields():
        name = field.name
        if name == "type":
            enum = field.enum_type.values_by_number[value].name
            type_ = legacy.v2_type_of_v1(enum, types)
            if type_ is None:
                raise Fatal(f"Unknown V1LayerParameter layer type: {enum}")
            new.type = type_
        elif name in legacy.v1_params:
            for n, each in enumerate(value):
                while len(new.param) <= n:
                    new.param.add()
                setattr(new.param[n], legacy.v1_params[name], each)
        elif name == "layer":
            problems.append("Input NetParameter has V0 layer -- ignoring.")
        elif is_repeated(field):
            getattr(new, name).extend(value)
        elif field.message_type is not None:
            getattr(new, name).CopyFrom(value)
        else:
            setattr(new, name, value)
