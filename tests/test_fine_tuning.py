"""What shows that a net is fine-tuned, and what BN302 and BN310 then say: rows that only look like it among them."""

from __future__ import annotations

import pytest

from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.files import RelatedFiles
from bnlint.text.source import Source

DATA = 'layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } }\n'
MSRA = 'weight_filler { type: "msra" }'
CONSTANT = "weight_filler { type: 'constant' }"
LIVE, STORED = "", "batch_norm_param { use_global_stats: true }"
FIXED, BOTH_FIXED = "param { lr_mult: 0 }", "param { lr_mult: 0 } param { lr_mult: 0 }"


def conv(name: str, bottom: str, filler: str = MSRA, more: str = "", type: str = "Convolution") -> str:
    body = f"convolution_param {{ num_output: 8 kernel_size: 1 bias_term: false {filler} }} {more}"
    return f'layer {{ name: "{name}" type: "{type}" bottom: "{bottom}" top: "{name}" {body} }}\n'


def fc(bottom: str, filler: str = MSRA, more: str = "", name: str = "fc") -> str:
    body = f"inner_product_param {{ num_output: 5 {filler} }} {more}"
    return f'layer {{ name: "{name}" type: "InnerProduct" bottom: "{bottom}" top: "{name}" {body} }}\n'


def batch_norm(more: str = STORED) -> str:
    return f'layer {{ name: "bn" type: "BatchNorm" bottom: "c" top: "c" {more} }}\n'


def scale(more: str = "") -> str:
    return f'layer {{ name: "s" type: "Scale" bottom: "c" top: "c" scale_param {{ bias_term: true }} {more} }}\n'


def loss(bottom: str = "fc") -> str:
    return f'layer {{ name: "loss" type: "SoftmaxWithLoss" bottom: "{bottom}" bottom: "label" top: "loss" }}\n'


C, BN, S, FC = conv("c", "data"), batch_norm(), scale(), fc("c")
TRAINED = conv("c", "data", "")
SCRATCH = C + BN + S + FC


def severities(text: str, rule: str, files: dict[str, str] | None = None, path: str = "/m/net.prototxt") -> str:
    related_files = RelatedFiles(path, files) if files is not None else None
    result = check(Source(text), Settings(select=(rule,)), related_files)
    assert not result.bugs
    return " ".join(f"{each.severity.word}{'*' if each.fix is not None else ''}" for each in result.diagnostics)


