"""The Caffe 'skimcaffe', as its difference to BVLC Caffe 1.0.

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
    ),
    'SolverParameter': (
        ('breadth_decay', 41, 'optional', 'float', 0.0),
        ('kernel_shape_decay', 42, 'optional', 'float', 0.0),
        ('block_group_decay', 43, 'optional', 'float', 0.0),
        ('prune_threshold', 44, 'optional', 'float', 9.999999747378752e-05),
        ('measure_threshold', 45, 'optional', 'float', 9.999999747378752e-05),
        ('max_threshold_factor', 46, 'optional', 'float', 1.0),
        ('winograd_adjust_threshold', 48, 'optional', 'int32', 1),
    ),
    'BatchNormParameter': (
        ('use_weight_bias', 5, 'optional', 'bool', True),
        ('bias_term', 6, 'optional', 'bool', True),
        ('filler', 7, 'optional', 'FillerParameter', None),
        ('bias_filler', 8, 'optional', 'FillerParameter', None),
    ),
    'ConvolutionParameter': (
        ('conv_mode', 21, 'optional', 'ConvolutionParameter.ConvMode', 'LOWERED_GEMM'),
        ('dump_parameter', 22, 'optional', 'bool', False),
        ('dump_activation', 23, 'optional', 'bool', False),
        ('parameter_sparsity_pattern_histogram', 24, 'optional', 'bool', False),
    ),
    'InnerProductParameter': (
        ('gemm_mode', 7, 'optional', 'InnerProductParameter.GemmMode', 'GEMM'),
        ('spmdm_transpose_in', 8, 'optional', 'bool', True),
        ('spmdm_transpose_out', 9, 'optional', 'bool', True),
        ('dump_parameter', 10, 'optional', 'bool', False),
        ('dump_activation', 11, 'optional', 'bool', False),
    ),
}

COMMON: dict[str, int] = {'LayerParameter': 73, 'BlockGroupLassoSpec': 20}

ENUMS: dict[str, dict[str, int]] = {'ConvolutionParameter.ConvMode': {'LOWERED_GEMM': 0, 'LOWERED_CCNMM': 1, 'DIRECT_SCONV': 2, 'DIRECT_DCONV': 3}, 'LayerParameter.ConnectivityMode': {'CONNECTED': 0, 'DISCONNECTED_ELTWISE': 1, 'DISCONNECTED_GRPWISE': 2}, 'InnerProductParameter.GemmMode': {'GEMM': 0, 'SPMDM': 1, 'SPGEMM': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('ConvolutionReLU', 'ConvolutionReLUPool', 'ConvolutionReLUPoolLRN', 'InnerProductReLUDropout', 'MKLConvolution', 'MKLLRN', 'MKLPooling', 'MKLReLU', 'ReLUPooling', 'Winograd'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor'), 'unread': ('batch_norm_param.bias_filler', 'batch_norm_param.bias_term', 'batch_norm_param.filler', 'batch_norm_param.use_weight_bias')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
