"""What was read of a caffe.proto and its sources as bytes, for a cache."""

from __future__ import annotations

import json

from bnlint.caffe.proto.data import Numbers, Reading, Tables
from bnlint.text.cache_folder import program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Facts = dict[str, Any]


def dump(reading: Reading, variants: list[Facts]) -> bytes:
    """A reading, and the sets of traits that it allows, as bytes."""
    tables, types, numbers, v1_types, batch_norm, formats = reading
    data = {
        "version": program().decode(),
        "messages": tables.messages,
        "enums": tables.enums,
        "packed": sorted(tables.packed),
        "types": None if types is None else sorted(types),
        "numbers": numbers,
        "v1_types": v1_types,
        "batch_norm": batch_norm,
        "formats": formats,
        "variants": variants,
    }
    return json.dumps(data, separators=(",", ":"), default=_written).encode()


def _written(value: bytes) -> dict[str, str]:
    """A default of type bytes, which JSON does not have."""
    return {"bytes": value.decode("latin-1")}


def load(data: bytes) -> tuple[Reading, list[Facts]] | None:
    """What `dump` made bytes of; None if another version of bnlint did, or these are no such bytes."""
    try:
        made = json.loads(data)
        if made["version"] != program().decode():
            return None
        variants = [{name: _frozen(value) for name, value in facts.items()} for facts in made["variants"]]
        reading = Reading(
            Tables(
                {message: tuple(map(_row, rows)) for message, rows in made["messages"].items()},
                made["enums"],
                frozenset(made["packed"]),
            ),
            None if made["types"] is None else frozenset(made["types"]),
            {name: Numbers(*map(_frozen, numbers)) for name, numbers in made["numbers"].items()},
            made["v1_types"],
            {name: _frozen(value) for name, value in made["batch_norm"].items()},
            {name: _frozen(value) for name, value in made["formats"].items()},
        )
        return reading, variants
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _row(row: list[Any]) -> Any:
    default = row[4]
    return (*row[:4], default["bytes"].encode("latin-1") if isinstance(default, dict) else default)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
