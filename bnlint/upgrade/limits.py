"""Which steps of the upgrade may be taken: not those that write what one of the file's Caffes does not have."""

from __future__ import annotations

from bnlint.caffe.origin import AUTO
from bnlint.caffe.schema import messages
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.caffe.evidence import Evidence
    from bnlint.caffe.schema.messages import Schema

#: The rule that reports what each step upgrades.
RULES = {
    "V0 layers": "OLD101",
    "data transformation fields": "OLD106",
    "V1 layers": "OLD102",
    "input fields": "OLD104",
    "solver_type": "OLD107",
}
#: The steps that lead to `layer`; a net has all of its layers in one format.
LAYERS = ("V0 layers", "data transformation fields", "V1 layers")


class Limits:
    """What limits the upgrade of a file.

    `target` is the Caffe that it must run on (``auto``: only its own), `evidence` what its repository shows about its
    own. `ignored` are rules, or prefixes of rules, whose
    findings stay in this file, `is_solver` says that it is a solver, whatever is in it.
    """

    __slots__ = ("evidence", "ignored", "is_solver", "target")

    def __init__(
        self,
        target: str = AUTO,
        ignored: Sequence[str] = (),
        is_solver: bool = False,
        evidence: Evidence | None = None,
    ) -> None:
        self.target = target
        self.evidence = evidence
        self.ignored = ignored
        self.is_solver = is_solver

    def reasons(self, caffes: Sequence[Schema]) -> dict[str, str]:
        """The steps that must not be taken, with the reason; empty for one that is not wanted."""
        schemas = [*caffes, messages.schema(self.target)] if self.target != AUTO else caffes
        reasons = {}
        for step, rule in RULES.items():
            lacks = next(filter(None, (lack(step, schema) for schema in schemas)), "")
            if lacks or any(catalog.fits(selector, rule) for selector in self.ignored):
                reasons[step] = lacks
        return reasons


def lack(step: str, caffe: Schema) -> str:
    """What a Caffe lacks of what a step writes, as a sentence; empty if it has all of it. Unknown counts as lacking."""
    has: bool | None
    if step == "solver_type":
        has, verb, noun = has_solver_type(caffe), "has", "field type in solvers"
    elif step == "input fields":
        has, verb, noun = caffe.formats.has_input_layer, "has", "Input layer"
    else:
        has, verb, noun = caffe.formats.reads_v2, "reads", "layer fields"
    if has is None:
        article = "an " if noun[0] == "I" else ""
        return f"it is not known whether {messages.short_title(caffe.name)} {verb} {article}{noun}"
    return "" if has else f"{messages.short_title(caffe.name)} {verb} no {noun}"


def has_solver_type(caffe: Schema) -> bool:
    """Whether a Caffe's solvers have their `type` as a text."""
    return "type" in caffe.messages["SolverParameter"].fields
