"""Formatting: what the formatter changes, of the whole text or of the lines that are asked for."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bnlint.lsp import changes

if TYPE_CHECKING:
    from bnlint.edits import Edit
    from bnlint.lsp.openfile import OpenFile

_FORMATTER = "bnlint.format"


def available() -> bool:
    """Whether the formatter is part of this bnlint."""
    return find_spec(_FORMATTER) is not None


def edits(file: OpenFile, start: int, end: int) -> list[Edit]:
    """The changes from `start` to `end`; none where the formatter refuses the text (it has syntax errors)."""
    formatted: Any = import_module(_FORMATTER).format_text(file.source)
    text = formatted if isinstance(formatted, str) else getattr(formatted, "text", None)
    if not isinstance(text, str):
        text = getattr(getattr(formatted, "source", None), "text", file.text)
    return _proved(file.text, changes.between(file.text, text), start, end)


def _proved(text: str, found: list[Edit], start: int, end: int) -> list[Edit]:
    """Those of the edits that touch the range, with a neighbour where a bracket moves from one to the other.

    None where even then the text would not be the same message.
    """
    touched = [n for n, edit in enumerate(found) if _touches(edit, start, end)]
    if not touched or len(touched) == len(found):
        return found if touched else []
    from bnlint.edits import apply_edits
    from bnlint.format import is_same
    from bnlint.prototxt.parser import parse

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
