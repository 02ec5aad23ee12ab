"""The Caffe 'ssd', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
}

COMMON: dict[str, int] = {'LayerParameter': 70, 'TransformationParameter': 147, 'SolverParameter': 137, 'SolverState': 141, 'AnnotatedDataParameter': 3, 'AnnotatedDatum': 4, 'Annotation': 5, 'AnnotationGroup': 6, 'BatchSampler': 15, 'DetectionEvaluateParameter': 44, 'DetectionOutputParameter': 45, 'DistortionParameter': 46, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'MultiBoxLossParameter': 91, 'NoiseParameter': 95, 'NonMaximumSuppressionParameter': 96, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'VideoDataParameter': 153}

ENUMS: dict[str, dict[str, int]] = {'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'DetectionEvaluate', 'DetectionOutput', 'MultiBoxLoss', 'Normalize', 'Permute', 'PriorBox', 'SmoothL1Loss', 'VideoData'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
