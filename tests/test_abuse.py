"""Bad texts do no harm: no command raises, reports an internal error, or proposes edits that overlap.

Each file in fixtures/abuse/ is the smallest text that once did one of these. `FINDINGS` has what is said of some of
them, `FIXED` what the safe fixes make of them; the other files are only run through all commands.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from tools.abuse import troubles

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "abuse"
TEXTS = sorted(path.name for path in FOLDER.glob("*.prototxt"))

#: Files with a target under which they once did harm.
TARGETS = [("30_target_rc2.prototxt", target) for target in ("bvlc-rc2", "fcn", "yjxiong")]

#: File: rules that find something in it, each with a part of the message. More findings may follow.
FINDINGS: dict[str, dict[str, str]] = {}

#: File: its text after the safe fixes.
FIXED: dict[str, str] = {}


def source(name: str) -> Source:
    return Source.from_bytes((FOLDER / name).read_bytes(), name)


@pytest.mark.parametrize("name", TEXTS)
def test_no_command_has_trouble(name: str) -> None:
    assert troubles((FOLDER / name).read_bytes(), name) == []


@pytest.mark.parametrize(("name", "target"), TARGETS)
def test_no_target_has_trouble(name: str, target: str) -> None:
    assert troubles((FOLDER / name).read_bytes(), name, target) == []


@pytest.mark.parametrize(("name", "rules"), FINDINGS.items(), ids=list(FINDINGS))
def test_findings(name: str, rules: dict[str, str]) -> None:
    found = {each.rule: each.message for each in check(source(name), Settings()).diagnostics}
    for rule, words in rules.items():
        assert words in found.get(rule, f"no {rule}")


@pytest.mark.parametrize(("name", "text"), FIXED.items(), ids=list(FIXED))
def test_fixed(name: str, text: str) -> None:
    assert fix(source(name), Settings()).source.text == text
