"""The Caffe 'openpose', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('cpm_transform_param', 147, 'optional', 'CPMTransformationParameter', None),
    ),
    'CPMTransformationParameter': (
        ('scale', 1, 'optional', 'float', 1.0),
        ('mirror', 2, 'optional', 'bool', False),
        ('crop_size', 3, 'optional', 'uint32', 0),
        ('mean_file', 4, 'optional', 'string', None),
        ('mean_value', 5, 'repeated', 'float', None),
        ('stride', 6, 'optional', 'uint32', 4),
        ('scale_cvg', 7, 'optional', 'float', 0.5),
        ('max_cvg_len', 8, 'optional', 'uint32', 50),
        ('min_cvg_len', 9, 'optional', 'uint32', 50),
        ('opaque_coverage', 10, 'optional', 'bool', True),
        ('coverage', 11, 'optional', 'string', 'gridbox_max'),
        ('flip_prob', 12, 'optional', 'float', 0.5),
        ('max_rotate_degree', 13, 'optional', 'float', 5.0),
        ('visualize', 14, 'optional', 'bool', False),
        ('crop_size_x', 15, 'optional', 'uint32', 368),
        ('crop_size_y', 16, 'optional', 'uint32', 368),
        ('scale_prob', 17, 'optional', 'float', 0.5),
        ('scale_min', 18, 'optional', 'float', 0.8999999761581421),
        ('scale_max', 19, 'optional', 'float', 1.100000023841858),
        ('bbox_norm_factor', 20, 'optional', 'float', 300.0),
        ('img_header', 21, 'optional', 'string', '.'),
        ('force_color', 22, 'optional', 'bool', False),
        ('force_gray', 23, 'optional', 'bool', False),
        ('target_dist', 24, 'optional', 'float', 1.0),
        ('center_perterb_max', 25, 'optional', 'float', 10.0),
        ('sigma', 26, 'optional', 'float', 7.0),
        ('sigma_center', 27, 'optional', 'float', 21.0),
        ('clahe_tile_size', 28, 'optional', 'float', 8.0),
        ('clahe_clip_limit', 29, 'optional', 'float', 4.0),
        ('do_clahe', 30, 'optional', 'bool', False),
        ('num_parts', 31, 'optional', 'uint32', 14),
        ('num_total_augs', 32, 'optional', 'uint32', 82),
        ('aug_way', 33, 'optional', 'string', 'rand'),
        ('gray', 34, 'optional', 'uint32', 0),
        ('np_in_lmdb', 35, 'optional', 'uint32', 16),
        ('transform_body_joint', 38, 'optional', 'bool', True),
    ),
}

COMMON: dict[str, int] = {'SolverParameter': 140}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('CPMData',), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
