"""Shapes of Convolution, Deconvolution and Im2col."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import (
    Refused,
    Unknown,
    axis_of,
    blob,
    count,
    crash,
    describe,
    divide,
    failed,
    failed_op,
    is_known,
    meet,
    product,
    remainder,
    shapes_differ,
    times,
    touch,
    wrap,
)
from bnlint.caffe.shapes.fillers import fill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made

    Numbers = list[int]

_PARAM = "convolution_param"


class Window:
    """Kernel, stride, pad and dilation of a layer along each spatial axis, checked as Caffe does."""

    __slots__ = ("dilation", "kernel", "pad", "stride")

    def __init__(self, fields: Fields, axes: int, end: str) -> None:
        self.kernel = _kernel(fields, axes, end)
        for size in self.kernel:
            if size <= 0:
                raise failed_op("kernel_shape_data[i] > 0", size, 0, "Filter dimensions must be nonzero.")
        self.stride = _sizes(fields, "stride", axes, 1, end)
        if not _has_pair(fields, "stride"):
            for size in self.stride:
                if size <= 0:
                    raise failed_op("stride_data[i] > 0", size, 0, "Stride dimensions must be nonzero.")
        self.pad = _sizes(fields, "pad", axes, 0, end)
        self.dilation = _sizes(fields, "dilation", axes, 1, ").")

    def extent(self, axis: int) -> int:
        """How far the kernel reaches along an axis, with its dilation."""
        return wrap(self.dilation[axis] * (self.kernel[axis] - 1) + 1)

    def slide(self, dim: Dim, axis: int) -> Dim:
        """How many positions the window has."""
        return slide(dim, 2 * self.pad[axis] - self.extent(axis), self.stride[axis])

    def spread(self, dim: Dim, axis: int) -> Dim:
        """How far the window reaches from so many positions, as a deconvolution does."""
        less = self.extent(axis) - 2 * self.pad[axis]
        stride = self.stride[axis]
        if type(dim) is int:
            return wrap(stride * (dim - 1) + less)
        return dim if stride == 1 and less == 1 else Unknown()


def slide(dim: Dim, more: int, stride: int) -> Dim:
    """How many positions a window has that is by `more` smaller than it is padded: rounded towards zero."""
    if type(dim) is int:
        return wrap(divide(wrap(dim + more), stride) + 1)
    if stride == 0:
        crash()
    return dim if stride == 1 and more == -1 else Unknown()


def _has_pair(fields: Fields, name: str) -> bool:
    return fields.has(_PARAM, f"{name}_h") or fields.has(_PARAM, f"{name}_w")


def _pair(fields: Fields, name: str, field: str, axes: int) -> Numbers:
    """The values of ``kernel_h`` and ``kernel_w``, or of another such pair."""
    if axes != 2:
        text = f"{name}_h & {name}_w can only be used for 2D convolution."
        raise failed_op("num_spatial_axes_ == 2", axes, 2, text)
    if written := fields.size(_PARAM, field):
        text = f"Either {field} or {name}_h/w should be specified; not both."
        raise failed_op(f"0 == conv_param.{field}_size()", 0, written, text)
    return [fields.number(_PARAM, f"{name}_h"), fields.number(_PARAM, f"{name}_w")]


def _kernel(fields: Fields, axes: int, end: str) -> Numbers:
    if _has_pair(fields, "kernel"):
        return _pair(fields, "kernel", "kernel_size", axes)
    sizes = fields.numbers(_PARAM, "kernel_size")
    if len(sizes) not in (1, axes):
        raise failed(
            "num_kernel_dims == 1 || num_kernel_dims == num_spatial_axes_",
            f"kernel_size must be specified once, or once per spatial dimension (kernel_size specified {len(sizes)} "
            f"times; {axes} spatial dims{end}",
        )
    return sizes if len(sizes) == axes else sizes * axes


def _sizes(fields: Fields, name: str, axes: int, default: int, end: str) -> Numbers:
    if name != "dilation" and _has_pair(fields, name):
        return _pair(fields, name, name, axes)
    sizes = fields.numbers(_PARAM, name)
    if len(sizes) not in (0, 1, axes):
        raise failed(
            f"num_{name}_dims == 0 || num_{name}_dims == 1 || num_{name}_dims == num_spatial_axes_",
            f"{name} must be specified once, or once per spatial dimension ({name} specified {len(sizes)} times; "
            f"{axes} spatial dims{end}",
        )
    sizes = sizes or [default]
    return sizes if len(sizes) == axes else sizes[:1] * axes


def im2col(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    axis = axis_of(shape, fields.number(_PARAM, "axis"))
    axes = len(shape) - axis - 1
    if axes < 1:
        raise failed_op("num_spatial_axes_ >= 1", axes, 1)
    window = Window(fields, axes, ");")
    channels = shape[axis]
    for size in window.kernel:
        channels = times(channels, size)
    positions = [window.slide(dim, i) for i, dim in enumerate(shape[axis + 1 :])]
    return (blob((*shape[:axis], channels, *positions)),), ()


def convolution(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return _convolve(fields, bottoms, False)


def deconvolution(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return _convolve(fields, bottoms, True)


def _convolve(fields: Fields, bottoms: tuple[Shape, ...], spreads: bool) -> Made:
    shape = bottoms[0]
    axis = axis_of(shape, fields.number(_PARAM, "axis"))
    window = Window(fields, len(shape) - axis - 1, ").")
    outputs, group = fields.number(_PARAM, "num_output"), fields.number(_PARAM, "group")
    weights = _weight_shape(window, shape[axis], outputs, group, spreads)
    params = _parameters(fields, weights, outputs)
    for index, other in enumerate(bottoms[1:], 1):
        if shapes_differ(shape, other):
            text = f"shape mismatch - bottom[0]: {describe(shape)} vs. bottom[{index}]: {describe(other)}"
            raise failed("bottom[0]->shape() == bottom[bottom_id]->shape()", text, 0, index)
        shape = meet(shape, other) or shape
    slide = window.spread if spreads else window.slide
    positions = tuple([slide(dim, i) for i, dim in enumerate(shape[axis + 1 :])])
    top = blob((*shape[:axis], outputs, *positions))
    patch, unknown = product(params[0][1:])
    if not unknown:
        inside = shape[axis + 1 :] if spreads and not fields.in_place else positions
        blob((wrap(patch * group), *inside))  # the column buffer
    if len(params) > 1 and is_known(positions):
        touch(count(blob((count(positions),))))  # type: ignore[arg-type]
    return (top,) * fields.tops, params


def _weight_shape(window: Window, channels: Dim, outputs: int, group: int, spreads: bool) -> tuple[Dim, ...]:
    if outputs <= 0:
        raise failed_op("num_output_ > 0", outputs, 0)
    if group == 0:
        crash()
    if type(channels) is int and remainder(channels, group):
        raise failed_op("channels_ % group_ == 0", remainder(channels, group), 0, "", 0)
    if remainder(outputs, group):
        text = "Number of output should be multiples of group."
        raise failed_op("num_output_ % group_ == 0", remainder(outputs, group), 0, text)
    if spreads:
        return channels, divide(outputs, group), *window.kernel
    inputs = divide(channels, group) if type(channels) is int else channels if group == 1 else Unknown()
    return outputs, inputs, *window.kernel


def _parameters(fields: Fields, weights: tuple[Dim, ...], outputs: int) -> tuple[Shape, ...]:
    """Weights and bias: those of the text, or new ones."""
    has_bias = fields.flag(_PARAM, "bias_term")
    expected = (weights, (outputs,)) if has_bias else (weights,)
    written = fields.weights
    if not written:
        for shape, filler in zip(expected, ("weight_filler", "bias_filler")):
            fill(fields.message(_PARAM, filler), blob(shape))
        return expected
    if len(written) != len(expected):
        text = "Incorrect number of weight blobs."
        raise failed_op("1 + bias_term_ == this->blobs_.size()", len(expected), len(written), text)
    for what, shape, own in zip(("weight", "bias"), expected, written):
        if shapes_differ(shape, own):
            texts = describe(blob(shape)), describe(own)
            raise Refused(f"Incorrect {what} shape: expected shape {texts[0]}; instead, shape was {texts[1]}", 0)
    return tuple(written)
