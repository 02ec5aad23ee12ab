"""Rename: of a blob, a layer or a shared param, wherever its name stands; not of what the text does not prove."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from bnlint.lsp import navigation
from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string
from bnlint.text.edits import Edit

if TYPE_CHECKING:
    from typing import NamedTuple

    from bnlint.prototxt.nodes import Leaf

    class Renaming(NamedTuple):
        """A rename: its title, its edits, and what to warn of ("" if nothing)."""

        title: str
        edits: list[Edit]
        warning: str

    class Named(NamedTuple):
        """What bears a name: ``blob``, ``layer`` or ``param``; the field at the cursor, all fields with that name."""

        kind: str
        node: Field
        fields: list[Field]
else:
    Renaming = namedtuple("Renaming", "title edits warning")
    Named = namedtuple("Named", "kind node fields")

_REQUEST_FAILED = -32803
_LAYERS = ("layer", "layers")


def prepare(file: OpenFile, offset: int) -> types.PrepareRenamePlaceholder | None:
    """Where the name at `offset` stands and what it is; None where nothing can be renamed."""
    named = named_at(file, offset)
    if named is None or file.document.faults:
        return None
    return types.PrepareRenamePlaceholder(file.range(*navigation.span_of(named.node)), string(named.node.raw) or "")


def rename(file: OpenFile, offset: int, name: str) -> Renaming | None:
    """The edits that give what is named at `offset` another name.

    Raises an error of the protocol, in plain words, where the new name is taken or the file cannot be read.
    """
    named = named_at(file, offset)
    if named is None:
        return None
    old = string(named.node.raw) or ""
    if file.document.faults:
        raise _refused("the file has syntax errors: what else bears this name cannot be told")
    if not name or "\n" in name or "\r" in name:
        raise _refused("a name must not be empty, nor hold line breaks")
    if name != old and name in _taken(file, named.kind):
        raise _refused(f"a {named.kind} '{name}' exists already: the two would become one")
    edits = [Edit(field.value_start, field.end, _quoted(name, field.raw[0])) for field in named.fields]
    warning = ""
    if named.kind == "layer":
        warning = (
            f"Caffe loads weights by the names of layers: a caffemodel that has '{old}' gives nothing to '{name}', "
            "without a word"
        )
    return Renaming(f"Rename {named.kind} '{old}' to '{name}'", sorted(edits), warning)


def named_at(file: OpenFile, offset: int) -> Named | None:
    """What is named at `offset`; only in values that are strings."""
    path = file.path_at(offset)
    node = path[-1] if path else None
    if not isinstance(node, Field) or not node.raw or not (wanted := string(node.raw)):
        return None
    kind = _kind([leaf.name for leaf in path])
    if not kind:
        return None
    return Named(kind, node, [field for field in _fields(file, kind) if string(field.raw) == wanted])


def _kind(names: list[str]) -> str:
    """What the name at the end of a path of fields names; "" for nothing."""
    if names == ["input"] or (len(names) == 2 and names[0] in _LAYERS and names[1] in ("bottom", "top")):
        return "blob"
    if names in (["layer", "name"], ["layers", "name"], ["layers", "layer", "name"]):
        return "layer"
    if names in (["layer", "param", "name"], ["layers", "param"]):
        return "param"
    return ""


def _taken(file: OpenFile, kind: str) -> set[str]:
    return {string(field.raw) or "" for field in _fields(file, kind)}


def _fields(file: OpenFile, kind: str) -> list[Field]:
    """Every field whose value is the name of a blob, a layer or a param."""
    found: list[Field] = []

    def look(items: list[Leaf], names: list[str]) -> None:
        for leaf in items:
            path = [*names, leaf.name]
            if isinstance(leaf, Field):
                if leaf.raw[:1] in ("'", '"') and _kind(path) == kind:
                    found.append(leaf)
            elif isinstance(leaf, Block) and (leaf.name in _LAYERS or leaf.name == "param") and len(path) < 3:
                look(list(leaves(leaf.items)), path)

    look(list(leaves(file.document.items)), [])
    return found


def _quoted(name: str, quote: str) -> str:
    escaped = name.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return f"{quote}{escaped}{quote}"


def _refused(why: str) -> JsonRpcException:
    return JsonRpcException(why, _REQUEST_FAILED)
