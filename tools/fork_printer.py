"""Prints a fork's table as YAML, in the form of the tables in bnlint/caffe/schema/forks/."""

from __future__ import annotations

import textwrap
from typing import Any

import yaml

#: The groups of keys, in order; an empty line stands between them.
_GROUPS = (
    ("title", "where", "extends"),
    ("batch_norm", "normalizing", "formats", "in_place", "notes"),
    *(("v1_types",), ("removed",), ("restored",), ("taken",), ("changed",), ("added",)),
    *(("enums_removed",), ("enums_added",), ("layer_types", "layer_types_added", "layer_types_removed")),
)
#: Keys with a line for each message or enum, and those with a line for each field of it.
_BY_MESSAGE = frozenset(("removed", "restored", "taken", "enums_removed", "enums_added", "normalizing"))
_BY_FIELD = frozenset(("changed", "added"))
_WIDTH = 120


def printed(fork: dict[str, Any], unknown: list[str]) -> str:
    """The table as YAML; what is unknown is in comments at the end."""
    groups = []
    for keys in _GROUPS:
        lines = [line for key in keys if key in fork for line in _entry(key, fork[key])]
        if lines:
            groups.append("\n".join(lines))
    if unknown:
        groups.append("\n".join(["# Not found out:", *(f"# {line}" for line in unknown)]))
    return "\n\n".join(groups) + "\n"


def _entry(key: str, value: Any) -> list[str]:
    if key == "title":
        return [f"title: {_quoted(value)}"]
    lines = [f"{key}:"]
    if key in _BY_MESSAGE:
        return lines + [line for name, part in value.items() for line in _wrapped(f"  {name}: {_flow(part)}")]
    if key in _BY_FIELD:
        for name, fields in value.items():
            lines += [f"  {name}:"] if fields else [f"  {name}: {{}}"]
            lines += [line for field, facts in fields.items() for line in _wrapped(f"    {field}: {_flow(facts)}")]
        return lines
    return _wrapped(f"{key}: {_flow(value)}")


def _flow(value: Any) -> str:
    """A value on one line."""
    if value == "*":
        return '"*"'
    text: str = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, width=float("inf"), allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...")


def _quoted(text: str) -> str:
    dumped: str = yaml.safe_dump(text, default_style='"', width=float("inf"), allow_unicode=True)
    return dumped.rstrip("\n")


def _wrapped(line: str) -> list[str]:
    """A line broken where it is too long, the rest indented more."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
