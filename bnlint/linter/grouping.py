"""Groups findings that say the same of most layers of a type: in reports, the first of them speaks for all."""

from __future__ import annotations

import re
from bisect import bisect_right

from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Fix, choose
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bnlint.caffe.net.layers import Layer

    Group = list[Diagnostic]

_LEAST = 3  # fewer are said one by one
_NAME = lazy(r"(?<!type )'([^']+)'")
_TYPE = lazy(r"[A-Z]\w* (?='')")
_NUMBER = lazy(r"\d+")
#: Rules that are said once per file, in whichever layers they are.
_ANYWHERE = frozenset(("SYN001", "BN310", "BN502", "BN504"))
#: Of these, all findings are alike, whatever the field.
_BY_RULE = frozenset(("BN502",))
_UNNECESSARY = "unnecessary"


def mark(diagnostics: list[Diagnostic], layers: Sequence[Layer]) -> None:
    """Numbers the groups among the findings in a file with these `layers`, from 1, in their `group`.

    A group is at least three findings that are alike (see `alike`), in at least half of the file's layers of the same
    types; or at least three that are alike of a rule that is said once per file, wherever it is.
    """
    if len(diagnostics) < _LEAST:
        return
    rules: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        rules.setdefault(diagnostic.rule, []).append(diagnostic)
    many = [findings for findings in rules.values() if len(findings) >= _LEAST]
    if not many:
        return
    placed = _Layers(layers)
    number = 0
    for findings in many:
        for group in _groups(findings, placed):
            number += 1
            for diagnostic in group:
                diagnostic.group = number


def grouped(diagnostics: Sequence[Diagnostic], hints: bool = False) -> list[Diagnostic]:
    """The findings to report: of each group only the first, a copy which has the rest of the group as its `others`.

    With `hints`, those of the rest that mark something unnecessary are there, too, as hints.
    """
    groups: dict[int, Group] = {}
    for diagnostic in diagnostics:
        if diagnostic.group:
            groups.setdefault(diagnostic.group, []).append(diagnostic)
    if not groups:
        return list(diagnostics)
    first = {id(group[0]): group for group in groups.values()}
    shown = []
    for diagnostic in diagnostics:
        if id(diagnostic) in first:
            shown.append(_speaker(first[id(diagnostic)]))
        elif not diagnostic.group:
            shown.append(diagnostic)
        elif hints and _UNNECESSARY in diagnostic.tags:
            shown.append(_copy(diagnostic, diagnostic.fix))
            shown[-1].is_hint = True
    return shown


def _speaker(group: Group) -> Diagnostic:
    """The first of a group, which speaks for all."""
    first, *others = group
    if not others:
        return first
    fix, all_ = first.fix, [each.fix for each in group if each.fix is not None]
    if fix is not None:
        and_others = " and the like" if first.rule in _BY_RULE and len({each.title for each in all_}) > 1 else ""
        title = f"{fix.title}{and_others} (in all {len(group)} places)"
        fix = Fix(title, fix.applicability, lambda: [edit for each in choose(all_) for edit in each.edits])
    speaker = _copy(first, fix)
    speaker.others = tuple(others)
    return speaker


def alike(diagnostic: Diagnostic) -> tuple[object, ...]:
    """Equal for findings that say the same of other layers.

    That are those of the same rule, severity and applicability of the fix, whose messages differ only in numbers and
    in names in single quotes (of layers and blobs, not of types).
    """
    fix = diagnostic.fix and diagnostic.fix.applicability
    return diagnostic.rule, diagnostic.severity, fix, _gist(diagnostic.message)


def _copy(diagnostic: Diagnostic, fix: Fix | None) -> Diagnostic:
    """The finding with this fix, apart from its group."""
    rule, message, severity, span = diagnostic.rule, diagnostic.message, diagnostic.severity, diagnostic.span
    return Diagnostic(rule, message, severity, span, fix, diagnostic.related, diagnostic.states, diagnostic.tags)


def _groups(findings: Iterable[Diagnostic], layers: _Layers) -> list[Group]:
    """The groups among the findings of one rule."""
    groups: dict[tuple[object, ...], Group] = {}
    for diagnostic in findings:
        groups.setdefault(_kind(diagnostic), []).append(diagnostic)
    return [
        group
        for group in groups.values()
        if len(group) >= _LEAST and (group[0].rule in _ANYWHERE or layers.are_most(each.span.start for each in group))
    ]


def _kind(diagnostic: Diagnostic) -> tuple[object, ...]:
    """What findings of a group share: they are `alike`, in those that may be anywhere whatever the layers' types."""
    if diagnostic.rule in _BY_RULE:
        return (diagnostic.rule,)
    kind = alike(diagnostic)
    return (*kind[:-1], _TYPE.sub("", str(kind[-1]))) if diagnostic.rule in _ANYWHERE else kind


def _gist(message: str) -> str:
    """The message without numbers and names, which quotations of Caffe repeat without quotes."""
    for name in sorted(set(_NAME.findall(message)), key=lambda name: (-len(name), name)):  # one may begin another
        message = message.replace(f"'{name}'", "''")
        if name in message:
            message = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", message)
    return _NUMBER.sub("", message)


class _Layers:
    """The layers of a file by position."""

    __slots__ = ("_layers", "_numbers", "_starts")

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers
        self._starts = [layer.block.start for layer in layers]
        self._numbers: dict[str, int] = {}
        for layer in layers:
            self._numbers[layer.type] = self._numbers.get(layer.type, 0) + 1

    def are_most(self, positions: Iterable[int]) -> bool:
        """Whether the layers at `positions` are at least half of all layers of their types, and enough for a group."""
        here = set()
        for position in positions:
            index = bisect_right(self._starts, position) - 1
            if index < 0 or position >= self._layers[index].block.end:
                return False
            here.add(index)
        all_ = sum(self._numbers[type_] for type_ in {self._layers[index].type for index in here})
        return len(here) >= _LEAST and 2 * len(here) >= all_
