"""The Caffe 'capsnet', as its difference to BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


REMOVED: dict[str, str | tuple[str, ...]] = {'ClipParameter': '*', 'SwishParameter': '*', 'LayerParameter': ('swish_param', 'clip_param'), 'PoolingParameter': ('round_mode',)}
ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {
    'LayerParameter': (
        ('cap_param', 147, 'optional', 'CapParameter', None),
        ('margin_param', 148, 'optional', 'MarginParameter', None),
        ('squash_param', 149, 'optional', 'SquashParameter', None),
        ('capsule_transform_param', 150, 'optional', 'CapsuleTransformParameter', None),
        ('capsule_routing_param', 151, 'optional', 'CapsuleRoutingParameter', None),
        ('capsule_mask_param', 152, 'optional', 'CapsuleMaskParameter', None),
        ('capsule_reshape_param', 153, 'optional', 'CapsuleReshapeParameter', None),
        ('capsule_len_param', 154, 'optional', 'CapsuleLenParameter', None),
        ('capsule_conv_transform_param', 155, 'optional', 'CapsuleConvTransformParameter', None),
        ('capsule_conv_routing_param', 156, 'optional', 'CapsuleConvRoutingParameter', None),
        ('capsule_relu_param', 157, 'optional', 'CapsuleReluParameter', None),
        ('rand_vec_param', 158, 'optional', 'RandVecParameter', None),
        ('capsule_product_param', 159, 'optional', 'CapsuleProductParameter', None),
        ('dr_param', 160, 'optional', 'DynamicRoutingParameter', None),
        ('capsule_deconv_transform_param', 161, 'optional', 'CapsuleDeconvTransformParameter', None),
        ('capsule_deconv_routing_param', 162, 'optional', 'CapsuleDeconvRoutingParameter', None),
        ('capsule_deconv_param', 163, 'optional', 'CapsuleDeconvParameter', None),
        ('capsule_conv_param', 164, 'optional', 'CapsuleConvParameter', None),
    ),
    'FillerParameter': (
        ('cap_in_num', 9, 'optional', 'int32', None),
        ('cap_out_num', 10, 'optional', 'int32', None),
        ('cap_mean', 11, 'optional', 'float', 0.0),
        ('cap_std', 12, 'optional', 'float', 0.009999999776482582),
        ('cap_dim', 13, 'optional', 'float', None),
    ),
    'V1LayerParameter': (
        ('cap_param', 70, 'optional', 'CapParameter', None),
        ('margin_param', 71, 'optional', 'MarginParameter', None),
        ('squash_param', 72, 'optional', 'SquashParameter', None),
        ('capsule_transform_param', 73, 'optional', 'CapsuleTransformParameter', None),
        ('capsule_routing_param', 74, 'optional', 'CapsuleRoutingParameter', None),
        ('capsule_mask_param', 75, 'optional', 'CapsuleMaskParameter', None),
        ('capsule_reshape_param', 76, 'optional', 'CapsuleReshapeParameter', None),
        ('capsule_len_param', 77, 'optional', 'CapsuleLenParameter', None),
        ('capsule_conv_transform_param', 78, 'optional', 'CapsuleConvTransformParameter', None),
        ('capsule_conv_routing_param', 79, 'optional', 'CapsuleConvRoutingParameter', None),
        ('capsule_relu_param', 80, 'optional', 'CapsuleReluParameter', None),
        ('capsule_deconv_transform_param', 81, 'optional', 'CapsuleDeconvTransformParameter', None),
        ('capsule_deconv_routing_param', 82, 'optional', 'CapsuleDeconvRoutingParameter', None),
        ('capsule_deconv_param', 83, 'optional', 'CapsuleDeconvParameter', None),
        ('capsule_conv_param', 84, 'optional', 'CapsuleConvParameter', None),
    ),
    'CapParameter': (
        ('bias_term', 1, 'optional', 'bool', True),
        ('weight_filler', 2, 'optional', 'FillerParameter', None),
        ('bias_filler', 3, 'optional', 'FillerParameter', None),
        ('routing_num', 4, 'optional', 'uint32', 3),
        ('input_capsule_dim', 5, 'optional', 'uint32', None),
        ('input_capsule_num', 6, 'optional', 'uint32', None),
        ('output_capsule_dim', 7, 'optional', 'uint32', None),
        ('output_capsule_num', 8, 'optional', 'uint32', None),
    ),
    'CapsuleConvParameter': (
        ('weight_filler', 1, 'optional', 'FillerParameter', None),
        ('stride', 2, 'optional', 'uint32', None),
        ('kh', 3, 'optional', 'uint32', None),
        ('kw', 4, 'optional', 'uint32', None),
        ('input_capsule_num', 5, 'optional', 'uint32', None),
        ('output_capsule_num', 6, 'optional', 'uint32', None),
        ('output_capsule_shape', 7, 'optional', 'BlobShape', None),
        ('input_h', 8, 'optional', 'uint32', None),
        ('input_w', 9, 'optional', 'uint32', None),
        ('input_capsule_shape', 10, 'optional', 'BlobShape', None),
        ('bias_filler', 11, 'optional', 'FillerParameter', None),
        ('bias_term', 12, 'optional', 'bool', True),
        ('group', 13, 'optional', 'uint32', 1),
    ),
    'CapsuleConvRoutingParameter': (
        ('weight_filler', 1, 'optional', 'FillerParameter', None),
        ('stride', 2, 'optional', 'uint32', None),
        ('kh', 3, 'optional', 'uint32', None),
        ('kw', 4, 'optional', 'uint32', None),
        ('input_capsule_num', 5, 'optional', 'uint32', None),
        ('output_capsule_num', 6, 'optional', 'uint32', None),
        ('output_capsule_shape', 7, 'optional', 'BlobShape', None),
        ('input_h', 8, 'optional', 'uint32', None),
        ('input_w', 9, 'optional', 'uint32', None),
    ),
    'CapsuleConvTransformParameter': (
        ('bias_term', 1, 'optional', 'bool', True),
        ('weight_filler', 2, 'optional', 'FillerParameter', None),
        ('bias_filler', 3, 'optional', 'FillerParameter', None),
        ('stride', 4, 'optional', 'uint32', None),
        ('kh', 5, 'optional', 'uint32', None),
        ('kw', 6, 'optional', 'uint32', None),
        ('input_capsule_num', 7, 'optional', 'uint32', None),
        ('input_capsule_shape', 8, 'optional', 'BlobShape', None),
        ('output_capsule_num', 9, 'optional', 'uint32', None),
        ('output_capsule_shape', 10, 'optional', 'BlobShape', None),
        ('input_h', 11, 'optional', 'uint32', None),
        ('input_w', 12, 'optional', 'uint32', None),
    ),
    'CapsuleDeconvParameter': (
        ('weight_filler', 1, 'optional', 'FillerParameter', None),
        ('stride', 2, 'optional', 'uint32', None),
        ('kh', 3, 'optional', 'uint32', None),
        ('kw', 4, 'optional', 'uint32', None),
        ('input_capsule_num', 5, 'optional', 'uint32', None),
        ('output_capsule_num', 6, 'optional', 'uint32', None),
        ('output_capsule_shape', 7, 'optional', 'BlobShape', None),
        ('input_h', 8, 'optional', 'uint32', None),
        ('input_w', 9, 'optional', 'uint32', None),
        ('input_capsule_shape', 10, 'optional', 'BlobShape', None),
    ),
    'CapsuleDeconvRoutingParameter': (
        ('weight_filler', 1, 'optional', 'FillerParameter', None),
        ('stride', 2, 'optional', 'uint32', None),
        ('kh', 3, 'optional', 'uint32', None),
        ('kw', 4, 'optional', 'uint32', None),
        ('input_capsule_num', 5, 'optional', 'uint32', None),
        ('output_capsule_num', 6, 'optional', 'uint32', None),
        ('output_capsule_shape', 7, 'optional', 'BlobShape', None),
        ('input_h', 8, 'optional', 'uint32', None),
        ('input_w', 9, 'optional', 'uint32', None),
        ('input_capsule_shape', 10, 'optional', 'BlobShape', None),
    ),
    'CapsuleDeconvTransformParameter': (
        ('bias_term', 1, 'optional', 'bool', True),
        ('weight_filler', 2, 'optional', 'FillerParameter', None),
        ('bias_filler', 3, 'optional', 'FillerParameter', None),
        ('stride', 4, 'optional', 'uint32', None),
        ('kh', 5, 'optional', 'uint32', None),
        ('kw', 6, 'optional', 'uint32', None),
        ('input_capsule_num', 7, 'optional', 'uint32', None),
        ('input_capsule_shape', 8, 'optional', 'BlobShape', None),
        ('output_capsule_num', 9, 'optional', 'uint32', None),
        ('output_capsule_shape', 10, 'optional', 'BlobShape', None),
        ('input_h', 11, 'optional', 'uint32', None),
        ('input_w', 12, 'optional', 'uint32', None),
    ),
    'CapsuleLenParameter': (
        ('num_class', 1, 'optional', 'uint32', None),
    ),
    'CapsuleMaskParameter': (
        ('class_num', 1, 'optional', 'uint32', None),
    ),
    'CapsuleProductParameter': (
        ('dim', 1, 'optional', 'uint32', None),
        ('num', 2, 'optional', 'uint32', None),
        ('bias_term', 3, 'optional', 'bool', True),
        ('weight_filler', 4, 'optional', 'FillerParameter', None),
        ('bias_filler', 5, 'optional', 'FillerParameter', None),
    ),
    'CapsuleReluParameter': (
        ('dim', 1, 'optional', 'uint32', None),
        ('thre', 2, 'optional', 'float', None),
    ),
    'CapsuleReshapeParameter': (
        ('capsule_dim', 1, 'optional', 'uint32', None),
    ),
    'CapsuleRoutingParameter': (
        ('weight_filler', 1, 'optional', 'FillerParameter', None),
        ('input_capsule_num', 2, 'optional', 'uint32', None),
        ('output_capsule_dim', 3, 'optional', 'uint32', None),
        ('output_capsule_num', 4, 'optional', 'uint32', None),
    ),
    'CapsuleTransformParameter': (
        ('bias_term', 1, 'optional', 'bool', True),
        ('weight_filler', 2, 'optional', 'FillerParameter', None),
        ('bias_filler', 3, 'optional', 'FillerParameter', None),
        ('input_capsule_dim', 4, 'optional', 'uint32', None),
        ('output_capsule_dim', 5, 'optional', 'uint32', None),
        ('output_capsule_num', 6, 'optional', 'uint32', None),
    ),
    'DynamicRoutingParameter': (
        ('routing_num', 1, 'optional', 'uint32', None),
        ('input_capsule_num', 2, 'optional', 'uint32', None),
        ('output_capsule_dim', 3, 'optional', 'uint32', None),
        ('output_capsule_num', 4, 'optional', 'uint32', None),
    ),
    'MarginParameter': (
        ('num_class', 1, 'optional', 'uint32', None),
        ('m_upper_bound', 2, 'optional', 'float', None),
        ('m_lower_bound', 3, 'optional', 'float', None),
        ('lambda', 4, 'optional', 'float', None),
        ('axis', 5, 'optional', 'int32', 1),
    ),
    'RandVecParameter': (
        ('batch_size', 1, 'optional', 'uint32', 1),
        ('dim', 2, 'optional', 'uint32', None),
        ('lower', 3, 'optional', 'float', None),
        ('upper', 4, 'optional', 'float', None),
        ('height', 5, 'optional', 'uint32', None),
        ('width', 6, 'optional', 'uint32', None),
    ),
    'SquashParameter': (
        ('capsule_dim', 1, 'optional', 'uint32', None),
        ('a', 2, 'optional', 'float', 1.0),
    ),
}

COMMON: dict[str, int] = {}

ENUMS: dict[str, dict[str, int]] = {}

ENUMS_REMOVED: tuple[str, ...] = ('PoolingParameter.RoundMode',)

LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None = (('Cap', 'CapsuleConvRouting', 'CapsuleConvTransform', 'CapsuleDeconvRouting', 'CapsuleDeconvTransform', 'CapsuleLen', 'CapsuleMask', 'CapsuleRelu', 'CapsuleReshape', 'CapsuleRouting', 'CapsuleTransform', 'DynamicRouting', 'MarginLoss', 'Squash', 'Tensor'), ('Clip', 'Swish'))

V1_TYPES: dict[str, str | None] = {}

BATCH_NORM: dict[str, Any] = {'has_batch_norm_layer': True, 'upgrade': 'zeroes', 'masks_statistics': True, 'refuses_nonzero_lr': True, 'blobs': ('mean', 'variance', 'factor')}

FORMATS: dict[str, Any] = {'reads_v0': True, 'reads_v1': True, 'reads_v2': True, 'has_input_layer': True, 'tolerates_unknown_fields': False, 'upgrades_on_load': ('v0', 'data_transform', 'v1', 'input', 'batch_norm', 'solver_type')}

IN_PLACE: tuple[str, ...] = ('BatchNorm keeps a copy of its output: in place is safe, also under later in-place layers',)

NOTES: tuple[str, ...] = ()
