"""Texts of .proto files for hypothesis, and the tables that protobuf itself makes of a text."""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2
from google.protobuf.text_encoding import CUnescape
from hypothesis import strategies as st

from bnlint.caffe.proto.data import Tables
from tests import protoc

_Field = descriptor_pb2.FieldDescriptorProto
_SCALARS = {
    "double": ["0", "-1", "1e-5", ".5", "1.", "inf", "-inf", "0x10", "010", "1e400", "3.14159265358979"],
    "float": ["0", "1", "-.5", "0.999", "1e-9", "1E+5", "inf", "1e39", "0.1", "99999999999999999999"],
    "int32": ["0", "-1", "0x7fffffff", "-2147483648", "017", "2147483648", "1.5"],
    "uint32": ["0", "4294967295", "0xFF", "-1", "4294967296"],
    "int64": ["-9223372036854775808", "5", "9223372036854775808"],
    "uint64": ["18446744073709551615", "1"],
    "sint32": ["-3"],
    "sint64": ["3"],
    "fixed32": ["7"],
    "sfixed64": ["-7"],
    "bool": ["true", "false", "1", "True"],
    "string": ['""', '"warp"', "'a' \"b\"", r'"\n\x41\101\""', '"é"', "word"],
    "bytes": ['"ab"', r'"\xff\0"'],
}
_NAMES = ["A", "B", "C", "Kind", "message", "optional", "package", "max", "x", "y", "data_param", "type", "group_1"]
_GAPS = [" ", " ", " ", "\n", "\t", " // c: {\n", ' /* } \n * " */ ', "\r\n", "\f "]
_TIGHT = ["", "", " ", "/**/", "\n"]


