"""Shapes of BatchNorm, Scale, Bias, LRN, MVN and PReLU."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import (
    Unknown,
    axis_of,
    blob,
    count,
    crash,
    dims_differ,
    failed_op,
    legacy,
    like,
    remainder,
    touch,
    wrap,
)
from bnlint.caffe.shapes.fields import weigh
from bnlint.caffe.shapes.fillers import fill
from bnlint.caffe.shapes.pooling import check_four_axes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.message import Message
    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.fields import Fields, Made


def batch_norm(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    channels = 1 if len(shape) == 1 else shape[axis_of(shape, 1)]
    params = tuple(fields.weights)
    if not params:
        params = ((channels,), (channels,), (1,))
        touch(channels if type(channels) is int else None)
    for spec in fields.layer.specs[: len(params)]:
        if spec.lr_mult != 0 and len(fields.layer.specs) != 3:  # the loader sets exactly three to 0
            rate = 1.0 if spec.lr_mult is None else spec.lr_mult
            text = "Cannot configure batch normalization statistics as layer parameters."
            raise failed_op("this->layer_param_.param(i).lr_mult() == 0.f", f"{rate:g}", 0, text)
    axis_of(shape, 1)
    if shape[0] == 0:
        crash()
    touch(count(shape[2:]))
    return (shape,), params


def blind_batch_norm(fields: Fields) -> Made:
    """A BatchNorm whose bottom is unknown."""
    channels = Unknown()
    return (None,), tuple(fields.weights) or ((channels,), (channels,), (1,))


def lrn(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    size = fields.number("lrn_param", "local_size")
    if remainder(size, 2) != 1:
        raise failed_op("size_ % 2 == 1", remainder(size, 2), 1, "LRN only supports odd values for local_size")
    check_four_axes(bottoms[0])
    return (bottoms[0],), ()


def mvn(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    dims = [legacy(bottoms[0], axis) for axis in range(4)]
    top = blob(dims)
    touch(count(top[1:] if fields.flag("mvn_param", "across_channels") else top[2:]))
    return (top,), ()


def prelu(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    if len(shape) < 2:
        text = "Number of axes of bottom blob must be >=2."
        raise failed_op("bottom[0]->num_axes() >= 2", len(shape), 2, text)
    channels = legacy(shape, 1)
    is_shared = fields.flag("prelu_param", "channel_shared")
    params = tuple(fields.weights)
    if not params:
        params = (() if is_shared else (channels,),)
        if fields.has("prelu_param", "filler"):
            fill(fields.message("prelu_param", "filler"), params[0])
        else:
            touch(count(params[0]))
    slopes = count(params[0])
    if slopes is not None and dims_differ(slopes, 1 if is_shared else channels):
        wanted, name = (1, "1") if is_shared else (channels, "channels")
        text = "Negative slope size is inconsistent with prototxt config"
        raise failed_op(f"this->blobs_[0]->count() == {name}", slopes, wanted, text)
    touch(count(shape[1:]))
    return (shape,), params


def scale(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape, factor = bottoms[0], bottoms[1] if len(bottoms) > 1 else None
    axis, axes = fields.number("scale_param", "axis"), fields.number("scale_param", "num_axes")
    params = list(fields.weights) if factor is None else []
    if factor is None and not params:
        filler = fields.message("scale_param", "filler")
        params = [_new_blob("scale", shape, axis, axes, filler)]
    has_bias = fields.flag("scale_param", "bias_term")
    if has_bias:
        own = params[0] if fields.weights and params else None
        if own is None:
            bias_axes = axes if factor is None else len(factor)
            own = _new_blob("bias", shape, axis, bias_axes, fields.message("scale_param", "bias_filler"))
        _apply("bias", shape, own, axis)
        weigh(fields.loss_weights, (like(shape),))
        if len(params) + len(bottoms) < 3:
            params.append(own)
    _apply("scale", shape, factor if factor is not None else params[0], axis)
    if has_bias:
        _apply("bias", shape, params[-1], axis)
    return (shape if fields.in_place else like(shape),), params


def bias(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape, addend = bottoms[0], bottoms[1] if len(bottoms) > 1 else None
    axis = fields.number("bias_param", "axis")
    params = list(fields.weights) if addend is None else []
    if addend is None and not params:
        axes, filler = fields.number("bias_param", "num_axes"), fields.message("bias_param", "filler")
        params = [_new_blob("bias", shape, axis, axes, filler)]
    _apply("bias", shape, addend if addend is not None else params[0], axis)
    return (shape if fields.in_place else like(shape),), params


def _new_blob(what: str, shape: Shape, axis: int, axes: int, filler: Message | None) -> Shape:
    """The blob of a Scale or a Bias with one bottom, as LayerSetUp makes it."""
    start = axis_of(shape, axis)
    if axes < -1:
        text = "num_axes must be non-negative, or -1 to extend to the end of bottom[0]"
        raise failed_op("num_axes >= -1", axes, -1, text)
    if axes >= 0 and len(shape) < wrap(start + axes):
        raise _past(what, shape, start, axes, "num_axes")
    made = shape[start:] if axes == -1 else shape[start : start + axes]
    fill(filler, made)
    return made


def _past(what: str, shape: Shape, axis: int, axes: int, size: str) -> Exception:
    start = "axis" if what == "bias" else "axis_"
    text = f"{what} blob's shape extends past bottom[0]'s shape when applied starting with bottom[0] axis = {axis}"
    return failed_op(f"bottom[0]->num_axes() >= {start} + {size}", len(shape), axis + axes, text)


def _apply(what: str, shape: Shape, blob_shape: Shape, axis: int) -> None:
    """Reshape of a Scale or a Bias: the blob's dimensions are those of the bottom from an axis on."""
    start = axis_of(shape, axis) if blob_shape else 0
    end = start + len(blob_shape)
    if len(shape) < end:
        raise _past(what, shape, start, len(blob_shape), f"{what}->num_axes()")
    for i, dim in enumerate(blob_shape):
        if dims_differ(shape[start + i], dim):
            name = "axis" if what == "bias" else "axis_"
            text = f"dimension mismatch between bottom[0]->shape({start + i}) and {what}->shape({i})"
            raise failed_op(f"bottom[0]->shape({name} + i) == {what}->shape(i)", shape[start + i], dim, text, 0, 1)
    after = count(shape[end:])
    if what == "bias":
        _ones(after)
        return
    before = count(shape[:start])
    if before is None or after is None:
        return
    elements = count(blob_shape)
    if elements is not None:
        blob((wrap(before * elements),))
    _ones(max(before, after))


def _ones(elements: int | None) -> None:
    """A new blob of so many ones."""
    if elements is not None:
        touch(count(blob((elements,))))


def blind_scale(fields: Fields) -> Made:
    """A Scale or a Bias whose bottom is unknown."""
    return (None,), None
