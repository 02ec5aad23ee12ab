"""Splits a block into its items, each with its comments, and renders a new block from such chunks."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, Field
from bnlint.prototxt.removal import comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node
    from bnlint.prototxt.style import Style

_TRAILING = re.compile(r"[ \t]*[;,]?([ \t]*)(#[^\n]*)")


class Chunk:
    """An item of a block as `text`, with its comments.

    `leading` are the comments before it; `trailing` is the one after it on its last line, with the white space before
    that. `item` is None for comments alone, and for something new. With `children` it is a new message named `text`.
    """

    __slots__ = ("children", "item", "leading", "text", "trailing")

    def __init__(
        self,
        item: Node | None = None,
        leading: list[str] | None = None,
        text: str = "",
        trailing: str = "",
        children: list[Chunk] | None = None,
    ) -> None:
        self.item = item
        self.leading = leading or []
        self.text = text
        self.trailing = trailing
        self.children = children

    def renamed(self, name: str) -> Chunk:
        """The same under another field name."""
        if self.item is None or self.item.name == name:
            return self
        return Chunk(self.item, self.leading, name + self.text[len(self.item.name) :], self.trailing)

    def with_value(self, name: str, value: str) -> Chunk:
        """The same with another field name and scalar value."""
        item = self.item
        colon = ": "
        if isinstance(item, Field):
            colon = self.text[len(item.name) : len(self.text) - len(item.raw)]
        return Chunk(item, self.leading, f"{name}{colon}{value}", self.trailing)


def chunks(text: str, block: Block) -> list[Chunk]:
    """The items of a block in order; comments after the last item make a last chunk without an item.

    A comment right after the opening brace belongs to the first item.
    """
    parts = []
    offset = block.body_start
    for item in block.items:
        leading = comments(text, offset, item.start)
        trailing = _TRAILING.match(text, item.end, block.body_end)
        comment = (trailing[1] or " ") + trailing[2].rstrip(" \t\r") if trailing else ""
        parts.append(Chunk(item, leading, text[item.start : item.end], comment))
        offset = trailing.end() if trailing else item.end
    rest = comments(text, offset, block.body_end)
    if rest:
        parts.append(Chunk(None, rest))
    return parts


def render(name: str, parts: list[Chunk], style: Style) -> str:
    """A block made of chunks, in a style, without the indentation of its first line."""
    if style.one_line and not any(map(_has_comments, parts)):
        return f"{name}{style.brace}{{ {' '.join(filter(None, map(_one_line, parts)))} }}"
    lines = _lines(name, parts, style, style.indent)
    return style.newline.join(lines)[len(style.indent) :]


def _has_comments(part: Chunk) -> bool:
    return bool(part.leading or part.trailing) or any(map(_has_comments, part.children or ()))


def _one_line(part: Chunk) -> str:
    if part.children is not None:
        return f"{part.text} {{ {' '.join(map(_one_line, part.children))} }}"
    return part.text


def _lines(name: str, parts: list[Chunk], style: Style, indent: str) -> list[str]:
    inner = indent + style.step
    lines = [indent + style.opening(name, indent)]
    for part in parts:
        lines += [inner + comment for comment in part.leading]
        if part.children is not None:
            lines += _lines(part.text, part.children, style, inner)
        elif part.text:
            lines += _reindented(part.text, inner)
            lines[-1] += part.trailing.rstrip(" \t\r")
    return [*lines, f"{indent}}}"]


def _reindented(text: str, indent: str) -> list[str]:
    """The lines of an item at another indentation. The last line shows how far the item was indented."""
    first, *rest = (line.removesuffix("\r") for line in text.split("\n"))
    old = min((_indentation(line) for line in rest[-1:] if line.strip()), default=0)
    return [indent + first, *(indent + line[min(old, _indentation(line)) :] for line in rest)]


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
