"""How a block is written: its indentation, quotes, spacing and order; and new text in the same style."""

from __future__ import annotations

from collections import Counter

from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.removal import COMMENT, line_start
from bnlint.prototxt.samples import family, nearest, same_type, sample, with_item
from bnlint.prototxt.values import quoted
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias, TypeVar

    from bnlint.prototxt.nodes import Document, Node

    T = TypeVar("T")
    Tree: TypeAlias = "list[tuple[str, str | Tree]]"

_SEPARATOR = lazy(r"[ \t]*[;,]")
_LINE_REST = lazy(rf"[ \t]*[;,]?[ \t\r\f\v]*?(?:{COMMENT})?(?=\r?\n|\Z)")
_PLAIN_STRING = lazy(r"([\"'])([^\"'\\\n]*+)\1\Z")
#: A new block is on one line up to this length, or that of the block whose style it has.
_LINE_LENGTH = 100


class Style:
    """How a block is written, read off the block itself, and off blocks near it for what it does not show.

    `indent` is the indentation of its first line, `inner` that of its items, `step` one level of indentation. `colon`
    is the text between a name and its value, `brace` that between the block's name and its brace, `quote` the quote of
    its strings, `blank` what is between two items on one line, but for separators.
    """

    __slots__ = (
        "_block", "_closing", "_colons", "_columns", "_document", "_inline", "_length", "_marks", "_padding", "_quotes",
        "_ranks", "blank", "brace", "colon", "indent", "inner", "newline", "one_line", "quote", "step",
    )  # fmt: skip

    def __init__(self, document: Document, block: Block, newline: str) -> None:
        text = document.text
        self._document, self._block, self.newline = document, block, newline
        self._length = block.end - line_start(text, block.start)
        self.one_line = "\n" not in text[block.start : block.end]
        self.indent = _indent(text, block.start)
        inner = _inner(text, block)
        step = None if inner is None else _step(self.indent, inner)
        self.step = self._step_nearby() if step is None else step
        self.inner = self.indent + self.step if inner is None else inner
        self.brace = _brace(text, block, self.indent)
        self._read_fields()
        self._read_layout()
        self._closing = self._read_closing()

    def _read_fields(self) -> None:
        """Reads colons and quotes off the fields: those of each name, and those of the first."""
        text, block = self._document.text, self._block
        self._colons: dict[str, str] = {}
        self._quotes: dict[str, str] = {}
        for field in block.items:
            if type(field) is not Field:
                continue
            colon = text[field.start + len(field.name) : field.value_start]
            if colon.strip(" \t") == ":":
                self._colons.setdefault(field.name, colon)
            if field.raw[0] in "\"'":
                self._quotes.setdefault(field.name, field.raw[0])
        self.colon = next(iter(self._colons.values()), ": ")
        self.quote = next(iter(self._quotes.values()), None) or self._quote_nearby()

    def _read_layout(self) -> None:
        """Reads the order of the items, what is between them, and which share their line with what is before them."""
        text, items, end = self._document.text, self._block.items, self._block.body_start
        self._ranks: dict[str, int] = {}
        self._inline: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        gaps = []
        for n, item in enumerate(items):
            self._ranks.setdefault(_kind(item.name), n)
            gap = text[end : item.start].lstrip(";," if n else "")
            if not gap.strip(" \t"):
                self._inline.setdefault(item.name, gap)
                gaps += [gap] if n else []
                if n and len(gap) > 1 and self.one_line:
                    self._columns.setdefault(item.name, item.start - self._block.start)
            end = item.end
        self._read_marks()
        shortest = min(gaps, key=len, default=" ")
        is_even = len(set(gaps)) == 1 and bool(shortest or any(map(any, self._marks.values())))
        self.blank = " " if not self.one_line else shortest if is_even else "  " if len(shortest) > 1 else " "
        self._padding = self._read_padding() if self.one_line and items else (" ", " ")

    def _read_marks(self) -> None:
        """Reads the separators: after fields and after blocks, before other items and at the end."""
        text, items = self._document.text, self._block.items
        marks = [mark if (mark := text[item.end : item.end + 1]) in (";", ",") else "" for item in items]
        self._marks: dict[bool, tuple[str, str]] = {}
        for is_block in (False, True):
            own = [mark for mark, item in zip(marks, items, strict=True) if (type(item) is Block) is is_block]
            is_last = bool(items) and (type(items[-1]) is Block) is is_block
            inner = set(own[:-1] if is_last and len(own) > 1 else own)
            joint = inner.pop() if len(inner) == 1 else ""
            self._marks[is_block] = joint, (own[-1] if is_last else joint)
        if self._marks[False] == (",", "") and not any(type(item) is Block for item in items):
            self._marks[True] = ",", ""

    def mark(self, value: str | Tree, is_last: bool) -> str:
        """The separator after an item with this value."""
        return self._marks[not isinstance(value, str)][is_last]

    def _read_padding(self) -> tuple[str, str]:
        """What is after the first brace and before the last one, on one line."""
        text, block = self._document.text, self._block
        before = text[block.body_start : block.items[0].start]
        after = text[block.items[-1].end : block.body_end].lstrip(";,")
        return (" ", " ") if (before + after).strip(" \t") else (before, after)

    def _read_closing(self) -> str | None:
        """What comes before the last brace, if that is not on a line of its own with the indentation of the first."""
        text, block = self._document.text, self._block
        if self.one_line or not block.items:
            return None
        rest = text[block.items[-1].end : block.body_end].lstrip(";,")
        if not rest.strip(" \t"):
            return rest
        indent = text[line_start(text, block.body_end) : block.body_end]
        return "\n" + indent if indent != self.indent and not indent.strip() and self._is_usual_end(indent) else None

    def _is_usual_end(self, indent: str) -> bool:
        """Whether another block of this name nearby has its last brace at this indentation, too: else it is a slip."""
        text, block = self._document.text, self._block
        others = 0
        for top in nearest(self._document, block.start):
            for other in (top, *(leaf for leaf in leaves(top.items) if type(leaf) is Block)):
                if other is not block and other.name == block.name and "\n" in text[other.start : other.end]:
                    if text[line_start(text, other.body_end) : other.body_end] == indent:
                        return True
                    others += 1
            if others > 2:
                break
        return False

    def _step_nearby(self) -> str:
        text = self._document.text
        for top in nearest(self._document, self._block.start):
            inner = _inner(text, top)
            step = None if inner is None else _step(_indent(text, top.start), inner)
            if step is not None:
                return step
        return "\t" if "\t" in self.indent else "  "

    def _quote_nearby(self) -> str:
        for top in nearest(self._document, self._block.start):
            for leaf in leaves(top.items):
                if type(leaf) is Field and leaf.raw[0] in "\"'":
                    return leaf.raw[0]
        return '"'

    # ---- new text in this style

    def quoted(self, text: str) -> str:
        """`text` as a string literal."""
        return quoted(text, self.quote)

    def field(self, name: str, value: str) -> str:
        """A field without a separator; `value` is a literal."""
        quote = self._quotes.get(name)
        plain = _PLAIN_STRING.match(value) if quote is not None else None
        literal = value if plain is None else f"{quote}{plain[2]}{quote}"
        return f"{name}{self._colons.get(name, self.colon)}{literal}"

    def opening(self, name: str, indent: str) -> str:
        """The start of a block `name`: up to its brace, which may have a line of its own."""
        return f"{name}{self._on_new_line(self.brace, indent)}{{"

    def _on_new_line(self, white: str, indent: str) -> str:
        return white.replace("\n", self.newline + indent)

    def inside(self, name: str, tree: Tree, indent: str | None = None, one_line: bool = False) -> str:
        """A block `name` to be inserted in this one, as similar blocks nearby are written."""
        model = sample(self._document, self._block.start, name, len(tree))
        style = self if model is None else Style(self._document, model, self.newline)
        if model is None or family(model.name) != family(name):
            style = style._bare()
        if not style.indent and self.inner:  # its step is that of the text, not of a layer
            style.step = self.step
        return style.render(name, tree, self.inner if indent is None else indent, one_line or self.one_line)

    def render(self, name: str, tree: Tree, indent: str | None = None, one_line: bool = False) -> str:
        """A block `name` in this style, without the indentation of its first line.

        `tree` is a list of (field, value) or (block, tree); its strings are literals, as from `quoted`. `indent` is
        the indentation of the first line. With `one_line` it is on one line, else at most if this style is.
        """
        indent = self.indent if indent is None else indent
        tree = self.ordered(tree)
        alike = same_type(self._document, self._block.start, name, dict(tree).get("type"))
        if alike is not None and alike is not self._block:
            tree = Style(self._document, alike, self.newline).ordered(tree)
        if one_line or self.one_line:
            line = self._line(name, tree)
            if one_line or len(indent) + len(line) <= max(_LINE_LENGTH, self._length):
                return line
        return self._lines(name, tree, indent)

    def ordered(self, items: list[tuple[str, T]]) -> list[tuple[str, T]]:
        """Those of the new `items` whose names this block has, too, in its order; the others stay where they are."""
        known = iter(sorted((item for item in items if _kind(item[0]) in self._ranks), key=self._rank))
        return [next(known) if _kind(item[0]) in self._ranks else item for item in items]

    def _rank(self, item: tuple[str, object]) -> int:
        return self._ranks[_kind(item[0])]

    def _line(self, name: str, tree: Tree) -> str:
        """The block on one line, its items in the columns of this one if they are aligned."""
        brace = " " if "\n" in self.brace else self.brace
        line = f"{name}{brace}{{"
        if not tree:
            return line + " }"
        line += self._padding[0]
        for n, (field, value) in enumerate(tree):
            blank = self.blank or " " * (line[-1] not in ";,")
            line = (line + blank * (n > 0)).ljust(self._columns.get(field, 0))
            line += self.field(field, value) if isinstance(value, str) else self.inside(field, value, one_line=True)
            line += self.mark(value, n == len(tree) - 1)
        return f"{line}{self._padding[1]}}}"

    def _lines(self, name: str, tree: Tree, indent: str) -> str:
        inner = self.inner if indent == self.indent else indent + self.step
        text = self.opening(name, indent)
        for n, (field, value) in enumerate(tree):
            model = field if n else next(iter(self._ranks), "")
            shares = not self.one_line and model in self._inline and (n == 0 or field != next(iter(self._ranks)))
            text += (self._inline[model] or " " * (n > 0)) if shares else self.newline + inner
            text += self.field(field, value) if isinstance(value, str) else self.inside(field, value, inner)
            text += self.mark(value, n == len(tree) - 1)
        return f"{text}{self._end(indent) if tree else self.newline + indent}}}"

    def _end(self, indent: str) -> str:
        """What comes before the last brace of a block with this indentation."""
        if self._closing is None or self._closing[:1] != "\n":
            return self.newline + indent if self._closing is None else self._closing
        last = self._closing[1:]
        if indent != self.indent:
            last = indent + (_step(self.indent, last) or "")
        return self.newline + last

    def _bare(self) -> Style:
        """The same indentation, braces, colons and quotes for a block of another kind, on lines of its own."""
        style = Style(self._document, self._block, self.newline)
        style.one_line, style._closing = False, None
        style._inline, style._columns, style._ranks, style._colons, style._quotes = {}, {}, {}, {}, {}
        return style


