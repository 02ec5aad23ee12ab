"""Tables of BN103 and BN108, and of fixes that would leave an empty message."""

from __future__ import annotations

import pytest

from tests.gamma_nets import (
    CONV,
    DATA,
    INPUT,
    LOSS,
    PAIR,
    PROB,
    RELU,
    SCALE,
    SEGNET,
    YJXIONG,
    batch_norm,
    bn,
    find,
    fixed,
    summary,
)

# ---- BN103: what gamma starts with

XAVIER = 'filler { type: "xavier" }'


def scale(settings: str, bottoms: str = 'bottom: "conv"') -> str:
    return f'layer {{ name: "scale" type: "Scale" {bottoms} top: "conv" scale_param {{ {settings} }} }}\n'


@pytest.mark.parametrize(
    ("filler", "found"),
    [
        ("", "-"),
        ('type: "constant" value: 1', "-"),
        ('type: "constant" value: 0', "-"),
        ('type: "constant"', "error, fix"),
        ("value: 1", "-"),
        ('type: "msra"', "warning, fix"),
        ('type: "msra" variance_norm: FAN_OUT', "warning, fix"),
        ('type: "msra" value: 1', "warning, fix"),
        ('type: "xavier"', "warning, fix"),
        ('type: "gaussian"', "warning, fix"),
        ('type: "gaussian" std: 0.01', "warning, fix"),
        ('type: "gaussian" mean: 0 std: 0.01', "warning, fix"),
        ('type: "gaussian" mean: 1', "warning, fix"),  # std is 1
        ('type: "gaussian" mean: -1 std: 0.01', "warning, fix"),
        ('type: "gaussian" mean: 0.01 std: 0.01', "warning, fix"),
        ('type: "gaussian" mean: 1 std: 0.02', "-"),
        ('type: "gaussian" mean: 1 std: 0.1', "-"),
        ('type: "gaussian" mean: 1 std: 0.25', "-"),
        ('type: "uniform" min: -1 max: 1', "warning, fix"),
        ('type: "uniform" min: -0.05 max: 0.05', "warning, fix"),
        ('type: "uniform" min: -1', "warning, fix"),
        ('type: "uniform" min: 0.9 max: 1.1', "-"),
        ('type: "uniform"', "-"),  # from 0 to 1, as in Torch
        ('type: "uniform" min: 0 max: 1', "-"),
        ('type: "positive_unitball"', "-"),
        ('type: "bilinear"', "error, fix"),
        ('type: "of_a_fork"', "-"),
    ],
)
def test_first_gamma(filler: str, found: str) -> None:
    settings = f"bias_term: true filler {{ {filler} }}" if filler else "bias_term: true"
    diagnostics = find(DATA + CONV + batch_norm() + scale(settings) + RELU + LOSS, "BN103")
    assert summary(diagnostics) == found
    if "bilinear" not in filler:
        deploy = summary(find(INPUT + CONV + batch_norm() + scale(settings) + RELU + PROB, "BN103"))
        assert deploy == ("info, fix" if found.startswith("error") else "-")


@pytest.mark.parametrize(
    ("net", "dialect", "found"),
    [
        # a Scale that follows no BatchNorm may be anything
        (DATA + CONV + scale(XAVIER) + LOSS, "", "-"),
        (DATA + CONV + RELU + scale(XAVIER) + LOSS, "", "-"),
        (DATA + CONV + batch_norm() + RELU + scale(XAVIER) + LOSS, "", "-"),
        (DATA + CONV + PAIR + scale(XAVIER) + LOSS, "", "warning, fix"),
        # another blob is the factor
        (DATA + CONV + batch_norm() + scale(XAVIER, 'bottom: "conv" bottom: "data"') + LOSS, "", "-"),
        # the filler of beta
        (DATA + CONV + batch_norm() + scale('bias_term: true bias_filler { type: "xavier" }') + LOSS, "", "-"),
        # a part of a net
        (CONV + batch_norm() + scale(XAVIER), "", "info, fix"),
        # fillers of forks
        (DATA + CONV + bn('slope_filler { type: "msra" }') + LOSS, "pspnet", "warning, fix"),
        (DATA + CONV + bn(YJXIONG) + LOSS, "pspnet", "-"),
        (DATA + CONV + bn('bias_filler { type: "constant" }') + LOSS, "pspnet", "error, fix"),
        (DATA + CONV + bn('scale_filler { type: "gaussian" std: 0.1 }') + LOSS, "segnet", "warning, fix"),
        (DATA + CONV + bn('scale_filler { type: "bilinear" }') + LOSS, "segnet", "-"),
        (DATA + CONV + batch_norm('scale_filler { type: "xavier" }') + LOSS, "nvcaffe-0.17", "warning, fix"),
        (DATA + CONV + batch_norm('scale_filler { type: "xavier" }') + LOSS, "happynear", "-"),  # it is not read
        (DATA + CONV + batch_norm() + LOSS, "nvcaffe-0.15", "error, fix"),
        (DATA + CONV + batch_norm("eps: 0.001") + LOSS, "nvcaffe-0.15", "error, fix"),
        # four axes
        (DATA + CONV + scale('axis: 0 num_axes: -1 filler { type: "bilinear" }') + LOSS, "", "-"),
    ],
)
def test_first_gamma_elsewhere(net: str, dialect: str, found: str) -> None:
    assert summary(find(net, "BN103", dialect)) == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('filler { type: "msra" }', 'filler { type: "constant" value: 1 }'),
        ("filler { type: 'xavier' }", "filler { type: 'constant' value: 1 }"),
        ('filler { type: "gaussian" mean: 0 std: 0.01 }', 'filler { type: "constant" value: 1 }'),
        ('filler {\n    type: "uniform"\n    min: -1\n  }', 'filler {\n    type: "constant"\n    value: 1\n  }'),
        ('filler { type: "constant" }', 'filler { type: "constant" value: 1 }'),
    ],
)
def test_gamma_starts_at_1(before: str, after: str) -> None:
    text = DATA + CONV + batch_norm() + scale(f"\n  {before}\n  bias_term: true\n") + RELU + LOSS
    assert fixed(text, "BN103") == text.replace(before, after)


