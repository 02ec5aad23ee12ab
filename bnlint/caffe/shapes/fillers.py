"""Fillers: what Caffe checks when it fills a new blob."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import Unknown, axis_of, count, dims_differ, failed, failed_op, touch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.message import Message
    from bnlint.caffe.shapes.dims import Shape

TYPES = ("constant", "gaussian", "positive_unitball", "uniform", "xavier", "msra", "bilinear")


def check_type(filler: Message | None) -> str:
    """GetFiller: the type of a filler that Caffe has."""
    type_ = str(filler.value("type")) if filler is not None else "constant"
    if type_ not in TYPES:
        raise failed("false", f"Unknown filler name: {type_}")
    return type_


def fill(filler: Message | None, shape: Shape) -> None:
    """Filler::Fill of a new blob; without a filler, by a constant."""
    type_ = check_type(filler)
    elements = count(shape)
    sparse = filler.value("sparse") if filler is not None else -1
    assert isinstance(sparse, int)
    if type_ == "gaussian":
        assert filler is not None
        _gaussian(filler, shape, elements, sparse)
        return
    if type_ in ("uniform", "xavier", "msra"):
        if elements == 0:
            raise failed("blob->count()")
        if type_ != "uniform":
            axis_of(shape, 0)
        elif filler is not None and _real(filler, "min") > _real(filler, "max"):
            raise failed_op("a <= b", f"{_real(filler, 'min'):g}", f"{_real(filler, 'max'):g}")
    elif type_ == "bilinear":
        _bilinear(shape)
    touch(elements)
    if type_ == "positive_unitball":
        axis_of(shape, 0)
    if sparse != -1:
        text = "Sparsity not supported by this Filler."
        raise failed_op("this->filler_param_.sparse() == -1", sparse, -1, text)


def _gaussian(filler: Message, shape: Shape, elements: int | None, sparse: int) -> None:
    touch(elements)
    std = _real(filler, "std")
    if not std > 0:
        raise failed_op("sigma > 0", f"{std:g}", 0)
    if sparse < -1:
        raise failed_op("sparse >= -1", sparse, -1)
    if sparse < 0:
        return
    if not shape:
        raise failed_op("blob->num_axes() >= 1", 0, 1)
    outputs = shape[0]
    if type(outputs) is not Unknown and outputs and sparse > outputs:  # type: ignore[operator]
        raise failed_op("p <= 1", f"{sparse / outputs:g}", 1)  # type: ignore[operator]


def _bilinear(shape: Shape) -> None:
    if len(shape) != 4:
        raise failed_op("blob->num_axes() == 4", len(shape), 4, "Blob must be 4 dim.")
    if dims_differ(shape[3], shape[2]):
        raise failed_op("blob->width() == blob->height()", shape[3], shape[2], "Filter must be square")


def _real(filler: Message, field: str) -> float:
    value = filler.value(field)
    assert isinstance(value, (int, float))
    return value
