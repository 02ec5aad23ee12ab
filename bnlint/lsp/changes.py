"""Edits for an editor: the differences of two texts, and the workspace edit in the form that the client supports."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.text.compare import lines_of, opcodes
from bnlint.text.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.lsp.open_file import OpenFile


def between(old: str, new: str) -> list[Edit]:
    """Edits from `old` to `new`, line by line, so that the cursor and the folds of other lines stay."""
    if old == new:
        return []
    before, after = lines_of(old), lines_of(new)
    offsets = list(accumulate(map(len, before), initial=0))
    return [
        Edit(offsets[start], offsets[end], "".join(after[start2:end2]))
        for tag, start, end, start2, end2 in opcodes(before, after)
        if tag != "equal"
    ]


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
