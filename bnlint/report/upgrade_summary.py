"""Counts the outcomes of an upgrade, and writes the sentence that sums them up."""

from __future__ import annotations

from collections import Counter

from bnlint.report.summary import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.run.upgrade_files import UpgradeOutcome

#: The words for each step in the sentence, in its order.
_WORDS = {
    "V0 layers": "from V0",
    "V1 layers": "from V1",
    "data transformation fields": "with data transformation fields",
    "input fields": "with input fields",
    "solver_type": "with solver_type",
    "BatchNorm params": "with obsolete param of BatchNorm",
}


class Tally:
    """The sums over all files that were added."""

    __slots__ = ("changed", "current", "failed", "left", "skipped", "steps")

    def __init__(self) -> None:
        self.changed = self.current = self.failed = self.skipped = 0
        self.left = 0  # files that stay in an old format
        self.steps: Counter[str] = Counter()

    def add(self, outcome: UpgradeOutcome) -> None:
        if outcome.refused or outcome.bugs:
            self.failed += 1
        elif outcome.kind == "other":
            self.skipped += 1
        elif outcome.steps:
            self.changed += 1
            self.steps.update(outcome.steps)
        elif outcome.left:
            self.left += 1
        else:
            self.current += 1

    def sentence(self, verb: str) -> str:
        """Such as ``Upgraded 12 files: 9 from V1, 2 from V0, 5 with input fields. 3 files already up to date.``"""
        sentences = []
        if self.changed:
            parts = [f"{self.steps[step]} {words}" for step, words in _WORDS.items() if self.steps[step]]
            sentences.append(f"{verb} {files(self.changed)}: {', '.join(parts)}.")
        if self.current:
            sentences.append(f"{files(self.current)} already up to date.")
        if self.left:
            sentences.append(f"{files(self.left)} {'stays' if self.left == 1 else 'stay'} in an old format.")
        if self.failed:
            sentences.append(f"{files(self.failed)} cannot be upgraded.")
        return " ".join(sentences)
