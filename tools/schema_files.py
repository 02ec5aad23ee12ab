"""Where the schema lies and where its tables go: shared by the generators of the schema room."""

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
#: The import of Any that a type checker sees and a plain run does not pay for.
ANY = """TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
"""


def load(name: str) -> dict[str, Any]:
    """One YAML file of the schema folder."""
    data: dict[str, Any] = yaml.safe_load((SCHEMA / name).read_text(encoding="utf-8"))
    return data


def assignment(target: str, value: str) -> str:
    """A line that assigns a constant."""
    return f"\n{target} = {value}"
