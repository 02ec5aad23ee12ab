"""Tokens of a text, and what is being typed at the cursor; works on half-typed text, which has no useful tree."""

from __future__ import annotations

import re
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NamedTuple

    class Token(NamedTuple):
        """A token.

        `kind` is ``comment``, ``string``, ``name``, ``number`` or ``mark``, `field` the name of the field whose value
        it is ("" if it is no value), `path` the names of the blocks around it, outermost first.
        """

        kind: str
        field: str
        path: tuple[str, ...]
        start: int
        end: int

    class Cursor(NamedTuple):
        """What is being typed at an offset.

        `path` are the names of the blocks around it, outermost first; `field` is the field whose value it is, "" if a
        field name is expected; `start` to `end` is the word or string there, `quote` its opening quote or "".
        `body` is the offset at which the body of the innermost block begins.
        """

        path: tuple[str, ...]
        field: str
        start: int
        end: int
        quote: str
        body: int
else:
    Token = namedtuple("Token", "kind field path start end")
    Cursor = namedtuple("Cursor", "path field start end quote body")

_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>[-+]?\.?[0-9][\w.]*(?:(?<=[eE])[-+]\w*)?|-[ \t]*(?:inf|nan)\w*)"
    r"|(?P<mark>[{}<>\[\]:;,])"
)
_LAYER = re.compile(r"\n(?:layers?|input|name)\s*:?\s*\{")


class _State:
    """What the lexer knows between two tokens: the blocks around, the last name, and whether its colon was read."""

    __slots__ = ("bodies", "colon", "listed", "path", "pending", "value")

    def __init__(self) -> None:
        self.path: list[str] = []
        self.bodies: list[int] = []
        self.pending = ""
        self.value = ""
        self.colon = False
        self.listed = False

    def expects_value(self) -> bool:
        return self.colon and bool(self.pending)

    def advance(self, kind: str, text: str, end: int) -> None:
        """Goes past a token."""
        if kind == "mark":
            self._mark(text, end)
        elif kind == "name" and not self.expects_value():
            self.pending, self.colon = text, False
        elif kind != "comment" and self.expects_value() and not self.listed:
            self.value = text if kind == "name" else ""
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
            self.pending = self.pending or self.value  # `bottom:` without a value took the next name as its value
            self.colon = bool(self.pending)
        elif mark == "[":
            self.listed = self.expects_value()
        elif mark == "]" or (mark in ",;" and not self.listed):
            self.pending, self.colon, self.listed = "", False, False


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens that begin from `start`, which is outside of all blocks, up to `end`."""
    state = _State()
    last = len(text) if end is None else end
    path: tuple[str, ...] = ()
    for match in _TOKEN.finditer(text, start):
        if match.start() >= last:
            return
        kind, written = match.lastgroup or "", match[0]
        field = state.pending if state.expects_value() and kind not in ("comment", "mark") else ""
        if len(path) != len(state.path) or kind == "name":
            path = tuple(state.path)
        yield Token(kind, field, path, match.start(), match.end())
        state.advance(kind, written, match.end())


def outside(text: str, offset: int) -> int:
    """An offset at or before `offset` that is outside of all blocks: the start of a layer, or of the text."""
    start = text.rfind("\nlayer", 0, offset)
    while start > 0 and not _LAYER.match(text, start):
        start = text.rfind("\nlayer", 0, start)
    return max(start, 0)


def cursor_at(text: str, offset: int) -> Cursor | None:
    """What is being typed at `offset`; None in a comment."""
    state = _State()
    start = end = offset
    quote = ""
    for match in _TOKEN.finditer(text, outside(text, offset)):
        if match.start() >= offset:
            break
        kind, written = match.lastgroup or "", match[0]
        closed = kind == "string" and len(written) > 1 and written[-1] == written[0]
        unfinished = kind in ("name", "number", "comment") or (kind == "string" and not closed)
        if match.end() < offset or (match.end() == offset and not unfinished):
            state.advance(kind, written, match.end())
            continue
        if kind == "comment":
            return None
        if kind == "string":
            quote = written[0]
            start, end = match.start() + 1, match.end() - closed
        elif kind != "mark":
            start, end = match.span()
        break
    field = state.pending if state.expects_value() else ""
    return Cursor(tuple(state.path), field, start, end, quote, state.bodies[-1] if state.bodies else 0)
