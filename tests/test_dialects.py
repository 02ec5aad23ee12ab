"""Dialects and targets: which dialect is recognized, what is reported for a port; checks work with every Caffe."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bnlint.caffe.binary import effective
from bnlint.caffe.schema import messages
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.diagnostics import Severity
from bnlint.text.source import Source
from tests import corpus

FIXTURES = Path(__file__).parents[1] / "fixtures"
ALL = sorted(path for path in FIXTURES.rglob("*") if path.is_file() and path.suffix == ".prototxt")
TARGETS = messages.dialect_names()

#: A net of one BatchNorm, with a place for its settings.
NET = """# bnlint: dialect=
name: "net"
layer { name: "data" type: "Data" top: "data" top: "label" data_param { source: "photos_lmdb" batch_size: 8 } }
layer { name: "c" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 16 kernel_size: 3 } }
layer { name: "bn" type: "BatchNorm" bottom: "conv" top: "bn" {} }
layer { name: "scale" type: "Scale" bottom: "bn" top: "scale" scale_param { bias_term: true } }
layer { name: "fc" type: "InnerProduct" bottom: "scale" top: "fc" inner_product_param { num_output: 10 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
"""


def _source(name: str) -> Source:
    path = FIXTURES / "dialects" / f"{name}.prototxt"
    return Source.from_bytes(path.read_bytes(), str(path))


def _rules(name: str, target: str, *select: str, dialect: str = "") -> dict[str, int]:
    result = check(_source(name), Settings(select=select, target=target, dialect=dialect))
    assert not result.bugs
    return dict(Counter(diagnostic.rule for diagnostic in result.diagnostics))


def _found(text: str, target: str, *select: str) -> dict[str, int]:
    result = check(Source(text), Settings(select=select, target=target))
    assert not result.bugs
    return dict(Counter(diagnostic.rule for diagnostic in result.diagnostics))


@pytest.mark.parametrize(
    ("name", "dialect"),
    [
        ("capsnet", "capsnet"),
        ("frozen-triple", "bvlc-1.0"),
        ("happynear", "happynear"),
        ("intel", "intel"),
        ("mobilenet-yolo", "mobilenet-yolo"),
        ("nvcaffe", "nvcaffe-0.17"),
        ("nvcaffe-fillers", "nvcaffe-0.17"),
        ("pspnet", "pspnet"),
        ("segnet", "segnet"),
        ("segnet-train", "segnet"),
        ("ssd", "ssd"),
        ("yjxiong", "yjxiong"),
    ],
)
def test_recognized_and_clean_in_its_own_dialect(name: str, dialect: str) -> None:
    assert check(_source(name), Settings()).dialect == dialect
    assert _rules(name, dialect, "BN6", "FLD") == {}


@pytest.mark.parametrize(
    ("name", "target", "rules"),
    [
        ("nvcaffe", "bvlc-1.0", {"BN601": 3}),
        ("nvcaffe", "ssd", {"BN601": 3}),
        ("nvcaffe", "nvcaffe-0.16", {}),
        ("nvcaffe-fillers", "bvlc-1.0", {"BN601": 3}),
        ("nvcaffe-fillers", "nvcaffe-0.15", {}),
        ("nvcaffe-fillers", "nvcaffe-0.14", {"BN601": 1, "BN602": 1}),
        ("pspnet", "bvlc-1.0", {"BN601": 2, "BN602": 2}),
        ("pspnet", "yjxiong", {"BN601": 1, "BN602": 1}),
        ("yjxiong", "bvlc-1.0", {"BN601": 2, "BN602": 2}),
        ("yjxiong", "pspnet", {"BN601": 1, "BN602": 1}),
        ("segnet", "bvlc-1.0", {"BN601": 2, "BN602": 2}),
        ("segnet-train", "bvlc-1.0", {"BN601": 3, "BN602": 2}),
        ("ssd", "bvlc-1.0", {"BN601": 3, "BN602": 3}),
        ("ssd", "refinedet", {}),
        ("squeeze-excitation", "bvlc-1.0", {"BN602": 1}),
        ("happynear", "bvlc-1.0", {"BN603": 1}),
        ("intel", "bvlc-1.0", {"BN601": 5}),
        ("frozen-triple", "bvlc-1.0", {}),
        ("frozen-triple", "bvlc-rc2", {"BN602": 2, "BN601": 1}),
    ],
)
def test_findings_about_moving(name: str, target: str, rules: dict[str, int]) -> None:
    assert _rules(name, target, "BN6") == rules


@pytest.mark.parametrize(
    ("target", "rules"),
    [
        ("bvlc-1.0", {"BN201": 1, "BN202": 1}),
        ("bvlc-rc4", {"BN201": 1, "BN202": 1}),
        ("bvlc-rc5", {"BN201": 1, "BN202": 1}),
        ("ssd", {"BN201": 1, "BN202": 1}),
        ("bvlc-rc3", {}),
        ("microsoft", {}),
        ("bottom-up", {}),
        ("flownet2", {}),
        ("pspnet", {}),
        ("intel", {}),
        ("nvcaffe-0.15", {}),
        ("nvcaffe-0.17", {"BN201": 1}),
        ("segnet", {}),
    ],
)
def test_param_on_statistics_by_target(target: str, rules: dict[str, int]) -> None:
    assert _rules("frozen-triple", target, "BN201", "BN202", "BN203") == rules


@pytest.mark.parametrize("target", TARGETS)
def test_no_bugs_for_any_target(target: str) -> None:
    for path in ALL:
        source = Source.from_bytes(path.read_bytes(), str(path))
        assert not check(source, Settings(select=("ALL",), target=target)).bugs, path


@pytest.mark.parametrize("dialect", TARGETS)
def test_no_bugs_for_any_dialect(dialect: str) -> None:
    for path in ALL:
        source = Source.from_bytes(path.read_bytes(), str(path))
        assert not check(source, Settings(select=("ALL",), dialect=dialect)).bugs, path


@pytest.mark.parametrize("target", ["bvlc-1.0", "bvlc-rc3", "yjxiong", "nvcaffe-0.14", "nvcaffe-0.17", "segnet"])
def test_moves_are_proved_and_complete(target: str) -> None:
    for path in sorted((FIXTURES / "dialects").iterdir()):
        settings = Settings(select=("BN6",), target=target, unsafe_fixes=True)
        fixed = fix(Source.from_bytes(path.read_bytes(), str(path)), settings)
        assert not fixed.result.bugs, path
        assert not fix(fixed.source, settings).applied, path


def test_moved_file_is_valid_for_the_target() -> None:
    settings = Settings(select=("BN6",), target="bvlc-1.0", dialect="nvcaffe-0.17", unsafe_fixes=True)
    fixed = fix(_source("nvcaffe-fillers"), settings)
    net = effective.parse(fixed.source.text, messages.schema(), "NetParameter")
    assert net is not None
    assert [layer.type for layer in net.layer] == ["Input", "Convolution", "BatchNorm", "Scale", "Softmax"]
    scale = net.layer[3]
    assert (list(scale.bottom), list(scale.top), scale.scale_param.bias_term) == (["conv1"], ["conv1"], True)
    assert scale.scale_param.filler.value == 1


def test_there_and_back() -> None:
    """BatchNorm and Scale become yjxiong's BN, and that becomes BatchNorm and Scale again."""
    text = _source("squeeze-excitation").text.split('layer { name: "gate"')[0]
    text = (
        'input: "data"\ninput_dim: 1\ninput_dim: 3\ninput_dim: 32\ninput_dim: 32\n'
        + text[text.index('layer { name: "conv1"') :]
    )
    there = fix(Source(text), Settings(select=("BN6",), target="yjxiong", unsafe_fixes=True))
    assert not there.result.diagnostics
    assert '"BN"' in there.source.text and "Scale" not in there.source.text
    settings = Settings(select=("BN6",), target="bvlc-1.0", dialect="yjxiong", unsafe_fixes=True)
    back = fix(Source(there.source.text), settings)
    assert not back.result.diagnostics
    assert [layer.split('"')[3] for layer in back.source.text.split("layer {")[1:]] == [
        "Convolution",
        "BatchNorm",
        "Scale",
    ]


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        ("", {"BN201": 1}),
        ("batch_norm_param { engine: CAFFE }", {"BN201": 1}),
        ("batch_norm_param { engine: CUDNN }", {}),
    ],
)
def test_masks_by_engine(settings: str, rules: dict[str, int]) -> None:
    """happynear's BatchNorm masks its statistics, but not with cuDNN."""
    params = "param { lr_mult: 0 } " * 3
    text = NET.replace("{}", f"{params}{settings}").replace("dialect=", "dialect=happynear")
    assert _found(text, "happynear", "BN201", "BN202", "BN203", "BN205") == rules


