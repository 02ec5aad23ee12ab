"""The Caffe 'cvjena', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('weights',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('spatial_softmax_param', 1000, 'optional', 'SpatialSoftmaxParameter', None),
        ('gaussian_attention_param', 1001, 'optional', 'GaussianAttentionParameter', None),
        ('compact_bilinear_param', 1002, 'optional', 'CompactBilinearParameter', None),
        ('st_param', 1003, 'optional', 'SpatialTransformerParameter', None),
        ('st_loss_param', 1004, 'optional', 'STLossParameter', None),
        ('power_file_param', 1005, 'optional', 'PowerFileParameter', None),
        ('loc_loss_param', 1006, 'optional', 'LocLossParameter', None),
    ),
    'FillerParameter': (
        ('width', 9, 'optional', 'int32', None),
        ('height', 10, 'optional', 'int32', None),
        ('expectation_option', 11, 'optional', 'string', 'xy'),
        ('file', 100, 'optional', 'string', None),
    ),
    'ImageDataParameter': (
        ('smaller_side_size', 1000, 'repeated', 'uint32', None),
    ),
    'PowerParameter': (
        ('eps', 4, 'optional', 'float', 0.0010000000474974513),
    ),
    'GaussianAttentionParameter': (
        ('engine', 1, 'optional', 'GaussianAttentionParameter.Engine', 'DEFAULT'),
        ('sigma', 2, 'optional', 'float', 0.5),
    ),
    'SpatialSoftmaxParameter': (
        ('engine', 1, 'optional', 'SpatialSoftmaxParameter.Engine', 'DEFAULT'),
        ('temperature', 2, 'optional', 'float', 1.0),
    ),
}

COMMON: dict[str, int] = {'LocLossParameter': 76, 'PowerFileParameter': 104, 'STLossParameter': 125, 'SpatialTransformerParameter': 143, 'CompactBilinearParameter': 27}

ENUMS: dict[str, dict[str, int]] = {'GaussianAttentionParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'SpatialSoftmaxParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Bilinear', 'CompactBilinear', 'GaussianAttention', 'L2Normalize', 'LocLoss', 'PowerFile', 'STLoss', 'SignedPower', 'SignedSqrt', 'SpatialSoftmax', 'SpatialTransformer'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
