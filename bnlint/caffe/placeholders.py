"""Finds placeholders without brackets: words where Caffe expects numbers, in files that are called templates."""

from __future__ import annotations

from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.schema.messages import schema
from bnlint.prototxt.nodes import Block, leaves
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


def _is_word(raw: str) -> bool:
    return _WORD.fullmatch(raw) is not None and raw not in _BOOLS
