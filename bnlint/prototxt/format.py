"""The canonical layout: two spaces a level, a field a line, every comment at its place, and the same message."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, Field, ListField
from bnlint.prototxt.parser import parse
from bnlint.text.source import BOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.prototxt.nodes import Document, Node
    from bnlint.text.source import Source

_STEP = "  "
_BEFORE_COMMENT = "  "
_WIDTH = 100  # a message longer than this gets a field a line
_WHITE = " \t\r\f\v"  # no other white space: in a comment it may be half of a character of an Asian encoding
# Outside of strings a comment ends with its line, and only there.
_COMMENT = re.compile(r"#([^\n]*)")
_PIECES = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|#[^\n]*|[^\s\"'#]+")


class Formatted:
    """What became of a text: `source` (the original object where nothing changed), its `document`, and `bug`.

    A text with syntax errors stays as it is. `bug` is a line about a fault of bnlint, because of which it stayed.
    """

    __slots__ = ("bug", "document", "source")

    def __init__(self, source: Source, document: Document, bug: str = "") -> None:
        self.source = source
        self.document = document
        self.bug = bug


def format_text(source: Source) -> Source:
    """`source` in the canonical layout; the object itself where it is so already, or cannot be."""
    return layout(source).source


def layout(source: Source) -> Formatted:
    """The canonical layout, proved to be the same message with the same comments."""
    document = parse(source.text)
    if document.faults:
        return Formatted(source, document)
    try:
        text = _Printer(document, source.newline).text()
        same = is_same(document, text)
    except RecursionError:
        return Formatted(source, document, "blocks are nested too deeply for the formatter")
    if not same:
        return Formatted(source, document, "the new layout would not be the same message with the same comments")
    return Formatted(source if text == source.text else source.with_text(text), document)


def is_same(document: Document, text: str) -> bool:
    """Whether `text` is the same message as `document`, with the same comments."""
    again = parse(text)
    return not again.faults and _content(again) == _content(document)


class _Printer:
    """Collects the lines of one document."""

    __slots__ = ("document", "lines", "newline", "source")

    def __init__(self, document: Document, newline: str) -> None:
        self.document = document
        self.source = document.text
        self.newline = newline
        self.lines: list[str] = []

    def text(self) -> str:
        source = self.source
        start = len(BOM) if source.startswith(BOM) else 0
        self._items(self.document.items, start, len(source), "")
        if not self.lines:
            return source
        ended = "\n" in source[len(source.rstrip(_WHITE + "\n")) :]
        return source[:start] + self.newline.join(self.lines) + self.newline * ended

    def _items(self, items: list[Node], start: int, end: int, indent: str, pending: Iterable[str] = ()) -> None:
        """What stands from `start` to `end`. `pending` are comments from before, which belong behind what is there."""
        first, waiting = True, list(pending)
        for item in items:
            written = len(self.lines)
            blank = self._gap(start, item.start, indent, waiting, first)
            if blank and (not first or len(self.lines) > written):
                self.lines.append("")
            waiting = self._item(item, indent)
            start, first = item.end, False
        self._gap(start, end, indent, waiting, first)

    def _gap(self, start: int, end: int, indent: str, waiting: list[str], first: bool) -> bool:
        """Writes the comments between two items; whether a blank line stands before what follows."""
        source, lines = self.source, self.lines
        for n, comment in enumerate(waiting):
            self._comment(comment, indent, n == 0)
        space = source[start:end]
        if "#" not in space:
            return space.count("\n") > 1
        trailing = not waiting
        at = 0
        for match in _COMMENT.finditer(space):
            before = space[at : match.start()]
            newlines = before.count("\n")
            if newlines > 1 and not first:
                lines.append("")
            self._comment(match[0].rstrip(_WHITE), indent, trailing and not newlines)
            trailing = first = False
            at = match.end()
        return space.count("\n", at) > 1

    def _comment(self, comment: str, indent: str, trailing: bool) -> None:
        if trailing and self.lines:
            self.lines[-1] += _BEFORE_COMMENT + comment
        else:
            self.lines.append(indent + comment)

    def _item(self, item: Node, indent: str) -> list[str]:
        """Writes an item; the comments from within its head, which belong behind it."""
        line = self._one_line(item)
        if line is not None and (type(item) is not Block or len(indent) + len(line) <= _WIDTH):
            self.lines.append(indent + line)
            return []
        if type(item) is Block:
            head, comments = self._head(item.start, item.body_start - 1)
            self._block(item, indent, f"{head} {{" if head else "{", comments)
            return []
        if type(item) is ListField:
            return self._list(item, indent)
        assert type(item) is Field
        head, comments = self._head(item.start, item.value_start)
        self._value(f"{head}: " if head else "", item.raw, indent)
        return comments

    def _block(self, block: Block, indent: str, head: str, comments: Iterable[str] = ()) -> None:
        self.lines.append(indent + head)
        if not block.items and not comments and "#" not in self.source[block.body_start : block.body_end]:
            self.lines[-1] += "}"
            return
        self._items(block.items, block.body_start, block.body_end, indent + _STEP, comments)
        self.lines.append(indent + "}")

    def _list(self, item: ListField, indent: str) -> list[str]:
        """A list over several lines, an element a line."""
        source = self.source
        stop = item.items[0].start if item.items else item.end - 1
        bracket = _bracket(source, item.start, stop)
        head, comments = self._head(item.start, bracket)
        self.lines.append(f"{indent}{head}: [")
        start, first, waiting = bracket + 1, True, comments
        for element in item.items:
            self._gap(start, element.start, indent + _STEP, waiting, first)
            waiting = self._item(element, indent + _STEP)
            if element is not item.items[-1]:
                self.lines[-1] += ","
            start, first = element.end, False
        self._gap(start, item.end - 1, indent + _STEP, waiting, first)
        self.lines.append(indent + "]")
        return []

    def _value(self, head: str, raw: str, indent: str) -> None:
        """A value: as written, or where it has several lines a piece a line."""
        if "\n" not in raw:
            self.lines.append(indent + head + raw)
            return
        glued = False
        for n, piece in enumerate(_PIECES.findall(raw)):
            if n == 0:
                self.lines.append(indent + head + piece)
            elif piece[0] == "#":
                self._comment(piece.rstrip(_WHITE), indent + _STEP * 2, not glued)
            else:
                self.lines.append(indent + _STEP * 2 + piece)
            glued = piece[0] == "#"

    def _one_line(self, item: Node) -> str | None:
        """An item in one line, where it is written so and has nothing nested; None elsewhere."""
        source = self.source
        if source.find("\n", item.start, item.end) >= 0:
            return None
        if type(item) is Field:
            head = self._head(item.start, item.value_start)[0]
            return f"{head}: {item.raw}" if head else item.raw
        if type(item) is ListField:
            bracket = _bracket(source, item.start, item.items[0].start if item.items else item.end - 1)
            parts = [self._one_line(element) for element in item.items]
            head = self._head(item.start, bracket)[0]
            return None if None in parts else f"{head}: [{', '.join(filter(None, parts))}]"
        assert type(item) is Block
        if any(type(inner) is Block for inner in item.items):
            return None
        head = self._head(item.start, item.body_start - 1)[0]
        fields = [self._one_line(inner) for inner in item.items]
        inside = f"{{ {' '.join(filter(None, fields))} }}" if fields else "{}"
        if None in fields:
            return None
        return f"{head} {inside}" if head else inside

    def _head(self, start: int, end: int) -> tuple[str, list[str]]:
        """The name that stands there, without its colon, and the comments in between."""
        text = self.source[start:end]
        comments = []
        if "#" in text:
            comments = [match[0].rstrip(_WHITE) for match in _COMMENT.finditer(text)]
            text = _COMMENT.sub("", text)
        return "".join(text.split()).rstrip(":"), comments


def _bracket(text: str, start: int, stop: int) -> int:
    """The offset of the ``[`` that opens the list whose head starts at `start`: the last before `stop`."""
    blanked = _COMMENT.sub(lambda match: " " * len(match[0]), text[start:stop])
    return start + blanked.rindex("[")


def _content(document: Document) -> tuple[list[str], list[str]]:
    """What a layout must not change: the tokens, of which all brackets are braces, and the comments."""
    pieces = _PIECES.findall(document.text.removeprefix(BOM))
    return list(_tokens(document.items)), sorted(piece.rstrip(_WHITE) for piece in pieces if piece[0] == "#")


def _tokens(items: Iterable[Node]) -> Iterator[str]:
    for item in items:
        yield "".join(_COMMENT.sub("", item.name).split())
        if type(item) is Field:
            yield ":"
            yield from (piece for piece in _PIECES.findall(item.raw) if piece[0] != "#")
        elif type(item) is Block:
            yield "{"
            yield from _tokens(item.items)
            yield "}"
        elif type(item) is ListField:
            yield "["
            yield from _tokens(item.items)
            yield "]"
