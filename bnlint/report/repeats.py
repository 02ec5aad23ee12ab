"""Groups findings that repeat the same message for other layers or files."""

from __future__ import annotations

import re

from bnlint.text.patterns import lazy

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
_NAME = lazy(r"'([^']+)'")
_NUMBER = lazy(r"\d+")


class Repeats:
    """The findings shown so far.

    Findings repeat each other if they have the same rule, severity, applicability of the fix, and message, apart from
    names in single quotes (layers, blobs) and numbers.
    """

    __slots__ = ("_files",)

    def __init__(self) -> None:
        self._files: dict[tuple[object, ...], int] = {}

    def split(self, diagnostics: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Group], list[Group]]:
        """(the findings in a file to show, in order; groups of more like these; groups shown in earlier files)."""
        groups: dict[tuple[object, ...], Group] = {}
        for diagnostic in diagnostics:
            fix = diagnostic.fix and diagnostic.fix.applicability
            key: tuple[object, ...] = (diagnostic.rule, diagnostic.severity, fix, _gist(diagnostic.message))
            groups.setdefault(key, []).append(diagnostic)
        others, known = [], []
        for key, group in groups.items():
            files = self._files[key] = self._files.get(key, 0) + 1
            if files > FILES:
                known.append(group)
            elif len(group) >= SHOWN + _WORTH_IT:
                others.append(group[SHOWN:])
        hidden = {id(diagnostic) for group in (*others, *known) for diagnostic in group}
        return [diagnostic for diagnostic in diagnostics if id(diagnostic) not in hidden], others, known


def _gist(message: str) -> str:
    """The message without numbers and names, which quotations of Caffe repeat without quotes."""
    for name in sorted(set(_NAME.findall(message)), key=lambda name: (-len(name), name)):  # one may begin another
        message = message.replace(f"'{name}'", "''")
        if name in message:
            message = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", message)
    return _NUMBER.sub("", message)


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
