"""Hints: what counts as a misspelling, where a misplaced field belongs, and what else is no fault of the file."""

from __future__ import annotations

from collections import Counter

import pytest

from bnlint.caffe.evidence import Evidence
from bnlint.caffe.schema import messages
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from bnlint.text.suggest import typo_of

_TYPES = sorted(messages.schema().layer_types or ())
_FIELDS = list(messages.schema().messages["LayerParameter"].fields)
_CONVOLUTION = list(messages.schema().messages["ConvolutionParameter"].fields)
_POOL = ["MAX", "AVE", "STOCHASTIC"]


@pytest.mark.parametrize(
    ("word", "words", "meant"),
    [
        # case and underscores alone
        ("Batchnorm", _TYPES, "BatchNorm"),
        ("RELU", _TYPES, "ReLU"),
        ("INNER_PRODUCT", _TYPES, "InnerProduct"),
        ("biasterm", _CONVOLUTION, "bias_term"),
        ("max", _POOL, "MAX"),
        ("train", ["TRAIN", "TEST"], "TRAIN"),
        # one or two letters
        ("Convoltuion", _TYPES, "Convolution"),
        ("EuclidianLoss", _TYPES, "EuclideanLoss"),
        ("Sclae", _TYPES, "Scale"),
        ("data_pram", _FIELDS, "data_param"),
        ("buttom", _FIELDS, "bottom"),
        ("kernel_siz", _CONVOLUTION, "kernel_size"),
        ("kernal_size", _CONVOLUTION, "kernel_size"),
        ("wieght_filler", _CONVOLUTION, "weight_filler"),
        ("TRIAN", ["TRAIN", "TEST"], "TRAIN"),
        ("num_outputs", _CONVOLUTION, "num_output"),
        # names made of known ones
        ("INQConvolution", _TYPES, ""),
        ("ConvolutionD", _TYPES, ""),
        ("CReLU", _TYPES, ""),
        ("kstride_h", _CONVOLUTION, ""),
        ("pooling_sk_param", _FIELDS, ""),
        ("kernel", _CONVOLUTION, ""),
        ("AVE_EXC_PAD", _POOL, ""),
        ("AVERAGE", _POOL, ""),
        # other numbers, other parts, other words
        ("Scale2", _TYPES, ""),
        ("DataV2", _TYPES, ""),
        ("conv3", ["conv2", "data"], ""),
        ("kernel_d", _CONVOLUTION, ""),
        ("pad_d", _CONVOLUTION, ""),
        ("MinPooling", ["MaxPooling"], ""),
        ("Flip", ["Clip"], ""),
        ("Warp", _TYPES, ""),
        ("tpo", _FIELDS, ""),
    ],
)
def test_typos(word: str, words: list[str], meant: str) -> None:
    assert typo_of(word, words) == meant


def _layer(body: str) -> str:
    return f'layer {{ name: "a" type: "Convolution" bottom: "data" top: "a" {body} }}\n'


def _found(text: str, rule: str, path: str = "net.prototxt") -> list[str]:
    result = check(Source(text, path), Settings(select=(rule,)))
    assert not result.bugs
    return [diagnostic.message for diagnostic in result.diagnostics]


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("convolution_param { num_ouptut: 8 }", "Did you mean num_output?"),
        (
            "convolution_param { num_output: 4 num_ouptut: 8 }",
            "has the field num_ouptut, which no known Caffe has.",
        ),  # the place is taken
        ("convolution_param { kernal_size: 8 kernel_size: 4 }", "Did you mean kernel_size?"),  # it may be repeated
        ("weight_filler { }", "weight_filler belongs in convolution_param."),
        (
            "weight_filler { } convolution_param { weight_filler { } }",
            "has the field weight_filler, which no known Caffe has.",
        ),  # the place is taken
        ("pool: MAX", "has the field pool, which no known Caffe has."),  # a Convolution does not read pooling_param
        ("convolution_param { lr_mult: 2 }", "lr_mult belongs in param."),
        ("convolution_param { top: 'b' }", "top belongs in the layer itself."),
        ("convolution_param { top: b }", "has the field top, which no known Caffe has."),  # no string
        ("convolution_param { weight_filler { kernel_size: 2 } }", "kernel_size belongs in convolution_param."),
        ("force_backward: true", "force_backward belongs at the top level."),
    ],
)
def test_where_a_field_belongs(body: str, hint: str) -> None:
    (message,) = _found(_layer(body), "FLD101")
    assert hint in message if hint.startswith("has") else message.endswith(hint)


def test_a_word_that_comes_again_and_again_is_no_typo() -> None:
    text = _layer("convolution_param { num_ouptut: 8 }")
    assert all("Did you mean" in message for message in _found(text * 2, "FLD101"))
    assert not any("Did you mean" in message for message in _found(text * 3, "FLD101"))
    assert all("Did you mean" in message for message in _found(_layer("").replace("Conv", "conv") * 9, "FLD106"))


_WORDS = _layer("convolution_param { num_output: cls6x kernel_size: 3 }") * 2


@pytest.mark.parametrize(
    ("path", "text", "template"),
    [
        ("models/train_template.prototxt", _WORDS, True),
        ("models/templates/train.prototxt", _WORDS, True),
        ("models/train.tpl.prototxt", _WORDS, True),
        ("models/train.prototxt.in", _WORDS, True),
        ("models\\TEMPLATES\\train.prototxt", _WORDS, True),
        ("models/train.prototxt", _WORDS, False),
        ("templates/models/train.prototxt", _WORDS, False),
        ("train_template.prototxt", _layer("convolution_param { num_output: cls6x kernel_size: 3 }"), False),
        ("train_template.prototxt", _layer("convolution_param { bias_term: no pool: no }") * 2, False),
        ("solver_template.prototxt", "base_lr: rate\nmax_iter: iterations\n", True),
    ],
)
def test_words_where_numbers_belong(path: str, text: str, template: bool) -> None:
    assert bool(_found(text, "FLD108", path)) == template
    if template:
        assert not _found(text, "FLD102", path)


