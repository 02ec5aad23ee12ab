"""The proof accepts correct fixes and rejects wrong ones."""

from __future__ import annotations

import pytest

from bnlint.caffe.schema import messages
from bnlint.fixer.proof import ProofError, prove
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.rules import catalog
from bnlint.text.edits import Edit, apply_edits
from bnlint.text.source import Source, Span

NET = """name: "net"
layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } }
layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TEST } }
layer {
  name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
  convolution_param { num_output: 8 bias_term: false } # the first
}
layer {
  name: "bn1" type: "BatchNorm" bottom: "conv1" top: "conv1"
  param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 }
  batch_norm_param { use_global_stats: false eps: 0.001 }
}
layer { name: "scale1" type: "Scale" bottom: "conv1" top: "conv1" scale_param { bias_term: true } }
layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
layer {
  name: "conv2" type: "Convolution" bottom: "conv1" top: "conv2" convolution_param { num_output: 8 }
}
layer {
  name: "bn2" type: "BatchNorm" bottom: "conv2" top: "conv2" batch_norm_param { use_global_stats: true }
}
layer { name: "fc" type: "InnerProduct" bottom: "conv2" top: "fc" inner_product_param { num_output: 2 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
"""
TRIPLE = "  param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 }\n"
SCALE = 'layer { name: "scale2" type: "Scale" bottom: "conv2" top: "conv2" scale_param { bias_term: true } }\n'
FC = 'layer { name: "fc" '


def attempt(
    text: str, rule: str, *changes: tuple[str, str], target: str = "bvlc-1.0", at: str = "", kind: str = "net"
) -> None:
    """Proves a fix of `rule` that replaces the first occurrence of each old text with the new one.

    `at`: the text of the finding.
    """
    edits = sorted(Edit(text.index(old), text.index(old) + len(old), new) for old, new in changes)
    spans = [Span(text.index(at), text.index(at) + 1)] if at else None
    prove(
        parse(text),
        parse(apply_edits(text, edits)),
        edits,
        [catalog.rules()[rule]],
        kind,
        messages.schema(target),
        messages.schema(check(Source(text), Settings(target=target)).dialect),
        spans,
    )


CORRECT = [
    ("BN201", [(TRIPLE, "")]),
    ("BN301", [("use_global_stats: false ", "")]),
    ("BN302", [(" batch_norm_param { use_global_stats: true }", "")]),
    ("BN101", [(FC, SCALE + FC)]),
    ("BN102", [("scale_param { bias_term: true }", "scale_param { bias_term: false }")]),
]
WRONG = [
    ("a field changed elsewhere", "BN201", [(TRIPLE, ""), ("num_output: 8", "num_output: 9")]),
    ("a lost comment", "BN201", [(TRIPLE, ""), (" # the first", "")]),
    ("a changed comment", "BN201", [(TRIPLE, ""), ("# the first", "# the second")]),
    ("a new syntax error", "BN201", [(TRIPLE, "  }\n")]),
    ("a comment that swallows a field", "BN201", [(TRIPLE, "  # ")]),
    ("an unknown field", "BN201", [(TRIPLE, "  parameter: 1\n")]),
    ("a changed blob name", "BN201", [(TRIPLE, ""), ('"conv1" top: "conv1"\n  param', '"conv1" top: "bn1"\n  param')]),
    ("a changed layer name", "BN101", [('"relu1"', '"relu"')]),
    ("a removed layer", "BN304", [(SCALE.replace("2", "1"), "")]),
    ("two swapped layers", "BN304", [("ReLU", "Scale"), ("Scale", "ReLU")]),
    ("a changed net name", "BN201", [('"net"', '"set"')]),
    ("a changed lr_mult", "BN201", [(TRIPLE, "  param { lr_mult: 1 }\n")]),
    ("eps removed, too", "BN301", [("use_global_stats: false eps: 0.001", "")]),
    ("a changed phase rule", "BN301", [("phase: TRAIN", "phase: TEST")]),
    ("an unsafe change by a safe rule", "BN308", [("use_global_stats: false ", "")]),
    ("a new layer of an undeclared type", "BN101", [(FC, SCALE.replace('"Scale"', '"Bias"') + FC)]),
    ("a new layer with an unknown bottom", "BN101", [(FC, SCALE.replace('"conv2"', '"conv3"') + FC)]),
    ("a new layer that overwrites another blob", "BN101", [(FC, SCALE.replace('top: "conv2"', 'top: "conv1"') + FC)]),
    ("a new layer with a duplicate name", "BN101", [(FC, SCALE.replace("scale2", "scale1") + FC)]),
    ("an edit of the whole text", "BN201", [(NET, NET.replace("num_output: 2", "num_output: 3"))]),
]


@pytest.mark.parametrize(("rule", "changes"), CORRECT)
def test_correct_fix(rule: str, changes: list[tuple[str, str]]) -> None:
    attempt(NET, rule, *changes)


