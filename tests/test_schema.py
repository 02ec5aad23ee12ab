"""The schemas of Caffe and its forks: against their field tables, and as real protobuf messages."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, text_format

from bnlint.caffe.binary.protobuf import message_class, proto_text
from bnlint.caffe.schema.messages import (
    MessageType,
    Schema,
    dialect_names,
    doc,
    notes,
    schema,
    short_title,
    title,
    what,
    where,
    zero,
)
from bnlint.caffe.schema.vocabulary import dialects_with_field, dialects_with_type

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
    """The messages and enums of a fork: removed, then changed, then added; an enum that no field uses is gone."""
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
    used = {facts["type"] for fields in messages.values() for facts in fields.values()}
    gone = set(base["enums"]) - used
    return messages, {name: values for name, values in enums.items() if name not in gone}


#: Types that the tables lack: CaffeOnSpark registers CoSData in src/caffe/layers/cos_data_layer.cpp.
MORE_TYPES = {"caffeonspark": {"CoSData"}}


@needs_tables
def test_bvlc_agrees_with_its_field_table() -> None:
    facts = load("bvlc-1.0.json")
    bvlc = schema()
    assert_same(bvlc, facts["messages"], facts["enums"])
    assert bvlc.layer_types == frozenset(facts["layer_types"])
    assert_same_traits(bvlc, facts)


@needs_tables
@pytest.mark.parametrize("name", dialect_names()[1:])
def test_fork_agrees_with_its_field_table(name: str) -> None:
    base, fork = load("bvlc-1.0.json"), load("dialects.json")[name]
    found = schema(name)
    assert_same(found, *applied(base, fork))
    assert_same_traits(found, fork)
    added, removed = fork.get("layer_types_added"), fork.get("layer_types_removed")
    known = None if name == "vitis" else frozenset(base["layer_types"]).union(added or ()).difference(removed or ())
    assert found.layer_types == (known | MORE_TYPES[name] if name in MORE_TYPES and known is not None else known)
    assert found.v1_types == fork.get("v1_types", {})


@needs_tables
def test_every_fork_is_there() -> None:
    forks = load("dialects.json")
    assert set(dialect_names()) == {"bvlc-1.0", *forks}
    for name, fork in {"bvlc-1.0": load("bvlc-1.0.json"), **forks}.items():
        assert where(name) == tuple(fork["where"])
        assert what(name) == fork.get("what", title(name))
        assert notes(name) == (*fork["traits"].get("in_place", ()), *fork["traits"].get("notes", ()))


#: What the field tables say in words of use_global_stats: the traits use_global_stats and batch_statistics.
USE_GLOBAL_STATS = {
    "unset follows the phase": ("read", "computed"),
    "never read: the phase decides": ("ignored", "computed"),
    "engine CAFFE: unset follows the phase; engine CUDNN: never read, the phase decides": (
        *("ignored_by_cudnn", "computed"),
    ),
    "unset follows the phase; with batch statistics the variance is never computed; the stored ones change only in "
    "TRAIN with use_global_stats and update_global_stats both true": ("read", "no_variance"),
    "unset follows the phase; with batch statistics the variance is computed only in TRAIN with update_global_stats "
    "(default true)": ("read", "variance_if_updated"),
    "unset follows the phase; only global statistics work: with batch statistics forward aborts on a buffer that is "
    "never allocated": ("read", "aborts"),
}
#: Where a BatchNorm has gamma and beta of its own, by the fields for them.
OWN_AFFINE = {
    (): {"never"},
    ("scale_filler", "bias_filler"): {"always", "possibly"},
    ("scale_bias", "scale_filler", "bias_filler"): {"scale_bias"},
    ("use_weight_bias", "bias_term", "filler", "bias_filler"): {"use_weight_bias"},
}

#: The fields with which a BN does not take the batch's mean in TRAIN, by a word about its statistics.
FIXED_BY = {
    "frozen": {"frozen": True},
    "INFERENCE": {"bn_mode": "INFERENCE"},
    "icnet": {"frozen": True, "bn_mode": "INFERENCE"},
}


def assert_same_traits(found: Schema, fork: dict[str, Any]) -> None:
    traits, formats = found.batch_norm, found.formats
    facts = fork["batch_norm"]
    assert traits.upgrade == UPGRADES[facts["upgrade"]]
    assert traits.has_batch_norm_layer == facts["has_batch_norm_layer"]
    assert traits.masks_statistics == facts["masks_statistics"]
    assert traits.refuses_nonzero_lr == facts["refuses_nonzero_lr"]
    known = fork["traits"]
    assert traits.masks_by_engine == known.get("masks_statistics_by_engine", {})
    assert traits.refuses_by_engine == known.get("refuses_nonzero_lr_by_engine", {})
    assert traits.unread == set(known.get("unread", ()))
    assert without_fixed_by(traits.types) == as_tuples(known.get("bn_type", {}))
    for facts_of_type in traits.types.values():
        words = str(facts_of_type.get("use_global_stats", "frozen" if "slope" in facts_of_type["blobs"] else ""))
        assert facts_of_type.get("fixed_by", {}) == next((by for word, by in FIXED_BY.items() if word in words), {})
    blobs = as_tuples(known.get("batch_norm_blobs", ()))
    assert traits.blobs == (blobs if isinstance(blobs, dict) else {"": blobs} if blobs else {})
    if "use_global_stats" in known:
        assert (traits.use_global_stats, traits.batch_statistics) == USE_GLOBAL_STATS[known["use_global_stats"]]
    if "own_affine" in known:
        assert [f"batch_norm_param.{name}" for name in traits.affine_fields] == known["own_affine"]
        assert traits.own_affine in OWN_AFFINE[traits.affine_fields]
    for name in {"eps", "moving_average_fraction"} & set(known):
        default = found.messages["BatchNormParameter"].fields[name].default
        assert default == struct.unpack("f", struct.pack("f", known[name]))[0]
    for name in ("reads_v0", "reads_v1", "reads_v2", "has_input_layer", "tolerates_unknown_fields"):
        assert getattr(formats, name) == known.get(name)
    upgrades = known.get("upgrades_on_load")
    assert formats.upgrades_on_load == (None if upgrades is None else frozenset(upgrades))


def without_fixed_by(types: Any) -> dict[str, dict[str, object]]:
    return {type_: {key: value for key, value in facts.items() if key != "fixed_by"} for type_, facts in types.items()}


def as_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_tuples(part) for key, part in value.items()}
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value


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
    assert all(title(name) and what(name) and where(name) for name in dialect_names())
    short = [short_title(name) for name in dialect_names()]
    assert len(short) == len(set(short))
    assert schema("ssd") is schema("ssd")


@pytest.mark.parametrize("name", dialect_names())
def test_protobuf_accepts_the_schema(name: str) -> None:
    net = message_class(schema(name))()
    text = 'layer { name: "bn" type: "BatchNorm" include { phase: TEST } }'
    if schema(name).formats.reads_v2 is False:
        text = 'layers { name: "ip" type: INNER_PRODUCT blobs_lr: 1 }'
    text_format.Parse(text, net)
    again = message_class(schema(name)).FromString(net.SerializeToString())
    assert text_format.MessageToString(again) == text_format.MessageToString(net)
    for message, kind in schema(name).messages.items():
        assert set(message_class(schema(name), message).DESCRIPTOR.fields_by_name.keys()) == set(kind.fields)


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
    protoc = pytest.importorskip("grpc_tools.protoc", reason="needs protoc, which needs a recent protobuf")
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
    assert dialects_with_field("BatchNormParameter", "scale_bias") == ("caffe-mpi", "nvcaffe-0.16", "nvcaffe-0.17")
    assert dialects_with_field("LayerParameter", "no_such_param") == ()
    assert dialects_with_field("ConvolutionParameter", "kernel_size") == ()
    assert dialects_with_type("CenterLoss") == ("caffe-face", "caffe-xilinx", "cc4", "happynear")
    assert dialects_with_type("Convolution") == ()


@pytest.mark.parametrize("name", dialect_names())
def test_words_of_traits(name: str) -> None:
    """The traits of BatchNorm in the tables have the values that `BatchNormTraits` documents."""
    traits = schema(name).batch_norm
    assert traits.statistics_decay in ("always", "never", "engine_caffe", "engine_cudnn")
    assert traits.own_affine in ("never", "always", "possibly", "scale_bias", "use_weight_bias")
    assert traits.use_global_stats in ("read", "ignored", "ignored_by_cudnn")
    assert traits.batch_statistics in ("computed", "no_variance", "variance_if_updated", "aborts")
    assert traits.zero_gamma | traits.unread_fillers <= {"BatchNorm", "BN"}
