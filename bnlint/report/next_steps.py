"""Three lines after a run with many findings: which rules they are of, what can be fixed, and what to do next."""

from __future__ import annotations

from bnlint.text.diagnostics import Severity, listed
from bnlint.text.edits import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.linter.result import Result

_MANY = 10  # findings; fewer are read one by one
_RULES = 4  # that are named


class NextSteps:
    """Counts findings by rule, fixes, and the files that have them."""

    __slots__ = ("_files", "_findings", "_fixable", "_fixes", "_safe", "_worst")

    def __init__(self) -> None:
        self._findings = 0
        self._files: dict[str, int] = {}  # with findings of a rule
        self._safe: dict[str, int] = {}  # fixes of a rule
        self._fixes = dict.fromkeys(Applicability, 0)
        self._fixable = 0  # files with safe fixes
        self._worst = Severity.INFO

    def add(self, result: Result) -> None:
        """Counts a file; of findings that are alike all places, because each has a fix."""
        self._findings += len(result.grouped)
        rules = set()
        safe = 0
        for diagnostic in result.diagnostics:
            rules.add(diagnostic.rule)
            self._worst = max(self._worst, diagnostic.severity)
            if diagnostic.fix is not None:
                self._fixes[diagnostic.fix.applicability] += 1
                if diagnostic.fix.applicability is Applicability.SAFE:
                    self._safe[diagnostic.rule] = self._safe.get(diagnostic.rule, 0) + 1
                    safe += 1
        self._fixable += bool(safe)
        for rule in rules:
            self._files[rule] = self._files.get(rule, 0) + 1

    def lines(self) -> Iterator[str]:
        """The lines; none after a run with few findings, or with findings in one file only."""
        if self._findings < _MANY or max(self._files.values()) < 2:
            return
        yield f"By rule: {self._by_rule()}"
        yield f"Fixes: {self._to_fix()}"
        yield f"Next: {self._next()}"

    def _by_rule(self) -> str:
        """Such as ``BN201 in 172 files (7388 safe fixes), SOL101 in 3, and 38 other rules; --statistics lists all.``"""
        common = sorted(self._files, key=lambda rule: (-self._files[rule], rule))
        parts: list[str] = []
        for rule in common[:_RULES]:
            noun = f" {'file' if self._files[rule] == 1 else 'files'}" if not parts else ""
            safe = self._safe.get(rule, 0)
            fixes = f" ({safe} safe fix{'' if safe == 1 else 'es'})" if safe else ""
            parts.append(f"{rule} in {self._files[rule]}{noun}{fixes}")
        if (rest := len(common) - _RULES) > 0:
            parts.append(f"{rest} other rule{'' if rest == 1 else 's'}")
        return f"{listed(parts)}; --statistics counts them all."

    def _to_fix(self) -> str:
        safe, unsafe = self._fixes[Applicability.SAFE], self._fixes[Applicability.UNSAFE]
        more = f"--unsafe-fixes adds {unsafe}: read what they change." if unsafe else ""
        if not safe:
            return f"none is safe. {more}" if more else "there are none: all of this is to be judged by hand."
        files = "1 file" if self._fixable == 1 else f"{self._fixable} files"
        parts = f"--fix makes {safe} safe one{'' if safe == 1 else 's'} in {files}, --diff shows them. {more}"
        return parts.rstrip()

    def _next(self) -> str:
        known = "`bnlint baseline` records what is left, so that later runs show only what is new"
        if self._worst is Severity.ERROR:
            return f"see to the errors first (--fail-level error fails only for these). Then {known}."
        if self._worst is Severity.WARNING:
            return f'nothing here is an error: fail-level = "error" in bnlint.toml accepts it. {known}.'
        return f"all of this is information. {known}."
