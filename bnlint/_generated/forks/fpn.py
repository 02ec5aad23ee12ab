"""The Caffe 'fpn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('input_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('roi_pooling_param', 8266711, 'optional', 'ROIPoolingParameter', None),
        ('smooth_l1_loss_param', 8266712, 'optional', 'SmoothL1LossParameter', None),
        ('conadd_param', 200, 'optional', 'ConaddParameter', None),
        ('deformable_convolution_param', 999, 'optional', 'DeformableConvolutionParameter', None),
    ),
    'V1LayerParameter': (
        ('conadd_param', 99, 'optional', 'ConaddParameter', None),
        ('deformable_convolution_param', 999, 'optional', 'DeformableConvolutionParameter', None),
    ),
    'ConaddParameter': (
    ),
}

COMMON: dict[str, int] = {'SolverParameter': 140, 'DropoutParameter': 51, 'ROIPoolingParameter': 112, 'SmoothL1LossParameter': 135, 'DeformableConvolutionParameter': 38}

ENUMS: dict[str, dict[str, int]] = {'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'CONADD': 50, 'DEFORMABLECONVOLUTION': 99}, 'DeformableConvolutionParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Conadd', 'DeformableConvolution', 'ROIPooling', 'SmoothL1Loss'), ('Clip', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {'CONADD': None, 'DEFORMABLECONVOLUTION': None}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
