"""The Caffe 'vitis', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
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
        ('tiling_param', 147, 'optional', 'TilingParameter', None),
        ('smooth_l1_loss_param', 148, 'optional', 'SmoothL1LossParameter', None),
        ('fixed_param', 1100, 'optional', 'FixedParameter', None),
        ('proposal_param', 1200, 'optional', 'ProposalParameter', None),
        ('roi_pooling_param', 1201, 'optional', 'ROIPoolingParameter', None),
        ('detectnet_groundtruth_param', 6801, 'optional', 'DetectNetGroundTruthParameter', None),
        ('detectnet_augmentation_param', 6802, 'optional', 'DetectNetAugmentationParameter', None),
        ('relu6_param', 100000, 'optional', 'ReLU6Parameter', None),
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
    'SolverParameter': (
        ('rms_decay', 38, 'optional', 'float', None),
        ('eval_type', 45, 'optional', 'string', 'classification'),
        ('ap_version', 42, 'optional', 'string', 'Integral'),
        ('show_per_class_result', 44, 'optional', 'bool', False),
        ('per_parameter_reduce', 41, 'optional', 'bool', True),
    ),
    'ImageDataParameter': (
        ('label_num', 13, 'optional', 'uint32', 1),
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
    'ReLU6Parameter': (
        ('negative_slope', 1, 'optional', 'float', 0.0),
    ),
}

COMMON: dict[str, int] = {'NetParameter': 93, 'ParamSpec': 100, 'BlobProto': 18, 'BatchNormParameter': 11, 'ConvolutionParameter': 30, 'DataParameter': 36, 'AnnotatedDataParameter': 3, 'AnnotatedDatum': 4, 'Annotation': 5, 'AnnotationGroup': 6, 'BatchSampler': 15, 'DetectionEvaluateParameter': 44, 'DetectionOutputParameter': 45, 'DistortionParameter': 46, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'MultiBoxLossParameter': 91, 'NoiseParameter': 95, 'NonMaximumSuppressionParameter': 96, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'VideoDataParameter': 153, 'DetectNetAugmentationParameter': 41, 'DetectNetGroundTruthParameter': 42, 'DetectNetGroundTruthParameter.ClassMapping': 43, 'ROIPoolingParameter': 112, 'SmoothL1LossParameter': 135, 'CarBoundingBox': 24, 'ProposalParameter': 108, 'ProposalParameter.Anchor': 109, 'TilingParameter': 145}

ENUMS: dict[str, dict[str, int]] = {'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'DetectNetGroundTruthParameter.CoverageType': {'RECTANGULAR': 0}, 'DetectNetGroundTruthParameter.GridboxType': {'GRIDBOX_MAX': 0, 'GRIDBOX_MIN': 1}, 'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'FixedParameter.FixedMethod': {'OVER_FLOW': 0, 'DIFF_S': 1, 'DIFF_A': 2}, 'ParamSpec.Compression': {'DEFAULT': 0, 'PRUNE': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = None

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False, 'own_affine': 'possibly', 'use_global_stats': 'ignored_by_cudnn'}

FORMATS: dict[str, Any] = {}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ("the schema of Vitis AI's compiler, which has no layers; the Caffe of the same product is caffe-xilinx",)
