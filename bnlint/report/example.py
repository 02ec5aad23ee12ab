"""Shows an example of a rule: a diff of the layers that change, or the net with marks under what is found."""

from __future__ import annotations

from bnlint.linter.check import check
from bnlint.linter.settings import DEFAULT_TARGET, Settings
from bnlint.prototxt.parser import parse
from bnlint.rules.examples import marks
from bnlint.text.files import RelatedFiles
from bnlint.text.source import LineIndex, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.rules.page import Example

_LONG = 24  # lines of a layer from which only those around the change are shown
_AROUND = 2
_LEFT_OUT = "  ..."


def lines(example: Example, rule: str, folders: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of an example, each after ``-``, ``+`` or a blank.

    Shown are the layers that change. Without a good net, it is the net without its frame, and under its lines the marks
    of what `rule` finds; without marks, the layers in which it finds something.
    """
    if example.good is None and example.marks:
        marked_text = marks.write(example.part, [mark._replace(fix="") for mark in example.marks])
        yield from (f"  {line}".rstrip() for line in marked_text.splitlines())
        return
    from difflib import SequenceMatcher

    bad = example.bad.splitlines()
    if example.good is None:
        target, dialect = example.target or DEFAULT_TARGET, example.dialect or ""
        neighbours = None if example.files is None else RelatedFiles("example.prototxt", example.files)
        settings = Settings((rule,), target=target, dialect=dialect, rules=folders)
        result = check(Source(example.bad), settings, neighbours)
        index = LineIndex(example.bad)
        touched = {index.line(d.span.start) for d in result.diagnostics}
        yield from _shown(example.bad, [(" ", n, line) for n, line in enumerate(bad)], touched)
        return
    good = example.good.splitlines()
    marked: list[tuple[str, int, str]] = []
    touched = set()
    for tag, start, end, start2, end2 in SequenceMatcher(None, bad, good, autojunk=False).get_opcodes():
        mark = " " if tag == "equal" else "-"
        marked += [(mark, n, bad[n]) for n in range(start, end)]
        if tag != "equal":
            marked += [("+", max(start, end - 1), good[n]) for n in range(start2, end2)]
            touched |= set(range(start, end)) or {max(0, start - 1)}
    yield from _shown(example.bad, marked, touched)


def _shown(text: str, marked: list[tuple[str, int, str]], touched: set[int]) -> Iterator[str]:
    """The lines of layers with a `touched` line, and all removed and added lines; all lines if none is touched."""
    wanted = _wanted(text, touched) if touched else {number for _, number, _ in marked}
    left_out = False
    for mark, number, line in marked:
        if mark != " " or number in wanted:
            if left_out:
                yield _LEFT_OUT
            yield f"{mark} {line}".rstrip()
            left_out = False
        else:
            left_out = True
    if left_out:
        yield _LEFT_OUT


def _wanted(text: str, touched: set[int]) -> set[int]:
    """The numbers of the lines of each layer with a touched line; of long layers, and of layers that are a line each,
    those around it."""
    lines_of = LineIndex(text).line
    layers = [(lines_of(item.start), lines_of(item.end)) for item in parse(text).items]
    wanted: set[int] = set()
    for line in touched:
        first, last = next(((a, b) for a, b in layers if a <= line <= b), (line, line))
        if 0 < last - first < _LONG:
            wanted |= set(range(first, last + 1))
        else:
            wanted |= {first, last, *range(line - _AROUND, line + _AROUND + 1)}
    return wanted
