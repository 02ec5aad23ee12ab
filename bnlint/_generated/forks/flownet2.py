"""The Caffe 'flownet2', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'SolverParameter': ('layer_wise_reduce', 'weights'), 'InfogainLossParameter': ('axis',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('coeff_schedule_param', 148, 'optional', 'CoeffScheduleParameter', None),
        ('augmentation_param', 149, 'optional', 'AugmentationParameter', None),
        ('correlation_param', 150, 'optional', 'CorrelationParameter', None),
        ('l1_loss_param', 151, 'optional', 'L1LossParameter', None),
        ('writer_param', 152, 'optional', 'WriterParameter', None),
        ('reader_param', 153, 'optional', 'ReaderParameter', None),
        ('mean_param', 154, 'optional', 'MeanParameter', None),
        ('resample_param', 155, 'optional', 'ResampleParameter', None),
        ('downsample_param', 156, 'optional', 'DownsampleParameter', None),
        ('reshape_every_iter', 157, 'optional', 'bool', True),
        ('lpq_loss_param', 158, 'optional', 'LpqLossParameter', None),
        ('flow_warp_param', 159, 'optional', 'FlowWarpParameter', None),
        ('accum_param', 160, 'optional', 'AccumParameter', None),
        ('black_augmentation_param', 161, 'optional', 'BlackAugmentationParameter', None),
    ),
    'DataParameter': (
        ('batch_size', 4, 'optional', 'uint32', 1),
        ('preselection_file', 3001, 'optional', 'string', None),
        ('preselection_label', 3002, 'optional', 'int32', None),
        ('range_start', 3003, 'optional', 'int32', 0),
        ('range_end', 3004, 'optional', 'int32', -1),
        ('rand_permute', 3005, 'optional', 'bool', False),
        ('rand_permute_order', 3006, 'optional', 'DataParameter.RANDPERMORDER', 'FIRST_PERMUTE_THEN_RANGE'),
        ('rand_permute_seed', 3007, 'optional', 'uint32', 0),
        ('slice_point', 3008, 'repeated', 'uint32', None),
        ('encoding', 3009, 'repeated', 'DataParameter.CHANNELENCODING', None),
        ('verbose', 3010, 'optional', 'bool', False),
        ('subtract', 3011, 'repeated', 'float', None),
        ('permute_every_iter', 3012, 'optional', 'uint32', 0),
        ('block_size', 3013, 'optional', 'uint32', 0),
        ('disk_reader_threads', 4001, 'optional', 'uint32', 1),
        ('huge_video_dataset', 7000, 'optional', 'bool', False),
        ('limit_samples', 7001, 'optional', 'int32', -1),
    ),
}

COMMON: dict[str, int] = {'FillerParameter': 57, 'SolverParameter': 140, 'AccumParameter': 0, 'AugmentationCoeff': 7, 'AugmentationParameter': 8, 'BlackAugmentationParameter': 17, 'CoeffScheduleParameter': 26, 'CorrelationParameter': 32, 'DownsampleParameter': 48, 'FlowWarpParameter': 59, 'L1LossParameter': 65, 'LpqLossParameter': 81, 'MeanParameter': 88, 'RandomGeneratorParameter': 115, 'ReaderParameter': 116, 'ResampleParameter': 120, 'WriterParameter': 155}

ENUMS: dict[str, dict[str, int]] = {'CorrelationParameter.CorrelationType': {'MULTIPLY': 0, 'SUBTRACT': 1}, 'DataParameter.CHANNELENCODING': {'UINT8': 1, 'UINT16FLOW': 2, 'BOOL1': 3}, 'DataParameter.RANDPERMORDER': {'FIRST_PERMUTE_THEN_RANGE': 0, 'FIRST_RANGE_THEN_PERMUTE': 1}, 'FlowWarpParameter.FillParameter': {'ZERO': 1, 'NOT_A_NUMBER': 2}, 'MeanParameter.MeanOperation': {'ADD': 1, 'SUBTRACT': 4}, 'ResampleParameter.ResampleType': {'NEAREST': 1, 'LINEAR': 2, 'CUBIC': 3, 'AREA': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Accum', 'BlackAugmentation', 'ChannelNorm', 'Correlation', 'Correlation1D', 'CustomData', 'DataAugmentation', 'DisparityData', 'Downsample', 'FLOWriter', 'FloatReader', 'FloatWriter', 'FlowAugmentation', 'FlowWarp', 'GenerateAugmentationParameters', 'ImgReader', 'ImgWriter', 'L1Loss', 'LpqLoss', 'Mean', 'NegReLU', 'PFMWriter', 'Resample'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
