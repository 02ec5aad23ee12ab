"""The steps of the rewrite by name, in the order in which Caffe takes them."""

from __future__ import annotations

from functools import partial

from bnlint.prototxt.parser import parse
from bnlint.upgrade.rewrite import data_transform, inputs, solver, v0, v1
from bnlint.upgrade.rewrite.plain import in_passes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bnlint.prototxt.nodes import Document
    from bnlint.text.edits import Edit
    from bnlint.upgrade.rewrite.plain import Read

    Step = Callable[[Document, str, Read], list[Edit]]

#: From a document, the newline to write, and how to read a text, the edits of a step; none if there is nothing to
#: upgrade.
STEPS: dict[str, Step] = {
    "V0 layers": v0.rewrite,
    "data transformation fields": data_transform.rewrite,
    "V1 layers": v1.rewrite,
    "input fields": inputs.rewrite,
    "solver_type": solver.rewrite,
}


def edits_of(names: Sequence[str], document: Document, newline: str) -> list[Edit]:
    """The edits of several steps, taken one after another; they do not overlap."""
    return in_passes(document, newline, parse, *(partial(_taken, STEPS[name]) for name in names))


def _taken(step: Step, document: Document, newline: str) -> list[Edit]:
    return step(document, newline, parse)
