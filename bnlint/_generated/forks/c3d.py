"""The Caffe 'c3d', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('weights',), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('video_data_param', 6660, 'optional', 'VideoDataParameter', None),
        ('convolution3d_param', 6661, 'optional', 'Convolution3DParameter', None),
        ('pooling3d_param', 6662, 'optional', 'Pooling3DParameter', None),
    ),
    'Convolution3DParameter': (
        ('num_output', 1, 'optional', 'uint32', None),
        ('bias_term', 2, 'optional', 'bool', True),
        ('pad', 3, 'optional', 'uint32', 0),
        ('kernel_size', 4, 'optional', 'uint32', None),
        ('group', 5, 'optional', 'uint32', 1),
        ('kernel_depth', 6, 'optional', 'uint32', None),
        ('stride', 7, 'optional', 'uint32', 1),
        ('temporal_stride', 8, 'optional', 'uint32', 1),
        ('weight_filler', 9, 'optional', 'FillerParameter', None),
        ('bias_filler', 10, 'optional', 'FillerParameter', None),
        ('filter_group', 11, 'optional', 'uint32', 1),
        ('temporal_pad', 12, 'optional', 'uint32', 0),
    ),
    'Pooling3DParameter': (
        ('pool', 1, 'optional', 'Pooling3DParameter.PoolMethod', 'MAX'),
        ('kernel_size', 2, 'optional', 'uint32', None),
        ('stride', 3, 'optional', 'uint32', 1),
        ('pad', 4, 'optional', 'uint32', 0),
        ('kernel_depth', 5, 'optional', 'uint32', None),
        ('temporal_stride', 6, 'optional', 'uint32', 1),
    ),
    'VideoDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('scale', 2, 'optional', 'float', 1.0),
        ('mean_file', 3, 'optional', 'string', None),
        ('batch_size', 4, 'optional', 'uint32', 1),
        ('crop_size', 5, 'optional', 'uint32', 0),
        ('mirror', 6, 'optional', 'bool', False),
        ('rand_skip', 7, 'optional', 'uint32', 0),
        ('shuffle', 8, 'optional', 'bool', False),
        ('new_height', 9, 'optional', 'uint32', 0),
        ('new_width', 10, 'optional', 'uint32', 0),
        ('is_color', 11, 'optional', 'bool', True),
        ('root_folder', 12, 'optional', 'string', ''),
        ('new_length', 13, 'optional', 'uint32', None),
        ('show_data', 14, 'optional', 'bool', False),
        ('use_image', 15, 'optional', 'bool', False),
        ('use_temporal_jitter', 16, 'optional', 'bool', False),
        ('sampling_rate', 17, 'optional', 'uint32', 1),
        ('max_sampling_rate', 18, 'optional', 'uint32', 1),
        ('use_sampling_rate_jitter', 19, 'optional', 'bool', False),
        ('use_multiple_label', 20, 'optional', 'bool', False),
        ('num_of_labels', 21, 'optional', 'uint32', 1),
    ),
}

COMMON: dict[str, int] = {'VolumeDatum': 154}

ENUMS: dict[str, dict[str, int]] = {'Pooling3DParameter.PoolMethod': {'MAX': 0, 'AVE': 1, 'STOCHASTIC': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BlackHole', 'Convolution3D', 'Deconvolution3D', 'L2Normalize', 'Pooling3D', 'VideoData'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
