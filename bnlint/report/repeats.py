"""Finds among many findings those that say the same of one layer, and of one file, after the other."""

from __future__ import annotations

import re

from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import Source

    Group = list[Diagnostic]

SHOWN = 3  # of a group in a file
FILES = 5  # in which a group is shown at all
_WORTH_IT = 3  # fewer are shown, too: a line for them would hardly be shorter
_LISTED = 12  # lines of the file that are named
_NAME = lazy(r"'([^']+)'")
_NUMBER = lazy(r"\d+")


class Repeats:
    """What has been said in the files so far.

    Findings say the same if they have one rule, severity, applicability of the fix, and message, where names in single
    quotes (layers, blobs) and numbers do not count.
    """

    __slots__ = ("_files",)

    def __init__(self) -> None:
        self._files: dict[tuple[object, ...], int] = {}

    def split(self, found: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Group], list[Group]]:
        """(the findings of a file to show, in their order; others like these; groups shown in other files)."""
        groups: dict[tuple[object, ...], Group] = {}
        for diagnostic in found:
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
        return [diagnostic for diagnostic in found if id(diagnostic) not in hidden], others, known


def _gist(message: str) -> str:
    """The message without its names, which Caffe's own words repeat without quotes, and without its numbers."""
    for name in sorted(set(_NAME.findall(message)), key=lambda name: (-len(name), name)):  # one may begin another
        message = message.replace(f"'{name}'", "''")
        if name in message:
            message = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", message)
    return _NUMBER.sub("", message)


def lines(source: Source, group: Sequence[Diagnostic]) -> str:
    """Such as `` lines 84, 102, 120 ... 4511`` with a line named once, or for a single finding ``84:3``."""
    if len(group) == 1:
        line, column = source.lines.position(group[0].span.start)
        return f"{line + 1}:{column + 1}"
    numbers = list(dict.fromkeys(source.lines.line(diagnostic.span.start) + 1 for diagnostic in group))
    if len(numbers) == 1:
        return f" line {numbers[0]}"
    if len(numbers) > _LISTED:
        return f" lines {', '.join(map(str, numbers[: _LISTED - 1]))} ... {numbers[-1]}"
    return f" lines {', '.join(map(str, numbers))}"
