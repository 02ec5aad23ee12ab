"""The Caffe 'vitis', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'NetParameter': (
        ('copyright', 9, 'optional', 'string', ''),
    ),
    'LayerParameter': (
        ('annotated_data_param', 200, 'optional', 'AnnotatedDataParameter', None),
        ('multibox_loss_param', 201, 'optional', 'MultiBoxLossParameter', None),
        ('permute_param', 202, 'optional', 'PermuteParameter', None),
        ('prior_box_param', 203, 'optional', 'PriorBoxParameter', None),
        ('detection_output_param', 204, 'optional', 'DetectionOutputParameter', None),
        ('detection_evaluate_param', 205, 'optional', 'DetectionEvaluateParameter', None),
        ('norm_param', 206, 'optional', 'NormalizeParameter', None),
        ('video_data_param', 207, 'optional', 'VideoDataParameter', None),
        ('tiling_param', 147, 'optional', 'TilingParameter', None),
        ('smooth_l1_loss_param', 148, 'optional', 'SmoothL1LossParameter', None),
        ('fixed_param', 1100, 'optional', 'FixedParameter', None),
        ('proposal_param', 1200, 'optional', 'ProposalParameter', None),
        ('roi_pooling_param', 1201, 'optional', 'ROIPoolingParameter', None),
        ('detectnet_groundtruth_param', 6801, 'optional', 'DetectNetGroundTruthParameter', None),
        ('detectnet_augmentation_param', 6802, 'optional', 'DetectNetAugmentationParameter', None),
        ('relu6_param', 100000, 'optional', 'ReLU6Parameter', None),
    ),
    'ParamSpec': (
        ('compression', 5, 'optional', 'ParamSpec.Compression', 'DEFAULT'),
    ),
    'TransformationParameter': (
        ('resize_param', 9, 'optional', 'ResizeParameter', None),
        ('noise_param', 10, 'optional', 'NoiseParameter', None),
        ('emit_constraint', 15, 'optional', 'EmitConstraint', None),
        ('crop_h', 11, 'optional', 'uint32', 0),
        ('crop_w', 12, 'optional', 'uint32', 0),
        ('distort_param', 13, 'optional', 'DistortionParameter', None),
        ('expand_param', 14, 'optional', 'ExpansionParameter', None),
        ('use_gpu_transform', 8, 'optional', 'bool', False),
        ('rotate', 16, 'optional', 'bool', False),
    ),
    'BlobProto': (
        ('mask', 10, 'repeated', 'float', None),
        ('double_mask', 11, 'repeated', 'double', None),
        ('format', 12, 'optional', 'int32', 0),
    ),
    'SolverParameter': (
        ('rms_decay', 38, 'optional', 'float', None),
        ('eval_type', 45, 'optional', 'string', 'classification'),
        ('ap_version', 42, 'optional', 'string', 'Integral'),
        ('show_per_class_result', 44, 'optional', 'bool', False),
        ('per_parameter_reduce', 41, 'optional', 'bool', True),
    ),
    'BatchNormParameter': (
        ('scale_filler', 5, 'optional', 'FillerParameter', None),
        ('bias_filler', 6, 'optional', 'FillerParameter', None),
        ('engine', 15, 'optional', 'BatchNormParameter.Engine', 'DEFAULT'),
    ),
    'ConvolutionParameter': (
        ('cudnn_convolution_algo_seeker', 19, 'optional', 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker', 'FINDEX'),
    ),
    'DataParameter': (
        ('threads', 11, 'optional', 'uint32', 0),
        ('multi_gpu_testing', 12, 'optional', 'bool', True),
    ),
    'ImageDataParameter': (
        ('label_num', 13, 'optional', 'uint32', 1),
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
    'DetectNetAugmentationParameter': (
        ('crop_prob', 1, 'optional', 'float', 1.0),
        ('shift_x', 2, 'optional', 'uint32', 0),
        ('shift_y', 3, 'optional', 'uint32', 0),
        ('scale_prob', 4, 'optional', 'float', 0.33000001311302185),
        ('scale_min', 5, 'optional', 'float', 0.699999988079071),
        ('scale_max', 6, 'optional', 'float', 1.0),
        ('flip_prob', 7, 'optional', 'float', 0.33000001311302185),
        ('rotation_prob', 8, 'optional', 'float', 0.33000001311302185),
        ('max_rotate_degree', 9, 'optional', 'float', 1.0),
        ('hue_rotation_prob', 10, 'optional', 'float', 0.33000001311302185),
        ('hue_rotation', 11, 'optional', 'float', 15.0),
        ('desaturation_prob', 12, 'optional', 'float', 0.33000001311302185),
        ('desaturation_max', 13, 'optional', 'float', 0.5),
    ),
    'DetectNetGroundTruthParameter': (
        ('stride', 1, 'optional', 'uint32', 4),
        ('scale_cvg', 2, 'optional', 'float', 0.5),
        ('gridbox_type', 3, 'optional', 'DetectNetGroundTruthParameter.GridboxType', 'GRIDBOX_MAX'),
        ('max_cvg_len', 4, 'optional', 'uint32', 50),
        ('min_cvg_len', 5, 'optional', 'uint32', 50),
        ('coverage_type', 7, 'optional', 'DetectNetGroundTruthParameter.CoverageType', 'RECTANGULAR'),
        ('image_size_x', 8, 'optional', 'uint32', 1248),
        ('image_size_y', 9, 'optional', 'uint32', 384),
        ('obj_norm', 11, 'optional', 'bool', False),
        ('crop_bboxes', 12, 'optional', 'bool', True),
        ('object_class', 13, 'repeated', 'DetectNetGroundTruthParameter.ClassMapping', None),
    ),
    'DetectNetGroundTruthParameter.ClassMapping': (
        ('src', 1, 'required', 'uint32', None),
        ('dst', 2, 'required', 'uint32', None),
    ),
    'ROIPoolingParameter': (
        ('pooled_h', 1, 'optional', 'uint32', 0),
        ('pooled_w', 2, 'optional', 'uint32', 0),
        ('spatial_scale', 3, 'optional', 'float', 1.0),
    ),
    'SmoothL1LossParameter': (
        ('sigma', 1, 'optional', 'float', 1.0),
    ),
    'CarBoundingBox': (
        ('type', 1, 'optional', 'int32', None),
        ('xmin', 2, 'optional', 'int32', None),
        ('ymin', 3, 'optional', 'int32', None),
        ('xmax', 4, 'optional', 'int32', None),
        ('ymax', 5, 'optional', 'int32', None),
        ('depth', 6, 'optional', 'float', None),
        ('velocity_x', 7, 'optional', 'float', None),
        ('velocity_y', 8, 'optional', 'float', None),
        ('velocity_z', 9, 'optional', 'float', None),
        ('rel_speed', 10, 'optional', 'float', None),
        ('img_width', 11, 'optional', 'int32', None),
        ('img_height', 12, 'optional', 'int32', None),
    ),
    'DrivingData': (
        ('car_image_datum', 1, 'optional', 'Datum', None),
        ('car_img_source', 2, 'optional', 'string', None),
        ('car_boxes', 3, 'repeated', 'CarBoundingBox', None),
        ('lane_video_source', 4, 'optional', 'string', None),
        ('lane_framenum', 5, 'optional', 'int32', None),
        ('lane_perspective_id', 6, 'optional', 'int32', None),
        ('car_cropped_width', 7, 'optional', 'int32', 640),
        ('car_cropped_height', 8, 'optional', 'int32', 640),
        ('car_label_width', 9, 'optional', 'int32', 20),
        ('car_label_height', 10, 'optional', 'int32', 20),
        ('car_label_resolution', 11, 'optional', 'int32', 8),
        ('car_shrink_factor', 12, 'optional', 'float', 0.75),
        ('car_whole_factor', 13, 'optional', 'float', 0.4000000059604645),
    ),
    'FixedParameter': (
        ('enable', 1, 'optional', 'bool', True),
        ('fixed_method', 2, 'optional', 'FixedParameter.FixedMethod', 'OVER_FLOW'),
        ('bit_width', 3, 'optional', 'int32', 8),
        ('moving_average_fraction', 4, 'optional', 'float', 0.9990000128746033),
        ('fix_info', 5, 'repeated', 'int32', None),
    ),
    'ProposalParameter': (
        ('nms_input_num', 1, 'optional', 'uint32', 6000),
        ('nms_output_num', 2, 'optional', 'uint32', 300),
        ('stride_h', 3, 'required', 'uint32', None),
        ('stride_w', 4, 'required', 'uint32', None),
        ('nms_iou_th', 5, 'required', 'float', None),
        ('min_width', 6, 'optional', 'float', 0.0),
        ('min_height', 7, 'optional', 'float', 0.0),
        ('anchor', 8, 'repeated', 'ProposalParameter.Anchor', None),
    ),
    'ProposalParameter.Anchor': (
        ('left', 1, 'required', 'float', None),
        ('top', 2, 'required', 'float', None),
        ('right', 3, 'required', 'float', None),
        ('bottom', 4, 'required', 'float', None),
    ),
    'TilingParameter': (
        ('tile_dim', 1, 'optional', 'int32', None),
    ),
    'ReLU6Parameter': (
        ('negative_slope', 1, 'optional', 'float', 0.0),
    ),
}

ENUMS: dict[str, dict[str, int]] = {'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'DetectNetGroundTruthParameter.CoverageType': {'RECTANGULAR': 0}, 'DetectNetGroundTruthParameter.GridboxType': {'GRIDBOX_MAX': 0, 'GRIDBOX_MIN': 1}, 'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'FixedParameter.FixedMethod': {'OVER_FLOW': 0, 'DIFF_S': 1, 'DIFF_A': 2}, 'ParamSpec.Compression': {'DEFAULT': 0, 'PRUNE': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = None

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False, 'own_affine': 'possibly', 'use_global_stats': 'ignored_by_cudnn'}

FORMATS: dict[str, Any] = {}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ("the schema of Vitis AI's compiler, which has no layers; the Caffe of the same product is caffe-xilinx",)
