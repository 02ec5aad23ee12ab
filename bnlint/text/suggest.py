"""Finds the valid word that a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, two: str, limit: int) -> int:
    """The edit distance of two words (a swap of neighbouring letters counts once), or `limit` + 1 if it is larger."""
    if abs(len(one) - len(two)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(two) + 1))
    for n, a in enumerate(one, 1):
        older, before = before, row
        row = [n]
        for m, b in enumerate(two, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (a != b))
            if n > 1 and m > 1 and a == two[m - 2] and one[n - 2] == b:
                cost = min(cost, older[m - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def nearest(word: str, words: Iterable[str]) -> str:
    """The word that `word` was probably meant to be; empty if none is near, or several are equally near.

    At most a quarter of its letters may be wrong, and at most three. Case and underscores are ignored.
    """
    plain = _plain(word)
    limit = min(3, max(1, len(plain) // 4)) if len(plain) > 2 else 0
    scored = sorted((distance(plain, _plain(other), limit), other) for other in words if other != word)
    if not scored or scored[0][0] > limit:
        return ""
    if len(scored) > 1 and scored[1][0] == scored[0][0]:
        return ""
    return scored[0][1]


def _plain(word: str) -> str:
    return word.lower().replace("_", "")
