"""The Caffe 'deeplab', as its difference to BVLC Caffe 1.0.

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
    ),
    'TransformationParameter': (
        ('scale_factors', 8, 'repeated', 'float', None),
        ('crop_width', 9, 'optional', 'uint32', 0),
        ('crop_height', 10, 'optional', 'uint32', 0),
    ),
    'SolverParameter': (
        ('rms_decay', 38, 'optional', 'float', None),
    ),
    'BatchNormParameter': (
        ('update_global_stats', 4, 'optional', 'bool', False),
    ),
    'ImageDataParameter': (
        ('ignore_label', 15, 'optional', 'int32', 255),
        ('label_type', 16, 'optional', 'ImageDataParameter.LabelType', 'IMAGE'),
    ),
    'AdaptiveBiasChannelParameter': (
        ('num_iter', 1, 'optional', 'int32', 1),
        ('bg_portion', 2, 'optional', 'float', 0.20000000298023224),
        ('fg_portion', 3, 'optional', 'float', 0.20000000298023224),
        ('suppress_others', 4, 'optional', 'bool', True),
        ('margin_others', 5, 'optional', 'float', 9.999999747378752e-06),
    ),
    'BiasChannelParameter': (
        ('bg_bias', 1, 'optional', 'float', 1.0),
        ('fg_bias', 2, 'optional', 'float', 2.0),
        ('ignore_label', 3, 'repeated', 'int32', None),
        ('label_type', 4, 'optional', 'BiasChannelParameter.LabelType', 'IMAGE'),
        ('background_label', 6, 'optional', 'int32', 0),
    ),
    'DenseCRFParameter': (
        ('max_iter', 1, 'optional', 'int32', 10),
        ('pos_xy_std', 2, 'repeated', 'float', None),
        ('pos_w', 3, 'repeated', 'float', None),
        ('bi_xy_std', 4, 'repeated', 'float', None),
        ('bi_rgb_std', 5, 'repeated', 'float', None),
        ('bi_w', 6, 'repeated', 'float', None),
        ('output_probability', 7, 'optional', 'bool', True),
    ),
    'DomainTransformParameter': (
        ('num_iter', 1, 'optional', 'int32', 3),
        ('spatial_sigma', 2, 'optional', 'float', 50.0),
        ('range_sigma', 3, 'optional', 'float', 5.0),
        ('min_weight', 4, 'optional', 'float', 0.0),
    ),
    'InterpParameter': (
        ('height', 1, 'optional', 'int32', 0),
        ('width', 2, 'optional', 'int32', 0),
        ('zoom_factor', 3, 'optional', 'int32', 1),
        ('shrink_factor', 4, 'optional', 'int32', 1),
        ('pad_beg', 5, 'optional', 'int32', 0),
        ('pad_end', 6, 'optional', 'int32', 0),
    ),
    'MatReadParameter': (
        ('prefix', 1, 'required', 'string', None),
        ('source', 2, 'optional', 'string', ''),
        ('strip', 3, 'optional', 'int32', 0),
        ('batch_size', 4, 'optional', 'int32', 1),
    ),
    'MatWriteParameter': (
        ('prefix', 1, 'required', 'string', None),
        ('source', 2, 'optional', 'string', ''),
        ('strip', 3, 'optional', 'int32', 0),
        ('period', 4, 'optional', 'int32', 1),
    ),
    'SegAccuracyParameter': (
        ('metric', 1, 'optional', 'SegAccuracyParameter.AccuracyMetric', 'PixelAccuracy'),
        ('ignore_label', 2, 'repeated', 'int32', None),
        ('reset', 3, 'optional', 'bool', True),
    ),
    'UniqueLabelParameter': (
        ('max_labels', 1, 'required', 'int32', None),
        ('ignore_label', 2, 'repeated', 'int32', None),
        ('force_label', 3, 'repeated', 'float', None),
    ),
}

ENUMS: dict[str, dict[str, int]] = {'BiasChannelParameter.LabelType': {'IMAGE': 1, 'PIXEL': 2}, 'ImageDataParameter.LabelType': {'NONE': 0, 'IMAGE': 1, 'PIXEL': 2}, 'SegAccuracyParameter.AccuracyMetric': {'PixelAccuracy': 0, 'ClassAccuracy': 1, 'PixelIOU': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('AdaptiveBiasChannel', 'BiasChannel', 'DenseCRF', 'DomainTransform', 'DomainTransformForwardOnly', 'ImageSegData', 'Interp', 'MatRead', 'MatWrite', 'SegAccuracy', 'SpatialProduct', 'UniqueLabel'), ('Clip', 'Crop', 'Input', 'LSTM', 'LSTMUnit', 'Parameter', 'RNN', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor'), 'batch_statistics': 'no_variance'}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm on GPU: backward is the same in place',)

NOTES: tuple[str, ...] = ('BatchNorm on GPU: backward takes the statistics as constant', 'BatchNorm on CPU aborts: forward writes to a buffer that is never allocated')
