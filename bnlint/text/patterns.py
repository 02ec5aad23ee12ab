"""Regular expressions that are compiled when they are first used: most are for rare cases."""

from __future__ import annotations

import re


class _Lazy:
    """A stand-in for a compiled expression, compiled when one of its methods is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, but compiles at the first use, which raises re.error if `pattern` is invalid."""
    return _Lazy(pattern, flags)  # type: ignore[return-value]
