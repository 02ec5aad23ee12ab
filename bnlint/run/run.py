"""Runs over many files, in one process or several, and yields their outcomes in order."""

from __future__ import annotations

from bnlint.run.job import Job

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bnlint.linter.settings import Settings
    from bnlint.run.discover import FoundFile
    from bnlint.run.job import Change
    from bnlint.run.outcome import Outcome


def run(
    files: Iterable[FoundFile],
    settings: Settings | Callable[[str], Settings],
    fix: bool | Change = False,
    write: bool = False,
    jobs: int | None = 1,
    edits: bool = False,
) -> Iterator[Outcome]:
    """The outcome of each file, in order; no file stops the others.

    `settings`, `fix`, `write` and `edits` are those of `Job`. `jobs` is the number of processes (None: one per core
    if that is faster).
    """
    job = Job(settings, fix, write, edits)
    try:
        if jobs == 1:
            yield from map(job.process, files)
        else:
            from bnlint.run import parallel  # with multiprocessing, which takes as long to load as a small check

            yield from parallel.outcomes(job, files, jobs)
    finally:
        job.save()