def insert_into(
    document: Document,
    block: Block,
    name: str,
    value: str | Tree,
    newline: str,
    first: bool = False,
    after: Node | None = None,
) -> Edit:
    """An edit that adds a field (or, with a tree for value, a block) to `block`.

    It comes after the last item, with `first` before the first, or after the line of the item `after`.
    """
    text, style = document.text, Style(document, block, newline)
    new = style.field(name, value) if isinstance(value, str) else style.inside(name, value)
    if not block.items:
        if style.one_line:
            end = " " if block.body_start == block.body_end else ""
            return Edit(block.body_start, block.body_start, f" {new}{end}")
        offset = line_end(text, block.body_start) or block.body_start
        return Edit(offset, offset, newline + style.inner + new)
    if first:
        offset = block.items[0].start
        shares = text[line_start(text, offset) : offset].strip()
        return Edit(offset, offset, new + style.mark(value, False) + (style.blank if shares else newline + style.inner))
    last = block.items[-1] if after is None else _last_on_line(text, block, after)
    is_last = last is block.items[-1]
    new += style.mark(value, is_last)
    separator = _SEPARATOR.match(text, last.end)
    at = separator.end() if separator else last.end
    joint = "" if separator or not is_last else style.mark("" if type(last) is Field else [], False)
    if style.one_line:
        return Edit(at, at, joint + (style.blank or " " * (not joint and not separator)) + new)
    offset = line_end(text, at) or at
    return Edit(offset, offset, joint * (offset == at) + newline + style.inner + new)


