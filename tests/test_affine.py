"""Tables for the rules about gamma, beta, biases and param blocks: what is a fault, and what only looks like one."""

from __future__ import annotations

import pytest

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


# ---- BN101: no Scale after a BatchNorm

BILINEAR = 'num_output: 8 group: 8 bias_term: false weight_filler { type: "bilinear" }'
BILINEAR_FROM_UP = fc("up") + 'layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" }\n'


@pytest.mark.parametrize(
    ("net", "found"),
    [
        (DATA + CONV + batch_norm() + RELU + LOSS, "warning, fix"),
        (DATA + CONV + batch_norm() + SCALE + RELU + LOSS, "-"),
        (DATA + CONV + PAIR + RELU + LOSS, "warning, fix"),
        # in a net that is only run, the weights decide
        (INPUT + CONV + batch_norm() + RELU + PROB, "info"),
        (INPUT + CONV + batch_norm() + SCALE + RELU + PROB, "-"),
        ('input: "data" input_dim: 1 input_dim: 3 input_dim: 9 input_dim: 9 ' + CONV + batch_norm() + RELU, "info"),
        (DATA.splitlines()[1] + CONV + batch_norm() + RELU + PROB, "info"),
        # a part of a net shows nothing
        (CONV + batch_norm() + RELU, "warning, fix"),
        # a layer with weights and a bias can do the same
        (DATA + CONV + batch_norm() + LOSS, "info"),
        (DATA + CONV + batch_norm() + upsampling(BILINEAR) + BILINEAR_FROM_UP, "info"),
        (DATA + CONV + batch_norm() + upsampling("num_output: 8") + LOSS, "info"),
    ],
)
def test_missing_scale(net: str, found: str) -> None:
    assert summary(find(net, "BN101")) == found


@pytest.mark.parametrize(
    ("settings", "more", "found"),
    [
        (BILINEAR, FROZEN, "info"),
        (BILINEAR, "param { lr_mult: 0 decay_mult: 0 }", "info"),
        (BILINEAR.replace("bias_term: false ", ""), FROZEN * 2, "info"),
        (BILINEAR.replace("8", "1"), FROZEN, "info"),
        # it learns, so it may mix and weigh as it likes; but without a bias
        (BILINEAR, "", "warning, fix"),
        (BILINEAR, "param { lr_mult: 0.1 }", "warning, fix"),
        (BILINEAR, "param { decay_mult: 0 }", "warning, fix"),
        # frozen, but not known to be an upsampling
        ("num_output: 8 group: 8 bias_term: false", FROZEN, "warning, fix"),
        (BILINEAR.replace("bilinear", "constant"), FROZEN, "warning, fix"),
        (BILINEAR.replace("bilinear", "gaussian"), FROZEN, "warning, fix"),
        # one group: Caffe's filler makes every output the sum of all channels
        (BILINEAR.replace("group: 8 ", ""), FROZEN, "warning, fix"),
    ],
)
def test_upsampling_before_a_reader_with_a_bias(settings: str, more: str, found: str) -> None:
    net = DATA + CONV + batch_norm() + upsampling(settings, more) + BILINEAR_FROM_UP
    assert summary(find(net, "BN101")) == found


def test_upsampling_before_a_reader_without_a_bias() -> None:
    readers = fc("up", "num_output: 2 bias_term: false"), 'layer { name: "r" type: "ReLU" bottom: "up" top: "up" }\n'
    for reader in readers:
        net = DATA + CONV + batch_norm() + upsampling(BILINEAR) + reader
        loss = 'layer { name: "loss" type: "EuclideanLoss" bottom: "up" bottom: "label" }\n'
        assert summary(find(net + loss, "BN101")) == "warning, fix"


@pytest.mark.parametrize(
    ("first", "settings", "found"),
    [
        ("bn_stats_batch_size: 32\n", "", "-"),
        ("bn_stats_batch_size: 32\n", "use_global_stats: false", "-"),
        ("bn_stats_batch_size: 32\n", "use_weight_bias: true", "-"),
        ("bn_stats_batch_size: 32\n", "use_weight_bias: false", "warning, fix"),
        ("bn_stats_batch_size: 32\n", "engine: MKLDNN", "-"),
        ("bn_stats_batch_size: 32\n", "engine: DEFAULT", "-"),
        ("bn_stats_batch_size: 32\n", "engine: CAFFE", "warning, fix"),
        ('engine: "MKLDNN"\nbn_stats_batch_size: 32\n', "", "-"),
        ('engine: "MKL2017"\nbn_stats_batch_size: 32\n', "", "-"),
        ('engine: "CAFFE"\nbn_stats_batch_size: 32\n', "", "warning, fix"),
        ('engine: "CAFFE"\nbn_stats_batch_size: 32\n', "engine: MKL2017", "-"),
        ("", "engine: MKLDNN", "-"),
        ("", "", "warning, fix"),
    ],
)
def test_intel_has_gamma_and_beta_by_default(first: str, settings: str, found: str) -> None:
    assert summary(find(first + DATA + CONV + batch_norm(settings) + RELU + LOSS, "BN101")) == found


