"""The Caffe 'intel', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'LayerParameter': ('clip_param',), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'NetParameter': (
        ('engine', 9, 'optional', 'string', ''),
        ('compile_net_state', 10, 'optional', 'CompileNetState', None),
        ('bn_stats_batch_size', 11, 'optional', 'uint32', 0),
        ('multinode', 101, 'optional', 'MultinodeParameter', None),
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
        ('smooth_l1_loss_param', 148, 'optional', 'SmoothL1LossParameter', None),
        ('engine', 149, 'optional', 'string', ''),
        ('multinode', 150, 'optional', 'MultinodeLayerParameter', None),
        ('mn_activation_param', 151, 'optional', 'MnActivationParameter', None),
        ('box_annotator_ohem_param', 152, 'optional', 'BoxAnnotatorOHEMParameter', None),
        ('psroi_pooling_param', 153, 'optional', 'PSROIPoolingParameter', None),
        ('roi_pooling_param', 154, 'optional', 'ROIPoolingParameter', None),
        ('spatial_dropout_param', 155, 'optional', 'SpatialDropoutParameter', None),
        ('mn_grad_compress_param', 156, 'optional', 'MnParamGradCompressParameter', None),
        ('quantization_param', 158, 'optional', 'QuantizationParameter', None),
        ('reorg_param', 159, 'optional', 'ReorgParameter', None),
        ('split_param', 208, 'optional', 'SplitParameter', None),
        ('region_loss_param', 209, 'optional', 'RegionLossParameter', None),
        ('eval_detection_param', 301, 'optional', 'EvalDetectionParameter', None),
    ),
    'TransformationParameter': (
        ('resize_param', 8, 'optional', 'ResizeParameter', None),
        ('noise_param', 9, 'optional', 'NoiseParameter', None),
        ('emit_constraint', 10, 'optional', 'EmitConstraint', None),
        ('crop_h', 11, 'optional', 'uint32', 0),
        ('crop_w', 12, 'optional', 'uint32', 0),
        ('distort_param', 13, 'optional', 'DistortionParameter', None),
        ('expand_param', 14, 'optional', 'ExpansionParameter', None),
        ('random_resize_param', 15, 'optional', 'RandomResizeParameter', None),
        ('random_aspect_ratio_param', 16, 'optional', 'RandomAspectRatioParameter', None),
        ('flow', 17, 'optional', 'bool', False),
        ('bgr2rgb', 18, 'optional', 'bool', False),
        ('pad', 19, 'optional', 'uint32', 0),
    ),
    'LossParameter': (
        ('pre_fixed_normalizer', 4, 'optional', 'float', 1.0),
        ('label_smoothing', 5, 'optional', 'float', 0.0),
    ),
    'FillerParameter': (
        ('scale', 9, 'optional', 'float', 1.0),
    ),
    'SolverParameter': (
        ('eval_type', 41, 'optional', 'string', 'classification'),
        ('ap_version', 42, 'optional', 'string', 'Integral'),
        ('plateau_winsize', 44, 'repeated', 'int32', None),
        ('show_per_class_result', 43, 'optional', 'bool', False),
        ('disabled_update', 46, 'optional', 'bool', False),
        ('engine', 47, 'optional', 'string', ''),
        ('warmup_iter', 48, 'optional', 'int32', 0),
        ('warmup_start_lr', 49, 'optional', 'float', 0.0),
        ('local_lr_auto', 50, 'optional', 'bool', False),
        ('local_gw_ratio', 51, 'optional', 'float', 0.0010000000474974513),
        ('test_offset', 52, 'optional', 'int32', 0),
        ('stagelr', 150, 'repeated', 'float', None),
        ('stageiter', 151, 'repeated', 'int32', None),
    ),
    'BatchNormParameter': (
        ('engine', 4, 'optional', 'BatchNormParameter.Engine', 'DEFAULT'),
        ('use_weight_bias', 5, 'optional', 'bool', True),
        ('bias_term', 6, 'optional', 'bool', True),
        ('filler', 7, 'optional', 'FillerParameter', None),
        ('bias_filler', 8, 'optional', 'FillerParameter', None),
        ('stats_batch_size', 9, 'optional', 'uint32', 0),
        ('relu', 10, 'optional', 'bool', False),
    ),
    'ConcatParameter': (
        ('engine', 3, 'optional', 'ConcatParameter.Engine', 'DEFAULT'),
        ('per_fla_fuse', 4, 'optional', 'bool', False),
    ),
    'ConvolutionParameter': (
        ('relu', 19, 'optional', 'bool', False),
        ('negative_slope', 20, 'optional', 'float', 0.0),
        ('conv_algorithm', 21, 'optional', 'string', 'direct'),
        ('coeff', 23, 'repeated', 'float', None),
        ('fusion_type', 24, 'optional', 'ConvolutionParameter.FusionType', 'NONE_FUSION'),
    ),
    'DataParameter': (
        ('shuffle', 11, 'optional', 'bool', False),
        ('side', 12, 'repeated', 'uint32', None),
    ),
    'EltwiseParameter': (
        ('engine', 4, 'optional', 'EltwiseParameter.Engine', 'DEFAULT'),
    ),
    'ImageDataParameter': (
        ('min_height', 13, 'optional', 'uint32', 0),
        ('min_width', 14, 'optional', 'uint32', 0),
    ),
    'InnerProductParameter': (
        ('engine', 7, 'optional', 'InnerProductParameter.Engine', 'DEFAULT'),
        ('relu', 8, 'optional', 'bool', False),
        ('negative_slope', 9, 'optional', 'float', 0.0),
    ),
    'PoolingParameter': (
        ('avg_include_pad', 13, 'optional', 'bool', True),
        ('axis', 14, 'optional', 'int32', 1),
        ('pad_3d', 15, 'repeated', 'uint32', None),
        ('kernel_size_3d', 16, 'repeated', 'uint32', None),
        ('stride_3d', 17, 'repeated', 'uint32', None),
    ),
    'ReLUParameter': (
        ('fuse', 3, 'optional', 'bool', False),
    ),
    'CompileNetState': (
        ('is_init', 1, 'optional', 'bool', True),
        ('bn_scale_remove', 2, 'optional', 'bool', False),
        ('bn_scale_merge', 3, 'optional', 'bool', False),
        ('kept_bn_layers', 4, 'repeated', 'string', None),
        ('negative_conv_names', 5, 'repeated', 'string', None),
        ('negative_conv_indexes', 6, 'repeated', 'uint32', None),
    ),
    'EvalDetectionParameter': (
        ('side', 1, 'optional', 'uint32', 7),
        ('num_class', 2, 'optional', 'uint32', 20),
        ('num_object', 3, 'optional', 'uint32', 2),
        ('threshold', 4, 'optional', 'float', 0.5),
        ('sqrt', 5, 'optional', 'bool', True),
        ('constriant', 6, 'optional', 'bool', True),
        ('score_type', 7, 'optional', 'EvalDetectionParameter.ScoreType', 'MULTIPLY'),
        ('nms', 8, 'optional', 'float', -1.0),
        ('biases', 9, 'repeated', 'float', None),
    ),
    'MnActivationParameter': (
        ('num_nodes_in', 1, 'optional', 'uint32', None),
        ('num_nodes_out', 2, 'optional', 'uint32', None),
        ('model_parts_in', 3, 'optional', 'uint32', 1),
        ('model_parts_out', 4, 'optional', 'uint32', 1),
        ('need_reduce', 5, 'optional', 'bool', True),
    ),
    'MnModelParallelParameter': (
        ('layer_from', 1, 'required', 'string', None),
        ('layer_to', 2, 'optional', 'string', None),
        ('num_nodes', 3, 'optional', 'uint32', None),
        ('model_parts', 4, 'optional', 'uint32', None),
    ),
    'MnParamGradCompressLayerTypeList': (
        ('layer_type', 1, 'repeated', 'string', None),
    ),
    'MnParamGradCompressParameter': (
        ('param_grad_compress_enable', 1, 'repeated', 'bool', None),
    ),
    'MultiPhaseSolverParameter': (
        ('params_pair', 1, 'repeated', 'SolverBatchSizePair', None),
    ),
    'MultinodeLayerParameter': (
        ('num_nodes', 1, 'optional', 'uint32', None),
        ('model_parts', 2, 'optional', 'uint32', 1),
    ),
    'MultinodeParameter': (
        ('model_parallel', 1, 'repeated', 'MnModelParallelParameter', None),
        ('compress_layer_type_list', 2, 'optional', 'MnParamGradCompressLayerTypeList', None),
    ),
    'QuantizationParameter': (
        ('precision', 1, 'optional', 'QuantizationParameter.Precision', 'DYNAMIC_FIXED_POINT'),
        ('rounding_scheme', 2, 'optional', 'QuantizationParameter.Rounding', 'NEAREST'),
        ('bw_layer_in', 3, 'optional', 'uint32', 32),
        ('bw_layer_out', 4, 'optional', 'uint32', 32),
        ('bw_params', 5, 'optional', 'uint32', 32),
        ('fl_layer_in', 6, 'repeated', 'int32', None),
        ('fl_layer_out', 7, 'repeated', 'int32', None),
        ('fl_params', 8, 'repeated', 'int32', None),
        ('scale_in', 20, 'repeated', 'float', None),
        ('scale_out', 21, 'repeated', 'float', None),
        ('scale_params', 22, 'repeated', 'float', None),
        ('is_negative_input', 23, 'optional', 'bool', False),
        ('force_u8_input', 24, 'optional', 'bool', False),
    ),
    'ROIPoolingParameter': (
        ('pooled_h', 1, 'optional', 'uint32', 0),
        ('pooled_w', 2, 'optional', 'uint32', 0),
        ('spatial_scale', 3, 'optional', 'float', 1.0),
        ('pooled_size', 4, 'repeated', 'uint32', None),
    ),
    'RandomAspectRatioParameter': (
        ('min_area_ratio', 1, 'optional', 'float', 0.5),
        ('max_area_ratio', 2, 'optional', 'float', 1.0),
        ('aspect_ratio_change', 3, 'optional', 'float', 1.0),
        ('max_attempt', 4, 'optional', 'uint32', 10),
        ('resize_param', 5, 'optional', 'ResizeParameter', None),
    ),
    'RandomResizeParameter': (
        ('min_size', 1, 'optional', 'uint32', 0),
        ('max_size', 2, 'optional', 'uint32', 0),
        ('resize_param', 3, 'optional', 'ResizeParameter', None),
    ),
    'SolverBatchSizePair': (
        ('solver_params', 1, 'optional', 'SolverParameter', None),
        ('batch_size', 2, 'optional', 'uint32', None),
    ),
    'SpatialDropoutParameter': (
        ('dropout_ratio', 1, 'optional', 'float', 0.5),
    ),
    'SplitParameter': (
        ('engine', 1, 'optional', 'SplitParameter.Engine', 'DEFAULT'),
    ),
}

COMMON: dict[str, int] = {'SolverState': 141, 'ReshapeParameter': 121, 'AnnotatedDataParameter': 3, 'AnnotatedDatum': 4, 'Annotation': 5, 'AnnotationGroup': 6, 'BatchSampler': 15, 'DetectionEvaluateParameter': 44, 'DetectionOutputParameter': 45, 'DistortionParameter': 46, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'MultiBoxLossParameter': 91, 'NoiseParameter': 95, 'NonMaximumSuppressionParameter': 96, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'VideoDataParameter': 153, 'RegionLossParameter': 118, 'ReorgParameter': 119, 'BoxAnnotatorOHEMParameter': 21, 'PSROIPoolingParameter': 99, 'SmoothL1LossParameter': 135}

ENUMS: dict[str, dict[str, int]] = {'ConvolutionParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2, 'MKL2017': 3, 'MKLDNN': 4}, 'LRNParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2, 'MKL2017': 3, 'MKLDNN': 4}, 'LossParameter.NormalizationMode': {'FULL': 0, 'VALID': 1, 'BATCH_SIZE': 2, 'PRE_FIXED': 3, 'NONE': 4}, 'PoolingParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2, 'MKL2017': 3, 'MKLDNN': 4}, 'ReLUParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2, 'MKL2017': 3, 'MKLDNN': 4}, 'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'MKL2017': 3, 'MKLDNN': 4}, 'ConcatParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'MKL2017': 3, 'MKLDNN': 4}, 'ConvolutionParameter.FusionType': {'NONE_FUSION': 0, 'SUM_FUSION': 1}, 'EltwiseParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'MKL2017': 3, 'MKLDNN': 4}, 'EvalDetectionParameter.ScoreType': {'OBJ': 0, 'PROB': 1, 'MULTIPLY': 2}, 'InnerProductParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2, 'MKLDNN': 3}, 'QuantizationParameter.Precision': {'DYNAMIC_FIXED_POINT': 0}, 'QuantizationParameter.Rounding': {'NEAREST': 0}, 'SplitParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'MKL2017': 3, 'MKLDNN': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'Axpy', 'BoxAnnotatorOHEM', 'BoxData', 'DetectionEvaluate', 'DetectionOutput', 'EvalDetection', 'MnActivation', 'MultiBoxLoss', 'Normalize', 'PSROIPooling', 'Permute', 'PriorBox', 'ROIPooling', 'RegionLoss', 'Reorg', 'SmoothL1Loss', 'SmoothL1LossOHEM', 'SoftmaxWithLossOHEM', 'SpatialDropout', 'VideoData'), ('Clip',))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': {'CAFFE': ('mean', 'variance', 'factor'), 'MKL2017': ('mean', 'variance', 'factor', 'scale', 'bias'), 'MKLDNN': ('mean', 'variance', 'factor', 'scale', 'bias')}, 'masks_by_engine': {'CAFFE': False, 'MKL2017': True, 'MKLDNN': True}, 'refuses_by_engine': {'CAFFE': False, 'MKL2017': True, 'MKLDNN': True}, 'statistics_decay': 'engine_caffe', 'own_affine': 'use_weight_bias', 'affine_by_default': ('MKL2017', 'MKLDNN'), 'affine_fields': ('use_weight_bias', 'bias_term', 'filler', 'bias_filler')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers', 'BatchNorm, engines MKL2017 and MKLDNN: in place in TRAIN goes through a copy of its own')

NOTES: tuple[str, ...] = ("engine DEFAULT is CAFFE unless the layer's or the net's engine says otherwise", 'use_weight_bias false drops scale and bias, bias_term false drops bias; MKL2017 refuses use_weight_bias false')
