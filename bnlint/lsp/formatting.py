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
    return [edit for edit in changes.between(file.text, text) if _touches(edit, start, end)]


def _touches(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes something from `start` to `end`, not only beside it."""
    if edit.start == edit.end:
        return start <= edit.start <= end
    return edit.start < end and edit.end > start
