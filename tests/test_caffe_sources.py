"""What the sources of a Caffe show: C++ read as far as needed, layer types, numbers of blobs, traits."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnlint.caffe.proto import behaviour, cpp
from bnlint.caffe.proto.data import Numbers, Reading
from bnlint.caffe.proto.layers import numbers, registered_types
from bnlint.caffe.proto.reading import read_caffe
from bnlint.caffe.schema.traits import BatchNormTraits, FormatTraits
from tests.forks import CLEARS, EVERYWHERE, IO, MASKED, ZEROES, caffe_in, sources
from tests.strategies import mutations

UNKNOWN = {"masks_statistics": None, "refuses_nonzero_lr": None}


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
        ("a /* never closed", "a  "),
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


def test_heads_of_blocks() -> None:
    text = "x; if (a) { y; } else if (b) { z; } else { for (i = 0; i < 3; ++i) { while (c) { HERE } } }"
    assert cpp.heads(text, text.index("HERE")) == [
        "while (c)",
        "for (i = 0; i < 3; ++i)",
        "else",
        "else if (b)",
        "if (a)",
    ]
    assert cpp.heads(text, 1) == []


@given(st.text(alphabet="{}()/*\"'\\#if 0\nFab"))
def test_no_text_makes_it_fail(text: str) -> None:
    code = cpp.code(text)
    cpp.functions([code], "F")
    cpp.heads(code, len(code))
    registered_types([code])
    numbers([code], ["a"])


@pytest.mark.parametrize(
    "part",
    [
        *("/*a", '"', "'", "//\\\n", "{", "(", "#if 0\n", "class ", "a" * 50, "CHECK_EQ(", "MinTopBlobs() "),
        *("GetLayer(", "GetLayer() {", "REGISTER_LAYER_CLASS(", "case LayerParameter_LayerType_A: "),
        *("class ALayer : ", "class ALayer : public B {", "class ALayer : public B {};"),
        "BatchNormLayer<D>::LayerSetUp() { if (a) { set_lr_mult(0); ",
    ],
)
def test_the_time_is_bounded(part: str) -> None:
    text = "REGISTER_LAYER_CLASS(BatchNorm);" + part * (1_000_000 // len(part))
    start = time.perf_counter()
    code = cpp.code(text)
    types, _ = registered_types([code])
    numbers([code], types or ())
    behaviour.batch_norm([code], None)
    behaviour.formats([code], None, {})
    behaviour.v1_types([code], ["A"])
    assert time.perf_counter() - start < 10


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
    REGISTER_LAYER_CREATOR(TANH, GetTanHLayer);
    REGISTER_LAYER_CREATOR(MINE, GetMyOwnLayer);
    """
    text += "".join(f"REGISTER_LAYER_CLASS({name.upper()}, {name}Layer);" for name in EVERYWHERE)
    types, old = registered_types([cpp.code(text)])
    assert types == {*EVERYWHERE, "VoxelLoss2", "SoftmaxWithLoss", "TanH", "MyOwn"}
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
        (f"if (param.engine() != CUDNN) {{ {MASKED} }}", None, None),
        (f"if (a) {{ b(); }} else {{ {MASKED} }}", None, None),
        (f"if (a) {{ b(); }} {MASKED}", True, True),
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


@given(st.data())
def test_no_sources_make_it_fail(data: st.DataObject) -> None:
    whole = "".join(sources(types=["A", *EVERYWHERE]).values()) + CLASSES
    text = data.draw(mutations(whole, 6))
    code = cpp.code(text)
    types, _ = registered_types([code])
    assert all(low >= 0 for known in numbers([code], types or ()).values() for low, _ in filter(None, known[:2]))
    found = behaviour.batch_norm([code], types)
    traits = BatchNormTraits(**{"has_batch_norm_layer": True, "upgrade": "none", **UNKNOWN, **found})
    assert traits.upgrade in ("none", "zeroes", "clears")
    FormatTraits(**behaviour.formats([code], types, {"NetParameter": ["layer"]}))
    behaviour.v1_types([cpp.code(text, strings=True)], ["RELU", "NEW"])


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
