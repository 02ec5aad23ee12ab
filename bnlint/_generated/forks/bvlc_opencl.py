"""The Caffe 'bvlc-opencl', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'LayerParameter': ('clip_param',), 'SolverParameter': ('device_id',), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'NetParameter': (
        ('input_dim', 4, 'repeated', 'int64', None),
        ('data_type', 42, 'optional', 'DataType', None),
        ('quantizer', 80, 'repeated', 'QuantizerParameter', None),
        ('reduced_memory_inference', 81, 'optional', 'bool', False),
        ('autotune', 82, 'optional', 'Autotune', None),
    ),
    'LayerParameter': (
        ('bottom_data_type', 12, 'optional', 'DataType', None),
        ('compute_data_type', 13, 'optional', 'DataType', None),
        ('top_data_type', 14, 'optional', 'DataType', None),
        ('bottom_quantizer', 16, 'repeated', 'QuantizerParameter', None),
        ('top_quantizer', 17, 'repeated', 'QuantizerParameter', None),
        ('net_quantizer', 18, 'optional', 'QuantizerParameter', None),
        ('blobs_quantizer', 19, 'repeated', 'QuantizerParameter', None),
        ('autotune', 20, 'optional', 'Autotune', None),
        ('device', 95, 'optional', 'int64', -1),
        ('bottom_shared_index', 96, 'repeated', 'int64', None),
        ('top_shared_index', 97, 'repeated', 'int64', None),
        ('mergecrop_param', 148, 'optional', 'MergeCropParameter', None),
        ('affinity_param', 149, 'optional', 'AffinityParameter', None),
        ('moe_param', 150, 'optional', 'MOEParameter', None),
        ('noise_param', 151, 'optional', 'NoiseParameter', None),
    ),
    'NetState': (
        ('level', 2, 'optional', 'int64', 0),
        ('quantizer_mode', 4, 'optional', 'QuantizerMode', 'CAFFE_QUANT_PASSIVE'),
    ),
    'NetStateRule': (
        ('min_level', 2, 'optional', 'int64', None),
        ('max_level', 3, 'optional', 'int64', None),
    ),
    'TransformationParameter': (
        ('crop_size', 3, 'optional', 'uint64', 0),
    ),
    'LossParameter': (
        ('ignore_label', 1, 'optional', 'int64', None),
    ),
    'FillerParameter': (
        ('sparse', 7, 'optional', 'int64', -1),
    ),
    'BlobProto': (
        ('num', 1, 'optional', 'int64', 0),
        ('channels', 2, 'optional', 'int64', 0),
        ('height', 3, 'optional', 'int64', 0),
        ('width', 4, 'optional', 'int64', 0),
        ('shape_stride', 10, 'optional', 'BlobShape', None),
        ('packed_data', 11, 'optional', 'bytes', None),
        ('packed_diff', 12, 'optional', 'bytes', None),
        ('data_type', 13, 'optional', 'DataType', None),
    ),
    'SolverParameter': (
        ('test_iter', 3, 'repeated', 'int64', None),
        ('test_interval', 4, 'optional', 'int64', 0),
        ('display', 6, 'optional', 'int64', None),
        ('max_iter', 7, 'optional', 'int64', None),
        ('stepsize', 13, 'optional', 'int64', None),
        ('snapshot', 14, 'optional', 'int64', 0),
        ('average_loss', 33, 'optional', 'int64', 1),
        ('stepvalue', 34, 'repeated', 'int64', None),
        ('iter_size', 36, 'optional', 'int64', 1),
        ('device', 18, 'optional', 'int64', -1),
        ('data_type', 43, 'optional', 'DataType', None),
    ),
    'SolverState': (
        ('iter', 1, 'optional', 'int64', None),
        ('current_step', 4, 'optional', 'int64', 0),
    ),
    'Datum': (
        ('channels', 1, 'optional', 'int64', None),
        ('height', 2, 'optional', 'int64', None),
        ('width', 3, 'optional', 'int64', None),
        ('label', 5, 'optional', 'int64', None),
    ),
    'AccuracyParameter': (
        ('top_k', 1, 'optional', 'uint64', 1),
        ('axis', 2, 'optional', 'int64', 1),
        ('ignore_label', 3, 'optional', 'int64', None),
    ),
    'ArgMaxParameter': (
        ('top_k', 2, 'optional', 'uint64', 1),
        ('axis', 3, 'optional', 'int64', None),
    ),
    'BatchNormParameter': (
        ('fused_relu', 4, 'optional', 'bool', False),
    ),
    'BiasParameter': (
        ('axis', 1, 'optional', 'int64', 1),
        ('num_axes', 2, 'optional', 'int64', 1),
    ),
    'ConcatParameter': (
        ('concat_dim', 1, 'optional', 'uint64', 1),
        ('axis', 2, 'optional', 'int64', 1),
    ),
    'ConvolutionParameter': (
        ('num_output', 1, 'optional', 'uint64', None),
        ('pad', 3, 'repeated', 'uint64', None),
        ('kernel_size', 4, 'repeated', 'uint64', None),
        ('group', 5, 'optional', 'uint64', 1),
        ('stride', 6, 'repeated', 'uint64', None),
        ('pad_h', 9, 'optional', 'uint64', 0),
        ('pad_w', 10, 'optional', 'uint64', 0),
        ('kernel_h', 11, 'optional', 'uint64', None),
        ('kernel_w', 12, 'optional', 'uint64', None),
        ('stride_h', 13, 'optional', 'uint64', None),
        ('stride_w', 14, 'optional', 'uint64', None),
        ('axis', 16, 'optional', 'int64', 1),
        ('dilation', 18, 'repeated', 'uint64', None),
        ('fuse_type', 19, 'optional', 'ConvolutionParameter.FuseType', 'UNFUSED'),
        ('eltwise_param', 20, 'optional', 'EltwiseParameter', None),
        ('relu_param', 30, 'optional', 'ReLUParameter', None),
    ),
    'DataParameter': (
        ('batch_size', 4, 'optional', 'uint64', None),
        ('crop_size', 5, 'optional', 'uint64', 0),
        ('rand_skip', 7, 'optional', 'uint64', 0),
        ('prefetch', 10, 'optional', 'uint64', 4),
    ),
    'DummyDataParameter': (
        ('num', 2, 'repeated', 'uint64', None),
        ('channels', 3, 'repeated', 'uint64', None),
        ('height', 4, 'repeated', 'uint64', None),
        ('width', 5, 'repeated', 'uint64', None),
    ),
    'EmbedParameter': (
        ('num_output', 1, 'optional', 'uint64', None),
        ('input_dim', 2, 'optional', 'uint64', None),
    ),
    'FlattenParameter': (
        ('axis', 1, 'optional', 'int64', 1),
        ('end_axis', 2, 'optional', 'int64', -1),
    ),
    'HDF5DataParameter': (
        ('batch_size', 2, 'optional', 'uint64', None),
    ),
    'ImageDataParameter': (
        ('batch_size', 4, 'optional', 'uint64', 1),
        ('crop_size', 5, 'optional', 'uint64', 0),
        ('rand_skip', 7, 'optional', 'uint64', 0),
        ('new_height', 9, 'optional', 'uint64', 0),
        ('new_width', 10, 'optional', 'uint64', 0),
    ),
    'InnerProductParameter': (
        ('num_output', 1, 'optional', 'uint64', None),
        ('axis', 5, 'optional', 'int64', 1),
    ),
    'LRNParameter': (
        ('local_size', 1, 'optional', 'uint64', 5),
        ('fuse_type', 7, 'optional', 'LRNParameter.FuseType', 'UNFUSED'),
        ('pooling_param', 8, 'optional', 'PoolingParameter', None),
        ('unit_test_mode', 9, 'optional', 'bool', False),
        ('unit_test_fuse_kernel', 10, 'optional', 'bool', False),
    ),
    'MemoryDataParameter': (
        ('batch_size', 1, 'optional', 'uint64', None),
        ('channels', 2, 'optional', 'uint64', None),
        ('height', 3, 'optional', 'uint64', None),
        ('width', 4, 'optional', 'uint64', None),
        ('dim', 5, 'repeated', 'uint64', None),
    ),
    'PoolingParameter': (
        ('kernel_size', 2, 'repeated', 'uint64', None),
        ('stride', 3, 'repeated', 'uint64', None),
        ('pad', 4, 'repeated', 'uint64', None),
        ('kernel_h', 5, 'optional', 'uint64', None),
        ('kernel_w', 6, 'optional', 'uint64', None),
        ('stride_h', 7, 'optional', 'uint64', None),
        ('stride_w', 8, 'optional', 'uint64', None),
        ('pad_h', 9, 'optional', 'uint64', 0),
        ('pad_w', 10, 'optional', 'uint64', 0),
        ('dilation', 13, 'repeated', 'uint64', None),
        ('axis', 16, 'optional', 'int64', 1),
    ),
    'ReductionParameter': (
        ('axis', 2, 'optional', 'int64', 0),
    ),
    'ReshapeParameter': (
        ('axis', 2, 'optional', 'int64', 0),
        ('num_axes', 3, 'optional', 'int64', -1),
    ),
    'SPPParameter': (
        ('pyramid_height', 1, 'optional', 'uint64', None),
    ),
    'ScaleParameter': (
        ('axis', 1, 'optional', 'int64', 1),
        ('num_axes', 2, 'optional', 'int64', 1),
    ),
    'SliceParameter': (
        ('slice_dim', 1, 'optional', 'uint64', 1),
        ('slice_point', 2, 'repeated', 'uint64', None),
        ('axis', 3, 'optional', 'int64', 1),
    ),
    'SoftmaxParameter': (
        ('axis', 2, 'optional', 'int64', 1),
    ),
    'TileParameter': (
        ('axis', 1, 'optional', 'int64', 1),
        ('tiles', 2, 'optional', 'int64', None),
    ),
    'WindowDataParameter': (
        ('batch_size', 4, 'optional', 'uint64', None),
        ('crop_size', 5, 'optional', 'uint64', 0),
        ('context_pad', 10, 'optional', 'uint64', 0),
    ),
    'V1LayerParameter': (
        ('affinity_param', 43, 'optional', 'AffinityParameter', None),
    ),
    'V0LayerParameter': (
        ('num_output', 3, 'optional', 'uint64', None),
        ('pad', 7, 'optional', 'uint64', 0),
        ('kernelsize', 8, 'optional', 'uint64', None),
        ('group', 9, 'optional', 'uint64', 1),
        ('stride', 10, 'optional', 'uint64', 1),
        ('local_size', 13, 'optional', 'uint64', 5),
        ('batchsize', 19, 'optional', 'uint64', None),
        ('cropsize', 20, 'optional', 'uint64', 0),
        ('rand_skip', 53, 'optional', 'uint64', 0),
        ('det_context_pad', 58, 'optional', 'uint64', 0),
        ('new_num', 60, 'optional', 'int64', 0),
        ('new_channels', 61, 'optional', 'int64', 0),
        ('new_height', 62, 'optional', 'int64', 0),
        ('new_width', 63, 'optional', 'int64', 0),
        ('concat_dim', 65, 'optional', 'uint64', 1),
    ),
    'AffinityParameter': (
        ('offset', 1, 'repeated', 'int64', None),
    ),
    'MOEParameter': (
        ('gating_net', 1, 'optional', 'NetParameter', None),
        ('expert_net', 2, 'repeated', 'NetParameter', None),
        ('expert_instances', 3, 'repeated', 'int64', None),
        ('select_experts', 4, 'optional', 'int64', None),
        ('map_bottom', 5, 'repeated', 'MOEParameter.BottomMapping', None),
        ('full_forward', 6, 'optional', 'bool', False),
    ),
    'MergeCropParameter': (
        ('operation', 1, 'optional', 'MergeCropParameter.MergeOp', 'STACK'),
        ('forward', 2, 'repeated', 'bool', None),
        ('backward', 3, 'repeated', 'bool', None),
    ),
    'NoiseParameter': (
        ('mu', 1, 'optional', 'float', 0.0),
        ('sigma', 2, 'optional', 'float', 1.0),
    ),
    'QuantizerParameter': (
        ('name', 1, 'optional', 'string', None),
        ('zone', 2, 'optional', 'int64', None),
        ('input_data_type', 3, 'optional', 'DataType', None),
        ('output_data_type', 4, 'optional', 'DataType', None),
        ('observed_max', 5, 'optional', 'double', None),
        ('observed_min', 6, 'optional', 'double', None),
        ('max_in', 7, 'optional', 'double', None),
        ('min_in', 8, 'optional', 'double', None),
        ('max_out', 9, 'optional', 'double', None),
        ('min_out', 10, 'optional', 'double', None),
        ('mode', 11, 'optional', 'QuantizerMode', 'CAFFE_QUANT_PASSIVE'),
        ('device', 12, 'optional', 'int64', -1),
        ('pseudo_target_type', 13, 'optional', 'DataType', 'CAFFE_INT8_QUANTIZED'),
        ('pseudo_reset_observed', 14, 'optional', 'bool', False),
    ),
    'TuningSet': (
        ('name', 1, 'repeated', 'string', None),
        ('value', 2, 'repeated', 'int64', None),
    ),
}

COMMON: dict[str, int] = {'DropoutParameter': 51}

ENUMS: dict[str, dict[str, int]] = {'ConvolutionParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2, 'LIBDNN': 3, 'INTEL_SPATIAL': 4, 'FFT': 5}, 'PoolingParameter.Engine': {'DEFAULT': 0, 'CAFFE': 1, 'CUDNN': 2, 'LIBDNN': 3}, 'Autotune': {'CAFFE_AUTOTUNE_DISABLED': 0, 'CAFFE_AUTOTUNE_FUNCTION': 1, 'CAFFE_AUTOTUNE_FUNCTION_PARAMETER': 2}, 'ConvolutionParameter.FuseType': {'UNFUSED': 0, 'FUSED_CONV_MAX_POOLING_RELU': 1, 'FUSED_CONV_RELU': 2, 'FUSED_CONV_ELTWISE_RELU': 3}, 'DataType': {'CAFFE_FLOAT': 0, 'CAFFE_HALF': 1, 'CAFFE_DOUBLE': 2, 'CAFFE_INT8_QUANTIZED': 3, 'CAFFE_INT16_QUANTIZED': 4, 'CAFFE_INT32_QUANTIZED': 5, 'CAFFE_INT64_QUANTIZED': 6, 'CAFFE_PACKED_BINARY': 7}, 'LRNParameter.FuseType': {'UNFUSED': 0, 'FUSED_POOL_MAX': 1}, 'MOEParameter.BottomMapping': {'GATING': 1, 'EXPERT': 2, 'GATING_AND_EXPERT': 3}, 'MergeCropParameter.MergeOp': {'STACK': 0, 'ADD': 1}, 'QuantizerMode': {'CAFFE_QUANT_PASSIVE': 0, 'CAFFE_QUANT_OBSERVE': 1, 'CAFFE_QUANT_PSEUDO': 2}}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Affinity', 'ConnectedComponent', 'LibDNNConvolution', 'LibDNNPooling', 'MOE', 'MalisLoss', 'MergeCrop', 'Noise', 'Quantizer'), ('Clip',))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor'), 'unread': ('batch_norm_param.fused_relu',)}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
