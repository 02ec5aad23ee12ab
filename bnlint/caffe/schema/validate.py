"""What a schema rejects in a text: unknown fields, wrong types, unknown enum values, repeated or missing fields."""

from __future__ import annotations

from bnlint.caffe.schema.messages import FieldType, MessageType, Schema
from bnlint.caffe.session import Session
from bnlint.prototxt.nodes import Block, Field, ListField
from bnlint.prototxt.values import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.prototxt.nodes import Document, Node

    Kind = Literal["unknown", "type", "enum", "repeated", "required"]
    FieldTable = dict[str, "_KnownField"]


class SchemaError:
    """One thing that protobuf refuses.

    `kind`: ``unknown`` (no such field in `message`), ``type`` (a value of another kind or out of range), ``enum``
    (no such value), ``repeated`` (a singular field again), ``required`` (`name` is missing from the block at
    `node`). `node` is the field or block that it is about, `field` its declaration (None if unknown).
    """

    __slots__ = ("field", "kind", "message", "name", "node", "parent")

    def __init__(
        self, kind: Kind, message: MessageType, name: str, node: Node, field: FieldType | None, parent: Block | None
    ) -> None:
        self.kind = kind
        self.message = message
        self.name = name
        self.node = node
        self.field = field
        self.parent = parent

    def __repr__(self) -> str:
        return f"<{self.kind} {self.message.name}.{self.name} at {self.node.start}>"


_ENOUGH = 1000  # values to remember for a field


class _KnownField:
    """A field of a message and the values known to be valid."""

    __slots__ = ("field", "good", "message", "repeated", "text")

    def __init__(self, field: FieldType, schema: Schema) -> None:
        self.field = field
        self.good: set[str] = set()
        self.repeated = field.label == "repeated"
        self.text = field.type in ("string", "bytes")
        self.message = schema.messages[field.type] if field.kind == "message" else None


def validate_net(document: Document, net: Net, session: Session | None = None) -> list[SchemaError]:
    """The problems of a net under the schema that it was read with; see `validate`.

    Layers of equal content are valid, or invalid, together.
    """
    session = session or Session()
    items, groups = group_by_content(document, net)
    items += [layers[0].block for layers in groups]
    errors = validate(items, "NetParameter", net.schema, document.text, session)
    if errors:
        starts = [error.node.start for error in errors]
        for first, *others in groups:
            if others and _any_in(first.block, starts):
                errors += validate([layer.block for layer in others], "NetParameter", net.schema, "", session)
        errors.sort(key=lambda error: error.node.start)
    return errors


def group_by_content(document: Document, net: Net | None) -> tuple[list[Node], list[list[Layer]]]:
    """The top-level items of a text that are no layers, and the layers among them, those that say the same together."""
    layers = {id(layer.block): layer for layer in net.layers} if net is not None else {}
    rest: list[Node] = []
    alike: dict[int, list[Layer]] = {}
    for item in document.items:
        layer = layers.get(id(item))
        if layer is None:
            rest.append(item)
        else:
            alike.setdefault(id(layer.content), []).append(layer)
    return rest, list(alike.values())


def _any_in(block: Block, places: list[int]) -> bool:
    """Whether one of some places, which are in order, is in the block."""
    from bisect import bisect_left

    return bisect_left(places, block.start) < bisect_left(places, block.end)


def validate(
    items: list[Node], root: str, schema: Schema, text: str = "", session: Session | None = None
) -> list[SchemaError]:
    """The problems of a text whose top-level items are those of message `root`, in order of position.

    What is in an unknown block is not examined. Given the `text`, a block that equals an earlier one character by
    character is not examined again, unless there are errors.
    """
    session = session or Session()
    errors: list[SchemaError] = []
    _validate(errors, items, root, schema, text, session)
    if errors and text:
        errors = []
        _validate(errors, items, root, schema, "", session)
    errors.sort(key=lambda error: error.node.start)
    return errors


def _validate(
    errors: list[SchemaError], items: list[Node], root: str, schema: Schema, text: str, session: Session
) -> None:
    tables: dict[str, FieldTable] = session.field_tables.setdefault(schema.name, {})
    examined: set[tuple[_KnownField, str]] = set()
    stack: list[tuple[list[Node], MessageType, Block | None]] = [(items, schema.messages[root], None)]
    while stack:
        nodes, message, parent = stack.pop()
        table = tables.get(message.name)
        if table is None:
            table = tables[message.name] = {name: _KnownField(field, schema) for name, field in message.fields.items()}
        for node in nodes:
            name = node.name
            seen = table.get(name)
            if seen is None:
                if name:
                    errors.append(SchemaError("unknown", message, name, node, None, parent))
            elif type(node) is Field:
                raw = node.raw
                if raw not in seen.good and not (seen.text and raw[0] in "\"'"):
                    _value(errors, message, node, seen, parent)
            elif type(node) is Block:
                if seen.message is None:
                    errors.append(SchemaError("type", message, name, node, seen.field, parent))
                elif text:
                    key = (seen, text[node.start : node.end])
                    if key not in examined:
                        examined.add(key)
                        stack.append((node.items, seen.message, node))
                else:
                    stack.append((node.items, seen.message, node))
            elif type(node) is ListField:
                _list(errors, message, node, seen, parent, stack)
        names = [node.name for node in nodes]
        if len(set(names)) < len(names):
            _repeats(errors, nodes, message, table, parent)
        if message.required:
            _missing(errors, message, names, parent)


def _value(
    errors: list[SchemaError], message: MessageType, node: Field, seen: _KnownField, parent: Block | None
) -> None:
    field = seen.field
    if seen.message is None and decode(node.raw, field.type, field.values) is not None:  # type: ignore[arg-type]
        if len(seen.good) < _ENOUGH:
            seen.good.add(node.raw)
        return
    unknown_value = field.kind == "enum" and node.raw[0] not in "\"'."
    errors.append(SchemaError("enum" if unknown_value else "type", message, node.name, node, field, parent))


def _list(
    errors: list[SchemaError],
    message: MessageType,
    node: ListField,
    seen: _KnownField,
    parent: Block | None,
    stack: list[tuple[list[Node], MessageType, Block | None]],
) -> None:
    if not seen.repeated:
        errors.append(SchemaError("type", message, node.name, node, seen.field, parent))
        return
    for leaf in node.items:
        if type(leaf) is Field:
            if leaf.raw not in seen.good:
                _value(errors, message, leaf, seen, parent)
        elif seen.message is None:
            errors.append(SchemaError("type", message, node.name, leaf, seen.field, parent))
        elif type(leaf) is Block:
            stack.append((leaf.items, seen.message, leaf))


def _repeats(
    errors: list[SchemaError],
    nodes: list[Node],
    message: MessageType,
    table: dict[str, _KnownField],
    parent: Block | None,
) -> None:
    first: set[str] = set()
    for node in nodes:
        seen = table.get(node.name)
        if seen is not None and not seen.repeated:
            if node.name in first:
                errors.append(SchemaError("repeated", message, node.name, node, seen.field, parent))
            first.add(node.name)


def _missing(errors: list[SchemaError], message: MessageType, names: list[str], parent: Block | None) -> None:
    if parent is not None:
        errors.extend(
            SchemaError("required", message, name, parent, message.fields[name], parent)
            for name in message.required
            if name not in names
        )
