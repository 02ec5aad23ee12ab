"""Edits that remove nodes with their lines and separators, and keep every comment.

A line ends where protobuf's parser ends a comment: at ``\\n``. A lone ``\\r`` is white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bnlint.prototxt.nodes import Block, ListField
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node

#: The pattern of a comment, without the line end after it.
COMMENT = r"#[^\n\r]*+(?>\r(?!\n)[^\n\r]*+)*+"
_WHITE = " \t\r\f\v"  # no other white space: in a comment it may be half of a character of an Asian encoding
# Strings are matched so that a '#' in one does not start a comment.
_COMMENTS = lazy(rf"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|({COMMENT})")
_SEPARATOR = lazy(rf"(?>[ \t\r\f\v\n]++|{COMMENT})*+[;,]")
_BLANKS = lazy(r"[ \t]*")
_LINE_END = lazy(r"\r?\n|\Z")
_CLOSING = ("}", ">")
_REST = lazy(rf"[ \t\r\f\v]*?({COMMENT})?(\r?\n|\Z)")


def comments(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The comments in ``text[start:end]``, each from its ``#`` on, without white space at its end."""
    matches = _COMMENTS.finditer(text, start, len(text) if end is None else end)
    return [match[1].rstrip(_WHITE) for match in matches if match[1] is not None]


def comment_spans(text: str) -> list[tuple[int, int]]:
    """Where the comments of a text are, each from its ``#`` to the end of its line."""
    return [match.span(1) for match in _COMMENTS.finditer(text) if match[1] is not None]


def line_start(text: str, offset: int) -> int:
    """The offset at which the line of `offset` starts, as comments see it: a lone carriage return ends none."""
    return text.rfind("\n", 0, offset) + 1


def with_separator(text: str, end: int) -> int:
    """The end of the separator of a field that ends at `end`, wherever it is; `end` if it has none."""
    separator = _SEPARATOR.match(text, end)
    return separator.end() if separator else end


def remove(text: str, nodes: Sequence[Node], newline: str, blank_before: bool = False) -> list[Edit]:
    """Edits that remove sibling `nodes` (in order of position).

    Nodes with only white space between them are removed as one. A node that is alone on its lines is removed with them
    (and, with `blank_before`, one blank line before it); comments in those lines stay, each on its own line at the
    node's indentation. A node that shares its line is removed with the white space before it.
    """
    edits = []
    for start, end in _runs(text, nodes):
        begin = line_start(text, start)
        rest = _REST.match(text, end)
        alone = not text[begin:start].strip()
        if alone and rest is not None:
            edits.append(_lines(text, start, end, rest, newline, blank_before))
        else:
            edits.append(_inline(text, start, end, alone, newline))
    return edits


def widened(items: Sequence[Node], nodes: Sequence[Node], goes: Callable[[Block], bool]) -> list[Node]:
    """`nodes`, which are anywhere in `items`, in order of position, but lists instead of all their elements, and
    blocks for which `goes` holds instead of all that is in them."""
    return _widened(items, {id(node) for node in nodes}, goes)


def _widened(items: Sequence[Node], ids: set[int], goes: Callable[[Block], bool]) -> list[Node]:
    removed: list[Node] = []
    for item in items:
        if id(item) in ids or not isinstance(item, (Block, ListField)):
            removed += [item] if id(item) in ids else []
            continue
        inner = _widened(item.items, ids, goes)
        is_emptied = bool(inner) and inner == item.items and (isinstance(item, ListField) or goes(item))
        removed += [item] if is_emptied else inner
    return removed


def _runs(text: str, nodes: Sequence[Node]) -> list[tuple[int, int]]:
    """The spans of `nodes` with their separators, joined where only white space is between them."""
    runs: list[tuple[int, int]] = []
    for node in nodes:
        end = with_separator(text, node.end)
        if runs and not text[runs[-1][1] : node.start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((node.start, end))
    return runs


def _lines(text: str, start: int, end: int, rest: re.Match[str], newline: str, blank_before: bool) -> Edit:
    begin = line_start(text, start)
    indent = text[begin:start]
    kept = comments(text, start, end) + ([rest[1].rstrip(_WHITE)] if rest[1] else [])
    stop = rest.end()
    if blank_before and not kept and begin:
        above = line_start(text, begin - 1)
        if not text[above:begin].strip():
            begin = above
    replacement = newline.join(indent + comment for comment in kept)
    if kept:
        replacement += rest[2]
    elif stop == len(text) and not rest[2] and begin:
        # the last line has no line end, so the line before it loses its own
        begin -= 2 if text.endswith("\r\n", 0, begin) else 1
    return Edit(begin, stop, replacement)


def _end_above(text: str, start: int) -> int | None:
    """The end of the text on the line above the one of `start`; None if nothing or a comment is there."""
    begin = line_start(text, start)
    above = line_start(text, begin - 1) if begin else 0
    line = text[above:begin].rstrip(_WHITE + "\n")
    return above + len(line) if line.strip() and not comments(text, above, begin) else None


def _inline(text: str, start: int, end: int, first: bool, newline: str) -> Edit:
    """A node that shares its line with others, or its last line with what follows."""
    kept = comments(text, start, end)
    blanks = _BLANKS.match(text, end)
    after = blanks.end() if blanks else end
    follows = text[after : after + 1]
    ends = _LINE_END.match(text, after) is not None
    if kept:  # a comment ends its line, so the text after it moves to the next
        begin = line_start(text, start)
        indent = text[begin : begin + len(text[begin:start]) - len(text[begin:start].lstrip())]
        lines = newline.join(indent * (n > 0) + comment for n, comment in enumerate(kept))
        return Edit(start, after, lines if ends else lines + newline + indent)
    if first:
        above = _end_above(text, start) if follows in _CLOSING and follows else None
        return Edit(start, after, "") if above is None else Edit(above, after, " ")
    before = start
    while before and text[before - 1] in " \t":
        before -= 1
    if ends:
        return Edit(before, after, "")
    if before == start or (after == end and follows not in _CLOSING):  # else two tokens would become one
        return Edit(start, after, "")
    return Edit(before, end, "")
