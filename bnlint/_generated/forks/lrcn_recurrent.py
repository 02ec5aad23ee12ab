"""The Caffe 'lrcn-recurrent', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'swish_param', 'clip_param'), 'LossParameter': ('normalization',), 'SolverParameter': ('type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'PoolingParameter': ('round_mode',), 'RecurrentParameter': ('expose_hidden',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('recurrent_param', 139, 'optional', 'RecurrentParameter', None),
        ('scalar_param', 140, 'optional', 'ScalarParameter', None),
    ),
    'InnerProductParameter': (
        ('transpose_weights', 6, 'optional', 'bool', False),
    ),
    'RecurrentParameter': (
        ('expose_hidden_state', 5, 'optional', 'bool', False),
    ),
    'ScalarParameter': (
        ('axis', 1, 'optional', 'int32', 0),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 79, 'SolverParameter': 140, 'AccuracyParameter': 1, 'ConvolutionParameter': 31, 'EltwiseParameter': 54}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Sample', 'Scalar', 'SoftmaxPerInstLoss'), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'Crop', 'ELU', 'Input', 'Parameter', 'Scale', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
