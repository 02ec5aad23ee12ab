"""Resolves the YAML tables of forks, some of which extend others, into full schemas and differences to BVLC Caffe.

The keys of a table, all but `title` and `where` optional:

- `title`, `what`, `where`: its name, what it is in one line, its addresses on GitHub (owner/name or owner/name@branch).
- `extends`: the Caffe whose table it changes; BVLC Caffe 1.0 if it is left out. Everything below is inherited.
- `removed` (of that Caffe's messages; "*" is the whole message), `restored` (from BVLC Caffe, where that Caffe had
  changed it), `taken` (whole messages of another fork), `changed` (some properties of a field; `default: null` takes a
  default away), `added`, in this order. An enum goes with the last field that uses it, and comes back with it;
  `enums_removed` and `enums_added` are values.
- `layer_types_added`, `layer_types_removed`, or `layer_types: unknown`.
- `v1_types`: values of V1LayerParameter.LayerType that BVLC Caffe lacks or reads differently, and the type that each
  becomes; null: the upgrade aborts on it.
- `batch_norm`, `formats`: see bnlint/caffe/schema/traits.py; `formats: unknown` if nothing is known of its loader.
  `has_batch_norm_layer: false` takes all traits of BatchNorm away. `normalizing`: other normalizing types.
- `in_place`, `notes`: what else was read in its sources, in words.
"""

from __future__ import annotations

import copy
from typing import Any

Facts = dict[str, Any]
Messages = dict[str, dict[str, Facts]]
#: A whole Caffe: `messages` (of fields, of facts), `enums`, `layer_types` (None: unknown), `v1_types`, `batch_norm`,
#: `formats`, `notes`.
Resolved = dict[str, Any]

#: What a Caffe without BatchNorm cannot have.
NO_BATCH_NORM: dict[str, object] = {"upgrade": "none", "masks_statistics": None, "refuses_nonzero_lr": None}
_KEYS = frozenset(
    (
        *("title", "what", "where", "extends", "batch_norm", "normalizing", "formats", "notes", "in_place", "v1_types"),
        *("removed", "restored", "taken", "changed", "added", "enums_removed", "enums_added"),
        *("layer_types", "layer_types_added", "layer_types_removed"),
    )
)


def resolve_all(base: dict[str, Any], forks: dict[str, dict[str, Any]]) -> dict[str, Resolved]:
    """Every fork as a whole. Raises KeyError for a key, message, field or parent that is not there."""
    known: dict[str, Resolved] = {}
    bvlc = bvlc_resolved(base)
    for name in forks:
        _resolve(name, bvlc, forks, known)
    return {name: known[name] for name in forks}


def bvlc_resolved(base: dict[str, Any]) -> Resolved:
    """BVLC Caffe 1.0 in the same form."""
    return {
        "messages": {name: message["fields"] for name, message in base["messages"].items()},
        "enums": {name: enum["values"] for name, enum in base["enums"].items()},
        "layer_types": list(base["layer_types"]),
        "v1_types": {},
        **{key: base[key] for key in ("batch_norm", "formats", "in_place")},
        "normalizing": {},
        "notes": [],
    }


def _resolve(name: str, bvlc: Resolved, forks: dict[str, dict[str, Any]], known: dict[str, Resolved]) -> Resolved:
    if name not in known:
        fork = forks[name]
        unknown = set(fork) - _KEYS
        if unknown:
            raise KeyError(f"{name}: unknown keys {sorted(unknown)}")
        parent = _resolve(fork["extends"], bvlc, forks, known) if "extends" in fork else bvlc
        donors = [(_resolve(donor, bvlc, forks, known), names) for donor, names in fork.get("taken", {}).items()]
        known[name] = laid_over(bvlc, parent, donors, fork)
    return known[name]


def laid_over(bvlc: Resolved, parent: Resolved, donors: list[tuple[Resolved, list[str]]], fork: Facts) -> Resolved:
    """A fork as a whole: `parent`, without what it removes, and with what it restores from BVLC Caffe, takes from
    other forks, changes and adds, in this order.
    """
    messages = _messages(bvlc, parent, donors, fork)
    enums = _enums(bvlc, parent, donors, fork, messages)
    values = enums.get("V1LayerParameter.LayerType", {})
    v1_types = {name: type_ for name, type_ in parent["v1_types"].items() if name in values} | fork.get("v1_types", {})
    own = fork.get("batch_norm", {})
    inherited = NO_BATCH_NORM if own.get("has_batch_norm_layer") is False else parent["batch_norm"]
    formats = fork.get("formats", {})
    return {
        "messages": messages,
        "enums": enums,
        "layer_types": _layer_types(parent, fork),
        "v1_types": v1_types,
        "batch_norm": inherited | own,
        "normalizing": fork.get("normalizing", parent["normalizing"]),
        "formats": {} if formats == "unknown" else parent["formats"] | formats,
        "in_place": fork.get("in_place", parent["in_place"]),
        "notes": fork.get("notes", parent["notes"]),
    }


