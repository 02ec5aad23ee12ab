"""Solvers, line by line: what Caffe refuses, what it silently ignores, and what looks wrong but is not."""

from __future__ import annotations

import pytest

from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source

RULES = tuple(f"SOL1{number:02}" for number in (3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 15))
FIXED = 'net: "n"\nbase_lr: 0.1\nlr_policy: "fixed"\nmax_iter: 10\n'
STEPS = FIXED.replace("fixed", "multistep").replace("max_iter: 10", "max_iter: 100") + "gamma: 0.1\n"
RATE = 'net: "n"\nmax_iter: 10\nbase_lr: 0.1\n'


def found(text: str, target: str = "auto") -> str:
    """The findings: ``SOL104 error, SOL112 info``."""
    result = check(Source(text), Settings(RULES, target=target))
    assert not result.bugs
    return ", ".join(f"{each.rule} {each.severity.word}" for each in result.diagnostics)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (FIXED, ""),
        # types
        (FIXED + 'type: "Adam"', ""),
        (FIXED + 'type: "adam"', "SOL109 error"),
        (FIXED + 'type: "Adam "', "SOL109 error"),
        (FIXED + 'type: "Ad" "am"', ""),
        (FIXED + 'type: "\\101dam"', ""),
        (FIXED + "type: Adam", ""),  # not a string: FLD102
        (FIXED + 'type: "adam"\ntype: "Adam"', ""),  # the last one counts
        (FIXED + 'type: "Adam"\ntype: "adam"', "SOL109 error"),
        (FIXED + 'type: "adam"\nsolver_type: ADAM', "SOL103 error"),
        # refused values
        (FIXED + 'type: "RMSProp"\nmomentum: 0.9', "SOL110 error"),
        (FIXED + 'type: "RMSProp"\nmomentum: 0.9\nmomentum: 0', ""),
        (FIXED + 'type: "RMSProp"\nmomentum: -0.0', ""),
        (FIXED + 'type: "AdaDelta"\nmomentum: 0.9', ""),
        (FIXED + "solver_type: 2\nmomentum: 0.9", "SOL110 error"),
        (FIXED + 'type: "RMSProp"\nrms_decay: -0.1', "SOL110 error"),
        (FIXED + 'type: "RMSProp"\nrms_decay: 0', ""),
        (FIXED + 'type: "RMSProp"\nrms_decay: nan', "SOL110 error"),
        (FIXED + "average_loss: 0", "SOL110 error"),
        (FIXED + "average_loss: -3", "SOL110 error"),
        (FIXED + "average_loss: x", ""),
        (FIXED + "iter_size: 0", "SOL110 error"),
        (FIXED + "iter_size: -2", "SOL110 warning"),
        (FIXED + 'regularization_type: "L3"', ""),  # without weight decay, it is not read
        (FIXED + 'regularization_type: "L3"\nweight_decay: 0', ""),
        (FIXED + 'regularization_type: "L3"\nweight_decay: 1e-4', "SOL110 error"),
        # learning nothing
        (FIXED.replace("base_lr: 0.1", ""), "SOL111 warning"),
        (FIXED.replace("base_lr: 0.1", "base_lr: 0"), ""),
        (FIXED.replace("base_lr: 0.1", "base_lr: []"), "SOL111 warning"),
        (FIXED.replace("max_iter: 10", ""), "SOL111 info"),
        (FIXED.replace("max_iter: 10", "snapshot: 0"), ""),
        (FIXED.replace("max_iter: 10", "max_iter: 0"), ""),
        (FIXED + "clip_gradients: 0", "SOL111 warning"),
        (FIXED + "clip_gradients: 0.0", "SOL111 warning"),
        (FIXED + "clip_gradients: -1", ""),
        (FIXED + "clip_gradients: 35", ""),
        ('net: "n"\nbase_lr: 0.1\nlr_policy: "poly"\npower: 1', "SOL105 error"),
        # steps
        (STEPS + "stepvalue: 10 stepvalue: 20", ""),
        (STEPS + "stepvalue: [20, 10]", "SOL112 warning"),
        (STEPS + "stepvalue: [10, 10]", "SOL112 warning"),
        (STEPS + "stepvalue: [10, 100]", ""),
        (STEPS + "stepvalue: [10, 0x65]", "SOL112 info"),
        (STEPS + "stepvalue: [10, x, 5]", ""),
        (STEPS + "stepvalue: []", "SOL104 warning"),
        (FIXED + "stepvalue: 5", "SOL112 info"),
        (FIXED + "stepsize: 5 gamma: 0.1 power: 2", ""),
        # learning rate policies
        (RATE + 'lr_policy: "sigmoid" gamma: 0.1 stepsize: 5', ""),
        (RATE + 'lr_policy: "sigmoid" gamma: 0.1', "SOL104 error"),
        (RATE + 'lr_policy: "sigmoid" gamma: 0.1 stepsize: -5', "SOL104 error"),
        (RATE + 'lr_policy: "sigmoid" gamma: -0.1 stepsize: 5', "SOL104 error"),
        (RATE + 'lr_policy: "step" gamma: 0.1 stepsize: -5', "SOL104 error"),
        (RATE + 'lr_policy: "step" gamma: -0.1 stepsize: 5', "SOL104 error"),
        (RATE + 'lr_policy: "exp" gamma: -0.1', "SOL104 error"),
        (RATE + 'lr_policy: "inv" gamma: -0.1 power: 1', "SOL104 error"),
        (RATE + 'lr_policy: "fixed" gamma: -0.1', ""),  # not read
        (RATE + 'lr_policy: "plateau" gamma: 0.1', "SOL104 error"),
        (RATE + 'lr_policy: "plateau" gamma: 0.1 plateau_winsize: 10', ""),
        (RATE + 'lr_policy: "multifixed" stagelr: 0.1 stageiter: 10', ""),
        (RATE + 'lr_policy: "Fixed"', "SOL104 error"),
        # tests
        (FIXED + "test_interval: 5", "SOL107 info"),
        (FIXED + "test_interval: 10", ""),
        (FIXED + "test_interval: 0", ""),
        (FIXED + "test_interval: 5 test_iter: 1", ""),
        (FIXED + "test_iter: 1", "SOL107 error"),
        # fields that are not read
        (FIXED + "momentum2: 0.999", "SOL113 info"),
        (FIXED + 'momentum2: 0.999\ntype: "Adam"', ""),
        (FIXED + "rms_decay: 0.9", "SOL113 info"),
        (FIXED + "delta: 1e-8\nsolver_type: ADAGRAD", ""),
        (FIXED + "delta: 1e-8\nsolver_type: NESTEROV", "SOL113 info"),
        (FIXED + "momentum2: 0.999\ntype Adam", ""),  # the type is lost in a syntax error
        # snapshots
        (FIXED + "snapshot: 5", "SOL114 warning"),
        (FIXED + "snapshot: 0", ""),
        (FIXED + 'snapshot: 5 snapshot_prefix: ""', ""),
        # numbers of names
        (FIXED + "solver_mode: 1", "SOL115 info"),
        (FIXED + "solver_mode: 0x1", "SOL115 info"),
        (FIXED + "solver_mode: GPU", ""),
        (FIXED + "solver_mode: 2", ""),
        (FIXED + "solver_mode: 0\nsolver_mode: CPU", ""),
    ],
)
def test_lines(text: str, wanted: str) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("text", "target", "wanted"),
    [
        (FIXED + "snapshot: 5", "ssd", "SOL114 error"),
        (FIXED + "snapshot: 5", "bvlc-rc2", ""),
        (FIXED + 'type: "Ranger"', "ssd", "SOL109 error"),
        (FIXED + 'type: "Ranger"', "jolibrain", ""),
        (FIXED + 'type: "adam"', "jolibrain", "SOL109 error"),
        (FIXED + 'type: "adam"', "bvlc-rc2", ""),  # FLD101
        (RATE + 'lr_policy: "sigmoid" gamma: 0.1', "ssd", "SOL104 warning"),
        (RATE + 'lr_policy: "sigmoid" gamma: -0.1 stepsize: 5', "ssd", ""),
        (RATE + 'lr_policy: "step" gamma: 0.1', "ssd", "SOL104 error"),
        (RATE + 'lr_policy: "step" gamma: 0.1 stepsize: -5', "ssd", "SOL104 warning"),
        (RATE + 'lr_policy: "multistep" gamma: -0.1 stepvalue: 5', "ssd", "SOL104 warning"),
        (RATE + 'lr_policy: "cosine"', "ssd", "SOL104 error"),
        (RATE + 'lr_policy: "cosine"', "nvcaffe-0.17", ""),
        (RATE + 'lr_policy: "sgdr"', "jolibrain", ""),
        ('net: "n"\nmax_iter: 9\nlr_policy: "multifixed" stagelr: 0.1', "intel", ""),  # no base_lr
        ('net: "n"\nmax_iter: 9\nlr_policy: "fixed" rampup_lr: 0.1', "nvcaffe-0.17", ""),
        (FIXED + "delta: 1e-8", "nvcaffe-0.17", ""),
    ],
)
def test_other_caffes(text: str, target: str, wanted: str) -> None:
    assert found(text, target) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("solver_mode: 1 # 0 for CPU", "solver_mode: GPU # 0 for CPU"),
        ("solver_mode:0x1;", "solver_mode:GPU;"),
        ("solver_mode: # mode\n  0", "solver_mode: # mode\n  CPU"),
        ("snapshot_format: 1", "snapshot_format: BINARYPROTO"),
    ],
)
def test_numbers_become_names(line: str, wanted: str) -> None:
    result = fix(Source(FIXED + line + "\n"), Settings(("SOL115",)))
    assert not result.result.bugs
    assert result.source.text == FIXED + wanted + "\n"
