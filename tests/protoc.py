"""Runs protobuf's own C++ text format parser in this process: `protoc --encode`.

`refusal` gives protoc's first error with its offset, and whether it is a syntax error. A syntax error is one that no
schema could make right; all others are about names and types, which a parser without a schema accepts.
"""

from __future__ import annotations

import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.message import Message
from grpc_tools import protoc

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.binary.versions import class_maker
from bnlint.caffe.schema.messages import schema

# A schema in which all kinds of scalars are allowed everywhere and any number of times, and an extension.
PLAY = """
syntax = "proto2";
package play;
enum Kind { A = 0; B = 1; NEGATIVE = -2; }
message Play {
  repeated Play m = 1; repeated int32 i = 2; repeated uint64 u = 3; repeated float f = 4; repeated double d = 5;
  repeated string s = 6; repeated bytes y = 7; repeated bool b = 8; repeated Kind e = 9;
  extensions 100 to 200;
}
extend Play { repeated int32 ext = 100; }
"""


class Refusal(NamedTuple):
    """protoc's first error: its message, its offset in bytes, and whether it is a syntax error.

    protoc accepts the text before `checked`. For an unknown name, it reports the offset of the next token, which it has
    not checked yet.
    """

    message: str
    offset: int
    syntax: bool
    checked: int


class Encoded(NamedTuple):
    """The message that protoc wrote, and its errors."""

    data: bytes
    errors: str


def encode(text: bytes, message: str = "caffe.NetParameter") -> Encoded:
    """The text as a serialized message of the package `caffe`, `loose` (all fields repeated) or `play`."""
    return run(text, f"--encode={message}", f"--descriptor_set_in={_schemas()}")


def message_class(name: str) -> type[Message]:
    """The class of a message of these schemas, e.g. ``play.Play``."""
    return class_maker(_pool())(_pool().FindMessageTypeByName(name))


@cache
def _pool() -> descriptor_pool.DescriptorPool:
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(_schemas().read_bytes()).file:
        pool.Add(file)
    return pool


def refusal(text: bytes, message: str = "caffe.NetParameter") -> Refusal | None:
    """The first error that protoc reports; None if it accepts the text."""
    return first(encode(text, message).errors, text)


def first(errors: str, text: bytes) -> Refusal | None:
    """The first of protobuf's errors, e.g. ``input:3:7: Expected identifier, got: {``."""
    for line in errors.splitlines():
        match = re.match(r"(?:input:)?(\d+):(\d+): (?!warning)(.*)", line)
        if match:
            offset = _offset(text, int(match[1]), int(match[2]))
            late = match[3].startswith(REPORTED_LATE)
            checked = max(_lexemes(text[:offset]), default=0) if late else offset
            return Refusal(match[3], offset, is_syntax(match[3], text, offset), checked)
    return None


# --- which errors are syntax errors -------------------------------------------------------------------------

# Messages about names, types and ranges.
OF_THE_SCHEMA = (
    'Message type "',  # ... has no field named: unknown, or of another message
    'Extension "',  # ... is not defined or is not an extension of the message
    "Unknown enumeration value of ",  # a name or number that the enum lacks
    "Non-repeated field ",  # ... is specified multiple times
    "Integer out of range ",  # for the type of the field; also 2 for a bool
    "Invalid value for boolean field ",  # an identifier, but not true, True, t, false, False, f
    "Expect a decimal number, got: ",  # 0x10 or 010 for a float
    "Extension name contains ",  # ... a slash: that takes a schema with Any
)
# Reported after the name has been read, so the position is that of the next token.
REPORTED_LATE = (
    'Message type "',
    "Extension ",
    "Unknown enumeration value of ",
    "Non-repeated field ",
    "Invalid value for boolean field ",
)
# Reported if the schema needs another kind of value (or bracket). It is not a syntax error if the token could begin a
# value of any kind; see _value_may_begin.
OF_THE_KIND = re.compile(
    r"Expected (?:(?:integer or identifier|integer|double|string|identifier), got: "
    r"|\"[:{]\", found \"|\"\]\", found \"/)"
)

TRIVIA = re.compile(rb"(?:[ \t\n\r\f\v]|#[^\n\0]*)*+")
_LEXEME = re.compile(rb"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|[0-9.][\w.]*|[^\w\s]")
_STARTS = re.compile(rb"[A-Za-z_0-9\"'{<]|\.[0-9]|-")
_AFTER_MINUS = re.compile(rb"(?i)\.?[0-9]|(?:inf|infinity|nan)(?![A-Za-z0-9_])")


