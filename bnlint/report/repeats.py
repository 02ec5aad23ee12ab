"""Finds among many findings of a file those that say the same of one layer after the other."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.diagnostics import Diagnostic
    from bnlint.source import Source

SHOWN = 3  # of a group
_WORTH_IT = 3  # fewer are shown, too: a line for them would hardly be shorter
_LISTED = 12  # lines of the file that are named
_NAME = re.compile(r"'([^']+)'")
_NUMBER = re.compile(r"\d+")


def split(found: Sequence[Diagnostic]) -> tuple[Sequence[Diagnostic], list[list[Diagnostic]]]:
    """(the findings to show, in their order; the others by group).

    A group has one rule, severity, applicability of its fix, and message, if names in single quotes (layers, blobs)
    and numbers are left out of account.
    """
    if len(found) < SHOWN + _WORTH_IT:
        return found, []
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for diagnostic in found:
        fix = diagnostic.fix and diagnostic.fix.applicability
        key = diagnostic.rule, diagnostic.severity, fix, _gist(diagnostic.message)
        groups.setdefault(key, []).append(diagnostic)
    others = [group[SHOWN:] for group in groups.values() if len(group) >= SHOWN + _WORTH_IT]
    hidden = {id(diagnostic) for group in others for diagnostic in group}
    return [diagnostic for diagnostic in found if id(diagnostic) not in hidden], others


def _gist(message: str) -> str:
    """The message without its names, which Caffe's own words repeat without quotes, and without its numbers."""
    for name in set(_NAME.findall(message)):
        message = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", message)
    return _NUMBER.sub("", message)


def lines(source: Source, group: Sequence[Diagnostic]) -> str:
    """Such as ``lines 84, 102, 120 ... 4511``; a line is named once."""
    numbers = list(dict.fromkeys(source.lines.line(diagnostic.span.start) + 1 for diagnostic in group))
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    if len(numbers) > _LISTED:
        return f"lines {', '.join(map(str, numbers[: _LISTED - 1]))} ... {numbers[-1]}"
    return f"lines {', '.join(map(str, numbers))}"
