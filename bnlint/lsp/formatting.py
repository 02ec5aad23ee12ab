"""Formatting of the whole text or of a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.lsp import changes
from bnlint.prototxt.format import format_text, is_same
from bnlint.prototxt.parser import parse
from bnlint.text.edits import apply_edits

if TYPE_CHECKING:
    from bnlint.lsp.open_file import OpenFile
    from bnlint.text.edits import Edit


def edits(file: OpenFile, start: int, end: int) -> list[Edit]:
    """The formatter's edits from `start` to `end`; none if the text has syntax errors."""
    return _proved(file.text, changes.between(file.text, format_text(file.source).text), start, end)


def _proved(text: str, edits: list[Edit], start: int, end: int) -> list[Edit]:
    """The edits that touch a range, with a neighbour if a bracket moves from one edit to the other.

    None if even then the text would not be the same message.
    """
    touched = [index for index, edit in enumerate(edits) if _touches(edit, start, end)]
    if not touched or len(touched) == len(edits):
        return edits if touched else []
    document = parse(text)
    first, last = touched[0], touched[-1] + 1
    for chosen in (edits[first:last], edits[first : last + 1], edits[max(first - 1, 0) : last + 1]):
        if is_same(document, apply_edits(text, chosen)):
            return chosen
    return []


def _touches(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes something between `start` and `end`, not only next to it."""
    if edit.start == edit.end:
        return start <= edit.start <= end
    return edit.start < end and edit.end > start
