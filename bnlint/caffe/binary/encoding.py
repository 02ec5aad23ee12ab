"""Strings that are not UTF-8, in serialized messages: protobuf for C++ keeps their bytes, protobuf for Python fails.

As in texts (`text.source`), such a file is read as Latin-1, which gives each byte a character of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bnlint.caffe.binary.wire import BYTES, header, records


def strings_as(change: Callable[[bytes], bytes], data: bytes, message: Any) -> bytes:
    """A serialized message with each of its strings changed. `message` is its descriptor."""
    fields = message.fields_by_number
    parts = []
    view = memoryview(data)
    for number, wire, begin, start, end in records(view, 0, len(data)):
        field = fields.get(number)
        value = data[start:end]
        if wire == BYTES and field is not None and field.type == field.TYPE_STRING:
            value = change(value)
        elif wire == BYTES and field is not None and field.type == field.TYPE_MESSAGE:
            value = strings_as(change, value, field.message_type)
        else:
            parts.append(data[begin:end])
            continue
        parts += (header(number, len(value)), value)
    return b"".join(parts)


def is_utf8(data: bytes, message: Any) -> bool:
    """Whether all strings in a serialized message are UTF-8."""

    def checked(value: bytes) -> bytes:
        value.decode()
        return value

    try:
        strings_as(checked, data, message)
    except UnicodeDecodeError:
        return False
    return True


def from_latin1(value: bytes) -> bytes:
    """The UTF-8 of a string in Latin-1."""
    return value.decode("latin-1").encode()


def to_latin1(value: bytes) -> bytes:
    """The Latin-1 of a string in UTF-8."""
    return value.decode().encode("latin-1")
