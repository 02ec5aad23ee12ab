"""Hints: what counts as a misspelling, where a misplaced field belongs, and what else is no fault of the file."""

from __future__ import annotations

import pytest

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
        ("convolution_param { num_output: 4 num_ouptut: 8 }", "num_ouptut"),  # the place is taken
        ("convolution_param { kernal_size: 8 kernel_size: 4 }", "Did you mean kernel_size?"),  # it may be repeated
        ("weight_filler { }", "weight_filler belongs in convolution_param"),
        ("weight_filler { } convolution_param { weight_filler { } }", "weight_filler"),  # the place is taken
        ("pool: MAX", "pool"),  # a Convolution does not read pooling_param
        ("convolution_param { lr_mult: 2 }", "lr_mult belongs in param"),
        ("convolution_param { top: 'b' }", "top belongs in the layer itself"),
        ("convolution_param { top: b }", "top"),  # no string
        ("convolution_param { weight_filler { kernel_size: 2 } }", "kernel_size belongs in convolution_param"),
        ("force_backward: true", "force_backward belongs at the top level"),
    ],
)
def test_where_a_field_belongs(body: str, hint: str) -> None:
    (message,) = _found(_layer(body), "FLD101")
    assert message.rstrip('".').endswith(hint.rstrip('".')) and ("belongs" in hint) == ("belongs" in message)


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
