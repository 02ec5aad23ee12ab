"""The Caffe 'nvcaffe-0.13', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'TileParameter': '*', 'LayerParameter': ('log_param', 'flatten_param', 'reduction_param', 'embed_param', 'tile_param', 'batch_norm_param', 'elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'TransformationParameter': ('force_color', 'force_gray'), 'LossParameter': ('normalization',), 'FillerParameter': ('variance_norm',), 'BlobProto': ('double_data', 'double_diff'), 'SolverParameter': ('iter_size', 'snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'ArgMaxParameter': ('axis',), 'ConvolutionParameter': ('axis', 'force_nd_im2col', 'dilation'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'PoolingParameter': ('round_mode',), 'PythonParameter': ('param_str', 'share_in_parallel')}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'ConvolutionParameter': (
        ('pad', 3, 'optional', 'uint32', 0),
        ('kernel_size', 4, 'optional', 'uint32', None),
        ('stride', 6, 'optional', 'uint32', 1),
        ('CuDNNFwdAlgo', 16, 'optional', 'ConvolutionParameter.CuDNNFwdAlgorithm', 'IMPLICIT_GEMM'),
        ('CuDNNBwdFilterAlgo', 17, 'optional', 'ConvolutionParameter.CuDNNBwdFilterAlgorithm', 'BWD_FILTER_ALGO_0'),
        ('CuDNNBwdDataAlgo', 18, 'optional', 'ConvolutionParameter.CuDNNBwdDataAlgorithm', 'BWD_DATA_ALGO_0'),
        ('CuDNNWorkspaceSize', 19, 'optional', 'uint32', 10485760),
    ),
}

COMMON: dict[str, int] = {'LossParameter': 79, 'ImageDataParameter': 61}

ENUMS: dict[str, dict[str, int]] = {'SolverParameter.SolverType': {'SGD': 0, 'NESTEROV': 1, 'ADAGRAD': 2}, 'ConvolutionParameter.CuDNNBwdDataAlgorithm': {'BWD_DATA_ALGO_0': 0, 'BWD_DATA_ALGO_1': 1, 'BWD_DATA_FFT': 2, 'BWD_DATA_ALGO_2': 3}, 'ConvolutionParameter.CuDNNBwdFilterAlgorithm': {'BWD_FILTER_ALGO_0': 0, 'BWD_FILTER_ALGO_1': 1, 'BWD_FILTER_FFT': 2}, 'ConvolutionParameter.CuDNNFwdAlgorithm': {'IMPLICIT_GEMM': 0, 'IMPLICIT_PRECOMP_GEMM': 1, 'GEMM': 2, 'DIRECT': 3, 'FWD_FFT': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('FillerParameter.VarianceNorm', 'LossParameter.NormalizationMode', 'PoolingParameter.RoundMode', 'ReductionParameter.ReductionOp', 'SolverParameter.SnapshotFormat')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = ((), ('BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'Crop', 'ELU', 'Embed', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'Parameter', 'RNN', 'Reduction', 'Scale', 'Swish', 'Tile'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
