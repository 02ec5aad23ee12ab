"""Step 1, V0 to V1: folds padding layers into the layers that read them, and unnests the layers."""

from __future__ import annotations

from typing import Any

from bnlint.caffe.binary.versions import is_repeated
from bnlint.caffe.schema import legacy
from bnlint.upgrade.spec.problems import Fatal, Problems


def is_needed(net: Any) -> bool:
    """Whether any of `layers` has a nested V0 layer (NetNeedsV0ToV1Upgrade)."""
    return any(layer.HasField("layer") for layer in net.layers)


def upgrade(net: Any, problems: Problems) -> None:
    """UpgradeV0Net: keeps only the name, the layers, input, input_dim and force_backward.

    Raises Fatal for an unknown type, and for padding of a layer that cannot have any.
    """
    old = type(net)()
    old.CopyFrom(net)
    _fold_padding(old)
    net.Clear()
    if old.HasField("name"):
        net.name = old.name
    for layer in old.layers:
        _upgrade_layer(layer, net.layers.add(), problems)
    net.input.extend(old.input)
    net.input_dim.extend(old.input_dim)
    if old.HasField("force_backward"):
        net.force_backward = old.force_backward


def _fold_padding(net: Any) -> None:
    """UpgradeV0PaddingLayers: the pad goes to the conv or pool layer that reads the padded blob."""
    layers = list(net.layers)
    kept = []
    last: dict[str, int] = dict.fromkeys(net.input, -1)
    for n, layer in enumerate(layers):
        copy = type(layer)()
        copy.CopyFrom(layer)
        if layer.layer.type != "padding":
            kept.append(copy)
        for index, bottom in enumerate(layer.bottom):
            if bottom not in last:
                raise Fatal(f"Unknown blob input {bottom} to layer {index}")
            source = layers[last[bottom]] if last[bottom] >= 0 else None
            if source is not None and source.layer.type == "padding":
                _check_padding(layer, source)
                kept[-1].layer.pad = source.layer.pad
                kept[-1].bottom[index] = source.bottom[0]
        last.update(dict.fromkeys(layer.top, n))
    del net.layers[:]
    net.layers.extend(kept)


def _check_padding(layer: Any, source: Any) -> None:
    type_ = layer.layer.type
    if type_ not in ("conv", "pool"):
        raise Fatal(f"Padding layer input to non-convolutional / non-pooling layer type {type_}")
    if len(layer.bottom) != 1:
        raise Fatal("Conv Layer takes a single blob as input.")
    if len(source.bottom) != 1:
        raise Fatal("Padding Layer takes a single blob as input.")
    if len(source.top) != 1:
        raise Fatal("Padding Layer produces a single blob as output.")


def _upgrade_layer(connection: Any, new: Any, problems: Problems) -> None:
    """UpgradeV0LayerParameter: of the connection only bottom and top survive, of the layer what its type reads."""
    new.bottom.extend(connection.bottom)
    new.top.extend(connection.top)
    if not connection.HasField("layer"):
        return
    old = connection.layer
    if old.HasField("name"):
        new.name = old.name
    if old.HasField("type"):
        if old.type not in legacy.v0_types:
            raise Fatal(f"Unknown layer name: {old.type}")
        field = new.DESCRIPTOR.fields_by_name["type"]
        new.type = field.enum_type.values_by_name[legacy.v0_types[old.type]].number
    for name in ("blobs", "blobs_lr", "weight_decay"):
        getattr(new, name).extend(getattr(old, name))
    for field, value in old.ListFields():
        if field.name not in ("name", "type", "blobs", "blobs_lr", "weight_decay"):
            _move(new, old.type, field.name, value, problems)


def _move(new: Any, type_: str, name: str, value: Any, problems: Problems) -> None:
    """Moves one field of a V0 layer to where it belongs for the layer's type."""
    if name in legacy.v0_dropped:
        return
    path = legacy.v0_destination(type_, name)
    if path is None:
        problems.append(f"Unknown parameter {name} for layer type {type_}")
        return
    message = new
    for part in path[:-1]:
        message = getattr(message, part)
    target = message.DESCRIPTOR.fields_by_name[path[-1]]
    if is_repeated(target):
        getattr(message, path[-1]).append(value)
    elif target.message_type is not None:
        getattr(message, path[-1]).CopyFrom(value)
    else:
        setattr(message, path[-1], value)
