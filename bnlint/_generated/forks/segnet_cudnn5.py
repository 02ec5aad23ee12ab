"""The Caffe 'segnet-cudnn5', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('bn_param', 45, 'optional', 'BNParameter', None),
        ('dense_image_data_param', 46, 'optional', 'DenseImageDataParameter', None),
        ('upsample_param', 147, 'optional', 'UpsampleParameter', None),
    ),
    'LossParameter': (
        ('normalize', 2, 'optional', 'bool', True),
        ('normalization', 5, 'optional', 'LossParameter.NormalizationMode', 'VALID'),
        ('weight_by_label_freqs', 3, 'optional', 'bool', False),
        ('class_weighting', 4, 'repeated', 'float', None),
    ),
    'DropoutParameter': (
        ('sample_weights_test', 2, 'optional', 'bool', False),
    ),
    'BNParameter': (
        ('scale_filler', 1, 'optional', 'FillerParameter', None),
        ('shift_filler', 2, 'optional', 'FillerParameter', None),
        ('bn_mode', 3, 'optional', 'BNParameter.BNMode', 'LEARN'),
    ),
    'DenseImageDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('batch_size', 2, 'optional', 'uint32', None),
        ('rand_skip', 3, 'optional', 'uint32', 0),
        ('shuffle', 4, 'optional', 'bool', False),
        ('new_height', 5, 'optional', 'uint32', 0),
        ('new_width', 6, 'optional', 'uint32', 0),
        ('is_color', 7, 'optional', 'bool', True),
        ('mean_file', 8, 'optional', 'string', None),
        ('root_folder', 9, 'optional', 'string', ''),
        ('mirror', 10, 'optional', 'bool', False),
        ('crop_width', 11, 'optional', 'uint32', 0),
        ('crop_height', 12, 'optional', 'uint32', 0),
    ),
    'UpsampleParameter': (
        ('scale', 1, 'optional', 'uint32', 2),
        ('scale_h', 2, 'optional', 'uint32', None),
        ('scale_w', 3, 'optional', 'uint32', None),
        ('pad_out_h', 4, 'optional', 'bool', False),
        ('pad_out_w', 5, 'optional', 'bool', False),
        ('upsample_h', 6, 'optional', 'uint32', None),
        ('upsample_w', 7, 'optional', 'uint32', None),
    ),
}

ENUMS: dict[str, dict[str, int]] = {'BNParameter.BNMode': {'LEARN': 0, 'INFERENCE': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BN', 'DenseImageData', 'Upsample'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor'), 'types': {'BN': {'blobs': ('scale', 'shift'), 'eps': 1e-09, 'param': 'bn_param', 'use_global_stats': "no stored statistics: bn_mode LEARN takes the batch's in TEST too, INFERENCE only scales and shifts"}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
