"""The Caffe 'segnet', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'LayerParameter': ('embed_param', 'tile_param', 'batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'LossParameter': ('normalization',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('prefetch',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'LRNParameter': ('engine',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('param_str', 'share_in_parallel')}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('bn_param', 45, 'optional', 'BNParameter', None),
        ('upsample_param', 137, 'optional', 'UpsampleParameter', None),
        ('dense_image_data_param', 138, 'optional', 'DenseImageDataParameter', None),
    ),
    'LossParameter': (
        ('normalize', 2, 'optional', 'bool', True),
        ('weight_by_label_freqs', 3, 'optional', 'bool', False),
        ('class_weighting', 4, 'repeated', 'float', None),
    ),
}

COMMON: dict[str, int] = {'ConvolutionParameter': 31, 'DropoutParameter': 50, 'ImageDataParameter': 61, 'BNParameter': 9, 'DenseImageDataParameter': 40, 'UpsampleParameter': 151}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}, 'BNParameter.BNMode': {'LEARN': 0, 'INFERENCE': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('LRNParameter.Engine', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BN', 'DenseImageData', 'Upsample'), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'Crop', 'ELU', 'Embed', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Scale', 'Swish', 'Tile'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False, 'zero_gamma': ('BN',), 'types': {'BN': {'blobs': ('scale', 'shift'), 'eps': 1e-09, 'fixed_by': {'bn_mode': 'INFERENCE'}, 'param': 'bn_param', 'use_global_stats': "no stored statistics: bn_mode LEARN takes the batch's in TEST too, INFERENCE only scales and shifts"}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
