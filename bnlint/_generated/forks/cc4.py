"""The Caffe 'cc4', as its difference to BVLC Caffe 1.0.

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
        ('center_loss_param', 147, 'optional', 'CenterLossParameter', None),
        ('lstm_param', 148, 'optional', 'LSTMParameter', None),
        ('ctc_param', 149, 'optional', 'CTCParameter', None),
        ('transpose_param', 150, 'optional', 'TransposeParameter', None),
        ('reverse_param', 151, 'optional', 'ReverseParameter', None),
        ('ctc_loss_param', 152, 'optional', 'CtcLossParameter', None),
        ('continuation_indicator_param', 153, 'optional', 'ContinuationIndicatorParameter', None),
        ('labelsequence_accuracy_param', 154, 'optional', 'LabelsequenceAccuracyParameter', None),
        ('st_param', 156, 'optional', 'SpatialTransformerParameter', None),
        ('st_loss_param', 157, 'optional', 'STLossParameter', None),
        ('power_file_param', 158, 'optional', 'PowerFileParameter', None),
        ('loc_loss_param', 159, 'optional', 'LocLossParameter', None),
        ('mtcnn_data_param', 160, 'optional', 'MTCNNDataParameter', None),
        ('ssd_data_param', 161, 'optional', 'SSDDataParameter', None),
        ('cpp_param', 162, 'optional', 'CPPLayerParameter', None),
        ('smooth_l1_loss_param', 163, 'optional', 'SmoothL1LossParameter', None),
        ('roi_pooling_param', 164, 'optional', 'ROIPoolingParameter', None),
        ('dense_crf_param', 165, 'optional', 'DenseCRFParameter', None),
        ('interp_param', 166, 'optional', 'InterpParameter', None),
        ('predict_box_param', 209, 'optional', 'PredictBoxParameter', None),
        ('flip_param', 212, 'optional', 'FlipParameter', None),
    ),
    'FillerParameter': (
        ('file', 9, 'optional', 'string', None),
    ),
    'SolverParameter': (
        ('eval_type', 41, 'optional', 'string', 'classification'),
        ('ap_version', 42, 'optional', 'string', 'Integral'),
        ('plateau_winsize', 43, 'repeated', 'int32', None),
        ('show_per_class_result', 44, 'optional', 'bool', False),
        ('save_loss', 45, 'optional', 'bool', True),
        ('show_realtime_loss', 46, 'optional', 'bool', False),
    ),
    'Datum': (
        ('labels', 8, 'repeated', 'float', None),
    ),
    'DataParameter': (
        ('global_augmented', 11, 'optional', 'bool', False),
    ),
    'SoftmaxParameter': (
        ('hard_ratio', 3, 'optional', 'float', 1.0),
        ('class_weight', 4, 'repeated', 'float', None),
        ('hard_mining_label', 5, 'optional', 'int32', None),
        ('cutting_point', 6, 'optional', 'float', None),
        ('normalize_type', 7, 'optional', 'string', 'Softmax'),
    ),
    'CPPLayerParameter': (
        ('layer', 1, 'optional', 'string', None),
        ('param_str', 2, 'optional', 'string', None),
        ('type', 3, 'optional', 'string', None),
    ),
    'CTCParameter': (
        ('threshold', 1, 'optional', 'float', 0.699999988079071),
        ('decode_type', 2, 'optional', 'CTCParameter.Decoder', 'best_path'),
    ),
    'LSTMParameter': (
        ('num_output', 1, 'optional', 'uint32', None),
        ('clipping_threshold', 2, 'optional', 'float', 0.0),
        ('weight_filler', 3, 'optional', 'FillerParameter', None),
        ('bias_filler', 4, 'optional', 'FillerParameter', None),
        ('batch_size', 5, 'optional', 'uint32', 1),
    ),
    'MTCNNBBox': (
        ('xmin', 1, 'optional', 'float', None),
        ('ymin', 2, 'optional', 'float', None),
        ('xmax', 3, 'optional', 'float', None),
        ('ymax', 4, 'optional', 'float', None),
    ),
    'MTCNNDataParameter': (
        ('augmented', 1, 'optional', 'bool', True),
        ('flip', 2, 'optional', 'bool', True),
        ('num_positive', 3, 'optional', 'int32', -1),
        ('num_negitive', 4, 'optional', 'int32', -1),
        ('num_part', 5, 'optional', 'int32', -1),
        ('resize_width', 6, 'optional', 'uint32', 0),
        ('resize_height', 7, 'optional', 'uint32', 0),
        ('min_negitive_scale', 8, 'optional', 'float', 0.5),
        ('max_negitive_scale', 9, 'optional', 'float', 1.5),
    ),
    'MTCNNDatum': (
        ('datum', 1, 'optional', 'Datum', None),
        ('rois', 2, 'repeated', 'MTCNNBBox', None),
        ('pts', 3, 'repeated', 'float', None),
    ),
    'SSDDataParameter': (
        ('folder', 1, 'optional', 'string', None),
        ('batch_size', 2, 'optional', 'uint32', 1),
        ('mean_value', 3, 'repeated', 'float', None),
        ('scale', 4, 'optional', 'float', 1.0),
        ('height', 5, 'optional', 'uint32', None),
        ('width', 6, 'optional', 'uint32', None),
        ('is_color', 7, 'optional', 'bool', True),
        ('positive_ratio', 8, 'optional', 'uint32', 1),
        ('negitive_ratio', 9, 'optional', 'uint32', 3),
        ('minsize_width', 10, 'optional', 'uint32', 100),
        ('minsize_height', 11, 'optional', 'uint32', 100),
        ('min_pos_size', 12, 'optional', 'uint32', 30),
        ('max_pos_acc', 13, 'optional', 'float', 1.5),
        ('labelmap_file', 14, 'optional', 'string', 'labels.txt'),
        ('debug_image', 15, 'optional', 'bool', False),
    ),
    'TransposeParameter': (
        ('dim', 1, 'repeated', 'int32', None),
    ),
}

COMMON: dict[str, int] = {'TransformationParameter': 147, 'SolverState': 141, 'MemoryDataParameter': 89, 'AnnotatedDataParameter': 3, 'AnnotatedDatum': 4, 'Annotation': 5, 'AnnotationGroup': 6, 'BatchSampler': 15, 'DetectionEvaluateParameter': 44, 'DetectionOutputParameter': 45, 'DistortionParameter': 46, 'EmitConstraint': 55, 'ExpansionParameter': 56, 'LabelMap': 66, 'LabelMapItem': 67, 'MultiBoxLossParameter': 91, 'NoiseParameter': 95, 'NonMaximumSuppressionParameter': 96, 'NormalizeParameter': 97, 'NormalizedBBox': 98, 'PermuteParameter': 102, 'PriorBoxParameter': 106, 'ResizeParameter': 123, 'SaltPepperParameter': 126, 'SampleConstraint': 127, 'Sampler': 128, 'SaveOutputParameter': 129, 'VideoDataParameter': 153, 'DenseCRFParameter': 39, 'InterpParameter': 64, 'FlipParameter': 58, 'PredictBoxParameter': 105, 'ROIPoolingParameter': 112, 'ContinuationIndicatorParameter': 28, 'CtcLossParameter': 33, 'LabelsequenceAccuracyParameter': 68, 'CenterLossParameter': 25, 'LocLossParameter': 76, 'PowerFileParameter': 104, 'ReverseParameter': 124, 'STLossParameter': 125, 'SmoothL1LossParameter': 135, 'SpatialTransformerParameter': 143}

ENUMS: dict[str, dict[str, int]] = {'AnnotatedDatum.AnnotationType': {'BBOX': 0}, 'EmitConstraint.EmitType': {'CENTER': 0, 'MIN_OVERLAP': 1}, 'MultiBoxLossParameter.ConfLossType': {'SOFTMAX': 0, 'LOGISTIC': 1}, 'MultiBoxLossParameter.LocLossType': {'L2': 0, 'SMOOTH_L1': 1}, 'MultiBoxLossParameter.MatchType': {'BIPARTITE': 0, 'PER_PREDICTION': 1}, 'MultiBoxLossParameter.MiningType': {'NONE': 0, 'MAX_NEGATIVE': 1, 'HARD_EXAMPLE': 2}, 'PriorBoxParameter.CodeType': {'CORNER': 1, 'CENTER_SIZE': 2, 'CORNER_SIZE': 3}, 'ResizeParameter.Interp_mode': {'LINEAR': 1, 'AREA': 2, 'NEAREST': 3, 'CUBIC': 4, 'LANCZOS4': 5}, 'ResizeParameter.Pad_mode': {'CONSTANT': 1, 'MIRRORED': 2, 'REPEAT_NEAREST': 3}, 'ResizeParameter.Resize_mode': {'WARP': 1, 'FIT_SMALL_SIZE': 2, 'FIT_LARGE_SIZE_AND_PAD': 3}, 'VideoDataParameter.VideoType': {'WEBCAM': 0, 'VIDEO': 1}, 'CTCParameter.Decoder': {'best_path': 0, 'best_path_thres': 1, 'prefix_search': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AnnotatedData', 'Axpy', 'CPP', 'CTCGreedyDecoder', 'CenterLoss', 'ContinuationIndicator', 'ContourAccuracy', 'ConvolutionDepthwise', 'CtcLoss', 'DenseCRF', 'DetectionEvaluate', 'DetectionOutput', 'DomainTransform', 'DomainTransformForwardOnly', 'Flip', 'GetDataDim', 'ImageClsData', 'ImageSalobjData', 'ImageSegData', 'Interp', 'LabelsequenceAccuracy', 'Lstm', 'LstmJun', 'MultiBoxLoss', 'Normalize', 'Permute', 'PredictBox', 'PriorBox', 'ROIPooling', 'Reverse', 'STLoss', 'SegAccuracy', 'SmoothL1Loss', 'SpatialProduct', 'SpatialTransformer', 'Transpose', 'UniqueLabel', 'VideoData', 'VisualSaliency', 'WarpCTCLoss'), ('Clip', 'HDF5Data', 'HDF5Output', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'clears', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
