"""Groups findings that repeat the same message for other layers or files."""

from __future__ import annotations

from bnlint.linter.grouping import alike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import Source

    Group = list[Diagnostic]

SHOWN = 3  # findings per group and file
FILES = 5  # files in which findings of a group are shown
_WORTH_IT = 3  # fewer are shown too: a summary would hardly be shorter
_LISTED = 12  # line numbers in a summary


class Repeats:
    """The findings shown so far.

    Findings repeat each other if they are `alike`.
    """

    __slots__ = ("_files",)

    def __init__(self) -> None:
        self._files: dict[tuple[object, ...], int] = {}

    def split(self, diagnostics: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Group], list[Group]]:
        """(the findings in a file to show, in order; groups of more like these; groups shown in earlier files)."""
        groups: dict[tuple[object, ...], Group] = {}
        for diagnostic in diagnostics:
            groups.setdefault(alike(diagnostic), []).append(diagnostic)
        others, known = [], []
        for key, group in groups.items():
            files = self._files[key] = self._files.get(key, 0) + 1
            if files > FILES:
                known.append(group)
            elif len(group) >= SHOWN + _WORTH_IT:
                others.append(group[SHOWN:])
        hidden = {id(diagnostic) for group in (*others, *known) for diagnostic in group}
        return [diagnostic for diagnostic in diagnostics if id(diagnostic) not in hidden], others, known


def lines(source: Source, group: Sequence[Diagnostic]) -> str:
    """Such as `` lines 84, 102, 120 ... 4511``, each line once, or ``84:3`` for a single finding."""
    if len(group) == 1:
        line, column = source.lines.position(group[0].span.start)
        return f"{line + 1}:{column + 1}"
    numbers = list(dict.fromkeys(source.lines.line(diagnostic.span.start) + 1 for diagnostic in group))
    if len(numbers) == 1:
        return f" line {numbers[0]}"
    if len(numbers) > _LISTED:
        return f" lines {', '.join(map(str, numbers[: _LISTED - 1]))} ... {numbers[-1]}"
    return f" lines {', '.join(map(str, numbers))}"
