"""Edits that several checks make: set a field, insert a block or a layer, move, retype or remove one, find a free name.

New text is written in the style of the text around it, and comments stay.
"""

from __future__ import annotations

from itertools import pairwise

from bnlint.caffe.net.message import Message
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.removal import comments, line_start, remove, widened, with_separator
from bnlint.prototxt.style import Style, insert_into, line_end
from bnlint.prototxt.values import on_one_line, quoted, string
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from bnlint.caffe.net.layers import Layer
    from bnlint.checks.context import FileContext, NetContext
    from bnlint.prototxt.nodes import Leaf, Node
    from bnlint.prototxt.style import Tree

_LINE = lazy(r"[^\n]*(?:\n|\Z)")
_EMPTY_LINE = lazy(r"\n[ \t\r]*(?=\n)")

#: How many layers on each side show how layers are separated.
_REACH = 48


def free_name(name: str, taken: Container[str], separator: str = "") -> str:
    """`name`, or, if it is taken, `name` with the lowest number from 2 that makes it free."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}{separator}{number}"
    return free


def in_list(block: Block) -> bool:
    """Whether the block is an element of a list: then it starts at its brace."""
    return block.body_start - block.start == 1


def tree_of(block: Block) -> Tree:
    """The fields of a block, to be written elsewhere."""
    return [(leaf.name, value_of(leaf)) for leaf in leaves(block.items)]


def value_of(leaf: Leaf) -> str | Tree:
    """The value of a field, to be written elsewhere."""
    return on_one_line(leaf.raw) if isinstance(leaf, Field) else tree_of(leaf)


def state_rules(layer: Layer) -> Tree:
    """The include and exclude rules of a layer in file order, to be written elsewhere."""
    rules = [leaf for name in ("include", "exclude") for leaf in layer.fields.get(name, ()) if type(leaf) is Block]
    return [(rule.name, tree_of(rule)) for rule in sorted(rules, key=lambda rule: rule.start)]


# ---- fields


def set_field(ctx: FileContext, block: Block, name: str, value: str, first: bool = True) -> Edit:
    """The edit that gives a field of `block` a value; a field that is not written becomes the first or the last one."""
    written = Message.of(block, None).field(name)
    if written is not None:
        return Edit(written.value_start, written.end, value)
    return insert_into(ctx.document, block, name, value, ctx.source.newline, first=first)


def set_in_message(ctx: FileContext, layer: Layer, message: str, name: str, value: str) -> Edit:
    """The edit that gives a field of the layer's `message` a value; what is not written yet is inserted."""
    written = layer.message(message)
    if written is not None and written.block is not None:
        return set_field(ctx, written.block, name, value, first=False)
    return insert_into(ctx.document, layer.block, message, [(name, value)], ctx.source.newline)


def retype(layer: Layer, type_: str) -> list[Edit]:
    """The edit that gives the layer another type, in the quotes of the old one."""
    node = layer.message_.field("type")
    return [] if node is None else [Edit(node.value_start, node.end, quoted(type_, node.raw[0]))]


def replace_message(ctx: FileContext, layer: Layer, block: Block | None, name: str, tree: Tree) -> list[Edit]:
    """Edits that write the message `name` in place of `block`, after the comments in it; an empty `tree` removes it.

    Without a `block` the message is inserted after the layer's top.
    """
    if not tree:
        return remove_from(ctx, layer.block, [block]) if block is not None else []
    if block is None:
        return insert_after_top(ctx, layer, [(name, tree)])
    newline = ctx.source.newline
    style = Style(ctx.document, block, newline)
    new = style.render(name, tree)
    kept = [comment + newline + style.indent for comment in comments(ctx.text, block.start, block.end)]
    return [Edit(block.start, block.end, "".join(kept) + new)]


# ---- insertions


def insert_after(ctx: FileContext, sibling: Block, name: str, tree: Tree) -> Edit:
    """The edit that inserts a block `name` after `sibling`."""
    newline = ctx.source.newline
    style = Style(ctx.document, sibling, newline)
    new = style.render(name, tree, one_line=style.one_line)
    end = line_end(ctx.text, sibling.end)
    if end is None or ctx.text[line_start(ctx.text, sibling.start) : sibling.start].strip():
        return Edit(sibling.end, sibling.end, " " + new)
    return Edit(end, end, newline + style.indent + new)


