"""The Caffe 'c3d-1.0', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'LayerParameter': '*', 'ParamSpec': '*', 'NetState': '*', 'NetStateRule': '*', 'TransformationParameter': '*', 'LossParameter': '*', 'BlobShape': '*', 'AccuracyParameter': '*', 'ArgMaxParameter': '*', 'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'ContrastiveLossParameter': '*', 'CropParameter': '*', 'DummyDataParameter': '*', 'ELUParameter': '*', 'EltwiseParameter': '*', 'EmbedParameter': '*', 'ExpParameter': '*', 'FlattenParameter': '*', 'HingeLossParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'MVNParameter': '*', 'PReLUParameter': '*', 'ParameterParameter': '*', 'PythonParameter': '*', 'ReLUParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'ReshapeParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SigmoidParameter': '*', 'SliceParameter': '*', 'SoftmaxParameter': '*', 'SwishParameter': '*', 'TanHParameter': '*', 'ThresholdParameter': '*', 'TileParameter': '*', 'NetParameter': ('state', 'debug_info', 'input_shape', 'layer'), 'FillerParameter': ('variance_norm',), 'BlobProto': ('shape', 'double_data', 'double_diff'), 'SolverParameter': ('train_net_param', 'test_net_param', 'debug_info', 'net', 'net_param', 'train_state', 'test_state', 'snapshot_after_train', 'regularization_type', 'solver_type', 'delta', 'test_initialization', 'average_loss', 'stepvalue', 'clip_gradients', 'iter_size', 'snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'SolverState': ('current_step',), 'Datum': ('encoded',), 'ConcatParameter': ('axis',), 'ConvolutionParameter': ('pad_h', 'pad_w', 'kernel_h', 'kernel_w', 'stride_h', 'stride_w', 'engine', 'axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('backend', 'force_encoded_color', 'prefetch'), 'HDF5DataParameter': ('shuffle',), 'ImageDataParameter': ('is_color', 'root_folder'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('axis', 'transpose'), 'LRNParameter': ('k', 'engine'), 'PoolingParameter': ('kernel_h', 'kernel_w', 'stride_h', 'stride_w', 'pad_h', 'pad_w', 'engine', 'global_pooling', 'round_mode'), 'WindowDataParameter': ('cache_images', 'root_folder'), 'V1LayerParameter': ('argmax_param', 'eltwise_param', 'threshold_param', 'dummy_data_param', 'accuracy_param', 'hinge_loss_param', 'relu_param', 'slice_param', 'include', 'exclude', 'mvn_param', 'loss_weight', 'transform_param', 'tanh_param', 'sigmoid_param', 'softmax_param', 'contrastive_loss_param', 'exp_param', 'loss_param', 'param', 'blob_share_mode'), 'V0LayerParameter': ('k',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'BlobProto': (
        ('height', 4, 'optional', 'int32', 0),
        ('width', 5, 'optional', 'int32', 0),
        ('data', 6, 'repeated', 'float', None),
        ('diff', 7, 'repeated', 'float', None),
        ('length', 3, 'optional', 'int32', 0),
    ),
    'SolverParameter': (
        ('test_net', 2, 'optional', 'string', None),
        ('test_iter', 3, 'optional', 'int32', 0),
    ),
    'ConvolutionParameter': (
        ('pad', 3, 'optional', 'uint32', 0),
        ('kernel_size', 4, 'optional', 'uint32', None),
        ('stride', 7, 'optional', 'uint32', 1),
        ('weight_filler', 9, 'optional', 'FillerParameter', None),
        ('bias_filler', 10, 'optional', 'FillerParameter', None),
        ('kernel_depth', 6, 'optional', 'uint32', None),
        ('temporal_stride', 8, 'optional', 'uint32', 1),
        ('filter_group', 11, 'optional', 'uint32', 1),
        ('temporal_pad', 12, 'optional', 'uint32', 0),
    ),
    'DataParameter': (
        ('show_data', 8, 'optional', 'int32', 0),
    ),
    'ImageDataParameter': (
        ('batch_size', 4, 'optional', 'uint32', None),
        ('new_length', 11, 'optional', 'uint32', 0),
        ('show_data', 12, 'optional', 'int32', 0),
        ('use_image', 13, 'optional', 'bool', False),
        ('sampling_rate', 14, 'optional', 'int32', 1),
        ('use_label', 15, 'optional', 'bool', True),
        ('use_temporal_jitter', 16, 'optional', 'bool', False),
        ('mean_value', 17, 'optional', 'float', 0.0),
        ('num_truth_channels', 18, 'optional', 'uint32', 1),
        ('use_byte_input', 19, 'optional', 'bool', False),
        ('is_flow', 20, 'optional', 'bool', False),
        ('truth_scale', 21, 'optional', 'float', 1.0),
        ('clip_min', 22, 'optional', 'float', None),
        ('clip_max', 23, 'optional', 'float', None),
    ),
    'PoolingParameter': (
        ('kernel_depth', 5, 'optional', 'uint32', None),
        ('temporal_stride', 6, 'optional', 'uint32', 1),
    ),
    'V1LayerParameter': (
        ('down_sampling_param', 23, 'optional', 'DownSamplingParameter', None),
    ),
    'AggregationParameter': (
        ('aggregation_param_r', 1, 'optional', 'float', 1.0),
    ),
    'DownSamplingParameter': (
        ('type', 1, 'optional', 'DownSamplingParameter.DownSamplingType', 'VOTE'),
        ('spatial_factor', 2, 'optional', 'int32', None),
        ('temporal_factor', 3, 'optional', 'int32', None),
    ),
}

COMMON: dict[str, int] = {'VolumeDatum': 154}

ENUMS: dict[str, dict[str, int]] = {'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE_PRODUCT': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'CONVOLUTION3D': 30, 'POOLING3D': 31, 'VOLUME_DATA': 32, 'VIDEO_DATA': 33, 'DECONVOLUTION3D': 34, 'VIDEO_SEGMENTATION_DATA': 35, 'VOXEL_SOFTMAX': 36, 'VOXEL_SOFTMAX_LOSS': 37, 'VIDEO_WITH_VOXEL_TRUTH_DATA': 38, 'VOXEL_CUSTOM_LOSS': 39, 'DOWN_SAMPLING': 40}, 'DownSamplingParameter.DownSamplingType': {'NONE': 0, 'VOTE': 1, 'AVERAGE': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('ConvolutionParameter.Engine', 'DataParameter.DB', 'EltwiseParameter.EltwiseOp', 'FillerParameter.VarianceNorm', 'HingeLossParameter.Norm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'ParamSpec.DimCheckMode', 'Phase', 'PoolingParameter.Engine', 'PoolingParameter.RoundMode', 'ReLUParameter.Engine', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SigmoidParameter.Engine', 'SoftmaxParameter.Engine', 'SolverParameter.SnapshotFormat', 'SolverParameter.SolverType', 'TanHParameter.Engine', 'V1LayerParameter.DimCheckMode')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Convolution3D', 'Deconvolution3D', 'DownSampling', 'EltwiseProduct', 'Pooling3D', 'VideoData', 'VideoSegmentationData', 'VideoWithVoxelTruthData', 'VolumeData', 'VoxelCustomLoss', 'VoxelWiseSoftmax', 'VoxelWiseSoftmaxWithLoss'), ('AbsVal', 'ArgMax', 'BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'ContrastiveLoss', 'Crop', 'Deconvolution', 'DummyData', 'ELU', 'Eltwise', 'Embed', 'Exp', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'MVN', 'PReLU', 'Parameter', 'Python', 'RNN', 'Reduction', 'Reshape', 'SPP', 'Scale', 'Silence', 'Slice', 'Swish', 'Threshold', 'Tile'))

V1_TYPES: dict[str, str | None] = {'CONVOLUTION3D': 'Convolution3D', 'DECONVOLUTION3D': 'Deconvolution3D', 'DOWN_SAMPLING': 'DownSampling', 'ELTWISE_PRODUCT': 'EltwiseProduct', 'POOLING3D': 'Pooling3D', 'VIDEO_DATA': 'VideoData', 'VIDEO_SEGMENTATION_DATA': 'VideoSegmentationData', 'VIDEO_WITH_VOXEL_TRUTH_DATA': 'VideoWithVoxelTruthData', 'VOLUME_DATA': 'VolumeData', 'VOXEL_CUSTOM_LOSS': 'VoxelCustomLoss', 'VOXEL_SOFTMAX': 'VoxelWiseSoftmax', 'VOXEL_SOFTMAX_LOSS': 'VoxelWiseSoftmaxWithLoss'}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': False, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0',)}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
