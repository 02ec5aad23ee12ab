"""The Caffe of a repository: its names and variants, what its layers take, and what is kept of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.proto import kept, own
from bnlint.caffe.proto.errors import ProtoError
from bnlint.caffe.proto.reading import read_caffe
from bnlint.caffe.proto.sources import folder_of, source_files, texts
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.messages import dialect_names, schema, short_title, title
from bnlint.caffe.schema.traits import BatchNormTraits
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from tests.forks import EVERYWHERE, caffe_in, sources, with_own_field
from tests.test_layer_types import Layer


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    own.forget()


# ---- names and variants


def test_a_caffe_with_all_its_sources_has_one_name(tmp_path: Path) -> None:
    path = caffe_in(tmp_path, sources(""))
    assert own.own_names(path) == (f"own:{path}",)
    found, traits = own.own(f"own:{path}")
    assert found.layer_types == {*EVERYWHERE, "BatchNorm"}
    assert (traits["masks_statistics"], traits["upgrade"]) == (False, "zeroes")


@pytest.mark.parametrize("name", dialect_names())
def test_the_tables_of_a_known_caffe_have_its_traits(name: str, tmp_path: Path) -> None:
    """Without sources, they are among the variants; and these are few."""
    known = schema(name).batch_norm
    path = caffe_in(tmp_path, proto=proto_text(schema(name)))
    variants = [schema(variant).batch_norm for variant in own.own_names(path)]
    assert len(variants) <= 6
    assert traits(known) in map(traits, variants)


@pytest.mark.parametrize("name", dialect_names())
def test_a_private_fork_has_the_traits_of_similar_ones(name: str, tmp_path: Path) -> None:
    """With a field of its own, a Caffe still may have the traits of the one that it is made of."""
    text = with_own_field(proto_text(schema(name)), "NetParameter")
    path = caffe_in(tmp_path, proto=text)
    variants = [schema(variant).batch_norm for variant in own.own_names(path)]
    assert len(variants) <= 12
    if schema(name).layer_types is not None:
        assert traits(schema(name).batch_norm) in map(traits, variants)


def traits(known: BatchNormTraits) -> dict[str, object]:
    """All traits but what the file itself shows."""
    return {name: getattr(known, name) for name in BatchNormTraits.__slots__ if name != "default_eps_varies"}


def test_what_was_found_out_is_in_every_variant(tmp_path: Path) -> None:
    files = sources()
    del files["src/caffe/util/upgrade_proto.cpp"]
    names = own.own_names(caffe_in(tmp_path, files, with_own_field(proto_text(schema()), "NetParameter")))
    assert {schema(name).batch_norm.upgrade for name in names} == {"none", "zeroes", "clears"}
    assert {schema(name).batch_norm.masks_statistics for name in names} == {True}
    assert [name.rpartition("#")[2] for name in names] == [str(n) for n in range(1, len(names) + 1)]


def test_equal_tables_do_not_outweigh_the_sources(tmp_path: Path) -> None:
    """The tables are BVLC's, but the statistics are not masked: nothing else of BVLC's is assumed."""
    files = sources("")
    del files["src/caffe/util/upgrade_proto.cpp"]
    variants = [schema(name).batch_norm for name in own.own_names(caffe_in(tmp_path, files))]
    assert {variant.masks_statistics for variant in variants} == {False}
    assert {variant.statistics_decay for variant in variants} == {"always"}
    assert {variant.upgrade for variant in variants} == {"none", "zeroes", "clears"}


def test_a_caffe_without_batch_norm(tmp_path: Path) -> None:
    files = sources()
    del files["src/caffe/layers/batch_norm_layer.cpp"]
    (name,) = own.own_names(caffe_in(tmp_path, files))
    assert not schema(name).batch_norm.has_batch_norm_layer
    assert schema(name).batch_norm.masks_statistics is None


def test_its_schema(tmp_path: Path) -> None:
    text = with_own_field(proto_text(schema()), "LayerParameter")
    (name,) = own.own_names(caffe_in(tmp_path, sources(), text))
    made = schema(name)
    assert made.name == name
    assert not made.is_bvlc
    assert made.messages["LayerParameter"].fields["mine"].number == 999
    assert made.formats.has_input_layer
    assert made.v1_types["CONVOLUTION"] == "New"
    assert schema(name) is made


@pytest.mark.parametrize("name", ["own:", "own:nowhere.proto", "own:/no/caffe.proto#2"])
def test_a_name_of_nothing(name: str) -> None:
    with pytest.raises(ProtoError):
        schema(name)


def test_a_variant_that_is_not_there(tmp_path: Path) -> None:
    path = caffe_in(tmp_path, sources())
    with pytest.raises(KeyError):
        schema(f"own:{path}#2")


def test_a_caffe_of_2014(tmp_path: Path) -> None:
    """Its LayerParameter is today's V1LayerParameter; types are registered by the names of the enum."""
    old = proto_text(schema("bvlc-rc1")).replace("V1LayerParameter", "LayerParameter")
    files = sources(upgrade="", types=[])
    files["src/caffe/layers/all.cpp"] = "".join(f"REGISTER_LAYER_CLASS({n.upper()}, {n}Layer);\n" for n in EVERYWHERE)
    files["src/caffe/layers/batch_norm_layer.cpp"] = "REGISTER_LAYER_CLASS(NEURAL, NewLayer);"
    (name,) = own.own_names(caffe_in(tmp_path, files, old.replace("IM2COL = 11;", "IM2COL = 11; NEURAL = 99;")))
    made = schema(name)
    assert made.layer_types == {*EVERYWHERE, "New"}
    assert (made.formats.reads_v0, made.formats.reads_v1, made.formats.reads_v2) == (True, True, False)
    assert (made.v1_types["NEURAL"], made.v1_types["ACCURACY"]) == ("New", None)
    assert not made.batch_norm.has_batch_norm_layer
    assert schema(own.own_names(caffe_in(tmp_path / "other", proto=old))[0]).batch_norm.has_batch_norm_layer is False


