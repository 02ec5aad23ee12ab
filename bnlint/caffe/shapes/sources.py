"""Shapes that layers without bottoms make, as far as the file shows them."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import (
    DATA,
    UNSHAPED,
    Refused,
    Unknown,
    blob,
    failed,
    failed_op,
    touch,
    wrap,
)
from bnlint.caffe.shapes.fields import dims_of
from bnlint.caffe.shapes.fillers import check_type, fill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made

_FROM_FIELD = "shape.dim_size()"
_LEGACY = ("num", "channels", "height", "width")


def input_(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shapes = [dims_of(message) for message in fields.messages("input_param", "shape")]
    tops = fields.tops
    if len(shapes) not in (0, 1, tops):
        raise failed(
            "num_shape == 0 || num_shape == 1 || num_shape == num_top",
            f"Must specify 'shape' once, once per top blob, or not at all: {tops} tops vs. {len(shapes)} shapes.",
        )
    if not shapes:
        return (UNSHAPED,) * tops, ()
    return [blob(dims, _FROM_FIELD) for dims in (shapes if len(shapes) == tops else shapes * tops)], ()


def dummy_data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    param, tops = "dummy_data_param", fields.tops
    fillers = fields.messages(param, "data_filler")
    if len(fillers) not in (0, 1, tops):
        raise failed(
            "num_data_filler == 0 || num_data_filler == 1 || num_data_filler == num_top",
            f"Number of data fillers must be 0, 1 or equal to the number of tops: {tops}; you specified {len(fillers)} "
            "data fillers.",
        )
    shapes = [dims_of(message) for message in fields.messages(param, "shape")]
    legacy = [fields.numbers(param, name) for name in _LEGACY]
    if any(legacy):
        if shapes:
            text = "Both shape and legacy fields were specified"
            raise failed_op("0 == param.shape_size()", 0, len(shapes), text)
        for name, numbers in zip(_LEGACY, legacy):
            _once_or_per_top(name, len(numbers), tops)
    else:
        _once_or_per_top("shape", len(shapes), tops)
    types = [check_type(filler) for filler in fillers] or ["constant"]
    made = []
    for i in range(tops):
        if any(legacy):
            made.append(blob([numbers[i if len(numbers) > 1 else 0] for numbers in legacy]))
        else:
            made.append(blob(shapes[i if len(shapes) > 1 else 0], _FROM_FIELD))
    for i, shape in enumerate(made):
        own = i if len(types) > 1 else 0
        if types[own] == "constant":
            fill(fillers[own] if fillers else None, shape)
    return made, ()


def _once_or_per_top(name: str, number: int, tops: int) -> None:
    if number not in (1, tops):
        size = f"param.{name}_size()"
        text = f"Must specify '{name}' once, or once per top blob ({tops}); specified {number}."
        raise failed(f"{size} == 1 || {size} == num_top", text)


def _check_mean(fields: Fields) -> None:
    """DataTransformer: a mean file or mean values, not both. The file is not opened."""
    values = fields.size("transform_param", "mean_value")
    if values and fields.has("transform_param", "mean_file"):
        text = "Cannot specify mean_file and mean_value at the same time"
        raise failed_op("param_.mean_value_size() == 0", values, 0, text)


def memory_data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    _check_mean(fields)
    if fields.has("transform_param", "mean_file"):
        fields.need_file(fields.word("transform_param", "mean_file"))
    batch, *sides = (fields.number("memory_data_param", name) for name in ("batch_size", "channels", "height", "width"))
    elements = wrap(batch * wrap(sides[0] * sides[1] * sides[2]))
    if elements <= 0:
        text = "batch_size, channels, height, and width must be specified and positive in memory_data_param"
        raise failed_op("batch_size_ * size_ > 0", elements, 0, text)
    return (blob((batch, *sides)), blob((batch,))), ()


def parameter(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    message = fields.message("parameter_param", "shape")
    shape = blob(dims_of(message) if message is not None else (), _FROM_FIELD)
    return (shape,), tuple(fields.weights) or (shape,)


def data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Items of a database, which is not opened: only the batch and the crop are known."""
    _check_mean(fields)
    batch, crop = fields.number("data_param", "batch_size"), fields.transform("crop_size")
    return _items(fields, batch, Unknown(), _crop(crop))


def _crop(size: int) -> tuple[Dim, Dim]:
    return (size, size) if size else (Unknown(), Unknown())


def _items(fields: Fields, batch: int, channels: Dim, sides: tuple[Dim, Dim]) -> Made:
    tops = [blob((batch, channels, *sides)), blob((batch,))][: fields.tops]
    if batch == 0:
        raise Refused(DATA)
    return tops, ()


def image_data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Images of a list, which is not opened."""
    param = "image_data_param"
    _check_mean(fields)
    high, wide = fields.number(param, "new_height"), fields.number(param, "new_width")
    if not ((high == 0 and wide == 0) or (high > 0 and wide > 0)):
        raise failed(
            "(new_height == 0 && new_width == 0) || (new_height > 0 && new_width > 0)",
            "Current implementation requires new_height and new_width to be set at the same time.",
        )
    batch, crop = fields.number(param, "batch_size"), fields.transform("crop_size")
    if batch <= 0:
        raise failed_op("batch_size > 0", batch, 0, "Positive batch size required")
    sides: tuple[Dim, Dim] = (high, wide) if high and not crop else _crop(crop)
    return _items(fields, batch, 3 if fields.flag(param, "is_color") else 1, sides)


def window_data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Windows of images in a list, which is not opened."""
    crop = fields.transform("crop_size")
    if crop <= 0:
        raise failed_op("crop_size > 0", crop, 0)
    touch(fields.number("window_data_param", "batch_size"))
    return _items(fields, fields.number("window_data_param", "batch_size"), Unknown(), (crop, crop))


def hdf5_data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Data sets of a file, which is not opened: nothing is known of their dimensions."""
    if fields.layer.message("transform_param") is not None:
        text = "HDF5Data does not transform data."
        raise failed("!this->layer_param_.has_transform_param()", text)
    return (None,) * fields.tops, ()
