"""The Caffe 'caffe-pro', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('clip_param', 150, 'optional', 'ClipParameter', None),
        ('transpose_param', 148, 'optional', 'TransposeParameter', None),
        ('filter_param', 149, 'optional', 'FilterParamter', None),
    ),
    'ConvolutionParameter': (
        ('filterwise_ratio', 19, 'optional', 'float', 1.0),
    ),
    'ImageDataParameter': (
        ('new_dim', 13, 'optional', 'uint32', 0),
        ('bicubic', 14, 'optional', 'bool', False),
    ),
    'FilterParamter': (
        ('axis', 1, 'optional', 'int32', 1),
        ('num_output', 2, 'optional', 'int32', None),
    ),
    'TransposeParameter': (
        ('n', 1, 'optional', 'int32', 1),
        ('c', 2, 'optional', 'int32', 0),
        ('h', 3, 'optional', 'int32', 2),
        ('w', 4, 'optional', 'int32', 3),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ()

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Matmul',), ())

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
