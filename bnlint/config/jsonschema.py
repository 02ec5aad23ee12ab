"""The JSON Schema of configuration files, for editors, generated from the definition of the keys."""

from __future__ import annotations

import os
from typing import Any

from bnlint.config.keys import KEYS, Kind, words_of
from bnlint.text import files

Json = dict[str, Any]


def schema() -> Json:
    """The schema of ``bnlint.toml``, ``.bnlint.yaml`` and ``[tool.bnlint]``."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The configuration of bnlint",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key.name: {
                "description": key.doc,
                **_kind(key.kind),
                **({"default": _plain(key.default, key.kind)} if key.default != "" else {}),
            }
            for key in KEYS
        },
    }


def _kind(kind: Kind) -> Json:
    if kind.form == "text":
        return {"type": "string", "pattern": kind.pattern}
    if kind.form == "word":
        return {"enum": list(words_of(kind))}
    if kind.form == "flag":
        return {"type": "boolean"}
    assert kind.of
    inner = _kind(kind.of)
    if kind.form == "list":
        return {"type": "array", "items": inner}
    if kind.form == "texts":
        return {"anyOf": [inner, {"type": "array", "items": inner}]}
    if kind.form == "table":
        return {
            "type": "object",
            "properties": dict.fromkeys(words_of(kind), inner),
            "additionalProperties": False,
        }
    assert kind.names
    names = _kind(kind.names)
    if kind.form == "either":
        return {"anyOf": [inner, names]}
    return {"type": "object", "propertyNames": names, "additionalProperties": inner}


def _plain(value: object, kind: Kind) -> object:
    if isinstance(value, tuple):
        return {} if kind.form in ("map", "table") else list(value)
    return value


def shipped() -> str:
    """The schema that is part of the package."""
    here = os.path.dirname(os.path.abspath(__file__))
    return files.read(os.path.join(here, "config.schema.json")).decode("utf-8")
