"""Recognizes the kind of a file: a net, a solver, or neither."""

from __future__ import annotations

from bnlint.caffe.schema.messages import schema
from bnlint.prototxt.nodes import Field, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Document, Leaf

#: The message that a file of each kind contains.
ROOT_MESSAGES = {"net": "NetParameter", "solver": "SolverParameter"}
# Names that other tools use too: among fields that Caffe does not know, they do not show a Caffe file.
_COMMON = frozenset(("name", "type", "state", "debug_info", "input", "power", "delta", "weights", "display"))


def kind_of(document: Document) -> str:
    """``net``, ``solver`` or ``other``: a file is Caffe's if one of its top-level fields is a net's or a solver's.

    A field counts only if it is a scalar or a block as in Caffe: model descriptions of other tools share names with
    Caffe, but not their types. Fields of common names (`name`, `type` …) count only if no field is unknown. Fields that
    both messages have, such as ``debug_info``, show a net.
    """
    base = schema()
    messages = {kind: base.messages[name].fields for kind, name in ROOT_MESSAGES.items()}
    common = "other"
    has_unknown = False
    for leaf in leaves(document.items):
        name = leaf.name
        kind = next((kind for kind, fields in messages.items() if name in fields), "")
        if not kind or not _fits(leaf, messages[kind][name].kind):
            has_unknown = True
        elif name in _COMMON:
            common = kind if common != "solver" else common
        else:
            return kind
    return "other" if has_unknown else common


def _fits(leaf: Leaf, kind: str) -> bool:
    return isinstance(leaf, Field) == (kind != "message")
