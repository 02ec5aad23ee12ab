"""Three lines after a run with many findings: which rules they are of, what can be fixed, and what to do next."""

from __future__ import annotations

from bnlint.report.summary import files, plural
from bnlint.text.diagnostics import Severity, listed
from bnlint.text.edits import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.linter.result import Result
    from bnlint.report.summary import Tally

_MANY = 10  # findings; fewer are read one by one
_RULES = 4  # that are named


class NextSteps:
    """Counts files and safe fixes by rule; the sums of all rules are those of a `Tally`."""

    __slots__ = ("_files", "_fixable", "_safe")

    def __init__(self) -> None:
        self._files: dict[str, int] = {}  # with findings of a rule
        self._safe: dict[str, int] = {}  # fixes of a rule
        self._fixable = 0  # files with safe fixes

    def add(self, result: Result) -> None:
        """Counts a file; of findings that are alike all places, because each has a fix."""
        safe = [each.rule for each in result.diagnostics if each.fix and each.fix.applicability is Applicability.SAFE]
        self._fixable += bool(safe)
        for rule in safe:
            self._safe[rule] = self._safe.get(rule, 0) + 1
        for rule in {each.rule for each in result.diagnostics}:
            self._files[rule] = self._files.get(rule, 0) + 1

    def lines(self, tally: Tally) -> Iterator[str]:
        """The lines; none after a run with few findings, or if no rule has findings in two files."""
        if sum(tally.by_severity.values()) < _MANY or max(self._files.values()) < 2:
            return
        yield f"By rule: {self._by_rule()}"
        yield f"Fixes: {self._to_fix(tally.safe, tally.unsafe)}"
        yield f"Next: {_next(tally.worst())}"

    def _by_rule(self) -> str:
        """Such as ``BN201 in 172 files (7388 safe fixes), SOL101 in 3 and 38 other rules …``."""
        common = sorted(self._files, key=lambda rule: (-self._files[rule], rule))
        parts: list[str] = []
        for rule in common[:_RULES]:
            where = str(self._files[rule]) if parts else files(self._files[rule])
            safe = self._safe.get(rule, 0)
            fixes = f" ({safe} safe fix{'' if safe == 1 else 'es'})" if safe else ""
            parts.append(f"{rule} in {where}{fixes}")
        if (rest := len(common) - _RULES) > 0:
            parts.append(plural(rest, "other rule"))
        return f"{listed(parts)}; --statistics counts them all."

    def _to_fix(self, safe: int, unsafe: int) -> str:
        more = f"--unsafe-fixes adds {unsafe}: read what they change." if unsafe else ""
        if not safe:
            return f"none is safe. {more}" if more else "there are none: all of this is to be judged by hand."
        made = f"--fix makes {plural(safe, 'safe one')} in {files(self._fixable)}, --diff shows them"
        return f"{made}. {more}".rstrip()


def _next(worst: int) -> str:
    known = "`bnlint baseline` records what is left, so that later runs show only what is new"
    if worst == Severity.ERROR:
        return f"see to the errors first (--fail-level error fails only for these). Then {known}."
    if worst == Severity.WARNING:
        return f'nothing here is an error: fail-level = "error" in bnlint.toml accepts it. {known}.'
    return f"all of this is information. {known}."
