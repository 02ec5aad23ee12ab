"""SOL104, SOL105: the learning rate policy of a solver and the fields that it needs."""

from __future__ import annotations

from bnlint.caffe.solver import policies
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext
from bnlint.prototxt.nodes import leaves
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.suggest import typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Leaf

# What the learning rate does without a field that its policy needs.
_CONSTANT = "silently never changes"
_ZERO = "is silently 0 from the first step on"
_WITHOUT = {
    ("step", "gamma"): _ZERO,
    ("exp", "gamma"): "is silently 0 from the second iteration on",
    ("inv", "gamma"): _CONSTANT,
    ("inv", "power"): _CONSTANT,
    ("multistep", "gamma"): _ZERO,
    ("multistep", "stepvalue"): _CONSTANT,
    ("poly", "power"): _CONSTANT,
    ("sigmoid", "gamma"): "is silently always half of base_lr",
}


@solver_rule("SOL104")
def missing_lr_policy(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL104: no policy, an unknown one, or one without the fields that it needs."""
    if (
        not ctx.trains
        or not ctx.document.items
        or ctx.document.faults
        or ctx.is_faulty("lr_policy", "gamma", "power", "stepsize")
    ):
        return
    field = ctx.message.field("lr_policy")
    policy = str(ctx.message.get("lr_policy") or "")
    known = policies(ctx.target)
    if policy not in known:
        near = typo_of(policy, known) if policy else ""
        fault = f"unknown lr_policy '{policy}'" if field else "lr_policy is missing"
        message = (
            f"{fault}{f' (did you mean {near!r}?)' if near else ''}. Caffe builds the nets, then aborts when it first "
            f"computes the learning rate: Unknown learning rate policy: {policy}".rstrip()
        )
        yield ctx.report("SOL104", field or _place(ctx), message)
    elif field is not None:
        missing = [name for name in known[policy] if ctx.message.get(name) in (None, 0) and not _has(ctx, name)]
        if "stepsize" in missing:
            fault = "is 0" if "stepsize" in ctx.message.fields else "is missing"
            message = (
                f"lr_policy 'step' divides by stepsize, which {fault}: Caffe aborts when it first computes the "
                "learning rate"
            )
            yield ctx.report("SOL104", field, message)
        elif missing:
            does = _WITHOUT[policy, missing[-1]]
            needed = " and ".join(missing)
            if any(name in ctx.message.fields for name in missing):
                needed = f"a nonzero {needed}"
            without = "it" if len(missing) == 1 else "them"
            message = f"lr_policy '{policy}' needs {needed}: without {without}, the learning rate {does}"
            yield ctx.report("SOL104", field, message, severity=Severity.WARNING)


def _place(ctx: SolverContext) -> Leaf:
    return ctx.message.field("base_lr") or next(leaves(ctx.document.items))


def _has(ctx: SolverContext, name: str) -> bool:
    """Whether the repeated field `name` is written."""
    return name == "stepvalue" and bool(ctx.solver.count(name))


@solver_rule("SOL105")
def poly_without_max_iter(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL105: poly without max_iter, by which it divides."""
    if ctx.message.get("lr_policy") == "poly" and "max_iter" not in ctx.message.fields and not ctx.document.faults:
        message = (
            "lr_policy 'poly' divides by max_iter, which is missing: the learning rate is silently nan, and so are "
            "all weights after the first iteration"
        )
        yield ctx.report("SOL105", ctx.message.field("lr_policy") or ctx.document.items[0], message)
