"""The Caffe 'pvanet', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('roi_pooling_param', 8266711, 'optional', 'ROIPoolingParameter', None),
        ('smooth_l1_loss_param', 8266712, 'optional', 'SmoothL1LossParameter', None),
        ('proposal_param', 8266713, 'optional', 'ProposalParameter', None),
    ),
    'SolverParameter': (
        ('plateau_winsize', 41, 'repeated', 'int32', None),
    ),
    'SolverState': (
        ('minimum_loss', 5, 'optional', 'float', 9.999999680285692e+37),
        ('iter_last_event', 6, 'optional', 'int32', 0),
    ),
    'ProposalParameter': (
        ('feat_stride', 1, 'optional', 'uint32', 16),
        ('base_size', 2, 'optional', 'uint32', 16),
        ('min_size', 3, 'optional', 'uint32', 16),
        ('ratio', 4, 'repeated', 'float', None),
        ('scale', 5, 'repeated', 'float', None),
        ('pre_nms_topn', 6, 'optional', 'uint32', 6000),
        ('post_nms_topn', 7, 'optional', 'uint32', 300),
        ('nms_thresh', 8, 'optional', 'float', 0.699999988079071),
    ),
    'ROIPoolingParameter': (
        ('pooled_h', 1, 'optional', 'uint32', 0),
        ('pooled_w', 2, 'optional', 'uint32', 0),
        ('spatial_scale', 3, 'optional', 'float', 1.0),
    ),
    'SmoothL1LossParameter': (
        ('sigma', 1, 'optional', 'float', 1.0),
    ),
}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Proposal', 'ROIPooling', 'SmoothL1Loss'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
