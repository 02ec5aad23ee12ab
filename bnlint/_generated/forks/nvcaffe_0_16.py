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
    'BlobProto': (
        ('raw_data_type', 10, 'optional', 'Type', None),
        ('raw_diff_type', 11, 'optional', 'Type', None),
        ('raw_data', 12, 'optional', 'bytes', None),
        ('raw_diff', 13, 'optional', 'bytes', None),
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
    'Datum': (
        ('record_id', 8, 'optional', 'uint32', 0),
    ),
    'BatchNormParameter': (
        ('use_global_stats', 1, 'optional', 'bool', False),
        ('scale_filler', 5, 'optional', 'FillerParameter', None),
        ('bias_filler', 6, 'optional', 'FillerParameter', None),
        ('engine', 15, 'optional', 'BatchNormParameter.Engine', 'DEFAULT'),
        ('scale_bias', 7, 'optional', 'bool', False),
    ),
    'ConvolutionParameter': (
        ('cudnn_convolution_algo_seeker', 19, 'optional', 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker', 'FINDEX'),
        ('conv_algos_override', 20, 'optional', 'string', '-1,-1,-1'),
    ),
    'DataParameter': (
        ('prefetch', 10, 'optional', 'uint32', 0),
        ('threads', 11, 'optional', 'uint32', 0),
        ('parser_threads', 12, 'optional', 'uint32', 0),
        ('cache', 13, 'optional', 'bool', False),
        ('shuffle', 14, 'optional', 'bool', False),
    ),
    'DropoutParameter': (
        ('engine', 2, 'optional', 'DropoutParameter.Engine', 'DEFAULT'),
        ('random_seed', 3, 'optional', 'int64', -1),
    ),
    'ELUParameter': (
        ('lambda', 2, 'optional', 'float', 1.0),
    ),
    'ImageDataParameter': (
        ('short_side', 13, 'optional', 'uint32', 0),
        ('threads', 14, 'optional', 'uint32', 4),
        ('cache', 15, 'optional', 'bool', False),
    ),
    'PoolingParameter': (
        ('torch_pooling', 40, 'optional', 'bool', False),
    ),
    'DetectNetAugmentationParameter': (
        ('crop_prob', 1, 'optional', 'float', 1.0),
        ('shift_x', 2, 'optional', 'uint32', 0),
        ('shift_y', 3, 'optional', 'uint32', 0),
        ('scale_prob', 4, 'optional', 'float', 0.33000001311302185),
        ('scale_min', 5, 'optional', 'float', 0.699999988079071),
        ('scale_max', 6, 'optional', 'float', 1.0),
        ('flip_prob', 7, 'optional', 'float', 0.33000001311302185),
        ('rotation_prob', 8, 'optional', 'float', 0.33000001311302185),
        ('max_rotate_degree', 9, 'optional', 'float', 1.0),
        ('hue_rotation_prob', 10, 'optional', 'float', 0.33000001311302185),
        ('hue_rotation', 11, 'optional', 'float', 15.0),
        ('desaturation_prob', 12, 'optional', 'float', 0.33000001311302185),
        ('desaturation_max', 13, 'optional', 'float', 0.5),
    ),
    'DetectNetGroundTruthParameter': (
        ('stride', 1, 'optional', 'uint32', 4),
        ('scale_cvg', 2, 'optional', 'float', 0.5),
        ('gridbox_type', 3, 'optional', 'DetectNetGroundTruthParameter.GridboxType', 'GRIDBOX_MAX'),
        ('max_cvg_len', 4, 'optional', 'uint32', 50),
        ('min_cvg_len', 5, 'optional', 'uint32', 50),
        ('coverage_type', 7, 'optional', 'DetectNetGroundTruthParameter.CoverageType', 'RECTANGULAR'),
        ('image_size_x', 8, 'optional', 'uint32', 1248),
        ('image_size_y', 9, 'optional', 'uint32', 384),
        ('obj_norm', 11, 'optional', 'bool', False),
        ('crop_bboxes', 12, 'optional', 'bool', True),
        ('object_class', 13, 'repeated', 'DetectNetGroundTruthParameter.ClassMapping', None),
    ),
    'DetectNetGroundTruthParameter.ClassMapping': (
        ('src', 1, 'required', 'uint32', None),
        ('dst', 2, 'required', 'uint32', None),
    ),
    'C2TensorProto': (
        ('dims', 1, 'repeated', 'int64', None),
        ('data_type', 2, 'optional', 'C2TensorProto.DataType', 'FLOAT'),
        ('float_data', 3, 'repeated', 'float', None),
        ('int32_data', 4, 'repeated', 'int32', None),
        ('byte_data', 5, 'optional', 'bytes', None),
        ('string_data', 6, 'repeated', 'bytes', None),
        ('name', 7, 'optional', 'string', None),
        ('double_data', 9, 'repeated', 'double', None),
        ('int64_data', 10, 'repeated', 'int64', None),
    ),
    'C2TensorProtos': (
        ('protos', 1, 'repeated', 'C2TensorProto', None),
    ),
}

ENUMS: dict[str, dict[str, int]] = {'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'DetectNetGroundTruthParameter.CoverageType': {'RECTANGULAR': 0}, 'DetectNetGroundTruthParameter.GridboxType': {'GRIDBOX_MAX': 0, 'GRIDBOX_MIN': 1}, 'C2TensorProto.DataType': {'UNDEFINED': 0, 'FLOAT': 1, 'INT32': 2, 'BYTE': 3, 'STRING': 4, 'BOOL': 5, 'UINT8': 6, 'INT8': 7, 'UINT16': 8, 'INT16': 9, 'INT64': 10, 'FLOAT16': 12, 'DOUBLE': 13}, 'DropoutParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'Packing': {'NCHW': 0, 'NHWC': 1}, 'TransformationParameter.InterpolationAlgo': {'INTER_NEAREST': 0, 'INTER_LINEAR': 1, 'INTER_CUBIC': 2, 'INTER_AREA': 3}, 'Type': {'DOUBLE': 0, 'FLOAT': 1, 'FLOAT16': 2, 'INT': 3, 'UINT': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('DetectNetTransformation', 'L1Loss'), ('Clip', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': True, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'reserved', 'scale', 'bias'), 'statistics_decay': 'never', 'own_affine': 'scale_bias', 'affine_fields': ('scale_bias', 'scale_filler', 'bias_filler'), 'zero_gamma': (), 'use_global_stats': 'ignored', 'default_eps_varies': True, 'unread': ('batch_norm_param.use_global_stats',)}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm, engine CUDNN: in place goes through copies of its own',)

NOTES: tuple[str, ...] = ('scale and bias (blobs 3, 4) exist with scale_bias or a filler; mean and variance are stored plain, no factor', 'sets lr_mult and decay_mult to 0 on blobs 0 to 2, to 1 on scale and bias, whatever the file says', 'five blobs of 0.15 are put into this order at load', 'eps is at least 1e-5')
