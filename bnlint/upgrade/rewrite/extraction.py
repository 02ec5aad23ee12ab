"""Cuts fields out of the text together with their comments, so that they can be written elsewhere."""

from __future__ import annotations

import re

from bnlint.prototxt.removal import comments, line_start
from bnlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.prototxt.nodes import Node

_REST_OF_LINE = re.compile(r"[ \t]*[;,]?([ \t]*)(#[^\n]*?)?(\r?\n|\Z)")
_WHITE = " \t\r"  # Python takes more characters for blanks
_SEPARATOR = re.compile(r"[ \t]*[;,]")


class Extraction:
    """A node cut out of the text: the edit that removes it, and the comments that go with it.

    `comment` is the one after it on its line (with the white space before it), `inner` are those inside it, `leading`
    those on the lines before it, if they are cut out with it. `own_line`: the node has its lines to itself.
    """

    __slots__ = ("comment", "edit", "inner", "leading", "own_line")

    def __init__(self, edit: Edit, comment: str, inner: list[str], own_line: bool) -> None:
        self.edit = edit
        self.comment = comment
        self.inner = inner
        self.leading: list[str] = []
        self.own_line = own_line


def extract(text: str, node: Node) -> Extraction:
    """Cuts out `node`: with its whole line if it has one to itself, else with the white space before it."""
    inner = comments(text, node.start, node.end)
    begin = line_start(text, node.start)
    rest = _REST_OF_LINE.match(text, node.end)
    if rest is not None and not text[begin : node.start].strip():
        comment = (rest[1] or " ") + rest[2].rstrip(_WHITE) if rest[2] else ""
        return Extraction(Edit(begin, rest.end(), ""), comment, inner, own_line=True)
    separator = _SEPARATOR.match(text, node.end)
    end = separator.end() if separator else node.end
    start = node.start
    if text[begin:start].strip():
        while start > begin and text[start - 1] in " \t":
            start -= 1
    else:
        while end < len(text) and text[end] in " \t":
            end += 1
    return Extraction(Edit(start, end, ""), "", inner, own_line=False)


def extract_all(text: str, nodes: Iterable[Node]) -> list[Extraction]:
    """Cuts out several nodes, in order of position; what two of them would take, the first one takes."""
    taken: list[Extraction] = []
    for node in nodes:
        each = extract(text, node)
        if taken and each.edit.start < taken[-1].edit.end:
            each.edit = Edit(taken[-1].edit.end, each.edit.end, "")
        taken.append(each)
    return taken


def all_comments(extractions: Iterable[Extraction]) -> list[str]:
    """The comments of several nodes in order, without white space around them."""
    kept = ((*each.leading, *each.inner, each.comment.strip(_WHITE)) for each in extractions)
    return [comment for each in kept for comment in each if comment]