def is_syntax(message: str, text: bytes, offset: int) -> bool:
    """Whether no schema could make protobuf read the token at `offset` there."""
    if message.startswith(OF_THE_SCHEMA):
        return False
    if not OF_THE_KIND.match(message):
        return True  # of the tokens (strings, numbers, characters), or a bracket or separator that is needed
    if message.startswith('Expected "]"'):
        return False  # [prefix/name] needs a schema with Any
    before = list(_lexemes(text[:offset]).values())
    return not _value_may_begin(message, before, text, offset)


def _lexemes(text: bytes) -> dict[int, bytes]:
    """The tokens of a text without errors, by offset."""
    lexemes: dict[int, bytes] = {}
    position = 0
    while True:
        position = TRIVIA.match(text, position).end()  # type: ignore[union-attr]
        lexeme = _LEXEME.match(text, position)
        if lexeme is None:
            return lexemes
        lexemes[position] = lexeme[0]
        position = lexeme.end()


def _value_may_begin(message: str, before: list[bytes], text: bytes, offset: int) -> bool:
    """Whether the token at `offset` can begin or continue a value of some kind, after the tokens `before`."""
    last = before[-1] if before else b""
    if last == b"-":
        return bool(_AFTER_MINUS.match(text, offset))
    start = text[offset : offset + 1]
    if last[-1:].isalnum() or last[-1:] in (b"_", b"]"):
        if not message.startswith('Expected "'):
            return False  # after a value: the next field must begin here
        return start in (b"{", b"<", b"[")  # after a name: protoc has not yet seen the contents of a list
    if last == b":":
        return start == b"[" or _begins(text, offset)
    if last == b"[" and len(before) > 1 and before[-2] != b":":
        return start in (b"{", b"<")  # name [ ...: messages only
    if last in (b"[", b","):
        opened = _open_list(before)
        return opened is not None and _begins(text, offset) and _of_one_kind(before[opened + 1 :], start)
    return False


def _begins(text: bytes, offset: int) -> bool:
    if not _STARTS.match(text, offset):
        return False
    if text[offset : offset + 1] != b"-":
        return True
    return bool(_AFTER_MINUS.match(text, TRIVIA.match(text, offset + 1).end()))  # type: ignore[union-attr]


def _open_list(before: list[bytes]) -> int | None:
    """Where the list begins that is open at the end of `before`."""
    depth = 0
    for n in range(len(before) - 1, -1, -1):
        if before[n] in (b"}", b">", b"]"):
            depth += 1
        elif before[n] in (b"{", b"<", b"["):
            if depth == 0:
                return n if before[n] == b"[" and n and before[n - 1] not in (b"{", b"<", b",", b";") else None
            depth -= 1
    return None


def _of_one_kind(elements: list[bytes], start: bytes) -> bool:
    """A list holds scalars or messages, never both."""
    return not elements or (elements[0] in (b"{", b"<")) == (start in (b"{", b"<"))


# --- running it ------------------------------------------------------------------------------------------------


def _offset(text: bytes, line: int, column: int) -> int:
    """The offset of protobuf's line and column, both from 1: lines end with \\n, tabs reach to the next 8."""
    offset = 0
    for _ in range(line - 1):
        offset = text.index(b"\n", offset) + 1
    reached = 0
    while reached < column - 1 and offset < len(text):
        reached += 8 - reached % 8 if text[offset] == 9 else 1
        offset += 1
    return offset


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="bnlint-protoc-")


@cache
def _schemas() -> Path:
    folder = Path(_folder().name)
    caffe = proto_text(schema())
    loose = re.sub(r"^( +)(?:optional|required) ", r"\1repeated ", caffe, flags=re.MULTILINE)
    loose = re.sub(r"default = (?:\"[^\"]*\"|[^\],]*)(?:, )?", "", loose).replace(" []", "")
    (folder / "caffe.proto").write_text(caffe, encoding="utf-8")
    (folder / "loose.proto").write_text(loose.replace("package caffe;", "package loose;").replace(".caffe.", ".loose."))
    (folder / "play.proto").write_text(PLAY)
    target = folder / "schemas.bin"
    files = [f"{name}.proto" for name in ("caffe", "loose", "play")]
    encoded = run(b"", f"-I{folder}", f"--descriptor_set_out={target}", *files)
    assert target.exists(), encoded.errors
    return target


def run(text: bytes, *arguments: str) -> Encoded:
    """protoc with its three standard files replaced while it runs; a run takes about a millisecond."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        stdin.write(text)
        stdin.seek(0)
        kept = [os.dup(number) for number in range(3)]
        try:
            for number, file in enumerate((stdin, out, errors)):
                os.dup2(file.fileno(), number)
            protoc.main(["protoc", *arguments])
        finally:
            for number, file in enumerate(kept):
                os.dup2(file, number)
                os.close(file)
        out.seek(0)
        errors.seek(0)
        return Encoded(out.read(), errors.read().decode("utf-8", "replace"))
