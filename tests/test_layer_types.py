"""Facts about layer types and names of old formats, and their agreement with the schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from google.protobuf import text_format

from bnlint._generated import schema_in_place, schema_layers
from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.layer_types import blob_count, layer_type
from bnlint.caffe.schema.messages import dialect_names, notes, schema, zero
from tests import corpus


class Layer:
    """A layer with the given fields, and the schema's defaults for the others."""

    def __init__(self, type: str, bottoms: int = 1, tops: int = 1, in_place: bool = False, **fields: object) -> None:
        self.type = type
        self.bottoms = [f"b{i}" for i in range(bottoms)]
        self.tops = self.bottoms[:tops] if in_place else [f"t{i}" for i in range(tops)]
        self.fields = fields

    def value(self, message: str, field: str) -> object:
        if field in self.fields:
            return self.fields[field]
        declared = schema().messages[schema().messages["LayerParameter"].fields[message].type].fields.get(field)
        return None if declared is None else zero(declared) if declared.default is None else declared.default


@pytest.mark.parametrize(
    ("layer", "blobs"),
    [
        (Layer("Convolution"), 2),
        (Layer("Convolution", bias_term=False), 1),
        (Layer("Deconvolution", bias_term=False), 1),
        (Layer("InnerProduct"), 2),
        (Layer("Embed", bias_term=False), 1),
        (Layer("BatchNorm"), 3),
        (Layer("Scale"), 1),
        (Layer("Scale", bias_term=True), 2),
        (Layer("Scale", bottoms=2), 0),
        (Layer("Scale", bottoms=2, bias_term=True), 1),
        (Layer("Bias"), 1),
        (Layer("Bias", bottoms=2), 0),
        (Layer("PReLU"), 1),
        (Layer("ReLU"), 0),
        (Layer("LSTM", bottoms=2), 3),
        (Layer("LSTM", bottoms=3), 4),
        (Layer("LSTM", bottoms=4, expose_hidden=True), 3),
        (Layer("LSTM", bottoms=5, expose_hidden=True), 4),
        (Layer("RNN", bottoms=2), 5),
        (Layer("RNN", bottoms=3), 6),
        (Layer("Parameter", bottoms=0), 1),
        (Layer("Python"), None),
        (Layer("BN"), None),
        (Layer("NoSuchLayer"), None),
    ],
)
def test_blob_count(layer: Layer, blobs: int | None) -> None:
    assert blob_count(layer) == blobs


@pytest.mark.parametrize(
    ("dialect", "layer", "blobs"),
    [
        ("yjxiong", Layer("BN"), 4),
        ("segnet", Layer("BN"), 2),
        ("parsenet", Layer("BN"), 2),
        ("synopsys", Layer("BN"), None),
        ("ssd", Layer("BN"), None),
        ("ssd", Layer("Normalize"), 1),
        ("nvcaffe-0.16", Layer("BatchNorm"), 3),
        ("nvcaffe-0.16", Layer("BatchNorm", scale_bias=True), 5),
        ("nvcaffe-0.15", Layer("BatchNorm"), 5),
        ("nvcaffe-0.14", Layer("BatchNorm"), None),
        ("nvcaffe-0.14", Layer("BatchNorm", engine="CAFFE"), 3),
        ("skimcaffe", Layer("BatchNorm"), 3),
    ],
)
def test_blob_count_in_forks(dialect: str, layer: Layer, blobs: int | None) -> None:
    assert blob_count(layer, dialect) == blobs


