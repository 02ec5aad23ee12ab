"""SOL111, SOL112: solvers whose training changes nothing, and steps of the learning rate that are never taken."""

from __future__ import annotations

from itertools import pairwise

from bnlint.caffe.schema.solvers import OTHER_RATES, POLICIES
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext
from bnlint.text.diagnostics import Diagnostic, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Leaf


@solver_rule("SOL111")
def no_learning(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL111: a learning rate of 0, gradients that are clipped to 0, or no iteration."""
    fields = ctx.message.fields
    if not ctx.trains or not ctx.document.items or ctx.document.faults or not ctx.solver.training:
        return
    if "base_lr" not in fields and ctx.policy in POLICIES and fields.keys().isdisjoint(OTHER_RATES):
        message = "base_lr is missing: the learning rate is silently 0, and the net learns nothing. Set base_lr"
        yield ctx.report("SOL111", ctx.place("lr_policy"), message)
    clip = ctx.message.field("clip_gradients")
    if clip is not None and ctx.message.get("clip_gradients") == 0:
        message = (
            "clip_gradients: 0 scales all gradients to 0: the net silently learns nothing. To clip nothing, remove it"
        )
        yield ctx.report("SOL111", clip, message)
    snapshots = "snapshot" not in fields or ctx.number("snapshot") != 0  # scripts that snapshot by themselves call step
    if "max_iter" not in fields and ctx.policy != "poly" and snapshots:
        message = (
            "max_iter is missing: caffe train silently ends before the first iteration. Only a script that calls step "
            "can train with this solver"
        )
        yield ctx.report("SOL111", ctx.place("base_lr", "lr_policy"), message, severity=Severity.INFO)


@solver_rule("SOL112")
def step_never_taken(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL112: stepvalue that are not ascending, beyond the last iteration, or for another policy."""
    leaves = ctx.message.fields.get("stepvalue", [])
    values = [value for value in ctx.message.all("stepvalue") if isinstance(value, int)]
    if not leaves or len(values) != len(leaves) or not ctx.trains:
        return
    if ctx.policy == "multistep":
        yield from _descending(ctx, leaves, values)
        yield from _beyond(ctx, leaves, values)
    elif ctx.policy in POLICIES:
        message = f"lr_policy '{ctx.policy}' does not read stepvalue, only multistep does: Caffe silently ignores it"
        severity = None if ctx.policy == "step" else Severity.INFO
        yield ctx.report("SOL112", leaves[0], message, severity=severity)


def _descending(ctx: SolverContext, leaves: list[Leaf], values: list[int]) -> Iterator[Diagnostic]:
    """The first value that is not greater than the one before it."""
    for number, (before, value) in enumerate(pairwise(values), 1):
        if value <= before:
            message = (
                f"stepvalue {value} comes after {before}: Caffe waits for one value after the other, so it silently "
                f"takes this step right after the one at {before}. List the values in ascending order"
            )
            yield ctx.report("SOL112", leaves[number], message)
            return


def _beyond(ctx: SolverContext, leaves: list[Leaf], values: list[int]) -> Iterator[Diagnostic]:
    """The first value beyond max_iter; max_iter itself, though not reached either, is a common way to end the list."""
    last = ctx.message.get("max_iter")
    beyond = [number for number, value in enumerate(values) if isinstance(last, int) and value > last]
    if not beyond:
        return
    others = len(beyond) - 1
    which = f"stepvalue {values[beyond[0]]}" + (f" and {others} more are" if others else " is")
    effect = ": the learning rate silently never changes" if min(values) >= last else ""  # type: ignore[operator]
    message = f"{which} never reached, because max_iter is {last}{effect}"
    yield ctx.report("SOL112", leaves[beyond[0]], message, severity=Severity.INFO)
