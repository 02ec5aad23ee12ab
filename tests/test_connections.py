"""Blobs without a producer, and phases: tables of names, stages and phases that are almost alike."""

from __future__ import annotations

import pytest

from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.files import RelatedFiles
from bnlint.text.source import Source


def layer(type: str, name: str, bottom: str, top: str, more: str = "") -> str:
    bottoms = "".join(f'bottom: "{each}" ' for each in bottom.split())
    tops = "".join(f'top: "{each}" ' for each in top.split())
    return f'layer {{ name: "{name}" type: "{type}" {bottoms}{tops}{more} }}\n'


def conv(name: str, bottom: str, top: str, more: str = "") -> str:
    return layer("Convolution", name, bottom, top, f"convolution_param {{ num_output: 8 kernel_size: 1 }} {more}")


def found(text: str, *rules: str, files: dict[str, str] | None = None) -> list[Diagnostic]:
    related_files = RelatedFiles("/m/net.prototxt", {"net.prototxt": text, **files}) if files else None
    result = check(Source(text), Settings(select=rules), related_files)
    assert not result.bugs
    return result.diagnostics


INPUT = layer("Input", "data", "", "data", "input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } }")
READER = conv("last", "c1", "last")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # names of two and three letters: the only blob one letter away, if it would fit
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "cl", "c1") + READER, "c1"),
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "cl", "r1"), "c1"),
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "C1", "r1"), "c1"),
        (conv("fc6", "data", "fc6") + layer("ReLU", "r6", "fcb", "r6"), "fc6"),
        (conv("in", "data", "in") + layer("ReLU", "r", "im", "r"), "in"),
        # another layer reads it: perhaps another blob was forgotten
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "cl", "r1") + READER, ""),
        # a number is not meant by another
        (conv("c1", "data", "c1") + layer("ReLU", "r2", "c2", "r2"), ""),
        (conv("p5", "data", "p5") + layer("ReLU", "r6", "p6", "r6"), ""),
        # two blobs are as near
        (conv("c1", "data", "c1") + conv("d1", "data", "d1") + layer("ReLU", "r1", "b1", "r1"), ""),
        # two letters of two, one letter of one, one letter more
        (conv("c1", "data", "c1") + layer("ReLU", "r", "dl", "r"), ""),
        (conv("c", "data", "c") + layer("ReLU", "r", "d", "r"), ""),
        (conv("c1", "data", "c1") + layer("ReLU", "r", "c1l", "r"), ""),
        # long names
        (conv("conv1", "data", "conv1") + layer("ReLU", "r", "con1", "r"), "conv1"),
        (conv("conv1", "data", "conv1") + layer("ReLU", "r", "conv2", "r"), ""),
        (conv("conv1", "data", "conv1") + layer("ReLU", "r", "pool1", "r"), ""),
    ],
)
def test_the_blob_that_was_meant(text: str, meant: str) -> None:
    (diagnostic,) = found(INPUT + text, "NET101", "NET102")
    assert diagnostic.rule == "NET101"
    assert ("Did you mean" in diagnostic.message) == bool(meant)
    assert f"'{meant}'?" in diagnostic.message or not meant


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        # what follows from the mistyped bottom is silent
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "cl", "c1"), "NET101"),
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "cl", "c1") + layer("ReLU", "r2", "c1", "c1"), "NET101"),
        (conv("c1", "data", "c1") + layer("BatchNorm", "b", "cl", "c1") + layer("Scale", "s", "c1", "c1"), "NET101"),
        (conv("conv1", "data", "conv1") + layer("ReLU", "r1", "con1", "conv1"), "NET101"),
        # a fault of its own is not
        (conv("c1", "data", "c1") + conv("c2", "data", "c1"), "NET102"),
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "zz", "c1"), "NET101 NET102"),
        (conv("c1", "data", "c1") + layer("ReLU", "r1", "cl", "c1") + conv("c2", "data", "c1"), "NET101 NET102"),
    ],
)
def test_what_follows_from_a_mistyped_bottom_is_silent(text: str, rules: str) -> None:
    assert " ".join(each.rule for each in found(INPUT + text, "NET101", "NET102")) == rules


