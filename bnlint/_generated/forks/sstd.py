"""The Caffe 'sstd', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('annotated_data_param', 200, 'optional', 'AnnotatedDataParameter', None),
        ('multibox_loss_param', 201, 'optional', 'MultiBoxLossParameter', None),
        ('permute_param', 202, 'optional', 'PermuteParameter', None),
        ('prior_box_param', 203, 'optional', 'PriorBoxParameter', None),
        ('detection_output_param', 204, 'optional', 'DetectionOutputParameter', None),
        ('detection_evaluate_param', 205, 'optional', 'DetectionEvaluateParameter', None),
        ('norm_param', 206, 'optional', 'NormalizeParameter', None),
        ('video_data_param', 207, 'optional', 'VideoDataParameter', None),
        ('mask_resize_param', 147, 'optional', 'MaskResizeParameter', None),
        ('mask_param', 148, 'optional', 'TransformationParameter', None),
    ),
    'V1LayerParameter': (
        ('mask_param', 47, 'optional', 'TransformationParameter', None),
    ),
    'AnnotatedDataParameter': (
        ('batch_sampler', 1, 'repeated', 'BatchSampler', None),
        ('label_map_file', 2, 'optional', 'string', None),
        ('anno_type', 3, 'optional', 'AnnotatedDatum.AnnotationType', None),
        ('oriented', 4, 'optional', 'bool', False),
    ),
    'Annotation': (
        ('instance_id', 1, 'optional', 'int32', 0),
        ('bbox', 2, 'optional', 'NormalizedBBox', None),
        ('oriented_bbox', 3, 'optional', 'NormalizedOrientedBBox', None),
    ),
    'MultiBoxLossParameter': (
        ('loc_loss_type', 1, 'optional', 'MultiBoxLossParameter.LocLossType', 'SMOOTH_L1'),
        ('conf_loss_type', 2, 'optional', 'MultiBoxLossParameter.ConfLossType', 'SOFTMAX'),
        ('loc_weight', 3, 'optional', 'float', 1.0),
        ('num_classes', 4, 'optional', 'uint32', None),
        ('share_location', 5, 'optional', 'bool', True),
        ('match_type', 6, 'optional', 'MultiBoxLossParameter.MatchType', 'PER_PREDICTION'),
        ('overlap_threshold', 7, 'optional', 'float', 0.5),
        ('use_prior_for_matching', 8, 'optional', 'bool', True),
        ('background_label_id', 9, 'optional', 'uint32', 0),
        ('use_difficult_gt', 10, 'optional', 'bool', True),
        ('do_neg_mining', 11, 'optional', 'bool', None),
        ('neg_pos_ratio', 12, 'optional', 'float', 3.0),
        ('neg_overlap', 13, 'optional', 'float', 0.5),
        ('code_type', 14, 'optional', 'PriorBoxParameter.CodeType', 'CORNER'),
        ('encode_variance_in_target', 16, 'optional', 'bool', False),
        ('map_object_to_agnostic', 17, 'optional', 'bool', False),
        ('ignore_cross_boundary_bbox', 18, 'optional', 'bool', False),
        ('bp_inside', 19, 'optional', 'bool', False),
        ('mining_type', 20, 'optional', 'MultiBoxLossParameter.MiningType', 'MAX_NEGATIVE'),
        ('nms_param', 21, 'optional', 'NonMaximumSuppressionParameter', None),
        ('sample_size', 22, 'optional', 'int32', 64),
        ('use_prior_for_nms', 23, 'optional', 'bool', False),
        ('oriented_weight', 24, 'optional', 'float', 1.0),
    ),
    'AnnotatedMaskDatum': (
        ('datum', 1, 'optional', 'Datum', None),
        ('mask', 2, 'optional', 'Datum', None),
        ('type', 3, 'optional', 'AnnotatedMaskDatum.AnnotationType', None),
        ('annotation_group', 4, 'repeated', 'AnnotationGroup', None),
    ),
    'MaskResizeParameter': (
        ('output_height', 1, 'optional', 'uint32', 0),
        ('output_width', 2, 'optional', 'uint32', 0),
        ('factor_height', 3, 'optional', 'float', 0.0),
        ('factor_width', 4, 'optional', 'float', 0.0),
    ),
    'NormalizedOrientedBBox': (
        ('xc', 1, 'optional', 'float', None),
        ('yc', 2, 'optional', 'float', None),
        ('width', 3, 'optional', 'float', None),
        ('height', 4, 'optional', 'float', None),
        ('radians', 5, 'optional', 'float', None),
    ),
}

COMMON: dict[str, int] = {'TransformationParameter': 147, 'SolverParameter': 137, 'SolverState': 141, 'AnnotatedDatum': 4, 'AnnotationGroup': 6, 'BatchSampler': 15, 'DetectionEvaluateParameter': 44, 'DetectionOutputParameter': 45, 'DistortionParameter': 46, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'NoiseParameter': 95, 'NonMaximumSuppressionParameter': 96, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'VideoDataParameter': 153}

ENUMS: dict[str, dict[str, int]] = {'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'AnnotatedMaskDatum.AnnotationType': {'BBOX': 0}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'AnnotatedDataMask', 'DetectionEvaluate', 'DetectionOrientedOutput', 'DetectionOutput', 'MaskPooling', 'MaskResize', 'MultiBoxLoss', 'MultiBoxOrientedLoss', 'Normalize', 'Permute', 'PriorBox', 'SmoothL1Loss', 'VideoData'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
