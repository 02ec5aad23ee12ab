"""The steps of the rewrite by name, in the order in which Caffe takes them."""

from __future__ import annotations

from bnlint.upgrade.rewrite import data_transform, inputs, solver, v0, v1

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.prototxt.nodes import Document
    from bnlint.text.edits import Edit

    Step = Callable[[Document, str], list[Edit]]

#: From a document and the newline to write, the edits of a step; none if there is nothing to upgrade.
STEPS: dict[str, Step] = {
    "V0 layers": v0.rewrite,
    "data transformation fields": data_transform.rewrite,
    "V1 layers": v1.rewrite,
    "input fields": inputs.rewrite,
    "solver_type": solver.rewrite,
}
