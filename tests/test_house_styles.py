"""What fixes insert looks like the file, in each house style that real files have: tests/house_styles.diff.

Each part of that file is a net in one style, and what fixes make of it: lines that go start with -, new ones with +.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.fixer.fix import fix
from bnlint.linter.settings import Settings
from bnlint.text.source import Source

TABLE = Path(__file__).with_name("house_styles.diff")
RULES = ("BN101", "BN201", "BN504", "OLD102", "OLD104")
PARTS = dict(part.split("\n", 1) for part in TABLE.read_text(encoding="utf-8").split("=== ")[1:])


def side(title: str, signs: str) -> str:
    text = "".join(line[1:] for line in PARTS[title].splitlines(keepends=True) if line[0] in signs)
    return text.replace("\n", "\r\n") if title == "Windows line ends" else text


@pytest.mark.parametrize("title", PARTS)
def test_fixes_in_the_style_of_the_file(title: str) -> None:
    made = fix(Source(side(title, " -")), Settings(select=RULES, unsafe_fixes=True))
    assert not made.result.bugs
    assert made.source.text == side(title, " +")


def test_there_are_many_styles() -> None:
    assert len(PARTS) >= 20
