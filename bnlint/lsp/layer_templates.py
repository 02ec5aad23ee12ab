"""Templates of new layers for completion, by layer type, with `$N` for the parts to fill in."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"\$\{\d+:([^{}]*)\}|\$\d+")

#: The fields after the blobs. Numbers start at 4: 1 to 3 are the layer's name, bottom and top.
FIELDS: dict[str, str] = {
    "Accuracy": "include {\n  phase: TEST\n}",
    "BatchNorm": "",
    "Bias": "bias_param {\n  axis: ${4:1}\n}",
    "Concat": "concat_param {\n  axis: ${4:1}\n}",
    "Convolution": "convolution_param {\n  num_output: ${4:64}\n  kernel_size: ${5:3}\n  pad: ${6:1}\n"
    "  stride: ${7:1}\n"
    '  bias_term: ${8:false}\n  weight_filler {\n    type: "${9:msra}"\n  }\n}',
    "Data": 'transform_param {\n  mirror: ${4:true}\n}\ndata_param {\n  source: "${5:train_lmdb}"\n'
    "  batch_size: ${6:32}\n  backend: ${7:LMDB}\n}\ninclude {\n  phase: ${8:TRAIN}\n}",
    "Deconvolution": "convolution_param {\n  num_output: ${4:64}\n  kernel_size: ${5:4}\n  pad: ${6:1}\n"
    '  stride: ${7:2}\n  bias_term: ${8:false}\n  weight_filler {\n    type: "${9:bilinear}"\n  }\n}',
    "Dropout": "dropout_param {\n  dropout_ratio: ${4:0.5}\n}",
    "ELU": "elu_param {\n  alpha: ${4:1}\n}",
    "Eltwise": "eltwise_param {\n  operation: ${4:SUM}\n}",
    "Embed": "embed_param {\n  input_dim: ${4:1000}\n  num_output: ${5:64}\n}",
    "EuclideanLoss": "loss_weight: ${4:1}",
    "Flatten": "",
    "ImageData": 'transform_param {\n  mirror: ${4:true}\n}\nimage_data_param {\n  source: "${5:train.txt}"\n'
    "  batch_size: ${6:32}\n}\ninclude {\n  phase: ${7:TRAIN}\n}",
    "InnerProduct": 'inner_product_param {\n  num_output: ${4:1000}\n  weight_filler {\n    type: "${5:msra}"\n  }\n}',
    "Input": "input_param {\n  shape {\n    dim: ${4:1}\n    dim: ${5:3}\n    dim: ${6:224}\n    dim: ${7:224}\n  }\n}",
    "LRN": "lrn_param {\n  local_size: ${4:5}\n  alpha: ${5:0.0001}\n  beta: ${6:0.75}\n}",
    "PReLU": "",
    "Pooling": "pooling_param {\n  pool: ${4:MAX}\n  kernel_size: ${5:3}\n  stride: ${6:2}\n}",
    "Power": "power_param {\n  power: ${4:1}\n  scale: ${5:1}\n  shift: ${6:0}\n}",
    "Python": 'python_param {\n  module: "${4:module}"\n  layer: "${5:Class}"\n}',
    "ReLU": "",
    "Reshape": "reshape_param {\n  shape {\n    dim: ${4:0}\n    dim: ${5:-1}\n  }\n}",
    "Scale": "scale_param {\n  bias_term: ${4:true}\n}",
    "Sigmoid": "",
    "Silence": "",
    "Slice": "slice_param {\n  axis: ${4:1}\n  slice_point: ${5:1}\n}",
    "Softmax": "",
    "SoftmaxWithLoss": "",
    "Split": "",
    "TanH": "",
}
#: Types that nearly always work in place: their top is their bottom.
IN_PLACE = ("ReLU", "PReLU", "ELU", "Dropout", "Sigmoid", "TanH", "BatchNorm", "Scale")


def layer(type_: str, bottoms: int, tops: int) -> str:
    """A whole layer of a type as a snippet, with the given numbers of bottoms and tops."""
    lines = ["layer {", '  name: "${1:name}"', f'  type: "{type_}"']
    names = ["${2:bottom}", *(f"${{{20 + n}:bottom{n}}}" for n in range(2, bottoms + 1))]
    lines += [f'  bottom: "{name}"' for name in names[:bottoms]]
    if tops:
        first = "${2:bottom}" if type_ in IN_PLACE and bottoms else "${3:top}"
        lines.append(f'  top: "{first}"')
        lines += [f'  top: "${{{30 + n}:top{n}}}"' for n in range(2, tops + 1)]
    lines += [f"  {line}" for line in FIELDS.get(type_, "").split("\n") if line]
    return "\n".join([*lines, "}"])


def plain(snippet: str) -> str:
    """The snippet as plain text, with its placeholders replaced by their defaults."""
    return _PLACEHOLDER.sub(lambda match: match[1] or "", snippet)
