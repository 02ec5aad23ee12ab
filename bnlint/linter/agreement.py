"""What the lints of one file for several Caffes agree on: only that holds, whichever of them the file is for."""

from __future__ import annotations

from bnlint.caffe.schema import messages
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Applicability, Fix, OverlapError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Key = tuple[object, ...]
    #: The diagnostics of some rules for a target and the Caffe of a file.
    Lint = Callable[[str, str, frozenset[str]], list[Diagnostic]]

#: From the most to the least trusted.
_TRUST = (Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY)


def agreed(lint: Lint, runs: list[tuple[str, str]], enabled: frozenset[str]) -> list[Diagnostic]:
    """What the lints for each target and Caffe of the file agree on."""
    (target, caffe), *others = runs
    agreement = Agreement(messages.short_title(caffe), lint(target, caffe, enabled))
    for target, caffe in others:
        enabled = agreement.rules()  # only what is still agreed on can be lost
        if not enabled:
            break
        agreement.add(messages.short_title(caffe), lint(target, caffe, enabled))
    return agreement.diagnostics()


class Agreement:
    """The diagnostics that several runs agree on; each run has the name of its Caffe, for titles of fixes.

    Diagnostics are the same if rule, span, message and states are. Of their severities the mildest holds. A fix is as
    applicable as in the run that trusts it least; if the runs fix it in different ways, the first way is only shown.
    The title then says for which Caffe it would be more.
    """

    def __init__(self, caffe: str, diagnostics: list[Diagnostic]) -> None:
        self._common: list[list[tuple[str, Diagnostic]]] = [[(caffe, diagnostic)] for diagnostic in diagnostics]

    def rules(self) -> frozenset[str]:
        """The rules that still have diagnostics."""
        return frozenset(same[0][1].rule for same in self._common)

    def add(self, caffe: str, diagnostics: list[Diagnostic]) -> None:
        """Drops what another run does not have."""
        index = _by_key(diagnostics, _key)
        common = self._common
        self._common = []
        for same in common:
            other = index.get(_key(same[0][1]))
            if other is not None:
                self._common.append([*same, (caffe, other)])

    def diagnostics(self) -> list[Diagnostic]:
        """What all runs agree on, in the order of the first."""
        return [_merged(*same) for same in self._common]


def confirmed(diagnostics: list[Diagnostic], own: list[Diagnostic], target: str, exempt: frozenset[str]) -> None:
    """Makes fixes unsafe that only the target calls for: `own` is what holds for the Caffe that the file is for.

    Rules in `exempt` are about the difference of both, and prove their fixes for both.
    """
    index = _by_key(own, _position)
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or fix.applicability is not Applicability.SAFE or diagnostic.rule in exempt:
            continue
        theirs = index.get(_position(diagnostic))
        if theirs is None or not _same_fix(fix, theirs.fix) or theirs.fix.applicability is not Applicability.SAFE:  # type: ignore[union-attr]
            diagnostic.fix = _only_for(fix, Applicability.UNSAFE, target)


def _key(diagnostic: Diagnostic) -> Key:
    return (diagnostic.rule, diagnostic.span, diagnostic.message, diagnostic.states)


def _position(diagnostic: Diagnostic) -> Key:
    return (diagnostic.rule, diagnostic.span)


def _by_key(diagnostics: list[Diagnostic], key: Callable[[Diagnostic], Key]) -> dict[Key, Diagnostic]:
    index: dict[Key, Diagnostic] = {}
    for diagnostic in diagnostics:
        index.setdefault(key(diagnostic), diagnostic)
    return index


def _merged(*same: tuple[str, Diagnostic]) -> Diagnostic:
    """The diagnostic that these runs have."""
    diagnostic = same[0][1]
    diagnostic.severity = min(other.severity for _, other in same)
    diagnostic.tags = tuple(tag for tag in diagnostic.tags if all(tag in other.tags for _, other in same))
    fixes = [(name, other.fix) for name, other in same]
    shown = [(name, fix) for name, fix in fixes if fix is not None]
    if not shown:
        return diagnostic
    name, fix = min(shown, key=lambda each: _TRUST.index(each[1].applicability))
    if len(shown) < len(fixes) or not all(_same_fix(fix, other) for _, other in shown):
        diagnostic.fix = _only_for(fix, Applicability.DISPLAY, name)
        return diagnostic
    least = max((other.applicability for _, other in shown), key=_TRUST.index)
    diagnostic.fix = fix if least is fix.applicability else _only_for(fix, least, name)
    return diagnostic


def _same_fix(fix: Fix, other: Fix | None) -> bool:
    """Whether both make the same edits; edits that cannot be made are not the same as any."""
    try:
        return other is fix or (other is not None and fix.edits == other.edits)
    except OverlapError:
        return False


def _only_for(fix: Fix, applicability: Applicability, caffe: str) -> Fix:
    """The fix, trusted less: it depends on the Caffe."""
    return Fix(f"{fix.title}, if this is for {caffe}", applicability, lambda: fix.edits)