def insert_after_top(ctx: FileContext, layer: Layer, tree: Tree) -> list[Edit]:
    """The edit that inserts blocks right after the layer's top."""
    field = layer.message_.field("top")
    if field is None or not tree:
        return []
    newline = ctx.source.newline
    style = Style(ctx.document, layer.block, newline)
    blocks = [style.inside(name, value) for name, value in tree if not isinstance(value, str)]
    if style.one_line:
        return [Edit(field.end, field.end, "".join(" " + block for block in blocks))]
    end = line_end(ctx.text, field.end) or field.end
    return [Edit(end, end, "".join(newline + style.inner + block for block in blocks))]


def insert_layer(ctx: NetContext, after: Layer, tree: Tree) -> Edit:
    """The edit that inserts a layer after another, in its style, with empty lines between them if the layers around
    have some."""
    text, newline = ctx.text, ctx.source.newline
    style = Style(ctx.document, after.block, newline)
    around = ctx.net.layers[max(after.index - 1, 0) : after.index + 2]
    marks = {text[layer.block.end : layer.block.end + 1] for layer in around}
    mark = marks.pop() if len(marks) == 1 else ""
    new = style.render(after.block.name, tree, one_line=style.one_line) + (mark if mark in (";", ",") else "")
    end = line_end(text, after.block.end)
    if end is None:
        return Edit(after.block.end, after.block.end, " " + new if style.one_line else newline + new)
    return Edit(end, end, newline * (1 + _empty_lines(text, ctx.net.layers, after, tree)) + style.indent + new)


def _empty_lines(text: str, layers: Sequence[Layer], after: Layer, tree: Tree) -> int:
    """How many empty lines to put between a layer and a new one after it: as many as between the nearest two layers of
    these types, else the lower number of those before and after the layer. None beside a comment say nothing."""
    new = next((string(value) for name, value in tree if name == "type" and isinstance(value, str)), None)
    low = max(after.index - _REACH, 0)
    near: list[int] = []
    alike: list[tuple[int, int]] = []
    for index, (one, two) in enumerate(pairwise(layers[low : after.index + _REACH]), low):
        is_alike = (one.type, two.type) == (after.type, new)
        if not is_alike and one is not after and two is not after:
            continue
        gap = text[one.block.end : two.block.start]
        count = len(_EMPTY_LINE.findall(gap))
        near += [count] if (one is after or two is after) and (count or "#" not in gap) else []
        alike += [(abs(index - after.index), count)] if is_alike and "#" not in gap else []
    return min(alike)[1] if alike else min(near, default=0)


# ---- removals and moves


def remove_from(ctx: FileContext, block: Block, nodes: Sequence[Node]) -> list[Edit]:
    """Edits that remove nodes anywhere in `block`, and the parameter messages in it that would be empty."""
    return remove(ctx.text, widened(block.items, nodes, _is_parameters), ctx.source.newline)


def _is_parameters(block: Block) -> bool:
    """Whether the block is a message such as `scale_param`: an empty one is as good as none."""
    return block.name.endswith("_param")


def remove_layer(ctx: FileContext, layer: Layer) -> list[Edit]:
    """Edits that remove a layer and the empty line before it."""
    return remove(ctx.text, [layer.block], ctx.source.newline, blank_before=True)


def move_after(ctx: FileContext, block: Block, target: Block) -> list[Edit]:
    """Edits that move the lines of `block`, with the comments right above it, after those of `target`.

    `target` precedes `block`. No edits if one of them shares its lines with other fields.
    """
    text = ctx.text
    begin, end = line_start(text, block.start), line_end(text, block.end)
    target_end = line_end(text, target.end)
    if text[begin : block.start].strip() or end is None or target_end is None or end < with_separator(text, block.end):
        return []
    begin = _with_comments(text, begin, target_end)
    lines = text[begin:end]
    line = _LINE.match(text, end)
    stop = line.end() if line is not None else end
    blank = _blank_above(text, begin)
    start = begin - len(blank) if stop < len(text) else begin
    if stop == end and start:  # the last line has no line end, so the line before it loses its own
        start -= len(_newline_before(text, begin - len(blank))) + len(blank)
    return [Edit(target_end, target_end, ctx.source.newline + blank + lines), Edit(start, stop, "")]


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
    return before if before == "\r\n" else before[-1:] if before[-1:] == "\n" else ""


