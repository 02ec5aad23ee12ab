"""Counts the outcomes of a run, and writes the sentence that sums them up."""

from __future__ import annotations

from bnlint.report.origins import Origins
from bnlint.text.diagnostics import Severity
from bnlint.text.edits import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.run.discover import PassedOver
    from bnlint.run.outcome import Outcome


class Tally:
    """The sums over all outcomes that were added."""

    __slots__ = (
        "by_severity",
        "changed",
        "checked",
        "failed",
        "fails",
        "fixed",
        "origins",
        "places",
        "safe",
        "skipped",
        "unsafe",
        "with_findings",
    )

    def __init__(self) -> None:
        self.checked = 0  # files that were linted
        self.skipped = 0  # files that are not Caffe's
        self.failed = 0  # files that could not be read or written, and internal errors
        self.fails = False  # some finding is at the fail level of its file, or above
        self.by_severity = dict.fromkeys(Severity, 0)  # findings that remain
        self.places = 0  # in files, of these findings: some speak for several
        self.with_findings = 0  # files that have any
        self.safe = self.unsafe = 0  # fixes of these findings
        self.fixed = self.changed = 0  # fixes applied, and files that they changed
        self.origins = Origins()

    def add(self, outcome: Outcome, fail_level: Severity = Severity.WARNING) -> None:
        self.failed += bool(outcome.error) + len(outcome.bugs)
        self.skipped += bool(outcome.note)
        if outcome.result is None:
            return
        self.checked += 1
        self.origins.add(outcome.result.origin)
        self.with_findings += bool(outcome.result.diagnostics)
        for diagnostic in outcome.result.grouped:
            self.by_severity[diagnostic.severity] += 1
        for diagnostic in outcome.result.diagnostics:
            self.places += 1
            self.fails = self.fails or diagnostic.severity >= fail_level
            if diagnostic.fix:
                self.safe += diagnostic.fix.applicability is Applicability.SAFE
                self.unsafe += diagnostic.fix.applicability is Applicability.UNSAFE
        if outcome.fixed and outcome.fixed.applied and not outcome.error:
            self.fixed += len(outcome.fixed.applied)
            self.changed += 1

    def worst(self) -> int:
        """The highest severity among the findings; 0 without any."""
        return max((severity for severity, count in self.by_severity.items() if count), default=0)

    def summary(self, unsafe_fixes: bool) -> str:
        """Such as ``3 errors, 12 warnings in 2 files (9 fixable with --fix, 3 more with --unsafe-fixes).``

        Fixes are counted by place, so if some findings speak for several places, their number is given, too.
        """
        if not self.worst():
            return f"All checks passed: {files(self.checked)}."
        counts = [plural(self.by_severity[severity], severity.word) for severity in sorted(Severity, reverse=True)]
        listed = ", ".join(text for text in counts if not text.startswith("0 "))
        places = f" at {self.places} places" if self.places > sum(self.by_severity.values()) else ""
        return f"{listed}{places} in {files(self.with_findings)}{self._fixable(unsafe_fixes)}."

    def _fixable(self, unsafe_fixes: bool) -> str:
        if unsafe_fixes and self.unsafe:
            return f" ({self.safe + self.unsafe} fixable with --fix --unsafe-fixes)"
        parts = [f"{self.safe} fixable with --fix"] if self.safe else []
        if self.unsafe:
            more = f"{self.unsafe} more with" if self.safe else f"{self.unsafe} fixable with --fix"
            parts.append(f"{more} --unsafe-fixes")
        return f" ({', '.join(parts)})" if parts else ""

    def fixes(self, verb: str = "Fixed") -> str:
        """Such as ``Fixed 3 problems in 2 files.``; empty if nothing was fixed."""
        return f"{verb} {plural(self.fixed, 'problem')} in {files(self.changed)}." if self.fixed else ""


def passed_over(counts: PassedOver) -> str:
    """Such as ``Passed over: 3 files that git ignores (respect-gitignore = false checks them), 1 excluded file.``"""
    parts = []
    if counts.by_git:
        them = "it" if counts.by_git == 1 else "them"
        parts.append(f"{files(counts.by_git)} that git ignores (respect-gitignore = false checks {them})")
    if counts.by_exclude:
        parts.append(plural(counts.by_exclude, "excluded file"))
    at_least = "" if counts.is_complete else "at least "
    return f"Passed over: {at_least}{', '.join(parts)}." if parts else ""


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def files(count: int) -> str:
    return plural(count, "file")
