"""The Caffe 'caffecn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('multi_image_data_param', 141, 'optional', 'MultiImageDataParameter', None),
    ),
    'MultiImageDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('scale', 2, 'optional', 'float', 1.0),
        ('mean_file', 3, 'optional', 'string', None),
        ('batch_size', 4, 'optional', 'uint32', None),
        ('crop_size', 5, 'optional', 'uint32', 0),
        ('mirror', 6, 'optional', 'bool', False),
        ('rand_skip', 7, 'optional', 'uint32', 0),
        ('shuffle', 8, 'optional', 'bool', False),
        ('new_height', 9, 'optional', 'uint32', 0),
        ('new_width', 10, 'optional', 'uint32', 0),
        ('is_color', 11, 'optional', 'bool', True),
        ('root_folder', 12, 'optional', 'string', ''),
        ('img_num', 13, 'required', 'uint32', 2),
    ),
}

COMMON: dict[str, int] = {'SolverParameter': 140}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('MultiImageData',), ('Bias', 'Clip', 'Crop', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Scale', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
