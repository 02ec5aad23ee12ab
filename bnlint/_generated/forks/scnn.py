"""The Caffe 'scnn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'ParamSpec': (
        ('breadth_decay_mult', 5, 'optional', 'float', 0.0),
        ('kernel_shape_decay_mult', 6, 'optional', 'float', 0.0),
        ('block_group_lasso', 7, 'repeated', 'BlockGroupLassoSpec', None),
        ('regularization_type', 8, 'optional', 'string', ''),
        ('decay_proto', 9, 'optional', 'string', ''),
    ),
    'SolverParameter': (
        ('breadth_decay', 41, 'optional', 'float', 0.0),
        ('kernel_shape_decay', 42, 'optional', 'float', 0.0),
        ('block_group_decay', 43, 'optional', 'float', 0.0),
    ),
    'ConvolutionParameter': (
        ('conv_mode', 21, 'optional', 'ConvolutionParameter.ConvMode', 'LOWERED_GEMM'),
    ),
}

COMMON: dict[str, int] = {'LayerParameter': 73, 'BlockGroupLassoSpec': 20}

ENUMS: dict[str, dict[str, int]] = {'ConvolutionParameter.ConvMode': {'LOWERED_GEMM': 0, 'LOWERED_CSRMM': 1, 'LOWERED_CCNMM': 2, 'DIRECT_SCONV': 3, 'DIRECT_DCONV': 4}, 'LayerParameter.ConnectivityMode': {'CONNECTED': 0, 'DISCONNECTED_ELTWISE': 1, 'DISCONNECTED_GRPWISE': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = ((), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
