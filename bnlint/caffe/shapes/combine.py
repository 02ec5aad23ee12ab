"""Shapes of Eltwise, Concat, Slice, Split, Crop and Tile."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import (
    Unknown,
    add,
    axis_of,
    blob,
    count,
    describe,
    dims_differ,
    failed,
    failed_op,
    like,
    meet,
    shapes_differ,
    times,
    wrap,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made

_MAX_AXIS = 32


def refuse_in_place(fields: Fields, top: str = "0") -> None:
    """The check of layers that refuse to work in place."""
    if fields.in_place:
        text = f"{fields.layer.type} Layer does not allow in-place computation."
        raise failed_op(f"top[{top}] != bottom[0]", "0x...", "0x...", text)


def eltwise(fields: Fields, bottoms: tuple[Shape | None, ...]) -> Made:
    """A sum, product or maximum: all bottoms have the same shape. What is unknown of one may be known of another."""
    coefficients = fields.size("eltwise_param", "coeff")
    own = "this->layer_param().eltwise_param()"
    if coefficients not in (0, len(bottoms)):
        check = f"{own}.coeff_size() == 0 || {own}.coeff_size() == bottom.size()"
        raise failed(check, "Eltwise Layer takes one coefficient per bottom blob.")
    if coefficients and fields.word("eltwise_param", "operation") == "PROD":
        check = f"!({own}.operation() == EltwiseParameter_EltwiseOp_PROD && {own}.coeff_size())"
        raise failed(check, "Eltwise layer only takes coefficients for summation.")
    shape = bottoms[0]
    for index, other in enumerate(bottoms):
        if shape is not None and other is not None and shapes_differ(shape, other):
            text = f"bottom[0]: {describe(shape)}, bottom[{index}]: {describe(other)}"
            raise failed("bottom[0]->shape() == bottom[i]->shape()", text, 0, index)
        shape = meet(shape, other)
    return (None if shape is None else like(shape),), ()


def _old_axis(fields: Fields, shape: Shape, param: str, old: str) -> int:
    """The axis of a Concat or a Slice, which may be written as ``concat_dim`` or ``slice_dim``."""
    what = param.removesuffix("_param")
    if fields.has(param, old) and fields.has(param, "axis"):
        check = f"!({param}.has_axis() && {param}.has_{old}())"
        raise failed(check, f"Either axis or {old} should be specified; not both.")
    if not fields.has(param, old):
        return axis_of(shape, fields.number(param, "axis"))
    axis = fields.number(param, old)
    if axis < 0:
        raise failed_op(
            f"{what}_axis_ >= 0",
            axis,
            0,
            f"casting {old} from uint32 to int32 produced negative result; {old} must satisfy 0 <= {old} < {_MAX_AXIS}",
        )
    if axis >= len(shape):
        raise failed_op(f"{what}_axis_ < num_axes", axis, len(shape), f"{old} out of range.")
    return axis


def concat(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    axis = _old_axis(fields, shape, "concat_param", "concat_dim")
    dims = list(shape)
    for index, other in enumerate(bottoms[1:], 1):
        if len(other) != len(dims):
            text = "All inputs must have the same #axes."
            raise failed_op("num_axes == bottom[i]->num_axes()", len(dims), len(other), text, 0, index)
        for j, dim in enumerate(other):
            if j == axis:
                continue
            if dims_differ(dims[j], dim):
                text = "All inputs must have the same shape, except at concat_axis."
                raise failed_op("top_shape[j] == bottom[i]->shape(j)", dims[j], dim, text, 0, index)
            if type(dims[j]) is not int:
                dims[j] = dim
        dims[axis] = add(dims[axis], other[axis])
    top = blob(dims)
    if len(bottoms) == 1:
        fields.touch_bottom(bottoms)
    return (top,), ()


def blind_concat(fields: Fields, bottoms: tuple[Shape | None, ...]) -> Made:
    """A Concat of which some bottoms are unknown: what the others show."""
    known = tuple([shape for shape in bottoms if shape is not None])
    if not known:
        return (None,), ()
    (top,), _ = concat(fields, known)
    assert top is not None
    axis = _old_axis(fields, top, "concat_param", "concat_dim")
    return ((*top[:axis], Unknown(), *top[axis + 1 :]),), ()


def slice_(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape, tops = bottoms[0], fields.tops
    axis = _old_axis(fields, shape, "slice_param", "slice_dim")
    parts = _parts(fields, shape, axis)
    made = [blob((*shape[:axis], part, *shape[axis + 1 :])) for part in parts]
    elements, whole = [count(top) for top in made], count(made[0] if fields.in_place else shape)
    if whole is not None and None not in elements:
        total = wrap(sum(filter(None, elements)))
        if total != whole:
            raise failed_op("count == bottom[0]->count()", total, whole)
    if tops == 1:
        fields.touch_bottom(bottoms)
    return made, ()


def _parts(fields: Fields, shape: Shape, axis: int) -> list[Dim]:
    """How long each top of a Slice is along its axis."""
    dim, tops = shape[axis], fields.tops
    points = fields.numbers("slice_param", "slice_point")
    if not points:
        if type(dim) is not int:
            return [dim] if tops == 1 else [Unknown()] * tops
        if dim % tops:
            text = f"Number of top blobs ({tops}) should evenly divide input slice axis ({dim})"
            raise failed_op("bottom_slice_axis % top.size() == 0", dim % tops, 0, text, 0)
        return [dim // tops] * tops
    if len(points) != tops - 1:
        raise failed_op("slice_point_.size() == top.size() - 1", len(points), tops - 1)
    if type(dim) is int and tops > dim:
        text = f"slice axis: {axis}, bottom[0] shape: {describe(shape)}"
        raise failed_op("top.size() <= bottom_slice_axis", tops, dim, text, 0)
    parts: list[Dim] = []
    before = 0
    for point in points:
        if point <= before:
            raise failed_op("slice_point_[i] > prev", point, before)
        parts.append(point - before)
        before = point
    return [*parts, dim - before if type(dim) is int else Unknown()]


def split(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    refuse_in_place(fields, "i")
    elements, top = count(bottoms[0]), like(bottoms[0])
    if elements is not None and elements != count(top):
        raise failed_op("count_ == top[i]->count()", elements, count(top))
    return (top,) * fields.tops, ()


def crop(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape, wanted = bottoms
    start = axis_of(shape, fields.number("crop_param", "axis"))
    offsets = fields.numbers("crop_param", "offset")
    if len(offsets) > 1 and start + len(offsets) != len(shape):
        text = "number of offset values specified must be equal to the number of dimensions following axis."
        raise failed_op("start_axis + param.offset_size() == input_dim", start + len(offsets), len(shape), text)
    dims = list(shape[:start])
    for i in range(start, len(shape)):
        dim, size = shape[i], wanted[axis_of(wanted, i)]
        offset = offsets[i - start if len(offsets) > 1 else 0] if offsets else 0
        if type(dim) is int and type(size) is int and wrap(dim - offset) < size:
            text = f"the crop for dimension {i} is out-of-bounds with size {size} and offset {offset}"
            check = "bottom[0]->shape(i) - crop_offset >= bottom[1]->shape(i)"
            raise failed_op(check, wrap(dim - offset), size, text, 0, 1)
        dims.append(size)
    return (blob(dims),), ()


def tile(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    axis = axis_of(shape, fields.number("tile_param", "axis"))
    if not fields.has("tile_param", "tiles"):
        raise failed("tile_param.has_tiles()", "Number of tiles must be specified")
    tiles = fields.number("tile_param", "tiles")
    if tiles == 0:
        raise failed_op("tiles_ > 0", 0, 0, "Number of tiles must be positive.")
    return (blob((*shape[:axis], times(shape[axis], tiles), *shape[axis + 1 :])),), ()
