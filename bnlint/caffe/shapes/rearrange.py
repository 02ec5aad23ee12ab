"""Shapes of Flatten and Reshape."""

from __future__ import annotations

from bnlint.caffe.shapes.combine import refuse_in_place
from bnlint.caffe.shapes.dims import (
    Unknown,
    as_dim,
    axis_of,
    blob,
    count,
    crash,
    divide,
    failed_op,
    product,
    products_differ,
    remainder,
    volume,
    wrap,
)
from bnlint.caffe.shapes.fields import dims_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made


def flatten(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    refuse_in_place(fields)
    shape = bottoms[0]
    start = axis_of(shape, fields.number("flatten_param", "axis"))
    end = axis_of(shape, fields.number("flatten_param", "end_axis")) + 1
    if start > end:
        raise failed_op("start_axis <= end_axis", start, end)
    return (blob((*shape[:start], volume(shape[start:end]), *shape[end:])),), ()


def reshape(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    refuse_in_place(fields)
    shape = bottoms[0]
    written = _written(fields)
    inferred = [i for i, dim in enumerate(written) if dim == -1]
    if len(inferred) > 1:
        text = "new shape contains multiple -1 dims; at most a single (1) value of -1 may be specified"
        raise failed_op("inferred_axis_ == -1", inferred[0], -1, text)
    start, end = _replaced(fields, len(shape))
    dims: list[Dim] = [*shape[:start], *written, *shape[end:]]
    copied: list[Dim] = []
    for i, dim in enumerate(written):
        if dim == 0:
            if start + i >= len(shape):
                text = "new shape contains a 0, but there was no corresponding bottom axis to copy"
                raise failed_op("bottom[0]->num_axes() > start_axis + copy_axis_index", len(shape), start + i, text)
            dims[start + i] = shape[start + i]
            copied.append(shape[start + i])
    if inferred:
        constants = [dim for dim in written if dim not in (0, -1)]
        dims[start + inferred[0]] = _inferred(shape, [*constants, *shape[:start], *shape[end:], *copied])
    top = blob(dims)
    if _counts_differ(top, shape):
        text = "output count must match input count"
        raise failed_op("top[0]->count() == bottom[0]->count()", count(top), count(shape), text, 0)
    fields.touch_bottom(bottoms)
    return (top,), ()


def _written(fields: Fields) -> list[int]:
    shape = fields.message("reshape_param", "shape")
    return [] if shape is None else dims_of(shape)


def _replaced(fields: Fields, axes: int) -> tuple[int, int]:
    """The axes that a Reshape replaces: from the first to before the second."""
    axis, number = fields.number("reshape_param", "axis"), fields.number("reshape_param", "num_axes")
    start = axis if axis >= 0 else axes + axis + 1
    if start < 0:
        raise failed_op("start_axis >= 0", start, 0, f"axis {axis} out of range")
    if start > axes:
        raise failed_op(
            "start_axis <= bottom[0]->num_axes()", start, axes, f"axis {axis} out of range for {axes}-D input blob"
        )
    if number < -1:
        raise failed_op("num_axes >= -1", number, -1, "num_axes must be >= 0, or -1 for all")
    end = axes if number == -1 else wrap(start + number)
    if end > axes:
        text = "end_axis = axis + num_axes is out of range"
        raise failed_op("end_axis <= bottom[0]->num_axes()", end, axes, text)
    return start, end


def _inferred(shape: Shape, others: list[Dim]) -> Dim:
    """The dimension for −1: what is left of the bottom's elements."""
    elements, unknown = product(shape)
    if not shape:
        elements = count(shape) or 0
    explicit, divisors = product(others)
    if not unknown and not divisors:
        if remainder(elements, explicit):
            raise _indivisible(elements, elements, explicit)
        return divide(elements, explicit)
    if explicit == 0:
        crash()
    left = list(unknown)
    for dim in divisors:
        if dim not in left:
            return Unknown()
        left.remove(dim)
    if elements % explicit == 0:
        return as_dim((elements // explicit, tuple(left)))
    if left:
        return Unknown()
    raise _indivisible("?", "?", "?")


def _indivisible(rest: object, elements: object, explicit: object) -> Exception:
    """The bottom's elements cannot be divided among the other dimensions."""
    if isinstance(elements, int) and isinstance(explicit, int):
        rest = remainder(elements, explicit)
    text = f"bottom count ({elements}) must be divisible by the product of the specified dimensions ({explicit})"
    return failed_op("0 == bottom[0]->count() % explicit_count", 0, rest, text, 0)


def _counts_differ(top: Shape, bottom: Shape) -> bool:
    """Whether the numbers of elements differ in any case."""
    known = count(top), count(bottom)
    if None in known:
        return products_differ(top, bottom)
    return known[0] != known[1]
