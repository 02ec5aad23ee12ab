"""Counts what was upgraded from what, and says it in a sentence."""

from __future__ import annotations

from collections import Counter

from bnlint.report.summary import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.run.upgrade_files import UpgradeOutcome

# What the steps are called in the sentence, in its order.
_WORDS = {
    "V0 layers": "from V0",
    "V1 layers": "from V1",
    "data transformation fields": "with data transformation fields",
    "input fields": "with input fields",
    "solver_type": "with solver_type",
    "BatchNorm params": "with leftover param on BatchNorm",
}


class Tally:
    """The sums over all files that were added."""

    __slots__ = ("changed", "current", "failed", "passed_over", "steps")

    def __init__(self) -> None:
        self.changed = self.current = self.failed = self.passed_over = 0
        self.steps: Counter[str] = Counter()

    def add(self, result: UpgradeOutcome) -> None:
        if result.refused or result.bugs:
            self.failed += 1
        elif result.kind == "other":
            self.passed_over += 1
        elif result.steps:
            self.changed += 1
            self.steps.update(result.steps)
        else:
            self.current += 1

    def sentence(self, verb: str) -> str:
        """Such as ``Upgraded 12 files: 9 from V1, 2 from V0, 5 with input fields. 3 files need no upgrade.``"""
        said = []
        if self.changed:
            parts = [f"{self.steps[step]} {words}" for step, words in _WORDS.items() if self.steps[step]]
            said.append(f"{verb} {files(self.changed)}: {', '.join(parts)}.")
        if self.current:
            said.append(f"{files(self.current)} need{'s' if self.current == 1 else ''} no upgrade.")
        if self.failed:
            said.append(f"{files(self.failed)} cannot be upgraded.")
        return " ".join(said)
