"""Pauses the garbage collector while files are parsed and linted."""

from __future__ import annotations

import gc


class Paused:
    """A context in which the collector does not run: ``with Paused():``.

    It finds nothing to free in trees, but searches a large one again and again as it grows, which takes most of the
    time.
    """

    __slots__ = ("_was_enabled",)

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *error: object) -> None:
        if self._was_enabled:
            gc.enable()
