"""The Caffe 'augmentation', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('weights',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'TransformationParameter': (
        ('min_scaling_factor', 8, 'optional', 'float', 0.75),
        ('max_scaling_factor', 9, 'optional', 'float', 1.5),
        ('max_rotation_angle', 10, 'optional', 'uint32', 0),
        ('contrast_brightness_adjustment', 11, 'optional', 'bool', False),
        ('smooth_filtering', 12, 'optional', 'bool', False),
        ('min_side_min', 13, 'optional', 'uint32', 0),
        ('min_contrast', 14, 'optional', 'float', 0.800000011920929),
        ('max_contrast', 15, 'optional', 'float', 1.2000000476837158),
        ('max_brightness_shift', 16, 'optional', 'uint32', 5),
        ('max_smooth', 17, 'optional', 'float', 6.0),
        ('apply_probability', 18, 'optional', 'float', 0.5),
        ('debug_params', 19, 'optional', 'bool', False),
        ('max_color_shift', 20, 'optional', 'uint32', 0),
        ('min_side_max', 21, 'optional', 'uint32', 0),
        ('min_side', 22, 'optional', 'uint32', 0),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = ((), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
