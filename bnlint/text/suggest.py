"""Finds the valid word that a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

from bnlint.text.patterns import lazy

_PARTS = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W_]")
_DIGITS = lazy(r"[0-9]+")
# So many letters a word must have before two neighbours may be swapped, and before two may be wrong.
_LETTERS_FOR_SWAP, _LETTERS_FOR_TWO = 4, 10

#: A word that a file has more often is a name of its own, not a typo.
OFTEN = 2


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


def typo_of(word: str, words: Iterable[str], least: int = 6) -> str:
    """The word of which `word` is surely a misspelling; empty if it may as well be a name of its own.

    For names in files, whose authors may have words that bnlint does not know, unlike those of a command line. A word
    that differs only in case and underscores is a misspelling. Any other must have nearly all letters right, begin with
    the same letter, and have the same numbers (``conv3`` is not ``conv2``). A word that contains the other one is not
    its misspelling, but a name made of it (``PReLU``, ``pooling_sk``), unless it is its plural; nor is one in which a
    whole part was replaced (``kernel_d`` for ``kernel_h``). Words of fewer than `least` letters are too short.
    """
    others = [other for other in words if other != word]
    plain = _plain(word)
    same = [other for other in others if _plain(other) == plain]
    if same or not plain:
        return same[0] if len(same) == 1 else ""
    limit = 2 if len(plain) >= _LETTERS_FOR_TWO else 1
    near = sorted((edits, other) for other in others if (edits := distance(plain, _plain(other), limit)) <= limit)
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return ""
    edits, other = near[0]
    return other if _is_typo(word, other, edits, least) else ""


def is_same(one: str, two: str) -> bool:
    """Whether two words differ at most in case and underscores."""
    return _plain(one) == _plain(two)


def _is_typo(word: str, other: str, edits: int, least: int) -> bool:
    one, two = _plain(word), _plain(other)
    if one[:1] != two[:1] or _DIGITS.findall(one) != _DIGITS.findall(two):
        return False
    if (two in one and one != two + "s") or (one in two and len(two) - len(one) > 1):
        return False
    is_swap = edits == 1 and sorted(one) == sorted(two)
    if max(len(one), len(two)) < (min(least, _LETTERS_FOR_SWAP) if is_swap else least):
        return False
    parts, others = _PARTS.findall(word), _PARTS.findall(other)
    if len(parts) != len(others):
        return edits == 1
    return all(3 * distance(a.lower(), b.lower(), len(b)) <= max(len(a), len(b)) for a, b in zip(parts, others))


def _plain(word: str) -> str:
    return word.lower().replace("_", "")
