"""The Caffe 'caffe-mpi', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'NetParameter': (
        ('default_forward_type', 11, 'optional', 'Type', 'FLOAT'),
        ('default_backward_type', 12, 'optional', 'Type', 'FLOAT'),
        ('default_forward_math', 13, 'optional', 'Type', 'FLOAT'),
        ('default_backward_math', 14, 'optional', 'Type', 'FLOAT'),
        ('global_grad_scale', 15, 'optional', 'float', 1.0),
        ('default_conv_algos_override', 17, 'optional', 'string', '-1,-1,-1'),
        ('reduce_buckets', 18, 'optional', 'int32', 6),
    ),
    'LayerParameter': (
        ('detectnet_groundtruth_param', 6801, 'optional', 'DetectNetGroundTruthParameter', None),
        ('detectnet_augmentation_param', 6802, 'optional', 'DetectNetAugmentationParameter', None),
        ('forward_type', 145, 'optional', 'Type', 'FLOAT'),
        ('backward_type', 146, 'optional', 'Type', 'FLOAT'),
        ('forward_math', 147, 'optional', 'Type', 'FLOAT'),
        ('backward_math', 148, 'optional', 'Type', 'FLOAT'),
        ('debug', 149, 'optional', 'bool', False),
    ),
    'TransformationParameter': (
        ('use_gpu_transform', 8, 'optional', 'bool', False),
        ('random_seed', 9, 'optional', 'int64', -1),
    ),
    'SolverParameter': (
        ('rms_decay', 38, 'optional', 'float', None),
        ('rampup_interval', 41, 'optional', 'int32', 0),
        ('rampup_lr', 42, 'optional', 'float', 0.0),
        ('min_lr', 43, 'optional', 'float', 0.0),
        ('solver_data_type', 44, 'optional', 'Type', 'FLOAT'),
        ('momentum_policy', 46, 'optional', 'string', 'fixed'),
        ('max_momentum', 47, 'optional', 'float', 0.9900000095367432),
        ('momentum_power', 48, 'optional', 'float', 1.0),
    ),
    'BatchNormParameter': (
        ('use_global_stats', 1, 'optional', 'bool', False),
        ('eps', 3, 'optional', 'float', 9.999999747378752e-05),
        ('scale_filler', 5, 'optional', 'FillerParameter', None),
        ('bias_filler', 6, 'optional', 'FillerParameter', None),
        ('engine', 15, 'optional', 'BatchNormParameter.Engine', 'DEFAULT'),
        ('scale_bias', 7, 'optional', 'bool', False),
    ),
}

COMMON: dict[str, int] = {'BlobProto': 19, 'Datum': 37, 'ConvolutionParameter': 29, 'DataParameter': 34, 'DropoutParameter': 49, 'DetectNetAugmentationParameter': 41, 'DetectNetGroundTruthParameter': 42, 'DetectNetGroundTruthParameter.ClassMapping': 43}

ENUMS: dict[str, dict[str, int]] = {'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'DetectNetGroundTruthParameter.CoverageType': {'RECTANGULAR': 0}, 'DetectNetGroundTruthParameter.GridboxType': {'GRIDBOX_MAX': 0, 'GRIDBOX_MIN': 1}, 'DropoutParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'Type': {'DOUBLE': 0, 'FLOAT': 1, 'FLOAT16': 2, 'INT': 3, 'UINT': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('DetectNetTransformation', 'L1Loss'), ('Clip', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': True, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'reserved', 'scale', 'bias'), 'statistics_decay': 'never', 'own_affine': 'scale_bias', 'affine_fields': ('scale_bias', 'scale_filler', 'bias_filler'), 'zero_gamma': (), 'use_global_stats': 'ignored', 'default_eps_varies': False, 'unread': ('batch_norm_param.use_global_stats',)}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm, engine CUDNN: in place goes through copies of its own',)

NOTES: tuple[str, ...] = ('scale and bias (blobs 3, 4) exist with scale_bias or a filler; mean and variance are stored plain, no factor', 'sets lr_mult and decay_mult to 0 on blobs 0 to 2, to 1 on scale and bias, whatever the file says', 'five blobs of 0.15 are put into this order at load', 'eps is at least 1e-5')
