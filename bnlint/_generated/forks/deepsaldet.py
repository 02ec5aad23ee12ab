"""The Caffe 'deepsaldet', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'LayerParameter': '*', 'ParamSpec': '*', 'TransformationParameter': '*', 'LossParameter': '*', 'BlobShape': '*', 'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'ContrastiveLossParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'ExpParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'MVNParameter': '*', 'PReLUParameter': '*', 'ParameterParameter': '*', 'PythonParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'ReshapeParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SigmoidParameter': '*', 'SoftmaxParameter': '*', 'SwishParameter': '*', 'TanHParameter': '*', 'TileParameter': '*', 'NetParameter': ('debug_info', 'input_shape', 'layer'), 'NetStateRule': ('not_stage',), 'FillerParameter': ('variance_norm',), 'BlobProto': ('shape', 'double_data', 'double_diff'), 'SolverParameter': ('regularization_type', 'solver_type', 'delta', 'test_initialization', 'average_loss', 'stepvalue', 'clip_gradients', 'iter_size', 'snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'SolverState': ('current_step',), 'Datum': ('encoded',), 'AccuracyParameter': ('axis', 'ignore_label'), 'ArgMaxParameter': ('axis',), 'ConcatParameter': ('axis',), 'ConvolutionParameter': ('engine', 'axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('force_encoded_color', 'prefetch'), 'DummyDataParameter': ('shape',), 'EltwiseParameter': ('stable_prod_grad',), 'HDF5DataParameter': ('shuffle',), 'ImageDataParameter': ('is_color', 'root_folder'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('axis', 'transpose'), 'LRNParameter': ('k', 'engine'), 'PoolingParameter': ('engine', 'global_pooling', 'round_mode'), 'ReLUParameter': ('engine',), 'SliceParameter': ('axis',), 'WindowDataParameter': ('cache_images', 'root_folder'), 'V1LayerParameter': ('mvn_param', 'loss_weight', 'transform_param', 'tanh_param', 'sigmoid_param', 'softmax_param', 'contrastive_loss_param', 'exp_param', 'loss_param'), 'V0LayerParameter': ('k',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'WindowDataParameter': (
        ('shuffle', 12, 'optional', 'bool', False),
    ),
    'V1LayerParameter': (
        ('mcwindow_data_param', 34, 'optional', 'MCWindowDataParameter', None),
        ('namcwindow_data_param', 35, 'optional', 'NAMCWindowDataParameter', None),
        ('euclidean_loss_param', 36, 'optional', 'EuclideanLossParameter', None),
    ),
    'EuclideanLossParameter': (
        ('coeff', 1, 'optional', 'float', 1.0),
    ),
    'MCWindowDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('scale', 2, 'optional', 'float', 1.0),
        ('mean_file', 3, 'optional', 'string', None),
        ('batch_size', 4, 'optional', 'uint32', None),
        ('crop_size', 5, 'optional', 'uint32', 0),
        ('mirror', 6, 'optional', 'bool', False),
        ('fg_threshold', 7, 'optional', 'float', 0.5),
        ('bg_threshold', 8, 'optional', 'float', 0.5),
        ('fg_fraction', 9, 'optional', 'float', 0.25),
        ('context_pad', 10, 'optional', 'uint32', 0),
        ('crop_mode', 11, 'optional', 'string', 'warp'),
        ('shuffle', 12, 'optional', 'bool', False),
        ('mask_crop_size', 13, 'optional', 'uint32', 0),
    ),
    'NAMCWindowDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('scale', 2, 'optional', 'float', 1.0),
        ('mean_file', 3, 'optional', 'string', None),
        ('batch_size', 4, 'optional', 'uint32', None),
        ('crop_size', 5, 'optional', 'uint32', 0),
        ('mirror', 6, 'optional', 'bool', False),
        ('fg_threshold', 7, 'optional', 'float', 0.5),
        ('bg_threshold', 8, 'optional', 'float', 0.5),
        ('fg_fraction', 9, 'optional', 'float', 0.25),
        ('context_pad', 10, 'optional', 'uint32', 0),
        ('crop_mode', 11, 'optional', 'string', 'warp'),
        ('shuffle', 12, 'optional', 'bool', False),
    ),
}

COMMON: dict[str, int] = {'ConvolutionParameter': 31, 'ImageDataParameter': 61}

ENUMS: dict[str, dict[str, int]] = {'EltwiseParameter.EltwiseOp': {'PROD': 0, 'SUM': 1}, 'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MCWINDOW_DATA': 35, 'NAMCWINDOW_DATA': 36}}

ENUMS_REMOVED: tuple[str, ...] = ('ConvolutionParameter.Engine', 'FillerParameter.VarianceNorm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'ParamSpec.DimCheckMode', 'PoolingParameter.Engine', 'PoolingParameter.RoundMode', 'ReLUParameter.Engine', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SigmoidParameter.Engine', 'SoftmaxParameter.Engine', 'SolverParameter.SnapshotFormat', 'SolverParameter.SolverType', 'TanHParameter.Engine')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('MCWindowData', 'NAMCWindowData'), ('AbsVal', 'BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'ContrastiveLoss', 'Crop', 'Deconvolution', 'ELU', 'Embed', 'Exp', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'MVN', 'PReLU', 'Parameter', 'Python', 'RNN', 'Reduction', 'Reshape', 'SPP', 'Scale', 'Silence', 'Swish', 'Threshold', 'Tile'))

V1_TYPES: dict[str, str | None] = {'THRESHOLD': None, 'MCWINDOW_DATA': 'MCWindowData', 'NAMCWINDOW_DATA': 'NAMCWindowData'}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': False, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0',)}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
