"""Turns what a .proto file declares into tables of messages and enums, with the names of all types resolved."""

from __future__ import annotations

from bnlint.caffe.proto.data import Tables
from bnlint.caffe.proto.errors import Fault, shown
from bnlint.caffe.proto.nodes import Enum, Field, Message
from bnlint.prototxt.values import float32, integer, string, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.proto.data import Row
    from bnlint.caffe.proto.nodes import File

_INTEGERS = {
    **dict.fromkeys(("int32", "sint32", "sfixed32"), (-(2**31), 2**31 - 1)),
    **dict.fromkeys(("int64", "sint64", "sfixed64"), (-(2**63), 2**63 - 1)),
    **dict.fromkeys(("uint32", "fixed32"), (0, 2**32 - 1)),
    **dict.fromkeys(("uint64", "fixed64"), (0, 2**64 - 1)),
}
_SCALARS = frozenset((*_INTEGERS, "float", "double", "bool", "string", "bytes"))
_HIGHEST = 2**29 - 1
_RESERVED = range(19000, 20000)  # protobuf's own
_DIGITS = frozenset("0123456789.")
_ENUM_NUMBERS = range(-(2**31), 2**31)


def tables(file: File) -> Tables:
    """The tables of a file. Raises Fault for what protobuf would refuse: unknown types, names or numbers used twice."""
    return _Tables(file).made()


class _Tables:
    """The work on one file: first all names, then the fields, whose types may be declared after them."""

    def __init__(self, file: File) -> None:
        self.imports = file.imports
        self.prefix = f"{file.package}." if file.package else ""
        self.kinds: dict[str, str] = {}  # of each full name: message, enum, package or other
        self.messages: dict[str, list[Field]] = {}
        self.enums: dict[str, dict[str, int]] = {}
        self.resolved: dict[tuple[str, str], str | None] = {}
        parts = file.package.split(".")
        self.kinds.update((".".join(parts[:end]), "package") for end in range(1, len(parts) + 1))
        self._declare(file.declarations, self.prefix)

    def made(self) -> Tables:
        messages = {name: tuple(self._row(name, field) for field in fields) for name, fields in self.messages.items()}
        packed = {f"{name}.{field.name}" for name, fields in self.messages.items() for field in fields if field.packed}
        return Tables(messages, self.enums, frozenset(packed))

    # ---- names

    def _declare(self, members: list[Message | Enum | Field], scope: str) -> None:
        """Enters the names of all members of a scope, which is empty or ends with a dot."""
        for member in members:
            kind = "message" if isinstance(member, Message) else "enum" if isinstance(member, Enum) else "other"
            self._enter(scope + member.name, kind, member.start)
            name = (scope + member.name).removeprefix(self.prefix)
            if isinstance(member, Message):
                self.messages[name] = [part for part in member.members if isinstance(part, Field)]
                self._declare(member.members, f"{scope}{member.name}.")
                _check_numbers(self.messages[name])
            elif isinstance(member, Enum):
                self.enums[name] = self._values(member, scope)
            elif member.key:
                self._declare([_entry(member)], scope)

    def _values(self, enum: Enum, scope: str) -> dict[str, int]:
        """The values of an enum, whose names are in the scope around it, as in C++."""
        if not enum.values:
            raise Fault(f"enum {shown(enum.name)} has no values", enum.start)
        for name, number, start in enum.values:
            self._enter(scope + name, "other", start)
            if number not in _ENUM_NUMBERS:
                raise Fault(f"{number} is too large for an enum", start)
        return {name: number for name, number, _ in enum.values}

    def _enter(self, name: str, kind: str, start: int) -> None:
        if name in self.kinds:
            raise Fault(f"{shown(name.removeprefix(self.prefix))} is declared twice", start)
        self.kinds[name] = kind

    def _type(self, name: str, scope: str, start: int) -> str:
        """The full name of a type that is named in the message `scope`, without the package."""
        key = (name, scope)
        if key not in self.resolved:
            self.resolved[key] = self._looked_up(name, scope)
        found = self.resolved[key]
        if found is None:
            why = ", and imported files are not read" if self.imports else ""
            raise Fault(f"type {shown(name)} is not declared in this file{why}", start)
        return found.removeprefix(self.prefix)

    def _looked_up(self, name: str, scope: str) -> str | None:
        """As C++ does: in the innermost scope that has the first part of the name, then in those around it."""
        if name.startswith("."):
            return name[1:] if self.kinds.get(name[1:]) in _TYPES else None
        first, *rest = name.split(".")
        inside = self.prefix + scope
        while True:
            kind = self.kinds.get(f"{inside}.{first}" if inside else first)
            full = f"{inside}.{name}" if inside else name
            if kind in _TYPES and not rest:
                return full
            if kind and kind != "other" and rest:
                return full if self.kinds.get(full) in _TYPES else None
            if not inside:
                return None
            inside = inside.rpartition(".")[0]

    # ---- fields

    def _row(self, message: str, field: Field) -> Row:
        kind = field.type
        if field.key:
            kind = f"{message}.{_entry(field).name}"
        elif kind not in _SCALARS:
            kind = self._type(kind, message, field.start)
        default = None if field.default is None else self._default(field, kind)
        return (field.name, field.number, field.label, kind, default)

    def _default(self, field: Field, kind: str) -> object:
        """The default of a field, with its type. Raises Fault if it does not fit."""
        values = self.enums.get(kind)
        known = kind in _SCALARS or values is not None
        value = None
        if known and field.label != "repeated" and field.default:
            value = field.default if values and field.default in values else _decoded(field.default, kind)
        if value is None:
            raise Fault(f"{shown(field.name)} cannot have the default {shown(field.default or '')}", field.start)
        return value


_TYPES = ("message", "enum")


def _entry(field: Field) -> Message:
    """The message of an entry of a map, as protoc makes it."""
    words = field.name.split("_")
    name = "".join(word[:1].upper() + word[1:] for word in words) + "Entry"
    key = Field("optional", field.key, "key", 1, None, False, field.start, "")
    return Message(name, [key, field._replace(label="optional", name="value", number=2, key="")], field.start)


def _check_numbers(fields: list[Field]) -> None:
    """Raises Fault for a field with a number that is taken or not allowed."""
    taken: dict[int, str] = {}
    for field in fields:
        other = taken.setdefault(field.number, field.name)
        if other != field.name:
            raise Fault(f"{shown(field.name)} has number {field.number}, as {shown(other)} has", field.start)
        if not 0 < field.number <= _HIGHEST or field.number in _RESERVED:
            raise Fault(f"{shown(field.name)} has number {field.number}, which is not allowed", field.start)


def _decoded(text: str, kind: str) -> object:
    """The value of a default of a scalar type; None if it does not fit."""
    if kind in ("string", "bytes"):
        value = string(text)
        return value if value is None or kind == "string" else utf8(value)
    if kind == "bool":
        return {"true": True, "false": False}.get(text)
    whole = integer(text)
    if kind in ("float", "double"):
        number = _number(text) if whole is None else float(min(max(whole, -(2**64)), 2**64))
        return float32(number) if kind == "float" and number is not None else number
    low, high = _INTEGERS.get(kind, (0, -1))
    return whole if whole is not None and low <= whole <= high else None


def _number(text: str) -> float | None:
    if text.removeprefix("-") not in ("inf", "nan") and text.removeprefix("-")[:1] not in _DIGITS:
        return None
    try:
        return float(text)
    except ValueError:
        return None