def _evidence(kind: str, *caffes: str, names: tuple[str, ...] = ()) -> Evidence:
    return Evidence(caffes, kind, "", names, bool(names), "/repository", "")  # type: ignore[arg-type]


@pytest.mark.parametrize(("names", "hint"), [((), True), (("other",), True), (("num_ouptut",), False)])
def test_a_name_of_the_repository_is_no_typo(names: tuple[str, ...], hint: bool) -> None:
    settings = Settings(select=("FLD101",), evidence=_evidence("repository", "ssd", names=names))
    [finding] = check(Source(_layer("convolution_param { num_ouptut: 8 }")), settings).diagnostics
    assert ("Did you mean" in finding.message) == hint


_PRIVATE = """
layer { name: "a" type: "FrobnicateWithCare" bottom: "data" top: "a" frobnicate_param { care: 1 } }
layer { name: "b" type: "FrobnicateWithCare" bottom: "a" top: "b" frobnicate_param { care: 1 } }
layer { name: "c" type: "BatchNorm" bottom: "b" top: "c" batch_norm_param { carefully: true } }
layer { name: "d" type: "Mystify" bottom: "c" top: "d" dropout_rate: 1 }
layer { name: "e" type: "Dropout" bottom: "d" top: "e" dropout_rate: 1 }
"""
_TYPE = "FrobnicateWithCare"


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        (Settings(), {("FLD106", 1): 2, ("FLD101", 1): 2}),
        (Settings(target="bvlc-1.0"), {("FLD106", 3): 2, ("FLD101", 3): 3}),
        (Settings(target="ssd"), {("FLD106", 3): 2, ("FLD101", 3): 3}),
        (Settings(dialect="ssd"), {("FLD106", 3): 2, ("FLD101", 3): 3}),
        (Settings(evidence=_evidence("schema", "ssd")), {("FLD106", 3): 2, ("FLD101", 3): 3}),
        (Settings(evidence=_evidence("repository", "ssd")), {("FLD106", 1): 2, ("FLD101", 1): 2}),
    ],
)
def test_names_of_no_known_caffe(settings: Settings, rules: dict[tuple[str, int], int]) -> None:
    """One information for each name; errors if the Caffe of the file is certain. A parameter belongs to its type."""
    result = check(Source(_PRIVATE), settings.replace(select=("FLD101", "FLD106", "BN6")))
    assert Counter((each.rule, int(each.severity)) for each in result.diagnostics) == rules
    [message] = [each.message for each in result.diagnostics if _TYPE in each.message]
    assert ("nor its frobnicate_param" in message) == (("FLD106", 1) in rules)


def test_a_misspelt_type_has_no_parameters_of_its_own() -> None:
    text = 'layer { name: "a" type: "Convolutoin" bottom: "data" top: "a" frobnicate_param { care: 1 } }\n'
    assert len(_found(text, "FLD106")) == len(_found(text, "FLD101")) == 1


_SSD = """
layer {{ name: "a" type: "Permute" bottom: "data" top: "a" permute_param {{ order: 0 }} }}
layer {{ name: "b" type: "Permute" bottom: "a" top: "b" permute_param {{ order: 0 }} }}
{}
"""


@pytest.mark.parametrize(
    ("settings", "more", "rules"),
    [
        (Settings(), "", {}),
        (Settings(target="ssd"), "", {}),
        (Settings(dialect="ssd"), "", {}),
        (Settings(target="bvlc-1.0"), "", {"BN601": 1, "BN602": 1}),
        (Settings(target="segnet"), "", {"BN601": 1, "BN602": 1}),
        (Settings(target="bvlc-1.0", dialect="ssd"), "", {"BN601": 1, "BN602": 1}),
        (Settings(target="bvlc-1.0", dialect="bvlc-1.0"), "", {"BN601": 1, "BN602": 1}),
        (Settings(dialect="bvlc-1.0"), "", {"FLD101": 1, "FLD106": 1}),
        (Settings(evidence=_evidence("schema", "bvlc-1.0")), "", {"FLD101": 1, "FLD106": 1}),
        (Settings(evidence=_evidence("repository", "bvlc-1.0")), "", {}),
        # with a private name, too, the file may be for any Caffe
        (Settings(target="bvlc-1.0"), "force_careful: true", {"BN601": 1, "BN602": 1, "FLD101": 1}),
        (Settings(), "force_careful: true", {"FLD101": 1}),
    ],
)
def test_names_of_other_caffes(settings: Settings, more: str, rules: dict[str, int]) -> None:
    result = check(Source(_SSD.format(more)), settings.replace(select=("FLD101", "FLD106", "BN6")))
    assert Counter(each.rule for each in result.diagnostics) == rules
    for each in result.diagnostics:
        if "ermute" in each.message:
            assert "2 layers" in each.message and "SSD (ssd)" in each.message
            assert [related.message for related in each.related] == ["also in layer 'b'"]


def test_others_are_few() -> None:
    text = _SSD.format("").strip().splitlines()[0] + "\n"
    [finding] = check(Source(text * 50), Settings(select=("BN602",), target="bvlc-1.0")).diagnostics
    assert finding.message.startswith("50 layers have type 'Permute' of SSD (ssd), ") and len(finding.related) == 3