def move_out(ctx: FileContext, outer: Block, blocks: Sequence[Leaf]) -> list[Edit]:
    """Edits that move `blocks` (or fields) out of the block `outer`, to right before it.

    `outer` goes if nothing else is in it. Comments on the lines of the blocks go with them. No edits if that is not
    possible.
    """
    text, newline = ctx.text, ctx.source.newline
    begin = line_start(text, outer.start)
    own_line = not text[begin : outer.start].strip()
    separator, indent = (newline + text[begin : outer.start], text[begin : outer.start]) if own_line else (" ", "")
    ends = [line_end(text, block.end) for block in blocks]
    alone = own_line and all(_is_alone(text, block) for block in blocks)
    if not alone and comments(text, outer.start, outer.end):
        return []
    if not comments(text, outer.start, outer.end) and len(blocks) == len(outer.items):
        moved = [_reindented(text, block.start, block.end, indent, newline) for block in blocks]
        return [Edit(outer.start, outer.end, separator.join(moved))]
    stops = [end if alone and end is not None else block.end for block, end in zip(blocks, ends, strict=True)]
    moved = [_reindented(text, block.start, stop, indent, newline) for block, stop in zip(blocks, stops, strict=True)]
    edits = [Edit(outer.start, outer.start, "".join(each + separator for each in moved))]
    if not alone:
        return edits + remove(text, list(blocks), newline)
    for block, stop in zip(blocks, stops, strict=True):
        line = _LINE.match(text, stop)
        edits.append(Edit(line_start(text, block.start), line.end() if line is not None else stop, ""))
    return edits


def move_into(ctx: FileContext, leaf: Leaf, block: Block, parent: Block | None = None) -> list[Edit]:
    """Edits that move a field or block to the end of `block`, which is elsewhere, with the comment on its line.

    Its `parent`, if it is a parameter message, goes if nothing else is in it. No edits if that is not possible.
    """
    text, newline = ctx.text, ctx.source.newline
    begin, end = line_start(text, leaf.start), line_end(text, leaf.end)
    alone = _is_alone(text, leaf)
    stop = end if alone and end is not None else leaf.end
    style = Style(ctx.document, block, newline)
    last = block.items[-1].end if block.items else block.body_start
    if style.one_line:
        if "\n" in text[leaf.start : stop] or comments(text, leaf.start, stop):
            return []
        insertion = Edit(last, last, f" {text[leaf.start : stop].rstrip()}")
    else:
        at = line_end(text, last)
        if at is None:
            return []
        moved = _reindented(text, leaf.start, stop, style.inner, newline)
        insertion = Edit(at, at, newline + style.inner + moved)
    emptied = parent is not None and _is_parameters(parent) and len(parent.items) == 1
    if emptied and not comments(text, parent.start, parent.end):  # type: ignore[union-attr]
        return [insertion, *remove(text, [parent], newline)]  # type: ignore[list-item]
    if not alone:
        return [insertion, *remove(text, [leaf], newline)]
    line = _LINE.match(text, stop)
    return [insertion, Edit(begin, line.end() if line is not None else stop, "")]


def _is_alone(text: str, leaf: Leaf) -> bool:
    """Whether only a comment shares the lines of a field or block, and a separator those on which it ends."""
    end = line_end(text, leaf.end)
    shares = text[line_start(text, leaf.start) : leaf.start].strip()
    return not shares and end is not None and end >= with_separator(text, leaf.end)


def _reindented(text: str, start: int, end: int, indent: str, newline: str) -> str:
    """``text[start:end]`` with its lines moved from their indentation to `indent`."""
    old = text[line_start(text, start) : start]
    lines = text[start:end].replace("\r\n", "\n").split("\n")
    if not old.strip():
        lines[1:] = [indent + line[len(old) :] if line.startswith(old) else line for line in lines[1:]]
    return newline.join(lines)
