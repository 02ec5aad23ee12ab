"""Message: the fields of one message of the text by name, read with its schema: typed values with defaults."""

from __future__ import annotations

from bnlint.caffe.schema import messages
from bnlint.prototxt.nodes import Block, Field, ListField
from bnlint.prototxt.values import decode, string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf, Node

    Index = dict[str, list[Leaf]]


def fields_by_name(items: list[Node]) -> Index:
    """The fields and blocks among `items` by name, lists as their elements."""
    fields: Index = {}
    for item in items:
        name = item.name
        if type(item) is Field or type(item) is Block:
            if name in fields:
                fields[name].append(item)
            else:
                fields[name] = [item]
        elif type(item) is ListField and item.items:  # an empty list says nothing
            fields.setdefault(name, []).extend(item.items)
    return fields


class Message:
    """A message of the text, read with its schema: typed values with defaults.

    `block` is its block (None if an old format writes its fields elsewhere), `type` its schema (None if the message is
    unknown).
    """

    __slots__ = ("block", "fields", "type")

    def __init__(self, fields: Index, type_: messages.MessageType | None, block: Block | None) -> None:
        self.fields = fields
        self.type = type_
        self.block = block

    @classmethod
    def of(cls, block: Block, type_: messages.MessageType | None) -> Message:
        """The message in `block`."""
        return cls(fields_by_name(block.items), type_, block)

    def field(self, name: str) -> Field | None:
        """The scalar field `name`, the last one if it is written several times."""
        for leaf in reversed(self.fields.get(name, ())):
            if type(leaf) is Field:
                return leaf
        return None

    def block_of(self, name: str) -> Block | None:
        for leaf in reversed(self.fields.get(name, ())):
            if type(leaf) is Block:
                return leaf
        return None

    def get(self, name: str) -> object:
        """The typed value of `name` as written; None if it is not written or does not fit its type."""
        leaf = self.field(name)
        declared = self.type.fields.get(name) if self.type is not None else None
        if leaf is None or declared is None:
            return None
        return decode(leaf.raw, declared.type, declared.values)  # type: ignore[arg-type]

    def value(self, name: str) -> object:
        """The typed value of `name`, or its default; None if the schema lacks it, or if it does not fit."""
        if name in self.fields:
            return self.get(name)
        declared = self.type.fields.get(name) if self.type is not None else None
        if declared is None or declared.kind == "message":
            return None
        return messages.zero(declared) if declared.default is None else declared.default

    def all(self, name: str) -> list[object]:
        """The typed values of a repeated field; None for each that does not fit."""
        declared = self.type.fields.get(name) if self.type is not None else None
        if declared is None:
            return []
        return [
            decode(leaf.raw, declared.type, declared.values)  # type: ignore[arg-type]
            for leaf in self.fields.get(name, ())
            if type(leaf) is Field
        ]

    def unknown(self) -> list[Leaf]:
        """The fields that the schema does not know."""
        if self.type is None:
            return []
        known = self.type.fields
        return [leaf for name, leaves in self.fields.items() if name not in known for leaf in leaves]


def texts(leaves: list[Leaf]) -> tuple[str, ...]:
    """The strings of a repeated field; empty ones for values that are not strings."""
    return tuple([text_of(leaf) for leaf in leaves])


def text_of(leaf: Leaf) -> str:
    """The string of a field; empty if its value is not a string."""
    return string(leaf.raw) or "" if type(leaf) is Field else ""
