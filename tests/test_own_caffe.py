"""The Caffe of a repository: what its sources show, the variants of what they do not, names, and the cache."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.proto import cpp, own
from bnlint.caffe.proto.errors import ProtoError
from bnlint.caffe.proto.layers import Numbers, numbers, registered_types
from bnlint.caffe.proto.reading import Reading, read_caffe
from bnlint.caffe.proto.sources import folder_of, source_files, texts
from bnlint.caffe.schema.messages import dialect_names, schema, short_title, title
from bnlint.caffe.schema.traits import BatchNormTraits
from tests.forks import CLEARS, EVERYWHERE, IO, MASKED, ZEROES, caffe_in, sources, with_own_field


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    own.forget()


def read(folder: Path, files: dict[str, str] | None = None) -> Reading:
    return read_caffe(caffe_in(folder, files))


# ---- C++


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a // b\nc", "a  \nc"),
        ("a // b \\\n c\nd", "a  \nd"),
        ("a /* b\n*/ c", "a   c"),
        ('f("// {", \'"\', 1)', "f(\"\", '', 1)"),
        ("#define A(x) \\\n  B(x)\nc", "\nc"),
        ("#if 0\na\n#if 1\nb\n#endif\n#else\nc\n#endif\nd", "\nc\n\nd"),
        ("#ifdef A\na\n#else\nb\n#endif\n", "\na\n\nb\n\n"),
        ("#if false\na\n", ""),
        ("/* never closed", "/* never closed"),
        ('"never closed\nb', '"never closed\nb'),
    ],
)
def test_code(text: str, code: str) -> None:
    assert cpp.code(text) == code


def test_bodies_of_functions() -> None:
    text = "int F(int a); int F(int a) const { if (a) { b(); } } x = G(1); AF(){no} B<T> :: F () {yes} struct { F("
    assert cpp.functions([text], "F") == [" if (a) { b(); } ", "yes"]
    assert cpp.functions([text], "F", "B") == ["yes"]
    assert cpp.functions([text], "G") == []


@given(st.text(alphabet="{}()/*\"'\\#if 0\nFab"))
def test_no_text_makes_it_fail(text: str) -> None:
    code = cpp.code(text)
    cpp.functions([code], "F")
    registered_types([code])
    numbers([code], ["a"])


# ---- layer types


def test_registered_types() -> None:
    text = "".join(f"REGISTER_LAYER_CLASS({name});\n" for name in EVERYWHERE)
    text += """
    // REGISTER_LAYER_CLASS(Comment);
    const char* s = "REGISTER_LAYER_CLASS(String)";
    #define REGISTER_LAYER_CLASS(type) \\
      REGISTER_LAYER_CREATOR(Macro, Creator_##type##Layer)
    REGISTER_LAYER_CREATOR(
        Made, GetMadeLayer);
    #ifdef WITH_PYTHON_LAYER
    REGISTER_LAYER_CLASS_R( Python )
    #endif
    """
    types, old = registered_types([cpp.code(text)])
    assert types == {*EVERYWHERE, "Made", "Python"}
    assert not old


def test_registered_types_of_2014() -> None:
    text = """
    Layer<Dtype>* GetLayer(const LayerParameter& param) {
      switch (type) {
      case LayerParameter_LayerType_CONCAT: return new ConcatLayer<Dtype>(param);
      case LayerParameter_LayerType_CONVOLUTION: return GetConvolutionLayer<Dtype>(name, param);
      case LayerParameter_LayerType_VOXEL_LOSS:
        return new VoxelLoss2Layer<Dtype>(param);
      case LayerParameter_LayerType_NONE: LOG(FATAL) << "none";
      }
    }
    REGISTER_LAYER_CLASS(SOFTMAX_LOSS, SoftmaxWithLossLayer);
    """
    text += "".join(f"REGISTER_LAYER_CLASS({name.upper()}, {name}Layer);" for name in EVERYWHERE)
    types, old = registered_types([cpp.code(text)])
    assert types == {*EVERYWHERE, "VoxelLoss2", "SoftmaxWithLoss"}
    assert old["VOXEL_LOSS"] == "VoxelLoss2"


def test_types_are_unknown_where_the_sources_are_not_all_there(tmp_path: Path) -> None:
    only = {"src/caffe/layers/new.cpp": "REGISTER_LAYER_CLASS(New);"}
    assert read(tmp_path / "new", only).layer_types is None
    assert read(tmp_path / "none").layer_types is None
    found = read(tmp_path / "all", sources())
    assert found.layer_types == {*EVERYWHERE, "BatchNorm"}
    assert read(tmp_path / "all", only).layer_types == {*EVERYWHERE, "BatchNorm", "New"}


CLASSES = """
template <typename Dtype> class LossLayer : public Layer<Dtype> {
  virtual inline int ExactNumBottomBlobs() const { return 2; }
  virtual inline int ExactNumTopBlobs() const override { return 1; }
  virtual inline bool AutoTopBlobs() const { return true; }
};
template <typename Dtype> class ALayer : public LossLayer<Dtype> {
  inline const char* type() const { return "A"; }
  virtual inline int ExactNumBottomBlobs() const { return -1; }
  virtual inline int MinBottomBlobs() const { return 2; }
  virtual inline int MaxBottomBlobs() const { return 3; }
};
class BLayer : public Layer<Dtype> { int MinTopBlobs() const { return 1; } bool EqualNumBottomTopBlobs() const
  { return true; } };
class CLayer : public Unknown<Dtype> { int ExactNumTopBlobs() const { return 1; } };
class DLayer : public ALayer<Dtype>, public Other { int MaxBottomBlobs() const { if (x) { return 1; } return n; } };
class ELayer : public DLayer<Dtype> {};
class FLayer;
class GLayer : public GLayer<Dtype> {};
"""


def test_numbers_of_bottoms_and_tops() -> None:
    known = numbers([cpp.code(CLASSES)], ["A", "B", "C", "D", "E", "F", "G", "H"])
    assert known == {
        "A": Numbers((2, 3), (1, 1), False, True),
        "B": Numbers((0, None), (1, None), True, False),
        "C": Numbers(None, (1, 1), False, False),
        "D": Numbers(None, (1, 1), False, True),
        "E": Numbers(None, (1, 1), False, True),
    }


# ---- traits


@pytest.mark.parametrize(
    ("mask", "masks", "refuses"),
    [
        (MASKED, True, True),
        ("", False, False),
        ("// set_lr_mult(0)", False, False),
        ("this->layer_param_.mutable_param(i)->set_lr_mult(0.f);", True, False),
        ("p->set_lr_mult(Dtype(0));", True, False),
        ("p->set_lr_mult(float(0));", True, False),
        ("CHECK(this->layer_param_.param(i).lr_mult() == 0);", False, True),
        ("p->set_lr_mult(0.1);", None, None),
        ("if (lr_mult > 0) { stop(); }", None, None),
        ("} void BatchNormLayer<Dtype>::Fix() { p->set_lr_mult(0);", None, None),
    ],
)
def test_whether_statistics_are_masked(mask: str, masks: bool | None, refuses: bool | None, tmp_path: Path) -> None:
    traits = read(tmp_path, sources(mask)).batch_norm
    assert traits.get("masks_statistics") == masks
    assert traits.get("refuses_nonzero_lr") == refuses


@pytest.mark.parametrize(("upgrade", "does"), [(ZEROES, "zeroes"), (CLEARS, "clears"), ("", "none")])
def test_what_the_loader_does(upgrade: str, does: str, tmp_path: Path) -> None:
    found = read(tmp_path, sources(upgrade=upgrade))
    assert found.batch_norm["upgrade"] == does
    steps = ("v0", "data_transform", "v1", "input", *(["batch_norm"] if upgrade else []))
    assert found.formats == {
        "reads_v0": True,
        "reads_v1": True,
        "reads_v2": True,
        "has_input_layer": True,
        "tolerates_unknown_fields": False,
        "upgrades_on_load": steps,
    }
    assert found.v1_types["CONVOLUTION"] == "New"
    assert found.v1_types["CONCAT"] is None
    assert not {"RELU", "NONE"} & set(found.v1_types)


@pytest.mark.parametrize(
    ("old", "new", "known"),
    [
        ("", "", "computed"),
        ("temp_.ReshapeLike(*bottom[0]);", "", None),
        ("variance_.mutable_cpu_data()", "mean_.mutable_cpu_data()", None),
        ("if (use_global_stats_) { scale(); } else {", "if (!use_global_stats_) {", "computed"),
        ("if (use_global_stats_)", "if (use_global_stats_ && update_)", None),
    ],
)
def test_whether_batch_statistics_work(old: str, new: str, known: str | None, tmp_path: Path) -> None:
    files = {name: text.replace(old, new) if old else text for name, text in sources().items()}
    assert read(tmp_path, files).batch_norm.get("batch_statistics") == known


def test_several_implementations_are_not_judged(tmp_path: Path) -> None:
    files = sources("")
    path = "src/caffe/layers/batch_norm_layer.cpp"
    files[path] = files[path].replace("CLASS(BatchNorm)", "CREATOR(BatchNorm, GetBatchNormLayer)")
    assert set(read(tmp_path, files).batch_norm) == {"has_batch_norm_layer", "upgrade"}


def test_nothing_is_assumed_without_sources(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.batch_norm == {}
    assert found.formats == {"reads_v0": True, "reads_v1": True, "reads_v2": True}
    assert found.numbers == found.v1_types == {}


@pytest.mark.parametrize(("allows", "known"), [("true", True), ("false", False), ("flag", None)])
def test_unknown_fields(allows: str, known: bool | None, tmp_path: Path) -> None:
    parse = f"TextFormat::Parser p; p.AllowUnknownField({allows}); ok = p.Parse(in, m);"
    files = {"src/caffe/util/io.cpp": IO.replace("PARSE", parse)}
    assert read(tmp_path, files).formats.get("tolerates_unknown_fields") is known


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


# ---- the cache, and what is bad about the folder


def test_what_was_read_comes_back_from_bytes(tmp_path: Path) -> None:
    path = caffe_in(tmp_path, sources())
    data = own.dump(path)
    found = own.own(f"own:{path}")
    own.forget()
    os.unlink(path)
    assert own.restore(path, data)
    assert own.own(f"own:{path}") == found
    for other in (b"", b"{}", b"[]", b"[" * 100_000, data.replace(b'"version":"1', b'"version":"0'), data[:-9]):
        assert not own.restore(path, other)


def test_the_fingerprint_changes_with_every_file_that_counts(tmp_path: Path) -> None:
    path = caffe_in(tmp_path, sources())
    prints = [own.fingerprint(path)]
    for name in ("src/caffe/proto/caffe.proto", "src/caffe/util/io.cpp", "include/caffe/layers/new.hpp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        with (tmp_path / name).open("a") as file:
            file.write("//\n")
        prints.append(own.fingerprint(path))
    (tmp_path / "src/caffe/README").write_text("not read")
    assert own.fingerprint(path) == prints[-1]
    os.unlink(path)
    assert len({*prints, own.fingerprint(path)}) == 5


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    caffe_in(tmp_path / "other", sources())
    path = caffe_in(tmp_path / "own")
    (tmp_path / "own/include").symlink_to(tmp_path / "other/include")
    (tmp_path / "own/src/caffe/layers").symlink_to(tmp_path / "other/src/caffe/layers")
    (tmp_path / "own/src/caffe/one.cpp").symlink_to(tmp_path / "other/src/caffe/util/io.cpp")
    (tmp_path / "own/src/caffe/circle").symlink_to(tmp_path / "own/src")
    assert source_files(path) == ()


def test_sources_that_are_too_many_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = caffe_in(tmp_path, sources())
    monkeypatch.setattr("bnlint.caffe.proto.sources.MOST_FILES", 2)
    assert source_files(path) == ()
    assert read_caffe(path).layer_types is None


def test_sources_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    path = caffe_in(tmp_path, sources())
    files = source_files(path)
    (tmp_path / "src/caffe/util/io.cpp").unlink()
    assert "ReadProto" not in str(texts(files, (b"ReadProtoFromTextFile",)))
    (tmp_path / "src/caffe/layers/binary.cpp").write_bytes(bytes(range(256)) * 100 + b"REGISTER_LAYER_CLASS(")
    assert read_caffe(path).layer_types is not None
