"""The Caffe 'caffeonspark', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('source_class', 10001, 'optional', 'string', None),
        ('cos_data_param', 10010, 'optional', 'CoSDataParameter', None),
    ),
    'MemoryDataParameter': (
        ('share_in_parallel', 10000, 'optional', 'bool', True),
        ('source', 10001, 'optional', 'string', None),
        ('dataframe_column_select', 10002, 'repeated', 'string', None),
        ('image_encoded', 10003, 'optional', 'bool', False),
        ('dataframe_format', 10004, 'optional', 'string', 'parquet'),
    ),
    'CoSDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('batch_size', 2, 'optional', 'uint32', None),
        ('shuffle', 3, 'optional', 'bool', False),
        ('dataframe_format', 4, 'optional', 'string', 'parquet'),
        ('top', 5, 'repeated', 'CoSDataParameter.TopBlob', None),
    ),
    'CoSDataParameter.TopBlob': (
        ('name', 1, 'optional', 'string', None),
        ('type', 2, 'optional', 'CoSDataParameter.DataType', None),
        ('channels', 3, 'optional', 'uint32', 0),
        ('height', 4, 'optional', 'uint32', 0),
        ('width', 5, 'optional', 'uint32', 0),
        ('sample_num_axes', 6, 'optional', 'uint32', 3),
        ('transform_param', 7, 'optional', 'TransformationParameter', None),
        ('out_channels', 8, 'optional', 'uint32', 0),
        ('out_height', 9, 'optional', 'uint32', 0),
        ('out_width', 10, 'optional', 'uint32', 0),
        ('transpose', 11, 'optional', 'bool', False),
    ),
}

COMMON: dict[str, int] = {'SolverParameter': 140}

ENUMS: dict[str, dict[str, int]] = {'CoSDataParameter.DataType': {'STRING': 0, 'INT': 1, 'FLOAT': 2, 'INT_ARRAY': 3, 'FLOAT_ARRAY': 4, 'ENCODED_IMAGE': 5, 'RAW_IMAGE': 6, 'ENCODED_IMAGE_WITH_DIM': 7}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('CoSData',), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
