"""The Caffe 'nvcaffe-0.17', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'ParameterParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('parameter_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'NetParameter': (
        ('default_forward_type', 11, 'optional', 'Type', 'FLOAT'),
        ('default_backward_type', 12, 'optional', 'Type', 'FLOAT'),
        ('default_forward_math', 13, 'optional', 'Type', 'FLOAT'),
        ('default_backward_math', 14, 'optional', 'Type', 'FLOAT'),
        ('global_grad_scale', 15, 'optional', 'float', 1.0),
        ('global_grad_scale_adaptive', 16, 'optional', 'bool', False),
        ('default_conv_algos_override', 17, 'optional', 'string', '-1,-1,-1'),
        ('reduce_buckets', 18, 'optional', 'int32', 6),
        ('default_cudnn_math_override', 19, 'optional', 'int32', -1),
        ('eltwise_mem_sharing', 20, 'optional', 'bool', True),
    ),
    'LayerParameter': (
        ('detectnet_groundtruth_param', 6801, 'optional', 'DetectNetGroundTruthParameter', None),
        ('detectnet_augmentation_param', 6802, 'optional', 'DetectNetAugmentationParameter', None),
        ('forward_type', 145, 'optional', 'Type', 'FLOAT'),
        ('backward_type', 146, 'optional', 'Type', 'FLOAT'),
        ('forward_math', 147, 'optional', 'Type', 'FLOAT'),
        ('backward_math', 148, 'optional', 'Type', 'FLOAT'),
        ('debug', 149, 'optional', 'bool', False),
        ('cudnn_math_override', 150, 'optional', 'int32', -1),
        ('recurrent_param', 151, 'optional', 'RecurrentParameter', None),
        ('trt_param', 152, 'optional', 'TRTParameter', None),
        ('annotated_data_param', 200, 'optional', 'AnnotatedDataParameter', None),
        ('multibox_loss_param', 201, 'optional', 'MultiBoxLossParameter', None),
        ('permute_param', 202, 'optional', 'PermuteParameter', None),
        ('prior_box_param', 203, 'optional', 'PriorBoxParameter', None),
        ('detection_output_param', 204, 'optional', 'DetectionOutputParameter', None),
        ('detection_evaluate_param', 205, 'optional', 'DetectionEvaluateParameter', None),
        ('norm_param', 206, 'optional', 'NormalizeParameter', None),
        ('video_data_param', 207, 'optional', 'VideoDataParameter', None),
    ),
    'TransformationParameter': (
        ('use_gpu_transform', 8, 'optional', 'bool', False),
        ('random_seed', 9, 'optional', 'int64', -1),
        ('img_rand_resize_lower', 10, 'optional', 'uint32', 0),
        ('img_rand_resize_upper', 11, 'optional', 'uint32', 0),
        ('rand_resize_ratio_lower', 12, 'optional', 'float', 0.0),
        ('rand_resize_ratio_upper', 13, 'optional', 'float', 0.0),
        ('vertical_stretch_lower', 14, 'optional', 'float', 1.0),
        ('vertical_stretch_upper', 15, 'optional', 'float', 1.0),
        ('horizontal_stretch_lower', 16, 'optional', 'float', 1.0),
        ('horizontal_stretch_upper', 17, 'optional', 'float', 1.0),
        ('interpolation_algo_down', 18, 'optional', 'TransformationParameter.InterpolationAlgo', 'INTER_NEAREST'),
        ('interpolation_algo_up', 19, 'optional', 'TransformationParameter.InterpolationAlgo', 'INTER_CUBIC'),
        ('allow_upscale', 20, 'optional', 'bool', False),
        ('forward_packing', 21, 'optional', 'Packing', 'NCHW'),
        ('display', 22, 'optional', 'bool', False),
        ('num_labels', 23, 'optional', 'int32', 0),
        ('resize_param', 208, 'optional', 'ResizeParameter', None),
        ('noise_param', 209, 'optional', 'NoiseParameter', None),
        ('emit_constraint', 210, 'optional', 'EmitConstraint', None),
        ('crop_h', 211, 'optional', 'uint32', 0),
        ('crop_w', 212, 'optional', 'uint32', 0),
        ('distort_param', 213, 'optional', 'DistortionParameter', None),
        ('expand_param', 214, 'optional', 'ExpansionParameter', None),
    ),
    'LossParameter': (
        ('label_smoothing', 4, 'optional', 'float', 0.0),
    ),
    'SolverParameter': (
        ('test_initialization', 32, 'optional', 'bool', False),
        ('rampup_interval', 41, 'optional', 'int32', 0),
        ('rampup_lr', 42, 'optional', 'float', 0.0),
        ('min_lr', 43, 'optional', 'float', 0.0),
        ('solver_data_type', 44, 'optional', 'Type', 'FLOAT'),
        ('store_blobs_in_old_format', 45, 'optional', 'bool', False),
        ('momentum_policy', 46, 'optional', 'string', 'fixed'),
        ('max_momentum', 47, 'optional', 'float', 0.9900000095367432),
        ('momentum_power', 48, 'optional', 'float', 1.0),
        ('larc', 49, 'optional', 'bool', False),
        ('larc_policy', 50, 'optional', 'string', 'scale'),
        ('larc_eta', 51, 'optional', 'float', 0.0010000000474974513),
        ('weight_decay_policy', 52, 'optional', 'string', 'fixed'),
        ('weight_decay_power', 53, 'optional', 'float', 1.0),
        ('test_and_snapshot_last_epochs', 54, 'optional', 'int32', 0),
        ('larc_turbo', 55, 'optional', 'bool', False),
        ('max_weight_decay', 56, 'optional', 'float', 0.0),
        ('eval_type', 241, 'optional', 'string', 'classification'),
        ('ap_version', 242, 'optional', 'string', 'Integral'),
        ('plateau_winsize', 243, 'repeated', 'int32', None),
        ('show_per_class_result', 244, 'optional', 'bool', False),
    ),
    'DataParameter': (
        ('prefetch', 10, 'optional', 'uint32', 0),
        ('threads', 11, 'optional', 'uint32', 0),
        ('parser_threads', 12, 'optional', 'uint32', 0),
        ('cache', 13, 'optional', 'bool', False),
        ('shuffle', 14, 'optional', 'bool', False),
        ('precache', 16, 'optional', 'bool', False),
    ),
    'ImageDataParameter': (
        ('short_side', 13, 'optional', 'uint32', 0),
        ('threads', 14, 'optional', 'uint32', 4),
        ('cache', 15, 'optional', 'bool', False),
        ('precache', 16, 'optional', 'bool', False),
        ('dataset_share_per_node', 17, 'optional', 'float', 1.0),
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
        ('resize_param', 208, 'optional', 'ResizeParameter', None),
        ('noise_param', 209, 'optional', 'NoiseParameter', None),
        ('emit_constraint', 210, 'optional', 'EmitConstraint', None),
        ('distort_param', 213, 'optional', 'DistortionParameter', None),
        ('expand_param', 214, 'optional', 'ExpansionParameter', None),
    ),
    'AnnotatedDatum': (
        ('datum', 1, 'optional', 'Datum', None),
        ('type', 2, 'optional', 'AnnotatedDatum.AnnotationType', None),
        ('annotation_group', 3, 'repeated', 'AnnotationGroup', None),
        ('record_id', 4, 'optional', 'uint32', 0),
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
        ('ignore_difficult_gt', 24, 'optional', 'bool', False),
    ),
    'TRTParameter': (
        ('trt_mode', 1, 'optional', 'TRTParameter.TRTMode', 'INT8'),
        ('top_k', 2, 'optional', 'uint32', 1),
        ('deploy', 3, 'required', 'string', None),
        ('model', 4, 'required', 'string', None),
        ('deploy_outputs', 5, 'repeated', 'string', None),
        ('calibrator', 6, 'optional', 'string', None),
    ),
}

COMMON: dict[str, int] = {'BlobProto': 19, 'SolverState': 141, 'Datum': 37, 'BatchNormParameter': 13, 'ConvolutionParameter': 29, 'DropoutParameter': 49, 'ELUParameter': 52, 'PoolingParameter': 103, 'DetectNetGroundTruthParameter': 42, 'DetectNetGroundTruthParameter.ClassMapping': 43, 'C2TensorProto': 22, 'C2TensorProtos': 23, 'AnnotatedDataParameter': 3, 'Annotation': 5, 'AnnotationGroup': 6, 'BatchSampler': 15, 'DetectionEvaluateParameter': 44, 'DetectionOutputParameter': 45, 'DistortionParameter': 46, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'NoiseParameter': 95, 'NonMaximumSuppressionParameter': 96, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'VideoDataParameter': 153}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2, 'RMSPROP': 3, 'ADADELTA': 4, 'ADAM': 5, 'SAG': 6}, 'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'DetectNetGroundTruthParameter.CoverageType': {'RECTANGULAR': 0}, 'DetectNetGroundTruthParameter.GridboxType': {'GRIDBOX_MAX': 0, 'GRIDBOX_MIN': 1}, 'C2TensorProto.DataType': {'UNDEFINED': 0, 'FLOAT': 1, 'INT32': 2, 'BYTE': 3, 'STRING': 4, 'BOOL': 5, 'UINT8': 6, 'INT8': 7, 'UINT16': 8, 'INT16': 9, 'INT64': 10, 'FLOAT16': 12, 'DOUBLE': 13}, 'DropoutParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'Packing': {'NCHW': 0, 'NHWC': 1}, 'TransformationParameter.InterpolationAlgo': {'INTER_NEAREST': 0, 'INTER_LINEAR': 1, 'INTER_CUBIC': 2, 'INTER_AREA': 3}, 'Type': {'DOUBLE': 0, 'FLOAT': 1, 'FLOAT16': 2, 'INT': 3, 'UINT': 4, 'BOOL': 5}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'DatumTypeInfo': {'DatumTypeInfo_DATUM': 0, 'DatumTypeInfo_ANNOTATED_DATUM': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'TRTParameter.TRTMode': {'FP32': 0, 'FP16': 1, 'INT8': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'Axpy', 'DetectNetTransformation', 'DetectionEvaluate', 'DetectionOutput', 'L1Loss', 'MultiBoxLoss', 'Normalize', 'Permute', 'PriorBox', 'SmoothL1Loss', 'TRT', 'VideoData'), ('Clip', 'Parameter', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': True, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'reserved', 'scale', 'bias'), 'statistics_decay': 'never', 'own_affine': 'scale_bias', 'affine_fields': ('scale_bias', 'scale_filler', 'bias_filler'), 'zero_gamma': (), 'use_global_stats': 'ignored', 'default_eps_varies': False, 'unread': ('batch_norm_param.use_global_stats',)}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm, engine CUDNN: in place goes through copies of its own',)

NOTES: tuple[str, ...] = ('scale and bias (blobs 3, 4) exist with scale_bias or a filler; mean and variance are stored plain, no factor', 'sets lr_mult and decay_mult to 0 on blobs 0 to 2, to 1 on scale and bias, whatever the file says', 'five blobs of 0.15 are put into this order at load', 'eps is at least 1e-5', 'three blobs are divided by their factor at load')
