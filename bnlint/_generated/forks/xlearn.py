"""The Caffe 'xlearn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('mmd_param', 147, 'optional', 'MMDParameter', None),
        ('entropy_param', 148, 'optional', 'EntropyParameter', None),
        ('gradient_scaler_param', 149, 'optional', 'GradientScalerParameter', None),
        ('jmmd_param', 150, 'optional', 'JMMDParameter', None),
    ),
    'EntropyParameter': (
        ('threshold', 1, 'optional', 'float', 0.0010000000474974513),
        ('ignore_label', 2, 'optional', 'uint32', 999),
        ('iterations_num', 3, 'optional', 'uint32', 0),
    ),
    'GradientScalerParameter': (
        ('lower_bound', 1, 'optional', 'float', 0.0),
        ('upper_bound', 2, 'optional', 'float', 1.0),
        ('alpha', 3, 'optional', 'float', 10.0),
        ('max_iter', 4, 'optional', 'float', 1.0),
        ('threshold_iter', 5, 'optional', 'uint32', 0),
    ),
    'JMMDParameter': (
        ('kernel_num', 1, 'optional', 'uint32', 5),
        ('sigma', 2, 'optional', 'float', 0.0),
        ('label_kernel_mul', 4, 'optional', 'float', 2.0),
        ('label_kernel_num', 5, 'optional', 'uint32', 5),
        ('kernel_mul', 6, 'optional', 'float', 2.0),
        ('fix_gamma', 7, 'optional', 'bool', False),
        ('auto_sigma', 8, 'optional', 'bool', False),
    ),
    'MMDParameter': (
        ('kernel_num', 1, 'optional', 'uint32', 5),
        ('kernel_mul', 2, 'optional', 'float', 2.0),
        ('fix_gamma', 3, 'optional', 'bool', False),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('EntropyLoss', 'GradientScaler', 'JMMDLoss', 'MMDLoss', 'OuterProduct'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
