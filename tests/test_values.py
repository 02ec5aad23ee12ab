"""Values are decoded as by protobuf: each is encoded by protoc and compared."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnlint.prototxt import values
from bnlint.prototxt.parser import parse
from tests import protoc
from tests.strategies import GAPS, SCALARS

generated = settings(max_examples=150, derandomize=True, database=None)
ENUM = {"A": 0, "B": 1, "NEGATIVE": -2}
# Field of tests.protoc.PLAY, and its type.
TYPES = {"i": "int32", "u": "uint64", "f": "float", "d": "double", "y": "bytes", "b": "bool", "e": "enum"}


def theirs(field: str, raw: str) -> Any:
    """The value as protoc reads it; None if protoc rejects it."""
    text = f"{field}: {raw}"
    encoded = protoc.encode(text.encode(), "play.Play")
    if protoc.first(encoded.errors, text.encode()):
        return None
    (value,) = getattr(protoc.message_class("play.Play").FromString(encoded.data), field)
    return value


def ours(field: str, raw: str) -> Any:
    """The value as bnlint reads it, in the same form."""
    document = parse(f"{field}: {raw}")
    assert not document.faults
    (item,) = document.items
    assert item.raw == raw  # type: ignore[union-attr]
    if field == "e":
        name = values.decode(raw, "enum", ENUM)
        return None if name is None else ENUM[name]  # type: ignore[index]
    value = values.decode(raw, TYPES[field])
    return values.utf8(value) if isinstance(value, str) else value


def assert_same(field: str, raw: str) -> None:
    actual, expected = ours(field, raw), theirs(field, raw)
    if isinstance(expected, float) and math.isnan(expected):
        assert math.isnan(actual)
    else:
        assert (actual, type(actual)) == (expected, type(expected)), raw


NUMBERS = [
    *("0", "00", "1", "2", "-0", "-1", "- 2", "-\n3", "-\t#x\n4", "0x1F", "-0x10", "0XaB", "017", "-017", "10", "010"),
    *("2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296", "0x80000000", "-0x80000000"),
    *("9223372036854775807", "18446744073709551615", "18446744073709551616", "01777777777777777777777"),
    *("1.", ".5", "0.5", "-.5", "1e4", "1e-4", "1E+5", "1.0f", "1F", "0f", "1e4f", "- 1.5f", "-\n#\n.5"),
    *("inf", "-inf", "INF", "Infinity", "- infinity", "nan", "-nan", "NaN", "infinit", "inff"),
    *("1e400", "-1e400", "1e-400", "1e-46", "1.17549435e-38", "3.4028235e38", "3.4028236e38", "3.5e38", "1e39"),
    *("0.1", "16777217", "0.30000001192092896", "99999999999999999999", "1e-45", "7.0064923216240854e-46"),
    *("true", "True", "TRUE", "t", "T", "false", "False", "f", "F", "yes", "0x1", "01", "0x0", "0x2", "1.0"),
    *("A", "B", "NEGATIVE", "a", "-2", "-1", "'x'", '"1"', '"A"'),
]


@pytest.mark.parametrize("field", ["i", "u", "f", "d", "b", "e"])
@pytest.mark.parametrize("raw", NUMBERS)
def test_scalars(field: str, raw: str) -> None:
    assert_same(field, raw)


STRINGS = [
    *('""', "''", '"a"', "'a'", "'\"'", '"\'"', '"é\u4e2d\U0001f600"', "'# no comment'", "'\t\r'"),
    *("'a' 'b'", "'a'\"b\"", "'a' # c 'x'\n 'b'", "'a'\n\t\"\"\n'#'", "'\"' \"'\""),
    *(r"'\a\b\f\n\r\t\v\\\?\'\"'", r"'\0\1\12\123\1234\18\377\400\777'", r"'\x4\x41\x414\X4a\xff'"),
    *(r"'\u0041\u00e9\u4e2d\u00e9x'", r"'\U0001F600\U0010ffff\U00000041'", r"'\ud83d\ude00'"),
    *(r"'\ud800'", r"'\ude00'", r"'\ud83dx'", r"'\ud83d\n'", r"'\ud83d\u0041'", r"'\ud83d\ud83d\ude00'"),
    *(r"'\U0000d83d\U0000de00'", r"'\U0000d83d\ude00'", r"'\U00110000'", r"'\ud83d' '\ude00'"),
    *(r"'\1' '2'", r"'\x4' '1'", r"'\\' 'n'", r"'\xe4\xb8\xad'", r"'\xc3' '\xa9'", r"'é\xff'"),
    *("5", "a", "-1", "inf"),
]


@pytest.mark.parametrize("raw", STRINGS)
def test_strings(raw: str) -> None:
    assert_same("y", raw)


PIECES = [
    *'aé n70"x',
    *(rf"\{c}" for c in "abfnrtv?'\"\\"),
    r"\0",
    r"\12",
    r"\377",
    r"\xA",
    r"\x41",
    r"\u00e9",
    r"\U0001F600",
]


@generated
@given(st.lists(st.lists(st.sampled_from(PIECES)), min_size=1, max_size=4), st.sampled_from(GAPS))
def test_generated_strings(strings: list[list[str]], gap: str) -> None:
    assert_same("y", gap.join(f"'{''.join(pieces)}'" for pieces in strings))


@generated
@given(st.sampled_from("fd"), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from("regf"))
def test_generated_floats(field: str, value: float, spelling: str) -> None:
    assert_same(field, repr(value) if spelling == "r" else f"{value:.9{spelling}}")


@generated
@given(st.sampled_from("iufdb"), st.integers(-(2**65), 2**65), st.sampled_from(["d", "#x", "#o"]))
def test_generated_integers(field: str, value: int, spelling: str) -> None:
    assert_same(field, format(value, spelling).replace("o", ""))


@generated
@given(st.sampled_from([(f, v) for f, kinds in SCALARS.items() if f in TYPES for v in kinds]), st.sampled_from(GAPS))
def test_odd_spellings(value: tuple[str, tuple[str, ...]], gap: str) -> None:
    field, lexemes = value
    assert_same(field, gap.join(lexemes))


@pytest.mark.parametrize(("raw", "text"), [("'x'", "x"), ("5", None), ("x", None), (r"'\xff'", "\udcff")])
def test_string(raw: str, text: str | None) -> None:
    assert values.string(raw) == text


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (r"'é\xff'", b"\xc3\xa9\xff"),
        (r"'\ud83d'", b"\xed\xa0\xbd"),
        ("'\ud83d'", b"\xed\xa0\xbd"),  # half of a pair itself, which an editor may send, equals its escape
        ("'a\ud83d' '\ude00'", b"a\xed\xa0\xbd\xed\xb8\x80"),
        ("'\ud83d\\xff\ude00'", b"\xed\xa0\xbd\xff\xed\xb8\x80"),
        ("'\\\ud83d'", b"\xed\xa0\xbd"),  # escaped
    ],
)
def test_bytes_of_a_string(raw: str, data: bytes) -> None:
    text = values.string(raw)
    assert text is not None and values.utf8(text) == data


@pytest.mark.parametrize(
    ("value", "single"), [(0.1, 0.10000000149011612), (1e39, math.inf), (-1e39, -math.inf), (1e-46, 0.0)]
)
def test_float32(value: float, single: float) -> None:
    assert values.float32(value) == single
