"""Step 4: `input` with `input_shape` or `input_dim` becomes an Input layer at the top."""

from __future__ import annotations

from typing import Any

from bnlint.upgrade.spec.problems import Fatal


def is_needed(net: Any) -> bool:
    """Whether there is an `input` (NetNeedsInputUpgrade), in a Caffe that has an Input layer."""
    return len(net.input) > 0 and "input_param" in type(net)().layer.add().DESCRIPTOR.fields_by_name


def upgrade(net: Any) -> None:
    """UpgradeNetInput: input_shape beats input_dim, which has four numbers for each input; what is left over is
    dropped, and an `input` without either is just removed.

    Raises Fatal where there are fewer shapes or dimensions than inputs ask for: Caffe reads beyond the end there.
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
                    raise Fatal(f"{len(net.input)} input but {len(net.input_shape)} input_shape")
                shape.CopyFrom(net.input_shape[n])
            elif 4 * n + 4 > len(net.input_dim):
                raise Fatal(f"{len(net.input)} input but {len(net.input_dim)} input_dim, four of which make a shape")
            else:
                shape.dim.extend(net.input_dim[4 * n : 4 * n + 4])
        net.layer.insert(0, layer)
    for field in ("input", "input_shape", "input_dim"):
        net.ClearField(field)
