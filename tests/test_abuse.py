"""Bad texts do no harm: no command raises, reports an internal error, or proposes edits that overlap.

Each file in fixtures/abuse/ is the smallest text that once did one of these. `FINDINGS` has what is said of some of
them, `FIXED` what the safe fixes make of them; the other files are only run through all commands.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bnlint.fixer.add_ignores import add_ignores
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from bnlint.upgrade.binary import upgrade_model
from tests.corpus import SAMPLE, needs_corpus, path_of
from tools.abuse import troubles
from tools.mutations import MUTATIONS, excerpt

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "abuse"
TEXTS = sorted(path.name for path in FOLDER.glob("*.prototxt"))

#: Files with a target under which they once did harm.
TARGETS = [
    *(("30_target_rc2.prototxt", target) for target in ("bvlc-rc2", "fcn", "yjxiong")),
    ("16b_bn601_scale_bias.prototxt", "cmu-caffe"),
    ("17_bn601_engine.prototxt", "bvlc-rc2"),
    ("17_bn601_engine.prototxt", "synopsys"),
    ("68_bn101_no_scale.prototxt", "caffecn"),
]

#: Files with a Caffe for which they once did harm.
DIALECTS = [("14_backslash_name_net101.prototxt", "sppnet"), ("78_batch_norm_of_another.prototxt", "fast-rcnn")]

#: File: rules that find something in it, each with a part of the message. More findings may follow.
FINDINGS: dict[str, dict[str, str]] = {
    "03_old102_refused.prototxt": {"OLD102": "first correct the number of shapes or dimensions for the input fields"},
    "04_padding_two_bottoms.prototxt": {"OLD101": "Padding Layer takes a single blob as input."},
    "09_list_data_param.prototxt": {"OLD102": "first correct data_param in line 1, which Caffe rejects"},
    "18_layers_param_block.prototxt": {"OLD102": "first correct param in line 1, which Caffe rejects"},
    "24_empty_fix_solver_type.prototxt": {"OLD107": "first correct solver_type in line 4, which Caffe rejects"},
    "32_old102_two_names.prototxt": {"OLD102": "first correct name in line 1, which Caffe rejects"},
    "54_solver_type_float.prototxt": {"OLD107": "first correct solver_type in line 4, which Caffe rejects"},
    "55_v1_type_float.prototxt": {"OLD102": "first correct type in line 1, which Caffe rejects"},
    "20_bn504_twice.prototxt": {"BN504": "superfluous", "FLD104": '"convolution_param" is specified multiple times'},
    "21_bn502_twice.prototxt": {"BN502": "is 0.1 as float32", "FLD104": '"scale_param"'},
    "26_fld101_name.prototxt": {"FLD101": "has the field NAME, which no known Caffe has"},
    "29_bn206_backward.prototxt": {"BN206": "inside batch_norm_param instead of the layer"},
    "37_open_param_eof.prototxt": {"SYN001": "'param {' is never closed", "BN202": "lr_mult other than 0"},
    "39_top_true.prototxt": {"FLD102": "must be a string in quotes, not true"},
    "64_guessed_blocks.prototxt": {"SYN001": "'layer {' is never closed"},
    "66_string_without_name.prototxt": {"SYN001": "invalid escape sequence"},
    "72_v0_few_dims.prototxt": {"OLD101": "first correct the number of shapes or dimensions for the input fields"},
    "67_input_dim_refused.prototxt": {"OLD102": "first correct input_dim in line 2, which Caffe rejects"},
    "51_name_empty_list.prototxt": {"FLD102": "must be a single value, not a list"},
    "52_solver_net_empty_list.prototxt": {"SOL101": "no training net", "FLD102": "not a list"},
}

#: File: its text after the safe fixes.
FIXED: dict[str, str] = {
    "01_old104_one_line.prototxt": (
        'layer { name: "input" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }\n'
    ),
    "05_comment_before_value.prototxt": (
        'layer{\n  type:"Pooling"\n  pooling_param{\n    kernel_size: 3 # \u2028x6\n  }\n}'
    ),
    "06_comment_before_value2.prototxt": ('layer{\n  name: "relu" # \u2028x30\n  bottom:"data"\n}'),
    "06b_comment_v0.prototxt": (
        'layer{ top:"pool1" }layer{\n  # bnlint16\n  name: "norm1" # \u2028x17\n  bottom: "pool1" # \u2028x21\n}'
    ),
    "06c.prototxt": (
        'layer{\n  type:"Convolution"\n  top:"conv1"\n  convolution_param{\n    bias_filler{#\t\x0b10\n    }\n  }\n}'
    ),
    "07_comment_in_shape.prototxt": (
        "layer {\n"
        '  name: "input"\n'
        '  type: "Input"\n'
        '  top: "data"\n'
        "  input_param {\n"
        "    shape {\n"
        "      dim: 64 # batch\n"
        "    }\n"
        "  }\n"
        "}\n"
        'layer { name: "a" type: "ReLU" bottom: "data" top: "a" }\n'
    ),
    "08_list_of_layers.prototxt": (
        'layer { name: "ip1" type: "InnerProduct" top: "ip1" inner_product_param { bias_term: false } }\n'
    ),
    "10_semicolon_next_line.prototxt": (
        'layer { name: "input" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }\n\n'
    ),
    "33b_formfeed.prototxt": (
        "layer {\n"
        '  name: "input"\n'
        '  type: "Input"\n'
        '  top: "data"\n'
        "  input_param {\n"
        "    shape {\n"
        "      dim: 1\n"
        "      dim: 3\n"
        "      dim: 8\n"
        "      dim: 8\n"
        "    }\n"
        "  }\n"
        "}\n"
        "layer {\n"
        '  name: "conv1"\n'
        '  type: "Convolution"\n'
        '  bottom: "data"\n'
        '  top: "conv1"\n'
        "  convolution_param {\n"
        "    num_output: 8\n"
        "    weight_filler {\n"
        '      type: "gaussian" # page\x0c'
        "break\n"
        "      std: 0.01\n"
        "    }\n"
        "  }\n"
        "}\n"
    ),
    "50_v1_blobs_lr_one_line.prototxt": (
        "layer {\n"
        '  name: "conv1" type: "Convolution" bottom: "data" top: "conv1"\n'
        "  param { lr_mult: 1 } param { lr_mult: 2 }\n"
        "}\n"
    ),
    "11_bn304_eps_default.prototxt": """\