def data(more: str) -> str:
    return layer("Data", "data", "", "data label", f"include {{ {more} }} data_param {{ batch_size: 8 }}")


DEPLOY = layer("Input", "x", "", "data", 'include { not_stage: "val" } input_param { shape { dim: 1 } }')
LOSS = conv("c", "data", "c") + layer("SoftmaxWithLoss", "loss", "c label", "loss")
SMALL = conv("s", "data", "s", 'include { stage: "small" }') + conv("c", "s", "c")
SOLVER = 'net: "net.prototxt" test_iter: 1 test_interval: 1 '


@pytest.mark.parametrize(
    ("text", "solver", "severity", "words"),
    [
        # all data of a phase require a stage, or a layer does: with the right ones, the net is whole
        (data('stage: "train"') + LOSS, "", "", ""),
        (data('stage: "train"') + data('stage: "val"') + LOSS, "", "", ""),
        (data("phase: TRAIN") + data('phase: TEST stage: "own"') + LOSS, "", "", ""),
        (data('stage: "own"') + SMALL, "", "", ""),
        (data("") + SMALL, "", "", ""),
        (data("") + SMALL + conv("l", "data", "s", 'include { stage: "large" }'), "", "", ""),
        # no stages make it whole
        (
            data('stage: "val"') + LOSS + conv("x", "y", "z"),
            "",
            "info warning",
            "solver's train_state sets it",
        ),
        (data("") + SMALL.replace('stage: "small"', "min_level: 2"), "", "warning", "only at a higher level"),
        # the file has data of its own for the state without the stage
        (
            data('stage: "val"') + DEPLOY + LOSS,
            "",
            "warning",
            "layer 'x' is there for TRAIN without it. Leave 'loss' out there, too",
        ),
        (data('stage: "val"') + DEPLOY + LOSS[:-3] + 'include { stage: "val" } }', "", "", ""),
        # a phase alone is no stage
        (data("") + SMALL.replace('stage: "small"', "phase: TEST") + LOSS, "", "error", "does not exist in TRAIN"),
        # the solver sets the stages
        (data("") + SMALL, SOLVER + 'train_state { stage: "small" } test_state { stage: "small" }', "", ""),
        (data("") + SMALL, SOLVER + 'train_state { stage: "small" } test_state { stage: "large" }', "error", "'small'"),
        (data("") + SMALL, SOLVER + 'train_state { stage: "small" }', "error", "test_state"),
        (data("") + SMALL, SOLVER, "error", "'small'"),
    ],
)
def test_stages(text: str, solver: str, severity: str, words: str) -> None:
    diagnostics = found(text, "NET101", files={"solver.prototxt": solver})
    assert [each.severity.word for each in diagnostics] == severity.split()
    assert words in "".join(each.message for each in diagnostics)


