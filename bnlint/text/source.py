"""Source text: bytes to text and back without a change, spans, and lines and columns in any encoding."""

from __future__ import annotations

from collections import namedtuple
from itertools import accumulate, count
from operator import add

from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Span(NamedTuple):
        """A half-open range of offsets (in characters of `Source.text`)."""

        start: int
        end: int
else:
    Span = namedtuple("Span", "start end")

BOM = "\ufeff"
_MAX_COUNTED = 8  # lookups by counting; more make a list of all line starts
_LINE_END = lazy(r"\r\n|\n|\r")
# The characters above which a character takes one more code unit, for each encoding that editors count in.
_WIDER = {"utf-8": "\u007f\u07ff\uffff", "utf-16": "\uffff", "utf-32": ""}


class Source:
    """The text of one file, with all that is needed to write it back byte for byte.

    `encoding` is ``utf-8``, or ``latin-1`` if the bytes are not UTF-8: Latin-1 gives each byte a character of its own,
    so that comments in GBK, Shift-JIS or Latin-1 survive a rewrite unchanged. A byte order mark is kept as the first
    character of `text`.
    """

    __slots__ = ("_lines", "encoding", "name", "newline", "text")

    def __init__(self, text: str, name: str = "<text>", encoding: str = "utf-8") -> None:
        self.text = text
        self.name = name
        self.encoding = encoding
        first = text.find("\n")
        self.newline = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
        self._lines: LineIndex | None = None

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "<bytes>") -> Source:
        """Decodes `data`; never fails, because Latin-1 takes every byte."""
        try:
            return cls(data.decode("utf-8"), name, "utf-8")
        except UnicodeDecodeError:
            return cls(data.decode("latin-1"), name, "latin-1")

    def encode(self, text: str | None = None) -> bytes:
        """The bytes of `text` (by default this source's own) in this source's encoding.

        Half of a surrogate pair, which an editor may send, becomes three bytes in UTF-8. Raises UnicodeEncodeError if
        `text` has characters that Latin-1 lacks.
        """
        return (self.text if text is None else text).encode(self.encoding, "surrogatepass")

    def with_text(self, text: str) -> Source:
        """A source of the same name and encoding with another text."""
        return Source(text, self.name, self.encoding)

    def edited(self, start: int, end: int, new: str) -> Source:
        """A source with ``start:end`` replaced; its lines are not counted again."""
        text = self.text[:start] + new + self.text[end:]
        source = self.with_text(text)
        source._lines = self.lines.edited(start, end, text)
        return source

    @property
    def lines(self) -> LineIndex:
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines


class LineIndex:
    """Line numbers and columns of a text, both counted from 0. Lines end with ``\\n``, ``\\r\\n`` or ``\\r``."""

    __slots__ = ("_lookups", "_starts", "text")

    def __init__(self, text: str, starts: list[int] | None = None) -> None:
        self.text = text
        self._starts = starts
        self._lookups = 0

    @property
    def starts(self) -> list[int]:
        """Where each line starts."""
        if self._starts is None:
            if "\r" in self.text:
                self._starts = [0, *(m.end() for m in _LINE_END.finditer(self.text))]
            else:
                ends = map(add, accumulate(map(len, self.text.split("\n"))), count(1))
                self._starts = [0, *ends]
                self._starts.pop()
        return self._starts

    def edited(self, start: int, end: int, text: str) -> LineIndex:
        """The index of another `text`, which differs from this one's only in what replaced its ``start:end``."""
        starts, shift = self.starts, len(text) - len(self.text)
        first, after = max(self.line(start) - 1, 0), self.line(end) + 2
        stop = starts[after] if after < len(starts) else len(self.text)
        middle = [m.end() for m in _LINE_END.finditer(text, starts[first], stop + shift)]
        if middle and after < len(starts):
            middle.pop()  # the end of the line before `after`
        return LineIndex(text, [*starts[: first + 1], *middle, *(start + shift for start in starts[after:])])

    def line(self, offset: int) -> int:
        if self._starts is None and self._lookups < _MAX_COUNTED and "\r" not in self.text:
            self._lookups += 1  # most files need only a line or two: counting is faster than a list of all
            return self.text.count("\n", 0, offset)
        from bisect import bisect_right

        return bisect_right(self.starts, offset) - 1

    def position(self, offset: int) -> tuple[int, int]:
        """(line, column) of `offset`, the column in characters."""
        line = self.line(offset)
        if self._starts is None:
            return line, offset - 1 - self.text.rfind("\n", 0, offset)
        return line, offset - self._starts[line]

    def column(self, offset: int, encoding: str) -> tuple[int, int]:
        """(line, column) of `offset`, the column in code units of `encoding`: ``utf-8``, ``utf-16`` or ``utf-32``.

        Editors have no position between ``\\r`` and ``\\n``; it counts as the end of the line.
        """
        if self.text[offset - 1 : offset + 1] == "\r\n":
            offset -= 1
        line, column = self.position(offset)
        before = self.text[self.starts[line] : offset]
        if not before.isascii():
            wider = _WIDER[encoding]
            column += sum(character > bound for character in before for bound in wider)
        return line, column

    def offset(self, line: int, column: int, encoding: str) -> int:
        """The offset of a column in code units of `encoding`; the nearest one if the text has no such position.

        A column within a character means the offset before it.
        """
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.text)
        start, content = self.starts[line], self.content(line)
        if content.isascii() or encoding == "utf-32":
            return start + min(max(column, 0), len(content))
        wider = _WIDER[encoding]
        for index, character in enumerate(content):
            column -= 1 + sum(character > bound for bound in wider)
            if column < 0:
                return start + index
        return start + len(content)

    def content(self, line: int) -> str:
        """The text of a line, without its end."""
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