# ---- BN201, BN203: the param blocks of the statistics


@pytest.mark.parametrize(
    ("net", "rule", "found"),
    [
        (DATA + CONV + batch_norm(more=TRIPLE) + SCALE + LOSS, "BN201", "warning, fix"),
        (INPUT + CONV + batch_norm(more=TRIPLE) + SCALE + PROB, "BN201", "info, fix"),
        (CONV + batch_norm(more=TRIPLE) + SCALE, "BN201", "warning, fix"),
        (DATA + conv(more=FROZEN * 2) + batch_norm(more=TRIPLE) + SCALE + LOSS, "BN201", "-"),
        (DATA + CONV + batch_norm(more="param { } " * 3) + SCALE + LOSS, "BN203", "warning, fix"),
        (INPUT + CONV + batch_norm(more="param { } " * 3) + SCALE + PROB, "BN203", "info, fix"),
    ],
)
def test_param_blocks_of_statistics(net: str, rule: str, found: str) -> None:
    assert summary(find(net, rule)) == found


BELONGS = " Rates for gamma and beta belong on Scale 'scale'."
RATE_AND_DECAY = (
    "param { lr_mult: 1 decay_mult: 1 } param { lr_mult: 0 decay_mult: 0 } param { lr_mult: 0 decay_mult: 0 }"
)


@pytest.mark.parametrize(
    ("params", "after", "message"),
    [
        (
            RATE_AND_DECAY,
            SCALE,
            "lr_mult and decay_mult of BatchNorm 'bn' have no effect: Caffe silently sets both to 0." + BELONGS,
        ),
        (
            RATE_AND_DECAY,
            RELU,
            "lr_mult and decay_mult of BatchNorm 'bn' have no effect: Caffe silently sets both to 0.",
        ),
        (
            "param { lr_mult: 2 }" * 3,
            SCALE,
            "lr_mult of BatchNorm 'bn' has no effect: Caffe silently sets it to 0." + BELONGS,
        ),
        (
            "param { lr_mult: 0 decay_mult: 1 }" * 3,
            SCALE,
            "decay_mult of BatchNorm 'bn' has no effect: Caffe silently sets it to 0." + BELONGS,
        ),
        (
            "param { } " * 3,
            SCALE,
            "lr_mult (1 by default) of BatchNorm 'bn' has no effect: Caffe silently sets it to 0." + BELONGS,
        ),
    ],
)
def test_ignored_rates_say_where_they_belong(params: str, after: str, message: str) -> None:
    (diagnostic,) = find(DATA + CONV + batch_norm(more=params) + after + LOSS, "BN203")
    assert diagnostic.message == message


# ---- BN502: digits that float32 does not keep

LONG = "0.10000000149"


@pytest.mark.parametrize(
    ("layer", "found"),
    [
        (f"batch_norm_param {{ eps: {LONG} }}", True),
        (f"batch_norm_param {{ moving_average_fraction: {LONG} }}", True),
        (f'convolution_param {{ weight_filler {{ type: "gaussian" std: {LONG} }} }}', True),
        (f"scale_param {{ bias_filler {{ value: {LONG} }} }}", True),
        (f"relu_param {{ negative_slope: {LONG} }}", True),
        (f"dropout_param {{ dropout_ratio: {LONG} }}", True),
        (f"lrn_param {{ alpha: {LONG} }}", True),
        (f"power_param {{ scale: {LONG} }}", True),
        (f"transform_param {{ scale: {LONG} }}", True),
        (f"param {{ lr_mult: {LONG} }}", True),
        # the shortest decimal is long
        ("batch_norm_param { eps: 0.0039215688593685627 }", False),
        ("batch_norm_param { eps: 0.1000001 }", False),
        # lists, and what a program computed
        (f"loss_weight: {LONG}", False),
        (f"eltwise_param {{ coeff: {LONG} coeff: {LONG} }}", False),
        (f"eltwise_param {{ coeff: [{LONG}, {LONG}] }}", False),
        (f"prior_box_param {{ variance: {LONG} variance: {LONG} }}", False),
        (f"prior_box_param {{ min_size: {LONG} }}", False),
        (f"quantization_param {{ scale_params: {LONG} scale_in: [{LONG}] }}", False),
        (f"transform_param {{ mean_value: {LONG} }}", False),
        (f'python_param {{ module: "m" layer: "L" param_str: "{LONG}" }}', False),
    ],
)
def test_float_noise(layer: str, found: bool) -> None:
    messages = [each.message for each in find(f'layer {{ name: "a" type: "AbsVal" {layer} }}', "BN502")]
    assert [message.partition(": ")[2] for message in messages] == [f"{LONG} is 0.1 as float32; write 0.1"] * found