BOTH = data("phase: TRAIN") + data("phase: TEST")
TRUE, FALSE = "batch_norm_param { use_global_stats: true }", "batch_norm_param { use_global_stats: false }"


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        (BOTH + layer("BatchNorm", "b", "data", "b", "phase: TEST"), "warning"),
        (BOTH + layer("BatchNorm", "b", "data", "b", f"phase: TEST {TRUE}"), "info"),
        (BOTH + layer("BatchNorm", "b", "data", "b", f"phase: TEST {FALSE}"), "info"),
        (BOTH + layer("BatchNorm", "b", "data", "b", f"phase: TRAIN {TRUE}"), "info"),
        (BOTH + layer("BatchNorm", "b", "data", "b", "phase: TEST batch_norm_param { eps: 1e-3 }"), "warning"),
        (BOTH + layer("BatchNorm", "b", "data", "b", f"include {{ phase: TEST }} {TRUE}"), ""),
        (BOTH + layer("BatchNorm", "b", "data", "b", f"phase: TEST include {{ phase: TEST }} {TRUE}"), ""),
        (BOTH + layer("BatchNorm", "b", "data", "b", TRUE), ""),
        (BOTH + layer("Dropout", "d", "data", "d", "phase: TRAIN"), "warning"),
        (BOTH + layer("ReLU", "r", "data", "r", "phase: TRAIN"), "info"),
        (BOTH.replace("TRAIN", "TEST") + layer("BatchNorm", "b", "data", "b", f"phase: TEST {TRUE}"), ""),
    ],
)
def test_phase_filters_nothing(text: str, severities: str) -> None:
    diagnostics = found(text + layer("SoftmaxWithLoss", "loss", "data label", "loss"), "NET107")
    assert " ".join(each.severity.word for each in diagnostics) == severities
    assert all("include { phase: " in each.message for each in diagnostics)


LIST = "image_data_param { source: 'photos.txt' batch_size: 8 %s }"
FILTER = "weight_filler { type: 'msra' }"


def frozen(more: str) -> str:
    """A net whose images come from a list, with stored statistics, a Scale that learns, and a loss."""
    return (
        layer("ImageData", "data", "", "data label", LIST % "" if "image_data_param" not in more else more)
        + layer("Convolution", "c", "data", "c", f"convolution_param {{ num_output: 8 kernel_size: 1 {FILTER} }}")
        + layer("BatchNorm", "b", "c", "c", TRUE)
        + layer("Scale", "s", "c", "c", "scale_param { bias_term: true }")
        + layer("SoftmaxWithLoss", "loss", "c label", "loss")
    )


ACCURACY = layer("Accuracy", "a", "c label", "a", "include { phase: TEST }")


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        (frozen(""), "warning"),  # labels feed a loss
        (frozen("") + ACCURACY, "info"),  # a rule for TEST says nothing about TRAIN
        (frozen(LIST % "shuffle: true") + ACCURACY, "warning"),
        (frozen(LIST % "" + " transform_param { mirror: true }") + ACCURACY, "warning"),
        (frozen(LIST % "" + " transform_param { mirror: false }") + ACCURACY, "info"),
        (frozen(LIST % "" + " include { phase: TEST }") + ACCURACY, ""),  # data for TEST alone
        (frozen(LIST % "" + " include { phase: TRAIN }") + ACCURACY, "warning"),
        (frozen(LIST % "" + " exclude { phase: TEST }"), "warning"),
        (frozen("") + ACCURACY + 'state { phase: TEST }', ""),
        (frozen("") + ACCURACY + 'state { phase: TRAIN }', "warning"),
        (frozen("").replace("SoftmaxWithLoss", "Softmax") + ACCURACY, ""),  # features
    ],
)  # fmt: skip
def test_a_rule_for_test_says_nothing_about_training(text: str, severities: str) -> None:
    assert " ".join(each.severity.word for each in found(text, "BN302", "BN310")) == severities


@pytest.mark.parametrize(
    ("train", "test", "words"),
    [
        ("c", "d5", "In TRAIN, layer 'b' reads 'c'. Did you mean that?"),
        ("d5", "c", "In TEST, layer 'b' reads 'c'. Did you mean that?"),
        ("c", "c2", "In TRAIN, layer 'b' reads 'c'. Did you mean that?"),
        ("later", "d5", "no layer produces it"),  # it does not exist there, either
    ],
)
def test_the_twin_of_the_other_phase_shows_the_bottom(train: str, test: str, words: str) -> None:
    pair = layer("BatchNorm", "b", train, "b", "include { phase: TRAIN }")
    pair += layer("BatchNorm", "b", test, "b", "include { phase: TEST }")
    text = INPUT + conv("c", "data", "c") + pair + conv("last", "b", "last") + conv("later", "last", "later")
    assert any(words in each.message for each in found(text, "NET101"))
