"""Text edits that several rules need: a block put behind another, moved with its comments, or taken out of one."""

from __future__ import annotations

import re

from bnlint.edits import Edit
from bnlint.prototxt.nodes import Block
from bnlint.prototxt.removal import comments, line_start, remove
from bnlint.prototxt.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.style import Tree

_TO_LINE_END = re.compile(r"[ \t]*[;,]?[ \t]*(?:#[^\n\r]*)?(?=\r|\n|\Z)")
_LINE = re.compile(r"[^\n\r]*(?:\r\n|\n|\r|\Z)")


def insert_behind(text: str, sibling: Block, name: str, tree: Tree, newline: str) -> Edit:
    """An edit that adds a block `name` behind `sibling`, in its style."""
    style = Style(text, sibling, newline)
    new = style.render(name, tree)
    rest = _TO_LINE_END.match(text, sibling.end)
    if rest is None or text[line_start(text, sibling.start) : sibling.start].strip():
        return Edit(sibling.end, sibling.end, " " + new.strip())
    return Edit(rest.end(), rest.end(), newline + (style.indent + new if style.one_line else new))


def move_behind(text: str, block: Block, behind: Block, newline: str) -> list[Edit]:
    """Edits that move the lines of `block`, with the comments right above it, behind those of `behind`.

    `behind` stands before `block`. Empty where one of them shares its lines with other fields.
    """
    begin, end = line_start(text, block.start), _TO_LINE_END.match(text, block.end)
    rest = _TO_LINE_END.match(text, behind.end)
    if text[begin : block.start].strip() or end is None or rest is None:
        return []
    begin = _with_comments(text, begin, rest.end())
    lines = text[begin : end.end()]
    line_end = _LINE.match(text, end.end())
    stop = line_end.end() if line_end is not None else end.end()
    blank = _blank_above(text, begin)
    start = begin - len(blank) if stop < len(text) else begin
    if stop == end.end() and start:  # the last line has no end: the one before loses its own
        start -= len(_newline_before(text, begin - len(blank))) + len(blank)
    return [Edit(rest.end(), rest.end(), newline + blank + lines), Edit(start, stop, "")]


def _with_comments(text: str, begin: int, limit: int) -> int:
    """The start of the comment lines right above the line that starts at `begin`, not before `limit`."""
    while begin > limit:
        above = line_start(text, begin - len(_newline_before(text, begin)))
        if above <= limit or not text[above:begin].lstrip().startswith("#"):
            break
        begin = above
    return begin


def _blank_above(text: str, begin: int) -> str:
    """The empty line above the line that starts at `begin`, if there is one."""
    above = line_start(text, begin - len(_newline_before(text, begin)))
    line = text[above:begin]
    return "" if line.strip() or not above else line


def _newline_before(text: str, offset: int) -> str:
    before = text[max(offset - 2, 0) : offset]
    return before if before == "\r\n" else before[-1:] if before[-1:] in ("\n", "\r") else ""


def hoist(text: str, inner: Block, blocks: list[Block], newline: str) -> list[Edit]:
    """Edits that move `blocks` out of `inner`, to right before it; `inner` goes if nothing else is in it."""
    begin = line_start(text, inner.start)
    own_line = not text[begin : inner.start].strip()
    indent = text[begin : inner.start] if own_line else ""
    if len(blocks) == len(inner.items) and not comments(text, inner.start, inner.end):
        return [Edit(inner.start, inner.end, (newline + indent if own_line else " ").join(_flat(text, blocks, indent)))]
    lead = (newline + indent if own_line else " ").join([*_flat(text, blocks, indent), ""])
    return [Edit(inner.start, inner.start, lead), *remove(text, list(blocks), newline)]


def _flat(text: str, blocks: list[Block], indent: str) -> list[str]:
    """The texts of `blocks` with their lines moved to `indent`, without comments, which stay where they are."""
    found = []
    for block in blocks:
        begin = line_start(text, block.start)
        old = text[begin : block.start]
        lines = text[block.start : block.end].splitlines()
        if not old.strip():
            lines = [lines[0], *(indent + line[len(old) :] if line.startswith(old) else line for line in lines[1:])]
        found.append(lines)
    return ["\n".join(lines) for lines in found]