@pytest.mark.parametrize(("what", "rule", "changes"), WRONG, ids=[what for what, *_ in WRONG])
def test_wrong_fix(what: str, rule: str, changes: list[tuple[str, str]]) -> None:
    with pytest.raises(ProofError):
        attempt(NET, rule, *changes)


# protobuf rejects both texts, so the proof builds its messages from the syntax trees: one has an unknown field,
UNKNOWN = 'made_by: "hand"\n' + NET
# the other a syntax error, which stays
BROKEN = "height: = 1\n" + NET


@pytest.mark.parametrize("text", [UNKNOWN, BROKEN, "# bnlint: dialect=ssd\n" + UNKNOWN])
@pytest.mark.parametrize(("rule", "changes"), CORRECT)
def test_correct_fix_of_text_that_protobuf_rejects(text: str, rule: str, changes: list[tuple[str, str]]) -> None:
    attempt(text, rule, *changes)


@pytest.mark.parametrize("text", [UNKNOWN, BROKEN])
@pytest.mark.parametrize(("what", "rule", "changes"), WRONG[:-1], ids=[what for what, *_ in WRONG[:-1]])
def test_wrong_fix_of_text_that_protobuf_rejects(
    text: str, what: str, rule: str, changes: list[tuple[str, str]]
) -> None:
    with pytest.raises(ProofError):
        attempt(text, rule, *changes)


def test_only_the_layer_of_the_finding_may_change() -> None:
    attempt(NET, "BN301", ("use_global_stats: false ", ""), at="use_global_stats: false")
    with pytest.raises(ProofError, match="'bn2' changed"):
        attempt(NET, "BN301", ("use_global_stats: true ", ""), at="use_global_stats: false")


def test_param_names_must_stay() -> None:
    named = NET.replace("param { lr_mult: 0 }", 'param { lr_mult: 0 name: "mean" }', 1)
    with pytest.raises(ProofError, match="'bn1' changed"):
        attempt(named, "BN201", (TRIPLE.replace("0 }", '0 name: "mean" }', 1), ""))
    with pytest.raises(ProofError, match="'bn1' changed"):
        attempt(named, "BN203", (' name: "mean"', ""))


def test_backward_must_reach_the_same_layers() -> None:
    frozen = NET.replace(
        "convolution_param { num_output: 8 bias", "param { lr_mult: 0 } convolution_param { num_output: 8 bias"
    )
    with pytest.raises(ProofError, match="backward reaches different layers"):
        attempt(frozen, "BN201", (TRIPLE, ""))


@pytest.mark.parametrize("target", ["nvcaffe-0.15", "pspnet", "bvlc-rc3"])
def test_params_must_stay_for_targets_that_do_not_mask_statistics(target: str) -> None:
    with pytest.raises(ProofError, match="'bn1' changed"):
        attempt(NET, "BN201", (TRIPLE, ""), target=target)


def test_params_must_stay_in_dialects_that_do_not_mask_statistics() -> None:
    text = NET.replace("eps: 0.001", "eps: 0.001 update_global_stats: true")
    with pytest.raises(ProofError, match="'bn1' changed"):
        attempt(text, "BN201", (TRIPLE, ""))


OLD = """layers { name: "c" type: CONVOLUTION bottom: "x" top: "c" blobs_lr: 1 convolution_param { num_output: 2 } }
layers { name: "r" type: RELU bottom: "c" top: "c" }
"""


@pytest.mark.parametrize("change", [("blobs_lr: 1", "blobs_lr: 2"), ('"r"', '"s"'), ("RELU", "TANH")])
def test_wrong_fix_of_an_old_format(change: tuple[str, str]) -> None:
    with pytest.raises(ProofError):
        attempt(OLD, "BN301", change)


@pytest.mark.parametrize("unknown", ["", "made_by: 1\n"])
def test_values_of_a_solver_must_stay(unknown: str) -> None:
    text = unknown + 'net: "net.prototxt"\nbase_lr: 0.1 # fast\n'
    attempt(text, "SYN001", ("base_lr: 0.1 #", "base_lr: 0.1  #"), kind="solver")
    attempt(text, "SYN001", ("base_lr: 0.1 #", "base_lr: 1e-1 #"), kind="solver")
    with pytest.raises(ProofError):
        attempt(text, "SYN001", ("base_lr: 0.1 #", "base_lr: 0.2 #"), kind="solver")


def test_errors_in_a_renamed_block_are_not_new() -> None:
    text = NET.replace("convolution_param { num", "convolutions_param { kernel: 1 num", 1)
    attempt(text, "FLD101", ("convolutions_param", "convolution_param"))
    with pytest.raises(ProofError, match="rejects a new field"):
        attempt(text, "FLD101", ("convolutions_param { kernel: 1", "convolution_param { kernels: 1"))


def test_repaired_syntax_error() -> None:
    attempt(NET.replace("eps: 0.001", "eps: +0.001"), "SYN001", ("+0.001", "0.001"))