# ---- BN108: gamma and beta twice


@pytest.mark.parametrize(
    ("norm", "after", "dialect", "found"),
    [
        (batch_norm("scale_bias: true"), SCALE, "nvcaffe-0.17", "warning, fix"),
        (batch_norm("scale_filler { value: 1 }"), SCALE, "nvcaffe-0.17", "warning, fix"),
        (batch_norm("bias_filler { value: 0 }"), SCALE, "nvcaffe-0.16", "warning, fix"),
        (batch_norm("eps: 0.001"), SCALE, "nvcaffe-0.17", "-"),
        (batch_norm("scale_bias: false"), SCALE, "nvcaffe-0.17", "-"),
        (batch_norm("scale_bias: true"), RELU, "nvcaffe-0.17", "-"),
        (batch_norm("scale_bias: true"), RELU + SCALE, "nvcaffe-0.17", "-"),
        (batch_norm("scale_bias: true"), scale("", 'bottom: "conv" bottom: "data"'), "nvcaffe-0.17", "-"),
        (batch_norm(), SCALE, "nvcaffe-0.15", "warning, fix"),
        (batch_norm("use_weight_bias: true"), SCALE, "intel", "warning, fix"),
        (batch_norm("use_weight_bias: false"), SCALE, "intel", "-"),
        (batch_norm("filler { value: 1 }"), SCALE, "intel", "-"),  # its engines merge the Scale into it
        (batch_norm(), SCALE, "intel", "-"),
        (batch_norm("use_weight_bias: true"), SCALE, "skimcaffe", "-"),  # it is not read
        (bn(YJXIONG), SCALE, "pspnet", "warning, fix"),
        (bn(SEGNET), SCALE, "segnet-cudnn5", "warning, fix"),
        (bn(YJXIONG), RELU + SCALE, "pspnet", "-"),
        (batch_norm(), SCALE, "", "-"),
        (batch_norm(), SCALE, "ssd", "-"),
    ],
)
def test_double_affine(norm: str, after: str, dialect: str, found: str) -> None:
    assert summary(find(DATA + CONV + norm + after + LOSS, "BN108", dialect)) == found


OPEN = 'layer { name: "bn" type: "BatchNorm" bottom: "conv" top: "conv"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{OPEN} batch_norm_param {{ scale_bias: true }} }}", f"{OPEN} }}"),
        (f"{OPEN} batch_norm_param {{ scale_bias: true scale_filler {{ value: 1 }} }} }}", f"{OPEN} }}"),
        (
            f"{OPEN} batch_norm_param {{ scale_bias: true eps: 0.001 }} }}",
            f"{OPEN} batch_norm_param {{ eps: 0.001 }} }}",
        ),
        (f"{OPEN}\n  batch_norm_param {{\n    scale_bias: true\n  }}\n}}", f"{OPEN}\n}}"),
        (
            f"{OPEN}\n  batch_norm_param {{\n    scale_bias: true  # ours\n  }}\n}}",
            f"{OPEN}\n  # ours\n}}",
        ),
        (f"{OPEN} batch_norm_param < scale_bias: true; >; }}", f"{OPEN} }}"),
        (f"{OPEN} batch_norm_param {{ scale_bias: true }}, }}", f"{OPEN} }}"),
    ],
)
def test_double_affine_leaves_no_empty_block(before: str, after: str) -> None:
    text = "# bnlint: dialect=nvcaffe-0.17\n" + DATA + CONV + before + "\n" + SCALE + RELU + LOSS
    assert fixed(text, "BN108") == text.replace(before, after)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (
            "BN308",
            f"{OPEN} batch_norm_param {{ use_global_stats: false }} include {{ phase: TRAIN }} }}",
            f"{OPEN} include {{ phase: TRAIN }} }}",
        ),
        ("BN302", f"{OPEN} batch_norm_param {{ use_global_stats: true }} }}", f"{OPEN} }}"),
        ("BN302", f"{OPEN}\n  batch_norm_param {{\n    use_global_stats: true\n  }}\n}}", f"{OPEN}\n}}"),
        (
            "BN302",
            f"{OPEN} batch_norm_param {{ use_global_stats: true eps: 0.001 }} }}",
            f"{OPEN} batch_norm_param {{ eps: 0.001 }} }}",
        ),
        ("BN301", f"{OPEN} batch_norm_param {{ use_global_stats: false }} }}", f"{OPEN} }}"),
        ("BN503", f"{OPEN} batch_norm_param {{ moving_average_fraction: 0.1 }} }}", f"{OPEN} }}"),
    ],
)
def test_removals_leave_no_empty_block(rule: str, before: str, after: str) -> None:
    scratch = 'convolution_param { num_output: 8 weight_filler { type: "msra" } }'
    text = DATA + CONV.replace("convolution_param { num_output: 8 }", scratch) + before + "\n" + SCALE + RELU + LOSS
    assert fixed(text, rule) == text.replace(before, after)