@pytest.mark.parametrize(
    ("layers", "severity"),
    [
        # from scratch
        (SCRATCH, "warning*"),
        (conv("c", "data", "weight_filler { type: 'gaussian' std: 0.01 }") + BN + S + FC, "warning*"),
        (conv("c", "data", more="param { lr_mult: 1 decay_mult: 1 }") + BN + S + FC, "warning*"),
        (conv("c", "data", more="param { decay_mult: 0 }") + BN + S + FC, "warning*"),
        # weights that are loaded
        (TRAINED + BN + S + FC, "info"),
        (conv("c", "data", "weight_filler { }") + BN + S + FC, "info"),
        (conv("c", "data", CONSTANT) + BN + S + FC, "info"),
        (conv("c", "data", "weight_filler { type: 'constant' value: 0 }") + BN + S + FC, "info"),
        (conv("c", "data", "weight_filler { value: 0.1 }") + BN + S + FC, "warning*"),
        (conv("c", "data", "bias_filler { type: 'msra' }") + BN + S + FC, "info"),
        (conv("b", "data", "") + conv("c", "b") + BN + S + FC, "info"),
        (conv("c", "data", "", type="DepthwiseConvolution") + BN + S + FC, "info"),
        (conv("c", "data", MSRA, type="DepthwiseConvolution") + BN + S + FC, "warning*"),
        (fc("data", "", name="c") + BN + S + FC, "info"),
        # the last layer may start at 0, and so may one that is not normalized
        (C + BN + S + fc("c", ""), "warning*"),
        (C + BN + S + FC + conv("side", "data", "") + loss("side"), "warning*"),
        # rates
        (conv("c", "data", more="param { lr_mult: 0.1 }") + BN + S + FC, "info"),
        (conv("c", "data", more=FIXED) + BN + S + FC, "info"),
        (conv("b", "data", more=FIXED) + conv("c", "b") + BN + S + FC, "info"),
        (C + BN + S + fc("c", more="param { lr_mult: 10 }"), "info"),
        (C + BN + S + fc("c", more="param { lr_mult: 2 }"), "warning*"),
        (C + BN + S + fc("c", more="param { lr_mult: 0.1 }"), "warning*"),
        (fc("data", more="param { lr_mult: 1 } param { lr_mult: 0 }", name="c") + BN + S + FC, "warning*"),
        # a fixed kernel is no trained weight
        (conv("b", "data", "weight_filler { type: 'bilinear' }", FIXED) + conv("c", "b") + BN + S + FC, "warning*"),
        (conv("b", "data", "weight_filler { value: 1 }", FIXED) + conv("c", "b") + BN + S + FC, "warning*"),
        # detectors
        (SCRATCH + 'layer { name: "p" type: "Python" bottom: "c" top: "rois" }\n', "info"),
        (SCRATCH + 'layer { name: "p" type: "Python" top: "gt_boxes" }\n', "info"),
        (SCRATCH + 'layer { name: "p" type: "Python" bottom: "c" top: "gt_boxes" }\n', "warning*"),
        # names
        (SCRATCH + 'name: "flickr_finetune"\n', "info"),
        (SCRATCH + 'name: "Fine-Tuned"\n', "info"),
        (SCRATCH + 'name: "fine_grained"\n', "warning*"),
        # what frozen batch normalization looks like
        (TRAINED + BN + scale(BOTH_FIXED) + FC, ""),
        (conv("c", "data", "", FIXED) + BN + FC, ""),
        (TRAINED + batch_norm(LIVE) + S + FC, ""),
    ],
)
def test_fine_tuning_makes_frozen_statistics_information(layers: str, severity: str) -> None:
    assert severities(DATA + layers + loss(), "BN302") == severity


OWN = 'net: "net.prototxt" '


@pytest.mark.parametrize(
    ("path", "name", "solver", "severity"),
    [
        ("/models/plain/net.prototxt", "", "", "warning*"),
        ("/models/plain/finetune.prototxt", "", "", "info"),
        ("/models/finetune_flickr_style/net.prototxt", "", "", "info"),
        ("/finetuning/plain/net.prototxt", "", "", "warning*"),
        ("/m/net.prototxt", "solver.prototxt", OWN, "warning*"),
        ("/m/net.prototxt", "solver.prototxt", OWN + 'weights: "resnet.caffemodel"', "info"),
        ("/m/net.prototxt", "solver.prototxt", 'net: "other.prototxt" weights: "net.prototxt.caffemodel"', "warning*"),
        ("/m/net.prototxt", "solver.prototxt", OWN + "weight_decay: 0.1", "warning*"),
        ("/m/net.prototxt", "finetune_solver.prototxt", OWN, "info"),
        ("/m/net.prototxt", "finetune_solver.prototxt", 'net: "net.prototxt.old"', "warning*"),
        ("/m/net.prototxt", "solver.prototxt", OWN + 'snapshot_prefix: "snap/fine_tuned"', "info"),
        ("/m/net.prototxt", "solver.prototxt", OWN + 'snapshot_prefix: "snap/net"', "warning*"),
    ],
)
def test_files_around_a_net_show_fine_tuning(path: str, name: str, solver: str, severity: str) -> None:
    text = DATA + SCRATCH + loss()
    assert severities(text, "BN302", {"net.prototxt": text, name: solver}, path) == severity


