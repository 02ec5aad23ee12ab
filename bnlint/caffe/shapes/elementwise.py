"""Shapes of layers that work element by element, and of Softmax, ArgMax and Reduction."""

from __future__ import annotations

import math

from bnlint.caffe.shapes.combine import refuse_in_place
from bnlint.caffe.shapes.dims import (
    DIFF,
    Refused,
    axis_of,
    count,
    count_from,
    failed,
    failed_op,
    like,
    touch,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made


def same(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """A layer whose tops have the shape of its bottom: ReLU, Dropout …"""
    return (like(bottoms[0]),) * fields.tops, ()


def abs_val(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    refuse_in_place(fields)
    return same(fields, bottoms)


def swish(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """The Sigmoid inside gets the loss weight before its top has a shape."""
    if any(weight != 0 for weight in fields.loss_weights):
        raise Refused(DIFF)
    return same(fields, bottoms)


def exp(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    _log_of_base(fields, "exp_param")
    return same(fields, bottoms)


def log(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    if _log_of_base(fields, "log_param") == 0:
        base = fields.real("log_param", "base")
        raise failed("!isinf(base_scale_)", f"Inf result: 1/log(base) = 1/log({base:g}) = inf")
    return same(fields, bottoms)


def _log_of_base(fields: Fields, param: str) -> float:
    base = fields.real(param, "base")
    if base == -1:
        return 1
    if not base > 0:
        raise failed_op("base > 0", f"{base:g}", 0, "base must be strictly positive.")
    if math.isinf(base):
        raise failed("!isinf(log_base)", "Inf result: log(base) = log(inf) = inf")
    return math.log(base)


def softmax(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return (normalized(bottoms[0], fields.number("softmax_param", "axis")),), ()


def normalized(shape: Shape, axis: int) -> Shape:
    """The top of a Softmax layer."""
    classes = shape[axis_of(shape, axis)]
    touch(classes if type(classes) is int else None)
    return shape


def arg_max(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    best = fields.unsigned("argmax_param", "top_k")
    if best < 1:
        raise failed_op("top_k_ >= 1", best, 1, "top k must not be less than 1.")
    if fields.has("argmax_param", "axis"):
        axis = axis_of(shape, fields.number("argmax_param", "axis"))
        dim = shape[axis]
        if type(dim) is int and best > dim:
            text = "top_k must be less than or equal to the dimension of the axis."
            raise failed_op("top_k_ <= bottom[0]->shape(axis_)", best, dim, text, 0)
        return ((*shape[:axis], best, *shape[axis + 1 :]),), ()
    elements = count_from(shape, 1)
    if elements is not None and best > elements:
        text = "top_k must be less than or equal to the dimension of the flattened bottom blob per instance."
        raise failed_op("top_k_ <= bottom[0]->count(1)", best, elements, text, 0)
    top: list[Dim] = [1] * max(3, len(shape))
    top[0], top[2] = shape[0], best
    if fields.flag("argmax_param", "out_max_val"):
        top[1] = 2
    return (tuple(top),), ()


def reduction(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    axis = axis_of(shape, fields.number("reduction_param", "axis"))
    if fields.word("reduction_param", "operation") in ("SUM", "MEAN") and not fields.in_place:
        touch(count(shape[axis:]))
    return (shape[:axis],), ()
