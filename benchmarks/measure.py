"""The parts of a benchmark: rows with their goals, the plan of a run, and interleaved timing."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
_MIN_ROUNDS = 3  # however long they take: a median needs three


class Row(NamedTuple):
    """A row of the table: what is measured, what it is compared with, the goal for their ratio, and their unit.

    With a goal of ``>= 3`` the ratio is how many times faster bnlint is, with ``<= 3``, or without a goal, how many
    times as long it takes.
    """

    name: str
    other: str
    goal: str = ""
    unit: str = "ms"


class Figure(NamedTuple):
    """The result of a row: medians of both sides, in milliseconds (or the row's unit), over a number of rounds.

    One that could not be measured has no figures; `missing` says why.
    """

    row: Row
    ours: float = 0.0
    others: float = 0.0
    rounds: int = 0
    missing: str = ""

    @property
    def ratio(self) -> float:
        if self.missing:
            return 0.0
        return self.others / self.ours if self.row.goal.startswith(">=") else self.ours / self.others

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None if there is no goal, or no figure."""
        if self.missing or not self.row.goal:
            return None
        sign, number = self.row.goal.split()
        return self.ratio >= float(number) if sign == ">=" else self.ratio <= float(number)


class Plan(NamedTuple):
    """The limits of a run: folders of real files, most rounds, seconds per comparison, a temporary folder.

    A quick run uses small sizes and installs nothing: it only shows that the script works.
    """

    folders: tuple[str, ...]
    rounds: int
    seconds: float
    quick: bool
    work: Path

    def size(self, size: int) -> int:
        return size // 50 if self.quick else size

    def folder(self, name: str) -> Path:
        """A new empty folder, which is deleted at the end of the run."""
        made = self.work / name
        made.mkdir(parents=True)
        return made


class Work(NamedTuple):
    """One side of a comparison. `before` prepares it, and is not timed."""

    run: Callable[[], object]
    before: Callable[[], object] | None = None


class Timings(NamedTuple):
    """Milliseconds of each side in each round."""

    times: list[list[float]]

    @property
    def rounds(self) -> int:
        return len(self.times[0])

    def figure(self, row: Row, ours: int, others: int) -> Figure:
        """The row's figure for the sides with these indices."""
        return Figure(row, median(self.times[ours]), median(self.times[others]), self.rounds)


def interleaved(
    works: list[Work], plan: Plan, rounds: int | None = None, clock: Callable[[], float] = perf_counter
) -> Timings:
    """Times all works once per round, after a warm-up round, until the rounds or the seconds are used up.

    For work in this process `clock` may be processor time, which other programs affect least.
    """
    times: list[list[float]] = [[] for _ in works]
    limit = 1 if plan.quick else 1 + (rounds or plan.rounds)
    begin = perf_counter()
    for number in range(limit):
        if number > _MIN_ROUNDS and perf_counter() - begin > plan.seconds:
            break
        for work, own in zip(works, times):
            seconds = _timed(work, clock)
            if number or plan.quick:
                own.append(1000 * seconds)
    return Timings(times)


def _timed(work: Work, clock: Callable[[], float]) -> float:
    if work.before:
        work.before()
    gc.collect()
    gc.disable()  # as the command line does while it checks files
    try:
        begin = clock()
        work.run()
        return clock() - begin
    finally:
        gc.enable()
