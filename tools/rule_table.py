"""Writes what a run needs to know of each rule, from rules/*/*.yaml, as tables; and the JSON Schema of such files."""

from __future__ import annotations

import json
import os
from pathlib import Path

from bnlint.rules.language.jsonschema import schema
from bnlint.rules.page import RuleFileError, RulePage, load

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
TARGET = ROOT / "bnlint" / "_generated" / "rule_table.py"
DECLARED = ROOT / "bnlint" / "_generated" / "declared_rules.py"
SCHEMA = ROOT / "bnlint" / "rules" / "language" / "rule.schema.json"
HEAD = '''"""Rules: (id, name, summary, severity, default, fix, fields it changes, layer types it adds, proof).

Written by `python -m tools.generate`: edit rules/ instead.
"""

from __future__ import annotations

RULES: tuple[tuple[str, str, str, str, bool, str, tuple[str, ...], tuple[str, ...], str], ...] = (
'''
DECLARED_HEAD = '''"""Declarative rules by id: what they match, say and fix, as `rulefile.meaning.check` makes it.

Written by `python -m tools.generate`: edit rules/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DECLARED: dict[str, dict[str, Any]] = {
'''


def pages() -> list[RulePage]:
    """All rule files, by id. Raises RuleFileError for a faulty file, or an id that is given twice."""
    by_id: dict[str, RulePage] = {}
    for path in sorted(RULES.glob("*/*.yaml")):
        page = load(os.path.relpath(path))
        if page.id in by_id:
            raise RuleFileError(f"{page.path}:1: {page.id} is already the id of {by_id[page.id].path}")
        by_id[page.id] = page
    return [by_id[id] for id in sorted(by_id)]


def write() -> dict[Path, str]:
    """The text of each generated file, by its path. Raises RuleFileError for a faulty rule file."""
    rules = pages()
    declared = (f"    {page.id!r}: {page.declared!r},\n" for page in rules if page.declared is not None)
    return {
        TARGET: HEAD + "".join(map(_row, rules)) + ")\n",
        DECLARED: DECLARED_HEAD + "".join(declared) + "}\n",
        SCHEMA: json.dumps(schema(), indent=2) + "\n",
    }


def _row(page: RulePage) -> str:
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
        fix.proof if fix else "net",
    )
    return "    (" + ", ".join(map(repr, row)) + "),\n"