@pytest.mark.parametrize("field", ["base_lr", "momentum", "weight_decay", "gamma", "power"])
def test_float_noise_in_a_solver(field: str) -> None:
    (diagnostic,) = find(f'net: "net.prototxt" {field}: {LONG}', "BN502")
    assert diagnostic.message == f"{field}: {LONG} is 0.1 as float32; write 0.1"


# ---- BN504: a bias that the batch mean takes out

FACTOR = "mean -= bias * factor"
YJXIONG = 'slope_filler { type: "constant" value: 1 } bias_filler { type: "constant" value: 0 }'
SEGNET = 'scale_filler { type: "constant" value: 1 } shift_filler { type: "constant" value: 0 }'


@pytest.mark.parametrize(
    ("layers", "dialect", "weights"),
    [
        (CONV + batch_norm(), "", FACTOR),
        (CONV + PAIR, "", FACTOR),
        (CONV + batch_norm("use_global_stats: false"), "", FACTOR),
        (conv(type_="Deconvolution") + batch_norm(), "", FACTOR),
        (CONV + batch_norm(), "ssd", FACTOR),
        (CONV + batch_norm(), "intel", FACTOR),
        (CONV + batch_norm(), "nvcaffe-0.17", FACTOR),
        (CONV + batch_norm(), "nvcaffe-0.15", "mean -= bias"),
        (CONV + batch_norm(), "nvcaffe-0.14", ""),  # its engines have different blobs
        (CONV + bn(YJXIONG), "pspnet", "mean -= bias"),
        (CONV + bn(YJXIONG), "yjxiong", "mean -= bias"),
        (CONV + bn(YJXIONG + " frozen: false"), "yjxiong", "mean -= bias"),
        (CONV + bn(YJXIONG).replace('"BN"', '"SyncBN"'), "yjxiong", "mean -= bias"),
        (CONV + bn(YJXIONG), "happynear", "mean -= bias"),
        (CONV + bn(SEGNET), "segnet", ""),
        (CONV + bn(SEGNET + " bn_mode: LEARN"), "enet", ""),
        (CONV + bn(SEGNET + " moving_average: true"), "ducha-aiki", "mean -= bias"),
        (CONV + bn(SEGNET), "parsenet", ""),
        (CONV + bn(SEGNET), "synopsys", ""),
    ],
)
def test_superfluous_bias(layers: str, dialect: str, weights: str) -> None:
    type_ = layers.partition('"bn" type: "')[2].partition('"')[0]
    (diagnostic,) = find(DATA + layers + RELU + LOSS, "BN504", dialect)
    assert summary([diagnostic]) == "info, fix"
    assert diagnostic.message == (
        f"Bias of 'conv' before {type_} 'bn' is superfluous: the batch mean takes it out. To drop it: "
        f"bias_term: false{', and in the weights ' * bool(weights)}{weights}."
    )


@pytest.mark.parametrize(
    ("net", "dialect"),
    [
        (INPUT + CONV + batch_norm() + SCALE + PROB, ""),
        (INPUT + CONV + batch_norm("use_global_stats: false") + SCALE + PROB, ""),
        (CONV + batch_norm() + SCALE, ""),
        (DATA.splitlines()[1] + CONV + batch_norm() + SCALE + PROB, ""),
        (DATA + conv("num_output: 8 bias_term: false") + batch_norm() + LOSS, ""),
        (DATA + CONV + batch_norm("use_global_stats: true") + LOSS, ""),
        (DATA + CONV + RELU + batch_norm() + LOSS, ""),
        (DATA + CONV + SCALE + batch_norm() + LOSS, ""),
        (DATA + conv("num_output: 8 axis: 2") + batch_norm() + LOSS, ""),
        (DATA + CONV + 'layer { name: "s" type: "Silence" bottom: "conv" }\n' + batch_norm() + LOSS, ""),
        # a BN that does not take the batch's mean, or of which that is not known
        (DATA + CONV + bn(YJXIONG + " frozen: true") + LOSS, "pspnet"),
        (DATA + CONV + bn(YJXIONG + " frozen: true") + LOSS, "yjxiong"),
        (DATA + CONV + bn(SEGNET + " bn_mode: INFERENCE") + LOSS, "segnet"),
        (DATA + CONV + bn(YJXIONG + " icnet: true frozen: true") + LOSS, "synopsys"),
        (DATA + CONV + bn(YJXIONG + " own: 1") + LOSS, "pspnet"),
        (INPUT + CONV + bn(YJXIONG) + PROB, "pspnet"),
        (DATA + CONV + bn(YJXIONG) + LOSS, "bvlc-1.0"),
    ],
)
def test_needed_bias(net: str, dialect: str) -> None:
    assert find(net, "BN504", dialect) == []


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
