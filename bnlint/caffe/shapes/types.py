"""Which function shapes the layers of each type of BVLC Caffe 1.0, and what is known if their bottoms are not."""

from __future__ import annotations

from bnlint.caffe.shapes import (
    combine,
    convolution,
    dense,
    elementwise,
    losses,
    normalization,
    pooling,
    rearrange,
    recurrent,
    select,
    sources,
)
from bnlint.caffe.shapes.dims import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.fields import BlindRule, Fields, Made, Rule

RULES: dict[str, Rule] = {
    **dict.fromkeys(
        ("BNLL", "Clip", "Dropout", "ELU", "Power", "ReLU", "Sigmoid", "TanH", "Threshold"),
        elementwise.same,
    ),
    "AbsVal": elementwise.abs_val,
    "Accuracy": select.accuracy,
    "ArgMax": elementwise.arg_max,
    "BatchNorm": normalization.batch_norm,
    "BatchReindex": select.batch_reindex,
    "Bias": normalization.bias,
    "Concat": combine.concat,
    "ContrastiveLoss": losses.contrastive_loss,
    "Convolution": convolution.convolution,
    "Crop": combine.crop,
    "Data": sources.data,
    "Deconvolution": convolution.deconvolution,
    "DummyData": sources.dummy_data,
    "Eltwise": combine.eltwise,
    "Embed": dense.embed,
    "EuclideanLoss": losses.euclidean_loss,
    "Exp": elementwise.exp,
    "Filter": select.filter_,
    "Flatten": rearrange.flatten,
    "HDF5Data": sources.hdf5_data,
    "HDF5Output": select.nothing,
    "HingeLoss": losses.scalar,
    "Im2col": convolution.im2col,
    "ImageData": sources.image_data,
    "InfogainLoss": losses.infogain_loss,
    "InnerProduct": dense.inner_product,
    "Input": sources.input_,
    "LRN": normalization.lrn,
    "LSTM": recurrent.lstm,
    "LSTMUnit": select.lstm_unit,
    "Log": elementwise.log,
    "MVN": normalization.mvn,
    "MemoryData": sources.memory_data,
    "MultinomialLogisticLoss": losses.multinomial_logistic_loss,
    "PReLU": normalization.prelu,
    "Parameter": sources.parameter,
    "Pooling": pooling.pooling,
    "RNN": recurrent.rnn,
    "Reduction": elementwise.reduction,
    "Reshape": rearrange.reshape,
    "SPP": pooling.spp,
    "Scale": normalization.scale,
    "SigmoidCrossEntropyLoss": losses.sigmoid_cross_entropy_loss,
    "Silence": select.nothing,
    "Slice": combine.slice_,
    "Softmax": elementwise.softmax,
    "SoftmaxWithLoss": losses.softmax_with_loss,
    "Split": combine.split,
    "Swish": elementwise.swish,
    "Tile": combine.tile,
    "WindowData": sources.window_data,
}


def _with_four_axes(rule: Rule) -> BlindRule:
    """The rule of a layer that refuses, or makes, anything but four axes: its bottom, unknown as it is, has them."""
    return lambda fields: rule(fields, (tuple([Unknown() for _ in range(4)]),))


#: What follows if a bottom is wholly unknown, for types whose tops do not depend on it alone.
BLIND: dict[str, BlindRule] = {
    **dict.fromkeys(
        (
            "ContrastiveLoss",
            "EuclideanLoss",
            "HingeLoss",
            "InfogainLoss",
            "MultinomialLogisticLoss",
            "SigmoidCrossEntropyLoss",
            "SoftmaxWithLoss",
        ),
        losses.blind_loss,
    ),
    "Accuracy": select.blind_accuracy,
    "BatchNorm": normalization.blind_batch_norm,
    "InnerProduct": dense.blind_inner_product,
    "LRN": _with_four_axes(normalization.lrn),
    "MVN": _with_four_axes(normalization.mvn),
    "Pooling": _with_four_axes(pooling.pooling),
}

#: The message whose `engine` a type reads; Caffe's CPU build refuses cuDNN's. Losses read it of the layer inside.
ENGINES = {
    "Convolution": "convolution_param",
    "Deconvolution": "convolution_param",
    "LRN": "lrn_param",
    "Pooling": "pooling_param",
    "ReLU": "relu_param",
    "Sigmoid": "sigmoid_param",
    "Softmax": "softmax_param",
    "TanH": "tanh_param",
}
INNER_ENGINES = {"SoftmaxWithLoss": "softmax_param", "InfogainLoss": "softmax_param"}

#: What follows if only some of the bottoms are known.
PARTIAL: dict[Rule, Callable[[Fields, tuple[Shape | None, ...]], Made]] = {
    combine.eltwise: combine.eltwise,
    combine.concat: combine.blind_concat,
}

#: The layers whose top is the memory of their bottom already while the net is built, if they have one of each.
SHARING: frozenset[Rule | None] = frozenset((combine.concat, combine.slice_, rearrange.reshape))
