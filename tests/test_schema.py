"""The schemas of Caffe and its forks: against their field tables, and as real protobuf messages."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from bnlint.caffe.messages import MessageType, Schema, dialect_names, doc, schema, title, zero

TABLES = Path(__file__).parents[2] / "shared" / "schema"
needs_tables = pytest.mark.skipif(not TABLES.exists(), reason="the field tables are not part of the project")
UPGRADES = {
    "none": "none",
    "clears param": "clears",
    "zeroes lr_mult and decay_mult, keeps names": "zeroes",
}


def load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((TABLES / name).read_text(encoding="utf-8"))
    return data


def typed(facts: dict[str, Any]) -> object:
    """The default of a field table, which writes all defaults as text, as a Python value."""
    text = facts.get("default")
    if text is None or facts["kind"] == "enum" or facts["type"] in ("string", "bytes"):
        return text
    if facts["type"] == "bool":
        return {"true": True, "false": False}[text]
    if facts["type"] == "float":
        return struct.unpack("f", struct.pack("f", float(text)))[0]
    return float(text) if facts["type"] == "double" else int(text)


def table(message: MessageType) -> dict[str, dict[str, object]]:
    names = ("number", "label", "kind", "type", "default")
    return {name: {key: getattr(field, key) for key in names} for name, field in message.fields.items()}


def expected(fields: dict[str, dict[str, Any]]) -> dict[str, dict[str, object]]:
    return {name: {**facts, "default": typed(facts)} for name, facts in fields.items()}


def assert_same(found: Schema, messages: dict[str, Any], enums: dict[str, Any]) -> None:
    assert set(found.messages) == set(messages)
    for name, fields in messages.items():
        assert table(found.messages[name]) == expected(fields), name
    assert found.enums == enums


def applied(base: dict[str, Any], fork: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The messages and enums of a fork: removed, then changed, then added."""
    messages = {name: dict(fields) for name, fields in base["messages"].items()}
    for name, fields in fork.get("removed", {}).items():
        for field in list(messages[name]) if fields == "*" else fields:
            del messages[name][field]
        if fields == "*":
            del messages[name]
    for name, fields in fork.get("changed", {}).items():
        for field, changes in fields.items():
            new = {key: values[1] for key, values in changes.items()}
            messages[name][field] = messages[name][field] | new
    for name, fields in fork.get("added", {}).items():
        messages.setdefault(name, {}).update(fields)
    enums = {name: dict(values) for name, values in base["enums"].items()}
    for name, values in fork.get("enums_removed", {}).items():
        for value in values:
            del enums[name][value]
    for name, values in fork.get("enums_added", {}).items():
        enums.setdefault(name, {}).update(values)
    gone = {name for name in enums if "." in name and name.split(".")[0] not in messages}
    return messages, {name: values for name, values in enums.items() if name not in gone}


@needs_tables
def test_bvlc_agrees_with_its_field_table() -> None:
    facts = load("bvlc-1.0.json")
    bvlc = schema()
    assert_same(bvlc, facts["messages"], facts["enums"])
    assert bvlc.layer_types == set(facts["layer_types"])
    assert_same_traits(bvlc, facts["batch_norm"])


@needs_tables
@pytest.mark.parametrize("name", dialect_names()[1:])
def test_fork_agrees_with_its_field_table(name: str) -> None:
    base, fork = load("bvlc-1.0.json"), load("dialects.json")[name]
    found = schema(name)
    assert_same(found, *applied(base, fork))
    assert_same_traits(found, fork["batch_norm"])
    added, removed = fork.get("layer_types_added"), fork.get("layer_types_removed")
    known = None if added is removed is None else {*base["layer_types"], *(added or ())} - set(removed or ())
    assert found.layer_types == known


@needs_tables
def test_every_fork_is_there() -> None:
    assert set(dialect_names()) == {"bvlc-1.0", *load("dialects.json")}


def assert_same_traits(found: Schema, facts: dict[str, Any]) -> None:
    traits = found.batch_norm
    assert traits.upgrade == UPGRADES[facts["upgrade"]]
    assert traits.has_batch_norm_layer == facts["has_batch_norm_layer"]
    assert traits.masks_statistics == facts["masks_statistics"]
    assert traits.refuses_nonzero_lr == facts["refuses_nonzero_lr"]


@pytest.mark.parametrize(
    ("message", "field", "default"),
    [
        ("BatchNormParameter", "use_global_stats", None),
        ("BatchNormParameter", "moving_average_fraction", 0.9990000128746033),
        ("ScaleParameter", "bias_term", False),
        ("PoolingParameter", "pool", "MAX"),
        ("ConvolutionParameter", "pad", None),
        ("SolverParameter", "random_seed", -1),
        ("FillerParameter", "type", "constant"),
        ("PythonParameter", "param_str", ""),
    ],
)
def test_default(message: str, field: str, default: object) -> None:
    found = schema().messages[message].fields[field].default
    assert (type(found), found) == (type(default), default)


@pytest.mark.parametrize(
    ("message", "field", "value"),
    [
        ("LayerParameter", "name", ""),
        ("LayerParameter", "phase", "TRAIN"),
        ("SolverParameter", "base_lr", 0.0),
        ("SolverParameter", "max_iter", 0),
        ("BatchNormParameter", "use_global_stats", False),
        ("Datum", "data", b""),
        ("HingeLossParameter", "norm", "L1"),
    ],
)
def test_zero(message: str, field: str, value: object) -> None:
    found = zero(schema().messages[message].fields[field])
    assert (type(found), found) == (type(value), value)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        schema("caffe2")
    with pytest.raises(KeyError):
        zero(schema().messages["NetParameter"].fields["state"])


def test_every_dialect_has_a_title() -> None:
    assert all(title(name) for name in dialect_names())
    assert schema("ssd") is schema("ssd")
