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
#: What a Caffe has that reads what a step writes, and what one without it has, as words after its name.
_WRITTEN = {
    "input fields": ("has an Input layer", "has no Input layer"),
    "solver_type": ("has a type field in solvers", "has no type field in solvers"),
}
_LAYERS = ("reads layer", "reads layers, but not layer")


class Limits:
    """What limits the upgrade of a file.

    `target` is the Caffe that it must run on (``auto``: only its own), `evidence` what its repository shows about its
    own. `ignored` are rules, or prefixes of rules, whose findings stay in this file, `is_solver` says that it is a
    solver, whatever is in it.
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

    def reasons(self, caffes: Sequence[Schema], private: bool = False) -> dict[str, str]:
        """The steps that must not be taken, with the reason; empty for one that is not wanted.

        `private`: the file is for a Caffe like these, of which nothing else is known.
        """
        schemas = [*caffes, messages.schema(self.target)] if self.target != AUTO else caffes
        reasons = {}
        for step, rule in RULES.items():
            lacks = _unknown("the Caffe of this file", step) if private else ""
            lacks = lacks or next(filter(None, (lack(step, schema) for schema in schemas)), "")
            if lacks or any(catalog.fits(selector, rule) for selector in self.ignored):
                reasons[step] = lacks
        return reasons


def lack(step: str, caffe: Schema) -> str:
    """What a Caffe lacks of what a step writes, as a sentence; empty if it has all of it. Unknown counts as lacking."""
    has = _has(step, caffe)
    if has is None:
        return _unknown(messages.short_title(caffe.name), step)
    return "" if has else f"{messages.short_title(caffe.name)} {_WRITTEN.get(step, _LAYERS)[1]}"


def _unknown(caffe: str, step: str) -> str:
    return f"it is not known whether {caffe} {_WRITTEN.get(step, _LAYERS)[0]}"


def _has(step: str, caffe: Schema) -> bool | None:
    if step == "solver_type":
        return "type" in caffe.messages["SolverParameter"].fields
    return caffe.formats.has_input_layer if step == "input fields" else caffe.reads_layer


def has_layer(caffe: Schema) -> bool:
    """Whether the nets of a Caffe have today's `layer`."""
    return "layer" in caffe.messages["NetParameter"].fields
