"""Finds placeholders that are valid text: words for numbers in files called templates, and those in solvers' paths."""

from __future__ import annotations

from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.schema.messages import schema
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import decode
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Document

# What the name of a template, or of its folder, contains.
_NAMES = ("template", "tmpl", "tpl", "skeleton", ".in.")
_WORD = lazy(r"[A-Za-z_]\w*")
_BOOLS = ("true", "false", "True", "False")
_NUMBERS = frozenset(("float", "double", "int32", "int64", "uint32", "uint64"))
_SEVERAL = 2
# The fields of a solver that are paths, and the placeholders in them.
_PATHS = frozenset(("net", "train_net", "test_net", "snapshot_prefix", "weights"))
_IN_PATH = lazy(
    r"\$\{[^}]*\}|\$\(?[A-Za-z_]\w*\)?|\{\{.*?\}\}|\{[A-Za-z_]\w*\}|\{%.*?%\}|<%.*?%>|%\(\w+\)[sd]|%s|@[A-Za-z_]\w*@"
)


def word_for_number(document: Document, kind: str, name: str) -> tuple[int, int] | None:
    """The span of the first word where a number belongs, if the file is called a template and has several of them."""
    where = "/".join(name.replace("\\", "/").lower().split("/")[-2:]) + "."
    if not any(word in where for word in _NAMES):
        return None
    base = schema()
    found = []
    stack = [(document.items, base.messages[ROOT_MESSAGES[kind]])]
    while stack:
        items, message = stack.pop()
        for leaf in leaves(items):
            field = message.fields.get(leaf.name)
            if field is None:
                continue
            if isinstance(leaf, Block):
                if field.kind == "message":
                    stack.append((leaf.items, base.messages[field.type]))
            elif field.type in _NUMBERS and _is_word(leaf.raw) and decode(leaf.raw, field.type) is None:
                found.append((leaf.value_start, leaf.end))
    return min(found) if len(found) >= _SEVERAL else None


def in_path(document: Document, kind: str) -> tuple[int, int] | None:
    """The span of the first placeholder in a path of a solver: Caffe expands none, so a program fills it in."""
    for leaf in leaves(document.items) if kind == "solver" else ():
        if isinstance(leaf, Field) and leaf.name in _PATHS and (found := _IN_PATH.search(leaf.raw)) is not None:
            return leaf.value_start + found.start(), leaf.value_start + found.end()
    return None


def _is_word(raw: str) -> bool:
    return _WORD.fullmatch(raw) is not None and raw not in _BOOLS
