"""Chooses patterns that match some files and no others, for a configuration that is written for the user."""

from __future__ import annotations

import os
import re
from collections import Counter

from bnlint.config.patterns import Patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    Matcher = Callable[[str], bool]

_FEW = 5  # paths that may be written out where no pattern fits
_MAX_TRIED = 50  # patterns, the most frequent ones: each is matched with every file
_SEPARATORS = "_-."


def choose(wanted: Collection[str], others: Collection[str], root: str, words: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A few patterns, relative to `root`, that match as many of the files `wanted` as possible and none of `others`.

    The most general come first: folders and names with one of `words`, endings such as ``.prototxt.in``, then paths.
    Without words, whole folders may be chosen too. All paths are absolute.
    """
    left, chosen = {path for path in wanted if _is_printable(path)}, []
    ranked: dict[str, int] = {}
    count: Counter[str] = Counter()
    for path in sorted(left):
        for rank, pattern in enumerate(_general(path, root, words)):
            ranked[pattern] = rank
            count[pattern] += 1
    ranked = {pattern: ranked[pattern] for pattern, _ in count.most_common(_MAX_TRIED)}
    matchers = {pattern: _matcher(pattern, root) for pattern in ranked}
    matched = {
        pattern: set(filter(matches, wanted)) for pattern, matches in matchers.items() if not any(map(matches, others))
    }
    while left and matched:
        best = max(matched, key=lambda pattern: (len(matched[pattern] & left), -ranked[pattern], -len(pattern)))
        if not matched[best] & left:
            break
        chosen.append(best)
        left -= matched.pop(best)
    if len(left) <= _FEW:
        chosen += ["/" + _escaped(_relative(path, root)) for path in sorted(left)]
    return tuple(chosen)


def _matcher(pattern: str, root: str) -> Matcher:
    patterns = Patterns((pattern,), root)
    return lambda path: patterns.verdict(path) is True


def _is_printable(path: str) -> bool:
    """Whether a path can be written into a file in one line."""
    return path.isprintable() and path == path.strip()


def _escaped(text: str) -> str:
    """A pattern that stands for a text itself."""
    return re.sub(r"[*?\[\]\\]|^[!#]", r"\\\g<0>", text)


def _relative(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _general(path: str, root: str, words: tuple[str, ...]) -> Iterator[str]:
    """The patterns to try for a file, the preferred ones first."""
    *folders, name = map(_escaped, _relative(path, root).split("/"))
    for number, folder in enumerate(folders):
        if any(word in folder.lower() for word in words):
            yield f"{folder}/"
        elif not words:
            yield f"/{'/'.join(folders[: number + 1])}/"
    stem, dot, ending = name.partition(".prototxt")
    if not words and dot and ending:
        yield f"*{dot}{ending}"
    for word in words:
        start = stem.lower().find(word)
        if start < 0:
            continue
        before, found, after = stem[:start], stem[start : start + len(word)], stem[start + len(word) :]
        if not before and not after:
            yield name
        if before and not after:
            yield f"*{_edge(before[-1:])}{found}{dot}{ending}"
        if after and not before:
            yield f"{found}{_edge(after[:1])}*{dot}{ending}"
        yield f"*{found}*{dot}{ending}"


def _edge(letter: str) -> str:
    """A character next to a word, if it separates words."""
    return letter if letter in _SEPARATORS else ""
