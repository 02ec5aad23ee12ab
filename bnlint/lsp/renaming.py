"""Rename of a blob, a layer or a shared param, in every field that has its name."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from bnlint.lsp import navigation
from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.values import quoted, string
from bnlint.text.edits import Edit

if TYPE_CHECKING:
    from typing import NamedTuple

    class Renaming(NamedTuple):
        """A rename: its title, its edits, and a warning ("" for none)."""

        title: str
        edits: list[Edit]
        warning: str

else:
    Renaming = namedtuple("Renaming", "title edits warning")

_REQUEST_FAILED = -32803


def prepare(file: OpenFile, offset: int) -> types.PrepareRenamePlaceholder | None:
    """The range of the name at `offset`, and the name; None if nothing there can be renamed."""
    named = navigation.named_at(file, offset)
    if named is None or file.document.faults:
        return None
    return types.PrepareRenamePlaceholder(file.range(*navigation.span_of(named.node)), string(named.node.raw) or "")


def rename(file: OpenFile, offset: int, name: str) -> Renaming | None:
    """The rename of the blob, layer or param at `offset` to `name`; None if there is none.

    Raises JsonRpcException with the reason if the name is invalid or taken, or the file has syntax errors.
    """
    named = navigation.named_at(file, offset)
    if named is None:
        return None
    old = string(named.node.raw) or ""
    if file.document.faults:
        raise _refused("the file has syntax errors, so other uses of this name may be missed")
    if not name or "\n" in name or "\r" in name:
        raise _refused("a name must not be empty or contain line breaks")
    if name != old and name in _taken(file, named.kind):
        raise _refused(f"{named.kind} '{name}' already exists: the two would be merged")
    edits = [Edit(field.value_start, field.end, quoted(name, field.raw[0])) for field in named.fields]
    warning = ""
    if named.kind == "layer":
        warning = (
            f"Caffe loads weights by layer name: it ignores the weights that a caffemodel has for '{old}', "
            f"and '{name}' keeps its initial values"
        )
    return Renaming(f"Rename {named.kind} '{old}' to '{name}'", sorted(edits), warning)


def _taken(file: OpenFile, kind: str) -> set[str]:
    return {string(field.raw) or "" for field in navigation.named_fields(file, kind)}


def _refused(reason: str) -> JsonRpcException:
    return JsonRpcException(reason, _REQUEST_FAILED)
