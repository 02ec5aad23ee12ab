"""Shapes of Pooling and SPP."""

from __future__ import annotations

import struct

from bnlint.caffe.shapes.dims import (
    INT_MAX,
    Unknown,
    blob,
    failed,
    failed_op,
    legacy,
    product,
    wrap,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made

_PARAM = "pooling_param"
_EXACT = 2**24  # below it, 32-bit floats hold every integer, and their quotients round like the true ones
_FOUR_AXES = "Input must have 4 axes, corresponding to (num, channels, height, width)"


def pooling(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    is_global = fields.flag(_PARAM, "global_pooling")
    kernel = _kernel(fields, is_global)
    pad, stride = _pair(fields, "pad"), _pair(fields, "stride")
    sides: tuple[Dim, Dim] = (legacy(shape, 2), legacy(shape, 3)) if kernel is None else kernel
    for side, size in zip("hw", sides):
        if type(size) is int and size <= 0:
            raise failed_op(f"kernel_{side}_ > 0", size, 0, "Filter dimensions cannot be zero.")
    if is_global and (pad != (0, 0) or stride != (1, 1)):
        check = "pad_h_ == 0 && pad_w_ == 0 && stride_h_ == 1 && stride_w_ == 1"
        raise failed(check, "With Global_pooling: true; only pad = 0 and stride = 1")
    method, rounds_up = fields.word(_PARAM, "pool"), fields.word(_PARAM, "round_mode") != "FLOOR"
    top = pooled(shape, sides, pad, stride, method, rounds_up)
    return (top,) * fields.tops, ()


def check_four_axes(shape: Shape) -> None:
    """The check of Pooling, LRN and SPP that their bottom has four axes."""
    if len(shape) != 4:
        raise failed_op("4 == bottom[0]->num_axes()", 4, len(shape), _FOUR_AXES, 0)


def pooled(
    shape: Shape,
    kernel: tuple[Dim, Dim],
    pad: tuple[int, int],
    stride: tuple[int, int],
    method: str,
    rounds_up: bool = True,
) -> Shape:
    """The top of a pooling layer: PoolingLayer::LayerSetUp from the pad on, and Reshape."""
    if pad != (0, 0):
        if method not in ("AVE", "MAX"):
            own = "this->layer_param_.pooling_param().pool() == PoolingParameter_PoolMethod_"
            raise failed(f"{own}AVE || {own}MAX", "Padding implemented only for average and max pooling.")
        for side, width, size in zip("hw", pad, kernel):
            if type(size) is int and width >= size:
                raise failed_op(f"pad_{side}_ < kernel_{side}_", width, size)
    check_four_axes(shape)
    sides = [_side(shape[axis + 2], kernel[axis], pad[axis], stride[axis], rounds_up, pad != (0, 0)) for axis in (0, 1)]
    return blob((*shape[:2], *sides))


def _side(dim: Dim, kernel: Dim, pad: int, stride: int, rounds_up: bool, clips: bool) -> Dim:
    """The height or width of the top."""
    if type(dim) is not int or type(kernel) is not int:
        if dim is kernel:  # global pooling
            return 1
        return dim if stride == 1 and type(kernel) is int and 2 * pad - kernel == -1 else Unknown()
    positions = wrap(_quotient(wrap(dim + 2 * pad - kernel), stride, rounds_up) + 1)
    if clips and wrap((positions - 1) * stride) >= wrap(dim + pad):
        positions -= 1
    return positions


def _quotient(left: int, right: int, rounds_up: bool) -> int:
    """A quotient in floats of 32 bits, rounded up or down, as an int."""
    if 0 < right < _EXACT and -_EXACT < left < _EXACT:
        return -(-left // right) if rounds_up else left // right
    if right == 0:
        return -INT_MAX - 1  # x86 makes this number of infinity
    quotient = _single(_single(left) / _single(right))
    number = -int(-quotient // 1) if rounds_up else int(quotient // 1)
    return number if -INT_MAX - 1 <= number <= INT_MAX else -INT_MAX - 1


def _single(number: float) -> float:
    value: float = struct.unpack("f", struct.pack("f", number))[0]
    return value


def _kernel(fields: Fields, is_global: bool) -> tuple[int, int] | None:
    """The kernel that is written; None for global pooling."""
    one, high, wide = (fields.has(_PARAM, name) for name in ("kernel_size", "kernel_h", "kernel_w"))
    if is_global:
        if one or high or wide:
            check = "!(pool_param.has_kernel_size() || pool_param.has_kernel_h() || pool_param.has_kernel_w())"
            raise failed(check, "With Global_pooling: true Filter size cannot specified")
        return None
    if one == (high and wide):
        check = "!pool_param.has_kernel_size() != !(pool_param.has_kernel_h() && pool_param.has_kernel_w())"
        raise failed(check, "Filter size is kernel_size OR kernel_h and kernel_w; not both")
    if one:
        return (fields.number(_PARAM, "kernel_size"),) * 2
    return fields.number(_PARAM, "kernel_h"), fields.number(_PARAM, "kernel_w")


def _pair(fields: Fields, name: str) -> tuple[int, int]:
    """``pad_h`` and ``pad_w``, or ``pad`` for both; likewise the stride."""
    one, high, wide = (fields.has(_PARAM, field) for field in (name, f"{name}_h", f"{name}_w"))
    if (one or not (high and wide)) and (high or wide):
        what = "pad is pad" if name == "pad" else "Stride is stride"
        raise failed(
            f"(!pool_param.has_{name}() && pool_param.has_{name}_h() && pool_param.has_{name}_w()) || "
            f"(!pool_param.has_{name}_h() && !pool_param.has_{name}_w())",
            f"{what} OR {name}_h and {name}_w are required.",
        )
    if not high:
        return (fields.number(_PARAM, name),) * 2
    return fields.number(_PARAM, f"{name}_h"), fields.number(_PARAM, f"{name}_w")


def spp(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Spatial pyramid pooling: for each level a pooling layer with twice as many bins along each side."""
    shape = bottoms[0]
    sides = legacy(shape, 2), legacy(shape, 3)
    for side, dim in zip("hw", sides):
        if dim == 0:
            raise failed_op(f"bottom_{side}_ > 0", 0, 0, "Input dimensions cannot be zero.")
    levels, method = fields.number("spp_param", "pyramid_height"), fields.word("spp_param", "pool")
    if levels == 1:
        return (_level(shape, 0, method),), ()
    if levels <= 0:
        check = "MinTopBlobs() <= top.size()"
        raise failed_op(check, 1, 0, "Split Layer produces at least 1 top blob(s) as output.")
    features: Dim = 0
    for level in range(min(levels, 32)):
        number, unknown = product(_level(shape, level, method)[1:])
        features = Unknown() if unknown or type(features) is not int else features + number
    check_four_axes(shape)
    return (blob((shape[0], features)),), ()


def _level(shape: Shape, level: int, method: str) -> Shape:
    """The top of a level of a pyramid."""
    bins = 2**level
    sides: list[Dim] = [legacy(shape, 2), legacy(shape, 3)]
    if not all(type(dim) is int for dim in sides):
        check_four_axes(shape)
        return (*shape[:2], bins, bins)
    kernel = tuple([-(-dim // bins) for dim in sides])  # type: ignore[operator]
    pad = tuple([(size * bins - dim + 1) // 2 for size, dim in zip(kernel, sides)])
    return pooled(shape, kernel, pad, kernel, method)
