"""Rule files: which layers conditions match, what messages contain, and what fixes change."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.fixer.fix import fix
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from tests.userrules import CASES, HEAD, NET, forget, lint, load


@pytest.fixture(autouse=True)
def _forget() -> None:
    forget()


@pytest.mark.parametrize(
    ("match", "layers"),
    [
        # type and name
        ("type: BatchNorm", "bn"),
        ("type: [ReLU, Scale]", "scale relu"),
        ("type: Nothing", ""),
        ("name: ^.c", "scale fc"),
        ("name: '^c'", "conv"),
        # fields: written values and defaults
        ("fields: {scale_param.bias_term: {equal: true}}", "scale"),
        ("{type: Pooling, fields: {pooling_param.pool: {equal: AVE}}}", "pool"),
        ("{type: Pooling, fields: {pooling_param.pool: {in: [MAX, STOCHASTIC]}}}", ""),
        ("{type: BatchNorm, fields: {batch_norm_param.eps: {lt: 1.0e-5}}}", ""),
        ("{type: BatchNorm, fields: {batch_norm_param.eps: {le: 1e-5}}}", "bn"),
        ("{type: BatchNorm, fields: {batch_norm_param.eps: {equal: 0.00001}}}", "bn"),
        ("{type: BatchNorm, fields: {batch_norm_param.eps: {gt: 9.9e-6, lt: 1.1e-5}}}", "bn"),
        ("fields: {dropout_param.dropout_ratio: {equal: 0.1}}", "drop"),
        ("fields: {dropout_param.dropout_ratio: {in: [0.2, 0.1]}}", "drop"),
        ("{type: BatchNorm, fields: {batch_norm_param.moving_average_fraction: {ge: 0.999}}}", "bn"),
        ("{type: BatchNorm, fields: {batch_norm_param.moving_average_fraction: {ge: 0.9, written: true}}}", ""),
        ("{type: BatchNorm, fields: {batch_norm_param.moving_average_fraction: {absent: true}}}", "bn"),
        ("fields: {batch_norm_param: {present: true}}", "bn"),
        ("{type: [Scale, BatchNorm], fields: {scale_param: {absent: true}}}", "bn"),
        ("fields: {loss_weight: {lt: 1}}", "loss"),
        ("fields: {include.phase: {equal: TRAIN}}", "data drop"),
        ("fields: {convolution_param.weight_filler.type: {equal: msra}}", "conv"),
        ("{type: Convolution, fields: {convolution_param.weight_filler.std: {equal: 1}}}", "conv"),
        # repeated fields: any value, or the one with this index
        ("fields: {convolution_param.kernel_size: {equal: 5}}", "conv"),
        ("fields: {convolution_param.kernel_size: {gt: 3, lt: 5}}", ""),
        ("fields: {convolution_param.kernel_size.0: {equal: 3}}", "conv"),
        ("fields: {convolution_param.kernel_size.0: {equal: 5}}", ""),
        ("fields: {param.lr_mult: {equal: 2}}", "conv"),
        ("fields: {param.0.lr_mult: {equal: 2}}", ""),
        ("{type: Convolution, fields: {param.0.decay_mult: {equal: 1}}}", "conv"),
        ("{type: Convolution, fields: {param.0.decay_mult: {present: true}}}", ""),
        ("{type: Convolution, fields: {param.1.decay_mult: {present: true}}}", "conv"),
        ("{type: Scale, fields: {param.1.lr_mult: {equal: 1}}}", "scale"),
        ("fields: {param: {present: true}}", "conv"),
        ("fields: {bottom: {equal: label}}", "loss"),
        ("fields: {top.1: {equal: label}}", "data test"),
        # numbers of blobs, in place
        ("bottoms: {equal: 0}", "data test"),
        ("bottoms: {gt: 1}", "loss"),
        ("tops: {in: [2, 3]}", "data test"),
        ("in_place: true", "scale relu"),
        ("{in_place: false, type: [Scale, BatchNorm]}", "bn"),
        # phases and nets
        ("{type: [Data, Dropout], exists_in: TEST}", "test"),
        ("{type: [Data, Dropout], not: {exists_in: TEST}}", "data drop"),
        ("{type: [Data, Pooling, Dropout], phase: TRAIN}", "data drop"),
        ("{type: [Data, Pooling, Dropout], phase: TEST}", "test pool"),
        ("{type: Scale, net: trains}", "scale"),
        ("{type: Scale, net: deploy}", ""),
        # adjacent layers
        ("feeds: {type: Scale}", "bn"),
        ("fed_by: {type: BatchNorm}", "scale"),
        ("fed_by: {type: BatchNorm, through: in_place}", "scale relu drop pool"),
        ("fed_by: {type: BatchNorm, through: [Scale]}", "scale relu"),
        ("fed_by: {type: BatchNorm, through: [in_place, Pooling]}", "scale relu drop pool fc"),
        ("{type: InnerProduct, fed_by: {type: Convolution, through: anything}}", "fc"),
        ("feeds: {type: SoftmaxWithLoss, through: anything}", "data test conv bn scale relu pool fc"),
        ("feeds: {type: Pooling}", "relu"),
        ("feeds: {type: Pooling, feeds: {type: InnerProduct}}", "relu"),
        ("feeds: {type: Pooling, feeds: {type: Scale}}", ""),
        ("not: {feeds: {}}", "drop loss"),
        ("{type: [ReLU, Pooling], feeds: {type: Dropout}}", "relu"),
        ("{fed_by: {name: ^bn$}, not: {type: Scale}}", ""),
        ("{type: ReLU, feeds: {not: {type: Dropout}}}", "relu"),
        # all, any, not
        ("any: [{type: ReLU}, {type: Scale}]", "scale relu"),
        ("all: [{in_place: true}, {not: {type: ReLU}}]", "scale"),
        ("{type: [ReLU, Scale], not: {any: [{name: relu}, {name: bn}]}}", "scale"),
    ],
)
def test_conditions_match_these_layers(tmp_path: Path, match: str, layers: str) -> None:
    assert " ".join(d.message for d in lint(tmp_path, f"{HEAD}match:\n  {match}\n")) == layers


@pytest.mark.parametrize(
    ("rule", "states"),
    [
        ("match: {type: ReLU, feeds: {type: Dropout}}", [("TRAIN",)]),
        ("match: {type: ReLU, feeds: {type: Pooling}}", [()]),
        ("match: {type: ReLU, not: {feeds: {type: Dropout}}}", [("TEST",)]),
        ("match: {type: ReLU, not: {feeds: {type: Dropout}}}\nstates: every", []),
        ("match: {type: ReLU, feeds: {type: Pooling}}\nstates: every", [()]),
        ("match: {type: Dropout, fed_by: {type: ReLU}}\nstates: every", [("TRAIN",)]),
        ("match: {type: Dropout}", [()]),
    ],
)
def test_findings_have_these_states(tmp_path: Path, rule: str, states: list[tuple[str, ...]]) -> None:
    assert [d.states for d in lint(tmp_path, HEAD + rule)] == states


@pytest.mark.parametrize("format_", ["V1", "V0"])
def test_old_formats_match_but_are_not_fixed(tmp_path: Path, format_: str) -> None:
    net = {
        "V1": 'layers { name: "c" type: CONVOLUTION bottom: "data" top: "c" blobs_lr: 1 blobs_lr: 2 '
        "convolution_param { num_output: 4 } }",
        "V0": 'layers { layer { name: "c" type: "conv" num_output: 4 blobs_lr: 1. blobs_lr: 2. } '
        'bottom: "data" top: "c" }',
    }[format_]
    match = (
        "match: {type: Convolution, fields: {convolution_param.num_output: {equal: 4}, param.1.lr_mult: {equal: 2}}}\n"
    )
    action = "fix: {applicability: unsafe, title: Set, set: {convolution_param.num_output: 8}}\n"
    (only,) = lint(tmp_path, HEAD + match + action, net)
    assert only.message == "c"
    assert only.fix is None  # must be upgraded first


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("plain", "plain"),
        ("{{name}} ({{ type }})", "scale (Scale)"),
        ("{{bottom}} {{top}}", "bn bn"),
        ("{{fed_by}} {{feeds}} {{phase}}", "bn relu TRAIN"),
        ("{{scale_param.bias_term}}, {{scale_param.axis}}", "true, 1"),
        ("{{param.0.lr_mult}} {{scale_param.filler.type}}", "1 constant"),
    ],
)
def test_templates_in_messages(tmp_path: Path, template: str, message: str) -> None:
    rule = HEAD.replace("{{name}}", template) + "match: {type: Scale, fed_by: {type: BatchNorm}, feeds: {}}\n"
    assert [d.message for d in lint(tmp_path, rule)] == [message]


def test_numbers_in_messages_are_rounded(tmp_path: Path) -> None:
    rule = HEAD.replace("{{name}}", "{{batch_norm_param.eps}}") + "match: {type: BatchNorm}\nat: batch_norm_param.eps\n"
    net = NET.replace("eps: 1e-5", "eps: 9.99999974738e-06")
    (only,) = lint(tmp_path, rule, net)
    assert only.message == "1e-05"
    assert net[only.span.start : only.span.end] == "eps: 9.99999974738e-06"


def test_first_matching_case_applies(tmp_path: Path) -> None:
    diagnostics = [(d.message, d.severity.word, d.fix is not None) for d in lint(tmp_path, HEAD + CASES)]
    assert diagnostics == [("bn", "warning", True), ("bad scale", "error", True), ("relu", "info", False)]


BLOCK = """\
layer {
  name: "data"
  type: "Input"
  top: "data"
}

