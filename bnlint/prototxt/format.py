"""The canonical layout: two spaces per level, one field per line, comments in place, and the same message."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, Field, ListField, leaves
from bnlint.prototxt.parser import parse
from bnlint.text.source import BOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.prototxt.nodes import Document, Node
    from bnlint.text.source import Source

_INDENT = "  "
_BEFORE_COMMENT = "  "
_MAX_DEPTH = 100
_WIDTH = 100  # a longer block is written with one field per line
_WHITE = " \t\r\f\v"  # no other white space: in a comment it may be half of a character of an Asian encoding
# Outside strings a comment ends only where its line ends.
_COMMENT = re.compile(r"#([^\n]*)")
_PIECES = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|#[^\n]*|[^\s\"'#]+")


class Formatted:
    """The result of formatting: `source` (the original object if nothing changed), and its `document` before that.

    A text with syntax errors is left unchanged. `refused` says why a valid text is, `bug` why bnlint itself failed.
    """

    __slots__ = ("bug", "document", "refused", "source")

    def __init__(self, source: Source, document: Document, refused: str = "", bug: str = "") -> None:
        self.source = source
        self.document = document
        self.refused = refused
        self.bug = bug


def format_text(source: Source) -> Source:
    """`source` in the canonical layout; the same object if nothing changes, or if it has syntax errors."""
    return layout(source).source


def layout(source: Source) -> Formatted:
    """Formats a source, and proves that the message and its comments are the same."""
    document = parse(source.text)
    if document.faults:
        return Formatted(source, document)
    if _is_deep(document.items):
        return Formatted(source, document, refused=f"blocks are nested more than {_MAX_DEPTH} deep")
    text = _Printer(document, source.newline).text()
    if not is_same(document, text):
        return Formatted(source, document, bug="the new layout would not be the same message with the same comments")
    return Formatted(source if text == source.text else source.with_text(text), document)


def _is_deep(items: list[Node]) -> bool:
    """Whether blocks are nested so deeply that most of the new text would be white space before its lines."""
    for _ in range(_MAX_DEPTH):
        items = [inner for leaf in leaves(items) if isinstance(leaf, Block) for inner in leaf.items]
    return bool(items)


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
        """Writes the items from `start` to `end`, after the comments `pending` from the line before."""
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
        """Writes the comments between two items. Returns whether a blank line follows."""
        source, lines = self.source, self.lines
        for n, comment in enumerate(waiting):
            self._comment(comment, indent, n == 0)
        space = source[start:end]
        if "#" not in space:
            return space.count("\n") > 1
        trailing = not waiting
        last = 0
        for match in _COMMENT.finditer(space):
            before = space[last : match.start()]
            newlines = before.count("\n")
            if newlines > 1 and not first:
                lines.append("")
            self._comment(match[0].rstrip(_WHITE), indent, trailing and not newlines)
            trailing = first = False
            last = match.end()
        return space.count("\n", last) > 1

    def _comment(self, comment: str, indent: str, trailing: bool) -> None:
        if trailing and self.lines:
            self.lines[-1] += _BEFORE_COMMENT + comment
        else:
            self.lines.append(indent + comment)

    def _item(self, item: Node, indent: str) -> list[str]:
        """Writes an item. Returns the comments inside its head, which are to be written after it."""
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
        self._items(block.items, block.body_start, block.body_end, indent + _INDENT, comments)
        self.lines.append(indent + "}")

    def _list(self, item: ListField, indent: str) -> list[str]:
        """Writes a list over several lines, one element per line."""
        source = self.source
        stop = item.items[0].start if item.items else item.end - 1
        bracket = _bracket(source, item.start, stop)
        head, comments = self._head(item.start, bracket)
        self.lines.append(f"{indent}{head}: [")
        start, first, waiting = bracket + 1, True, comments
        for element in item.items:
            self._gap(start, element.start, indent + _INDENT, waiting, first)
            waiting = self._item(element, indent + _INDENT)
            if element is not item.items[-1]:
                self.lines[-1] += ","
            start, first = element.end, False
        self._gap(start, item.end - 1, indent + _INDENT, waiting, first)
        self.lines.append(indent + "]")
        return []

    def _value(self, head: str, raw: str, indent: str) -> None:
        """Writes a value as it is, or with one string per line if it has several lines."""
        if "\n" not in raw:
            self.lines.append(indent + head + raw)
            return
        after_comment = False
        for n, piece in enumerate(_PIECES.findall(raw)):
            if n == 0:
                self.lines.append(indent + head + piece)
            elif piece[0] == "#":
                self._comment(piece.rstrip(_WHITE), indent + _INDENT * 2, not after_comment)
            else:
                self.lines.append(indent + _INDENT * 2 + piece)
            after_comment = piece[0] == "#"

    def _one_line(self, item: Node) -> str | None:
        """An item on one line, if it is written on one line and has no nested blocks; else None."""
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
        """The name in the text from `start` to `end`, without its colon, and the comments there."""
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
    """What formatting must not change: the tokens, with all brackets as braces, and the comments."""
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