def _messages(bvlc: Resolved, parent: Resolved, donors: list[tuple[Resolved, list[str]]], fork: Facts) -> Messages:
    messages: Messages = copy.deepcopy(parent["messages"])
    for name, fields in fork.get("removed", {}).items():
        for field in list(messages[name]) if fields == "*" else fields:
            del messages[name][field]
        if fields == "*":
            del messages[name]
    for name, fields in fork.get("restored", {}).items():
        original = bvlc["messages"][name]
        restored = {field: original[field] for field in (original if fields == "*" else fields)}
        messages[name] = in_order(original, messages.get(name, {}) | restored)
    for donor, names in donors:
        messages |= {name: donor["messages"][name] for name in names}
    for name, fields in fork.get("changed", {}).items():
        for field, change in fields.items():
            messages[name][field] = messages[name][field] | change
    for name, fields in fork.get("added", {}).items():
        messages[name] = messages.get(name, {}) | fields
    return messages


def in_order(original: dict[str, Facts], fields: dict[str, Facts]) -> dict[str, Facts]:
    """The fields as BVLC Caffe orders them, those that it does not have last."""
    return {name: fields[name] for name in (*(name for name in original if name in fields), *fields)}


def _enums(
    bvlc: Resolved, parent: Resolved, donors: list[tuple[Resolved, list[str]]], fork: Facts, messages: Messages
) -> dict[str, dict[str, int]]:
    """The enums that a field uses, or that the fork itself adds."""
    used = {facts["type"] for fields in messages.values() for facts in fields.values()}
    enums: dict[str, dict[str, int]] = copy.deepcopy({**bvlc["enums"], **parent["enums"]})
    for donor, names in donors:
        enums |= {enum: values for enum, values in donor["enums"].items() if enum.partition(".")[0] in names}
    for name, values in fork.get("enums_removed", {}).items():
        for value in values:
            del enums[name][value]
    added = fork.get("enums_added", {})
    for name, values in added.items():
        enums[name] = enums.get(name, {}) | values
    return {name: values for name, values in enums.items() if name in used or name in added}


def _layer_types(parent: Resolved, fork: dict[str, Any]) -> list[str] | None:
    if fork.get("layer_types") == "unknown":
        return None
    removed = fork.get("layer_types_removed", ())
    for type_ in removed:
        if type_ not in parent["layer_types"]:
            raise KeyError(f"layer type {type_} is not there")
    return sorted({*parent["layer_types"], *fork.get("layer_types_added", ())} - set(removed))


def difference(bvlc: Resolved, whole: Resolved) -> dict[str, Any]:
    """What `whole` removes of BVLC Caffe, and what it adds or replaces: enough to make it of BVLC Caffe again."""
    theirs, ours = bvlc["messages"], whole["messages"]
    removed: dict[str, str | list[str]] = {name: "*" for name in theirs if name not in ours}
    rows: Messages = {}
    for name, fields in ours.items():
        known = theirs.get(name, {})
        gone = [field for field in known if field not in fields]
        if gone:
            removed[name] = gone
        new = {field: facts for field, facts in fields.items() if not same(facts, known.get(field))}
        if new or name not in theirs:
            rows[name] = new
    types = whole["layer_types"]
    return {
        "removed": removed,
        "rows": rows,
        "enums": {name: values for name, values in whole["enums"].items() if values != bvlc["enums"].get(name)},
        "enums_removed": [name for name in bvlc["enums"] if name not in whole["enums"]],
        "layer_types": None if types is None else _pair(bvlc["layer_types"], types),
    }


def _pair(theirs: list[str], ours: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(set(ours) - set(theirs))), tuple(sorted(set(theirs) - set(ours)))


def same(one: Facts, other: Facts | None) -> bool:
    """Whether two fields are declared alike; documentation does not count."""
    return other is not None and _declared(one) == _declared(other)


def _declared(facts: Facts) -> tuple[object, ...]:
    default = facts.get("default")
    return (facts["number"], facts.get("label", "optional"), facts["type"], type(default) is bool, default)
