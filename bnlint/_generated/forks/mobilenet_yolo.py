"""The Caffe 'mobilenet-yolo', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'LayerParameter': ('clip_param',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('annotated_data_param', 200, 'optional', 'AnnotatedDataParameter', None),
        ('multibox_loss_param', 201, 'optional', 'MultiBoxLossParameter', None),
        ('permute_param', 202, 'optional', 'PermuteParameter', None),
        ('prior_box_param', 203, 'optional', 'PriorBoxParameter', None),
        ('detection_output_param', 204, 'optional', 'DetectionOutputParameter', None),
        ('detection_evaluate_param', 205, 'optional', 'DetectionEvaluateParameter', None),
        ('norm_param', 206, 'optional', 'NormalizeParameter', None),
        ('reorg_param', 149, 'optional', 'ReorgParameter', None),
        ('upsample_param', 150, 'optional', 'UpsampleParameter', None),
        ('relu6_param', 211, 'optional', 'ReLUParameter', None),
        ('region_loss_param', 600, 'optional', 'RegionLossParameter', None),
        ('yolo_detection_output_param', 601, 'optional', 'YoloDetectionOutputParameter', None),
        ('yolov3_detection_output_param', 602, 'optional', 'Yolov3DetectionOutputParameter', None),
        ('yolov3_param', 603, 'optional', 'Yolov3Parameter', None),
        ('yolo_seg_param', 604, 'optional', 'YoloSegParameter', None),
        ('segmentation_evaluate_param', 605, 'optional', 'SegmentationEvaluateParameter', None),
    ),
    'TransformationParameter': (
        ('resize_param', 8, 'repeated', 'ResizeParameter', None),
        ('noise_param', 9, 'optional', 'NoiseParameter', None),
        ('emit_constraint', 10, 'optional', 'EmitConstraint', None),
        ('crop_h', 11, 'optional', 'uint32', 0),
        ('crop_w', 12, 'optional', 'uint32', 0),
        ('distort_param', 13, 'optional', 'DistortionParameter', None),
        ('expand_param', 14, 'optional', 'ExpansionParameter', None),
        ('enable_classf_aug', 15, 'optional', 'bool', False),
        ('min_scaling_factor', 16, 'optional', 'float', 0.75),
        ('max_scaling_factor', 17, 'optional', 'float', 1.5),
        ('max_rotation_angle', 18, 'optional', 'uint32', 0),
        ('contrast_brightness_adjustment', 19, 'optional', 'bool', False),
        ('smooth_filtering', 20, 'optional', 'bool', False),
        ('min_contrast', 21, 'optional', 'float', 0.800000011920929),
        ('max_contrast', 22, 'optional', 'float', 1.2000000476837158),
        ('max_brightness_shift', 23, 'optional', 'uint32', 5),
        ('max_smooth', 24, 'optional', 'float', 6.0),
        ('max_color_shift', 25, 'optional', 'uint32', 0),
        ('min_side_min', 26, 'optional', 'uint32', 0),
        ('min_side_max', 27, 'optional', 'uint32', 0),
        ('min_side', 28, 'optional', 'uint32', 0),
        ('apply_probability', 29, 'optional', 'float', 0.5),
        ('debug_params', 30, 'optional', 'bool', False),
        ('cvt_bgr2rgb', 31, 'optional', 'bool', False),
    ),
    'Datum': (
        ('seg_label', 8, 'optional', 'bytes', None),
    ),
    'AnnotatedDataParameter': (
        ('batch_sampler', 1, 'repeated', 'BatchSampler', None),
        ('label_map_file', 2, 'optional', 'string', None),
        ('anno_type', 3, 'optional', 'AnnotatedDatum.AnnotationType', None),
        ('yolo_data_type', 4, 'optional', 'int32', 0),
        ('yolo_data_jitter', 5, 'optional', 'float', 0.30000001192092896),
        ('train_diffcult', 6, 'optional', 'bool', True),
        ('single_class', 7, 'optional', 'bool', True),
        ('seg_scales', 8, 'optional', 'int32', 8),
        ('seg_resize_width', 9, 'optional', 'int32', 0),
        ('seg_resize_height', 10, 'optional', 'int32', 0),
        ('difficult_label_warmup', 11, 'optional', 'bool', False),
    ),
    'Annotation': (
        ('instance_id', 1, 'optional', 'int32', 0),
        ('bbox', 2, 'optional', 'NormalizedBBox', None),
        ('lanes', 3, 'optional', 'LaneInfo', None),
    ),
    'LaneInfo': (
        ('x', 1, 'optional', 'float', None),
        ('y', 2, 'optional', 'float', None),
        ('id', 3, 'optional', 'int32', None),
    ),
    'SegmentationEvaluateParameter': (
        ('num_classes', 1, 'optional', 'uint32', 1),
        ('threshold', 2, 'optional', 'float', 0.5),
    ),
    'UpsampleParameter': (
        ('scale', 1, 'optional', 'int32', 1),
    ),
    'YoloSegItem': (
        ('name', 1, 'optional', 'string', None),
        ('label_id', 2, 'optional', 'int32', None),
        ('label', 3, 'optional', 'int32', None),
        ('r', 4, 'optional', 'int32', 0),
        ('g', 5, 'optional', 'int32', 0),
        ('b', 6, 'optional', 'int32', 0),
    ),
    'YoloSegLabel': (
        ('item', 1, 'repeated', 'YoloSegItem', None),
    ),
    'YoloSegParameter': (
        ('num_class', 1, 'optional', 'uint32', 0),
        ('object_scale', 2, 'optional', 'float', 5.0),
        ('class_scale', 3, 'optional', 'float', 1.0),
        ('use_logic_gradient', 4, 'optional', 'bool', False),
        ('use_hardsigmoid', 5, 'optional', 'bool', False),
    ),
    'Yolov3DetectionOutputParameter': (
        ('num_classes', 1, 'optional', 'uint32', 20),
        ('num_box', 2, 'optional', 'uint32', 3),
        ('confidence_threshold', 3, 'optional', 'float', 0.009999999776482582),
        ('nms_threshold', 4, 'optional', 'float', 0.44999998807907104),
        ('biases', 5, 'repeated', 'float', None),
        ('anchors_scale', 6, 'repeated', 'uint32', None),
        ('mask_group_num', 7, 'optional', 'uint32', 2),
        ('mask', 8, 'repeated', 'uint32', None),
        ('gaussian_box', 9, 'optional', 'bool', False),
    ),
    'Yolov3Parameter': (
        ('side', 1, 'optional', 'uint32', 13),
        ('num_class', 2, 'optional', 'uint32', 20),
        ('num', 3, 'optional', 'uint32', 5),
        ('object_scale', 4, 'optional', 'float', 1.0),
        ('class_scale', 5, 'optional', 'float', 1.0),
        ('noobject_scale', 6, 'optional', 'float', 0.5),
        ('coord_scale', 7, 'optional', 'float', 5.0),
        ('thresh', 8, 'optional', 'float', 0.20000000298023224),
        ('anchors_scale', 10, 'optional', 'uint32', 32),
        ('biases', 11, 'repeated', 'float', None),
        ('mask', 12, 'repeated', 'uint32', None),
        ('use_logic_gradient', 13, 'optional', 'bool', False),
        ('use_focal_loss', 14, 'optional', 'bool', False),
        ('iou_loss', 15, 'optional', 'Yolov3Parameter.IOU_LOSS', 'MSE'),
        ('iou_normalizer', 16, 'optional', 'float', 0.25),
        ('iou_thresh', 17, 'optional', 'float', 0.5),
        ('max_delta', 18, 'optional', 'float', 10.0),
        ('accumulate', 19, 'optional', 'bool', True),
        ('label_smooth_eps', 20, 'optional', 'float', 0.10000000149011612),
    ),
}

COMMON: dict[str, int] = {'SolverParameter': 138, 'SolverState': 141, 'V1LayerParameter': 152, 'AnnotatedDatum': 4, 'AnnotationGroup': 6, 'BatchSampler': 15, 'DetectionEvaluateParameter': 44, 'DetectionOutputParameter': 45, 'DistortionParameter': 46, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'MultiBoxLossParameter': 91, 'NoiseParameter': 95, 'NonMaximumSuppressionParameter': 96, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'RegionLossParameter': 118, 'ReorgParameter': 119, 'YoloDetectionOutputParameter': 156}

ENUMS: dict[str, dict[str, int]] = {'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'RELU6': 61}, 'AnnotatedDatum.AnnotationType': {'BBOX': 0, 'BBOXandSeg': 1, 'LANE': 2}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'Yolov3Parameter.IOU_LOSS': {'IOU': 0, 'GIOU': 1, 'MSE': 2, 'DIOU': 3, 'CIOU': 4}}

ENUMS_REMOVED: tuple[str, ...] = ()

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'AssistedExcitation', 'Axpy', 'DepthwiseConvolution', 'DetectionEvaluate', 'DetectionOutput', 'GaussianYolov3', 'LaneData', 'MultiBoxLoss', 'Normalize', 'Permute', 'PriorBox', 'ReLU6', 'RegionLoss', 'Reorg', 'SegmentationEvaluate', 'SmoothL1Loss', 'Upsample', 'YoloDetectionOutput', 'YoloSeg', 'Yolov3', 'Yolov3DetectionOutput'), ('Clip', 'Log'))

V1_TYPES: dict[str, str | None] = {'RELU6': None}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
