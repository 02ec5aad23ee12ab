"""Edits by span, fixes made of them, and how they are applied: a fix wholly or not at all."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Edit(NamedTuple):
        """Replace ``text[start:end]`` by `text`; an insertion where start equals end."""

        start: int
        end: int
        text: str
else:
    Edit = namedtuple("Edit", "start end text")


class Applicability(Enum):
    """How far a fix may be trusted: see docs/architecture.md for what each promises."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class OverlapError(ValueError):
    """Two edits of one fix overlap."""


class Fix:
    """Edits that belong together, in order of position, with a title and their applicability.

    `edits` may be given as a function, which is called when they are first needed: most findings are only counted.
    """

    __slots__ = ("_edits", "_make", "applicability", "title")

    def __init__(
        self, title: str, applicability: Applicability, edits: Iterable[Edit] | Callable[[], Iterable[Edit]]
    ) -> None:
        self.title = title
        self.applicability = applicability
        self._make = edits
        self._edits: tuple[Edit, ...] | None = None

    def __repr__(self) -> str:
        return f"Fix({self.title!r}, {self.applicability.value})"

    def __reduce__(self) -> tuple[type[Fix], tuple[str, Applicability, tuple[Edit, ...]]]:
        """Pickled with its edits: the function that makes them refers to the whole context of the check."""
        return Fix, (self.title, self.applicability, self.edits)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits, sorted. Raises OverlapError if two of them overlap."""
        if self._edits is None:
            made = self._make() if callable(self._make) else self._make
            edits = tuple(sorted(set(made)))
            for before, after in pairwise(edits):
                if after.start < before.end:
                    raise OverlapError(f"edits {before} and {after} of {self.title!r} overlap")
            self._edits = edits
        return self._edits

    def failure(self) -> str:
        """Why the edits cannot be made, which is a fault of the check; empty if they can."""
        try:
            tuple(self.edits)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return ""

    @property
    def start(self) -> int:
        return self.edits[0].start

    @property
    def end(self) -> int:
        return max(edit.end for edit in self.edits)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """`text` with `edits` applied; they must be sorted and must not overlap."""
    parts: list[str] = []
    last = 0
    for start, end, new in edits:
        parts.append(text[last:start])
        parts.append(new)
        last = end
    parts.append(text[last:])
    return "".join(parts)


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Edits of `text` that do what `first` does and then `second`, whose offsets are those of the text after `first`.

    Both must be sorted and must not overlap; so are the edits returned. Those of both that touch become one.
    """
    if not first or not second:
        return [*first, *second]
    between = apply_edits(text, first)
    spans: list[tuple[int, int, int, Edit | None]] = []  # in the text between, with what the first edit adds to it
    shift = 0
    for edit in first:
        start, added = edit.start + shift, len(edit.text) - (edit.end - edit.start)
        spans.append((start, start + len(edit.text), added, None))
        shift += added
    spans += [(edit.start, edit.end, 0, edit) for edit in second]
    spans.sort(key=lambda span: span[:2])
    groups: list[tuple[int, int, int, list[Edit]]] = []
    for start, end, added, later in spans:
        if groups and start <= groups[-1][1]:
            begin, stop, sum_, laters = groups.pop()
        else:
            begin, stop, sum_, laters = start, end, 0, []
        groups.append((begin, max(stop, end), sum_ + added, [*laters, later] if later else laters))
    edits = []
    shift = 0
    for begin, stop, added, laters in groups:
        new = apply_edits(between[begin:stop], [Edit(s - begin, e - begin, t) for s, e, t in laters])
        edits.append(Edit(begin - shift, stop - shift - added, new))
        shift += added
    return edits


def choose(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes that can be applied in one round, in order of position.

    Fixes are taken in the order of their first edits. One that overlaps or touches the span of an earlier one waits for
    the next round, when its rule has checked the new text. One whose edits have all been taken already is dropped.
    """
    taken: list[Fix] = []
    done: set[Edit] = set()
    limit = -1
    for fix in sorted((f for f in fixes if f.edits), key=lambda f: (f.start, f.end)):
        if fix.start <= limit or done.issuperset(fix.edits):
            continue
        taken.append(fix)
        done.update(fix.edits)
        limit = fix.end
    return taken
