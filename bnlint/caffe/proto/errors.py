"""Errors of reading a Caffe's .proto file, one clear line each."""

from __future__ import annotations

_LONG = 40


class Fault(Exception):
    """What is wrong with a text, and at which offset."""

    def __init__(self, cause: str, start: int = 0) -> None:
        super().__init__(cause)
        self.start = start


class ProtoError(Exception):
    """A file that is not the .proto file of a Caffe, or cannot be read: path, position if there is one, and cause."""


def shown(text: str) -> str:
    """A part of a file in quotes, on one line and not too long."""
    cut = text if len(text) <= _LONG else f"{text[:_LONG]}…"
    return "'" + "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in cut) + "'"
