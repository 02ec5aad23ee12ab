"""Runs many files, in one process or in several: what becomes of each, in their order."""

from __future__ import annotations

from bnlint.run.job import Job
from bnlint.run.job import Outcome as Outcome  # who runs files needs it
from bnlint.run.job import bug_line as bug_line
from bnlint.run.job import lint_data as lint_data
from bnlint.run.job import reason as reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bnlint.linter.settings import Settings
    from bnlint.run.discover import Found
    from bnlint.run.job import Change as Change


def run(
    found: Iterable[Found],
    settings: Settings | Callable[[str], Settings],
    fix: bool | Change = False,
    write: bool = False,
    jobs: int | None = 1,
    edits: bool = False,
) -> Iterator[Outcome]:
    """The outcome of each file, in their order; one file never stops the others.

    `settings`, `fix`, `write` and `edits` are those of `Job`. `jobs` is how many processes may work at once (None: as
    many as there are cores, where that is quicker).
    """
    work = Job(settings, fix, write, edits)
    try:
        if jobs == 1:
            yield from map(work.process, found)
        else:
            from bnlint.run import parallel

            yield from parallel.outcomes(work, found, jobs)
    finally:
        work.save()
