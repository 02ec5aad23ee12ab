"""BN507: a solver's test net in another file than its training net, with other numbers in its BatchNorm layers."""

from __future__ import annotations

from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext, name_of
from bnlint.checks.trained_numbers import FRACTION, differences, grouped, keeps_statistics, subject
from bnlint.text.diagnostics import Diagnostic, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.state import NetState


@solver_rule("BN507")
def test_net_differs(ctx: SolverContext) -> Iterator[Diagnostic]:
    """BN507: the test nets of a solver, compared with its training net."""
    training = ctx.solver.training
    built = next(ctx.built(training), None) if len(training) == 1 and ctx.trains else None
    if built is None:
        return
    train, net, state = built
    trained = _layers(net, state)
    seen: set[int] = set()
    for use, test, test_state in ctx.built(ctx.solver.testing):
        if use.leaf is train.leaf or id(use.leaf) in seen or (use.path and use.path == train.path):
            continue
        seen.add(id(use.leaf))
        run = _layers(test, test_state)
        for (here, there), found in grouped(differences("eps", run, trained)).items():
            message = (
                f"eps of {subject(found)} is {here:.6g} in {name_of(use)}, but {there:.6g} in {name_of(train)}: Caffe "
                "silently tests another function than it trains"
            )
            yield ctx.report("BN507", use.leaf, message)
        written = differences(FRACTION, filter(keeps_statistics, run), trained, written=True)
        for (here, there), found in grouped(written).items():
            message = (
                f"{FRACTION} of {subject(found)} is {here:.6g} in {name_of(use)}, but {there:.6g} in "
                f"{name_of(train)}: only training reads it, so the one in {name_of(use)} has no effect"
            )
            yield ctx.report("BN507", use.leaf, message, severity=Severity.INFO)


def _layers(net: Net, state: NetState) -> list[Layer]:
    return [layer for layer in net.layers if layer.exists_in(state)]
