"""The Caffe 'fcn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'LossParameter': ('normalization',), 'SolverParameter': ('type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
}

COMMON: dict[str, int] = {'LossParameter': 79, 'SolverParameter': 140, 'ConvolutionParameter': 31}

ENUMS: dict[str, dict[str, int]] = {'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'CROP': 40}}

ENUMS_REMOVED: tuple[str, ...] = ('LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = ((), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'ELU', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Scale', 'Swish'))

V1_TYPES: dict[str, str | None] = {'CROP': 'Crop'}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
