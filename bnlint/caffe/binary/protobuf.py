"""Real protobuf messages of a schema: classes to read and write them, and their .proto source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.message import Message

from bnlint.caffe.binary.versions import class_maker, is_repeated, unknown_fields
from bnlint.caffe.schema.messages import FieldType, MessageType, Schema

PACKAGE = "caffe"
_Field = descriptor_pb2.FieldDescriptorProto


def message_class(schema: Schema, name: str = "NetParameter") -> type[Message]:
    """The class of one message, e.g. ``PoolingParameter``, in a descriptor pool of the schema's own.

    Raises KeyError if the schema has no such message. Two schemas never share a class: a field number may mean
    different things in two forks.
    """
    pool, make = _classes(schema)
    return make(pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))


def unknown_field(message: Any) -> int:
    """The number of an unknown field in `message` or in a message inside it; 0 if there is none."""
    unknown = unknown_fields(message)
    if len(unknown):
        return int(unknown[0].field_number)
    for field, value in message.ListFields():
        if field.message_type is not None:
            for part in value if is_repeated(field) else (value,):
                if number := unknown_field(part):
                    return number
    return 0


def proto_text(schema: Schema) -> str:
    """The schema as .proto source (proto2, package caffe), for ``protoc --encode=caffe.NetParameter``."""
    file = _file(schema)
    lines = ['syntax = "proto2";', "", f"package {PACKAGE};"]
    for enum in file.enum_type:
        lines += ["", *_enum_text(enum, "")]
    for message in file.message_type:
        lines += ["", *_message_text(message, "")]
    return "\n".join([*lines, ""])


@cache
def _classes(schema: Schema) -> tuple[Any, Callable[[Any], type[Message]]]:
    """(the descriptors of the schema, what makes classes of them)"""
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(_file(schema).SerializeToString())
    return pool, class_maker(pool)


def _file(schema: Schema) -> descriptor_pb2.FileDescriptorProto:
    """The schema as a descriptor: enums and messages with dotted names are inside other messages."""
    file = descriptor_pb2.FileDescriptorProto(name=f"{schema.name}.proto", package=PACKAGE, syntax="proto2")
    made: dict[str, descriptor_pb2.DescriptorProto] = {}
    for name in sorted(schema.messages, key=lambda name: name.count(".")):
        outer, _, inner = name.rpartition(".")
        into = made[outer].nested_type if outer else file.message_type
        made[name] = into.add(name=inner)
        made[name].field.extend(_fields(schema.messages[name]))
    for name, values in schema.enums.items():
        outer, _, inner = name.rpartition(".")
        enum = (made[outer] if outer else file).enum_type.add(name=inner)
        enum.value.extend(_values(values))
        if len(set(values.values())) < len(values):
            enum.options.allow_alias = True
    return file


def _values(values: dict[str, int]) -> Iterator[descriptor_pb2.EnumValueDescriptorProto]:
    for name, number in values.items():
        yield descriptor_pb2.EnumValueDescriptorProto(name=name, number=number)


def _fields(message: MessageType) -> Iterator[descriptor_pb2.FieldDescriptorProto]:
    for field in message.fields.values():
        made = _Field(name=field.name, number=field.number)
        made.label = _Field.Label.Value(f"LABEL_{field.label.upper()}")
        if field.kind == "scalar":
            made.type = _Field.Type.Value(f"TYPE_{field.type.upper()}")
        else:
            made.type = _Field.TYPE_ENUM if field.kind == "enum" else _Field.TYPE_MESSAGE
            made.type_name = f".{PACKAGE}.{field.type}"
        if field.default is not None:
            made.default_value = _default(field)
        if field.packed:
            made.options.packed = True
        yield made


def _default(field: FieldType) -> str:
    """A default as in a descriptor: text without quotes, true or false, the name of an enum value."""
    value = field.default
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _message_text(message: descriptor_pb2.DescriptorProto, indent: str) -> list[str]:
    inner = indent + "  "
    lines = [f"{indent}message {message.name} {{"]
    for nested in message.nested_type:
        lines += _message_text(nested, inner)
    for enum in message.enum_type:
        lines += _enum_text(enum, inner)
    lines += [inner + _field_text(field) for field in message.field]
    return [*lines, f"{indent}}}"]


def _enum_text(enum: descriptor_pb2.EnumDescriptorProto, indent: str) -> list[str]:
    alias = [f"{indent}  option allow_alias = true;"] if enum.options.allow_alias else []
    values = [f"{indent}  {value.name} = {value.number};" for value in enum.value]
    return [f"{indent}enum {enum.name} {{", *alias, *values, f"{indent}}}"]


def _field_text(field: descriptor_pb2.FieldDescriptorProto) -> str:
    label = _Field.Label.Name(field.label).removeprefix("LABEL_").lower()
    kind = field.type_name or _Field.Type.Name(field.type).removeprefix("TYPE_").lower()
    options = []
    if field.HasField("default_value"):
        text = field.default_value
        quoted = field.type in (_Field.TYPE_STRING, _Field.TYPE_BYTES)
        options.append(f'default = "{text}"' if quoted else f"default = {text}")
    if field.options.packed:
        options.append("packed = true")
    written = f" [{', '.join(options)}]" if options else ""
    return f"{label} {kind} {field.name} = {field.number}{written};"
