"""The results of gradient checks of pairs of layers, the second of which works in place."""

from __future__ import annotations

# name: type and fields. A name with * works in place; one ending in 2 reads two bottoms.
SUCCESSORS = {
    "ReLU": "ReLU",
    "ReLU.slope+": "ReLU relu_param { negative_slope: 0.2 }",
    "PReLU": "PReLU",
    "PReLU.neg": 'PReLU prelu_param { filler { type: "constant" value: -0.2 } }',
    "ELU": "ELU",
    "Sigmoid": "Sigmoid",
    "TanH": "TanH",
    "Exp": "Exp",
    "Swish": "Swish",
    "Softmax": "Softmax",
    "Dropout": "Dropout",
    "MVN.novar": "MVN mvn_param { normalize_variance: false }",
    "BatchNorm": "BatchNorm",
    "BatchNorm.global": "BatchNorm batch_norm_param { use_global_stats: true }",
    "Scale": "Scale",
    "Scale.bias": "Scale scale_param { bias_term: true }",
    "Bias": "Bias",
    "Scale2": "Scale",
    "Bias2": "Bias",
}
OTHERS = {
    "AbsVal": "AbsVal",
    "AvePool": "Pooling pooling_param { pool: AVE kernel_size: 2 }",
    "AvePool1": "Pooling pooling_param { pool: AVE kernel_size: 1 }",
    "BNLL": "BNLL",
    "Clip": "Clip clip_param { min: -1 max: 1 }",
    "Concat1": "Concat",
    "Concat2": "Concat",
    "Convolution": "Convolution convolution_param { num_output: 3 kernel_size: 1 }",
    "Deconvolution": "Deconvolution convolution_param { num_output: 3 kernel_size: 1 }",
    "Dropout.3": "Dropout dropout_param { dropout_ratio: 0.3 }",
    "ELU.a.3": "ELU elu_param { alpha: 0.3 }",
    "ELU.a-": "ELU elu_param { alpha: -0.3 }",
    "EltMAX2": "Eltwise eltwise_param { operation: MAX }",
    "EltPROD2": "Eltwise eltwise_param { operation: PROD }",
    "EltPROD.unst2": "Eltwise eltwise_param { operation: PROD stable_prod_grad: false }",
    "EltSUM2": "Eltwise",
    "Exp.par": "Exp exp_param { base: 2 scale: 0.5 shift: 0.1 }",
    "Flatten": "Flatten",
    "InnerProduct": "InnerProduct inner_product_param { num_output: 4 }",
    "LRN": "LRN",
    "LRN.within": "LRN lrn_param { norm_region: WITHIN_CHANNEL local_size: 3 }",
    "Log": "Log log_param { shift: 9 }",
    "Log.par": "Log log_param { base: 2 scale: 0.5 shift: 9 }",
    "MVN": "MVN",
    "MaxPool": "Pooling pooling_param { kernel_size: 2 }",
    "MaxPool1": "Pooling pooling_param { kernel_size: 1 }",
    "PReLU.shared": "PReLU prelu_param { channel_shared: true }",
    "Power.0": "Power power_param { power: 0 }",
    "Power.2": "Power power_param { power: 2 scale: 0.5 }",
    "Power.3": "Power power_param { power: 3 }",
    "Power.3s": "Power power_param { power: 3 scale: 0.3 shift: 0.4 }",
    "Power.id": "Power",
    "Power.neg": "Power power_param { scale: -1 }",
    "Power.sc0": "Power power_param { scale: 0 shift: 1 }",
    "Power.scale": "Power power_param { scale: 3 }",
    "Power.shift": "Power power_param { shift: 3 }",
    "ReLU.slope-": "ReLU relu_param { negative_slope: -0.2 }",
    "Reshape": "Reshape reshape_param { shape { dim: 0 dim: -1 } }",
    "Slice1": "Slice",
    "Split1": "Split",
    "Swish.b2": "Swish swish_param { beta: 2 }",
    "Tile1": "Tile tile_param { tiles: 1 }",
}
LAYERS = SUCCESSORS | OTHERS

# Columns as SUCCESSORS. B: gradients were wrong; a dot: right. b: right, or too large to be compared, only for the
# numbers of the run, and wrong for others; u: wrong in the run, but it depends on slopes that are learned.
BROKEN = """
ReLU*          . . . . . B . B . B . B B B B B B B B
ReLU.slope+*   . . . u . B . B . B . B B B B B B B B
ELU            . B B B B B B B B B B B B B B B B B B
ELU*           . B B B B B B B B B B B B B B B B B B
ELU.a.3        . B B B B B B B B B B B B B B B B B B
ELU.a-         . . . . . B B B B B B B B B B B B B B
Sigmoid        . . . . . B B B B B B B B B B B B B B
Sigmoid*       . . . . . B B B B B B B B B B B B B B
TanH           . B B B B B B B B B B B B B B B B B B
TanH*          . B B B B B B B B B B B B B B B B B B
Exp            . . . . . B B b B B B B B B B B B B B
Exp*           . . . . . B B b B B B B B B B B B B B
Exp.par        . . . . . B B B B B B B B B B B B B B
Power.3        . b b b b b b b b B B B B B B B B B B
Power.3s       . b b b b B B b B B B B B B B B B B B
Swish          . B B B B B B B B B B B B B B B B B B
Swish*         . B B B B B B B B B B B B B B B B B B
Swish.b2       . B B B B B B B B B B B B B B B B B B
LRN            . B B B B B B B B B B B B B B B B B B
Softmax        . . . . . B B B B B B B B B B B B B B
Softmax*       . . . . . B B B B B B B B B B B B B B
MVN            B B B B B B B B B B B b b B B B B B B
EltPROD.unst2  . B B B B B B B B B B B B B B B B B B
"""
RIGHT = """
AbsVal AvePool AvePool1 BNLL BatchNorm BatchNorm* BatchNorm.global BatchNorm.global* Bias Bias* Bias2 Bias2*
Clip Concat1 Concat2 Convolution Deconvolution Dropout Dropout* Dropout.3 EltMAX2 EltPROD2 EltSUM2 Flatten
InnerProduct LRN.within Log Log.par MVN.novar MVN.novar* MaxPool MaxPool1 PReLU PReLU* PReLU.neg PReLU.neg*
PReLU.shared Power.0 Power.2 Power.id Power.neg Power.sc0 Power.scale Power.shift ReLU ReLU.slope+ ReLU.slope-
Reshape Scale Scale* Scale.bias Scale.bias* Scale2 Scale2* Slice1 Split1 Tile1
"""
EXPECTED = {row.split()[0]: row.split()[1:] for row in BROKEN.strip().splitlines()}
EXPECTED |= {name: ["."] * len(SUCCESSORS) for name in RIGHT.split()}
