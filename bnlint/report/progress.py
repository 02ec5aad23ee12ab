"""A progress bar for runs that take long, kept out of the way of what else is printed."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TextIO, TypeVar

    from rich.progress import Progress

    T = TypeVar("T")

_PATIENCE = 0.5  # seconds before a bar appears: most runs are over by then, and rich need not be loaded
_PAUSE = 0.1  # seconds between two states of the bar


def shown(outcomes: Iterator[T], total: int, stream: TextIO, told: Callable[[T], bool] | None = None) -> Iterator[T]:
    """The outcomes, with a bar on `stream` while the next one is awaited.

    `told` says of which something may be printed: the bar gives way (not given: of those with findings or faults).
    """
    told = told or _is_told
    start = last = time.monotonic()
    bar: Progress | None = None
    drawn = False
    try:
        for done, outcome in enumerate(outcomes, 1):
            if drawn and bar and told(outcome):
                bar.stop()
                drawn = False
            yield outcome
            now = time.monotonic()
            if done == total or now - start < _PATIENCE or now - last < _PAUSE:
                continue
            last = now
            bar = bar or _bar(total, stream)
            bar.update(bar.task_ids[0], completed=done)
            if not drawn:
                bar.start()
                drawn = True
            bar.refresh()
    finally:
        if drawn and bar:
            bar.stop()


def _is_told(outcome: Any) -> bool:
    """Whether something may be printed about it."""
    found = outcome.result is not None and outcome.result.diagnostics
    return bool(found or outcome.error or outcome.bugs or outcome.note or outcome.fixed)


def _bar(total: int, stream: TextIO) -> Progress:
    """Transient, and without a thread: it is drawn only when told to."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        "files",
        TimeRemainingColumn(),
        console=Console(file=stream),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=total)
    return bar
