"""What kind of file a text is: a net, a solver, or none of Caffe's."""

from __future__ import annotations

from bnlint.caffe.messages import schema
from bnlint.prototxt.nodes import Block, Field, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Document, Leaf


def kind_of(document: Document) -> str:
    """``net``, ``solver`` or ``other``: a file is Caffe's if one of its top-level fields is a net's or a solver's.

    A field counts only if it is written as Caffe's would be, a scalar or a block: model descriptions of other
    tools have names in common with Caffe (``input``, ``name``), but not their form. Of fields that both messages
    have, such as ``debug_info``, a net's wins.
    """
    base = schema()
    net = base.messages["NetParameter"].fields
    solver = base.messages["SolverParameter"].fields
    found = "other"
    for leaf in leaves(document.items):
        name = leaf.name
        if name in ("layer", "layers"):
            if isinstance(leaf, Block):
                return "net"
        elif name in net and _fits(leaf, net[name].kind):
            if found == "other":
                found = "net"
        elif name in solver and _fits(leaf, solver[name].kind):
            found = "solver"
        elif name in net or name in solver:
            return "other" if found == "other" else found
    return found


def _fits(leaf: Leaf, kind: str) -> bool:
    return isinstance(leaf, Field) == (kind != "message")
