"""The Caffe 'yjxiong-3d', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'LayerParameter': ('embed_param', 'tile_param', 'batch_norm_param', 'elu_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'LossParameter': ('normalization',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'DataParameter': ('prefetch',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('share_in_parallel',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'ConvolutionParameter': (
        ('dilation', 16, 'optional', 'uint32', 1),
        ('dilation_h', 17, 'optional', 'uint32', None),
        ('dilation_w', 18, 'optional', 'uint32', None),
        ('force_nd_im2col', 19, 'optional', 'bool', False),
        ('axis', 20, 'optional', 'int32', 1),
    ),
    'PoolingParameter': (
        ('kernel_size', 2, 'repeated', 'uint32', None),
        ('stride', 3, 'repeated', 'uint32', None),
        ('pad', 4, 'repeated', 'uint32', None),
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

COMMON: dict[str, int] = {'NetParameter': 94, 'LayerParameter': 71, 'TransformationParameter': 146, 'LossParameter': 79, 'SolverParameter': 136, 'DataParameter': 35, 'ImageDataParameter': 61, 'PythonParameter': 110, 'ReductionParameter': 117, 'BNParameter': 10, 'BatchReductionParameter': 14, 'MemoryOptimizationParameter': 90, 'ROIPoolingParameter': 112, 'SegDataParameter': 133}

ENUMS: dict[str, dict[str, int]] = {'EltwiseParameter.EltwiseOp': {'PROD': 0, 'SUM': 1, 'MAX': 2, 'STOCHASTIC_SUM': 3}, 'ReductionParameter.ReductionOp': {'SUM': 1, 'ASUM': 2, 'SUMSQ': 3, 'MEAN': 4, 'TOPK': 5}, 'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}, 'BNParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'VideoDataParameter.Modality': {'RGB': 0, 'FLOW': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BN', 'BatchReduction', 'Gather', 'Normalize', 'ROIPooling', 'Scatter', 'SegData', 'SmoothL1Loss', 'SyncBN', 'VideoData'), ('BatchNorm', 'BatchReindex', 'Clip', 'Crop', 'ELU', 'Embed', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish', 'Tile'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False, 'types': {'BN': {'blobs': ('slope', 'bias', 'mean', 'variance'), 'fixed_by': {'frozen': True}, 'masks_statistics': True, 'moving_average': 'momentum is the weight of the old value', 'param': 'bn_param', 'use_global_stats': 'frozen or TEST: the stored ones'}, 'SyncBN': {'blobs': ('slope', 'bias', 'mean', 'variance'), 'fixed_by': {'frozen': True}, 'masks_statistics': True, 'moving_average': 'momentum is the weight of the old value', 'param': 'bn_param'}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ('BN, engine CUDNN: backward reads its bottom, which in place is overwritten',)

NOTES: tuple[str, ...] = ('SyncBN exists where built with MPI',)
