"""The Caffe 'faster-rcnn-matlab', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'LayerParameter': ('embed_param', 'tile_param', 'batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'LossParameter': ('normalization',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('prefetch',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('param_str', 'share_in_parallel')}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('roi_pooling_param', 137, 'optional', 'ROIPoolingParameter', None),
    ),
    'V1LayerParameter': (
        ('roi_pooling_param', 43, 'optional', 'ROIPoolingParameter', None),
        ('reshape_param', 44, 'optional', 'ReshapeParameter', None),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 79, 'ConvolutionParameter': 31, 'DropoutParameter': 51, 'ImageDataParameter': 61, 'ROIPoolingParameter': 112}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}, 'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'RESHAPE': 40, 'ROIPOOLING': 41, 'SMOOTH_L1_LOSS': 42}}

ENUMS_REMOVED: tuple[str, ...] = ('LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('ROIPooling', 'SmoothL1Loss'), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'Crop', 'ELU', 'Embed', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Scale', 'Swish', 'Tile'))

V1_TYPES: dict[str, str | None] = {'RESHAPE': None, 'ROIPOOLING': None, 'SMOOTH_L1_LOSS': None}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
