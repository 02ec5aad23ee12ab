"""The Caffe 'sppnet', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'LayerParameter': '*', 'ParamSpec': '*', 'NetState': '*', 'NetStateRule': '*', 'TransformationParameter': '*', 'LossParameter': '*', 'BlobShape': '*', 'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'ContrastiveLossParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'ExpParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'MVNParameter': '*', 'PReLUParameter': '*', 'ParameterParameter': '*', 'PythonParameter': '*', 'ReLUParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'ReshapeParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SigmoidParameter': '*', 'SliceParameter': '*', 'SoftmaxParameter': '*', 'SwishParameter': '*', 'TanHParameter': '*', 'TileParameter': '*', 'NetParameter': ('state', 'debug_info', 'input_shape', 'layer'), 'FillerParameter': ('variance_norm',), 'BlobProto': ('shape', 'double_data', 'double_diff'), 'SolverParameter': ('debug_info', 'net', 'net_param', 'train_state', 'test_state', 'snapshot_after_train', 'regularization_type', 'solver_type', 'delta', 'test_initialization', 'average_loss', 'stepvalue', 'clip_gradients', 'iter_size', 'snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'SolverState': ('current_step',), 'Datum': ('encoded',), 'AccuracyParameter': ('axis', 'ignore_label'), 'ArgMaxParameter': ('top_k', 'axis'), 'ConcatParameter': ('axis',), 'ConvolutionParameter': ('pad_h', 'pad_w', 'kernel_h', 'kernel_w', 'stride_h', 'stride_w', 'engine', 'axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('force_encoded_color', 'prefetch'), 'DummyDataParameter': ('shape',), 'EltwiseParameter': ('stable_prod_grad',), 'HDF5DataParameter': ('shuffle',), 'ImageDataParameter': ('is_color', 'root_folder'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('axis', 'transpose'), 'LRNParameter': ('k', 'engine'), 'PoolingParameter': ('engine', 'global_pooling', 'round_mode'), 'WindowDataParameter': ('cache_images', 'root_folder'), 'V1LayerParameter': ('relu_param', 'slice_param', 'include', 'exclude', 'mvn_param', 'loss_weight', 'transform_param', 'tanh_param', 'sigmoid_param', 'softmax_param', 'contrastive_loss_param', 'exp_param', 'loss_param'), 'V0LayerParameter': ('k',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'PoolingParameter': (
        ('kernel_size', 2, 'optional', 'float', None),
        ('stride', 3, 'optional', 'float', 1.0),
        ('pad', 4, 'optional', 'float', 0.0),
        ('kernel_h', 5, 'optional', 'float', None),
        ('kernel_w', 6, 'optional', 'float', None),
        ('stride_h', 7, 'optional', 'float', None),
        ('stride_w', 8, 'optional', 'float', None),
        ('pad_h', 9, 'optional', 'float', 0.0),
        ('pad_w', 10, 'optional', 'float', 0.0),
    ),
    'V1LayerParameter': (
        ('spatial_pyramid_pooling_param', 30, 'optional', 'SpatialPyramidPoolingParameter', None),
    ),
    'SpatialPyramidPoolingParameter': (
        ('pool', 1, 'optional', 'SpatialPyramidPoolingParameter.PoolMethod', 'MAX'),
        ('spatial_bin', 2, 'repeated', 'uint32', None),
        ('scale', 3, 'repeated', 'float', None),
    ),
}

COMMON: dict[str, int] = {'ConvolutionParameter': 31, 'ImageDataParameter': 61}

ENUMS: dict[str, dict[str, int]] = {'EltwiseParameter.EltwiseOp': {'PROD': 0, 'SUM': 1}, 'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SPATIAL_PYRAMID_POOLING': 33}, 'SpatialPyramidPoolingParameter.PoolMethod': {'MAX': 0, 'AVE': 1, 'STOCHASTIC': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('ConvolutionParameter.Engine', 'FillerParameter.VarianceNorm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'ParamSpec.DimCheckMode', 'Phase', 'PoolingParameter.Engine', 'PoolingParameter.RoundMode', 'ReLUParameter.Engine', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SigmoidParameter.Engine', 'SoftmaxParameter.Engine', 'SolverParameter.SnapshotFormat', 'SolverParameter.SolverType', 'TanHParameter.Engine')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('SpatialPyramidPooling',), ('AbsVal', 'BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'ContrastiveLoss', 'Crop', 'Deconvolution', 'ELU', 'Embed', 'Exp', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'MVN', 'PReLU', 'Parameter', 'Python', 'RNN', 'Reduction', 'Reshape', 'SPP', 'Scale', 'Silence', 'Slice', 'Swish', 'Threshold', 'Tile'))

V1_TYPES: dict[str, str | None] = {'THRESHOLD': None, 'SPATIAL_PYRAMID_POOLING': 'SpatialPyramidPooling'}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': False, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0',)}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
