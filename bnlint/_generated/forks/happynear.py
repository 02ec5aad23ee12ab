"""The Caffe 'happynear', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('weights',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('bn_param', 200, 'optional', 'BNParameter', None),
        ('local_param', 201, 'optional', 'LocalParameter', None),
        ('insanity_param', 202, 'optional', 'InsanityParameter', None),
        ('triplet_loss_param', 203, 'optional', 'TripletLossParameter', None),
        ('roi_pooling_param', 204, 'optional', 'ROIPoolingParameter', None),
        ('eltwise_affine_param', 205, 'optional', 'EltwiseAffineParameter', None),
        ('sub_region_param', 206, 'optional', 'SubRegionParameter', None),
        ('noise_param', 207, 'optional', 'NoiseParameter', None),
        ('hotspot_param', 208, 'optional', 'HotspotParameter', None),
        ('predict_box_param', 209, 'optional', 'PredictBoxParameter', None),
        ('fcn_data_param', 210, 'optional', 'FCNDataParameter', None),
        ('center_loss_param', 211, 'optional', 'CenterLossParameter', None),
        ('flip_param', 212, 'optional', 'FlipParameter', None),
        ('inner_distance_param', 213, 'optional', 'InnerDistanceParameter', None),
        ('normalize_param', 214, 'optional', 'NormalizeParameter', None),
        ('general_contrastive_loss_param', 215, 'optional', 'GeneralContrastiveParameter', None),
        ('soft_contrastive_loss_param', 216, 'optional', 'SoftContrastiveParameter', None),
        ('general_triplet_loss_param', 217, 'optional', 'GeneralTripletParameter', None),
        ('soft_truncation_param', 218, 'optional', 'SoftTruncationParameter', None),
        ('proposal_param', 219, 'optional', 'ProposalParameter', None),
        ('psroi_pooling_param', 220, 'optional', 'PSROIPoolingParameter', None),
        ('pairwise_param', 221, 'optional', 'PairwiseParameter', None),
        ('smoothl1_param', 222, 'optional', 'SmoothL1Parameter', None),
        ('batch_contrastive_loss_param', 223, 'optional', 'BatchContrastiveParameter', None),
        ('permute_param', 224, 'optional', 'PermuteParameter', None),
        ('truncation_param', 225, 'optional', 'TruncationParameter', None),
        ('nca_param', 226, 'optional', 'NCAParameter', None),
        ('largemargin_inner_product_param', 227, 'optional', 'LargeMarginInnerProductParameter', None),
        ('label_specific_rescale_param', 228, 'optional', 'LabelSpecificRescaleParameter', None),
        ('infimum_loss_param', 229, 'optional', 'InfimumLossParamter', None),
        ('ordinal_regression_loss_param', 230, 'optional', 'OrdinalRegressionParameter', None),
        ('resize_param', 231, 'optional', 'ResizeParameter', None),
        ('margin_inner_product_param', 232, 'optional', 'MarginInnerProductParameter', None),
        ('feature_decay_loss_param', 233, 'optional', 'FeatureDecayLossParameter', None),
        ('confidence_penalty_loss_param', 234, 'optional', 'ConfidencePenaltyLossParameter', None),
        ('focal_loss_param', 235, 'optional', 'FocalLossParameter', None),
        ('label_specific_margin_param', 236, 'optional', 'LabelSpecificMarginParameter', None),
        ('channel_scale_param', 237, 'optional', 'ChannelScaleParameter', None),
        ('label_specific_affine_param', 238, 'optional', 'LabelSpecificAffineParameter', None),
        ('label_specific_hard_margin_param', 239, 'optional', 'LabelSpecificHardMarginParameter', None),
        ('label_specific_add_param', 241, 'optional', 'LabelSpecificAddParameter', None),
        ('mil_data_param', 5065028, 'optional', 'MILDataParameter', None),
        ('mil_param', 5065036, 'optional', 'MILParameter', None),
    ),
    'TransformationParameter': (
        ('crop_h', 8, 'optional', 'uint32', 0),
        ('crop_w', 9, 'optional', 'uint32', 0),
        ('center_crop', 10, 'optional', 'bool', False),
        ('erase_ratio', 11, 'optional', 'float', 0.0),
        ('scale_min', 12, 'optional', 'float', 0.019999999552965164),
        ('scale_max', 13, 'optional', 'float', 0.4000000059604645),
        ('aspect_min', 14, 'optional', 'float', 0.33000001311302185),
        ('aspect_max', 15, 'optional', 'float', 3.0),
    ),
    'FillerParameter': (
        ('alpha', 9, 'optional', 'float', 0.0),
    ),
    'SolverParameter': (
        ('clamp_weights_lower', 42, 'optional', 'float', -999999.875),
        ('clamp_weights_upper', 43, 'optional', 'float', 999999.875),
        ('clip_weights', 44, 'optional', 'float', -1.0),
    ),
    'AccuracyParameter': (
        ('min_is_better', 4, 'optional', 'bool', False),
    ),
    'BatchNormParameter': (
        ('moving_average_fraction', 2, 'optional', 'float', 0.9900000095367432),
        ('disable_mean', 4, 'optional', 'bool', False),
        ('disable_variance', 5, 'optional', 'bool', False),
        ('scale_filler', 7, 'optional', 'FillerParameter', None),
        ('bias_filler', 8, 'optional', 'FillerParameter', None),
        ('engine', 15, 'optional', 'BatchNormParameter.Engine', 'DEFAULT'),
    ),
    'ConvolutionParameter': (
        ('cudnn_convolution_algo_seeker', 19, 'optional', 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker', 'FINDEX'),
        ('shape_offset', 20, 'repeated', 'uint32', None),
    ),
    'DropoutParameter': (
        ('sqrt_scale', 2, 'optional', 'bool', False),
    ),
    'ImageDataParameter': (
        ('face_transform', 13, 'optional', 'bool', False),
        ('max_shear_ratio', 14, 'optional', 'float', 0.0),
        ('max_aspect_ratio', 15, 'optional', 'float', 0.0),
        ('max_rotate_angle', 16, 'optional', 'float', 0.0),
        ('min_random_scale', 17, 'optional', 'float', 1.0),
        ('max_random_scale', 18, 'optional', 'float', 1.0),
        ('max_random_shift', 19, 'optional', 'uint32', 0),
        ('face_mirror', 20, 'optional', 'bool', False),
        ('face_point_num', 21, 'optional', 'uint32', 0),
        ('balance_class', 22, 'optional', 'bool', False),
        ('balance_by', 23, 'optional', 'uint32', 0),
        ('label_cut_start', 24, 'optional', 'uint32', 0),
        ('label_cut_end', 25, 'optional', 'uint32', 0),
    ),
    'InnerProductParameter': (
        ('normalize', 7, 'optional', 'bool', False),
    ),
    'ParameterParameter': (
        ('blob_filler', 2, 'optional', 'FillerParameter', None),
    ),
    'PoolingParameter': (
        ('blobs_lr', 13, 'optional', 'float', None),
        ('blobs_a_min', 14, 'optional', 'float', 9.999999747378752e-05),
    ),
    'ScaleParameter': (
        ('min_value', 6, 'optional', 'float', None),
        ('max_value', 7, 'optional', 'float', None),
    ),
    'SoftmaxParameter': (
        ('hard_ratio', 3, 'optional', 'float', 1.0),
        ('class_weight', 4, 'repeated', 'float', None),
        ('hard_mining_label', 5, 'optional', 'int32', None),
        ('cutting_point', 6, 'optional', 'float', None),
        ('normalize_type', 7, 'optional', 'string', 'Softmax'),
        ('label_smooth_factor', 8, 'optional', 'float', 0.0),
    ),
    'V1LayerParameter': (
        ('bn_param', 43, 'optional', 'BNParameter', None),
        ('local_param', 44, 'optional', 'LocalParameter', None),
        ('prelu_param', 45, 'optional', 'PReLUParameter', None),
        ('insanity_param', 46, 'optional', 'InsanityParameter', None),
        ('triplet_loss_param', 47, 'optional', 'TripletLossParameter', None),
        ('roi_pooling_param', 48, 'optional', 'ROIPoolingParameter', None),
        ('eltwise_affine_param', 49, 'optional', 'EltwiseAffineParameter', None),
        ('sub_region_param', 50, 'optional', 'SubRegionParameter', None),
        ('noise_param', 51, 'optional', 'NoiseParameter', None),
    ),
    'BatchContrastiveParameter': (
        ('positive_margin', 1, 'optional', 'float', 1.0),
        ('negative_margin', 2, 'optional', 'float', 1.0),
        ('positive_weight', 3, 'optional', 'float', 1.0),
        ('negative_weight', 4, 'optional', 'float', 1.0),
        ('max_only', 5, 'optional', 'bool', False),
    ),
    'CenterLossParameter': (
        ('num_output', 1, 'optional', 'uint32', None),
        ('center_filler', 2, 'optional', 'FillerParameter', None),
        ('axis', 3, 'optional', 'int32', 1),
        ('distance_type', 29, 'optional', 'string', 'L2'),
    ),
    'ChannelScaleParameter': (
        ('do_forward', 1, 'optional', 'bool', True),
        ('do_backward_feature', 2, 'optional', 'bool', True),
        ('do_backward_scale', 3, 'optional', 'bool', True),
        ('global_scale', 4, 'optional', 'bool', False),
        ('max_global_scale', 5, 'optional', 'float', 1000.0),
        ('min_global_scale', 6, 'optional', 'float', 0.0),
        ('init_global_scale', 7, 'optional', 'float', 1.0),
    ),
    'ConfidencePenaltyLossParameter': (
        ('beta', 1, 'optional', 'float', 0.10000000149011612),
    ),
    'FCNDataParameter': (
        ('template_h', 1, 'optional', 'uint32', 48),
        ('template_w', 2, 'optional', 'uint32', 42),
        ('expand_left', 3, 'optional', 'float', 0.25),
        ('expand_right', 4, 'optional', 'float', 0.25),
        ('expand_top', 5, 'optional', 'float', 0.5),
        ('expand_bottom', 6, 'optional', 'float', 0.25),
        ('roi_multiply_h', 7, 'optional', 'float', 5.0),
        ('roi_multiply_w', 8, 'optional', 'float', 5.0),
        ('scale_step', 9, 'optional', 'float', 1.100000023841858),
        ('scale_step_num', 10, 'optional', 'int32', 5),
        ('gaussian_size_h', 11, 'optional', 'int32', 7),
        ('gaussian_size_w', 12, 'optional', 'int32', 7),
        ('gaussian_std_h', 13, 'optional', 'float', 1.5),
        ('gaussian_std_w', 14, 'optional', 'float', 1.5),
        ('use_hog', 15, 'optional', 'bool', False),
        ('hog_cell_size', 16, 'optional', 'int32', 4),
        ('min_iou', 17, 'optional', 'float', 0.800000011920929),
    ),
    'FeatureDecayLossParameter': (
        ('decay_threshold', 1, 'optional', 'float', 20.0),
        ('force_decay', 2, 'optional', 'bool', False),
    ),
    'FocalLossParameter': (
        ('type', 1, 'optional', 'FocalLossParameter.Type', 'ORIGIN'),
        ('gamma', 2, 'optional', 'float', 2.0),
        ('alpha', 3, 'optional', 'float', 1.0),
        ('beta', 4, 'optional', 'float', 1.0),
    ),
    'GeneralContrastiveParameter': (
        ('positive_margin', 1, 'optional', 'float', 0.0),
        ('negative_margin', 2, 'optional', 'float', 1.0),
        ('positive_weight', 3, 'optional', 'float', 1.0),
        ('negative_weight', 4, 'optional', 'float', 1.0),
        ('normalize_negative', 5, 'optional', 'float', 0.0),
        ('positive_outlier_thresh', 6, 'optional', 'float', 4.0),
        ('square', 7, 'optional', 'bool', False),
        ('max_negative_only', 8, 'optional', 'bool', False),
        ('max_positive_only', 9, 'optional', 'bool', False),
        ('positive_first', 10, 'optional', 'bool', False),
        ('positive_upper_bound', 11, 'optional', 'float', 1.0),
        ('exp_negative_weight', 12, 'optional', 'bool', False),
        ('add_intra_mae', 13, 'optional', 'bool', False),
        ('max_negative_margin', 14, 'optional', 'float', 1.2000000476837158),
    ),
    'GeneralTripletParameter': (
        ('margin', 1, 'optional', 'float', 0.20000000298023224),
        ('add_center_loss', 2, 'optional', 'bool', True),
        ('hardest_only', 3, 'optional', 'bool', False),
        ('positive_first', 4, 'optional', 'bool', False),
        ('positive_upper_bound', 5, 'optional', 'float', 1.0),
        ('positive_weight', 6, 'optional', 'float', 1.0),
        ('negative_weight', 7, 'optional', 'float', 1.0),
    ),
    'HotspotParameter': (
        ('gaussian_std', 1, 'optional', 'float', 1.0),
        ('output_height', 2, 'optional', 'uint32', 0),
        ('output_width', 3, 'optional', 'uint32', 0),
        ('data_height', 4, 'optional', 'uint32', 0),
        ('data_width', 5, 'optional', 'uint32', 0),
        ('mean_removed', 6, 'optional', 'bool', True),
    ),
    'InfimumLossParamter': (
        ('infimum', 1, 'optional', 'float', 0.25),
    ),
    'InnerDistanceParameter': (
        ('num_output', 1, 'optional', 'uint32', None),
        ('bias_term', 2, 'optional', 'bool', True),
        ('weight_filler', 3, 'optional', 'FillerParameter', None),
        ('bias_filler', 4, 'optional', 'FillerParameter', None),
        ('axis', 5, 'optional', 'int32', 1),
        ('transpose', 6, 'optional', 'bool', False),
        ('distance_type', 7, 'optional', 'string', 'L2'),
        ('normalize', 8, 'optional', 'bool', False),
        ('update_center_only', 9, 'optional', 'bool', False),
    ),
    'InsanityParameter': (
        ('lb', 1, 'optional', 'float', 5.0),
        ('ub', 2, 'optional', 'float', 10.0),
    ),
    'LabelSpecificAddParameter': (
        ('bias', 1, 'optional', 'float', 0.0),
        ('transform_test', 2, 'optional', 'bool', False),
        ('bias_base', 3, 'optional', 'float', 0.0),
        ('bias_gamma', 4, 'optional', 'float', 0.0),
        ('bias_power', 5, 'optional', 'float', 1.0),
        ('bias_min', 6, 'optional', 'float', 0.0),
        ('bias_max', 7, 'optional', 'float', 0.0),
        ('iteration', 8, 'optional', 'uint32', 0),
    ),
    'LabelSpecificAffineParameter': (
        ('scale_base', 1, 'optional', 'float', 1.0),
        ('scale_gamma', 2, 'optional', 'float', 0.0),
        ('scale_power', 3, 'optional', 'float', 1.0),
        ('scale_max', 4, 'optional', 'float', 1.0),
        ('transform_test', 5, 'optional', 'bool', False),
        ('iteration', 6, 'optional', 'uint32', 0),
        ('bias_base', 7, 'optional', 'float', 0.0),
        ('bias_gamma', 8, 'optional', 'float', 0.0),
        ('bias_power', 9, 'optional', 'float', 1.0),
        ('bias_max', 10, 'optional', 'float', 0.0),
        ('power_base', 11, 'optional', 'float', 1.0),
        ('power_gamma', 12, 'optional', 'float', 0.0),
        ('power_power', 13, 'optional', 'float', -1.0),
        ('power_min', 14, 'optional', 'float', 0.5),
        ('auto_tune', 15, 'optional', 'bool', False),
        ('reset', 16, 'optional', 'bool', False),
    ),
    'LabelSpecificHardMarginParameter': (
        ('positive_weight', 1, 'optional', 'float', 0.5),
    ),
    'LabelSpecificMarginParameter': (
        ('margin_base', 1, 'optional', 'float', 0.0),
        ('margin_max', 2, 'optional', 'float', 10.0),
        ('power', 3, 'optional', 'float', 1.0),
        ('gamma', 4, 'optional', 'float', 1.0),
        ('iteration', 5, 'optional', 'int32', 0),
        ('reset_margin', 6, 'optional', 'bool', False),
        ('margin_on_test', 7, 'optional', 'bool', False),
        ('auto_tune', 8, 'optional', 'bool', False),
        ('type', 9, 'optional', 'LabelSpecificMarginParameter.MarginType', 'HARD'),
    ),
    'LabelSpecificRescaleParameter': (
        ('positive_weight', 1, 'optional', 'float', 1.0),
        ('negative_weight', 2, 'optional', 'float', 1.0),
        ('positive_lower_bound', 3, 'optional', 'float', 0.0),
        ('negative_upper_bound', 4, 'optional', 'float', 0.0),
        ('rescale_test', 5, 'optional', 'bool', False),
        ('for_ip', 6, 'optional', 'bool', False),
        ('positive_weight_base', 7, 'optional', 'float', 0.0),
        ('gamma', 8, 'optional', 'float', 0.0),
        ('power', 9, 'optional', 'float', 1.0),
        ('positive_weight_min', 10, 'optional', 'float', 0.0),
        ('positive_weight_max', 11, 'optional', 'float', 0.0),
        ('iteration', 12, 'optional', 'uint32', 0),
        ('bias_fix', 13, 'optional', 'bool', False),
        ('power_on_positive', 14, 'optional', 'bool', False),
    ),
    'LabelSpecificStatisticsParameter': (
        ('scale_for_angle', 1, 'optional', 'bool', True),
        ('scale_factor', 2, 'optional', 'float', 30.0),
    ),
    'NCAParameter': (
        ('min_negative_only', 1, 'optional', 'bool', False),
    ),
    'NoiseParameter': (
        ('gaussian_std', 1, 'optional', 'float', 0.0),
        ('uniform_range', 2, 'optional', 'float', 0.0),
        ('bias', 3, 'optional', 'float', 0.0),
    ),
    'NormalizeParameter': (
        ('normalize_type', 1, 'optional', 'string', 'L2'),
        ('fix_gradient', 2, 'optional', 'bool', False),
        ('bp_norm', 3, 'optional', 'bool', False),
    ),
    'OrdinalRegressionParameter': (
        ('k', 1, 'optional', 'uint32', None),
        ('weight_file', 2, 'optional', 'string', None),
    ),
    'PairwiseParameter': (
        ('operation', 1, 'optional', 'PairwiseParameter.PairwiseOp', 'SUM'),
        ('coeff', 2, 'repeated', 'float', None),
    ),
    'ResizeParameter': (
        ('height', 1, 'optional', 'uint32', None),
        ('width', 2, 'optional', 'uint32', None),
        ('is_pyramid_test', 3, 'optional', 'bool', False),
        ('out_height_scale', 4, 'optional', 'float', None),
        ('out_width_scale', 5, 'optional', 'float', None),
    ),
    'SmoothL1Parameter': (
        ('turn_point', 1, 'optional', 'float', 1.0),
    ),
    'SoftContrastiveParameter': (
        ('positive_margin', 1, 'optional', 'float', 1.0),
        ('negative_margin', 2, 'optional', 'float', 1.0),
        ('positive_weight', 3, 'optional', 'float', 1.0),
        ('negative_weight', 4, 'optional', 'float', 1.0),
        ('exponent_scale', 5, 'optional', 'float', 1.0),
        ('square', 6, 'optional', 'bool', False),
    ),
    'SoftTruncationParameter': (
        ('c', 1, 'optional', 'float', 2.0),
    ),
    'SubRegionParameter': (
        ('region_height', 1, 'optional', 'uint32', None),
        ('region_width', 2, 'optional', 'uint32', None),
        ('data_height', 3, 'optional', 'uint32', None),
        ('data_width', 4, 'optional', 'uint32', None),
        ('as_dim', 5, 'optional', 'uint32', 1),
    ),
    'TruncationParameter': (
        ('lower_bound', 1, 'optional', 'float', 0.0),
        ('upper_bound', 2, 'optional', 'float', 5.0),
    ),
}

COMMON: dict[str, int] = {'MemoryDataParameter': 89, 'MILDataParameter': 82, 'MILParameter': 83, 'PSROIPoolingParameter': 99, 'ROIPoolingParameter': 112, 'BNParameter': 10, 'EltwiseAffineParameter': 53, 'FlipParameter': 58, 'LargeMarginInnerProductParameter': 69, 'LocalParameter': 77, 'MarginInnerProductParameter': 84, 'PermuteParameter': 102, 'PredictBoxParameter': 105, 'ProposalParameter': 107, 'TripletLossParameter': 149}

ENUMS: dict[str, dict[str, int]] = {'EltwiseParameter.EltwiseOp': {'PROD': 0, 'SUM': 1, 'MAX': 2, 'SORT': 3}, 'PoolingParameter.PoolMethod': {'MAX': 0, 'AVE': 1, 'STOCHASTIC': 2, 'DEF': 3, 'DEF_ALL': 4, 'DEF_ALL2': 5, 'DEF_ALL3': 6, 'DEF_ALL4': 7, 'LOWRES': 8}, 'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37, 'EXP': 38, 'DECONVOLUTION': 39, 'LOCAL': 41, 'BN': 42, 'NORMALIZE': 43, 'INSANITY': 44, 'TRIPLET_LOSS': 45, 'ROIPOOLING': 46, 'BATCH_NORM': 47, 'ELTWISE_AFFINE': 48}, 'MILParameter.MILType': {'MAX': 0, 'NOR': 1}, 'BNParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}, 'ConvolutionParameter.CuDNNConvolutionAlgorithmSeeker': {'GET': 0, 'FINDEX': 1}, 'FocalLossParameter.Type': {'ORIGIN': 0, 'LINEAR': 1, 'ONEADDP': 2}, 'LabelSpecificMarginParameter.MarginType': {'HARD': 0, 'SOFT': 1}, 'LargeMarginInnerProductParameter.LargeMarginType': {'SINGLE': 0, 'DOUBLE': 1, 'TRIPLE': 2, 'QUADRUPLE': 3}, 'MarginInnerProductParameter.MarginType': {'SINGLE': 0, 'DOUBLE': 1, 'TRIPLE': 2, 'QUADRUPLE': 3}, 'PairwiseParameter.PairwiseOp': {'SUM': 1, 'PROD': 2, 'MAX': 3}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Arccos', 'Axpy', 'BN', 'BatchContrastiveLoss', 'CenterLoss', 'ChannelScale', 'ConfidencePenaltyLoss', 'CorrelationLoss', 'Cosine', 'FCNAccuracy', 'Flip', 'FocalLoss', 'GeneralContrastiveLoss', 'GeneralTripletLoss', 'GlobalLSEMargin', 'Gram', 'Hotspot', 'InnerDistance', 'Insanity', 'LabelSpecificAdd', 'LargeMarginInnerProduct', 'Local', 'MarginInnerProduct', 'MovingNormalize', 'MultiLabelImageData', 'NCALoss', 'Noise', 'Normalize', 'PSROIPooling', 'Pairwise', 'Permute', 'PredictBox', 'Proposal', 'ROIPooling', 'Resize', 'Slope', 'SmoothL1Loss', 'SoftContrastiveLoss', 'SoftTruncation', 'SubRegion', 'Transformer', 'TripletLoss', 'Truncation'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {'BATCH_NORM': None, 'BN': None, 'ELTWISE_AFFINE': None, 'INSANITY': None, 'LOCAL': None, 'NORMALIZE': None, 'ROIPOOLING': None, 'TRIPLET_LOSS': None}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor'), 'masks_by_engine': {'CAFFE': True, 'CUDNN': False, 'DEFAULT': True}, 'statistics_decay': 'engine_cudnn', 'unread': ('batch_norm_param.bias_filler', 'batch_norm_param.scale_filler'), 'types': {'BN': {'blobs': ('slope', 'bias', 'mean', 'inverse standard deviation (engine CAFFE) or variance (engine CUDNN)'), 'fixed_by': {'frozen': True}, 'masks_statistics': False, 'moving_average': 'momentum is the weight of the old value with engine CAFFE, of the new one with CUDNN', 'param': 'bn_param', 'use_global_stats': 'TEST (engine CAFFE: or frozen): the stored ones'}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers', 'BN, engine CUDNN: backward reads its bottom, which in place is overwritten')

NOTES: tuple[str, ...] = ()
