"""Nets for the tables of rules about gamma, beta, biases and param blocks, and what the rules find in them."""

from __future__ import annotations

from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.source import Source

DATA = """layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } }
layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TEST } }
"""
INPUT = 'layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 32 dim: 32 } } }\n'
CONV = 'layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 8 } }\n'
RELU = 'layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }\n'
SCALE = 'layer { name: "scale" type: "Scale" bottom: "conv" top: "conv" scale_param { bias_term: true } }\n'
PAIR = """layer { name: "bn" type: "BatchNorm" bottom: "conv" top: "conv" include { phase: TRAIN } }
layer { name: "bn" type: "BatchNorm" bottom: "conv" top: "conv" include { phase: TEST } }
"""
FROZEN = "param { lr_mult: 0 } "
TRIPLE = FROZEN * 3
YJXIONG = 'slope_filler { type: "constant" value: 1 } bias_filler { type: "constant" value: 0 }'
SEGNET = 'scale_filler { type: "constant" value: 1 } shift_filler { type: "constant" value: 0 }'


def fc(bottom: str = "conv", settings: str = "num_output: 2") -> str:
    names = f'name: "fc" type: "InnerProduct" bottom: "{bottom}" top: "fc"'
    return f"layer {{ {names} inner_product_param {{ {settings} }} }}\n"


LOSS = fc() + 'layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }\n'
PROB = fc() + 'layer { name: "prob" type: "Softmax" bottom: "fc" top: "prob" }\n'


def conv(settings: str = "num_output: 8", more: str = "", type_: str = "Convolution") -> str:
    return (
        f'layer {{ name: "conv" type: "{type_}" bottom: "data" top: "conv" {more} '
        f"convolution_param {{ {settings} }} }}\n"
    )


def batch_norm(settings: str = "", more: str = "") -> str:
    names = 'name: "bn" type: "BatchNorm" bottom: "conv" top: "conv"'
    return f"layer {{ {names} {more} batch_norm_param {{ {settings} }} }}\n"


def bn(settings: str = "", more: str = "") -> str:
    return f'layer {{ name: "bn" type: "BN" bottom: "conv" top: "conv" {more} bn_param {{ {settings} }} }}\n'


def upsampling(settings: str, more: str = FROZEN) -> str:
    return (
        f'layer {{ name: "up" type: "Deconvolution" bottom: "conv" top: "up" {more} '
        f"convolution_param {{ kernel_size: 4 stride: 2 pad: 1 {settings} }} }}\n"
    )


def find(text: str, rule: str, dialect: str = "") -> list[Diagnostic]:
    first = f"# bnlint: dialect={dialect}\n" if dialect else ""
    result = check(Source(first + text), Settings(select=(rule,)))
    assert not result.bugs
    return result.diagnostics


def fixed(text: str, *rules: str) -> str:
    result = fix(Source(text), Settings(select=rules, unsafe_fixes=True))
    assert not result.result.bugs
    return result.source.text


def summary(found: list[Diagnostic]) -> str:
    """``-`` if there is no finding, else its severity, and ``, fix`` if it has one."""
    assert len(found) < 2
    return f"{found[0].severity.word}{', fix' if found[0].fix is not None else ''}" if found else "-"
