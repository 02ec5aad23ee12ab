"""Writes the table of what all known Caffes have, as sets of Caffes; part of `tools.schema_tables`."""

from __future__ import annotations

from collections.abc import Iterable

from bnlint.caffe.schema.traits import BatchNormTraits
from tools.schema_files import HEAD, assignment
from tools.schema_forks import Facts, Resolved


def module(wholes: dict[str, Resolved], layers: Facts, in_place: Facts) -> str:
    """The table of all Caffes, in the order of `wholes`: bit n of a set is the n-th of them."""
    messages = sorted({message for whole in wholes.values() for message in whole["messages"]})
    types = sorted({type_ for whole in wholes.values() for type_ in whole["layer_types"] or ()})
    enums = sorted({enum for whole in wholes.values() for enum in whole["enums"]})
    layer_groups = {
        type_: partition(layer_facts(name, whole, type_, layers, in_place) for name, whole in wholes.items())
        for type_ in types
    }
    bvlc = next(iter(wholes.values()))
    default_groups = {
        message: partition(defaults(whole, bvlc, message) for whole in wholes.values()) for message in bvlc["messages"]
    }
    trait_groups = partition(traits(whole) for whole in wholes.values())
    format_groups = partition(
        (sorted(whole["formats"].items()), sorted(whole["v1_types"].items())) for whole in wholes.values()
    )
    releases = partition(name.startswith(("bvlc-1.0", "bvlc-rc")) for name in wholes)
    return "\n".join(
        [
            HEAD.format("What all known Caffes have, as sets of Caffes: see bnlint/caffe/schema/vocabulary.py"),
            assignment("UNKNOWN_TYPES", hex(mask(whole["layer_types"] is None for whole in wholes.values()))),
            "FIELDS: dict[str, dict[str, tuple[tuple[str, int], ...]]] = {",
            *(f"    {message!r}: {_fields(wholes, message)}," for message in messages),
            "}",
            "TYPES: dict[str, int] = {",
            *(f"    {type_!r}: {_registered(wholes, type_)}," for type_ in types),
            "}",
            "VALUES: dict[str, dict[str, int]] = {",
            *(f"    {enum!r}: {_values(wholes, enum)}," for enum in enums),
            "}",
            "LAYER_GROUPS: dict[str, tuple[int, ...]] = {",
            *(f"    {type_!r}: {_hex(parts)}," for type_, parts in layer_groups.items() if len(parts) > 1),
            "}",
            "DEFAULT_GROUPS: dict[str, tuple[int, ...]] = {",
            *(f"    {message!r}: {_hex(parts)}," for message, parts in default_groups.items() if len(parts) > 1),
            "}",
            assignment("TRAIT_GROUPS: tuple[int, ...]", _hex(trait_groups)),
            assignment("FORMAT_GROUPS: tuple[int, ...]", _hex(format_groups)),
            assignment("RELEASE_GROUPS: tuple[int, ...]", _hex(releases)),
            "",
        ]
    )


def mask(holds: Iterable[bool]) -> int:
    """The set of the Caffes for which it holds."""
    return sum(1 << bit for bit, value in enumerate(holds) if value)


def partition(keys: Iterable[object]) -> list[int]:
    """Sets of the Caffes with equal keys."""
    parts: dict[str, int] = {}
    for bit, key in enumerate(keys):
        parts[repr(key)] = parts.get(repr(key), 0) | 1 << bit
    return list(parts.values())


def defaults(whole: Resolved, bvlc: Resolved, message: str) -> object:
    """The defaults of the fields of a message of BVLC Caffe; a Caffe that lacks a field does as if it is not set."""
    own = whole["messages"].get(message, {})
    return [own.get(name, facts).get("default") for name, facts in bvlc["messages"][message].items()]


def traits(whole: Resolved) -> object:
    """The traits of batch normalization on which checks depend."""
    known = BatchNormTraits(**whole["batch_norm"], types=whole["normalizing"])
    values = [getattr(known, name) for name in BatchNormTraits.CHECKED]
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def layer_facts(name: str, whole: Resolved, type_: str, layers: Facts, in_place: Facts) -> object:
    """What is known of a layer type in one Caffe: whether it is registered, and what the tables of layers say of it."""
    registered = None if whole["layer_types"] is None else type_ in whole["layer_types"]
    facts = layers.get(type_, {})
    owners = facts.get("dialects")
    changes = [change for change in facts.get("forks", ()) if name in change["in"]]
    changes = [{key: value for key, value in change.items() if key != "in"} for change in changes]
    engines = [row for row in in_place["cudnn"] if row["type"] == type_ and name in row.get("targets", ())]
    engines = [{key: value for key, value in row.items() if key != "targets"} for row in engines]
    return registered, owners is None or name in owners, changes, engines


def _fields(wholes: dict[str, Resolved], message: str) -> str:
    variants: dict[str, dict[str, int]] = {}
    for bit, whole in enumerate(wholes.values()):
        for name, facts in whole["messages"].get(message, {}).items():
            types = variants.setdefault(name, {})
            types[facts["type"]] = types.get(facts["type"], 0) | 1 << bit
    pairs = {
        name: "".join(f"({type_!r}, {caffes:#x})," for type_, caffes in types.items())
        for name, types in sorted(variants.items())
    }
    return "{" + ", ".join(f"{name!r}: ({text})" for name, text in pairs.items()) + "}"


def _registered(wholes: dict[str, Resolved], type_: str) -> str:
    return hex(mask(type_ in (whole["layer_types"] or ()) for whole in wholes.values()))


def _values(wholes: dict[str, Resolved], enum: str) -> str:
    found: dict[str, int] = {}
    for bit, whole in enumerate(wholes.values()):
        for value in whole["enums"].get(enum, {}):
            found[value] = found.get(value, 0) | 1 << bit
    return "{" + ", ".join(f"{value!r}: {caffes:#x}" for value, caffes in found.items()) + "}"


def _hex(masks: Iterable[int]) -> str:
    return "(" + "".join(f"{caffes:#x}, " for caffes in masks) + ")"
