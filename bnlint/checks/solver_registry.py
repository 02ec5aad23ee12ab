"""The checks of solver files, bound to their ids: apart, so that who checks nets need not load them."""

from __future__ import annotations

from bnlint.checks import learning_rate, old, solver
from bnlint.checks.porting import foreign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bnlint.checks.solver_context import SolverContext
    from bnlint.text.diagnostics import Diagnostic

    SolverCheck = Callable[[SolverContext], Iterator[Diagnostic]]

#: The checks of a solver file by rule id.
SOLVER_CHECKS: dict[str, SolverCheck] = {
    "BN601": foreign.foreign_field,
    "OLD107": old.solver_type_enum,
    "SOL101": solver.net_not_found,
    "SOL102": solver.iter_size_with_batchnorm,
    "SOL103": solver.solver_type_twice,
    "SOL104": learning_rate.missing_lr_policy,
    "SOL105": learning_rate.poly_without_max_iter,
    "SOL106": solver.test_phase_in_train_net,
    "SOL107": solver.test_iter_mismatch,
    "SOL108": solver.embedded_old_net,
}
