"""The Caffe 'sfm', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('display', 12, 'optional', 'bool', False),
        ('sparsify_param', 147, 'optional', 'SparsifyParameter', None),
        ('symmetric_rectify_param', 148, 'optional', 'SymmetricRectifyParameter', None),
    ),
    'ParamSpec': (
        ('force_regularize', 5, 'optional', 'ForceRegular', None),
        ('force_mult', 6, 'optional', 'float', 0.0),
    ),
    'SolverParameter': (
        ('force_type', 41, 'optional', 'string', 'Degradation'),
        ('force_decay', 42, 'optional', 'float', 0.0),
        ('force_iter', 43, 'optional', 'int32', -1),
        ('force_decay_type', 44, 'optional', 'string', 'fixed'),
        ('force_direction', 45, 'optional', 'string', 'all'),
    ),
    'ForceRegular': (
        ('xdim', 1, 'optional', 'int32', 1),
        ('ydim', 2, 'optional', 'int32', 1),
        ('multi', 3, 'optional', 'float', 0.0),
    ),
    'SparsifyParameter': (
        ('thre', 1, 'optional', 'float', 0.0),
        ('coef', 2, 'optional', 'float', 0.0),
    ),
    'SymmetricRectifyParameter': (
        ('filler', 1, 'optional', 'FillerParameter', None),
        ('channel_shared', 2, 'optional', 'bool', False),
        ('thre_decay', 3, 'optional', 'float', 0.0),
    ),
}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Sparsify', 'SymmetricRectify'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
