"""Diagnostics: what a rule found, where, in which states, and how it can be fixed."""

from __future__ import annotations

from collections import namedtuple
from enum import IntEnum

from bnlint.text.edits import Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple

    class Related(NamedTuple):
        """Another location in the same file that a diagnostic mentions."""

        span: Span
        message: str
else:
    Related = namedtuple("Related", "span message")


class Severity(IntEnum):
    """Ordered: a higher value is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Diagnostic:
    """A finding of rule `rule` (an id) over `span` of the source.

    `states` names the net states in which it holds (empty: it does not depend on the state); `tags` are those of
    the Language Server Protocol, ``unnecessary`` or ``deprecated``. Findings with the same `group` say the same of most
    layers (0: stands alone). In a report, one of them speaks for the `others`, which are at most hints (`is_hint`).
    """

    __slots__ = (
        "fix",
        "group",
        "is_hint",
        "message",
        "others",
        "related",
        "rule",
        "severity",
        "span",
        "states",
        "tags",
    )

    def __init__(
        self,
        rule: str,
        message: str,
        severity: Severity,
        span: Span,
        fix: Fix | None = None,
        related: tuple[Related, ...] = (),
        states: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
    ) -> None:
        self.rule = rule
        self.message = message
        self.severity = severity
        self.span = span
        self.fix = fix
        self.related = related
        self.states = states
        self.tags = tags
        self.group = 0
        self.is_hint = False
        self.others: tuple[Diagnostic, ...] = ()

    @property
    def full_message(self) -> str:
        """The message, with the number of the others for which it speaks."""
        if not self.others:
            return self.message
        count = len(self.others)
        end = "" if self.message.endswith((".", "?")) else "."
        return f"{self.message}{end} The same holds in {count} other place{'' if count == 1 else 's'} of this file"

    @property
    def locations(self) -> tuple[Related, ...]:
        """The related locations, and those of the others for which it speaks."""
        return (*self.related, *(Related(each.span, each.message) for each in self.others))

    def __repr__(self) -> str:
        return f"Diagnostic({self.rule} {self.span.start}:{self.span.end} {self.message!r})"


def listed(names: Sequence[str]) -> str:
    """Names as messages list them: ``a``, ``a and b`` or ``a, b and c``; empty without any."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
