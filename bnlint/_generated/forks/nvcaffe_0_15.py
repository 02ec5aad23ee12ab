"""The Caffe 'nvcaffe-0.15', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('detectnet_groundtruth_param', 6801, 'optional', 'DetectNetGroundTruthParameter', None),
        ('detectnet_augmentation_param', 6802, 'optional', 'DetectNetAugmentationParameter', None),
    ),
    'TransformationParameter': (
        ('use_gpu_transform', 8, 'optional', 'bool', False),
    ),
    'SolverParameter': (
        ('rms_decay', 38, 'optional', 'float', None),
        ('per_parameter_reduce', 41, 'optional', 'bool', True),
    ),
    'DataParameter': (
        ('threads', 11, 'optional', 'uint32', 0),
    ),
}

COMMON: dict[str, int] = {'BatchNormParameter': 11, 'ConvolutionParameter': 30, 'DetectNetAugmentationParameter': 41, 'DetectNetGroundTruthParameter': 42, 'DetectNetGroundTruthParameter.ClassMapping': 43}

ENUMS: dict[str, dict[str, int]] = {'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'DetectNetGroundTruthParameter.CoverageType': {'RECTANGULAR': 0}, 'DetectNetGroundTruthParameter.GridboxType': {'GRIDBOX_MAX': 0, 'GRIDBOX_MIN': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('DetectNetTransformation', 'L1Loss'), ('Clip', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('scale', 'bias', 'mean', 'variance', 'reserved'), 'statistics_decay': 'never', 'own_affine': 'always', 'affine_fields': ('scale_filler', 'bias_filler'), 'zero_gamma': ('BatchNorm',), 'use_global_stats': 'ignored_by_cudnn'}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm, engine CUDNN: backward reads its bottom, which in place is overwritten',)

NOTES: tuple[str, ...] = ('engine DEFAULT is CUDNN where built with cuDNN', 'without scale_filler scale starts at 0', 'engine CUDNN: eps is at least CUDNN_BN_MIN_EPSILON')