@pytest.mark.parametrize(
    ("layer", "reads", "in_place"),
    [
        (Layer("ReLU"), ("B",), "legal"),
        (Layer("ReLU", negative_slope=-0.1), ("B",), "wrong-gradients"),
        (Layer("ELU", alpha=-1.0), ("B", "T"), "wrong-gradients"),
        (Layer("Sigmoid"), ("T",), "legal"),
        (Layer("BatchNorm"), ("own",), "legal"),
        (Layer("PReLU"), ("B",), "legal"),
        (Layer("PReLU", in_place=True), ("own",), "legal"),
        (Layer("Scale", in_place=True), ("own",), "legal"),
        (Layer("MVN"), ("T",), "wrong-gradients"),
        (Layer("MVN", normalize_variance=False), (), "legal"),
        (Layer("Power", power=0.0), (), "legal"),
        (Layer("Power", power=1.0), (), "wrong-gradients"),
        (Layer("Power", power=2.0), ("B",), "wrong-gradients"),
        (Layer("Power", power=-0.5), ("B", "T"), "wrong-gradients"),
        (Layer("LRN"), ("B", "T", "own"), "wrong-outputs"),
        (Layer("LRN", norm_region="WITHIN_CHANNEL"), ("B", "own"), "wrong-gradients"),
        (Layer("Eltwise", operation="PROD"), ("B",), "wrong-gradients"),
        (Layer("Eltwise", operation="PROD", stable_prod_grad=False), ("B", "T"), "wrong-gradients"),
        (Layer("Pooling"), ("own",), "wrong-outputs"),
        (Layer("Pooling", tops=2), ("T1",), "wrong-outputs"),
        (Layer("AbsVal"), ("B",), "refused"),
        (Layer("Permute"), None, None),
    ],
)
def test_in_place(layer: Layer, reads: tuple[str, ...] | None, in_place: str | None) -> None:
    known = layer_type(layer.type)
    assert known is not None
    assert (known.reads(layer), known.in_place(layer)) == (reads, in_place)


@pytest.mark.parametrize(
    ("layer", "bottoms", "tops"),
    [
        (Layer("Convolution"), (1, None), (1, None)),
        (Layer("Pooling"), (1, 1), (1, 2)),
        (Layer("Pooling", pool="AVE"), (1, 1), (1, 1)),
        (Layer("LSTM"), (2, 3), (1, 1)),
        (Layer("LSTM", expose_hidden=True), (4, 5), (3, 3)),
        (Layer("RNN", expose_hidden=True), (3, 4), (2, 2)),
        (Layer("Data"), (0, 0), (1, 2)),
        (Layer("CtcLoss"), None, None),
    ],
)
def test_numbers_of_bottoms_and_tops(layer: Layer, bottoms: object, tops: object) -> None:
    known = layer_type(layer.type)
    assert known is not None
    assert (known.bottoms(layer), known.tops(layer)) == (bottoms, tops)


@pytest.mark.parametrize(
    ("layer", "shares"),
    [
        (Layer("Flatten"), True),
        (Layer("Concat"), True),
        (Layer("Concat", bottoms=2), False),
        (Layer("Slice", tops=2), False),
        (Layer("ReLU"), False),
    ],
)
def test_shared_memory(layer: Layer, shares: bool) -> None:
    known = layer_type(layer.type)
    assert known is not None
    assert known.shares_memory(layer) is shares


def test_every_type_of_bvlc_is_known() -> None:
    types = schema().layer_types
    assert types is not None
    assert {name for name, facts in schema_layers.LAYERS.items() if facts["dialects"] is None} == types


@pytest.mark.parametrize("name", schema_layers.LAYERS)
def test_forks_have_the_types_and_fields(name: str) -> None:
    known = layer_type(name)
    assert known is not None
    owners = ("bvlc-1.0",) if known.dialects is None else known.dialects
    fields = {field for owner in owners for field in schema(owner).messages["LayerParameter"].fields}
    if owners:
        assert set(known.params) <= fields
    for owner in owners:
        assert name in (schema(owner).layer_types or ())
    assert {fork for type_name, fork in schema_layers.FORKS if type_name == name} <= {*dialect_names()}


@pytest.mark.parametrize("name", dialect_names())
def test_blobs_agree_with_the_traits(name: str) -> None:
    """The numbers of blobs of normalizing types are those that the tables of forks list by name."""
    traits = schema(name).batch_norm
    listed = {type_: facts["blobs"] for type_, facts in traits.types.items()}
    if "" in traits.blobs:
        listed["BatchNorm"] = traits.blobs[""]
    for type_, blobs in listed.items():
        count = blob_count(Layer(type_, scale_bias=True), name)
        assert count == (len(blobs) if isinstance(blobs, tuple) else None), type_


IN_PLACE = {
    "BatchNorm": "BatchNorm, engine CUDNN: backward reads its bottom, which in place is overwritten",
    "BN": "BN, engine CUDNN: backward reads its bottom, which in place is overwritten",
}
COPY = "BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers"


@pytest.mark.parametrize("name", dialect_names())
def test_in_place_agrees_with_the_notes(name: str) -> None:
    for type_, sentence in IN_PLACE.items():
        rows = [row for row in schema_in_place.ENGINES if row[0] == type_ and name in row[4]]
        assert bool(rows) == (sentence in notes(name))
    known = layer_type("BatchNorm", name)
    assert known is not None
    if schema(name).batch_norm.has_batch_norm_layer and name != "intel":
        assert (known.in_place(Layer("BatchNorm")) == "legal") == (COPY in notes(name))


