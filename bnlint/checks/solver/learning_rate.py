"""SOL104, SOL105: the learning rate policy of a solver and the fields that it needs."""

from __future__ import annotations

from bnlint.caffe.schema.solvers import POLICIES, checks_rates, owners, policies
from bnlint.checks.names import whose
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.suggest import typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

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
    ("sigmoid", "stepsize"): "silently rises from half of base_lr to base_lr",
}
# What a negative gamma makes of the learning rate, where Caffe does not check it.
_NEGATIVE = {
    "step": "changes its sign at each step",
    "multistep": "changes its sign at each step",
    "exp": "changes its sign in each iteration",
    "inv": "becomes infinite, then nan",
}


@solver_rule("SOL104")
def missing_lr_policy(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL104: no policy, an unknown one, or one whose fields are missing or do not fit."""
    if (
        not ctx.trains
        or not ctx.document.items
        or ctx.document.faults
        or ctx.is_faulty("lr_policy", "gamma", "power", "stepsize")
    ):
        return
    if ctx.policy not in policies(ctx.target):
        if (unknown := _unknown(ctx)) is not None:
            yield unknown
    elif "gamma" in POLICIES.get(ctx.policy, ()) and ctx.number("gamma") < 0:
        yield from _negative(ctx)
    else:
        yield from _missing(ctx)


def _unknown(ctx: SolverContext) -> Diagnostic | None:
    """A policy that the target lacks, unless it may be one of the fork's own."""
    field, policy = ctx.message.field("lr_policy"), ctx.policy
    near = typo_of(policy, policies(ctx.target)) if policy else ""
    caffes = owners(policy)
    if policy and not near and not caffes and ctx.may_have_more:
        return None
    fault = f"unknown lr_policy '{policy}'" if field else "lr_policy is missing"
    if caffes and not near:
        fault += f", which {whose(ctx, caffes)} {'have' if len(caffes) > 1 else 'has'}"
    aborts = f"Caffe aborts when it first computes the learning rate: Unknown learning rate policy: {policy}".rstrip()
    message = f"{fault}. {aborts}{f'. Did you mean {near!r}?' if near else ''}"
    return ctx.report("SOL104", field or ctx.place("base_lr"), message)


def _missing(ctx: SolverContext) -> Iterator[Diagnostic]:
    """Fields that the policy needs and that are missing or 0."""
    field, policy = ctx.message.field("lr_policy"), ctx.policy
    assert field is not None
    missing = [name for name in policies(ctx.target)[policy] if _is_missing(ctx, name)]
    size = ctx.number("stepsize")
    if policy == "step" and size < 0 and not checks_rates(ctx.target):
        message = "stepsize is negative: the learning rate of lr_policy 'step' silently grows with each step"
        yield ctx.report("SOL104", ctx.place("stepsize"), message, severity=Severity.WARNING)
    elif "stepsize" in missing and (policy == "step" or checks_rates(ctx.target)):
        fault = f"is {size:g}" if "stepsize" in ctx.message.fields else "is missing"
        why = "divides by stepsize" if policy == "step" else "needs a positive stepsize"
        check = f": Check failed: this->param_.stepsize() > 0 ({size:g} vs. 0)" if checks_rates(ctx.target) else ""
        message = f"lr_policy '{policy}' {why}, which {fault}. Caffe aborts when it first computes the learning rate"
        yield ctx.report("SOL104", field, message + check)
    elif missing:
        needed = " and ".join(missing)
        if any(name in ctx.message.fields for name in missing):
            needed = f"a nonzero {needed}"
        without = "it" if len(missing) == 1 else "them"
        message = (
            f"lr_policy '{policy}' needs {needed}: without {without}, the learning rate {_WITHOUT[policy, missing[-1]]}"
        )
        yield ctx.report("SOL104", field, message, severity=Severity.WARNING)


def _is_missing(ctx: SolverContext, name: str) -> bool:
    if name == "stepvalue":
        return not ctx.solver.count(name)
    return ctx.number(name) <= 0 if name == "stepsize" else ctx.message.get(name) in (None, 0)


def _negative(ctx: SolverContext) -> Iterator[Diagnostic]:
    """A gamma below 0, which today's Caffe refuses; the sigmoid of older ones falls with it, as it is meant to."""
    gamma, checked = ctx.number("gamma"), checks_rates(ctx.target)
    written = ctx.message.field("gamma")
    assert written is not None
    if checked:
        message = (
            f"gamma is negative. Caffe aborts when it first computes the learning rate: Check failed: "
            f"this->param_.gamma() >= 0 ({gamma:g} vs. 0)"
        )
        yield ctx.report("SOL104", written, message)
    elif ctx.policy in _NEGATIVE:
        message = f"gamma is negative: the learning rate of lr_policy '{ctx.policy}' silently {_NEGATIVE[ctx.policy]}"
        yield ctx.report("SOL104", written, message, severity=Severity.WARNING)


@solver_rule("SOL105")
def poly_without_max_iter(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL105: poly without max_iter, by which it divides."""
    if ctx.message.get("lr_policy") == "poly" and "max_iter" not in ctx.message.fields and not ctx.document.faults:
        message = (
            "lr_policy 'poly' divides by max_iter, which is missing: the learning rate is silently nan, and so are "
            "all weights after the first iteration"
        )
        yield ctx.report("SOL105", ctx.message.field("lr_policy") or ctx.document.items[0], message)
