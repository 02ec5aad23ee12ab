"""Reads the values of a layer's fields by path: those in the file, or defaults."""

from __future__ import annotations

from collections.abc import Callable

from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.prototxt.nodes import Block
from bnlint.prototxt.values import float32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    #: The values at a path, each with whether it is set in the file, and whether anything is set there.
    Values: TypeAlias = "tuple[list[tuple[object, bool]], bool]"
    Reader = Callable[[Layer], Values]
    Step: TypeAlias = "tuple[str, int | None]"

_OWN = {"name": "name", "type": "type", "bottom": "bottoms", "top": "tops"}


def steps_of(path: str) -> list[Step]:
    """The fields along a path, each with the index of the element, if the path gives one."""
    steps: list[Step] = []
    for part in path.split("."):
        if part.isdigit():
            steps[-1] = (steps[-1][0], int(part))
        else:
            steps.append((part, None))
    return steps


def reader(path: str) -> Reader:
    """A function that gives the values at `path` in a layer.

    A field that is not set has its default. There is no value if the layer's dialect does not have the field, if
    a repeated field is not set, or if its value has the wrong type.
    """
    steps = steps_of(path)
    name, position = steps[0]
    if name in _OWN and len(steps) == 1:
        return lambda layer: _own(layer, _OWN[name], position)
    if name == "param":
        return lambda layer: _param(layer, position, steps[1][0] if len(steps) > 1 else "")
    defaults: dict[tuple[str, str], Values] = {}
    plain = len(steps) == 2 and position is None and steps[1][1] is None
    field = steps[-1][0]

    def read(layer: Layer) -> Values:
        if name in layer.fields or layer.old_fields is not None or layer.message_.type is None:
            message = layer.message(name) if plain and len(layer.fields.get(name, ())) == 1 else None
            declared = message.type.fields.get(field) if message is not None and message.type is not None else None
            if message is None or declared is None or declared.label == "repeated" or declared.kind == "message":
                return _read(layer, steps)
            value, here = message.value(field), field in message.fields  # the usual case, without a detour
            return ([] if value is None else [(value, here)]), here
        key = (layer.schema.name, layer.message_.type.name)
        if key not in defaults:
            defaults[key] = _read(layer, steps)  # nothing is written, so that it is the same for all such layers
        return defaults[key]

    return read


def _own(layer: Layer, attribute: str, position: int | None) -> Values:
    """Fields that each format has in its own way, as the layer view gives them."""
    value = getattr(layer, attribute)
    values = [value] if isinstance(value, str) else list(value)
    chosen = [(each, True) for each in (values if position is None else values[position : position + 1]) if each]
    return chosen, bool(chosen)


def _param(layer: Layer, position: int | None, name: str) -> Values:
    """`param`, which old formats spread over several fields."""
    params = layer.specs if position is None else layer.specs[position : position + 1]
    if not name:
        return [], bool(params)
    default = Message({}, layer.schema.messages["ParamSpec"], None).value(name)
    written = [getattr(param, name, None) for param in params]
    values = [(default, False) if value in (None, "") else (value, True) for value in written]
    if not params and position is not None:
        values = [(default, False)]
    return values, any(here for _, here in values)


def _read(layer: Layer, steps: list[Step]) -> Values:
    if len(steps) == 1:
        return _values([layer.message_], *steps[0])
    messages = _of_layer(layer, *steps[0])
    for name, position in steps[1:-1]:
        messages = [below for message in messages for below in _below(message, name, position, layer)]
    return _values(messages, *steps[-1])


def _of_layer(layer: Layer, name: str, position: int | None) -> list[Message]:
    """The messages `name` of a layer, wherever its format has them."""
    message = layer.message(name) if position is None else None
    declared = layer.message_.type.fields.get(name) if layer.message_.type is not None else None
    if message is not None and declared is not None and declared.label != "repeated":
        return [message]
    return _below(layer.message_, name, position, layer)


def _below(message: Message, name: str, position: int | None, layer: Layer) -> list[Message]:
    """The messages `name` in a message; if there are none, an empty one, which has the defaults."""
    declared = message.type.fields.get(name) if message.type is not None else None
    if declared is None or declared.kind != "message":
        return []
    type_ = layer.schema.messages.get(declared.type)
    blocks = [leaf for leaf in message.fields.get(name, ()) if type(leaf) is Block]
    if declared.label != "repeated":
        blocks = blocks[-1:]
    elif position is not None:
        blocks = blocks[position : position + 1]
    elif not blocks:
        return []
    return [Message.of(block, type_) for block in blocks] or [Message({}, type_, None)]


def _values(messages: list[Message], name: str, position: int | None) -> Values:
    pairs: list[tuple[object, bool]] = []
    written = False
    for message in messages:
        leaves = message.fields.get(name, ())
        here = bool(leaves) if position is None else len(leaves) > position
        written = written or here
        declared = message.type.fields.get(name) if message.type is not None else None
        if declared is None or declared.kind == "message":
            continue
        if declared.label == "repeated":
            values = message.all(name)
            values = values if position is None else values[position : position + 1]
        else:
            values = [message.value(name)]
        pairs += [(value, here) for value in values if value is not None]
    return pairs, written


def shown(value: object) -> str:
    """A value as in prototxt, but without quotes; numbers as short as single precision allows."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        texts = (f"{value:.{digits}g}" for digits in range(6, 10))
        return next((text for text in texts if float32(float(text)) == float32(value)), repr(value))
    return str(value)
