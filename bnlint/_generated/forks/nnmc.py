"""The Caffe 'nnmc', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('weights',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('dns_convolution_param', 147, 'optional', 'DNSConvolutionParameter', None),
        ('dns_inner_product_param', 148, 'optional', 'DNSInnerProductParameter', None),
        ('inq_convolution_param', 149, 'optional', 'INQConvolutionParameter', None),
        ('inq_inner_product_param', 150, 'optional', 'INQInnerProductParameter', None),
        ('cconvolution_param', 151, 'optional', 'CConvolutionParameter', None),
        ('cinner_product_param', 152, 'optional', 'CInnerProductParameter', None),
    ),
    'SolverParameter': (
        ('rampup_interval', 42, 'optional', 'int32', 0),
        ('rampup_lr', 43, 'optional', 'float', 0.0),
        ('min_lr', 44, 'optional', 'float', 0.0),
        ('local_gw_ratio', 45, 'optional', 'float', 0.0010000000474974513),
    ),
    'CConvolutionParameter': (
        ('gamma', 1, 'optional', 'float', 0.0010000000474974513),
        ('power', 2, 'optional', 'float', 1.0),
        ('iter_stop', 3, 'optional', 'float', 10000000.0),
        ('c_rate', 4, 'optional', 'float', 3.0),
        ('weight_mask_filler', 5, 'optional', 'FillerParameter', None),
        ('bias_mask_filler', 6, 'optional', 'FillerParameter', None),
        ('alpha_low', 7, 'optional', 'float', 0.949999988079071),
        ('alpha_high', 8, 'optional', 'float', 1.0499999523162842),
    ),
    'CInnerProductParameter': (
        ('gamma', 1, 'optional', 'float', 0.0010000000474974513),
        ('power', 2, 'optional', 'float', 1.0),
        ('c_rate', 3, 'optional', 'float', 1.0),
        ('iter_stop', 4, 'optional', 'float', 1000000.0),
        ('weight_mask_filler', 5, 'optional', 'FillerParameter', None),
        ('bias_mask_filler', 6, 'optional', 'FillerParameter', None),
        ('alpha_low', 7, 'optional', 'float', 0.949999988079071),
        ('alpha_high', 8, 'optional', 'float', 1.0499999523162842),
    ),
    'DNSConvolutionParameter': (
        ('gamma', 1, 'optional', 'float', 0.0010000000474974513),
        ('power', 2, 'optional', 'float', 1.0),
        ('c_rate', 3, 'optional', 'float', 1.0),
        ('iter_stop', 4, 'optional', 'float', 10000000.0),
        ('weight_mask_filler', 5, 'optional', 'FillerParameter', None),
        ('bias_mask_filler', 6, 'optional', 'FillerParameter', None),
        ('alpha_low', 7, 'optional', 'float', 0.949999988079071),
        ('alpha_high', 8, 'optional', 'float', 1.0499999523162842),
    ),
    'DNSInnerProductParameter': (
        ('gamma', 1, 'optional', 'float', 0.0010000000474974513),
        ('power', 2, 'optional', 'float', 1.0),
        ('c_rate', 3, 'optional', 'float', 1.0),
        ('iter_stop', 4, 'optional', 'float', 1000000.0),
        ('weight_mask_filler', 5, 'optional', 'FillerParameter', None),
        ('bias_mask_filler', 6, 'optional', 'FillerParameter', None),
        ('alpha_low', 7, 'optional', 'float', 0.949999988079071),
        ('alpha_high', 8, 'optional', 'float', 1.0499999523162842),
    ),
    'INQConvolutionParameter': (
        ('portion', 1, 'repeated', 'float', None),
        ('weight_mask_filler', 2, 'optional', 'FillerParameter', None),
        ('bias_mask_filler', 3, 'optional', 'FillerParameter', None),
        ('num_quantum_values', 4, 'optional', 'int32', 8),
    ),
    'INQInnerProductParameter': (
        ('portion', 1, 'repeated', 'float', None),
        ('weight_mask_filler', 2, 'optional', 'FillerParameter', None),
        ('bias_mask_filler', 3, 'optional', 'FillerParameter', None),
        ('num_quantum_values', 4, 'optional', 'int32', 8),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2, 'RMSPROP': 3, 'ADADELTA': 4, 'ADAM': 5, 'LARSSGD': 6}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('CConvolution', 'CInnerProduct', 'DNSConvolution', 'DNSInnerProduct', 'INQConvolution', 'INQInnerProduct'), ('Clip', 'Log', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
