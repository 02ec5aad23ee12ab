"""Applies fixes to a fixed point and proves each rewrite before anybody may write it."""

from __future__ import annotations

from bnlint.linter import Result
from bnlint.settings import Settings
from bnlint.source import Source


class FixResult:
    """What fixing made of a source.

    `source` is the new source (the original object where nothing changed), `result` what is left to find in it,
    `original` the Result before any fix, `applied` the rule ids and titles of the fixes in the order in which
    they were applied.
    """

    __slots__ = ("applied", "original", "result", "source")

    def __init__(self, source: Source, original: Result, result: Result, applied: list[tuple[str, str]]) -> None:
        self.source = source
        self.original = original
        self.result = result
        self.applied = applied


def fix(source: Source, settings: Settings) -> FixResult:
    """Fixes what is safe to fix, and with `settings.unsafe_fixes` also what is not. Never raises for bad input."""
    raise NotImplementedError