class MessageLayer:
    """A layer of a parsed message, which knows the defaults of its fields."""

    def __init__(self, message: Any) -> None:
        self.message = message
        self.type: str = message.type
        self.bottoms: list[str] = list(message.bottom)
        self.tops: list[str] = list(message.top)

    def value(self, message: str, field: str) -> object:
        settings = getattr(self.message, message)
        value: object = getattr(settings, field)
        enum = settings.DESCRIPTOR.fields_by_name[field].enum_type
        return enum.values_by_number[value].name if enum else value


def built_nets() -> Iterator[tuple[str, dict[str, int]]]:
    """The nets that Caffe built, in TRAIN or TEST: the file, and the number of blobs of each layer that has any."""
    for net in corpus.builds():
        if net["ok"]:
            yield net["file"], {layer["layer"]: len(layer["blobs"]) for layer in net["params"]}


@cache
def blob_counts(file: str) -> dict[str, set[int | None]] | None:
    """The blob counts of the layers by name, or None if the file is not for BVLC Caffe."""
    upgraded = corpus.CORPUS / "upgraded" / file
    path = upgraded if upgraded.exists() else corpus.path_of(file)
    net: Any = message_class(schema())()
    try:
        text_format.Parse(path.read_text(encoding="utf-8", errors="replace"), net)
    except text_format.ParseError:
        return None
    counts: dict[str, set[int | None]] = {}
    for layer in net.layer:
        counts.setdefault(layer.name, set()).add(blob_count(MessageLayer(layer)))
    return counts


@corpus.needs_corpus
def test_same_blobs_as_caffe() -> None:
    checked = 0
    for file, blobs in built_nets():
        ours = blob_counts(file)
        for name, count in blobs.items() if ours else ():
            assert ours is not None
            assert count in ours[name], (file, name)
            checked += 1
    assert checked > (40_000 if corpus.all_files else 2_000)


@corpus.needs_corpus
def test_v1_types() -> None:
    rows = [line.split("\t") for line in (corpus.CORPUS / "v1_types.txt").read_text(encoding="utf-8").splitlines()]
    assert {row[0]: row[2] if len(row) > 2 else "" for row in rows} == legacy.v1_types


def test_legacy_names_exist() -> None:
    messages = schema().messages
    v0, v1 = messages["V0LayerParameter"].fields, messages["V1LayerParameter"].fields
    assert set(legacy.v1_types) == set(schema().enums["V1LayerParameter.LayerType"])
    assert set(legacy.v1_types.values()) - {""} <= (schema().layer_types or set())
    assert set(legacy.v0_types.values()) <= set(legacy.v1_types)
    assert set(legacy.v1_params) <= set(v1)
    assert set(legacy.v1_params.values()) == set(messages["ParamSpec"].fields)
    assert set(legacy.solver_types) == set(schema().enums["SolverParameter.SolverType"])
    moved = {field for field in v0 if any(legacy.v0_destination(kind, field) for kind in legacy.v0_types)}
    assert moved | {*legacy.v0_kept, *legacy.v0_dropped, "type"} == set(v0)
    for kind in legacy.v0_types:
        for message, *rest in filter(None, (legacy.v0_destination(kind, field) for field in v0)):
            assert all(field in messages[v1[message].type].fields for field in rest)
    for message in legacy.transform_types.values():
        assert set(legacy.transform_fields) <= set(messages[v1[message].type].fields)


@pytest.mark.parametrize(
    ("kind", "field", "destination"),
    [
        ("conv", "kernelsize", ("convolution_param", "kernel_size")),
        ("pool", "kernelsize", ("pooling_param", "kernel_size")),
        ("relu", "kernelsize", None),
        ("images", "cropsize", ("transform_param", "crop_size")),
        ("hdf5_output", "hdf5_output_param", ("hdf5_output_param",)),
        ("data", "new_num", None),
    ],
)
def test_v0_destination(kind: str, field: str, destination: tuple[str, ...] | None) -> None:
    assert legacy.v0_destination(kind, field) == destination


def test_v2_type_of_v0() -> None:
    assert legacy.v2_type_of_v0("softmax_loss") == "SoftmaxWithLoss"
    assert legacy.v2_type_of_v0("padding") is None
