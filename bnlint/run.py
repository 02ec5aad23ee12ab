"""Runs many files, in one process or in several: what becomes of each, in their order."""

from __future__ import annotations

from bnlint.work import Outcome as Outcome  # who runs files needs it
from bnlint.work import Work
from bnlint.work import bug_line as bug_line
from bnlint.work import judge as judge
from bnlint.work import reason as reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bnlint.discover import Found
    from bnlint.settings import Settings
    from bnlint.work import Change as Change


def run(
    found: Iterable[Found],
    settings: Settings | Callable[[str], Settings],
    fix: bool | Change = False,
    write: bool = False,
    jobs: int | None = 1,
    edits: bool = False,
) -> Iterator[Outcome]:
    """The outcome of each file, in their order; one file never stops the others.

    `settings`, `fix`, `write` and `edits` are those of `Work`. `jobs` is how many processes may work at once (None: as
    many as there are cores, where that is quicker).
    """
    work = Work(settings, fix, write, edits)
    try:
        if jobs == 1:
            yield from map(work.done, found)
        else:
            from bnlint import parallel

            yield from parallel.outcomes(work, found, jobs)
    finally:
        work.save()
