"""The Caffe 'openpose-train', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('op_transform_param', 149, 'optional', 'OPTransformationParameter', None),
    ),
    'ConvolutionParameter': (
        ('binary', 19, 'optional', 'int32', 0),
    ),
    'BinaryActivationParameter': (
    ),
    'OPTransformationParameter': (
        ('stride', 8, 'optional', 'uint32', 4),
        ('flip_prob', 9, 'optional', 'float', 0.5),
        ('max_degree_rotations', 10, 'optional', 'string', '45.0'),
        ('crop_size_x', 12, 'optional', 'uint32', 368),
        ('crop_size_y', 13, 'optional', 'uint32', 368),
        ('center_perterb_max', 14, 'optional', 'float', 10.0),
        ('center_swap_prob', 15, 'optional', 'float', 0.0),
        ('scale_prob', 16, 'optional', 'float', 0.5),
        ('scale_mins', 17, 'optional', 'string', '0.9'),
        ('scale_maxs', 18, 'optional', 'string', '1.1'),
        ('target_dist', 19, 'optional', 'float', 1.0),
        ('number_max_occlusions', 20, 'optional', 'string', '0'),
        ('sigmas', 21, 'optional', 'string', '7.0'),
        ('models', 22, 'optional', 'string', 'COCO'),
        ('sources', 23, 'optional', 'string', ''),
        ('probabilities', 24, 'optional', 'string', '1'),
        ('source_background', 25, 'optional', 'string', ''),
        ('prob_only_background', 26, 'optional', 'float', 0.0),
        ('media_directory', 27, 'optional', 'string', ''),
        ('normalization', 28, 'optional', 'uint32', 0),
        ('add_distance', 29, 'optional', 'bool', False),
        ('input_type', 30, 'optional', 'string', ''),
        ('frame_size', 31, 'optional', 'uint32', 0),
        ('taf_topology', 32, 'optional', 'uint32', 0),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ()

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('OPData', 'OPVideo'), ())

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
