"""`python -m tools.fork_table PATH/TO/caffe.proto` prints a fork's table, as bnlint/caffe/schema/forks/ has them.

The table is the difference to the known Caffe that is most alike. What is not found out of its sources, which are
beside the file or in `--sources`, is listed in comments: look it up before the table is entered.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any

from bnlint.caffe.proto.data import Reading
from bnlint.caffe.proto.errors import ProtoError
from bnlint.caffe.proto.reading import read_caffe
from bnlint.caffe.proto.variants import batch_norm_variants
from bnlint.prototxt.values import float32
from tools.fork_printer import printed
from tools.schema_forks import NO_BATCH_NORM, Facts, Resolved, bvlc_resolved, laid_over, resolve_all, same
from tools.schema_tables import BASE, read

Fork = dict[str, Any]
#: Words about BatchNorm that no source says.
_WORDS = ("in_place", "notes")
#: What a trait is of which a table says nothing.
_UNSAID: Fork = {
    **{name: [] for name in ("blobs", "affine_by_default", "affine_fields", "zero_gamma", "unread")},
    **{name: {} for name in ("masks_by_engine", "refuses_by_engine", "types")},
    "statistics_decay": "",
    "own_affine": "never",
    "use_global_stats": "read",
    "batch_statistics": "computed",
    **dict.fromkeys(("has_batch_norm_layer", "upgrade", "masks_statistics", "refuses_nonzero_lr")),
}
#: So many of the nearest known Caffes are compared in full.
_TRIED = 6


def table(reading: Reading, known: dict[str, Resolved]) -> tuple[Fork, list[str]]:
    """A fork's table, and what could not be found out. `known` are all Caffes as wholes, BVLC Caffe 1.0 first."""
    whole = whole_of(reading)
    every = whole["layer_types"] is None
    parents = [name for name, caffe in known.items() if every or caffe["layer_types"] is not None]
    ours = _declared(whole)
    nearest = sorted(parents, key=lambda name: len(ours ^ _declared(known[name])))[:_TRIED]
    forks = {name: difference(whole, name, known) for name in nearest}
    best = min(nearest, key=lambda name: _size(forks[name]))
    return forks[best], _traits(forks[best], reading, known[best])


def _declared(whole: Resolved) -> set[tuple[str, str, int, str]]:
    """The fields of all messages, by which Caffes are compared."""
    messages = whole["messages"].items()
    return {
        (name, field, facts["number"], facts["type"]) for name, fields in messages for field, facts in fields.items()
    }


def whole_of(reading: Reading) -> Resolved:
    """The tables that were read, in the form of the YAML tables."""
    messages = {name: {row[0]: _facts(row) for row in rows} for name, rows in reading.tables.messages.items()}
    return {
        "messages": messages,
        "enums": reading.tables.enums,
        "layer_types": None if reading.layer_types is None else sorted(reading.layer_types),
        "v1_types": reading.v1_types,
    }


def _facts(row: tuple[str, int, str, str, object]) -> Facts:
    _, number, label, kind, default = row
    facts: Facts = {"number": number}
    if label != "optional":
        facts["label"] = label
    facts["type"] = kind
    if default is not None:
        facts["default"] = _shortest(default) if kind == "float" and isinstance(default, float) else default
    return facts


def _shortest(number: float) -> float:
    """The shortest decimal number that is this one in single precision."""
    return next((near for digits in range(1, 10) if float32(near := float(f"{number:.{digits}g}")) == number), number)


# ---- the difference to another Caffe


def difference(whole: Resolved, parent_name: str, known: dict[str, Resolved]) -> Fork:
    """What makes a whole of one of the known Caffes, without its traits."""
    bvlc, parent = known[BASE], known[parent_name]
    fork: Fork = {"extends": parent_name} if parent_name != BASE else {}
    parts: dict[str, dict[str, Any]] = {key: {} for key in ("removed", "restored", "taken", "changed", "added")}
    parts["removed"] = {name: "*" for name in parent["messages"] if name not in whole["messages"]}
    for name, fields in whole["messages"].items():
        _message(parts, name, fields, parent["messages"].get(name), bvlc["messages"].get(name), known)
    fork |= {key: dict(sorted(part.items())) for key, part in parts.items() if part}
    theirs, ours = parent["layer_types"], whole["layer_types"]
    _enums(fork, whole, laid_over(bvlc, parent, _donors(fork, known), fork | {"layer_types": "unknown"}))
    if ours is None:
        fork["layer_types"] = "unknown"
    else:
        fork |= _unless_empty("layer_types_added", sorted(set(ours) - set(theirs)))
        fork |= _unless_empty("layer_types_removed", sorted(set(theirs) - set(ours)))
    values = whole["enums"].get("V1LayerParameter.LayerType", {})
    kept = {value: type_ for value, type_ in parent["v1_types"].items() if value in values}
    new = {value: type_ for value, type_ in whole["v1_types"].items() if kept.get(value, "") != type_}
    return fork | _unless_empty("v1_types", new)


def _message(
    parts: dict[str, dict[str, Any]],
    name: str,
    ours: dict[str, Facts],
    theirs: dict[str, Facts] | None,
    original: dict[str, Facts] | None,
    known: dict[str, Resolved],
) -> None:
    """Enters what makes a message: of that of the parent, of BVLC Caffe's, or of that of any other fork."""
    donor = _donor(name, ours, known) if theirs is None and original is None else None
    if donor is not None:
        parts["taken"].setdefault(donor, []).append(name)
        return
    inherited, original = theirs or {}, original or {}
    removed = [field for field in inherited if field not in ours]
    restored = [f for f in ours if not same(ours[f], inherited.get(f)) and same(ours[f], original.get(f))]
    changed, added = {}, {}
    for field, facts in ours.items():
        if field in restored or same(facts, inherited.get(field)):
            continue
        if field in inherited:
            changed[field] = _change(inherited[field], facts)
        else:
            added[field] = facts
    if theirs is None and original and set(restored) == set(original) == set(ours):
        parts["restored"][name] = "*"
    elif restored:
        parts["restored"][name] = restored
    for key, part in (("removed", removed), ("changed", changed), ("added", added)):
        if part:
            parts[key][name] = part
    if theirs is None and not restored and not added:
        parts["added"][name] = {}  # a message without fields