def _last_on_line(text: str, block: Block, item: Node) -> Node:
    """The last item of a block with more than one line that starts on the line on which `item` ends."""
    for other in block.items:
        if other.start >= item.end and "\n" in text[block.start : block.end]:
            if "\n" in text[item.end : other.start]:
                break
            item = other
    return item


def place_of(document: Document, block: Block, name: str) -> Node | None:
    """The item of `block` after which a new field `name` comes, as in the nearest block of the same name that has one.

    If there is none, it comes after the last field before all blocks. None: at the end.
    """
    model = with_item(document, block, name)
    if model is None:
        blocks = [n for n, item in enumerate(block.items) if type(item) is Block]
        mixed = any(type(item) is not Block for item in block.items[blocks[0] :]) if blocks else True
        return None if mixed or not blocks[0] else block.items[blocks[0] - 1]
    names = [item.name for item in model.items]
    before = set(names[: names.index(name)])
    return next((item for item in reversed(block.items) if item.name in before), None)


def line_end(text: str, offset: int) -> int | None:
    """The end of the line of `offset` if only a separator and a comment follow on it; else None."""
    rest = _LINE_REST.match(text, offset)
    return None if rest is None else rest.end()


def _kind(name: str) -> str:
    """What the order of items is about: for it, all messages of parameters are one, and so are all phase rules."""
    return family(name) if name.endswith(("_param", "clude")) else name


def _indent(text: str, offset: int) -> str:
    line = text[line_start(text, offset) : offset]
    return line[: len(line) - len(line.lstrip())]


def _inner(text: str, block: Block) -> str | None:
    """The indentation of most items that start a line; None if none does."""
    lines = (text[line_start(text, item.start) : item.start] for item in block.items)
    counts = Counter(line for line in lines if not line.strip()) if "\n" in text[block.start : block.end] else None
    return counts.most_common(1)[0][0] if counts else None


def _step(indent: str, inner: str) -> str | None:
    """What `inner` has more than `indent`; None if they have nothing in common."""
    return inner[len(indent) :] if inner.startswith(indent) else None


def _brace(text: str, block: Block, indent: str) -> str:
    """The text between a block's name and its brace, if that is only white space or a colon; else one space.

    The brace's own line has the indentation that it has more than the name.
    """
    between = text[block.start + len(block.name) : block.body_start - 1]
    if between.strip(" \t\r\n:") or block.body_start - block.start <= 1:
        return " "
    if "\n" not in between:
        return between
    before, _, last = between.replace("\r\n", "\n").rpartition("\n")
    return f"{before.rstrip()}\n{last[len(indent) :] if last.startswith(indent) else ''}"
