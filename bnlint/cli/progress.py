"""A progress bar on standard error for runs that take long, on a terminal."""

from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")

_PATIENCE = 1.0  # seconds until a bar appears


def followed(items: Sequence[T]) -> Iterator[T]:
    """The items in their order; a bar appears as soon as it takes long, and goes at the end."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    begin = monotonic()
    rest = iter(items)
    for done, item in enumerate(rest, 1):
        yield item
        if monotonic() - begin > _PATIENCE:
            yield from _with_bar(rest, done, len(items))


def _with_bar(rest: Iterator[T], done: int, total: int) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("files", total=total, completed=done)
        for item in rest:
            yield item
            bar.advance(task)
