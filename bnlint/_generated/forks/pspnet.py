"""The Caffe 'pspnet', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'CropParameter': '*', 'InputParameter': '*', 'ParameterParameter': '*', 'RecurrentParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('input_param', 'crop_param', 'parameter_param', 'recurrent_param', 'swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('interp_param', 143, 'optional', 'InterpParameter', None),
        ('seg_accuracy_param', 144, 'optional', 'SegAccuracyParameter', None),
        ('mat_write_param', 145, 'optional', 'MatWriteParameter', None),
        ('dense_crf_param', 146, 'optional', 'DenseCRFParameter', None),
        ('domain_transform_param', 147, 'optional', 'DomainTransformParameter', None),
        ('adaptive_bias_channel_param', 148, 'optional', 'AdaptiveBiasChannelParameter', None),
        ('bias_channel_param', 149, 'optional', 'BiasChannelParameter', None),
        ('unique_label_param', 150, 'optional', 'UniqueLabelParameter', None),
        ('mat_read_param', 151, 'optional', 'MatReadParameter', None),
        ('bn_param', 152, 'optional', 'BNParameter', None),
    ),
}

COMMON: dict[str, int] = {'TransformationParameter': 148, 'SolverParameter': 140, 'BatchNormParameter': 12, 'ImageDataParameter': 62, 'AdaptiveBiasChannelParameter': 2, 'BiasChannelParameter': 16, 'DenseCRFParameter': 39, 'DomainTransformParameter': 47, 'InterpParameter': 64, 'MatReadParameter': 86, 'MatWriteParameter': 87, 'SegAccuracyParameter': 132, 'UniqueLabelParameter': 150, 'BNParameter': 10}

ENUMS: dict[str, dict[str, int]] = {'BiasChannelParameter.LabelType': {'IMAGE': 1, 'PIXEL': 2}, 'ImageDataParameter.LabelType': {'NONE': 0, 'IMAGE': 1, 'PIXEL': 2}, 'SegAccuracyParameter.AccuracyMetric': {'PixelAccuracy': 0, 'ClassAccuracy': 1, 'PixelIOU': 2}, 'BNParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AdaptiveBiasChannel', 'BN', 'BiasChannel', 'DenseCRF', 'DomainTransform', 'DomainTransformForwardOnly', 'ImageSegData', 'Interp', 'MatRead', 'MatWrite', 'SegAccuracy', 'SpatialProduct', 'UniqueLabel'), ('Clip', 'Crop', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor'), 'batch_statistics': 'no_variance', 'zero_gamma': ('BN',), 'types': {'BN': {'blobs': ('slope', 'bias', 'mean', 'variance'), 'fixed_by': {'frozen': True}, 'masks_statistics': True, 'moving_average': 'momentum is the weight of the old value', 'param': 'bn_param', 'use_global_stats': 'frozen or TEST: the stored ones'}}}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm on GPU: backward is the same in place', 'BN, engine CUDNN: backward reads its bottom, which in place is overwritten')

NOTES: tuple[str, ...] = ('BatchNorm on GPU: backward takes the statistics as constant', 'BatchNorm on CPU aborts: forward writes to a buffer that is never allocated')