layer {
  name: 'bn'
  type: 'BatchNorm'
  bottom: 'data'
  top: 'data'
BODY}
"""
INSERT = """insert_after: |
    name: "{{name}}_scale"
    type: "Scale"
    bottom: "{{top}}"
    top: "{{top}}"
    scale_param { bias_term: true axis: {{scale_param.axis}} }
"""
INSERTED = """\

layer {
  name: 'NAME'
  type: 'Scale'
  bottom: 'data'
  top: 'data'
GUARD  scale_param {
    bias_term: true
    axis: 1
  }
}
"""


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        ("remove: batch_norm_param.eps", "  batch_norm_param { eps: 1 }\n", ""),
        (
            "remove: batch_norm_param.eps",
            "  batch_norm_param {\n    eps: 1 # one\n    use_global_stats: true\n  }\n",
            "  batch_norm_param {\n    # one\n    use_global_stats: true\n  }\n",
        ),
        ("remove: [param, batch_norm_param]", "  param { lr_mult: 0 }\n  param { }\n  batch_norm_param { }\n", ""),
        ("remove: param.1", "  param { lr_mult: 0 }\n  param { }\n", "  param { lr_mult: 0 }\n"),
        (
            "remove: param.lr_mult",
            "  param { lr_mult: 0 }\n  param { name: 'x' lr_mult: 0 }\n",
            "  param { name: 'x' }\n",
        ),
        ("remove: loss_weight", "  loss_weight: [1, 2]\n", ""),
        (
            "set: {batch_norm_param.eps: 0.001}",
            "  batch_norm_param { eps: 1 }\n",
            "  batch_norm_param { eps: 0.001 }\n",
        ),
        ("set: {batch_norm_param.eps: 1e-5}", "", "  batch_norm_param {\n    eps: 1e-05\n  }\n"),
        (
            "set: {batch_norm_param.eps: 0.5, batch_norm_param.use_global_stats: true}",
            "",
            "  batch_norm_param {\n    eps: 0.5\n    use_global_stats: true\n  }\n",
        ),
        (
            "set: {batch_norm_param.eps: 0.5, batch_norm_param.use_global_stats: true}",
            "  batch_norm_param { eps: 1 }\n",
            "  batch_norm_param { eps: 0.5 use_global_stats: true }\n",
        ),
        (
            "set: {param.1.lr_mult: 2, param.0.lr_mult: 1}",
            "",
            "  param {\n    lr_mult: 1\n  }\n  param {\n    lr_mult: 2\n  }\n",
        ),
        ("set: {param.1.name: b}", "  param { }\n", "  param { }\n  param {\n    name: 'b'\n  }\n"),
        ("set: {phase: TEST}", "", "  phase: TEST\n"),
        (INSERT, "", INSERTED.replace("NAME", "bn_scale").replace("GUARD", "")),
        (
            INSERT,
            "  include { phase: TRAIN }\n",
            INSERTED.replace("NAME", "bn_scale").replace("GUARD", "  include { phase: TRAIN }\n"),
        ),
        (INSERT.replace("{{name}}_scale", "bn"), "", INSERTED.replace("NAME", "bn2").replace("GUARD", "")),
    ],
)
def test_edits_of_a_fix(tmp_path: Path, edit: str, before: str, after: str) -> None:
    """Everything else in the layer stays as it is."""
    rule = f"{HEAD}match: {{type: BatchNorm}}\nfix:\n  applicability: unsafe\n  title: Do it\n  {edit}"
    text = BLOCK.replace("BODY", before)
    (only,) = lint(tmp_path, rule, text)
    assert only.fix is not None
    for each in reversed(only.fix.edits):
        text = text[: each.start] + each.text + text[each.end :]
    inserted = "insert_after" in edit
    assert text == (BLOCK.replace("BODY", before) + after if inserted else BLOCK.replace("BODY", after))


def test_fix_is_applied_and_proved(tmp_path: Path) -> None:
    rule = HEAD + (
        "match: {type: BatchNorm, not: {feeds: {type: Scale}}}\nfix:\n  applicability: unsafe\n  title: Insert\n  "
        + INSERT
    )
    settings = Settings(select=("MY",), rules=(load(tmp_path, rule),), unsafe_fixes=True)
    made = fix(Source(BLOCK.replace("BODY", "")), settings)
    assert not made.result.bugs
    assert [id for id, _ in made.applied] == ["MY101"]
    assert not made.result.diagnostics


def test_unsafe_fix_that_is_declared_safe_is_rejected(tmp_path: Path) -> None:
    action = "fix: {applicability: safe, title: Do, set: {batch_norm_param.use_global_stats: false}}"
    rule = f"{HEAD}match: {{type: BatchNorm}}\n{action}"
    settings = Settings(select=("MY",), rules=(load(tmp_path, rule),))
    made = fix(Source(NET), settings)
    assert made.source.text == NET
    assert "MY101" in made.result.bugs[0]
