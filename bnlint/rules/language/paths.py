"""Paths of fields, such as ``scale_param.bias_term`` or ``param.0.lr_mult``: whether they exist and values fit."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.schema import messages
from bnlint.rules.language.reader import KeyPath, Reader
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.schema.messages import FieldType, MessageType, Schema

LAYER = "LayerParameter"


def resolve(path: str, schema: Schema) -> FieldType | str:
    """The field at `path`, or what is wrong with the path."""
    return _resolve(path.split("."), schema.messages[LAYER], schema)


def _resolve(steps: list[str], message: MessageType, schema: Schema) -> FieldType | str:
    field = message.fields.get(steps[0])
    if field is None:
        near = nearest(steps[0], message.fields)
        return f"{message.name} has no field {steps[0]!r}" + (f"; did you mean {near!r}?" if near else "")
    rest = steps[1:]
    if rest and rest[0].isdigit() and field.label == "repeated":
        rest = rest[1:]
    if not rest:
        return field
    if field.kind != "message" or rest[0].isdigit():
        return f"{field.name} has no fields"
    return _resolve(rest, schema.messages[field.type], schema)


def find(path: str) -> Iterator[FieldType | str]:
    """The results of `resolve` for Caffe 1.0 and, if the path is wrong there, for each fork."""
    yield resolve(path, messages.schema())
    for name in messages.dialect_names()[1:]:
        yield resolve(path, messages.schema(name))


def check(reader: Reader, key_path: KeyPath, path: str) -> FieldType:
    """The field at `path` in Caffe or a fork. Raises RuleFileError if there is none."""
    first = None
    for result in find(path):
        if not isinstance(result, str):
            return result
        first = first or result
    raise reader.error(key_path, first or "no such field")


def check_value(reader: Reader, key_path: KeyPath, value: object, field: FieldType) -> None:
    """Raises RuleFileError if `value` does not fit the field."""
    if field.values is not None:
        if value not in field.values:
            near = nearest(str(value), field.values)
            hint = f"; did you mean {near!r}?" if near else ""
            raise reader.error(key_path, "expected one of " + ", ".join(field.values) + hint)
    elif field.kind == "message":
        raise reader.error(key_path, f"{field.name} is a message: use present or absent")
    elif not isinstance(value, _TYPES[field.type][0]) or (isinstance(value, bool) and field.type != "bool"):
        raise reader.error(key_path, f"expected {_TYPES[field.type][1]} for {field.name}")


_WHOLE: tuple[type | tuple[type, ...], str] = (int, "an integer")
_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    **dict.fromkeys(("int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64"), _WHOLE),
    **dict.fromkeys(("sfixed32", "sfixed64"), _WHOLE),
    **dict.fromkeys(("float", "double"), ((int, float), "a number")),
    "bool": (bool, "true or false"),
    **dict.fromkeys(("string", "bytes"), (str, "text")),
}
