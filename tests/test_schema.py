"""The schemas of Caffe and its forks: against their field tables, and as real protobuf messages."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, text_format
from grpc_tools import protoc

from bnlint.caffe.binary.protobuf import message_class, proto_text
from bnlint.caffe.schema.messages import (
    MessageType,
    Schema,
    dialect_names,
    dialects_with_field,
    dialects_with_type,
    doc,
    schema,
    title,
    zero,
)

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
    enums: dict[str, dict[str, int]] = {name: dict(values) for name, values in base["enums"].items()}
    for name, values in fork.get("enums_removed", {}).items():
        for value in values:
            del enums[name][value]
    for name, values in fork.get("enums_added", {}).items():
        enums.setdefault(name, {}).update(values)
    if "PRE_FIXED" in enums["LossParameter.NormalizationMode"]:
        enums["LossParameter.NormalizationMode"]["NONE"] = 4  # the tables list new names, not new numbers
    gone = {name for name in enums if "." in name and name.split(".")[0] not in messages}
    return messages, {name: values for name, values in enums.items() if name not in gone}


@needs_tables
def test_bvlc_agrees_with_its_field_table() -> None:
    facts = load("bvlc-1.0.json")
    bvlc = schema()
    assert_same(bvlc, facts["messages"], facts["enums"])
    assert bvlc.layer_types == frozenset(facts["layer_types"])
    assert_same_traits(bvlc, facts["batch_norm"])


NOT_TAKEN_IN = "the field tables were corrected and have more forks than bnlint has taken in"
CORRECTED = ("intel", "nvcaffe-0.16", "nvcaffe-0.17", "skimcaffe")


@needs_tables
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=NOT_TAKEN_IN)) if name in CORRECTED else name
        for name in dialect_names()[1:]
    ],
)
def test_fork_agrees_with_its_field_table(name: str) -> None:
    base, fork = load("bvlc-1.0.json"), load("dialects.json")[name]
    found = schema(name)
    assert_same(found, *applied(base, fork))
    assert_same_traits(found, fork["batch_norm"])
    added, removed = fork.get("layer_types_added"), fork.get("layer_types_removed")
    known = None
    if added is not None or removed is not None:
        known = frozenset(base["layer_types"]).union(added or ()).difference(removed or ())
    assert found.layer_types == known


@needs_tables
@pytest.mark.xfail(strict=True, reason=NOT_TAKEN_IN)
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


@pytest.mark.parametrize("name", dialect_names())
def test_protobuf_accepts_the_schema(name: str) -> None:
    net = message_class(schema(name))()
    text_format.Parse('layer { name: "bn" type: "BatchNorm" include { phase: TEST } }', net)
    again = message_class(schema(name)).FromString(net.SerializeToString())
    assert text_format.MessageToString(again) == text_format.MessageToString(net)
    assert set(message_class(schema(name), "LayerParameter").DESCRIPTOR.fields_by_name) == set(
        schema(name).messages["LayerParameter"].fields
    )


@pytest.mark.parametrize("name", dialect_names())
def test_protobuf_has_the_same_defaults(name: str) -> None:
    for message, kind in schema(name).messages.items():
        found = message_class(schema(name), message)()
        for field in kind.fields.values():
            if field.kind != "message" and field.label != "repeated":
                value = zero(field) if field.default is None else field.default
                number = value if field.values is None else field.values[str(value)]
                assert getattr(found, field.name) == number, (message, field)


@pytest.mark.parametrize("name", dialect_names())
def test_protoc_accepts_the_source(name: str, tmp_path: Path) -> None:
    (tmp_path / "caffe.proto").write_text(proto_text(schema(name)), encoding="utf-8")
    made = tmp_path / "caffe.descriptor"
    assert protoc.main(["protoc", f"-I{tmp_path}", f"--descriptor_set_out={made}", "caffe.proto"]) == 0
    (file,) = descriptor_pb2.FileDescriptorSet.FromString(made.read_bytes()).file
    ours = message_class(schema(name)).DESCRIPTOR.file
    theirs = descriptor_pool.DescriptorPool().AddSerializedFile(file.SerializeToString())
    assert described(ours) == described(theirs)


def described(file: Any) -> list[str]:
    """The messages and enums of a file descriptor as text, without the JSON names that only protoc writes."""
    proto = descriptor_pb2.FileDescriptorProto()
    file.CopyToProto(proto)
    parts = (*proto.message_type, *proto.enum_type)
    return sorted(
        re.sub(r' json_name: "\w+"', "", text_format.MessageToString(part, as_one_line=True)) for part in parts
    )


def test_every_field_is_documented() -> None:
    missing = [
        f"{name}.{field}"
        for name, message in schema().messages.items()
        for field in ("", *message.fields)
        if not doc(name, field or None)
    ]
    assert not missing
    assert doc("BatchNormParameter", "no_such_field") is None


def test_origin_of_a_foreign_name() -> None:
    assert dialects_with_field("LayerParameter", "bn_param") == ("happynear", "pspnet", "segnet", "yjxiong")
    assert dialects_with_field("LayerParameter", "no_such_param") == ()
    assert dialects_with_type("ReLU6") == ("mobilenet-yolo",)
    assert dialects_with_type("Convolution") == ()


@pytest.mark.parametrize("name", dialect_names())
def test_words_of_traits(name: str) -> None:
    """The traits of BatchNorm in the tables have the values that `BatchNormTraits` documents."""
    traits = schema(name).batch_norm
    assert traits.statistics_decay in ("always", "never", "engine_caffe")
    assert traits.own_affine in ("never", "always", "possibly", "scale_bias", "use_weight_bias")
    assert traits.use_global_stats in ("read", "ignored", "ignored_by_cudnn")
    assert traits.zero_gamma | traits.unread_fillers <= {"BatchNorm", "BN"}