def test_titles(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "external/caffe").mkdir(parents=True)
    (tmp_path / "external/caffe/.git").write_text("gitdir: elsewhere\n")
    name = "own:" + caffe_in(tmp_path / "external/caffe") + "#2"
    assert title(name) == short_title(name) == "the Caffe in external/caffe"
    assert short_title("own:" + caffe_in(tmp_path)) == f"the Caffe in {tmp_path.name}"


@pytest.mark.parametrize(
    ("proto", "folder"),
    [
        ("/r/caffe/src/caffe/proto/caffe.proto", "/r/caffe"),
        ("/r/proto/caffe.proto", "/r"),
        ("/r/caffe/proto/caffe.proto", "/r"),
        ("/r/caffe.proto", "/r"),
        ("/caffe.proto", "/"),
    ],
)
def test_the_folder_of_a_caffe(proto: str, folder: str) -> None:
    assert folder_of(proto) == folder


# ---- what its layers take

LAYER = """
template <typename Dtype> class NewLayer : public Layer<Dtype> {
  int ExactNumBottomBlobs() const { return 3; }
  int MinTopBlobs() const { return 1; }
};
template <typename Dtype> class ReLULayer : public Layer<Dtype> {
  int MinBottomBlobs() const { return 1; } int ExactNumTopBlobs() const { return 1; }
};
"""


