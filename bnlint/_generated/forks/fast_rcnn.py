"""The Caffe 'fast-rcnn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'ReshapeParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'LayerParameter': ('propagate_down', 'spp_param', 'reshape_param', 'log_param', 'flatten_param', 'reduction_param', 'embed_param', 'tile_param', 'batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'TransformationParameter': ('force_color', 'force_gray'), 'LossParameter': ('normalization',), 'FillerParameter': ('variance_norm',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('iter_size', 'snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'ContrastiveLossParameter': ('legacy_version',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('prefetch',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'MVNParameter': ('eps',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('share_in_parallel',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('roi_pooling_param', 8266711, 'optional', 'ROIPoolingParameter', None),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 79, 'ConvolutionParameter': 31, 'ImageDataParameter': 61, 'ROIPoolingParameter': 112}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('FillerParameter.VarianceNorm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('ROIPooling', 'SmoothL1Loss'), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'Crop', 'ELU', 'Embed', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'Parameter', 'RNN', 'Reduction', 'Reshape', 'SPP', 'Scale', 'Swish', 'Tile'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
