"""The Caffe 'bvlc-rc1', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'LayerParameter': '*', 'ParamSpec': '*', 'LossParameter': '*', 'BlobShape': '*', 'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'ExpParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'PReLUParameter': '*', 'ParameterParameter': '*', 'PythonParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'ReshapeParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'NetParameter': ('debug_info', 'input_shape', 'layer'), 'TransformationParameter': ('mean_value', 'force_color', 'force_gray'), 'FillerParameter': ('variance_norm',), 'BlobProto': ('shape', 'double_data', 'double_diff'), 'SolverParameter': ('average_loss', 'stepvalue', 'clip_gradients', 'iter_size', 'snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'SolverState': ('current_step',), 'Datum': ('encoded',), 'AccuracyParameter': ('axis', 'ignore_label'), 'ArgMaxParameter': ('axis',), 'ConcatParameter': ('axis',), 'ContrastiveLossParameter': ('legacy_version',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('force_encoded_color', 'prefetch'), 'DummyDataParameter': ('shape',), 'HDF5DataParameter': ('shuffle',), 'ImageDataParameter': ('is_color', 'root_folder'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('axis', 'transpose'), 'LRNParameter': ('k', 'engine'), 'MVNParameter': ('eps',), 'PoolingParameter': ('global_pooling', 'round_mode'), 'SliceParameter': ('axis',), 'SoftmaxParameter': ('axis',), 'WindowDataParameter': ('cache_images', 'root_folder'), 'V1LayerParameter': ('exp_param', 'loss_param'), 'V0LayerParameter': ('k',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
}

COMMON: dict[str, int] = {'ConvolutionParameter': 31, 'ImageDataParameter': 61}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}, 'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'SLICE': 33, 'MVN': 34, 'ABSVAL': 35, 'SILENCE': 36, 'CONTRASTIVE_LOSS': 37}}

ENUMS_REMOVED: tuple[str, ...] = ('FillerParameter.VarianceNorm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'ParamSpec.DimCheckMode', 'PoolingParameter.RoundMode', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = ((), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'Crop', 'Deconvolution', 'ELU', 'Embed', 'Exp', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'PReLU', 'Parameter', 'Python', 'RNN', 'Reduction', 'Reshape', 'SPP', 'Scale', 'Swish', 'Threshold', 'Tile'))

V1_TYPES: dict[str, str | None] = {'THRESHOLD': None}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': False, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