def test_layer_types_of_its_own(tmp_path: Path) -> None:
    """Numbers are those of its sources, or unknown; what Backward reads is as in BVLC Caffe."""
    files = {**sources(types=[*EVERYWHERE, "New"]), "include/caffe/layers/new_layer.hpp": LAYER}
    (name,) = own.own_names(caffe_in(tmp_path, files))
    new, relu, pooling, norm = (layer_type(type_, name) for type_ in ("New", "ReLU", "Pooling", "BatchNorm"))
    assert new is not None and relu is not None and pooling is not None and norm is not None
    assert (new.bottoms(Layer("New")), new.tops(Layer("New")), new.blobs(Layer("New"))) == ((3, 3), (1, None), None)
    assert (relu.bottoms(Layer("ReLU")), relu.reads(Layer("ReLU"))) == ((1, None), ("B",))
    assert (pooling.bottoms(Layer("Pooling")), pooling.blobs(Layer("Pooling"))) == (None, None)
    assert (norm.blobs(Layer("BatchNorm")), norm.in_place(Layer("BatchNorm"))) == (3, "legal")
    assert layer_type("ROIPooling", name) is None
    assert layer_type("New", name) is new


def test_a_batch_norm_with_unknown_blobs(tmp_path: Path) -> None:
    for name in own.own_names(caffe_in(tmp_path, proto=proto_text(schema("intel")))):
        norm = layer_type("BatchNorm", name)
        assert norm is not None
        assert norm.blobs(Layer("BatchNorm")) is norm.in_place(Layer("BatchNorm")) is None


def test_numbers_of_its_own_are_checked(tmp_path: Path) -> None:
    files = {**sources(types=[*EVERYWHERE, "New"]), "include/caffe/layers/new_layer.hpp": LAYER}
    (name,) = own.own_names(caffe_in(tmp_path, files))
    net = 'layer { name: "a" type: "Input" top: "a" input_param { shape { dim: 1 } } }\n'
    net += 'layer { name: "b" type: "New" bottom: "a" top: "b" }\n'
    found = check(Source(net, "net.prototxt"), Settings(target=name, dialect=name)).diagnostics
    assert [d.message.partition(":")[2] for d in found if d.rule == "NET105"] == [
        " Check failed: ExactNumBottomBlobs() == bottom.size() (3 vs. 1) New Layer takes 3 bottom blob(s) as input."
    ]


# ---- the cache, and what is bad about the folder


def test_what_was_read_comes_back_from_bytes(tmp_path: Path) -> None:
    path = caffe_in(tmp_path, sources())
    data = own.dump(path).decode()
    found = own.own(f"own:{path}")
    own.forget()
    os.unlink(path)
    kept.offer(path, data)
    assert own.own(f"own:{path}") == found
    for other in (
        "",
        "{}",
        "[]",
        "[" * 100_000,
        data.replace('"version":"', '"version":"0'),
        data[:-9],
    ):
        own.forget()
        kept.offer(path, other)
        with pytest.raises(ProtoError, match="no such file"):
            own.own(f"own:{path}")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    caffe_in(tmp_path / "other", sources())
    path = caffe_in(tmp_path / "own")
    (tmp_path / "own/include").symlink_to(tmp_path / "other/include")
    (tmp_path / "own/src/caffe/layers").symlink_to(tmp_path / "other/src/caffe/layers")
    (tmp_path / "own/src/caffe/one.cpp").symlink_to(tmp_path / "other/src/caffe/util/io.cpp")
    (tmp_path / "own/src/caffe/circle").symlink_to(tmp_path / "own/src")
    assert source_files(folder_of(path)) == ()


def test_sources_that_are_too_many_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = caffe_in(tmp_path, sources())
    monkeypatch.setattr("bnlint.caffe.proto.sources.MOST_FILES", 2)
    assert source_files(folder_of(path)) == ()
    assert read_caffe(path).layer_types is None


def test_sources_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    path = caffe_in(tmp_path, sources())
    files = source_files(folder_of(path))
    (tmp_path / "src/caffe/util/io.cpp").unlink()
    assert "ReadProto" not in str(texts(files, (b"ReadProtoFromTextFile",)))
    (tmp_path / "src/caffe/layers/binary.cpp").write_bytes(bytes(range(256)) * 100 + b"REGISTER_LAYER_CLASS(")
    assert read_caffe(path).layer_types is not None
