"""The paths of the schema's sources and tables, for the generators of these tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "bnlint/caffe/schema"
GENERATED = ROOT / "bnlint/_generated"
HEAD = '''"""{}.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations
'''
#: Imports Any for type checkers only: importing `typing` is slow.
ANY = """TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
"""


def load(name: str) -> dict[str, Any]:
    """Reads a YAML file of the schema folder."""
    data: dict[str, Any] = yaml.safe_load((SCHEMA / name).read_text(encoding="utf-8"))
    return data


def assignment(target: str, value: str) -> str:
    """A line that assigns a constant."""
    return f"\n{target} = {value}"
