"""Finds what a schema rejects: unknown fields, wrong types, unknown enum values, repeated or missing fields."""

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
    """An error that protobuf would report.

    `kind`: ``unknown`` (no such field in `message`), ``type`` (a value of another type, or out of range), ``enum`` (no
    such value), ``repeated`` (a singular field more than once), ``required`` (`name` is missing from the block `node`).
    `node` is the field or block with the error, `field` its declaration (None if unknown), `parent` the block around.
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


_MAX_VALUES = 1000  # remembered for each field


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
    """The errors of a net under the schema that it was read with; see `validate`.

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
    """The top-level items of a text that are not layers, and its layers, grouped by equal content."""
    layers = {id(layer.block): layer for layer in net.layers} if net is not None else {}
    rest: list[Node] = []
    by_content: dict[int, list[Layer]] = {}
    for item in document.items:
        layer = layers.get(id(item))
        if layer is None:
            rest.append(item)
        else:
            by_content.setdefault(id(layer.content), []).append(layer)
    return rest, list(by_content.values())


def _any_in(block: Block, offsets: list[int]) -> bool:
    """Whether one of the sorted `offsets` is in the block."""
    from bisect import bisect_left

    return bisect_left(offsets, block.start) < bisect_left(offsets, block.end)


def validate(
    items: list[Node], root: str, schema: Schema, text: str = "", session: Session | None = None
) -> list[SchemaError]:
    """The errors of a text whose top-level items are those of the message `root`, in order of position.

    The contents of unknown blocks are not checked. If the `text` is given, a block that is equal to an earlier one
    character by character is not checked again, unless there are errors.
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
            known = table.get(name)
            if known is None:
                if name:
                    errors.append(SchemaError("unknown", message, name, node, None, parent))
            elif type(node) is Field:
                raw = node.raw
                if raw not in known.good and not (known.text and raw[0] in "\"'"):
                    _value(errors, message, node, known, parent)
            elif type(node) is Block:
                if known.message is None:
                    errors.append(SchemaError("type", message, name, node, known.field, parent))
                elif text:
                    key = (known, text[node.start : node.end])
                    if key not in examined:
                        examined.add(key)
                        stack.append((node.items, known.message, node))
                else:
                    stack.append((node.items, known.message, node))
            elif type(node) is ListField:
                _list(errors, message, node, known, parent, stack)
        names = [node.name for node in nodes]
        if len(set(names)) < len(names):
            _repeats(errors, nodes, message, table, parent)
        if message.required:
            _missing(errors, message, names, parent)


def _value(
    errors: list[SchemaError], message: MessageType, node: Field, known: _KnownField, parent: Block | None
) -> None:
    field = known.field
    if known.message is None and decode(node.raw, field.type, field.values) is not None:  # type: ignore[arg-type]
        if len(known.good) < _MAX_VALUES:
            known.good.add(node.raw)
        return
    unknown_value = field.kind == "enum" and node.raw[0] not in "\"'."
    errors.append(SchemaError("enum" if unknown_value else "type", message, node.name, node, field, parent))


def _list(
    errors: list[SchemaError],
    message: MessageType,
    node: ListField,
    known: _KnownField,
    parent: Block | None,
    stack: list[tuple[list[Node], MessageType, Block | None]],
) -> None:
    if not known.repeated:
        errors.append(SchemaError("type", message, node.name, node, known.field, parent))
        return
    for leaf in node.items:
        if type(leaf) is Field:
            if leaf.raw not in known.good:
                _value(errors, message, leaf, known, parent)
        elif known.message is None:
            errors.append(SchemaError("type", message, node.name, leaf, known.field, parent))
        elif type(leaf) is Block:
            stack.append((leaf.items, known.message, leaf))


def _repeats(
    errors: list[SchemaError],
    nodes: list[Node],
    message: MessageType,
    table: dict[str, _KnownField],
    parent: Block | None,
) -> None:
    first: set[str] = set()
    for node in nodes:
        known = table.get(node.name)
        if known is not None and not known.repeated:
            if node.name in first:
                errors.append(SchemaError("repeated", message, node.name, node, known.field, parent))
            first.add(node.name)


def _missing(errors: list[SchemaError], message: MessageType, names: list[str], parent: Block | None) -> None:
    if parent is not None:
        errors.extend(
            SchemaError("required", message, name, parent, message.fields[name], parent)
            for name in message.required
            if name not in names
        )
