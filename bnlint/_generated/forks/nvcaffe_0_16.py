"""The Caffe 'nvcaffe-0.16', as its difference to BVLC Caffe 1.0.

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
        ('global_grad_scale_adaptive', 16, 'optional', 'bool', False),
        ('default_conv_algos_override', 17, 'optional', 'string', '-1,-1,-1'),
        ('reduce_buckets', 18, 'optional', 'int32', 3),
        ('default_cudnn_math_override', 19, 'optional', 'int32', -1),
    ),
    'LayerParameter': (
        ('detectnet_groundtruth_param', 6801, 'optional', 'DetectNetGroundTruthParameter', None),
        ('detectnet_augmentation_param', 6802, 'optional', 'DetectNetAugmentationParameter', None),
        ('forward_type', 145, 'optional', 'Type', 'FLOAT'),
        ('backward_type', 146, 'optional', 'Type', 'FLOAT'),
        ('forward_math', 147, 'optional', 'Type', 'FLOAT'),
        ('backward_math', 148, 'optional', 'Type', 'FLOAT'),
        ('debug', 149, 'optional', 'bool', False),
        ('cudnn_math_override', 150, 'optional', 'int32', -1),
    ),
    'TransformationParameter': (
        ('use_gpu_transform', 8, 'optional', 'bool', False),
        ('random_seed', 9, 'optional', 'int64', -1),
        ('img_rand_resize_lower', 10, 'optional', 'uint32', 0),
        ('img_rand_resize_upper', 11, 'optional', 'uint32', 0),
        ('rand_resize_ratio_lower', 12, 'optional', 'float', 0.0),
        ('rand_resize_ratio_upper', 13, 'optional', 'float', 0.0),
        ('vertical_stretch_lower', 14, 'optional', 'float', 1.0),
        ('vertical_stretch_upper', 15, 'optional', 'float', 1.0),
        ('horizontal_stretch_lower', 16, 'optional', 'float', 1.0),
        ('horizontal_stretch_upper', 17, 'optional', 'float', 1.0),
        ('interpolation_algo_down', 18, 'optional', 'TransformationParameter.InterpolationAlgo', 'INTER_NEAREST'),
        ('interpolation_algo_up', 19, 'optional', 'TransformationParameter.InterpolationAlgo', 'INTER_CUBIC'),
        ('allow_upscale', 20, 'optional', 'bool', False),
        ('forward_packing', 21, 'optional', 'Packing', 'NCHW'),
    ),
    'SolverParameter': (
        ('test_initialization', 32, 'optional', 'bool', False),
        ('rampup_interval', 41, 'optional', 'int32', 0),
        ('rampup_lr', 42, 'optional', 'float', 0.0),
        ('min_lr', 43, 'optional', 'float', 0.0),
        ('solver_data_type', 44, 'optional', 'Type', 'FLOAT'),
        ('store_blobs_in_old_format', 45, 'optional', 'bool', False),
        ('momentum_policy', 46, 'optional', 'string', 'fixed'),
        ('max_momentum', 47, 'optional', 'float', 0.9900000095367432),
        ('momentum_power', 48, 'optional', 'float', 1.0),
        ('larc', 49, 'optional', 'bool', False),
        ('larc_policy', 50, 'optional', 'string', 'scale'),
        ('larc_eta', 51, 'optional', 'float', 0.0010000000474974513),
        ('weight_decay_policy', 52, 'optional', 'string', 'fixed'),
        ('weight_decay_power', 53, 'optional', 'float', 0.5),
        ('test_and_snapshot_last_epochs', 54, 'optional', 'int32', 0),
    ),
    'ImageDataParameter': (
        ('short_side', 13, 'optional', 'uint32', 0),
        ('threads', 14, 'optional', 'uint32', 4),
        ('cache', 15, 'optional', 'bool', False),
    ),
}

COMMON: dict[str, int] = {'BlobProto': 19, 'Datum': 37, 'BatchNormParameter': 13, 'ConvolutionParameter': 29, 'DataParameter': 34, 'DropoutParameter': 49, 'ELUParameter': 52, 'PoolingParameter': 103, 'DetectNetAugmentationParameter': 41, 'DetectNetGroundTruthParameter': 42, 'DetectNetGroundTruthParameter.ClassMapping': 43, 'C2TensorProto': 22, 'C2TensorProtos': 23}

ENUMS: dict[str, dict[str, int]] = {'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'DetectNetGroundTruthParameter.CoverageType': {'RECTANGULAR': 0}, 'DetectNetGroundTruthParameter.GridboxType': {'GRIDBOX_MAX': 0, 'GRIDBOX_MIN': 1}, 'C2TensorProto.DataType': {'UNDEFINED': 0, 'FLOAT': 1, 'INT32': 2, 'BYTE': 3, 'STRING': 4, 'BOOL': 5, 'UINT8': 6, 'INT8': 7, 'UINT16': 8, 'INT16': 9, 'INT64': 10, 'FLOAT16': 12, 'DOUBLE': 13}, 'DropoutParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'Packing': {'NCHW': 0, 'NHWC': 1}, 'TransformationParameter.InterpolationAlgo': {'INTER_NEAREST': 0, 'INTER_LINEAR': 1, 'INTER_CUBIC': 2, 'INTER_AREA': 3}, 'Type': {'DOUBLE': 0, 'FLOAT': 1, 'FLOAT16': 2, 'INT': 3, 'UINT': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('DetectNetTransformation', 'L1Loss'), ('Clip', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': True, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'reserved', 'scale', 'bias'), 'statistics_decay': 'never', 'own_affine': 'scale_bias', 'affine_fields': ('scale_bias', 'scale_filler', 'bias_filler'), 'zero_gamma': (), 'use_global_stats': 'ignored', 'default_eps_varies': True, 'unread': ('batch_norm_param.use_global_stats',)}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm, engine CUDNN: in place goes through copies of its own',)

NOTES: tuple[str, ...] = ('scale and bias (blobs 3, 4) exist with scale_bias or a filler; mean and variance are stored plain, no factor', 'sets lr_mult and decay_mult to 0 on blobs 0 to 2, to 1 on scale and bias, whatever the file says', 'five blobs of 0.15 are put into this order at load', 'eps is at least 1e-5')
