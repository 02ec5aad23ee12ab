"""Tokens of a text, and what a place in it means: works on half-typed text, where a tree says little."""

from __future__ import annotations

import re
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NamedTuple

    class Token(NamedTuple):
        """A token: its `kind` (comment, string, name, number, mark), the name of the field whose value it is ("" for
        what is no value), the names of the blocks that it is in, and its span."""

        kind: str
        field: str
        path: tuple[str, ...]
        start: int
        end: int

    class Spot(NamedTuple):
        """What is being written at an offset.

        `path` are the names of the blocks around it, outermost first; `field` the field whose value it is, "" where a
        field's name is wanted; `start` to `end` the word or string there, `quote` its opening quote, if any.
        `body` is where the innermost block's body begins.
        """

        path: tuple[str, ...]
        field: str
        start: int
        end: int
        quote: str
        body: int
else:
    Token = namedtuple("Token", "kind field path start end")
    Spot = namedtuple("Spot", "path field start end quote body")

_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>[-+]?\.?[0-9][\w.]*(?:(?<=[eE])[-+]\w*)?|-[ \t]*(?:inf|nan)\w*)"
    r"|(?P<mark>[{}<>\[\]:;,])"
)
_LAYER = re.compile(r"\n(?:layers?|input|name)\s*:?\s*\{")


class _State:
    """Where a reading stands: the blocks around, the name that was read last, and whether its colon was."""

    __slots__ = ("bodies", "colon", "listed", "path", "pending", "value")

    def __init__(self) -> None:
        self.path: list[str] = []
        self.bodies: list[int] = []
        self.pending = ""
        self.value = ""
        self.colon = False
        self.listed = False

    def wants_value(self) -> bool:
        return self.colon and bool(self.pending)

    def take(self, kind: str, said: str, end: int) -> None:
        """Goes on behind a token."""
        if kind == "mark":
            self._mark(said, end)
        elif kind == "name" and not self.wants_value():
            self.pending, self.colon = said, False
        elif kind != "comment" and self.wants_value() and not self.listed:
            self.value = said if kind == "name" else ""
            self.pending, self.colon = "", False

    def _mark(self, mark: str, end: int) -> None:
        if mark in "{<":
            self.path.append(self.pending)
            self.bodies.append(end)
            self.pending, self.colon, self.listed = "", False, False
        elif mark in "}>":
            if self.path:
                self.path.pop()
                self.bodies.pop()
            self.pending, self.colon, self.listed = "", False, False
        elif mark == ":":
            self.pending = self.pending or self.value  # `bottom:` without a value took the next name for one
            self.colon = bool(self.pending)
        elif mark == "[":
            self.listed = self.wants_value()
        elif mark == "]" or (mark in ",;" and not self.listed):
            self.pending, self.colon, self.listed = "", False, False


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens from `start` (which is outside of all blocks) on that begin before `end`."""
    state = _State()
    last = len(text) if end is None else end
    path: tuple[str, ...] = ()
    for match in _TOKEN.finditer(text, start):
        if match.start() >= last:
            return
        kind, said = match.lastgroup or "", match[0]
        field = state.pending if state.wants_value() and kind not in ("comment", "mark") else ""
        if len(path) != len(state.path) or kind == "name":
            path = tuple(state.path)
        yield Token(kind, field, path, match.start(), match.end())
        state.take(kind, said, match.end())


def outside(text: str, offset: int) -> int:
    """A place at or before `offset` that is surely outside of all blocks: the beginning of a layer, or of the text."""
    place = text.rfind("\nlayer", 0, offset)
    while place > 0 and not _LAYER.match(text, place):
        place = text.rfind("\nlayer", 0, place)
    return max(place, 0)


def spot(text: str, offset: int) -> Spot | None:
    """What is being written at `offset`; None in a comment."""
    state = _State()
    start = end = offset
    quote = ""
    for match in _TOKEN.finditer(text, outside(text, offset)):
        kind, said = match.lastgroup or "", match[0]
        if match.start() >= offset:
            break
        closed = kind == "string" and len(said) > 1 and said[-1] == said[0]
        unfinished = kind in ("name", "number", "comment") or (kind == "string" and not closed)
        if match.end() > offset or (match.end() == offset and unfinished):
            if kind == "comment":
                return None
            if kind == "string":
                quote = said[0]
                start, end = match.start() + 1, match.end() - closed
                break
            if kind != "mark":
                start, end = match.span()
            break
        state.take(kind, said, match.end())
    field = state.pending if state.wants_value() else ""
    return Spot(tuple(state.path), field, start, end, quote, state.bodies[-1] if state.bodies else 0)
