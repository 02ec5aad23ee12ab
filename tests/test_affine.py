"""Tables of rules about Scale, param blocks, numbers and biases: what is a fault, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.gamma_nets import (
    CONV,
    DATA,
    FROZEN,
    INPUT,
    LOSS,
    PAIR,
    PROB,
    RELU,
    SCALE,
    SEGNET,
    TRIPLE,
    YJXIONG,
    batch_norm,
    bn,
    conv,
    fc,
    find,
    summary,
    upsampling,
)

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
        ("bn_stats_batch_size: 32\n", "use_weight_bias: false", "-"),  # it is meant
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


# ---- BN102, BN501: what the weights of a net that is only run decide; NET109: more param blocks than blobs

GAMMA = SCALE.replace("bias_term: true", "")
BIAS = 'layer { name: "beta" type: "Bias" bottom: "conv" top: "conv" }\n'


@pytest.mark.parametrize(
    ("net", "rule", "found"),
    [
        (DATA + CONV + batch_norm() + GAMMA + LOSS, "BN102", "warning, fix"),
        (DATA + CONV + batch_norm() + GAMMA + BIAS + LOSS, "BN102", "-"),
        (DATA + CONV + GAMMA + LOSS, "BN102", "-"),
        (INPUT + CONV + batch_norm() + GAMMA + PROB, "BN102", "info"),
        (INPUT + CONV + batch_norm() + SCALE + PROB, "BN102", "-"),
        (CONV + batch_norm() + GAMMA, "BN102", "warning, fix"),
        (DATA + CONV + batch_norm("eps: 1e-6") + SCALE + LOSS, "BN501", "warning"),
        (INPUT + CONV + batch_norm("eps: 1e-6") + SCALE + PROB, "BN501", "info"),
        (INPUT + CONV + batch_norm("eps: 0") + SCALE + PROB, "BN501", "warning"),
        (INPUT + CONV + batch_norm("eps: -1e-6") + SCALE + PROB, "BN501", "error"),
        (INPUT + CONV + batch_norm("eps: 9.99999974738e-06") + SCALE + PROB, "BN501", "-"),
        (DATA + conv("num_output: 8 bias_term: false", FROZEN * 2) + LOSS, "NET109", "error, fix"),
        (DATA + conv("num_output: 8 bias_term: true", FROZEN * 2) + LOSS, "NET109", "-"),
        (DATA + conv("num_output: 8", TRIPLE) + LOSS, "NET109", "error"),
        (DATA + CONV + GAMMA.replace("top:", FROZEN * 2 + "top:") + LOSS, "NET109", "error"),  # a bias may be meant
        (DATA + CONV + RELU.replace("top:", FROZEN + "top:") + LOSS, "NET109", "error"),
    ],
)
def test_severity_by_purpose(net: str, rule: str, found: str) -> None:
    assert summary(find(net, rule)) == found
