"""The Caffe 'ducha-aiki', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'ConvolutionParameter': ('dilation',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('elu_param', 210, 'optional', 'ELUParameter', None),
        ('bn_param', 202, 'optional', 'BNParameter', None),
        ('rrelu_param', 203, 'optional', 'RReLUParameter', None),
        ('local_param', 204, 'optional', 'LocalParameter', None),
        ('triplet_loss_param', 205, 'optional', 'TripletLossParameter', None),
        ('roi_pooling_param', 206, 'optional', 'ROIPoolingParameter', None),
        ('eltwise_affine_param', 220, 'optional', 'EltwiseAffineParameter', None),
        ('image_loc_data_param', 401, 'optional', 'ImageDataLocParameter', None),
    ),
    'TransformationParameter': (
        ('resize_param', 8, 'repeated', 'ResizeParameter', None),
        ('noise_param', 9, 'repeated', 'NoiseParameter', None),
        ('random_crop_on_test', 10, 'optional', 'bool', False),
        ('crop_h', 11, 'optional', 'uint32', 0),
        ('crop_w', 12, 'optional', 'uint32', 0),
        ('vertical_mirror', 13, 'optional', 'bool', False),
        ('random_90_deg_rot', 14, 'optional', 'bool', False),
    ),
    'ELUParameter': (
        ('alpha', 1, 'optional', 'float', 0.0),
        ('symmetric_mode', 2, 'optional', 'bool', False),
    ),
    'BNParameter': (
        ('scale_filler', 1, 'optional', 'FillerParameter', None),
        ('shift_filler', 2, 'optional', 'FillerParameter', None),
        ('var_eps', 3, 'optional', 'float', 1.000000013351432e-10),
        ('moving_average', 4, 'optional', 'bool', True),
        ('decay', 5, 'optional', 'float', 0.949999988079071),
    ),
    'ImageDataLocParameter': (
        ('normalize_by_image_size', 1, 'optional', 'bool', True),
        ('output_center_and_radius', 2, 'optional', 'bool', True),
    ),
    'RReLUParameter': (
        ('lb', 1, 'optional', 'float', 5.0),
        ('ub', 2, 'optional', 'float', 10.0),
    ),
}

COMMON: dict[str, int] = {'SolverParameter': 140, 'NoiseParameter': 95, 'ROIPoolingParameter': 112, 'SaltPepperParameter': 126, 'EltwiseAffineParameter': 53, 'LocalParameter': 77, 'TripletLossParameter': 149, 'ResizeParameter': 122}

ENUMS: dict[str, dict[str, int]] = {'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BN', 'Covariance', 'EltwiseAffine', 'EuclideanLossWithIndex', 'ImageLocData', 'Local', 'Normalize', 'ROIPooling', 'RReLU', 'SmoothL1Loss', 'Transformer', 'TripletLoss'), ('Bias', 'Clip', 'Crop', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Scale', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor'), 'types': {'BN': {'blobs': ('scale', 'shift', 'mean', 'variance'), 'masks_statistics': False, 'moving_average': 'decay is the weight of the new value', 'param': 'bn_param', 'use_global_stats': 'TEST with moving_average (default true): the stored ones'}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