def test_decay_with_cudnn() -> None:
    text = NET.replace("{}", "batch_norm_param { engine: CUDNN }").replace("dialect=", "dialect=happynear")
    assert _found(text, "happynear", "BN205") == {"BN205": 1}


def test_unread_fields_make_no_gamma() -> None:
    """SkimCaffe has the fields of Intel's gamma and beta, but does not read them."""
    text = NET.replace("{}", "batch_norm_param { use_weight_bias: true }").replace("dialect=", "dialect=skimcaffe")
    assert _found(text, "skimcaffe", "BN108") == {}


@pytest.mark.parametrize(("dialect", "moves"), [("yjxiong", 1), ("pspnet", 1), ("happynear", 0), ("ducha-aiki", 0)])
def test_blobs_of_a_bn_decide_its_move(dialect: str, moves: int) -> None:
    text = NET.replace("dialect=", f"dialect={dialect}").replace('"BatchNorm"', '"BN"').replace("{}", "")
    text = "".join(line for line in text.splitlines(keepends=True) if '"Scale"' not in line).replace('"scale"', '"bn"')
    found = check(Source(text), Settings(select=("BN602",), target="bvlc-1.0")).diagnostics
    assert [diagnostic.fix is not None for diagnostic in found] == [bool(moves)]


_BN = 'layer {{ name: "bn{0}" type: "BN" bottom: "{0}" top: "bn{0}" bn_param {{ {1} }} }}\n'
_NVCAFFE = 'layer {{ name: "bn{0}" type: "BatchNorm" bottom: "{0}" top: "bn{0}" batch_norm_param {{ {1} }} }}\n'
_SCALED = (
    _NVCAFFE + 'layer {{ name: "s{0}" type: "Scale" bottom: "bn{0}" top: "s{0}" scale_param {{ bias_term: true }} }}\n'
)


