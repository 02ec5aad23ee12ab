"""Determines the layer types that a condition concerns, and the fields and layers that a fix changes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def types_of(condition: dict[str, Any]) -> frozenset[str] | None:
    """The types of layers that can meet `condition`; None for any type."""
    types: frozenset[str] | None = None
    if "type" in condition:
        written = condition["type"]
        types = frozenset((written,) if isinstance(written, str) else written)
    for part in condition.get("all", ()):
        types = _both(types, types_of(part))
    if "any" in condition:
        parts = [types_of(part) for part in condition["any"]]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            types = _both(types, frozenset().union(*known))
    return types


def _both(one: frozenset[str] | None, two: frozenset[str] | None) -> frozenset[str] | None:
    return two if one is None else one if two is None else one & two


def changes_of(rule: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the fixes of a rule (from `meaning.check`) change, as ``Type.field.field``, and which layer types they add.

    A field of a repeated message stands for all of these messages: a fix may add one.
    """
    changes: dict[str, None] = {}
    adds: dict[str, None] = {}
    for fix in (rule.get("fix"), *(case.get("fix") for case in rule.get("cases", ()))):
        for path in (*fix.get("remove", ()), *fix.get("set", ())) if fix else ():
            steps = path.split(".")
            named = next((n for n, step in enumerate(steps) if step.isdigit()), len(steps))
            for type_ in sorted(types_of(rule["match"]) or ()):
                changes[".".join([type_, *steps[:named]])] = None
        for name, value in fix.get("insert_after", ()) if fix else ():
            if name == "type":
                adds[value.strip("\"'")] = None
    return tuple(changes), tuple(adds)
