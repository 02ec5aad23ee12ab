"""The indentation, quotes and spacing of a file, and text to insert in the same style."""

from __future__ import annotations

from bnlint.prototxt.nodes import Block, Field
from bnlint.prototxt.removal import COMMENT, line_start
from bnlint.prototxt.values import quoted
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Tree: TypeAlias = "list[tuple[str, str | Tree]]"

_SEPARATOR = lazy(r"[ \t]*[;,]")
_LINE_REST = lazy(rf"[ \t]*[;,]?[ \t\r\f\v]*?(?:{COMMENT})?(?=\r?\n|\Z)")


class Style:
    """How a block is written, read off the block itself.

    `indent` is the indentation of its first line, `inner` that of its fields, `colon` the text between a name and its
    value, `brace` the text between a name and its brace, `quote` the quote of its strings.
    """

    __slots__ = ("brace", "colon", "indent", "inner", "newline", "one_line", "quote")

    def __init__(self, text: str, block: Block, newline: str) -> None:
        self.newline = newline
        self.one_line = "\n" not in text[block.start : block.end]
        self.indent = _indent(text, block.start)
        fields = [item for item in block.items if type(item) is Field]
        first = block.items[0] if block.items else None
        inner = _indent(text, first.start) if first is not None else None
        own_line = first is not None and not text[line_start(text, first.start) : first.start].strip()
        self.inner = inner if own_line and inner is not None else self.indent + "  "
        self.colon = ": "
        if fields:
            colon = text[fields[0].start + len(fields[0].name) : fields[0].value_start]
            self.colon = colon if colon.strip(" \t") == ":" else ": "
        strings = [field.raw[0] for field in fields if field.raw[0] in "\"'"]
        self.quote = strings[0] if strings else '"'
        self.brace = _brace(text, block)

    @property
    def step(self) -> str:
        """One level of indentation."""
        if self.inner.startswith(self.indent) and len(self.inner) > len(self.indent):
            return self.inner[len(self.indent) :]
        return "\t" if "\t" in self.inner else "  "

    def render(self, name: str, tree: Tree, indent: str | None = None) -> str:
        """A block `name` in this style.

        `tree` is a list of (field, value) or (block, tree); its strings are literals, as from `quoted`.
        """
        if self.one_line:
            return self._one_line(name, tree)
        lines = self._lines(name, tree, self.indent if indent is None else indent)
        return self.newline.join(lines)

    def quoted(self, text: str) -> str:
        """`text` as a string literal."""
        return quoted(text, self.quote)

    def _one_line(self, name: str, tree: Tree) -> str:
        parts = [
            f"{field}{self.colon}{value}" if isinstance(value, str) else self._one_line(field, value)
            for field, value in tree
        ]
        return f"{name}{self.brace}{{ {' '.join(parts)} }}" if parts else f"{name}{self.brace}{{ }}"

    def _lines(self, name: str, tree: Tree, indent: str) -> list[str]:
        lines = [f"{indent}{name}{self.brace}{{"]
        for field, value in tree:
            if isinstance(value, str):
                lines.append(f"{indent}{self.step}{field}{self.colon}{value}")
            else:
                lines += self._lines(field, value, indent + self.step)
        return [*lines, f"{indent}}}"]


def insert_into(text: str, block: Block, name: str, value: str | Tree, newline: str, first: bool = False) -> Edit:
    """An edit that adds a field (or, with a tree for value, a block) to `block`.

    It comes after the last item, or with `first` before the first.
    """
    style = Style(text, block, newline)
    inline = f"{name}{style.colon}{value}" if isinstance(value, str) else style._one_line(name, value)
    if isinstance(value, str):
        lines = style.inner + inline
    else:
        lines = newline.join(style._lines(name, value, style.inner))
    if not block.items:
        if style.one_line:
            end = " " if block.body_start == block.body_end else ""
            return Edit(block.body_start, block.body_start, f" {inline}{end}")
        offset = line_end(text, block.body_start) or block.body_start
        return Edit(offset, offset, newline + lines)
    if first:
        offset = block.items[0].start
        if text[line_start(text, offset) : offset].strip():
            return Edit(offset, offset, inline + " ")
        return Edit(offset, offset, lines[len(style.inner) :] + newline + style.inner)
    last = block.items[-1].end
    separator = _SEPARATOR.match(text, last)
    last = separator.end() if separator else last
    if style.one_line:
        return Edit(last, last, " " + inline)
    offset = line_end(text, last) or last
    return Edit(offset, offset, newline + lines)


def line_end(text: str, offset: int) -> int | None:
    """The end of the line of `offset` if only a separator and a comment follow on it; else None."""
    rest = _LINE_REST.match(text, offset)
    return None if rest is None else rest.end()


def _indent(text: str, offset: int) -> str:
    line = text[line_start(text, offset) : offset]
    return line[: len(line) - len(line.lstrip())]


def _brace(text: str, block: Block) -> str:
    """The text between a block's name and its brace, if that is only blanks or a colon; else one space."""
    between = text[block.start + len(block.name) : block.body_start - 1]
    return between if between.strip(" \t:") == "" else " "
