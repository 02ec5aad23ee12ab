"""The Caffe 'jolibrain', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'SolverParameter': ('layer_wise_reduce', 'weights')}
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
        ('dense_image_data_param', 46, 'optional', 'DenseImageDataParameter', None),
        ('roi_pooling_param', 147, 'optional', 'ROIPoolingParameter', None),
        ('smooth_l1_loss_param', 148, 'optional', 'SmoothL1LossParameter', None),
        ('selu_param', 149, 'optional', 'SeLuParameter', None),
        ('selu_dropout_param', 150, 'optional', 'SeLuDropoutParameter', None),
        ('upsample_param', 152, 'optional', 'UpsampleParameter', None),
        ('interp_param', 153, 'optional', 'InterpParameter', None),
        ('shuffle_channel_param', 154, 'optional', 'ShuffleChannelParameter', None),
        ('focal_loss_param', 156, 'optional', 'FocalLossParameter', None),
        ('ctc_loss_param', 157, 'optional', 'CtcLossParameter', None),
        ('continuation_indicator_param', 158, 'optional', 'ContinuationIndicatorParameter', None),
        ('labelsequence_accuracy_param', 159, 'optional', 'LabelsequenceAccuracyParameter', None),
        ('swish_param', 160, 'optional', 'SwishParameter', None),
        ('clip_param', 161, 'optional', 'ClipParameter', None),
        ('dice_coef_loss_param', 208, 'optional', 'DiceCoefLossParameter', None),
        ('reverse_param', 209, 'optional', 'ReverseParameter', None),
    ),
    'TransformationParameter': (
        ('resize_param', 8, 'optional', 'ResizeParameter', None),
        ('noise_param', 9, 'optional', 'NoiseParameter', None),
        ('emit_constraint', 10, 'optional', 'EmitConstraint', None),
        ('crop_h', 11, 'optional', 'uint32', 0),
        ('crop_w', 12, 'optional', 'uint32', 0),
        ('distort_param', 13, 'optional', 'DistortionParameter', None),
        ('expand_param', 14, 'optional', 'ExpansionParameter', None),
        ('rotate', 15, 'optional', 'bool', False),
        ('geometry_param', 16, 'optional', 'GeometryParameter', None),
        ('untransformed_top', 17, 'optional', 'bool', False),
    ),
    'LossParameter': (
        ('normalization', 5, 'optional', 'LossParameter.NormalizationMode', 'VALID'),
    ),
    'SolverParameter': (
        ('eval_type', 41, 'optional', 'string', 'classification'),
        ('ap_version', 42, 'optional', 'string', 'Integral'),
        ('plateau_winsize', 43, 'repeated', 'int32', None),
        ('show_per_class_result', 44, 'optional', 'bool', False),
        ('amsgrad', 45, 'optional', 'bool', False),
        ('rectified', 46, 'optional', 'bool', True),
        ('adabelief', 47, 'optional', 'bool', False),
        ('warmup_iter', 48, 'optional', 'int32', 0),
        ('warmup_start_lr', 49, 'optional', 'float', 0.0),
        ('min_lr', 50, 'optional', 'float', 9.999999974752427e-07),
        ('lr_mult', 51, 'optional', 'float', 0.800000011920929),
        ('p_mult', 52, 'optional', 'float', 2.0),
        ('period', 53, 'optional', 'int32', -1),
        ('lookahead', 54, 'optional', 'bool', False),
        ('lookahead_steps', 55, 'optional', 'int32', 6),
        ('lookahead_alpha', 56, 'optional', 'float', 0.5),
        ('gc', 57, 'optional', 'bool', False),
        ('decoupled_wd_t0', 60, 'optional', 'int32', 1000),
        ('decoupled_wd_mult', 61, 'optional', 'float', 2.0),
        ('lr_dropout', 62, 'optional', 'float', 1.0),
    ),
    'Datum': (
        ('label', 5, 'optional', 'float', None),
    ),
    'ConvolutionParameter': (
        ('cudnn_flavor', 19, 'optional', 'ConvolutionParameter.CudnnFlavor', 'MIN_MEMORY'),
    ),
    'HDF5DataParameter': (
        ('image', 4, 'optional', 'bool', False),
    ),
    'ImageDataParameter': (
        ('root_folder', 14, 'optional', 'string', ''),
        ('label_size', 13, 'optional', 'uint32', 1),
        ('ignore_label', 15, 'optional', 'int32', 255),
        ('label_type', 16, 'optional', 'ImageDataParameter.LabelType', 'IMAGE'),
    ),
    'SoftmaxParameter': (
        ('scaling_temperature', 3, 'optional', 'float', 1.0),
    ),
    'DetectionEvaluateParameter': (
        ('num_classes', 1, 'optional', 'uint32', None),
        ('background_label_id', 2, 'optional', 'uint32', 0),
        ('overlap_threshold', 3, 'optional', 'float', 0.5),
        ('evaluate_difficult_gt', 4, 'optional', 'bool', True),
        ('name_size_file', 5, 'optional', 'string', None),
        ('resize_param', 6, 'optional', 'ResizeParameter', None),
        ('output_logits', 7, 'optional', 'bool', False),
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
        ('objectness_score', 13, 'optional', 'float', 0.009999999776482582),
        ('output_logits', 14, 'optional', 'bool', False),
    ),
    'DistortionParameter': (
        ('brightness_delta', 3, 'optional', 'float', 0.0),
        ('contrast_lower', 5, 'optional', 'float', 0.0),
        ('contrast_upper', 6, 'optional', 'float', 0.0),
        ('hue_delta', 8, 'optional', 'float', 0.0),
        ('saturation_lower', 10, 'optional', 'float', 0.0),
        ('saturation_upper', 11, 'optional', 'float', 0.0),
        ('prob', 1, 'optional', 'float', 0.0),
        ('brightness', 2, 'optional', 'bool', False),
        ('contrast', 4, 'optional', 'bool', False),
        ('hue', 7, 'optional', 'bool', False),
        ('saturation', 9, 'optional', 'bool', False),
        ('random_order', 12, 'optional', 'bool', False),
        ('all_effects', 13, 'optional', 'bool', False),
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
        ('all_effects', 14, 'optional', 'bool', False),
    ),
    'NonMaximumSuppressionParameter': (
        ('nms_threshold', 1, 'optional', 'float', 0.30000001192092896),
        ('top_k', 2, 'optional', 'int32', None),
        ('eta', 3, 'optional', 'float', 1.0),
        ('soft_nms', 4, 'optional', 'bool', False),
        ('theta', 5, 'optional', 'float', 0.5),
    ),
    'ContinuationIndicatorParameter': (
        ('time_step', 1, 'optional', 'uint32', 0),
        ('axis', 2, 'optional', 'int32', 0),
    ),
    'DenseImageDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('batch_size', 2, 'optional', 'uint32', None),
        ('rand_skip', 3, 'optional', 'uint32', 0),
        ('shuffle', 4, 'optional', 'bool', False),
        ('new_height', 5, 'optional', 'uint32', 0),
        ('new_width', 6, 'optional', 'uint32', 0),
        ('is_color', 7, 'optional', 'bool', True),
        ('mean_file', 8, 'optional', 'string', None),
        ('root_folder', 9, 'optional', 'string', ''),
        ('mirror', 10, 'optional', 'bool', False),
        ('crop_width', 11, 'optional', 'uint32', 0),
        ('crop_height', 12, 'optional', 'uint32', 0),
        ('rotate', 13, 'optional', 'bool', False),
        ('one_hot_nclasses', 14, 'optional', 'uint32', 0),
    ),
    'DiceCoefLossParameter': (
        ('generalization', 3, 'optional', 'DiceCoefLossParameter.GeneralizationMode', 'NONE'),
        ('ignore_label', 4, 'optional', 'int32', -1),
        ('weight_mode', 5, 'optional', 'DiceCoefLossParameter.WeightMode', 'INVERSE_VOLUME'),
        ('weights', 6, 'optional', 'string', None),
        ('contour_shape', 7, 'optional', 'DiceCoefLossParameter.ContourShape', 'NO'),
        ('contour_size', 8, 'optional', 'int32', 7),
        ('contour_amplitude', 9, 'optional', 'float', 5.0),
    ),
    'FocalLossParameter': (
        ('engine', 1, 'optional', 'FocalLossParameter.Engine', 'DEFAULT'),
        ('axis', 2, 'optional', 'int32', 1),
        ('alpha', 3, 'optional', 'float', 0.25),
        ('gamma', 4, 'optional', 'float', 2.0),
    ),
    'GeometryParameter': (
        ('prob', 1, 'optional', 'float', 0.0),
        ('persp_horizontal', 2, 'optional', 'bool', True),
        ('persp_vertical', 3, 'optional', 'bool', True),
        ('zoom_out', 4, 'optional', 'bool', True),
        ('zoom_in', 5, 'optional', 'bool', True),
        ('zoom_factor', 6, 'optional', 'float', 0.25),
        ('persp_factor', 7, 'optional', 'float', 0.25),
        ('all_effects', 8, 'optional', 'bool', False),
        ('pad_mode', 9, 'optional', 'GeometryParameter.Pad_mode', 'MIRRORED'),
    ),
    'InterpParameter': (
        ('height', 1, 'optional', 'int32', 0),
        ('width', 2, 'optional', 'int32', 0),
        ('zoom_factor', 3, 'optional', 'int32', 1),
        ('shrink_factor', 4, 'optional', 'int32', 1),
        ('pad_beg', 5, 'optional', 'int32', 0),
        ('pad_end', 6, 'optional', 'int32', 0),
        ('mode', 7, 'optional', 'InterpParameter.Mode', 'LINEAR'),
    ),
    'ROIPoolingParameter': (
        ('pooled_h', 1, 'optional', 'uint32', 0),
        ('pooled_w', 2, 'optional', 'uint32', 0),
        ('spatial_scale', 3, 'optional', 'float', -1.0),
    ),
    'SparseDatum': (
        ('size', 1, 'optional', 'int32', 0),
        ('nnz', 2, 'optional', 'int32', 0),
        ('indices', 3, 'repeated', 'int32', None),
        ('label', 4, 'optional', 'float', None),
        ('data', 5, 'repeated', 'float', None),
    ),
}

COMMON: dict[str, int] = {'SolverState': 141, 'DropoutParameter': 51, 'AnnotatedDataParameter': 3, 'AnnotatedDatum': 4, 'Annotation': 5, 'AnnotationGroup': 6, 'BatchSampler': 15, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'MultiBoxLossParameter': 92, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'VideoDataParameter': 153, 'CtcLossParameter': 33, 'LabelsequenceAccuracyParameter': 68, 'ReverseParameter': 124, 'SmoothL1LossParameter': 135, 'UpsampleParameter': 151, 'SeLuDropoutParameter': 130, 'SeLuParameter': 131, 'ShuffleChannelParameter': 134}

ENUMS: dict[str, dict[str, int]] = {'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'SELU': 40, 'SELU_DROPOUT': 41, 'DICE_LOSS': 42}, 'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'ConvolutionParameter.CudnnFlavor': {'SINGLE_HANDLE': 0, 'MULTIPLE_HANDLES': 1, 'MIN_MEMORY': 2}, 'DiceCoefLossParameter.ContourShape': {'NO': 0, 'SIMPLE': 1, 'SHARP': 2}, 'DiceCoefLossParameter.GeneralizationMode': {'NONE': 0, 'MULTICLASS': 1, 'MULTICLASS_WEIGHTED': 2, 'MULTICLASS_WEIGHTED_BATCH': 3, 'MULTICLASS_WEIGHTED_ALL': 4}, 'DiceCoefLossParameter.WeightMode': {'INVERSE_VOLUME': 0, 'EQUALIZE_CLASSES': 1, 'EXTRA_SMALL_VOLUMES': 2}, 'FocalLossParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'GeometryParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ImageDataParameter.LabelType': {'NONE': 0, 'IMAGE': 1, 'PIXEL': 2}, 'InterpParameter.Mode': {'LINEAR': 1, 'NEAREST': 3}}

ENUMS_REMOVED: tuple[str, ...] = ()

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'Axpy', 'BroadcastMul', 'ContinuationIndicator', 'ConvolutionDepthwise', 'CrossEntropyLoss', 'CtcLoss', 'DenseImageData', 'DetectionEvaluate', 'DetectionOutput', 'DiceCoefLoss', 'FocalLoss', 'Interp', 'LabelsequenceAccuracy', 'MemorySparseData', 'MultiBoxFocalLoss', 'MultiBoxLoss', 'MultiLabelAccuracy', 'MultiLabelSigmoidLoss', 'Normalize', 'Permute', 'PriorBox', 'ROIPooling', 'ReLU6', 'Reverse', 'SeLu', 'SeLuDropout', 'ShuffleChannel', 'SmoothL1Loss', 'SoftmaxWithInfogainLoss', 'SparseData', 'SparseInnerProduct', 'Upsample', 'VideoData'), ())

V1_TYPES: dict[str, str | None] = {'DICE_LOSS': None, 'SELU': None, 'SELU_DROPOUT': None}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
