"""Shapes of LSTM and RNN: the net that Caffe unrolls inside them, as far as its layers can fail."""

from __future__ import annotations

from bnlint.caffe.shapes.dense import Dense, multiply
from bnlint.caffe.shapes.dims import (
    blob,
    count,
    describe,
    dims_differ,
    failed,
    failed_op,
    shapes_differ,
    touch,
    wrap,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.fields import Fields, Made

_PARAM = "recurrent_param"


def lstm(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return _unroll(fields, bottoms, 2)


def rnn(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return _unroll(fields, bottoms, 1)


def _unroll(fields: Fields, bottoms: tuple[Shape, ...], states: int) -> Made:
    """A recurrent layer with so many blobs of hidden state: an LSTM has two, an RNN one."""
    is_lstm = states == 2
    hidden = bottoms[len(bottoms) - states :] if fields.flag(_PARAM, "expose_hidden") else ()
    inputs = bottoms[: len(bottoms) - len(hidden)]
    _check_inputs(inputs)
    outputs = fields.number(_PARAM, "num_output")
    if outputs <= 0:
        raise failed_op("num_output > 0", outputs, 0, "num_output must be positive")
    steps, streams = inputs[0][:2]
    state = blob((1, streams, outputs))
    if steps == 0:
        check = "MinTopBlobs() <= top.size()"
        raise failed_op(check, 1, 0, "Slice Layer produces at least 1 top blob(s) as output.")
    if steps == 1:  # a Slice with one top shares its bottom's memory
        touch(count(inputs[1]))
    fillers = fields.message(_PARAM, "weight_filler"), fields.message(_PARAM, "bias_filler")
    gates = wrap(4 * outputs) if is_lstm else outputs
    _, params = multiply(Dense(gates, 2, True, *fillers), inputs[0])
    if len(inputs) > 2:
        params += multiply(Dense(gates, 1, False, *fillers), inputs[2])[1]
    params += multiply(Dense(gates, 2, False, *fillers), state)[1]
    if not is_lstm:
        params += multiply(Dense(outputs, 2, True, *fillers), state)[1]
    top = blob((steps, streams, outputs))
    _check_hidden(hidden, state, len(inputs))
    return (top, *(state for _ in hidden)), params


def _check_inputs(inputs: tuple[Shape, ...]) -> None:
    """RecurrentLayer::LayerSetUp: the sequence, where it continues, and the static input."""
    sequence, continues = inputs[:2]
    if len(sequence) < 2:
        text = "bottom[0] must have at least 2 axes -- (#timesteps, #streams, ...)"
        raise failed_op("bottom[0]->num_axes() >= 2", len(sequence), 2, text, 0)
    if len(continues) != 2:
        text = "bottom[1] must have exactly 2 axes -- (#timesteps, #streams)"
        raise failed_op("bottom[1]->num_axes() == 2", len(continues), 2, text, 1)
    for axis, name in enumerate("TN"):
        if dims_differ(sequence[axis], continues[axis]):
            raise failed_op(f"{name}_ == bottom[1]->shape({axis})", sequence[axis], continues[axis], "", 0, 1)
    if len(inputs) > 2:
        static = inputs[2]
        if not static:
            raise failed_op("bottom[2]->num_axes() >= 1", 0, 1, "", 2)
        if dims_differ(sequence[1], static[0]):
            raise failed_op("N_ == bottom[2]->shape(0)", sequence[1], static[0], "", 0, 2)


def _check_hidden(hidden: tuple[Shape, ...], state: Shape, first: int) -> None:
    for j, shape in enumerate(hidden):
        if shapes_differ(state, shape):
            shown = f"recur_input_blobs_[{j}]: {describe(state)} vs. bottom[{first + j}]: {describe(shape)}"
            raise failed("recur_input_blobs_[j]->shape() == bottom[i]->shape()", f"shape mismatch - {shown}", first + j)
