"""Shapes of Accuracy, Filter, BatchReindex, LSTMUnit, and of layers without tops."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import (
    axis_of,
    blob,
    count,
    crash,
    dims_differ,
    divide,
    failed_op,
    products_differ,
    times,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made

_LABELS = (
    "Number of labels must match number of predictions; e.g., if {} axis == 1 and prediction shape is (N, C, H, W), "
    "label count (number of labels) must be N*H*W, with integer values in {{0, 1, ..., C-1}}."
)


def nothing(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """A layer without tops."""
    return (), ()


def check_labels(shape: Shape, labels: Shape, axis: int, what: str) -> None:
    """The check that there is a label for each prediction, by the numbers of elements."""
    predictions = (*shape[:axis], *shape[axis + 1 :])
    expected, number = count(predictions), count(labels)
    if expected == number if None not in (expected, number) else not products_differ(predictions, labels):
        return
    raise failed_op("outer_num_ * inner_num_ == bottom[1]->count()", expected, number, _LABELS.format(what), 0, 1)


def accuracy(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape, labels = bottoms
    best = fields.number("accuracy_param", "top_k")
    predictions, number = count(shape), count(labels)
    if number == 0:
        crash()
    if predictions is not None and number is not None and best > divide(predictions, number):
        text = "top_k must be less than or equal to the number of classes."
        classes = divide(predictions, number)
        raise failed_op("top_k_ <= bottom[0]->count() / bottom[1]->count()", best, classes, text, 0, 1)
    axis = axis_of(shape, fields.number("accuracy_param", "axis"))
    check_labels(shape, labels, axis, "label")
    if fields.tops == 1:
        return ((),), ()
    after: Shape = () if fields.in_place else shape
    return ((), (after[axis_of(after, axis)],)), ()


def blind_accuracy(fields: Fields) -> Made:
    return ((), *(None,) * (fields.tops - 1)), ()


def filter_(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    *others, selector = bottoms
    for dim in selector[1:]:
        if dims_differ(dim, 1):
            text = "Selector blob dimensions must be singletons (1), except the first"
            raise failed_op("bottom[selector_index]->shape(i) == 1", dim, 1, text, len(others))
    for index, other in enumerate(others):
        first, items = selector[axis_of(selector, 0)], other[axis_of(other, 0)]
        if dims_differ(first, items):
            text = "Each bottom should have the same 0th dimension as the selector blob"
            check = "bottom[selector_index]->shape(0) == bottom[i]->shape(0)"
            raise failed_op(check, first, items, text, index, len(others))
    fields.touch_bottom(bottoms, len(others))
    return tuple(others), ()


def batch_reindex(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape, index = bottoms
    if len(index) != 1:
        raise failed_op("1 == bottom[1]->num_axes()", 1, len(index), "", 1)
    return (blob((*index, *shape[1:])),), ()


def lstm_unit(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    cells = bottoms[0]
    instances = cells[axis_of(cells, 1)]
    for index, shape in enumerate(bottoms):
        axes = 2 if index == 2 else 3
        if len(shape) != axes:
            raise failed_op(f"{axes} == bottom[i]->num_axes()", axes, len(shape), "", index)
        if dims_differ(1, shape[0]):
            raise failed_op("1 == bottom[i]->shape(0)", 1, shape[0], "", index)
        if dims_differ(instances, shape[1]):
            raise failed_op("num_instances == bottom[i]->shape(1)", instances, shape[1], "", 0, index)
    gates: Dim = times(4, cells[2])
    if dims_differ(gates, bottoms[1][2]):
        raise failed_op("4 * hidden_dim_ == bottom[1]->shape(2)", gates, bottoms[1][2], "", 0, 1)
    return (cells, cells), ()