layer {
  name: "bn1" type: "BatchNorm" bottom: "conv1" top: "conv1"
  batch_norm_param { eps: 1e-05 }
}
""",
    "28_suppress_cr.prototxt": 'layer{top:"data"}\n',
    "62_v0_dropped_separator.prototxt": (
        '# dropped by Caffe\'s upgrade: input_shape{}\nlayer{ name:"relu" type:"ReLU" bottom:"x" top:"x" }\n'
    ),
    "57_separator_next_line.prototxt": """\
layer {
  name: "bn" type: "BatchNorm" bottom: "x" top: "x"
  # mean
  include { phase: TRAIN }
}
""",
}

#: File: a line in it after all fixes.
FIXED_UNSAFELY: dict[str, str] = {
    "12_escaped_name_net101.prototxt": r'layer { name: "r" type: "ReLU" bottom: "c\nonv1" top: "y" }',
    "13_escaped_name_bn101.prototxt": (
        r'layer { name: "scale" type: "Scale" bottom: "c\nonv1" top: "c\nonv1" scale_param { bias_term: true } }'
    ),
    "14_backslash_name_net101.prototxt": r'layer { name: "b" type: "ReLU" bottom: "s\\core" top: "y" }',
}

#: Files that no fix changes.
LEFT_ALONE = [
    "21_bn502_twice.prototxt",
    "22_bn206_cr.prototxt",
    "25_fld106_twice.prototxt",
    "26_fld101_name.prototxt",
    "36_no_end.prototxt",
    "37_open_param_eof.prototxt",
    "39_top_true.prototxt",
    "40_type_quote.prototxt",
    "58_net101_v1_refused.prototxt",
    "64_guessed_blocks.prototxt",
    "64b_guessed_blocks.prototxt",
    "64c_missing_brace.prototxt",
    "66_string_without_name.prototxt",
]

#: File: a line in it after `check --add-ignores`.
IGNORED: dict[str, str] = {
    "60_add_ignores_cr.prototxt": "layers \r{  # bnlint: ignore",
    "60b_add_ignores_cr_only.prototxt": "\r}  # bnlint: ignore",
    "60c_add_ignores_silent.prototxt": "\r}  # bnlint: ignore",
}


def source(name: str) -> Source:
    return Source.from_bytes((FOLDER / name).read_bytes(), name)


@pytest.mark.parametrize("name", TEXTS)
def test_no_command_has_trouble(name: str) -> None:
    assert troubles((FOLDER / name).read_bytes(), name) == []


@pytest.mark.parametrize("name", TEXTS)
def test_no_command_has_trouble_if_unknown_names_are_no_fields_of_another_caffe(name: str) -> None:
    assert troubles((FOLDER / name).read_bytes(), name, dialect="bvlc-1.0", thorough=False) == []


@pytest.mark.parametrize(("name", "dialect"), DIALECTS)
def test_no_dialect_has_trouble(name: str, dialect: str) -> None:
    assert troubles((FOLDER / name).read_bytes(), name, dialect=dialect) == []


@pytest.mark.parametrize(("name", "target"), TARGETS)
def test_no_target_has_trouble(name: str, target: str) -> None:
    assert troubles((FOLDER / name).read_bytes(), name, target) == []


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("34_v1_gbk.caffemodel", b'\xa2\x06\x15\n\x04\xbe\xed\xbb\xfd\x12\x04ReLU\x1a\x04data"\x01c'),
        ("34b_v2_gbk.caffemodel", b'\xa2\x06\x17\n\x04\xbe\xed\xbb\xfd\x12\tBatchNorm\x1a\x01x"\x01x'),
    ],
)
def test_caffemodels_keep_the_bytes_of_names(name: str, after: bytes) -> None:
    model = upgrade_model(memoryview((FOLDER / name).read_bytes()))
    assert not model.refused
    assert b"".join(map(bytes, model.write())) == after


@pytest.mark.parametrize(("name", "rules"), FINDINGS.items(), ids=list(FINDINGS))
def test_findings(name: str, rules: dict[str, str]) -> None:
    found = {each.rule: each.message for each in check(source(name), Settings()).diagnostics}
    for rule, words in rules.items():
        assert words in found.get(rule, f"no {rule}")


@pytest.mark.parametrize(("name", "text"), FIXED.items(), ids=list(FIXED))
def test_fixed(name: str, text: str) -> None:
    assert fix(source(name), Settings()).source.text == text


@pytest.mark.parametrize(("name", "line"), FIXED_UNSAFELY.items(), ids=list(FIXED_UNSAFELY))
def test_fixed_unsafely(name: str, line: str) -> None:
    assert line in fix(source(name), Settings(unsafe_fixes=True)).source.text.splitlines()


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_left_alone(name: str) -> None:
    assert fix(source(name), Settings(unsafe_fixes=True)).applied == []


@pytest.mark.parametrize(("name", "line"), IGNORED.items(), ids=list(IGNORED))
def test_ignored(name: str, line: str) -> None:
    assert line in add_ignores(source(name), Settings()).source.text


@needs_corpus
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutations_of_real_files(mutation: str) -> None:
    """Each mutation of a few real files; ``python -m tools.abuse`` tries many more."""
    names = SAMPLE.read_text(encoding="utf-8").splitlines()
    chance = random.Random(mutation)
    for name in chance.sample(names, 6):
        data = MUTATIONS[mutation](excerpt(path_of(name).read_bytes(), chance, 1_500), chance)
        assert troubles(data, name) == [], (mutation, name, data)
