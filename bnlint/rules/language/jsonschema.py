"""Builds the JSON Schema of rule files, for editors, from their definition."""

from __future__ import annotations

from typing import Any

from bnlint.rules.language import kinds
from bnlint.rules.language.definition import TABLES
from bnlint.rules.language.kinds import Kind, Required, Table

Json = dict[str, Any]
_NOT_BLANK = r"\S"


def schema(who: Required = "user") -> Json:
    """The schema of rule files of `who`: ``user`` for users', ``own`` for bnlint's."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of bnlint",
        "$ref": "#/$defs/rule",
        "$defs": {name: _table(table, who) for name, table in TABLES.items()},
    }


def _table(table: Table, who: Required) -> Json:
    definition: Json = {
        "type": "object",
        "description": table.doc,
        "properties": {key.name: {"description": key.doc, **_kind(key.kind)} for key in table.keys},
        "additionalProperties": False,
    }
    if needed := [key.name for key in table.keys if key.required in ("always", who)]:
        definition["required"] = needed
    if table.one_of:
        definition["anyOf"] = [{"required": [name]} for name in table.one_of]
    return definition


def _kind(kind: Kind) -> Json:
    match kind:
        case kinds.Text():
            return {"type": "string", "pattern": f"^({kind.pattern})$" if kind.pattern else _NOT_BLANK}
        case kinds.Choice():
            return {"enum": list(kind.words)}
        case kinds.Boolean():
            return {"type": "boolean"} if kind.only is None else {"const": kind.only}
        case kinds.Number():
            return {"type": "integer", "minimum": 0} if kind.whole else {"type": "number"}
        case kinds.Scalar():
            return {"type": ["boolean", "number", "string"]}
        case kinds.ListOf():
            return {
                "type": "array",
                "items": _kind(kind.kind),
                **({"minItems": kind.at_least} if kind.at_least else {}),
            }
        case kinds.OneOrMore():
            text = {"type": "string", "pattern": _NOT_BLANK}
            return {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]}
        case kinds.MapOf():
            return {"type": "object", "additionalProperties": _kind(kind.kind), "minProperties": 1}
        case kinds.Ref():
            return {"$ref": f"#/$defs/{kind.name}"}
