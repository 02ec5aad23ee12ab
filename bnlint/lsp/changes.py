"""Edits for an editor: what differs between two texts, and the workspace edit that the client understands."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.text.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.lsp.open_file import OpenFile

_MANY = 20_000  # changed lines beyond which they are replaced as one piece


def between(old: str, new: str) -> list[Edit]:
    """Edits that make `new` of `old`, line by line, so that the cursor and folds elsewhere stay."""
    if old == new:
        return []
    before, after = _lines(old), _lines(new)
    head = 0
    most = min(len(before), len(after))
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    start = len("".join(_lines(old)[:head]))
    if max(len(before), len(after)) > _MANY:
        return [Edit(start, start + sum(map(len, before)), "".join(after))]
    places = [start]
    for line in before:
        places.append(places[-1] + len(line))
    codes = SequenceMatcher(None, before, after).get_opcodes()
    return [Edit(places[i], places[j], "".join(after[k:m])) for what, i, j, k, m in codes if what != "equal"]


def _lines(text: str) -> list[str]:
    """The lines with their ends; no other character ends one than those that do for an editor."""
    return [line + "\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])


def workspace_edit(
    file: OpenFile, edits: Sequence[Edit], versioned: bool, annotation: types.ChangeAnnotation | None = None
) -> types.WorkspaceEdit:
    """The edits for a client that takes versioned changes, or for one that does not.

    `annotation` is what it shall ask before it changes anything; only for clients that know annotations.
    """
    made = file.text_edits(list(edits))
    if not versioned:
        return types.WorkspaceEdit(changes={file.uri: made})
    identifier = types.OptionalVersionedTextDocumentIdentifier(file.uri, file.version)
    if annotation is None:
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(made))])
    annotated = [types.AnnotatedTextEdit("bnlint", edit.range, edit.new_text) for edit in made]
    change = types.TextDocumentEdit(identifier, list(annotated))
    return types.WorkspaceEdit(document_changes=[change], change_annotations={"bnlint": annotation})
