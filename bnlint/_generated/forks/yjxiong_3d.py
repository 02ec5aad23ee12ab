"""The Caffe 'yjxiong-3d', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'LayerParameter': ('embed_param', 'tile_param', 'batch_norm_param', 'elu_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'LossParameter': ('normalization',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'DataParameter': ('prefetch',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('share_in_parallel',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'NetParameter': (
        ('mem_param', 200, 'optional', 'MemoryOptimizationParameter', None),
    ),
    'LayerParameter': (
        ('bn_param', 137, 'optional', 'BNParameter', None),
        ('video_data_param', 140, 'optional', 'VideoDataParameter', None),
        ('seg_data_param', 141, 'optional', 'SegDataParameter', None),
        ('roi_pooling_param', 150, 'optional', 'ROIPoolingParameter', None),
        ('scale_param', 160, 'optional', 'ScaleParameter', None),
        ('bias_param', 161, 'optional', 'BiasParameter', None),
        ('batch_reduction_param', 162, 'optional', 'BatchReductionParameter', None),
    ),
    'TransformationParameter': (
        ('fix_crop', 10, 'optional', 'bool', False),
        ('multi_scale', 11, 'optional', 'bool', False),
        ('scale_ratios', 12, 'repeated', 'float', None),
        ('max_distort', 13, 'optional', 'int32', 1),
        ('is_flow', 14, 'optional', 'bool', False),
        ('more_fix_crop', 15, 'optional', 'bool', False),
        ('stride', 16, 'optional', 'int32', 1),
        ('upper_size', 17, 'optional', 'int32', None),
        ('upper_height', 18, 'optional', 'int32', None),
        ('upper_width', 19, 'optional', 'int32', None),
        ('original_image', 20, 'optional', 'bool', False),
    ),
    'LossParameter': (
        ('normalize', 2, 'optional', 'bool', True),
    ),
    'SolverParameter': (
        ('device_id', 18, 'repeated', 'int32', None),
        ('richness', 37, 'optional', 'int32', 300),
        ('group_id', 38, 'repeated', 'int32', None),
    ),
    'ConvolutionParameter': (
        ('dilation', 16, 'optional', 'uint32', 1),
        ('dilation_h', 17, 'optional', 'uint32', None),
        ('dilation_w', 18, 'optional', 'uint32', None),
        ('force_nd_im2col', 19, 'optional', 'bool', False),
        ('axis', 20, 'optional', 'int32', 1),
    ),
    'DataParameter': (
        ('shuffle', 10, 'optional', 'bool', False),
    ),
    'ImageDataParameter': (
        ('batch_size', 4, 'optional', 'uint32', None),
    ),
    'PoolingParameter': (
        ('kernel_size', 2, 'repeated', 'uint32', None),
        ('stride', 3, 'repeated', 'uint32', None),
        ('pad', 4, 'repeated', 'uint32', None),
    ),
    'PythonParameter': (
        ('param_str', 3, 'optional', 'string', None),
    ),
    'ReductionParameter': (
        ('k', 4, 'optional', 'int32', 1),
    ),
    'BNParameter': (
        ('slope_filler', 1, 'optional', 'FillerParameter', None),
        ('bias_filler', 2, 'optional', 'FillerParameter', None),
        ('momentum', 3, 'optional', 'float', 0.8999999761581421),
        ('eps', 4, 'optional', 'float', 9.999999747378752e-06),
        ('frozen', 5, 'optional', 'bool', False),
        ('engine', 6, 'optional', 'BNParameter.Engine', 'DEFAULT'),
    ),
    'BatchReductionParameter': (
        ('level', 1, 'repeated', 'int32', None),
        ('reduction_param', 2, 'optional', 'ReductionParameter', None),
        ('pos', 3, 'optional', 'bool', False),
    ),
    'MemoryOptimizationParameter': (
        ('optimize_train', 1, 'optional', 'bool', True),
        ('optimize_test', 2, 'optional', 'bool', False),
        ('exclude_blob', 3, 'repeated', 'string', None),
    ),
    'ROIPoolingParameter': (
        ('pooled_h', 1, 'optional', 'uint32', 0),
        ('pooled_w', 2, 'optional', 'uint32', 0),
        ('spatial_scale', 3, 'optional', 'float', 1.0),
    ),
    'SegDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('root_dir', 2, 'optional', 'string', None),
        ('shuffle', 3, 'optional', 'bool', False),
        ('balance', 4, 'optional', 'bool', False),
    ),
    'VideoDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('scale', 2, 'optional', 'float', 1.0),
        ('mean_file', 3, 'optional', 'string', None),
        ('batch_size', 4, 'optional', 'uint32', None),
        ('crop_size', 5, 'optional', 'uint32', 0),
        ('mirror', 6, 'optional', 'bool', False),
        ('rand_skip', 7, 'optional', 'uint32', 0),
        ('shuffle', 8, 'optional', 'bool', False),
        ('new_height', 9, 'optional', 'uint32', 0),
        ('new_width', 10, 'optional', 'uint32', 0),
        ('new_length', 11, 'optional', 'uint32', 1),
        ('num_segments', 12, 'optional', 'uint32', 1),
        ('modality', 13, 'optional', 'VideoDataParameter.Modality', 'FLOW'),
        ('name_pattern', 14, 'optional', 'string', None),
        ('encoded', 15, 'optional', 'bool', False),
        ('grayscale', 18, 'optional', 'bool', False),
        ('length_first', 16, 'optional', 'bool', False),
        ('step', 17, 'optional', 'uint32', 1),
        ('rand_step', 19, 'optional', 'bool', False),
    ),
}

ENUMS: dict[str, dict[str, int]] = {'EltwiseParameter.EltwiseOp': {'PROD': 0, 'SUM': 1, 'MAX': 2, 'STOCHASTIC_SUM': 3}, 'ReductionParameter.ReductionOp': {'SUM': 1, 'ASUM': 2, 'SUMSQ': 3, 'MEAN': 4, 'TOPK': 5}, 'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}, 'BNParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'VideoDataParameter.Modality': {'RGB': 0, 'FLOW': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BN', 'BatchReduction', 'Gather', 'Normalize', 'ROIPooling', 'Scatter', 'SegData', 'SmoothL1Loss', 'SyncBN', 'VideoData'), ('BatchNorm', 'BatchReindex', 'Clip', 'Crop', 'ELU', 'Embed', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish', 'Tile'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False, 'types': {'BN': {'blobs': ('slope', 'bias', 'mean', 'variance'), 'masks_statistics': True, 'moving_average': 'momentum is the weight of the old value', 'param': 'bn_param', 'use_global_stats': 'frozen or TEST: the stored ones'}, 'SyncBN': {'blobs': ('slope', 'bias', 'mean', 'variance'), 'masks_statistics': True, 'moving_average': 'momentum is the weight of the old value', 'param': 'bn_param'}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ('BN, engine CUDNN: backward reads its bottom, which in place is overwritten',)

NOTES: tuple[str, ...] = ('SyncBN exists where built with MPI',)
