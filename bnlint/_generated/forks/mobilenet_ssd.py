"""The Caffe 'mobilenet-ssd', as its difference to BVLC Caffe 1.0.

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
        ('relu6_param', 208, 'optional', 'ReLU6Parameter', None),
    ),
    'TransformationParameter': (
        ('resize_param', 8, 'optional', 'ResizeParameter', None),
        ('noise_param', 9, 'optional', 'NoiseParameter', None),
        ('emit_constraint', 10, 'optional', 'EmitConstraint', None),
        ('crop_h', 11, 'optional', 'uint32', 0),
        ('crop_w', 12, 'optional', 'uint32', 0),
        ('distort_param', 13, 'optional', 'DistortionParameter', None),
        ('expand_param', 14, 'optional', 'ExpansionParameter', None),
    ),
    'SolverParameter': (
        ('eval_type', 41, 'optional', 'string', 'classification'),
        ('ap_version', 42, 'optional', 'string', 'Integral'),
        ('plateau_winsize', 43, 'repeated', 'int32', None),
        ('show_per_class_result', 44, 'optional', 'bool', False),
    ),
    'SolverState': (
        ('minimum_loss', 5, 'optional', 'float', 9.999999680285692e+37),
        ('iter_last_event', 6, 'optional', 'int32', 0),
    ),
    'ConvolutionParameter': (
        ('tf_pad', 19, 'optional', 'ConvolutionParameter.TFPaddingMethod', 'SAME'),
    ),
    'AnnotatedDataParameter': (
        ('batch_sampler', 1, 'repeated', 'BatchSampler', None),
        ('label_map_file', 2, 'optional', 'string', None),
        ('anno_type', 3, 'optional', 'AnnotatedDatum.AnnotationType', None),
    ),
    'AnnotatedDatum': (
        ('datum', 1, 'optional', 'Datum', None),
        ('type', 2, 'optional', 'AnnotatedDatum.AnnotationType', None),
        ('annotation_group', 3, 'repeated', 'AnnotationGroup', None),
    ),
    'Annotation': (
        ('instance_id', 1, 'optional', 'int32', 0),
        ('bbox', 2, 'optional', 'NormalizedBBox', None),
    ),
    'AnnotationGroup': (
        ('group_label', 1, 'optional', 'int32', None),
        ('annotation', 2, 'repeated', 'Annotation', None),
    ),
    'BatchSampler': (
        ('use_original_image', 1, 'optional', 'bool', True),
        ('sampler', 2, 'optional', 'Sampler', None),
        ('sample_constraint', 3, 'optional', 'SampleConstraint', None),
        ('max_sample', 4, 'optional', 'uint32', None),
        ('max_trials', 5, 'optional', 'uint32', 100),
    ),
    'DetectionEvaluateParameter': (
        ('num_classes', 1, 'optional', 'uint32', None),
        ('background_label_id', 2, 'optional', 'uint32', 0),
        ('overlap_threshold', 3, 'optional', 'float', 0.5),
        ('evaluate_difficult_gt', 4, 'optional', 'bool', True),
        ('name_size_file', 5, 'optional', 'string', None),
        ('resize_param', 6, 'optional', 'ResizeParameter', None),
    ),
    'DetectionOutputParameter': (
        ('num_classes', 1, 'optional', 'uint32', None),
        ('share_location', 2, 'optional', 'bool', True),
        ('background_label_id', 3, 'optional', 'int32', 0),
        ('nms_param', 4, 'optional', 'NonMaximumSuppressionParameter', None),
        ('save_output_param', 5, 'optional', 'SaveOutputParameter', None),
        ('code_type', 6, 'optional', 'PriorBoxParameter.CodeType', 'CORNER'),
        ('keep_top_k', 7, 'optional', 'int32', -1),
        ('variance_encoded_in_target', 8, 'optional', 'bool', False),
        ('confidence_threshold', 9, 'optional', 'float', None),
        ('visualize', 10, 'optional', 'bool', False),
        ('visualize_threshold', 11, 'optional', 'float', None),
        ('save_file', 12, 'optional', 'string', None),
    ),
    'DistortionParameter': (
        ('brightness_prob', 1, 'optional', 'float', 0.0),
        ('brightness_delta', 2, 'optional', 'float', 0.0),
        ('contrast_prob', 3, 'optional', 'float', 0.0),
        ('contrast_lower', 4, 'optional', 'float', 0.0),
        ('contrast_upper', 5, 'optional', 'float', 0.0),
        ('hue_prob', 6, 'optional', 'float', 0.0),
        ('hue_delta', 7, 'optional', 'float', 0.0),
        ('saturation_prob', 8, 'optional', 'float', 0.0),
        ('saturation_lower', 9, 'optional', 'float', 0.0),
        ('saturation_upper', 10, 'optional', 'float', 0.0),
        ('random_order_prob', 11, 'optional', 'float', 0.0),
    ),
    'EmitConstraint': (
        ('emit_type', 1, 'optional', 'EmitConstraint.EmitType', 'CENTER'),
        ('emit_overlap', 2, 'optional', 'float', None),
    ),
    'ExpansionParameter': (
        ('prob', 1, 'optional', 'float', 1.0),
        ('max_expand_ratio', 2, 'optional', 'float', 1.0),
    ),
    'LabelMap': (
        ('item', 1, 'repeated', 'LabelMapItem', None),
    ),
    'LabelMapItem': (
        ('name', 1, 'optional', 'string', None),
        ('label', 2, 'optional', 'int32', None),
        ('display_name', 3, 'optional', 'string', None),
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
    ),
    'NoiseParameter': (
        ('prob', 1, 'optional', 'float', 0.0),
        ('hist_eq', 2, 'optional', 'bool', False),
        ('inverse', 3, 'optional', 'bool', False),
        ('decolorize', 4, 'optional', 'bool', False),
        ('gauss_blur', 5, 'optional', 'bool', False),
        ('jpeg', 6, 'optional', 'float', -1.0),
        ('posterize', 7, 'optional', 'bool', False),
        ('erode', 8, 'optional', 'bool', False),
        ('saltpepper', 9, 'optional', 'bool', False),
        ('saltpepper_param', 10, 'optional', 'SaltPepperParameter', None),
        ('clahe', 11, 'optional', 'bool', False),
        ('convert_to_hsv', 12, 'optional', 'bool', False),
        ('convert_to_lab', 13, 'optional', 'bool', False),
    ),
    'NonMaximumSuppressionParameter': (
        ('nms_threshold', 1, 'optional', 'float', 0.30000001192092896),
        ('top_k', 2, 'optional', 'int32', None),
        ('eta', 3, 'optional', 'float', 1.0),
    ),
    'NormalizeParameter': (
        ('across_spatial', 1, 'optional', 'bool', True),
        ('scale_filler', 2, 'optional', 'FillerParameter', None),
        ('channel_shared', 3, 'optional', 'bool', True),
        ('eps', 4, 'optional', 'float', 1.000000013351432e-10),
    ),
    'NormalizedBBox': (
        ('xmin', 1, 'optional', 'float', None),
        ('ymin', 2, 'optional', 'float', None),
        ('xmax', 3, 'optional', 'float', None),
        ('ymax', 4, 'optional', 'float', None),
        ('label', 5, 'optional', 'int32', None),
        ('difficult', 6, 'optional', 'bool', None),
        ('score', 7, 'optional', 'float', None),
        ('size', 8, 'optional', 'float', None),
    ),
    'PermuteParameter': (
        ('order', 1, 'repeated', 'uint32', None),
    ),
    'PriorBoxParameter': (
        ('min_size', 1, 'repeated', 'float', None),
        ('max_size', 2, 'repeated', 'float', None),
        ('aspect_ratio', 3, 'repeated', 'float', None),
        ('flip', 4, 'optional', 'bool', True),
        ('clip', 5, 'optional', 'bool', False),
        ('variance', 6, 'repeated', 'float', None),
        ('img_size', 7, 'optional', 'uint32', None),
        ('img_h', 8, 'optional', 'uint32', None),
        ('img_w', 9, 'optional', 'uint32', None),
        ('step', 10, 'optional', 'float', None),
        ('step_h', 11, 'optional', 'float', None),
        ('step_w', 12, 'optional', 'float', None),
        ('offset', 13, 'optional', 'float', 0.5),
        ('reduce_boxes', 14, 'optional', 'bool', False),
    ),
    'ResizeParameter': (
        ('prob', 1, 'optional', 'float', 1.0),
        ('resize_mode', 2, 'optional', 'ResizeParameter.Resize_mode', 'WARP'),
        ('height', 3, 'optional', 'uint32', 0),
        ('width', 4, 'optional', 'uint32', 0),
        ('pad_mode', 5, 'optional', 'ResizeParameter.Pad_mode', 'CONSTANT'),
        ('pad_value', 6, 'repeated', 'float', None),
        ('interp_mode', 7, 'repeated', 'ResizeParameter.Interp_mode', None),
        ('height_scale', 8, 'optional', 'uint32', 0),
        ('width_scale', 9, 'optional', 'uint32', 0),
    ),
    'SaltPepperParameter': (
        ('fraction', 1, 'optional', 'float', 0.0),
        ('value', 2, 'repeated', 'float', None),
    ),
    'SampleConstraint': (
        ('min_jaccard_overlap', 1, 'optional', 'float', None),
        ('max_jaccard_overlap', 2, 'optional', 'float', None),
        ('min_sample_coverage', 3, 'optional', 'float', None),
        ('max_sample_coverage', 4, 'optional', 'float', None),
        ('min_object_coverage', 5, 'optional', 'float', None),
        ('max_object_coverage', 6, 'optional', 'float', None),
    ),
    'Sampler': (
        ('min_scale', 1, 'optional', 'float', 1.0),
        ('max_scale', 2, 'optional', 'float', 1.0),
        ('min_aspect_ratio', 3, 'optional', 'float', 1.0),
        ('max_aspect_ratio', 4, 'optional', 'float', 1.0),
    ),
    'SaveOutputParameter': (
        ('output_directory', 1, 'optional', 'string', None),
        ('output_name_prefix', 2, 'optional', 'string', None),
        ('output_format', 3, 'optional', 'string', None),
        ('label_map_file', 4, 'optional', 'string', None),
        ('name_size_file', 5, 'optional', 'string', None),
        ('num_test_image', 6, 'optional', 'uint32', None),
        ('resize_param', 7, 'optional', 'ResizeParameter', None),
    ),
    'VideoDataParameter': (
        ('video_type', 1, 'optional', 'VideoDataParameter.VideoType', 'WEBCAM'),
        ('device_id', 2, 'optional', 'int32', 0),
        ('video_file', 3, 'optional', 'string', None),
        ('skip_frames', 4, 'optional', 'uint32', 0),
    ),
    'ReLU6Parameter': (
        ('engine', 2, 'optional', 'ReLU6Parameter.Engine', 'DEFAULT'),
    ),
}

ENUMS: dict[str, dict[str, int]] = {'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'ConvolutionParameter.TFPaddingMethod': {'SAME': 0, 'VALID': 1}, 'ReLU6Parameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'DetectionEvaluate', 'DetectionOutput', 'MultiBoxLoss', 'Normalize', 'Permute', 'PriorBox', 'ReLU6', 'SmoothL1Loss', 'VideoData'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
