"""Decodes scalars as protobuf does: strings, numbers, bools and enum values. Writes strings that it reads back."""

from __future__ import annotations

import re
from functools import lru_cache

from bnlint.text.patterns import lazy

_STRINGS = lazy(r"\"((?:[^\"\\]|\\.)*+)\"|'((?:[^'\\]|\\.)*+)'|#[^\n]*+|\s++")
_ESCAPES = lazy(
    r"\\(?:(?:u|U0000)([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))",
    re.DOTALL,
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_TO_ESCAPE = lazy(r"[\\\x00-\x1f\x7f\udc80-\udcff]")
_LETTERS = {value: letter for letter, value in _SIMPLE.items() if letter in "nrt"} | {"\\": "\\"}
_INTEGER = lazy(r"(-?)\s*(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))")
_DECIMAL = lazy(r"-?\s*(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fF]?")
_BOOLS = {"true": True, "True": True, "t": True, "false": False, "False": False, "f": False}
_NAMED = {"inf": float("inf"), "infinity": float("inf"), "nan": float("nan")}
_COMMENT = lazy(r"#[^\n]*")
_MOST_DIGITS = 100
_RANGES = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}


def string(raw: str) -> str | None:
    """The text of one or several adjacent string literals; None if `raw` is not a string.

    Escaped bytes that are not UTF-8 become surrogates (Python's surrogateescape).
    """
    quote = raw[0]
    if quote not in "\"'":
        return None
    if "\\" not in raw and raw.find(quote, 1) == len(raw) - 1:
        return raw[1:-1]
    parts = [m[1] if m[1] is not None else m[2] or "" for m in _STRINGS.finditer(raw)]
    if "\\" not in raw:
        return "".join(parts)
    # Each part by itself: no escape continues in the next.
    return b"".join(map(_unescaped, parts)).decode("utf-8", "surrogateescape")


def quoted(text: str, quote: str = '"') -> str:
    """The string literal in these quotes of which `string` makes `text`."""
    escaped = _TO_ESCAPE.sub(lambda match: _escaped(match[0]), text)
    return f"{quote}{escaped.replace(quote, chr(92) + quote)}{quote}"


def _escaped(character: str) -> str:
    letter = _LETTERS.get(character)
    return f"\\{ord(character) & 0xFF:03o}" if letter is None else "\\" + letter


def _unescaped(text: str) -> bytes:
    pieces: list[bytes] = []
    last = 0
    for m in _ESCAPES.finditer(text):
        pieces.append(_utf8(text[last : m.start()]))
        head, trail, octal, hexadecimal, short, long, simple = m.groups()
        if head:
            pieces.append(_utf8(chr(0x10000 + ((int(head, 16) & 0x3FF) << 10) + (int(trail, 16) & 0x3FF))))
        elif octal:
            pieces.append(bytes([int(octal, 8) & 0xFF]))
        elif hexadecimal:
            pieces.append(bytes([int(hexadecimal, 16)]))
        elif short or long:
            code = int(short or long, 16)
            pieces.append(_utf8(chr(code) if code < 0x110000 else m[0]))
        else:
            pieces.append(_utf8(_SIMPLE.get(simple, simple)))
        last = m.end()
    pieces.append(_utf8(text[last:]))
    return b"".join(pieces)


def utf8(value: str) -> bytes:
    """The bytes of a result of `string`. Never fails, even if an editor has sent half of a surrogate pair."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # such a half without any escapes: with one, it would already be three escaped bytes
        return _utf8(value)


def _utf8(text: str) -> bytes:
    """As protobuf writes it: half of a surrogate pair becomes three bytes."""
    return text.encode("utf-8", "surrogatepass")


def integer(raw: str) -> int | None:
    """A decimal, hexadecimal or octal integer; None if `raw` is not one.

    Of one with very many digits only the first ones count: no type holds it, and Python refuses to convert it.
    """
    if _is_decimal(raw):
        return int(raw[:_MOST_DIGITS])
    m = _INTEGER.fullmatch(_plain(raw))
    if m is None:
        return None
    sign, hexadecimal, octal, decimal = m.groups()
    base = 16 if hexadecimal else 8 if octal else 10
    value = int((hexadecimal or octal or decimal).lstrip("0")[:_MOST_DIGITS] or "0", base)
    return -value if sign else value


def number(raw: str) -> float | None:
    """The number that a float field accepts: no hexadecimal, no leading zero; inf and nan in any case."""
    whole, _, fraction = raw.partition(".")
    if _is_decimal(whole or "0") and _is_digits(fraction or "0") and raw != ".":
        return float(raw)
    text = _plain(raw)
    if _DECIMAL.fullmatch(text):
        return float("".join(text.split()).rstrip("fF"))
    sign, word = (-1.0, text[1:].strip()) if text.startswith("-") else (1.0, text)
    value = _NAMED.get(word.lower())
    return None if value is None else sign * value


def boolean(raw: str) -> bool | None:
    """true, True, t, 1, false, False, f, 0 (and 0x1, 01); None for anything else."""
    named = _BOOLS.get(raw)
    if named is not None:
        return named
    value = integer(raw)
    return bool(value) if value in (0, 1) and not raw.startswith("-") else None


def float32(value: float) -> float:
    """`value` rounded to single precision, as Caffe stores it."""
    single = memoryview(bytearray(4)).cast("f")  # as struct does, which would load two more modules
    try:
        single[0] = value
    except OverflowError:  # an integer beyond all floats
        return float("inf") if value > 0 else float("-inf")
    return float(single[0])


def decimal(value: float) -> str:
    """The decimal with the fewest digits that reads back as `value` in single precision; at most nine are needed."""
    texts = (f"{value:.{digits}g}" for digits in range(1, 10))
    return next((text for text in texts if float_of(text) == value), repr(value))


@lru_cache(maxsize=4096)
def float_of(raw: str) -> float | None:
    """The value of a float field, in single precision; None if `raw` is not a valid one."""
    value = number(raw)
    return value if value is None else float32(value)


def decode(raw: str, kind: str, enum: dict[str, int] | None = None) -> object:
    """The value of `raw` for a field of scalar type `kind`, or an enum's name; None if it does not fit.

    Floats are rounded to single precision; an enum written by number gives its name.
    """
    if enum is not None:
        if raw in enum:
            return raw
        code = integer(raw)
        return next((name for name, value in enum.items() if value == code), None)
    if kind in ("string", "bytes"):
        return string(raw)
    if kind == "bool":
        return boolean(raw)
    if kind == "float":
        return float_of(raw)
    if kind == "double":
        return number(raw)
    if raw[0] == "-" and kind in ("uint32", "uint64"):
        return None  # not even -0
    whole = integer(raw)
    low, high = _RANGES.get(kind, (-(2**63), 2**64 - 1))
    return whole if whole is not None and low <= whole <= high else None


def _is_decimal(raw: str) -> bool:
    """Whether `raw` is an ordinary integer: most numbers are, and need no regular expression."""
    return _is_digits(raw) and (raw[0] != "0" or raw == "0")


def _is_digits(raw: str) -> bool:
    return raw.isdecimal() and raw.isascii()


def on_one_line(raw: str) -> str:
    """`raw` without comments and line breaks: the same value, to be written elsewhere."""
    if "\n" not in raw:
        return raw
    text = string(raw)
    return "".join(_plain(raw).split()) if text is None else quoted(text, raw[0])


def _plain(raw: str) -> str:
    return _COMMENT.sub("", raw) if "#" in raw else raw
