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
    'FillerParameter': (
        ('diag_val', 9, 'repeated', 'float', None),
    ),
    'SolverParameter': (
        ('rms_decay', 38, 'optional', 'float', None),
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
    'AccumParameter': (
        ('top_height', 1, 'optional', 'uint32', 0),
        ('top_width', 2, 'optional', 'uint32', 0),
        ('size_divisible_by', 3, 'optional', 'uint32', 0),
        ('have_reference', 4, 'optional', 'bool', False),
    ),
    'AugmentationCoeff': (
        ('mirror', 1, 'optional', 'float', 0.0),
        ('dx', 2, 'optional', 'float', 0.0),
        ('dy', 3, 'optional', 'float', 0.0),
        ('angle', 4, 'optional', 'float', 0.0),
        ('zoom_x', 5, 'optional', 'float', 1.0),
        ('zoom_y', 6, 'optional', 'float', 1.0),
        ('pow_nomean0', 10, 'optional', 'float', 1.0),
        ('pow_nomean1', 11, 'optional', 'float', 1.0),
        ('pow_nomean2', 12, 'optional', 'float', 1.0),
        ('add_nomean0', 13, 'optional', 'float', 0.0),
        ('add_nomean1', 14, 'optional', 'float', 0.0),
        ('add_nomean2', 15, 'optional', 'float', 0.0),
        ('mult_nomean0', 16, 'optional', 'float', 1.0),
        ('mult_nomean1', 17, 'optional', 'float', 1.0),
        ('mult_nomean2', 18, 'optional', 'float', 1.0),
        ('pow_withmean0', 19, 'optional', 'float', 1.0),
        ('pow_withmean1', 20, 'optional', 'float', 1.0),
        ('pow_withmean2', 21, 'optional', 'float', 1.0),
        ('add_withmean0', 22, 'optional', 'float', 0.0),
        ('add_withmean1', 23, 'optional', 'float', 0.0),
        ('add_withmean2', 24, 'optional', 'float', 0.0),
        ('mult_withmean0', 25, 'optional', 'float', 1.0),
        ('mult_withmean1', 26, 'optional', 'float', 1.0),
        ('mult_withmean2', 27, 'optional', 'float', 1.0),
        ('lmult_pow', 28, 'optional', 'float', 1.0),
        ('lmult_add', 29, 'optional', 'float', 0.0),
        ('lmult_mult', 30, 'optional', 'float', 1.0),
        ('col_angle', 31, 'optional', 'float', 0.0),
        ('fog_amount', 38, 'optional', 'float', 0.0),
        ('fog_size', 39, 'optional', 'float', 0.0),
        ('motion_blur_angle', 40, 'optional', 'float', 0.0),
        ('motion_blur_size', 41, 'optional', 'float', 0.0),
        ('shadow_angle', 42, 'optional', 'float', 0.0),
        ('shadow_distance', 43, 'optional', 'float', 0.0),
        ('shadow_strength', 44, 'optional', 'float', 0.0),
        ('noise', 45, 'optional', 'float', 0.0),
        ('gamma', 100, 'optional', 'float', 1.0),
        ('brightness', 101, 'optional', 'float', 0.0),
        ('contrast', 102, 'optional', 'float', 1.0),
        ('color1', 103, 'optional', 'float', 1.0),
        ('color2', 104, 'optional', 'float', 1.0),
        ('color3', 105, 'optional', 'float', 1.0),
    ),
    'AugmentationParameter': (
        ('write_augmented', 2, 'optional', 'string', ''),
        ('max_multiplier', 3, 'optional', 'float', 255.0),
        ('augment_during_test', 4, 'optional', 'bool', False),
        ('recompute_mean', 5, 'optional', 'uint32', 0),
        ('write_mean', 6, 'optional', 'string', ''),
        ('mean_per_pixel', 7, 'optional', 'bool', True),
        ('mode', 8, 'optional', 'string', 'add'),
        ('mirror', 10, 'optional', 'RandomGeneratorParameter', None),
        ('translate', 11, 'optional', 'RandomGeneratorParameter', None),
        ('rotate', 12, 'optional', 'RandomGeneratorParameter', None),
        ('zoom', 13, 'optional', 'RandomGeneratorParameter', None),
        ('squeeze', 14, 'optional', 'RandomGeneratorParameter', None),
        ('translate_x', 15, 'optional', 'RandomGeneratorParameter', None),
        ('translate_y', 16, 'optional', 'RandomGeneratorParameter', None),
        ('mean', 18, 'repeated', 'float', None),
        ('lmult_pow', 20, 'optional', 'RandomGeneratorParameter', None),
        ('lmult_mult', 21, 'optional', 'RandomGeneratorParameter', None),
        ('lmult_add', 22, 'optional', 'RandomGeneratorParameter', None),
        ('sat_pow', 23, 'optional', 'RandomGeneratorParameter', None),
        ('sat_mult', 24, 'optional', 'RandomGeneratorParameter', None),
        ('sat_add', 25, 'optional', 'RandomGeneratorParameter', None),
        ('col_pow', 26, 'optional', 'RandomGeneratorParameter', None),
        ('col_mult', 27, 'optional', 'RandomGeneratorParameter', None),
        ('col_add', 28, 'optional', 'RandomGeneratorParameter', None),
        ('ladd_pow', 29, 'optional', 'RandomGeneratorParameter', None),
        ('ladd_mult', 30, 'optional', 'RandomGeneratorParameter', None),
        ('ladd_add', 31, 'optional', 'RandomGeneratorParameter', None),
        ('col_rotate', 32, 'optional', 'RandomGeneratorParameter', None),
        ('crop_width', 33, 'optional', 'uint32', 0),
        ('crop_height', 34, 'optional', 'uint32', 0),
        ('gamma', 35, 'optional', 'RandomGeneratorParameter', None),
        ('brightness', 36, 'optional', 'RandomGeneratorParameter', None),
        ('contrast', 37, 'optional', 'RandomGeneratorParameter', None),
        ('color', 38, 'optional', 'RandomGeneratorParameter', None),
        ('bottomwidth', 80, 'optional', 'uint32', 0),
        ('bottomheight', 81, 'optional', 'uint32', 0),
        ('num', 82, 'optional', 'uint32', 0),
        ('chromatic_eigvec', 83, 'repeated', 'float', None),
        ('fog_amount', 100, 'optional', 'RandomGeneratorParameter', None),
        ('fog_size', 101, 'optional', 'RandomGeneratorParameter', None),
        ('motion_blur_angle', 102, 'optional', 'RandomGeneratorParameter', None),
        ('motion_blur_size', 103, 'optional', 'RandomGeneratorParameter', None),
        ('shadow_angle', 104, 'optional', 'RandomGeneratorParameter', None),
        ('shadow_distance', 105, 'optional', 'RandomGeneratorParameter', None),
        ('shadow_strength', 106, 'optional', 'RandomGeneratorParameter', None),
        ('noise', 107, 'optional', 'RandomGeneratorParameter', None),
    ),
    'BlackAugmentationParameter': (
        ('black', 10, 'optional', 'RandomGeneratorParameter', None),
        ('border', 11, 'optional', 'RandomGeneratorParameter', None),
    ),
    'CoeffScheduleParameter': (
        ('half_life', 1, 'optional', 'float', 1.0),
        ('initial_coeff', 2, 'optional', 'float', 1.0),
        ('final_coeff', 3, 'optional', 'float', 1.0),
    ),
    'CorrelationParameter': (
        ('pad', 2, 'optional', 'uint32', 0),
        ('kernel_size', 3, 'optional', 'uint32', None),
        ('max_displacement', 4, 'optional', 'uint32', None),
        ('stride_1', 5, 'optional', 'uint32', 1),
        ('stride_2', 6, 'optional', 'uint32', 1),
        ('do_abs', 7, 'optional', 'bool', False),
        ('single_direction', 8, 'optional', 'int32', 0),
        ('correlation_type', 15, 'optional', 'CorrelationParameter.CorrelationType', 'MULTIPLY'),
    ),
    'DownsampleParameter': (
        ('top_height', 1, 'optional', 'uint32', 0),
        ('top_width', 2, 'optional', 'uint32', 0),
    ),
    'FlowWarpParameter': (
        ('fill_value', 1, 'optional', 'FlowWarpParameter.FillParameter', 'ZERO'),
    ),
    'L1LossParameter': (
        ('l2_per_location', 1, 'optional', 'bool', False),
        ('l2_prescale_by_channels', 2, 'optional', 'bool', False),
        ('normalize_by_num_entries', 3, 'optional', 'bool', False),
        ('epsilon', 4, 'optional', 'float', 0.009999999776482582),
        ('plateau', 3001, 'optional', 'float', 0.0),
    ),
    'LpqLossParameter': (
        ('pq_episode_starts_at_iter', 4010, 'repeated', 'uint32', None),
        ('p', 4011, 'repeated', 'float', None),
        ('q', 4012, 'repeated', 'float', None),
        ('p_epsilon', 4013, 'optional', 'float', 0.0),
        ('q_epsilon', 4014, 'optional', 'float', 0.009999999776482582),
        ('l2_prescale_by_channels', 4016, 'optional', 'bool', False),
        ('normalize_by_num_entries', 4017, 'optional', 'bool', False),
    ),
    'MeanParameter': (
        ('operation', 1, 'required', 'MeanParameter.MeanOperation', None),
        ('file', 2, 'optional', 'string', None),
        ('value', 3, 'repeated', 'float', None),
        ('mean_scale', 4, 'optional', 'float', 1.0),
        ('input_scale', 5, 'optional', 'float', 1.0),
        ('output_scale', 6, 'optional', 'float', 1.0),
    ),
    'RandomGeneratorParameter': (
        ('rand_type', 1, 'optional', 'string', 'uniform'),
        ('exp', 2, 'optional', 'bool', False),
        ('mean', 4, 'optional', 'float', 0.0),
        ('spread', 5, 'optional', 'float', 0.0),
        ('prob', 6, 'optional', 'float', 1.0),
        ('apply_schedule', 7, 'optional', 'bool', True),
        ('discretize', 8, 'optional', 'bool', False),
        ('multiplier', 9, 'optional', 'float', 1.0),
    ),
    'ReaderParameter': (
        ('file', 1, 'required', 'string', None),
        ('num', 2, 'optional', 'uint32', 1),
    ),
    'ResampleParameter': (
        ('width', 1, 'optional', 'uint32', None),
        ('height', 2, 'optional', 'uint32', None),
        ('type', 3, 'optional', 'ResampleParameter.ResampleType', 'LINEAR'),
        ('antialias', 4, 'optional', 'bool', True),
        ('factor', 5, 'optional', 'float', 1.0),
    ),
    'WriterParameter': (
        ('file', 1, 'optional', 'string', ''),
        ('folder', 2, 'optional', 'string', ''),
        ('prefix', 3, 'optional', 'string', ''),
        ('suffix', 4, 'optional', 'string', ''),
        ('normalize', 5, 'optional', 'bool', False),
        ('scale', 6, 'optional', 'float', 1.0),
    ),
}

