"""A progress bar for long runs, which disappears while anything else is printed."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TextIO, TypeVar

    from rich.progress import Progress

    T = TypeVar("T")

_PATIENCE = 0.5  # seconds before the bar appears: most runs end earlier, without loading rich
_PAUSE = 0.1  # seconds between two updates of the bar


def shown(outcomes: Iterator[T], total: int, stream: TextIO, prints: Callable[[T], bool] | None = None) -> Iterator[T]:
    """The outcomes, with a bar on `stream` while waiting for the next one.

    `prints` says for which outcomes something may be printed, so that the bar is removed first (by default, those with
    findings or errors).
    """
    prints = prints or _prints
    start = last = time.monotonic()
    bar: Progress | None = None
    drawn = False
    try:
        for done, outcome in enumerate(outcomes, 1):
            if drawn and bar and prints(outcome):
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


def _prints(outcome: Any) -> bool:
    """Whether something may be printed about an outcome."""
    findings = outcome.result is not None and outcome.result.diagnostics
    return bool(findings or outcome.error or outcome.bugs or outcome.note or outcome.fixed)


def _bar(total: int, stream: TextIO) -> Progress:
    """A transient bar without a thread, drawn only on request."""
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
