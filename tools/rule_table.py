"""Writes what a run needs to know of each rule, from rules/*/*.yaml, as one table."""

from __future__ import annotations

import os
from pathlib import Path

from bnlint import rulepage

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
TARGET = ROOT / "bnlint" / "_generated" / "rule_table.py"
HEAD = '''"""Rules: (id, name, summary, severity, default, fix, fields it changes, layer types it adds).

Written by `python -m tools.generate`: edit rules/ instead.
"""

from __future__ import annotations

RULES: tuple[tuple[str, str, str, str, bool, str, tuple[str, ...], tuple[str, ...]], ...] = (
'''


def pages() -> list[rulepage.RulePage]:
    """All rule files, by id. Raises RuleFileError for a faulty file, or an id that is given twice."""
    found: dict[str, rulepage.RulePage] = {}
    for path in sorted(RULES.glob("*/*.yaml")):
        page = rulepage.load(os.path.relpath(path))
        if page.id in found:
            raise rulepage.RuleFileError(f"{page.path}:1: {page.id} is the id of {found[page.id].path}, too")
        found[page.id] = page
    return [found[id] for id in sorted(found)]


def render() -> str:
    """The text of the generated module."""
    lines = []
    for page in pages():
        fix = page.fix
        row = (
            page.id,
            page.name,
            page.summary,
            page.severity.word,
            page.default,
            fix.applicability.value if fix else "",
            fix.changes if fix else (),
            fix.adds if fix else (),
        )
        lines.append("    (" + ", ".join(map(repr, row)) + "),\n")
    return HEAD + "".join(lines) + ")\n"
