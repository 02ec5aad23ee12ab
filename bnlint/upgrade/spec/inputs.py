"""Step 4: turns `input` with `input_shape` or `input_dim` into an Input layer before all others."""

from __future__ import annotations

from typing import Any

from bnlint.upgrade.spec.problems import Fatal


def is_needed(net: Any) -> bool:
    """Whether there is an `input` (NetNeedsInputUpgrade), in a Caffe that has an Input layer."""
    layer = net.DESCRIPTOR.fields_by_name.get("layer")
    return len(net.input) > 0 and layer is not None and "input_param" in layer.message_type.fields_by_name


def upgrade(net: Any) -> None:
    """UpgradeNetInput: input_shape beats input_dim, which has four numbers for each input.

    Surplus values are dropped, and an `input` without either field is just removed. Raises Fatal if there are too few
    shapes or dimensions for the inputs: Caffe reads past their end.
    """
    if len(net.input_shape) or len(net.input_dim):
        layer = type(net)().layer.add()
        layer.name, layer.type = "input", "Input"
        layer.input_param.SetInParent()
        for n, name in enumerate(net.input):
            layer.top.append(name)
            shape = layer.input_param.shape.add()
            if len(net.input_shape):
                if n >= len(net.input_shape):
                    raise _too_few(net, "input_shape", len(net.input))
                shape.CopyFrom(net.input_shape[n])
            elif 4 * n + 4 > len(net.input_dim):
                raise _too_few(net, "input_dim", 4 * len(net.input))
            else:
                shape.dim.extend(net.input_dim[4 * n : 4 * n + 4])
        net.layer.insert(0, layer)
    for field in ("input", "input_shape", "input_dim"):
        net.ClearField(field)


def _too_few(net: Any, field: str, needed: int) -> Fatal:
    inputs, given = len(net.input), len(getattr(net, field))
    need = f"{inputs} `input` fields need" if inputs > 1 else "1 `input` field needs"
    return Fatal(f"{need} {needed} `{field}` fields, but there {'is' if given == 1 else 'are'} {given}")
