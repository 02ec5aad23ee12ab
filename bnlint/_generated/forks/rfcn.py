"""The Caffe 'rfcn', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('roi_pooling_param', 8266711, 'optional', 'ROIPoolingParameter', None),
        ('smooth_l1_loss_param', 8266712, 'optional', 'SmoothL1LossParameter', None),
        ('psroi_pooling_param', 10001, 'optional', 'PSROIPoolingParameter', None),
        ('box_annotator_ohem_param', 10000, 'optional', 'BoxAnnotatorOHEMParameter', None),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 80, 'SolverParameter': 140, 'DropoutParameter': 51, 'BoxAnnotatorOHEMParameter': 21, 'PSROIPoolingParameter': 99, 'ROIPoolingParameter': 112, 'SmoothL1LossParameter': 135}

ENUMS: dict[str, dict[str, int]] = {'LossParameter.NormalizationMode': {'FULL': 0, 'VALID': 1, 'BATCH_SIZE': 2, 'PRE_FIXED': 3, 'NONE': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('BoxAnnotatorOHEM', 'PSROIPooling', 'ROIPooling', 'SmoothL1Loss'), ('Clip', 'LSTM', 'LSTMUnit', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor'), 'batch_statistics': 'aborts'}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