ENUMS: dict[str, dict[str, int]] = {'CorrelationParameter.CorrelationType': {'MULTIPLY': 0, 'SUBTRACT': 1}, 'DataParameter.CHANNELENCODING': {'UINT8': 1, 'UINT16FLOW': 2, 'BOOL1': 3}, 'DataParameter.RANDPERMORDER': {'FIRST_PERMUTE_THEN_RANGE': 0, 'FIRST_RANGE_THEN_PERMUTE': 1}, 'FlowWarpParameter.FillParameter': {'ZERO': 1, 'NOT_A_NUMBER': 2}, 'MeanParameter.MeanOperation': {'ADD': 1, 'SUBTRACT': 4}, 'ResampleParameter.ResampleType': {'NEAREST': 1, 'LINEAR': 2, 'CUBIC': 3, 'AREA': 4}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Accum', 'BlackAugmentation', 'ChannelNorm', 'Correlation', 'Correlation1D', 'CustomData', 'DataAugmentation', 'DisparityData', 'Downsample', 'FLOWriter', 'FloatReader', 'FloatWriter', 'FlowAugmentation', 'FlowWarp', 'GenerateAugmentationParameters', 'ImgReader', 'ImgWriter', 'L1Loss', 'LpqLoss', 'Mean', 'NegReLU', 'PFMWriter', 'Resample'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'none', 'masks_statistics': False, 'refuses_nonzero_lr': False, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