@pytest.mark.parametrize(
    ("layer", "params", "dialect", "target", "types", "fixes"),
    [
        (_BN, ("slope_filler { value: 2 }", "eps: 0.1"), "pspnet", "bvlc-1.0", ["BatchNorm", "Scale"], 1),
        (_BN, ("scale_filler { value: 2 }", "bn_mode: INFERENCE"), "segnet", "bvlc-1.0", ["Scale"], 2),
        (_NVCAFFE, ("scale_bias: true eps: 0.1", "scale_bias: true"), "nvcaffe-0.17", "ssd", ["BatchNorm", "Scale"], 1),
        (_NVCAFFE, ("engine: CAFFE", "eps: 0.1 engine: CUDNN"), "nvcaffe-0.17", "bvlc-1.0", ["BatchNorm"], 1),
        (_SCALED, ("eps: 0.1", ""), "bvlc-1.0", "yjxiong", ["BN"], 1),
    ],
)
def test_one_fix_moves_all_layers(
    layer: str, params: tuple[str, str], dialect: str, target: str, types: list[str], fixes: int
) -> None:
    """Layers of the same kind move together, whatever else differs; SegNet's two modes are two kinds."""
    text = "".join(layer.format(number, params[number % 2]) for number in range(20))
    settings = Settings(select=("BN6",), target=target, dialect=dialect, unsafe_fixes=True)
    fixed = fix(Source(text), settings)
    assert not fixed.result.bugs and not fixed.result.diagnostics
    net = effective.parse(fixed.source.text, messages.schema(target), "NetParameter")
    assert net is not None
    if fixes == 1:
        assert [each.type for each in net.layer] == types * 20
    assert len(fixed.applied) == fixes


@pytest.mark.parametrize("name", [path.stem for path in sorted((FIXTURES / "dialects").iterdir())])
@pytest.mark.parametrize("target", ["bvlc-1.0", "yjxiong", "nvcaffe-0.14"])
def test_foreign_names_of_a_file_for_several_caffes(name: str, target: str) -> None:
    """They are those that are found for each of these Caffes: nothing is lost where their moves differ."""
    settings = Settings(select=("BN601", "BN602"), target=target)
    result = check(_source(name), settings)
    found = {(each.rule, each.span.start) for each in result.diagnostics}
    for caffe in result.origin.runs:
        same = check(_source(name), settings.replace(dialect=caffe)).diagnostics
        assert found == {(each.rule, each.span.start) for each in same}, caffe


def test_message_names_the_fork_and_the_weights() -> None:
    diagnostic = check(_source("nvcaffe"), Settings(select=("BN601",), target="bvlc-1.0")).diagnostics[-1]
    assert diagnostic.message == (
        "layer 'conv1/bn' uses the field scale_bias of NVIDIA Caffe 0.17 (nvcaffe-0.17), NVIDIA Caffe 0.16 "
        "(nvcaffe-0.16) and Caffe-MPI (caffe-mpi). BVLC Caffe 1.0 rejects the file: Message type "
        '"caffe.BatchNormParameter" has no field named "scale_bias".'
    )
    assert diagnostic.fix is not None and "blobs 3 and 4" in diagnostic.fix.title


def test_an_unknown_dialect_in_the_comment_is_reported() -> None:
    result = check(Source('# bnlint: dialect=sdd\nlayer { name: "x" type: "ReLU" bottom: "a" top: "b" }\n'), Settings())
    [diagnostic] = [each for each in result.diagnostics if each.rule == "BN601"]
    assert diagnostic.severity is Severity.WARNING
    assert "did you mean ssd" in diagnostic.message.lower()


@corpus.needs_corpus
@pytest.mark.parametrize("target", ["bvlc-rc2", "segnet", "yjxiong", "nvcaffe-0.14", "nvcaffe-0.17", "intel", "vitis"])
def test_no_bugs_in_real_files(target: str) -> None:
    for name in corpus.names():
        result = check(Source.from_bytes(corpus.read(name), name), Settings(select=("ALL",), target=target))
        assert not result.bugs, name


@corpus.needs_corpus
def test_real_moves_are_proved() -> None:
    settings = Settings(select=("BN6",), target="bvlc-1.0", unsafe_fixes=True)
    for name in corpus.names("net"):
        source = Source.from_bytes(corpus.read(name), name)
        if any(diagnostic.fix for diagnostic in check(source, settings).diagnostics):
            assert not fix(source, settings).result.bugs, name
