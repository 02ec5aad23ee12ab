"""Formatting: what the formatter changes, of the whole text or of the lines that are asked for."""

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
    """The changes from `start` to `end`; none where the formatter refuses the text (it has syntax errors)."""
    return _proved(file.text, changes.between(file.text, format_text(file.source).text), start, end)


def _proved(text: str, found: list[Edit], start: int, end: int) -> list[Edit]:
    """Those of the edits that touch the range, with a neighbour where a bracket moves from one to the other.

    None where even then the text would not be the same message.
    """
    touched = [n for n, edit in enumerate(found) if _touches(edit, start, end)]
    if not touched or len(touched) == len(found):
        return found if touched else []
    document = parse(text)
    first, last = touched[0], touched[-1] + 1
    for some in (found[first:last], found[first : last + 1], found[max(first - 1, 0) : last + 1]):
        if is_same(document, apply_edits(text, some)):
            return some
    return []


def _touches(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes something from `start` to `end`, not only beside it."""
    if edit.start == edit.end:
        return start <= edit.start <= end
    return edit.start < end and edit.end > start
