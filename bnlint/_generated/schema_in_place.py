"""In-place layers and those before them: see bnlint/caffe/graph/memory.py.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


NEEDS: dict[tuple[str, str], Any] = {('ReLU', 'B'): (((), 'sign'),), ('ReLU', 'T'): (((('relu_param.negative_slope', 'above', 0),), 'leaky'), ((), 'rectified')), ('Sigmoid', 'T'): (((), 'positive'),), ('Exp', 'T'): (((), 'positive'),), ('Softmax', 'T'): (((), 'positive'),), ('TanH', 'T'): (((), 'values'),), ('Swish', 'T'): (((), 'values'),), ('ELU', 'T'): (((('elu_param.alpha', 'below', 0),), 'positive'), ((), 'values')), ('LRN', 'T'): (((), 'values'),), ('Eltwise', 'T'): (((), 'values'),), ('Power', 'T'): (((), 'values'),), ('Pooling', 'T'): (((), 'values'),)}

HARMLESS: dict[str, dict[str, Any]] = {'rectified': {'ReLU': (((), 'always'),), 'PReLU': (((), 'always'),), 'ELU': (((), 'always'),), 'TanH': (((), 'always'),), 'Swish': (((), 'always'),), 'Dropout': (((), 'alone'),)}, 'leaky': {'ReLU': (((('relu_param.negative_slope', 'below', 0),), 'harm'), ((), 'always')), 'PReLU': (((), 'unsure'),), 'ELU': (((('elu_param.alpha', 'below', 0),), 'harm'), ((), 'always')), 'TanH': (((), 'always'),), 'Swish': (((), 'always'),), 'Dropout': (((), 'alone'),)}, 'sign': {'ReLU': (((('relu_param.negative_slope', 'below', 0),), 'harm'), ((), 'always')), 'PReLU': (((), 'unsure'),), 'ELU': (((('elu_param.alpha', 'below', 0),), 'harm'), ((), 'always')), 'TanH': (((), 'always'),), 'Swish': (((), 'always'),)}, 'positive': {'ReLU': (((), 'always'),), 'PReLU': (((), 'always'),), 'ELU': (((), 'always'),)}, 'values': {'ReLU': (((('relu_param.negative_slope', 'is', 0),), 'alone'),)}, 'exact': {}}

NOT_NEGATIVE: tuple[str, ...] = ('rectified', 'positive')

COPIES_IN_TEST: tuple[str, ...] = ('Dropout',)

SHAPE_ONLY: dict[str, tuple[int, ...]] = {'Crop': (1,), 'PriorBox': (0, 1), 'Silence': (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)}

RIGHT_OUTPUTS: dict[str, Any] = {'LRN': (((), 'on the GPU'),), 'Eltwise': (((('eltwise_param.operation', 'is', 'MAX'),), 'on the GPU'),), 'Convolution': (((), 'if im2col copies the bottom first'),), 'Deconvolution': (((), 'if im2col copies the bottom first'),)}

ENGINES: tuple[Any, ...] = (('ReLU', 'relu_param.engine', 'T', (('relu_param.negative_slope', 'is', 0),), ()), ('BN', 'bn_param.engine', 'B', (('bn_param.frozen', 'is', False),), ('yjxiong', 'yjxiong-3d', 'untrimmednet', 'pspnet', 'happynear')), ('BatchNorm', 'batch_norm_param.engine', 'B', (), ('nvcaffe-0.14', 'nvcaffe-0.15')), ('Pooling', 'pooling_param.engine', 'T', (('pooling_param.pool', 'is', 'MAX'),), ('nvcaffe-0.16', 'nvcaffe-0.17')))
