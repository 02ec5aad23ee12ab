"""Text edits that several rules need: a block put behind another, moved with its comments, or taken out of one."""

from __future__ import annotations

from bnlint.prototxt.nodes import Block
from bnlint.prototxt.removal import comments, line_start, remove
from bnlint.prototxt.style import Style
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.style import Tree

_TO_LINE_END = lazy(r"[ \t]*[;,]?[ \t]*(?:#[^\n\r]*)?(?=\r|\n|\Z)")
_LINE = lazy(r"[^\n\r]*(?:\r\n|\n|\r|\Z)")


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
    """Edits that move `blocks` out of `inner`, to right before it; `inner` goes if nothing else is in it.

    Comments on the lines of the blocks go with them. Empty where that is not possible.
    """
    begin = line_start(text, inner.start)
    own_line = not text[begin : inner.start].strip()
    lead, indent = (newline + text[begin : inner.start], text[begin : inner.start]) if own_line else (" ", "")
    ends = [_TO_LINE_END.match(text, block.end) for block in blocks]
    alone = own_line and all(ends) and not any(text[line_start(text, b.start) : b.start].strip() for b in blocks)
    if not alone and comments(text, inner.start, inner.end):
        return []
    if not comments(text, inner.start, inner.end) and len(blocks) == len(inner.items):
        return [Edit(inner.start, inner.end, lead.join(_flat(text, b.start, b.end, indent, newline) for b in blocks))]
    stops = [end.end() if alone and end is not None else block.end for block, end in zip(blocks, ends, strict=True)]
    moved = [_flat(text, block.start, stop, indent, newline) for block, stop in zip(blocks, stops, strict=True)]
    edits = [Edit(inner.start, inner.start, "".join(each + lead for each in moved))]
    if not alone:
        return edits + remove(text, list(blocks), newline)
    for block, stop in zip(blocks, stops, strict=True):
        line = _LINE.match(text, stop)
        edits.append(Edit(line_start(text, block.start), line.end() if line is not None else stop, ""))
    return edits


def _flat(text: str, start: int, end: int, indent: str, newline: str) -> str:
    """``text[start:end]`` with its lines moved from their indentation to `indent`."""
    old = text[line_start(text, start) : start]
    lines = text[start:end].splitlines()
    if not old.strip():
        lines[1:] = [indent + line[len(old) :] if line.startswith(old) else line for line in lines[1:]]
    return newline.join(lines)
