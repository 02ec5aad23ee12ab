"""The Caffe 'nvcaffe-0.14', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'BiasParameter': '*', 'ClipParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'ScaleParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('elu_param', 'bias_param', 'scale_param', 'input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'LossParameter': ('normalization',), 'SolverParameter': ('type', 'layer_wise_reduce', 'weights'), 'ConvolutionParameter': ('dilation',), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('transpose',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
}

COMMON: dict[str, int] = {'LossParameter': 79, 'SolverParameter': 140, 'BatchNormParameter': 11}

ENUMS: dict[str, dict[str, int]] = {'BatchNormParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('LossParameter.NormalizationMode', 'PoolingParameter.RoundMode')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = ((), ('BatchReindex', 'Bias', 'Clip', 'Crop', 'ELU', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Scale', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': {'CAFFE': ('mean', 'variance', 'factor'), 'CUDNN': ('scale', 'bias', 'reserved', 'mean', 'variance')}, 'statistics_decay': 'never', 'own_affine': 'possibly', 'affine_fields': ('scale_filler', 'bias_filler'), 'use_global_stats': 'ignored_by_cudnn'}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1')}

IN_PLACE: tuple[str, ...] = ('BatchNorm, engine CUDNN: backward reads its bottom, which in place is overwritten',)

NOTES: tuple[str, ...] = ('engine DEFAULT is CUDNN where built with cuDNN', 'engine CUDNN: eps is 1e-4 whatever the file says; without scale_filler scale starts at 0')
