"""What each rule of grammar.lark makes of its parts: a function for each alias in the grammar."""

from __future__ import annotations

from bnlint.caffe.proto.errors import Fault
from bnlint.caffe.proto.nodes import Enum, Field, File, Message
from bnlint.prototxt.values import integer, string

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Any

    Token = re.Match[str]

_GROUPS = "groups are not read, and no Caffe has any"


def _text(token: Token) -> str:
    """A token's own text, without the white space and comments after it."""
    return token[token.lastindex or 0]


def _none(parts: list[Any]) -> None:
    return None


def _nothing(parts: list[Any]) -> list[Any]:
    return []


def _left(parts: list[Any]) -> Any:
    return parts[0]


def _same(parts: list[Any]) -> str | None:
    """The text of a token, or what is already made."""
    part = parts[0]
    return part if part is None or isinstance(part, str) else _text(part)


def _first(parts: list[Any]) -> list[Any]:
    return [parts[0]]


def _more(parts: list[Any]) -> list[Any]:
    return [*parts[0], parts[2]]


def _joined(parts: list[Any]) -> str:
    return f"{parts[0]}.{_text(parts[2])}"


def _absolute(parts: list[Any]) -> str:
    return f".{parts[1]}"


def _more_text(parts: list[Any]) -> str:
    """String literals side by side, which are one string."""
    return f"{parts[0]} {_text(parts[1])}"


def _negative(parts: list[Any]) -> str:
    return f"-{_text(parts[1])}"


# ---- statements of the file


def _file(parts: list[Any]) -> File:
    file = File()
    for part in parts[0]:
        if isinstance(part, (Message, Enum)):
            file.declarations.append(part)
        elif part:
            file.package = part
        else:
            file.imports = True
    return file


def _syntax(parts: list[Any]) -> Any:
    if string(parts[3]) != "proto2":
        raise Fault(f"the syntax is {parts[3]}, but that of every Caffe is proto2", parts[1].start())
    return parts[0]


def _edition(parts: list[Any]) -> Any:
    raise Fault("this is a file of a protobuf edition, but the syntax of every Caffe is proto2", parts[1].start())


def _package(parts: list[Any]) -> Any:
    parts[0].append(parts[2])
    return parts[0]


def _imported(parts: list[Any]) -> Any:
    parts[0].append("")
    return parts[0]


# ---- messages and enums


def _message(parts: list[Any]) -> Message:
    return Message(_text(parts[1]), parts[3], parts[1].start())


def _enum(parts: list[Any]) -> Enum:
    return Enum(_text(parts[1]), parts[3], parts[1].start())


def _add(parts: list[Any]) -> Any:
    parts[0].append(parts[1])
    return parts[0]


def _extend(parts: list[Any]) -> Any:
    parts[0].extend(parts[1])
    return parts[0]


def _oneof(parts: list[Any]) -> Any:
    return parts[3]


def _refused(parts: list[Any]) -> Any:
    raise Fault(_GROUPS, parts[0].start())


def _field(parts: list[Any]) -> Field:
    label, kind, name, _, number, settings, _ = parts
    return _made(label, kind, name, number, settings)


def _map(parts: list[Any]) -> Field:
    key, kind, name, number, settings = parts[2], parts[4], parts[6], parts[8], parts[9]
    return _made("repeated", kind, name, number, settings, key)


def _choice(parts: list[Any]) -> Any:
    made, kind, name, _, number, settings, _ = parts
    made.append(_made("optional", kind, name, number, settings))
    return made


def _made(label: str, kind: str, name: Token, number: Token, settings: Any, key: str = "") -> Field:
    given = dict(settings or ())
    packed = given.get("packed") == "true"
    return Field(label, kind, _text(name), _int(_text(number)), given.get("default"), packed, name.start(), key)


def _settings(parts: list[Any]) -> Any:
    return parts[1]


def _setting(parts: list[Any]) -> tuple[str | None, str | None]:
    return parts[0], parts[2]


def _value(parts: list[Any]) -> Any:
    values, name, _, number, _, _ = parts
    values.append((_text(name), _int(number), name.start()))
    return values


def _int(text: str) -> int:
    return integer(text) or 0


#: The function of each alias, which takes the values of the parts and gives that of the whole.
BY_ALIAS: dict[str, Callable[[list[Any]], Any]] = {
    name.removeprefix("_"): made for name, made in list(globals().items()) if name.startswith("_") and callable(made)
}
