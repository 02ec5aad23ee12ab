"""Registers the check of each rule: `@net_rule("BN201")` makes a function the check of BN201 in nets."""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeVar

    from bnlint.checks.context import FileContext, NetContext
    from bnlint.checks.solver.context import SolverContext
    from bnlint.text.diagnostics import Diagnostic

    #: A function that takes a context and yields diagnostics of one rule.
    F = TypeVar("F", bound=Callable[..., Iterable[Diagnostic]])

#: The checks that run on any file, on nets, and on solvers, by rule id. Importing `bnlint.checks` fills the first two,
#: importing `bnlint.checks.solver` the last.
FILE_CHECKS: dict[str, Callable[[FileContext], Iterable[Diagnostic]]] = {}
NET_CHECKS: dict[str, Callable[[NetContext], Iterable[Diagnostic]]] = {}
SOLVER_CHECKS: dict[str, Callable[[SolverContext], Iterable[Diagnostic]]] = {}


def file_rule(id: str) -> Callable[[F], F]:
    """Makes a function of a `FileContext` the check of the rule `id` in nets and solvers."""
    return _register(FILE_CHECKS, id)


def net_rule(id: str) -> Callable[[F], F]:
    """Makes a function of a `NetContext` the check of the rule `id` in nets."""
    return _register(NET_CHECKS, id)


def solver_rule(id: str) -> Callable[[F], F]:
    """Makes a function of a `SolverContext` the check of the rule `id` in solvers."""
    return _register(SOLVER_CHECKS, id)


def _register(checks: dict[str, Any], id: str) -> Callable[[F], F]:
    def register(check: F) -> F:
        if id in checks:
            raise ValueError(f"{id} has two checks: {checks[id].__qualname__} and {check.__qualname__}")
        checks[id] = check
        return check

    return register
