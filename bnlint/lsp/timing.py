"""When an open file is linted: after a pause in typing, which is longer where linting takes longer."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.lsp.open_file import OpenFile

#: The pause in seconds: this share of the time that the last lint took, within bounds.
_SHARE, _SHORTEST, _LONGEST = 0.5, 0.01, 0.3


class Pace:
    """How long to wait after a keystroke, by the address of the file."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def delay(self, uri: str) -> float:
        """Seconds to wait for the next keystroke."""
        return min(max(_SHARE * self._seconds.get(uri, 0.0), _SHORTEST), _LONGEST)

    def lint(self, file: OpenFile) -> None:
        """Lints the file unless that is done, and remembers how long it took."""
        if not file.is_linted:
            begin = perf_counter()
            _ = file.findings
            self._seconds[file.uri] = perf_counter() - begin

    def forget(self, uri: str) -> None:
        self._seconds.pop(uri, None)


class Debouncer:
    """Calls `action` with the address of a file after the last change of a burst."""

    def __init__(self, action: Callable[[str], None], pace: Pace) -> None:
        self._action = action
        self._pace = pace
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def schedule(self, uri: str, delay: float | None = None) -> None:
        """Calls the action in `delay` seconds (None: at the file's pace) unless the file changes before."""
        self.cancel(uri)
        seconds = self._pace.delay(uri) if delay is None else delay
        self._timers[uri] = asyncio.get_running_loop().call_later(seconds, self._run, uri)

    def cancel(self, uri: str) -> None:
        timer = self._timers.pop(uri, None)
        if timer is not None:
            timer.cancel()

    def _run(self, uri: str) -> None:
        self._timers.pop(uri, None)
        self._action(uri)
