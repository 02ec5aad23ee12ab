"""Regular expressions that are compiled when they are first used: most of them wait for a rare case."""

from __future__ import annotations

import re


class _Lazy:
    """Stands for a compiled expression; becomes it, method by method, as it is asked."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, later. Raises re.error at the first use if `pattern` is faulty."""
    return _Lazy(pattern, flags)  # type: ignore[return-value]
