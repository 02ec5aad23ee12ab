"""Shapes of InnerProduct and Embed."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import Unknown, axis_of, blob, count, failed_op, touch, volume
from bnlint.caffe.shapes.fillers import fill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.message import Message
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made

_PARAM = "inner_product_param"


class Dense:
    """The settings of an InnerProduct layer."""

    __slots__ = ("axis", "bias_filler", "has_bias", "outputs", "transpose", "weight_filler")

    def __init__(
        self,
        outputs: int,
        axis: int,
        has_bias: bool,
        weight_filler: Message | None,
        bias_filler: Message | None = None,
        transpose: bool = False,
    ) -> None:
        self.outputs = outputs
        self.axis = axis
        self.has_bias = has_bias
        self.transpose = transpose
        self.weight_filler = weight_filler
        self.bias_filler = bias_filler


def multiply(dense: Dense, shape: Shape, written: list[Shape] | None = None) -> tuple[Shape, tuple[Shape, ...]]:
    """The top and the parameters of an InnerProduct; `written` are blobs that the text brings."""
    axis = axis_of(shape, dense.axis)
    inputs, outputs = volume(shape[axis:]), dense.outputs
    params = tuple(written or ())
    if not params:
        weights = blob((inputs, outputs) if dense.transpose else (outputs, inputs))
        fill(dense.weight_filler, weights)
        params = (weights,)
        if dense.has_bias:
            params = (weights, blob((outputs,)))
            fill(dense.bias_filler, params[1])
    axis_of(shape, dense.axis)
    top = blob((*shape[:axis], outputs))
    if dense.has_bias:
        touch(count(shape[:axis]))
    return top, params


def inner_product(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    top, params = multiply(_settings(fields), bottoms[0], fields.weights)
    return (top,), params


def blind_inner_product(fields: Fields) -> Made:
    """An InnerProduct whose bottom is unknown: the shape of its top is known if the axis counts from the front."""
    axis, outputs = fields.number(_PARAM, "axis"), fields.number(_PARAM, "num_output")
    if not 0 <= axis < 4 or outputs < 0:
        return (None,), None
    top: list[Dim] = [Unknown() for _ in range(axis)]
    if fields.weights:
        return ((*top, outputs),), tuple(fields.weights)
    inputs = Unknown()
    weights = (inputs, outputs) if fields.flag(_PARAM, "transpose") else (outputs, inputs)
    return ((*top, outputs),), (weights, (outputs,)) if fields.flag(_PARAM, "bias_term") else (weights,)


def _settings(fields: Fields) -> Dense:
    return Dense(
        fields.number(_PARAM, "num_output"),
        fields.number(_PARAM, "axis"),
        fields.flag(_PARAM, "bias_term"),
        fields.message(_PARAM, "weight_filler"),
        fields.message(_PARAM, "bias_filler"),
        fields.flag(_PARAM, "transpose"),
    )


def embed(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    param = "embed_param"
    outputs, inputs = fields.number(param, "num_output"), fields.number(param, "input_dim")
    if outputs <= 0:
        raise failed_op("N_ > 0", outputs, 0, "EmbedLayer num_output must be positive.")
    if inputs <= 0:
        raise failed_op("K_ > 0", inputs, 0, "EmbedLayer input_dim must be positive.")
    has_bias = fields.flag(param, "bias_term")
    params = tuple(fields.weights)
    if not params:
        params = (blob((inputs, outputs)),)
        fill(fields.message(param, "weight_filler"), params[0])
        if has_bias:
            params = (params[0], (outputs,))
            fill(fields.message(param, "bias_filler"), params[1])
    top = blob((*bottoms[0], outputs))
    if has_bias:
        touch(count(bottoms[0]))
    return (top,), params
