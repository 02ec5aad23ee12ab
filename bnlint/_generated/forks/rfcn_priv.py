"""The Caffe 'rfcn-priv', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('weights',), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('roi_pooling_param', 147, 'optional', 'ROIPoolingParameter', None),
        ('smooth_l1_loss_param', 150, 'optional', 'SmoothL1LossParameter', None),
        ('psroi_pooling_param', 148, 'optional', 'PSROIPoolingParameter', None),
        ('box_annotator_ohem_param', 151, 'optional', 'BoxAnnotatorOHEMParameter', None),
        ('inner_product_blob_param', 149, 'optional', 'InnerProductBlobParameter', None),
        ('relux_param', 152, 'optional', 'ReLUXParameter', None),
        ('deformable_convolution_param', 999, 'optional', 'DeformableConvolutionParameter', None),
        ('selu_param', 1001, 'optional', 'SeLuParameter', None),
        ('selu_dropout_param', 1002, 'optional', 'SeLuDropoutParameter', None),
        ('roi_warping_param', 11870, 'optional', 'ROIWarpingParameter', None),
        ('mask_resize_param', 11890, 'optional', 'MaskResizeParameter', None),
        ('interp_param', 20001, 'optional', 'InterpParameter', None),
        ('dense_crf_param', 20002, 'optional', 'DenseCRFParameter', None),
        ('seg_accuracy_param', 20003, 'optional', 'SegAccuracyParameter', None),
        ('largemargin_inner_product_param', 20004, 'optional', 'LargeMarginInnerProductParameter', None),
        ('roi_align_param', 20005, 'optional', 'ROIAlignParameter', None),
        ('deformable_psroi_pooling_param', 20006, 'optional', 'DeformablePSROIPoolingParameter', None),
        ('focal_loss_param', 20007, 'optional', 'FocalLossParameter', None),
        ('margin_inner_product_param', 20008, 'optional', 'MarginInnerProductParameter', None),
        ('frcnn_anchor_target_param', 40000, 'optional', 'FrcnnAnchorTargetParameter', None),
        ('frcnn_proposal_param', 40001, 'optional', 'FrcnnProposalParameter', None),
        ('frcnn_proposal_target_param', 40002, 'optional', 'FrcnnProposalTargetParameter', None),
        ('roi_mask_align_param', 40003, 'optional', 'ROIMaskAlignParameter', None),
        ('boxes_obj_param', 40004, 'optional', 'BoxesObjParameter', None),
        ('roi_mask_pooling_param', 8266713, 'optional', 'ROIMaskPoolingParameter', None),
    ),
    'PoolingParameter': (
        ('ceil_mode', 13, 'optional', 'bool', True),
    ),
    'V1LayerParameter': (
        ('frcnn_anchor_target_param', 51, 'optional', 'FrcnnAnchorTargetParameter', None),
        ('frcnn_proposal_param', 52, 'optional', 'FrcnnProposalParameter', None),
        ('frcnn_proposal_target_param', 53, 'optional', 'FrcnnProposalTargetParameter', None),
        ('relux_param', 54, 'optional', 'ReLUXParameter', None),
        ('boxes_obj_param', 56, 'optional', 'BoxesObjParameter', None),
        ('deformable_convolution_param', 999, 'optional', 'DeformableConvolutionParameter', None),
    ),
    'BoxesObjParameter': (
        ('cls_thresh', 1, 'optional', 'float', 0.699999988079071),
        ('nms', 2, 'optional', 'float', 0.30000001192092896),
        ('box_vote', 3, 'optional', 'bool', True),
        ('cls_indexes', 4, 'repeated', 'int32', None),
    ),
    'DeformablePSROIPoolingParameter': (
        ('spatial_scale', 1, 'required', 'float', None),
        ('output_dim', 2, 'required', 'int32', None),
        ('group_size', 3, 'required', 'int32', None),
        ('pooled_size', 4, 'optional', 'int32', None),
        ('part_size', 5, 'optional', 'int32', 0),
        ('sample_per_part', 6, 'optional', 'int32', 1),
        ('trans_std', 7, 'optional', 'float', 0.0),
        ('no_trans', 8, 'optional', 'bool', False),
    ),
    'FocalLossParameter': (
        ('type', 1, 'optional', 'FocalLossParameter.Type', 'ORIGIN'),
        ('gamma', 2, 'optional', 'float', 2.0),
        ('alpha', 3, 'optional', 'float', 0.25),
        ('beta', 4, 'optional', 'float', 1.0),
    ),
    'FrcnnAnchorTargetParameter': (
        ('feat_stride', 1, 'optional', 'uint32', 16),
        ('config', 2, 'optional', 'string', None),
    ),
    'FrcnnProposalParameter': (
        ('feat_stride', 1, 'optional', 'uint32', 16),
        ('config', 2, 'optional', 'string', None),
    ),
    'FrcnnProposalTargetParameter': (
        ('num_classes', 1, 'optional', 'uint32', 21),
    ),
    'InterpParameter': (
        ('height', 1, 'optional', 'int32', 0),
        ('width', 2, 'optional', 'int32', 0),
        ('zoom_factor', 3, 'optional', 'int32', 1),
        ('shrink_factor', 4, 'optional', 'int32', 1),
        ('pad_beg', 5, 'optional', 'int32', 0),
        ('pad_end', 6, 'optional', 'int32', 0),
        ('use_blob_size', 7, 'optional', 'bool', False),
    ),
    'ROIMaskAlignParameter': (
        ('pooled_h', 1, 'optional', 'uint32', 0),
        ('pooled_w', 2, 'optional', 'uint32', 0),
        ('spatial_scale', 3, 'optional', 'float', 1.0),
        ('half_part', 4, 'optional', 'int32', 0),
        ('roi_scale', 5, 'optional', 'float', 1.0),
        ('mask_scale', 6, 'optional', 'float', 0.0),
        ('spatial_shift', 7, 'optional', 'float', 0.0),
    ),
    'ROIMaskPoolingParameter': (
        ('pooled_h', 1, 'optional', 'uint32', 0),
        ('pooled_w', 2, 'optional', 'uint32', 0),
        ('spatial_scale', 3, 'optional', 'float', 1.0),
        ('half_part', 4, 'optional', 'int32', 0),
        ('roi_scale', 5, 'optional', 'float', 1.0),
        ('mask_scale', 6, 'optional', 'float', 0.0),
        ('spatial_shift', 7, 'optional', 'float', 0.0),
    ),
    'ReLUXParameter': (
        ('negative_slope', 1, 'optional', 'float', 0.0),
        ('maximal_value', 2, 'optional', 'float', 6.0),
    ),
}

COMMON: dict[str, int] = {'TransformationParameter': 148, 'LossParameter': 80, 'ImageDataParameter': 62, 'BoxAnnotatorOHEMParameter': 21, 'PSROIPoolingParameter': 99, 'ROIPoolingParameter': 112, 'SmoothL1LossParameter': 135, 'LargeMarginInnerProductParameter': 69, 'MarginInnerProductParameter': 84, 'DenseCRFParameter': 39, 'SegAccuracyParameter': 132, 'DeformableConvolutionParameter': 38, 'InnerProductBlobParameter': 63, 'MaskResizeParameter': 85, 'ROIAlignParameter': 111, 'ROIWarpingParameter': 113, 'ROIWarpingTestParameter': 114, 'SeLuDropoutParameter': 130, 'SeLuParameter': 131}

ENUMS: dict[str, dict[str, int]] = {'LossParameter.NormalizationMode': {'FULL': 0, 'VALID': 1, 'BATCH_SIZE': 2, 'PRE_FIXED': 3, 'NONE': 4}, 'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'FRCNN_ANCHOR_TARGET': 50, 'FRCNN_PROPOSAL': 51, 'FRCNN_PROPOSAL_TARGET': 53, 'RELUX': 54, 'DEFORMABLECONVOLUTION': 99}, 'LargeMarginInnerProductParameter.LargeMarginType': {'SINGLE': 0, 'DOUBLE': 1, 'TRIPLE': 2, 'QUADRUPLE': 3}, 'MarginInnerProductParameter.MarginType': {'SINGLE': 0, 'DOUBLE': 1, 'TRIPLE': 2, 'QUADRUPLE': 3}, 'SegAccuracyParameter.AccuracyMetric': {'PixelAccuracy': 0, 'ClassAccuracy': 1, 'PixelIOU': 2}, 'DeformableConvolutionParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'FocalLossParameter.Type': {'ORIGIN': 0, 'LINEAR': 1}, 'ImageDataParameter.LabelType': {'NONE': 0, 'IMAGE': 1, 'PIXEL': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Axpy', 'BoxAnnotatorOHEM', 'BoxesObj', 'ConvolutionDepthwise', 'DeformableConvolution', 'DeformablePSROIPooling', 'DenseCRF', 'DepthwiseConvolution', 'FocalLoss', 'FrcnnAnchorTarget', 'FrcnnProposal', 'FrcnnProposalTarget', 'ImageSegData', 'InnerProductBlob', 'Interp', 'LargeMarginInnerProduct', 'MarginInnerProduct', 'MaskPooling', 'MaskResize', 'PSROIPooling', 'ROIAlign', 'ROIMaskAlign', 'ROIMaskPooling', 'ROIPooling', 'ROIWarping', 'ReLUX', 'SeLu', 'SeLuDropout', 'SegAccuracy', 'SmoothL1Loss', 'SmoothL1LossOHEM', 'SoftmaxWithLossOHEM'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {'DEFORMABLECONVOLUTION': None, 'FRCNN_ANCHOR_TARGET': None, 'FRCNN_PROPOSAL': None, 'FRCNN_PROPOSAL_TARGET': None, 'RELUX': None}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