def compiled(text: str) -> Tables | str:
    """The tables that protoc makes of a file, in the form of `Tables`; its errors if it refuses the file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.proto").write_bytes(text.encode("utf-8", "surrogateescape"))
        out = Path(folder) / "a.bin"
        errors = protoc.run(b"", f"-I{folder}", f"--descriptor_set_out={out}", "a.proto").errors
        if not out.exists():
            return errors or "refused"
        file = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()).file[0]
    made = Tables({}, {}, frozenset())
    packed: set[str] = set()
    for enum in file.enum_type:
        made.enums[enum.name] = {value.name: value.number for value in enum.value}
    for message in file.message_type:
        _enter(message, "", f".{file.package}." if file.package else ".", made, packed)
    return made._replace(packed=frozenset(packed))


def _enter(message: descriptor_pb2.DescriptorProto, outer: str, package: str, made: Tables, packed: set[str]) -> None:
    name = outer + message.name
    made.messages[name] = tuple(_row(field, package) for field in message.field)
    packed |= {f"{name}.{field.name}" for field in message.field if field.options.packed}
    for enum in message.enum_type:
        made.enums[f"{name}.{enum.name}"] = {value.name: value.number for value in enum.value}
    for nested in message.nested_type:
        _enter(nested, f"{name}.", package, made, packed)


def _row(field: descriptor_pb2.FieldDescriptorProto, package: str) -> tuple[str, int, str, str, object]:
    kind = field.type_name.removeprefix(package) or _Field.Type.Name(field.type).removeprefix("TYPE_").lower()
    label = _Field.Label.Name(field.label).removeprefix("LABEL_").lower()
    default = _default(field, kind) if field.HasField("default_value") else None
    return (field.name, field.number, label, kind, default)


def _default(field: descriptor_pb2.FieldDescriptorProto, kind: str) -> object:
    text = field.default_value
    if field.type in (_Field.TYPE_ENUM, _Field.TYPE_STRING):
        return text
    if field.type == _Field.TYPE_BYTES:
        return CUnescape(text)
    if field.type == _Field.TYPE_BOOL:
        return text == "true"
    if field.type == _Field.TYPE_DOUBLE:
        return float(text)
    if field.type == _Field.TYPE_FLOAT:
        return _single(float(text))
    return int(text)


def _single(number: float) -> float:
    try:
        single: float = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")
    return single


# ---- texts


@st.composite
def proto_texts(draw: st.DrawFn) -> str:
    """A .proto file: most are valid, some are wrong in one place or another."""
    package = draw(st.sampled_from([[], ["package", "caffe", ";"], ["package", "a", ".", "b", ";"]]))
    tokens = draw(st.sampled_from([[], ["syntax", "=", '"proto2"', ";"]])) + package
    for _ in range(draw(st.integers(0, 5))):
        tokens += draw(st.one_of(_messages(3), _enums(), _ignored(), st.just([";"])))
    gaps = draw(st.lists(st.integers(0, 100), min_size=7, max_size=7))
    text = ""
    for number, token in enumerate(tokens):
        word = token[0].isalnum() or token[0] == "_"
        glued = text[-1:].isalnum() or (text[-1:] in "_." and text)
        choices = _GAPS if word and glued else _TIGHT
        text += choices[gaps[number % 7] % len(choices)] + token
    return text


def _options(draw: st.DrawFn, kind: str) -> list[str]:
    made = []
    if draw(st.integers(0, 2)) == 0 and kind in _SCALARS:
        value = draw(st.sampled_from(_SCALARS[kind]))
        made.append(["default", "=", *(["-", value[1:]] if value[0] == "-" else [value])])
    elif draw(st.integers(0, 5)) == 0:
        made.append(["default", "=", draw(st.sampled_from(["X0", "Y1", "true", "nan"]))])
    if draw(st.integers(0, 5)) == 0:
        made.append(["deprecated", "=", "true"])
    if draw(st.integers(0, 8)) == 0:
        made.append(["packed", "=", draw(st.sampled_from(["true", "false"]))])
    tokens: list[str] = []
    for part in made:
        tokens += [",", *part] if tokens else part
    return ["[", *tokens, "]"] if tokens else []


def _type(draw: st.DrawFn) -> list[str]:
    if draw(st.booleans()):
        return [draw(st.sampled_from(sorted(_SCALARS)))]
    parts = draw(st.lists(st.sampled_from(_NAMES[:5]), min_size=1, max_size=2))
    dotted = [parts[0], *(token for part in parts[1:] for token in (".", part))]
    before = draw(st.sampled_from([[], [], [], ["."], ["caffe", "."], [".", "caffe", "."], ["b", "."]]))
    return [*before, *dotted]


def _number(draw: st.DrawFn, used: list[int]) -> str:
    used.append(used[-1] + draw(st.integers(1, 3)) if draw(st.integers(0, 60)) else used[-1])
    return draw(st.sampled_from([str(used[-1]), str(used[-1]), hex(used[-1])]))


@st.composite
def _messages(draw: st.DrawFn, depth: int) -> list[str]:
    tokens = ["message", draw(st.sampled_from(_NAMES)), "{"]
    used = [0]
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.integers(0, 11))
        if kind <= 5:
            tokens += _field(draw, draw(st.sampled_from(["optional", "optional", "required", "repeated"])), used)
        elif kind == 6:
            name = draw(st.sampled_from(_NAMES))
            tokens += ["oneof", name, "{", *_field(draw, "", used), *_field(draw, "", used), "}"]
        elif kind == 7:
            key = draw(st.sampled_from(["string", "int32", "float"]))
            name, number = draw(st.sampled_from(_NAMES)), _number(draw, used)
            tokens += ["map", "<", key, ",", *_type(draw), ">", name, "=", number, ";"]
        elif kind == 8:
            tokens += draw(st.sampled_from(_RESERVED))
        elif kind == 9 and depth:
            tokens += draw(_messages(depth - 1))
        elif kind == 10:
            tokens += draw(_enums())
        else:
            tokens += draw(_ignored())
    return [*tokens, "}"]


_RESERVED = [
    ["reserved", "1000", ",", "2000", "to", "2100", ";"],
    ["reserved", '"old"', ",", '"older"', ";"],
    ["extensions", "5000", "to", "max", ";"],
    ["extensions", "500", "to", "600", ",", "700", ";"],
]


def _field(draw: st.DrawFn, label: str, used: list[int]) -> list[str]:
    kind = _type(draw)
    name = draw(st.sampled_from(_NAMES)) + str(used[-1]) if draw(st.integers(0, 20)) else draw(st.sampled_from(_NAMES))
    number = _number(draw, used)
    options = _options(draw, kind[0] if len(kind) == 1 else "")
    return [*([label] if label else []), *kind, name, "=", number, *options, ";"]


@st.composite
def _enums(draw: st.DrawFn) -> list[str]:
    name = draw(st.sampled_from(_NAMES))
    tokens = ["enum", name, "{"]
    if draw(st.booleans()):
        tokens += ["option", "allow_alias", "=", "true", ";"]
    prefix = draw(st.sampled_from(["X", "Y", name, "option"]))
    for number in range(draw(st.integers(0, 40)) and draw(st.integers(1, 4))):
        value = draw(st.sampled_from([[str(number)], [hex(number)], ["-", str(number)], [str(9 - number)]]))
        option = draw(st.sampled_from([[], [], ["[", "deprecated", "=", "true", "]"]]))
        tokens += [f"{prefix}{number}", "=", *value, *option, ";"]
    return [*tokens, "}"]


@st.composite
def _ignored(draw: st.DrawFn) -> list[str]:
    return list(
        draw(
            st.sampled_from(
                [
                    [";"],
                    ["option", "java_package", "=", '"org.caffe"', '".x"', ";"],
                    ["option", "optimize_for", "=", "SPEED", ";"],
                    ["option", "cc_enable_arenas", "=", "true", ";"],
                ]
            )
        )
    )
