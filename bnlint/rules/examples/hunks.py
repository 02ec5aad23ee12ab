"""Diffs in rule files: unified hunks without line numbers, each after a line ``@@``."""

from __future__ import annotations

from difflib import unified_diff

_HUNK = "@@"
_CONTEXT = (0, 1, 2, 3, 5, 8, 1000)  # lines around a change: the fewest that make it unambiguous


class HunkError(ValueError):
    """A diff that does not apply; the message says which hunk."""


def is_diff(text: str) -> bool:
    return text.startswith(_HUNK)


def apply(text: str, diff: str) -> str:
    """`text` with the hunks of `diff` applied, each at the first match after the one before. Raises HunkError."""
    lines = text.split("\n")
    result: list[str] = []
    position = 0
    for number, hunk in enumerate(_hunks(diff), 1):
        old = [line[1:] for line in hunk if line[:1] != "+"]
        start = _find(lines, old, position)
        if start < 0:
            raise HunkError(f"hunk {number} does not apply: {old[0].strip() if old else 'it has no context'}")
        result += lines[position:start]
        result += [line[1:] for line in hunk if line[:1] != "-"]
        position = start + len(old)
    return "\n".join(result + lines[position:])


def make(old: str, new: str) -> str | None:
    """The diff from `old` to `new`; None if they are equal, or such a diff cannot express the change."""
    before, after = old.split("\n"), new.split("\n")
    for context in _CONTEXT:
        lines = list(unified_diff(before, after, n=context, lineterm=""))[2:]
        if context == 0 and any(line[1:2] in " }" for line in lines if not line.startswith(_HUNK)):
            continue  # without context, a reader could not tell which layer it is in
        diff = "".join((_HUNK if line.startswith(_HUNK) else line.rstrip(" ") or " ") + "\n" for line in lines)
        try:
            if lines and apply(old, diff) == new:
                return diff
        except HunkError:
            continue
    return None


def _hunks(diff: str) -> list[list[str]]:
    hunks: list[list[str]] = []
    for number, line in enumerate(diff.splitlines(), 1):
        if line.startswith(_HUNK):
            hunks.append([])
        elif line and line[0] not in " +-":
            raise HunkError(f"line {number} of the diff starts with none of ' ', '+', '-', '@@'")
        else:
            hunks[-1].append(line or " ")
    return hunks


def _find(lines: list[str], wanted: list[str], start: int) -> int:
    if not wanted:
        return -1
    starts = range(start, len(lines) - len(wanted) + 1)
    return next((n for n in starts if lines[n : n + len(wanted)] == wanted), -1)
