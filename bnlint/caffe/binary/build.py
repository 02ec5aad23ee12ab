"""Builds protobuf messages from the syntax tree, as protobuf's C++ parser would from the text."""

from __future__ import annotations

from typing import Any

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.schema.messages import FieldType, Schema
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import decode, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf, Node


class Built:
    """A message, and the fields `left` out of it: unknown to the schema, with a value that does not fit, or a singular
    field repeated. `paths` has the path of each, such as ``NetParameter.layer.nam``."""

    __slots__ = ("left", "message", "paths")

    def __init__(self, message: Any) -> None:
        self.message = message
        self.left: list[Leaf] = []
        self.paths: list[str] = []


def build(items: list[Node], name: str, schema: Schema) -> Built:
    """The message `name` of `schema` made of a text with these top-level items, as far as they fit."""
    built = Built(message_class(schema, name)())
    stack = [(items, schema.messages[name], built.message, name)]
    while stack:
        nodes, declared, message, path = stack.pop()
        for leaf in leaves(nodes):
            field = declared.fields.get(leaf.name)
            fits = field is not None and (field.label == "repeated" or not message.HasField(leaf.name))
            if field is not None and fits and isinstance(leaf, Block) and field.kind == "message":
                stack.append((leaf.items, schema.messages[field.type], _child(message, field), f"{path}.{leaf.name}"))
            elif field is None or not fits or not isinstance(leaf, Field) or not _set(message, field, leaf.raw):
                built.left.append(leaf)
                built.paths.append(f"{path}.{leaf.name}")
    return built


def _child(message: Any, field: FieldType) -> Any:
    if field.label == "repeated":
        return getattr(message, field.name).add()
    child = getattr(message, field.name)
    child.SetInParent()
    return child


def _set(message: Any, field: FieldType, raw: str) -> bool:
    """Sets or appends the value. Returns whether it fits."""
    value: Any = decode(raw, field.type, field.values)  # type: ignore[arg-type]
    if value is None or field.kind == "message":
        return False
    if field.values is not None:
        value = field.values[value]
    elif field.type == "bytes":
        value = utf8(value)
    elif field.type == "string":
        value = utf8(value).decode("utf-8", "replace")
    if field.label == "repeated":
        getattr(message, field.name).append(value)
    else:
        setattr(message, field.name, value)
    return True
