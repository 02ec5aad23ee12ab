"""Protobuf's wire format, as far as it is needed to find and copy records without decoding them."""

from __future__ import annotations

from collections.abc import Iterator

VARINT, FIXED64, BYTES, START, END, FIXED32 = range(6)


class WireError(ValueError):
    """The bytes are not a message, or are truncated; the error message says at which offset."""


def varint(data: memoryview, offset: int, end: int) -> tuple[int, int]:
    """(value, offset after it). Raises WireError if it goes beyond `end` or is too long."""
    value = shift = 0
    while offset < end:
        byte = data[offset]
        offset += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, offset
        shift += 7
        if shift > 63:
            raise WireError(f"not a message: the number before offset {offset} is too long")
    raise WireError(f"truncated at offset {end}")


def records(data: memoryview, start: int, end: int) -> Iterator[tuple[int, int, int, int, int]]:
    """The fields of the message in ``data[start:end]``: number, wire type, start of the record, start and end of its
    value. Raises WireError if the bytes are not a message, or are truncated."""
    offset = start
    while offset < end:
        begin = offset
        key, offset = varint(data, offset, end)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            _, stop = varint(data, offset, end)
        elif wire == BYTES:
            length, offset = varint(data, offset, end)
            stop = offset + length
        elif wire in (FIXED64, FIXED32):
            stop = offset + (8 if wire == FIXED64 else 4)
        else:
            raise WireError(f"not a message: wire type {wire} at offset {begin}")
        if number == 0:
            raise WireError(f"not a message: field number 0 at offset {begin}")
        if stop > end:
            raise WireError(f"truncated: {stop - end} bytes of the field at offset {begin} are missing")
        yield number, wire, begin, offset, stop
        offset = stop


def encode(value: int) -> bytes:
    """`value` as a varint."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def header(number: int, length: int) -> bytes:
    """The key and length that precede `length` bytes of field `number`."""
    return encode(number << 3 | BYTES) + encode(length)
