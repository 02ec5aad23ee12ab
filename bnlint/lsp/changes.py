"""Edits for an editor: the differences of two texts, and the workspace edit in the form that the client supports."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.text.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.lsp.open_file import OpenFile

_MAX_LINES = 20_000  # changed lines to compare; more are replaced as one piece


def between(old: str, new: str) -> list[Edit]:
    """Edits from `old` to `new`, line by line, so that the cursor and the folds of other lines stay."""
    if old == new:
        return []
    before, after = _lines(old), _lines(new)
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    start = len("".join(before[:head]))
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(len(before), len(after)) > _MAX_LINES:
        return [Edit(start, start + sum(map(len, before)), "".join(after))]
    offsets = list(accumulate(map(len, before), initial=start))
    codes = SequenceMatcher(None, before, after).get_opcodes()
    return [Edit(offsets[i], offsets[j], "".join(after[k:m])) for tag, i, j, k, m in codes if tag != "equal"]


def _lines(text: str) -> list[str]:
    """The lines with their line feeds; `str.splitlines` knows other line ends than editors do."""
    return [line + "\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])


def workspace_edit(
    file: OpenFile, edits: Sequence[Edit], versioned: bool, annotation: types.ChangeAnnotation | None = None
) -> types.WorkspaceEdit:
    """The edits, with the version of the file for a client that supports it (`versioned`).

    `annotation` is what the client asks the user to confirm first; only for clients that support annotations.
    """
    text_edits = file.text_edits(list(edits))
    if not versioned:
        return types.WorkspaceEdit(changes={file.uri: text_edits})
    identifier = types.OptionalVersionedTextDocumentIdentifier(file.uri, file.version)
    if annotation is None:
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(text_edits))])
    annotated = [types.AnnotatedTextEdit("bnlint", edit.range, edit.new_text) for edit in text_edits]
    change = types.TextDocumentEdit(identifier, list(annotated))
    return types.WorkspaceEdit(document_changes=[change], change_annotations={"bnlint": annotation})
