"""Compares two texts line by line: the pieces that differ, and the hunks of a diff.

Lines that occur once in both texts, such as the names of layers, are taken as fixed points. What is between them is
compared in full, so that a small change of a large net, whose lines repeat, stays small.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from difflib import SequenceMatcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    #: ``equal``, ``replace``, ``delete`` or ``insert``, and the lines concerned in both texts, as in difflib.
    Opcode = tuple[str, int, int, int, int]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # str.splitlines would also split at form feeds and C1 controls
_CONTEXT = 3  # equal lines around a change
_LARGEST = 2_000  # lines between fixed points that are compared in full


def lines_of(text: str) -> list[str]:
    """The lines with their line feeds."""
    return _LINE.findall(text)


def opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """How `before` becomes `after`: pieces in order, which cover both."""
    codes: list[Opcode] = []
    start = other = 0
    for fixed, same in (*_fixed_points(before, after), (len(before), len(after))):
        for code in _compared(before[start:fixed], after[other:same]):
            _append(codes, (code[0], code[1] + start, code[2] + start, code[3] + other, code[4] + other))
        if fixed < len(before):
            _append(codes, ("equal", fixed, fixed + 1, same, same + 1))
        start, other = fixed + 1, same + 1
    return codes


def unified(before: Sequence[str], after: Sequence[str], path: str) -> Iterator[str]:
    """The lines of a unified diff of the file `path`; none if both are equal."""
    for number, group in enumerate(_Compared(opcodes(before, after)).get_grouped_opcodes(_CONTEXT)):
        if not number:
            yield f"--- {path}\n"
            yield f"+++ {path}\n"
        (_, first, _, first2, _), (_, _, last, _, last2) = group[0], group[-1]
        yield f"@@ -{_range(first, last)} +{_range(first2, last2)} @@\n"
        for tag, start, end, start2, end2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[start:end])
                continue
            yield from (f"-{line}" for line in before[start:end])
            yield from (f"+{line}" for line in after[start2:end2])


class _Compared(SequenceMatcher[str]):
    """Groups opcodes into hunks."""

    def __init__(self, codes: list[Opcode]) -> None:
        super().__init__()
        self._codes = codes

    def get_opcodes(self) -> list[Opcode]:  # type: ignore[override]
        return self._codes


def _fixed_points(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The lines that occur once in both texts, in the longest list that is in order in both, as patience diff does."""
    once, once_after = _unique(before), _unique(after)
    pairs = [(number, once_after[line]) for line, number in once.items() if line in once_after]
    tails: list[int] = []  # of the best list of each length, the line in `after`
    ends: list[int] = []  # and the index of the pair
    previous: list[int] = []
    for index, (_, line) in enumerate(pairs):
        length = bisect_left(tails, line)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [line]
        ends[length : length + 1] = [index]
    points = []
    index = ends[-1] if ends else -1
    while index >= 0:
        points.append(pairs[index])
        index = previous[index]
    return points[::-1]


def _unique(lines: Sequence[str]) -> dict[str, int]:
    """The lines that occur once, with their numbers, in order."""
    numbers: dict[str, int] = {}
    for number, line in enumerate(lines):
        numbers[line] = -1 if line in numbers else number
    return {line: number for line, number in numbers.items() if number >= 0}


def _compared(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """The opcodes between two fixed points: equal lines at both ends are not compared again."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    codes: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
    end, end2 = len(before) - tail, len(after) - tail
    is_large = max(end, end2) - head > _LARGEST
    matcher = SequenceMatcher(None, before[head:end], after[head:end2], autojunk=is_large)
    codes += [(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in matcher.get_opcodes()]
    return [*codes, ("equal", end, len(before), end2, len(after))] if tail else codes


def _append(codes: list[Opcode], code: Opcode) -> None:
    """Adds a piece; one that continues the last one becomes part of it."""
    if codes and codes[-1][0] == code[0]:
        tag, start, _, start2, _ = codes.pop()
        code = (tag, start, code[2], start2, code[4])
    codes.append(code)


def _range(start: int, end: int) -> str:
    """A range of lines, as ``diff`` writes it."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + bool(length)},{length}"
