"""The Caffe 'lrcn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'ParameterParameter': '*', 'ReductionParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'LayerParameter': ('propagate_down', 'spp_param', 'log_param', 'flatten_param', 'reduction_param', 'tile_param', 'batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'swish_param', 'clip_param'), 'TransformationParameter': ('force_color', 'force_gray'), 'LossParameter': ('normalization',), 'FillerParameter': ('variance_norm',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'ContrastiveLossParameter': ('legacy_version',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('prefetch',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'MVNParameter': ('eps',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('param_str', 'share_in_parallel'), 'RecurrentParameter': ('expose_hidden',), 'ReshapeParameter': ('axis', 'num_axes')}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('embed_param', 132, 'optional', 'EmbedParameter', None),
        ('recurrent_param', 134, 'optional', 'RecurrentParameter', None),
    ),
    'TransformationParameter': (
        ('flow', 6, 'optional', 'bool', False),
    ),
    'ImageDataParameter': (
        ('batch_size', 4, 'optional', 'uint32', None),
        ('min_height', 13, 'optional', 'uint32', 0),
        ('min_width', 14, 'optional', 'uint32', 0),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 79, 'AccuracyParameter': 1, 'ConvolutionParameter': 31, 'EltwiseParameter': 54}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('FillerParameter.VarianceNorm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = ((), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'Crop', 'ELU', 'Filter', 'Input', 'Log', 'Parameter', 'Reduction', 'SPP', 'Scale', 'Swish', 'Tile'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
