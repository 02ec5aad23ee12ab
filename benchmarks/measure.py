"""What a benchmark is made of: rows with their goals, the plan of a run, and timing in turns."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
_LEAST = 3  # rounds, however long they take: of two figures there is no middle one


class Row(NamedTuple):
    """A line of the table: what is measured, what it is held against, the goal for their ratio, and their unit.

    A goal of ``>= 3`` asks how many times faster the first side is, one of ``<= 3`` how many times as much it takes;
    without a goal the row is there for orientation, and its ratio is of the second kind.
    """

    what: str
    other: str
    goal: str = ""
    unit: str = "ms"


class Figure(NamedTuple):
    """What came of a row: milliseconds (or the row's unit) of both sides, and how many rounds that is the middle of.

    One that could not be measured has no figures, and says why.
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
        """Whether the goal is reached; None where there is no goal, or no figure."""
        if self.missing or not self.row.goal:
            return None
        sign, number = self.row.goal.split()
        return self.ratio >= float(number) if sign == ">=" else self.ratio <= float(number)


class Plan(NamedTuple):
    """What a run may use: folders of real files, rounds at most, seconds for a comparison, a folder of its own.

    A quick run has smaller sizes and installs nothing: it shows that the script works.
    """

    folders: tuple[str, ...]
    rounds: int
    seconds: float
    quick: bool
    work: Path

    def size(self, size: int) -> int:
        return size // 50 if self.quick else size

    def folder(self, name: str) -> Path:
        """A new empty folder that goes when the run ends."""
        made = self.work / name
        made.mkdir(parents=True)
        return made


class Work(NamedTuple):
    """One side of a comparison. `before` makes things ready, and is not timed."""

    run: Callable[[], object]
    before: Callable[[], object] | None = None


class Taken(NamedTuple):
    """Milliseconds of each side in each round."""

    times: list[list[float]]

    @property
    def rounds(self) -> int:
        return len(self.times[0])

    def figure(self, row: Row, ours: int, others: int) -> Figure:
        """The row's figure, of the sides with these numbers."""
        return Figure(row, median(self.times[ours]), median(self.times[others]), self.rounds)


def in_turns(
    works: list[Work], plan: Plan, rounds: int | None = None, clock: Callable[[], float] = perf_counter
) -> Taken:
    """Times all works once in each round, after a round that warms up, until rounds or seconds are used up.

    For work inside this process `clock` may be that of the processor, which other programs disturb least.
    """
    times: list[list[float]] = [[] for _ in works]
    most = 1 if plan.quick else 1 + (rounds or plan.rounds)
    begin = perf_counter()
    for number in range(most):
        if number > _LEAST and perf_counter() - begin > plan.seconds:
            break
        for work, taken in zip(works, times):
            seconds = _timed(work, clock)
            if number or plan.quick:
                taken.append(1000 * seconds)
    return Taken(times)


def _timed(work: Work, clock: Callable[[], float]) -> float:
    if work.before:
        work.before()
    gc.collect()
    gc.disable()  # as the command line has it for the files it checks
    try:
        begin = clock()
        work.run()
        return clock() - begin
    finally:
        gc.enable()
