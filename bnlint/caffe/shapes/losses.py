"""Shapes of loss layers: a scalar, and what they demand of their bottoms."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import (
    Refused,
    axis_of,
    count,
    count_from,
    dims_differ,
    failed,
    failed_op,
    legacy,
    like,
    products_differ,
    times,
)
from bnlint.caffe.shapes.elementwise import normalized
from bnlint.caffe.shapes.fields import weigh
from bnlint.caffe.shapes.select import check_labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.fields import Fields, Made

_ONE = ("channels", "height", "width")


def _loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Shape:
    """LossLayer::Reshape, which shapes the top: the shape of bottom 0 after that."""
    shape, labels = bottoms[0], bottoms[1]
    items, number = shape[axis_of(shape, 0)], labels[axis_of(labels, 0)]
    if dims_differ(items, number):
        text = "The data and label should have the same first dimension."
        raise failed_op("bottom[0]->shape(0) == bottom[1]->shape(0)", items, number, text, 0, 1)
    return () if fields.in_place else shape


def scalar(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """A loss that demands no more than as many labels as items."""
    _loss(fields, bottoms)
    return ((),) * fields.tops, ()


def blind_loss(fields: Fields) -> Made:
    """A loss one of whose bottoms is unknown."""
    return ((), *(None,) * (fields.tops - 1)), ()


def check_engine(fields: Fields, param: str) -> None:
    """The check of a layer's engine: without cuDNN, a layer of Caffe's CPU build has none but Caffe's own."""
    if fields.word(param, "engine") == "CUDNN":
        raise Refused(f"Layer {fields.layer.name} has unknown engine.")


def softmax_with_loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return _predict(fields, bottoms, fields.number("softmax_param", "axis"), fields.loss_weights, "softmax")


def infogain_loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return _predict(fields, bottoms, fields.number("infogain_loss_param", "axis"), (1.0,), "infogain")


def _predict(fields: Fields, bottoms: tuple[Shape, ...], axis: int, weights: Sequence[float], what: str) -> Made:
    """A loss with a Softmax inside, which gets these loss weights."""
    weigh(weights, (normalized(bottoms[0], axis),))
    if what == "infogain":
        _check_matrix(fields, bottoms)
    shape = _loss(fields, bottoms)
    axis = axis_of(shape, axis)
    check_labels(shape, bottoms[1], axis, what)
    if len(bottoms) > 2 and what == "infogain":
        elements, expected = count(bottoms[2]), times(shape[axis], shape[axis])
        if elements is not None and dims_differ(elements, expected):
            raise failed_op("infogain->count() == num_labels_*num_labels_", elements, expected, "", 0, 2)
    return ((), like(bottoms[0]))[: fields.tops], ()


def _check_matrix(fields: Fields, bottoms: tuple[Shape, ...]) -> None:
    if fields.has("loss_param", "normalize"):
        text = 'normalize is deprecated. use "normalization"'
        raise failed("!this->layer_param_.loss_param().has_normalize()", text)
    if len(bottoms) > 2:
        return
    if not fields.has("infogain_loss_param", "source"):
        check = "this->layer_param_.infogain_loss_param().has_source()"
        raise failed(check, "Infogain matrix source must be specified.")
    fields.need_file(fields.word("infogain_loss_param", "source"))


def euclidean_loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape, other = _loss(fields, bottoms), bottoms[1]
    sizes = count_from(shape, 1), count_from(other, 1)
    if _differ(sizes, shape[1:], other[1:]):
        text = "Inputs must have the same dimension."
        raise failed_op("bottom[0]->count(1) == bottom[1]->count(1)", *sizes, text, 0, 1)
    return ((),), ()


def sigmoid_cross_entropy_loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    weigh(fields.loss_weights, (like(bottoms[0]),))
    shape, other = _loss(fields, bottoms), bottoms[1]
    axis_of(shape, 0)
    sizes = count(shape), count(other)
    if _differ(sizes, shape, other):
        text = "SIGMOID_CROSS_ENTROPY_LOSS layer inputs must have the same count."
        raise failed_op("bottom[0]->count() == bottom[1]->count()", *sizes, text, 0, 1)
    return ((),), ()


def _differ(sizes: tuple[int | None, int | None], one: Shape, other: Shape) -> bool:
    """Whether two numbers of elements differ in any case."""
    return products_differ(one, other) if None in sizes else sizes[0] != sizes[1]


def multinomial_logistic_loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    _loss(fields, bottoms)
    for axis, name in enumerate(_ONE, 1):
        _check_one(bottoms, 1, axis, name)
    return ((),), ()


def contrastive_loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    one, other = legacy(bottoms[0], 1), legacy(bottoms[1], 1)
    if dims_differ(one, other):
        raise failed_op("bottom[0]->channels() == bottom[1]->channels()", one, other, "", 0, 1)
    for index in (0, 1, 2):
        for axis, name in enumerate(_ONE, 1):
            if axis > 1 or index == 2:
                _check_one(bottoms, index, axis, name)
    _loss(fields, bottoms)
    return ((),), ()


def _check_one(bottoms: tuple[Shape, ...], index: int, axis: int, name: str) -> None:
    """The check that a legacy dimension of a bottom is 1."""
    dim = legacy(bottoms[index], axis)
    if dims_differ(dim, 1):
        raise failed_op(f"bottom[{index}]->{name}() == 1", dim, 1, "", index)
