"""Writes the JSON Schema of configuration files, and the keys in docs/configuration.md, from their definition."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bnlint.config.jsonschema import schema
from bnlint.config.keys import KEYS, Key

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "bnlint" / "config" / "config.schema.json"
GUIDE = ROOT / "docs" / "configuration.md"
_PART = re.compile(r"(<!-- keys -->\n).*?(?=<!-- end -->)", re.DOTALL)


def write() -> dict[Path, str]:
    """The text of each generated file, by its path."""
    keys = "\n".join(map(_section, KEYS))
    return {
        SCHEMA: json.dumps(schema(), indent=2) + "\n",
        GUIDE: _PART.sub(lambda match: match[1] + keys, GUIDE.read_text(encoding="utf-8")),
    }


def _section(key: Key) -> str:
    return f"### `{key.name}`\n\n{key.doc}\n\n```toml\n{key.example}\n```\n"
