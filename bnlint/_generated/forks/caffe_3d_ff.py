"""The Caffe 'caffe-3d-ff', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'LayerParameter': '*', 'ParamSpec': '*', 'NetState': '*', 'NetStateRule': '*', 'TransformationParameter': '*', 'LossParameter': '*', 'BlobShape': '*', 'BatchNormParameter': '*', 'BiasParameter': '*', 'ClipParameter': '*', 'ContrastiveLossParameter': '*', 'CropParameter': '*', 'ELUParameter': '*', 'EmbedParameter': '*', 'ExpParameter': '*', 'FlattenParameter': '*', 'InputParameter': '*', 'LogParameter': '*', 'MVNParameter': '*', 'PReLUParameter': '*', 'ParameterParameter': '*', 'PythonParameter': '*', 'ReLUParameter': '*', 'RecurrentParameter': '*', 'ReductionParameter': '*', 'ReshapeParameter': '*', 'SPPParameter': '*', 'ScaleParameter': '*', 'SigmoidParameter': '*', 'SoftmaxParameter': '*', 'SwishParameter': '*', 'TanHParameter': '*', 'TileParameter': '*', 'NetParameter': ('state', 'debug_info', 'input_shape', 'layer'), 'FillerParameter': ('variance_norm',), 'BlobProto': ('shape', 'double_data', 'double_diff'), 'SolverParameter': ('debug_info', 'net', 'net_param', 'train_state', 'test_state', 'snapshot_after_train', 'regularization_type', 'solver_type', 'delta', 'test_initialization', 'average_loss', 'stepvalue', 'clip_gradients', 'iter_size', 'snapshot_format', 'rms_decay', 'momentum2', 'type', 'layer_wise_reduce', 'weights'), 'SolverState': ('current_step',), 'Datum': ('encoded',), 'AccuracyParameter': ('axis', 'ignore_label'), 'ArgMaxParameter': ('top_k', 'axis'), 'ConcatParameter': ('axis',), 'ConvolutionParameter': ('engine', 'axis', 'force_nd_im2col', 'dilation'), 'DataParameter': ('force_encoded_color', 'prefetch'), 'DummyDataParameter': ('shape',), 'EltwiseParameter': ('stable_prod_grad',), 'HDF5DataParameter': ('shuffle',), 'ImageDataParameter': ('is_color', 'root_folder'), 'InfogainLossParameter': ('axis',), 'InnerProductParameter': ('axis', 'transpose'), 'LRNParameter': ('k', 'engine'), 'PoolingParameter': ('engine', 'global_pooling', 'round_mode'), 'SliceParameter': ('axis',), 'WindowDataParameter': ('cache_images', 'root_folder'), 'V1LayerParameter': ('relu_param', 'include', 'exclude', 'mvn_param', 'loss_weight', 'transform_param', 'tanh_param', 'sigmoid_param', 'softmax_param', 'contrastive_loss_param', 'exp_param', 'loss_param'), 'V0LayerParameter': ('k',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'BlobProto': (
        ('data', 6, 'repeated', 'float', None),
        ('diff', 7, 'repeated', 'float', None),
        ('depth', 5, 'optional', 'int32', 0),
    ),
    'SolverParameter': (
        ('snapshot_mode', 23, 'optional', 'SolverParameter.SnapshotMode', 'FULL_NET'),
    ),
    'Datum': (
        ('data', 5, 'optional', 'bytes', None),
        ('label', 6, 'repeated', 'int32', None),
        ('float_data', 7, 'repeated', 'float', None),
        ('depth', 4, 'optional', 'int32', None),
        ('float_label', 8, 'repeated', 'float', None),
    ),
    'ConvolutionParameter': (
        ('pad', 3, 'optional', 'uint32', 0),
        ('kernel_size', 4, 'optional', 'uint32', None),
        ('stride', 6, 'optional', 'uint32', 1),
        ('pad_h', 15, 'optional', 'uint32', 0),
        ('pad_w', 16, 'optional', 'uint32', 0),
        ('kernel_h', 9, 'optional', 'uint32', None),
        ('kernel_w', 10, 'optional', 'uint32', None),
        ('stride_h', 12, 'optional', 'uint32', 1),
        ('stride_w', 13, 'optional', 'uint32', 1),
        ('kernel_d', 11, 'optional', 'uint32', None),
        ('stride_d', 14, 'optional', 'uint32', 1),
        ('pad_d', 17, 'optional', 'uint32', 0),
        ('kstride', 18, 'optional', 'uint32', 1),
        ('kstride_h', 19, 'optional', 'uint32', None),
        ('kstride_w', 20, 'optional', 'uint32', None),
        ('kstride_d', 21, 'optional', 'uint32', None),
        ('num_conv_partition', 22, 'optional', 'uint32', 4),
    ),
    'DummyDataParameter': (
        ('depth', 6, 'repeated', 'uint32', None),
    ),
    'ImageDataParameter': (
        ('batch_size', 4, 'optional', 'uint32', None),
        ('new_depth', 12, 'optional', 'uint32', 0),
        ('images_in_color', 13, 'optional', 'bool', True),
    ),
    'MemoryDataParameter': (
        ('depth', 5, 'optional', 'uint32', None),
    ),
    'PoolingParameter': (
        ('stride_h', 8, 'optional', 'uint32', 1),
        ('stride_w', 9, 'optional', 'uint32', 1),
        ('pad_h', 11, 'optional', 'uint32', 0),
        ('pad_w', 12, 'optional', 'uint32', 0),
        ('kernel_d', 7, 'optional', 'uint32', None),
        ('stride_d', 10, 'optional', 'uint32', 1),
        ('pad_d', 13, 'optional', 'uint32', 0),
        ('kstride', 14, 'optional', 'uint32', 1),
        ('kstride_h', 15, 'optional', 'uint32', None),
        ('kstride_w', 16, 'optional', 'uint32', None),
        ('kstride_d', 17, 'optional', 'uint32', None),
    ),
    'V1LayerParameter': (
        ('hinge_loss_param', 28, 'optional', 'HingeLossParameter', None),
        ('slice_param', 29, 'optional', 'SliceParameter', None),
        ('image_label_data_param', 30, 'optional', 'ImageLabelDataParameter', None),
    ),
    'V0LayerParameter': (
        ('new_depth', 66, 'optional', 'int32', 0),
    ),
    'ISH_section': (
        ('sectionID', 1, 'optional', 'uint32', None),
        ('image', 2, 'repeated', 'imageInfo', None),
        ('labels', 3, 'optional', 'string', None),
    ),
    'ISH_section_param': (
        ('ISH_section_info', 1, 'repeated', 'ISH_section', None),
    ),
    'ImageLabelDataParameter': (
        ('source', 1, 'optional', 'string', None),
        ('scale', 2, 'optional', 'float', 1.0),
        ('mean_file', 3, 'optional', 'string', None),
        ('batch_size', 4, 'optional', 'uint32', None),
        ('crop_size', 5, 'optional', 'uint32', 0),
        ('mirror', 6, 'optional', 'bool', False),
        ('rand_skip', 7, 'optional', 'uint32', 0),
        ('backend', 8, 'optional', 'ImageLabelDataParameter.DB', 'LEVELDB'),
        ('rand_patch_times', 9, 'optional', 'uint32', 1),
        ('out_label_size', 10, 'optional', 'uint32', 1),
        ('out_label_size_h', 11, 'optional', 'uint32', 1),
        ('out_label_size_w', 12, 'optional', 'uint32', 1),
        ('out_label_size_d', 13, 'optional', 'uint32', 1),
        ('crop_size_h', 14, 'optional', 'uint32', 0),
        ('crop_size_w', 15, 'optional', 'uint32', 0),
        ('crop_size_d', 16, 'optional', 'uint32', 0),
        ('num_memory_datum', 17, 'optional', 'uint32', 1),
        ('padding', 18, 'optional', 'bool', False),
        ('label_select_param', 22, 'optional', 'Label_Select_Param', None),
    ),
    'Label_Prob_Mapping': (
        ('label_name', 1, 'optional', 'string', None),
        ('label', 2, 'optional', 'int32', None),
        ('prob', 3, 'optional', 'float', None),
        ('map2label', 4, 'optional', 'int32', None),
    ),
    'Label_Prob_Mapping_Param': (
        ('ignore_rest_of_label', 1, 'optional', 'bool', True),
        ('rest_of_label_mapping', 2, 'optional', 'bool', False),
        ('rest_of_label_mapping_label', 3, 'optional', 'int32', 1),
        ('rest_of_label_prob', 4, 'optional', 'float', 0.0),
        ('label_prob_mapping_info', 5, 'repeated', 'Label_Prob_Mapping', None),
    ),
    'Label_Select_Param': (
        ('balance', 1, 'optional', 'bool', False),
        ('num_labels', 2, 'optional', 'uint32', 1000),
        ('num_top_label_balance', 3, 'optional', 'uint32', None),
        ('reorder_label', 4, 'optional', 'bool', True),
        ('class_prob_mapping_file', 5, 'optional', 'string', None),
    ),
    'imageInfo': (
        ('imageID', 1, 'optional', 'uint32', 0),
        ('sectionPos', 2, 'optional', 'uint32', 0),
        ('fileName', 3, 'optional', 'string', None),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {'V1LayerParameter.LayerType': {'NONE': 0, 'ACCURACY': 1, 'BNLL': 2, 'CONCAT': 3, 'CONVOLUTION': 4, 'DATA': 5, 'DROPOUT': 6, 'EUCLIDEAN_LOSS': 7, 'FLATTEN': 8, 'HDF5_DATA': 9, 'HDF5_OUTPUT': 10, 'IM2COL': 11, 'IMAGE_DATA': 12, 'INFOGAIN_LOSS': 13, 'INNER_PRODUCT': 14, 'LRN': 15, 'MULTINOMIAL_LOGISTIC_LOSS': 16, 'POOLING': 17, 'RELU': 18, 'SIGMOID': 19, 'SOFTMAX': 20, 'SOFTMAX_LOSS': 21, 'SPLIT': 22, 'TANH': 23, 'WINDOW_DATA': 24, 'ELTWISE': 25, 'POWER': 26, 'SIGMOID_CROSS_ENTROPY_LOSS': 27, 'HINGE_LOSS': 28, 'MEMORY_DATA': 29, 'ARGMAX': 30, 'THRESHOLD': 31, 'DUMMY_DATA': 32, 'MULTI_LABEL_ACCURACY': 33, 'MULTI_LABEL_LOSS': 34, 'SLICE': 35, 'SILENCE': 36, 'IMAGE_LABEL_DATA': 37, 'CONVOLUTION_SK': 38, 'POOLING_SK': 39}, 'ImageLabelDataParameter.DB': {'LEVELDB': 0, 'LMDB': 1}, 'SolverParameter.SnapshotMode': {'FULL_NET': 0, 'SINGLE_NET': 1}}

ENUMS_REMOVED: tuple[str, ...] = ('ConvolutionParameter.Engine', 'FillerParameter.VarianceNorm', 'LRNParameter.Engine', 'LossParameter.NormalizationMode', 'ParamSpec.DimCheckMode', 'Phase', 'PoolingParameter.Engine', 'PoolingParameter.RoundMode', 'ReLUParameter.Engine', 'ReductionParameter.ReductionOp', 'SPPParameter.Engine', 'SPPParameter.PoolMethod', 'SigmoidParameter.Engine', 'SoftmaxParameter.Engine', 'SolverParameter.SnapshotFormat', 'SolverParameter.SolverType', 'TanHParameter.Engine')

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('ConvolutionSK', 'ImageLabelData', 'MultiLabelAccuracy', 'MultiLabelLoss', 'PoolingSK'), ('AbsVal', 'BatchNorm', 'BatchReindex', 'Bias', 'Clip', 'ContrastiveLoss', 'Crop', 'Deconvolution', 'ELU', 'Embed', 'Exp', 'Filter', 'Input', 'LSTM', 'LSTMUnit', 'Log', 'MVN', 'PReLU', 'Parameter', 'Power', 'Python', 'RNN', 'Reduction', 'Reshape', 'SPP', 'Scale', 'Swish', 'Threshold', 'Tile'))

V1_TYPES: dict[str, str | None] = {'THRESHOLD': None, 'CONVOLUTION_SK': 'ConvolutionSK', 'IMAGE_LABEL_DATA': 'ImageLabelData', 'MULTI_LABEL_ACCURACY': 'MultiLabelAccuracy', 'MULTI_LABEL_LOSS': 'MultiLabelLoss', 'POOLING_SK': 'PoolingSK', 'POWER': 'PoolingSK'}

BATCH_NORM: dict[str, Any] = {'upgrade': 'none', 'masks_statistics': None, 'refuses_nonzero_lr': None, 'has_batch_norm_layer': False}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': False, 'has_input_layer': False, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0',)}

IN_PLACE: tuple[str, ...] = ()

NOTES: tuple[str, ...] = ()