def _change(theirs: Facts, ours: Facts) -> Facts:
    """What is different about a field; a default that is gone is null."""
    change: Facts = {key: value for key, value in ours.items() if not _equal(theirs.get(key), value)}
    if "label" in theirs and "label" not in ours:
        change["label"] = "optional"
    if theirs.get("default") is not None and "default" not in ours:
        change["default"] = None
    return change


def _equal(one: object, other: object) -> bool:
    """Whether two values are the same, and not 1 and true."""
    return one == other and (type(one) is bool) == (type(other) is bool)


def _donor(name: str, ours: dict[str, Facts], known: dict[str, Resolved]) -> str | None:
    """The first known fork with the same message of some size."""
    if len(ours) > 2:
        for fork, caffe in known.items():
            theirs = caffe["messages"].get(name, {})
            if set(theirs) == set(ours) and all(same(facts, theirs[field]) for field, facts in ours.items()):
                return fork
    return None


def _donors(fork: Fork, known: dict[str, Resolved]) -> list[tuple[Resolved, list[str]]]:
    return [(known[donor], names) for donor, names in fork.get("taken", {}).items()]


def _enums(fork: Fork, whole: Resolved, made: Resolved) -> None:
    """Enters what is left to make the enums of `whole` of those that the messages bring along."""
    removed: dict[str, list[str]] = {}
    added: dict[str, dict[str, int]] = {}
    for name, ours in whole["enums"].items():
        theirs = made["enums"].get(name, {})
        gone = [value for value in theirs if value not in ours]
        new = {value: number for value, number in ours.items() if theirs.get(value) != number}
        removed |= {name: gone} if gone else {}
        added |= {name: new} if new else {}
    fork |= _unless_empty("enums_removed", removed) | _unless_empty("enums_added", added)


def _unless_empty(key: str, value: Any) -> Fork:
    return {key: value} if value else {}


def _size(fork: Fork) -> int:
    """How long a table is."""
    return sum(len(part) if isinstance(part, (list, dict)) else 1 for value in fork.values() for part in _parts(value))


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else [value]


# ---- its traits


def _traits(fork: Fork, reading: Reading, parent: Resolved) -> list[str]:
    """Enters the traits that were found out, where those of `parent` differ. Returns what was not found out."""
    variants = batch_norm_variants(reading)
    unknown = []
    batch_norm: Fork = {}
    without = all(variant["has_batch_norm_layer"] is False for variant in variants)
    inherited = NO_BATCH_NORM if without else parent["batch_norm"]
    for name in sorted(_UNSAID):
        values = [_plain(variant.get(name, _UNSAID[name])) for variant in variants]
        if any(repr(value) != repr(values[0]) for value in values):
            unknown.append(f"batch_norm.{name}: {' or '.join(sorted(set(map(str, values))))}")
        elif name == "types":
            fork |= {"normalizing": values[0]} if values[0] != parent["normalizing"] else {}
        elif not _equal(values[0], inherited.get(name, _UNSAID[name])):
            batch_norm[name] = values[0]
    formats = {}
    for name in ("reads_v0", "reads_v1", "reads_v2", "has_input_layer", "tolerates_unknown_fields", "upgrades_on_load"):
        value = _plain(reading.formats.get(name))
        if value is None:
            unknown.append(f"formats.{name}")
        elif value != parent["formats"].get(name):
            formats[name] = value
    fork |= _unless_empty("batch_norm", batch_norm) | _unless_empty("formats", formats)
    if batch_norm:
        fork |= {name: [] for name in _WORDS if parent[name]}
    return unknown


def _plain(value: Any) -> Any:
    """Tuples as lists, at any depth, as YAML has them."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


# ---- the command


def all_known() -> dict[str, Resolved]:
    """All known Caffes as wholes, BVLC Caffe 1.0 first."""
    base, forks = read()
    known = {BASE: bvlc_resolved(base), **resolve_all(base, forks)}
    for caffe in known.values():
        for fields in caffe["messages"].values():
            fields |= {name: _with_shortest_default(facts) for name, facts in fields.items()}
    return known


def _with_shortest_default(facts: Facts) -> Facts:
    if facts["type"] != "float" or facts.get("default") is None:
        return facts
    return facts | {"default": _shortest(float32(facts["default"]))}


def main(argv: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m tools.fork_table", description=__doc__)
    options.add_argument("proto", metavar="PATH", help="the fork's caffe.proto")
    options.add_argument("--sources", metavar="DIR", help="the folder with its src/ and include/")
    options.add_argument("--title", default="", help="what the fork is called")
    options.add_argument("--where", metavar="OWNER/NAME", action="append", default=[], help="an address on GitHub")
    given = options.parse_args(argv)
    return run(given.proto, given.sources, given.title, given.where, all_known())


def run(path: str, sources: str | None, title: str, where: list[str], known: dict[str, Resolved]) -> int:
    """Prints the table of the Caffe in a file. Returns the exit code."""
    try:
        reading = read_caffe(path, sources)
    except ProtoError as error:
        print(error, file=sys.stderr)
        return 1
    fork, unknown = table(reading, known)
    print(printed({"title": title, "where": where, **fork}, unknown), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
