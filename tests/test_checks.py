"""What the examples of rules cannot show: severities in several nets, and details of messages."""

from __future__ import annotations

import pytest

import bnlint.checks.solver
from bnlint.checks import registry
from bnlint.checks.context import NetContext
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.source import Source

TRAIN = 'layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } }\n'
TEST = 'layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TEST } }\n'
BOTH = 'layer { name: "data" type: "Data" top: "data" top: "label" }\n'
PROVIDED = 'layer { name: "data" type: "MemoryData" top: "data" top: "label" memory_data_param { batch_size: 8 } }\n'
CONV = """layer {
  name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 8 weight_filler { type: "msra" } }
}
"""
SCALE = 'layer { name: "scale" type: "Scale" bottom: "conv" top: "conv" scale_param { bias_term: true } }\n'
LOSS = """layer {
  name: "fc" type: "InnerProduct" bottom: "conv" top: "fc" inner_product_param { num_output: 2 }
}
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
"""
NO_BIAS = LOSS.replace("num_output: 2", "num_output: 2 bias_term: false")
RELU = 'layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }\n'


def batch_norm(settings: str = "", more: str = "") -> str:
    body = f'bottom: "conv" top: "conv" {more} batch_norm_param {{ {settings} }}'
    return f'layer {{ name: "bn" type: "BatchNorm" {body} }}\n'


OWN_PHASE = batch_norm("use_global_stats: false", "phase: TEST")


def find(text: str, rule: str) -> list[Diagnostic]:
    result = check(Source(text), Settings(select=(rule,)))
    assert not result.bugs
    return result.diagnostics


@pytest.mark.parametrize(
    ("text", "rule", "severity", "fixed"),
    [
        (TRAIN + TEST + CONV + batch_norm() + RELU + LOSS, "BN101", "warning", True),
        # read only by layers with a bias
        (TRAIN + TEST + CONV + batch_norm() + LOSS, "BN101", "info", False),
        (TRAIN + TEST + CONV + batch_norm() + NO_BIAS, "BN101", "warning", True),
        # labels that a program provides do not show whether the net trains
        (BOTH + CONV + batch_norm("use_global_stats: true") + SCALE + LOSS, "BN302", "warning", True),
        (PROVIDED + CONV + batch_norm("use_global_stats: true") + SCALE + LOSS, "BN302", "info", False),
        (BOTH + CONV + batch_norm("use_global_stats: false") + SCALE + LOSS, "BN301", "info", False),
        (BOTH + CONV + OWN_PHASE + SCALE + LOSS, "BN301", "error", True),
    ],
)
def test_severity_depends_on_the_net(text: str, rule: str, severity: str, fixed: bool) -> None:
    diagnostics = find(text, rule)
    assert [(d.severity.word, d.fix is not None) for d in diagnostics] == [(severity, fixed)]


@pytest.mark.parametrize(
    ("settings", "more", "rule", "words"),
    [
        ("use_global_stats: true", "", "BN302", "multiplies its input by 316"),
        ("use_global_stats: true eps: 1e-6", "", "BN302", "multiplies its input by 1000"),
        ("use_global_stats: true add_eps_before_sqrt: false eps: 1e-4", "", "BN302", "multiplies its input by 10000"),
        ("use_global_stats: true add_eps_before_sqrt: true eps: 1e-4", "", "BN302", "multiplies its input by 100"),
        ("use_global_stats: true eps: 0.001", "", "BN302", "multiplies its input by 31.6"),
        ("use_global_stats: true eps: 0", "", "BN302", "divides its input by 0"),
        ("use_global_stats: false", "phase: TEST", "BN301", "in its own phase, TEST:"),
        ("use_global_stats: false", "", "BN301", "false in TEST:"),
    ],
)
def test_message_gives_the_effect(settings: str, more: str, rule: str, words: str) -> None:
    (diagnostic,) = find(TRAIN + TEST + CONV + batch_norm(settings, more) + SCALE + LOSS, rule)
    assert words in diagnostic.message


# ---- every rule has a check

#: Rules that the linter itself implements.
LINTER_RULES = {"SYN001", "FLD108", "BNL001", "BNL002", "BNL003"}
#: Rules with two checks, and their kinds.
TWO_CHECKS = {
    "FLD101": ("net", "solver"),
    "FLD102": ("net", "solver"),
    "FLD103": ("net", "solver"),
    "BN507": ("net", "solver"),
    "FLD104": ("net", "solver"),
    "FLD105": ("net", "solver"),
    "BN601": ("net", "solver"),
}


def test_every_rule_has_a_check() -> None:
    kinds_by_rule: dict[str, tuple[str, ...]] = {}
    kinds = {
        "file": registry.FILE_CHECKS,
        "net": registry.NET_CHECKS,
        "solver": registry.SOLVER_CHECKS,
        "declared": catalog.declared(),
        "linter": LINTER_RULES,
    }
    for kind, ids in kinds.items():
        for id in ids:
            kinds_by_rule[id] = (*kinds_by_rule.get(id, ()), kind)
    assert sorted(kinds_by_rule) == sorted(catalog.rules())
    assert {id: of_rule for id, of_rule in kinds_by_rule.items() if len(of_rule) > 1} == TWO_CHECKS


def test_second_check_of_a_rule_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"BN201 has two checks: obsolete_params and .*another"):

        @registry.net_rule("BN201")
        def another(ctx: NetContext) -> list[Diagnostic]:
            return []


def test_long_file_with_few_placeholders() -> None:
    layer = 'layer {\n  name: "relu%d"\n  type: "ReLU"\n  bottom: "data"\n  top: "data"\n}\n'
    text = (
        "".join(layer % number for number in range(40)) + "layer { convolution_param { num_output: ${A} pad: ${B} } }"
    )
    (found,) = bnlint.lint(text).diagnostics
    assert found.message.startswith("${A} was never filled in (2 places), or this file is a template. Caffe cannot")
