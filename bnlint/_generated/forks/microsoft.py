"""The Caffe 'microsoft', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('roi_pooling_param', 147, 'optional', 'ROIPoolingParameter', None),
        ('smooth_l1_loss_param', 148, 'optional', 'SmoothL1LossParameter', None),
        ('psroi_pooling_param', 149, 'optional', 'PSROIPoolingParameter', None),
        ('box_annotator_ohem_param', 150, 'optional', 'BoxAnnotatorOHEMParameter', None),
        ('mil_data_param', 5065028, 'optional', 'MILDataParameter', None),
        ('mil_param', 5065036, 'optional', 'MILParameter', None),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 80, 'SolverParameter': 140, 'DropoutParameter': 51, 'BoxAnnotatorOHEMParameter': 21, 'MILDataParameter': 82, 'MILParameter': 83, 'PSROIPoolingParameter': 99, 'ROIPoolingParameter': 112, 'SmoothL1LossParameter': 135}

ENUMS: dict[str, dict[str, int]] = {'LossParameter.NormalizationMode': {'FULL': 0, 'VALID': 1, 'BATCH_SIZE': 2, 'PRE_FIXED': 3, 'NONE': 4}, 'MILParameter.MILType': {'MAX': 0, 'NOR': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BoxAnnotatorOHEM', 'PSROIPooling', 'ROIPooling', 'SmoothL1Loss', 'SmoothL1LossOHEM', 'SoftmaxWithLossOHEM'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
