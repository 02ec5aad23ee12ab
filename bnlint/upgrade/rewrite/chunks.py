"""A block in pieces: each item with the comments before and behind it, to be put together anew."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, Field
from bnlint.prototxt.removal import comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node
    from bnlint.prototxt.style import Style

_BEHIND = re.compile(r"[ \t]*[;,]?([ \t]*)(#[^\n\r]*)")


class Chunk:
    """An item of a block (None for comments alone, or for something new), what it says, the comments before it,
    and the one behind it on its last line (with the white space before it).

    With `children` it is a new message named `text`.
    """

    __slots__ = ("before", "behind", "children", "item", "text")

    def __init__(
        self, item: Node | None, before: list[str], text: str, behind: str, children: list[Chunk] | None = None
    ) -> None:
        self.item = item
        self.before = before
        self.text = text
        self.behind = behind
        self.children = children

    def named(self, name: str) -> Chunk:
        """The same under another field name."""
        if self.item is None or self.item.name == name:
            return self
        return Chunk(self.item, self.before, name + self.text[len(self.item.name) :], self.behind)

    def saying(self, name: str, value: str) -> Chunk:
        """The same with another scalar value."""
        item = self.item
        colon = ": "
        if isinstance(item, Field):
            colon = self.text[len(item.name) : len(self.text) - len(item.raw)]
        return Chunk(item, self.before, f"{name}{colon}{value}", self.behind)


def chunks(text: str, block: Block) -> list[Chunk]:
    """The pieces of a block in order; comments behind the last item make a last piece without an item.

    The comment behind the opening brace on its line counts as one before the first item.
    """
    found = []
    at = block.body_start
    for item in block.items:
        before = comments(text, at, item.start)
        behind = _BEHIND.match(text, item.end, block.body_end)
        found.append(Chunk(item, before, text[item.start : item.end], (behind[1] or " ") + behind[2] if behind else ""))
        at = behind.end() if behind else item.end
    rest = comments(text, at, block.body_end)
    if rest:
        found.append(Chunk(None, rest, "", ""))
    return found


def render(name: str, parts: list[Chunk], style: Style) -> str:
    """A block of these pieces in a style, without the indentation of its first line."""
    if style.one_line and not any(_has_comments(part) for part in parts):
        return f"{name}{style.brace}{{ {' '.join(filter(None, map(_one_line, parts)))} }}"
    lines = _lines(name, parts, style, style.indent)
    return style.newline.join(lines)[len(style.indent) :]


def _has_comments(part: Chunk) -> bool:
    return bool(part.before or part.behind) or any(map(_has_comments, part.children or ()))


def _one_line(part: Chunk) -> str:
    if part.children is not None:
        return f"{part.text} {{ {' '.join(map(_one_line, part.children))} }}"
    return part.text


def _lines(name: str, parts: list[Chunk], style: Style, indent: str) -> list[str]:
    inner = indent + style.step
    lines = [f"{indent}{name}{style.brace}{{"]
    for part in parts:
        lines += [inner + comment for comment in part.before]
        if part.children is not None:
            lines += _lines(part.text, part.children, style, inner)
        elif part.text:
            lines += _moved(part.text, inner)
            lines[-1] += part.behind.rstrip()
    return [*lines, f"{indent}}}"]


def _moved(text: str, indent: str) -> list[str]:
    """The lines of an item at another indentation: the last line's is the item's own."""
    first, *rest = text.splitlines()
    old = min((len(line) - len(line.lstrip()) for line in rest[-1:] if line.strip()), default=0)
    return [indent + first, *(indent + line[min(old, len(line) - len(line.lstrip())) :] for line in rest)]
