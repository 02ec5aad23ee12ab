"""The solver step on the text: `solver_type: ADAM` becomes `type: "Adam"`."""

from __future__ import annotations

from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.messages import schema
from bnlint.prototxt.nodes import Document, Field
from bnlint.prototxt.parser import parse
from bnlint.prototxt.values import integer
from bnlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.upgrade.rewrite.plain import Read

_NUMBERS = {number: name for name, number in schema().enums["SolverParameter.SolverType"].items()}


def rewrite(document: Document, newline: str, read: Read = parse) -> list[Edit]:
    """The edits of `solver_type`; none for an unknown enum."""
    edits = []
    for item in document.items:
        if item.name == "solver_type" and isinstance(item, Field):
            number = integer(item.raw)
            name = item.raw if number is None else _NUMBERS.get(number, "")
            if name in legacy.solver_types:
                edits.append(Edit(item.start, item.start + len(item.name), "type"))
                edits.append(Edit(item.value_start, item.end, f'"{legacy.solver_types[name]}"'))
    return edits
