"""Protobuf messages straight from the syntax tree, as protobuf's C++ parser would make them of the text."""

from __future__ import annotations

from typing import Any

from bnlint.caffe.messages import FieldType, MessageType, Schema
from bnlint.caffe.protobuf import message_class
from bnlint.prototxt.nodes import Field, leaves
from bnlint.prototxt.values import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf, Node


class Built:
    """A message, and the fields that could not be put into it: unknown to the schema, or with a value that does
    not fit."""

    __slots__ = ("left", "message")

    def __init__(self, message: Any) -> None:
        self.message = message
        self.left: list[Leaf] = []


def build(items: list[Node], name: str, schema: Schema) -> Built:
    """The message `name` of `schema` that a text with these top-level items is.

    A singular field that is written twice keeps its last value (protobuf refuses it).
    """
    built = Built(message_class(schema, name)())
    stack = [(items, schema.messages[name], built.message)]
    while stack:
        nodes, declared, message = stack.pop()
        for leaf in leaves(nodes):
            field = declared.fields.get(leaf.name)
            if field is None:
                built.left.append(leaf)
            elif isinstance(leaf, Field):
                if not _set(message, field, leaf.raw):
                    built.left.append(leaf)
            elif field.kind != "message":
                built.left.append(leaf)
            else:
                stack.append((leaf.items, _type(schema, field), _child(message, field)))
    return built


def _type(schema: Schema, field: FieldType) -> MessageType:
    return schema.messages[field.type]


def _child(message: Any, field: FieldType) -> Any:
    if field.label == "repeated":
        return getattr(message, field.name).add()
    child = getattr(message, field.name)
    child.SetInParent()
    return child


def _set(message: Any, field: FieldType, raw: str) -> bool:
    """Whether the value could be set."""
    value: Any = decode(raw, field.type, field.values)  # type: ignore[arg-type]
    if value is None or field.kind == "message":
        return False
    if field.values is not None:
        value = field.values[value]
    elif field.type == "bytes":
        value = value.encode("utf-8", "surrogateescape")
    elif field.type == "string":
        value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if field.label == "repeated":
        getattr(message, field.name).append(value)
    else:
        setattr(message, field.name, value)
    return True


