"""Renders the findings of a file one by one, so that a fault of bnlint in one of them does not hide the others."""

from __future__ import annotations

from bnlint.run.outcome import bug_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic

    T = TypeVar("T")


def each(
    outcome: Outcome, render: Callable[[Diagnostic], T], diagnostics: Iterable[Diagnostic] | None = None
) -> Iterator[T]:
    """What `render` makes of each finding of `outcome` (or of these `diagnostics`).

    If it raises, the finding loses its fix, which is made only now; if that is not enough, it is left out. Either is
    one more line in the outcome's `bugs`.
    """
    if diagnostics is None:
        diagnostics = outcome.result.grouped if outcome.result is not None else ()
    for diagnostic in diagnostics:
        try:
            yield render(diagnostic)
            continue
        except Exception as error:
            what = "the fix of a finding" if diagnostic.fix is not None else "a finding"
            bug = f"{what} of {diagnostic.rule} cannot be reported: {bug_line(error)}"
            outcome.bugs += () if bug in outcome.bugs else (bug,)
        if diagnostic.fix is not None:
            diagnostic.fix = None
            yield from each(outcome, render, (diagnostic,))
