"""The Caffe 'ristretto', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('quantization_param', 149, 'optional', 'QuantizationParameter', None),
    ),
    'QuantizationParameter': (
        ('precision', 1, 'optional', 'QuantizationParameter.Precision', 'DYNAMIC_FIXED_POINT'),
        ('rounding_scheme', 2, 'optional', 'QuantizationParameter.Rounding', 'NEAREST'),
        ('bw_layer_in', 3, 'optional', 'uint32', 32),
        ('bw_layer_out', 4, 'optional', 'uint32', 32),
        ('bw_params', 5, 'optional', 'uint32', 32),
        ('fl_layer_in', 6, 'optional', 'int32', 16),
        ('fl_layer_out', 7, 'optional', 'int32', 16),
        ('fl_params', 8, 'optional', 'int32', 16),
        ('mant_bits', 9, 'optional', 'uint32', 23),
        ('exp_bits', 10, 'optional', 'uint32', 8),
        ('exp_min', 11, 'optional', 'int32', -8),
        ('exp_max', 12, 'optional', 'int32', -1),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {'QuantizationParameter.Precision': {'DYNAMIC_FIXED_POINT': 0, 'MINIFLOAT': 1, 'INTEGER_POWER_OF_2_WEIGHTS': 2}, 'QuantizationParameter.Rounding': {'NEAREST': 0, 'STOCHASTIC': 1}}

ENUMS_REMOVED: tuple[str, ...] = ()

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('ConvolutionRistretto', 'DeconvolutionRistretto', 'FcRistretto', 'LRNRistretto'), ())

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