ROI = 'layer { name: "data" type: "Python" top: "data" top: "label" python_param { layer: "RoIDataLayer" } }\n'
ONLY_TEST = 'layer { name: "a" type: "Silence" bottom: "data" include { phase: TEST } }\n'
HELD = conv("c", "data", "", FIXED)
NEXT = conv("c", "b", "", FIXED)
LEARNED = batch_norm(LIVE)


@pytest.mark.parametrize(
    ("layers", "severity"),
    [
        # a frozen convolution with live statistics
        (DATA + HELD + LEARNED + FC, "warning*"),
        (DATA + conv("c", "data", MSRA, FIXED) + LEARNED + FC, "warning*"),
        (DATA + conv("c", "data", "", FIXED, "DepthwiseConvolution") + LEARNED + FC, "warning*"),
        (DATA + fc("data", "", BOTH_FIXED, "c") + LEARNED + FC, "warning*"),
        (DATA + fc("data", "", FIXED, "c") + LEARNED + FC, ""),
        (DATA + conv("c", "data", "", "param { lr_mult: 0.1 }") + LEARNED + FC, ""),
        (DATA + conv("c", "data", "", "param { lr_mult: 0 name: 'w' }") + LEARNED + FC, ""),
        (DATA + HELD + LEARNED + S + FC, "warning"),
        (DATA + HELD + LEARNED + scale(BOTH_FIXED) + FC, "warning*"),
        (DATA + HELD + LEARNED + scale(FIXED) + FC, "warning"),
        (DATA + HELD + BN + scale(BOTH_FIXED) + FC, ""),
        (DATA + HELD + BN + FC, ""),
        # BN302 speaks of it
        (DATA + HELD + BN + S + FC, ""),
        (DATA + SCRATCH, ""),
        # a layer before it learns
        (DATA + conv("b", "data") + NEXT + LEARNED + FC, ""),
        (DATA + conv("b", "data", "", FIXED) + NEXT + LEARNED + FC, "warning*"),
        (DATA + conv("b", "data", "weight_filler { value: 1 }", FIXED) + NEXT + LEARNED + FC, "warning*"),
        # nothing else learns, so nothing is trained
        (DATA + HELD + LEARNED + fc("c", "", BOTH_FIXED), ""),
        # the Scale alone
        (DATA + TRAINED + LEARNED + scale(BOTH_FIXED) + FC, "warning"),
        (DATA + C + LEARNED + scale(BOTH_FIXED) + FC, "info"),
        (DATA + TRAINED + LEARNED + scale(FIXED) + FC, ""),
        # the data layer of a detector shows that the net trains; a Python layer in general does not
        (ROI + ONLY_TEST + HELD + LEARNED + FC, "warning*"),
        (ROI.replace("RoIDataLayer", "Other") + ONLY_TEST + HELD + LEARNED + FC, "info"),
    ],
)
def test_half_frozen(layers: str, severity: str) -> None:
    assert severities(layers + loss(), "BN310") == severity


INTEL = "batch_norm_param { use_weight_bias: true bias_term: true filler { value: 1 } engine: MKL2017 %s } %s"
THREE = f"{FIXED} " * 3


@pytest.mark.parametrize(
    ("settings", "params", "rule", "severity"),
    [
        ("", "", "BN310", ""),
        ("", THREE + BOTH_FIXED, "BN310", "warning"),
        ("", THREE + "param { lr_mult: 1 } param { lr_mult: 0 }", "BN310", ""),
        ("", THREE, "BN310", ""),
        ("use_global_stats: true", "", "BN302", "info"),
        ("use_global_stats: true", THREE + BOTH_FIXED, "BN302", ""),
        ("use_global_stats: true", THREE + BOTH_FIXED, "BN310", ""),
    ],
)
def test_gamma_and_beta_of_a_fork(settings: str, params: str, rule: str, severity: str) -> None:
    text = DATA + TRAINED + batch_norm(INTEL % (settings, params)) + FC + loss()
    found = check(Source(text), Settings(select=(rule,), dialect="intel", target="intel")).diagnostics
    assert " ".join(each.severity.word for each in found) == severity
