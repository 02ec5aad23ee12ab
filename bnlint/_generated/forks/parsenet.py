"""The Caffe 'parsenet', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('spp_param', 'log_param', 'flatten_param', 'reduction_param', 'embed_param', 'batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'TransformationParameter': ('force_color', 'force_gray'), 'LossParameter': ('normalization',), 'FillerParameter': ('variance_norm',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'ContrastiveLossParameter': ('legacy_version',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('prefetch',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('param_str', 'share_in_parallel')}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('parse_evaluate_param', 132, 'optional', 'ParseEvaluateParameter', None),
        ('unpooling_param', 133, 'optional', 'UnPoolingParameter', None),
        ('norm_param', 134, 'optional', 'NormalizeParameter', None),
        ('tile_param', 135, 'optional', 'TileParameter', None),
        ('reshape_param', 136, 'optional', 'ReshapeParameter', None),
        ('bn_param', 137, 'optional', 'BNParameter', None),
    ),
    'TransformationParameter': (
        ('resize_param', 6, 'repeated', 'ResizeParameter', None),
        ('noise_param', 7, 'repeated', 'NoiseParameter', None),
        ('vertical_mirror', 8, 'optional', 'bool', False),
        ('random_90_deg_rot', 9, 'optional', 'bool', False),
    ),
    'SolverParameter': (
        ('eval_type', 37, 'optional', 'string', 'classification'),
        ('test_before_snapshot', 38, 'optional', 'bool', False),
        ('log_avg_gradient_norm', 39, 'optional', 'bool', True),
    ),
    'ConvolutionParameter': (
        ('pad', 3, 'optional', 'uint32', 0),
        ('kernel_size', 4, 'optional', 'uint32', None),
        ('stride', 6, 'optional', 'uint32', 1),
        ('filter_stride', 16, 'optional', 'uint32', 1),
        ('filter_stride_h', 17, 'optional', 'uint32', None),
        ('filter_stride_w', 18, 'optional', 'uint32', None),
    ),
    'DataParameter': (
        ('shuffle_buffer_size', 10, 'optional', 'uint32', None),
    ),
    'MVNParameter': (
        ('eps', 3, 'optional', 'float', 1.000000013351432e-10),
    ),
    'PoolingParameter': (
        ('bin_size', 13, 'optional', 'uint32', None),
        ('bin_h', 14, 'optional', 'uint32', None),
        ('bin_w', 15, 'optional', 'uint32', None),
    ),
    'BNParameter': (
        ('scale_filler', 1, 'optional', 'FillerParameter', None),
        ('shift_filler', 2, 'optional', 'FillerParameter', None),
        ('var_eps', 3, 'optional', 'float', 1.000000013351432e-10),
        ('moving_average', 4, 'optional', 'bool', False),
        ('decay', 5, 'optional', 'float', 0.949999988079071),
        ('across_spatial', 6, 'optional', 'bool', True),
    ),
    'NoiseParameter': (
        ('prob', 1, 'optional', 'float', 0.0),
        ('hist_eq', 2, 'optional', 'bool', False),
        ('inverse', 3, 'optional', 'bool', False),
        ('decolorize', 4, 'optional', 'bool', False),
        ('gauss_blur', 5, 'optional', 'bool', False),
        ('jpeg', 6, 'optional', 'float', -1.0),
        ('posterize', 7, 'optional', 'bool', False),
        ('erode', 8, 'optional', 'bool', False),
        ('saltpepper', 9, 'optional', 'bool', False),
        ('saltpepper_param', 10, 'optional', 'SaltPepperParameter', None),
        ('clahe', 11, 'optional', 'bool', False),
    ),
    'NormalizeParameter': (
        ('across_spatial', 1, 'optional', 'bool', True),
        ('scale_filler', 2, 'optional', 'FillerParameter', None),
        ('channel_shared', 3, 'optional', 'bool', True),
        ('fix_scale', 4, 'optional', 'bool', True),
        ('eps', 5, 'optional', 'float', 1.000000013351432e-10),
    ),
    'ParseEvaluateParameter': (
        ('num_labels', 1, 'optional', 'int32', None),
        ('ignore_label', 2, 'repeated', 'int32', None),
    ),
    'SaltPepperParameter': (
        ('fraction', 1, 'optional', 'float', 0.0),
        ('value', 2, 'repeated', 'float', None),
        ('type', 3, 'required', 'SaltPepperParameter.SaltType', 'relative'),
    ),
    'UnPoolingParameter': (
        ('unpool', 1, 'optional', 'UnPoolingParameter.UnPoolMethod', 'FIXED'),
        ('out_kernel_size', 2, 'optional', 'uint32', None),
        ('out_stride', 3, 'optional', 'uint32', 1),
        ('out_pad', 4, 'optional', 'uint32', 0),
        ('out_kernel_h', 5, 'optional', 'uint32', None),
        ('out_kernel_w', 6, 'optional', 'uint32', None),
        ('out_stride_h', 7, 'optional', 'uint32', None),
        ('out_stride_w', 8, 'optional', 'uint32', None),
        ('out_pad_h', 9, 'optional', 'uint32', 0),
        ('out_pad_w', 10, 'optional', 'uint32', 0),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 79, 'ImageDataParameter': 61, 'ResizeParameter': 122}

ENUMS: dict[str, dict[str, int]] = {'DataParameter.DB': {'LEVELDB': 0, 'LMDB': 1, 'DATUMFILE': 2}, 'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}, 'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'CROP': 40, 'PARSE_OUTPUT': 41, 'PARSE_EVALUATE': 42}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'SaltPepperParameter.SaltType': {'relative': 1, 'absolute': 2}, 'UnPoolingParameter.UnPoolMethod': {'FIXED': 0, 'DIV': 1, 'REP': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('FillerParameter.VarianceNorm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BN', 'Grouping', 'Normalize', 'ParseEvaluate', 'ParseOutput', 'UnPooling'), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'ELU', 'Embed', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'Parameter', 'RNN', 'Reduction', 'SPP', 'Scale', 'Swish'))

V1_TYPES: dict[str, str | None] = {'CROP': 'Crop', 'PARSE_EVALUATE': 'ParseEvaluate', 'PARSE_OUTPUT': 'ParseOutput'}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False, 'types': {'BN': {'blobs': ('scale', 'shift'), 'param': 'bn_param', 'use_global_stats': "moving averages are kept in memory only, not in blobs; with moving_average false (default) TEST takes the batch's"}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
