"""Bad and extreme nets: Caffe's error or one clear line, never an exception, and never a hang."""

from __future__ import annotations

import random
import re
from pathlib import Path
from time import process_time

import pytest

import bnlint
from tests.shape_cases import cases, needs_cases

INPUT = 'layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }\n'
MANY = 100_000
SECONDS = 20  # a hang takes hours


def layer(type_: str, rest: str = "", tops: str = 'top: "y"') -> str:
    return f'{INPUT}layer {{ name: "l" type: "{type_}" bottom: "x" {tops} {rest} }}\n'


def inputs(dims: str) -> str:
    return f'layer {{ name: "l" type: "Input" top: "x" input_param {{ shape {{ {dims} }} }} }}\n'


ERRORS = [
    (inputs("dim: 0"), None),
    (inputs("dim: -1"), "Check failed: shape[i] >= 0 (-1 vs. 0) "),
    (inputs("dim: 2147483647"), None),
    (inputs("dim: 2147483648"), "Check failed: shape[i] >= 0 (-2147483648 vs. 0) "),
    (inputs("dim: 65536 dim: 65536"), "Check failed: shape[i] <= 0x7fffffff / count_ (65536 vs. 32767) blob size "),
    (inputs("dim: 1 " * MANY), "Check failed: shape.dim_size() <= kMaxBlobAxes (100000 vs. 32) "),
    (layer("Convolution", "convolution_param { num_output: 4 kernel_size: 0 }"), "Filter dimensions must be nonzero."),
    (layer("Convolution", "convolution_param { num_output: 4 kernel_size: 3 group: 0 }"), "SIGFPE"),
    (layer("Convolution", "convolution_param { num_output: 4 kernel_size: 3 stride_h: 2 }"), "SIGFPE"),
    (layer("Convolution", "convolution_param { num_output: 4 kernel_size: 3 stride: 0 }"), "Stride dimensions must be"),
    (
        layer("Convolution", "convolution_param { num_output: 4 " + "kernel_size: 3 " * MANY + "}"),
        "100000 times; 2",
    ),
    (
        layer("Convolution", "convolution_param { num_output: 4294967295 kernel_size: 3 }"),
        "num_output_ > 0 (-1 vs. 0) ",
    ),
    (
        layer("Pooling", "pooling_param { kernel_size: 2 stride: 0 }"),
        "Check failed: shape[i] >= 0 (-2147483647 vs. 0) ",
    ),
    (layer("Pooling", "pooling_param { kernel_size: 0 }"), "Filter dimensions cannot be zero."),
    (layer("SPP", "spp_param { pyramid_height: 4294967295 }"), "Split Layer produces at least 1 top blob(s)"),
    (layer("SPP", "spp_param { pyramid_height: 1000000000 }"), "pad_h_ < kernel_h_"),
    (layer("Reshape", "reshape_param { shape { " + "dim: 3 " * MANY + "dim: -1 } }"), "must be divisible by the"),
    (
        layer("Reshape", "reshape_param { shape { dim: 0 dim: -1 " + "dim: 0 " * MANY + "} }"),
        "no corresponding bottom",
    ),
    (layer("Slice", "", 'top: "y" ' * 2), "Top blob 'y' produced by multiple sources."),
    (
        layer("Slice", "slice_param { slice_point: 1 slice_point: 1 }", 'top: "a" top: "b" top: "c"'),
        "> prev (1 vs. 1) ",
    ),
    (layer("Tile", "tile_param { tiles: 2147483647 }"), "blob size exceeds INT_MAX"),
    (layer("Scale", "scale_param { axis: -5 }"), "axis -5 out of range for 4-D Blob with shape 2 3 8 8 (384)"),
    (layer("Python", "nonsense { }"), 'Message type "caffe.LayerParameter" has no field named "nonsense".'),
    (layer("ReLU", "relu_param { negative_slope: x }"), 'Invalid value for field "negative_slope"'),
    (layer("ReLU", "include { phase: TEST } exclude { phase: TRAIN }"), "not both."),
    ("layer {", "Error parsing text-format caffe.NetParameter: 1:"),
    ("", None),
    ("layer { }", "Unknown layer type:  (known types: ...)"),
    ('layers { type: RELU name: "a" bottom: "x" top: "x" }', "Unknown bottom blob 'x' (layer 'a', bottom index 0)"),
    ('layers { type: RELU } layer { type: "ReLU" }', "Refusing to upgrade inconsistent NetParameter input"),
    ('input: "x" input_dim: 1', None),
    ('input: "x" input_shape { dim: -2 }', "Check failed: shape[i] >= 0 (-2 vs. 0) "),
    ("base_lr: 0.01", 'Message type "caffe.NetParameter" has no field named "base_lr".'),
]


@pytest.mark.parametrize(("net", "error"), ERRORS, ids=range(len(ERRORS)))
def test_the_error_of_a_bad_net(net: str, error: str | None) -> None:
    started = process_time()
    found = bnlint.infer_shapes(net)
    assert process_time() - started < SECONDS
    assert (found.error is None) if error is None else error in str(found.error)


def test_a_sequence_of_many_steps() -> None:
    net = 'layer { name: "in" type: "Input" top: "x" top: "c" input_param { shape { dim: %d dim: 1 dim: 2 } '
    net += 'shape { dim: %d dim: 1 } } }\nlayer { name: "l" type: "LSTM" bottom: "x" bottom: "c" top: "y" '
    net += "recurrent_param { num_output: 3 weight_filler { type: 'xavier' } } }"
    found = bnlint.infer_shapes(net % (MANY, MANY))
    assert found.blobs["y"] == (MANY, 1, 3)
    assert found.params["l"] == [(12, 2), (12,), (12, 3)]


def test_old_formats() -> None:
    """A padding layer overwrites the pad of the layer that reads it, also if it has none; fields that moved count."""
    net = 'input: "x" input_dim: 2 input_dim: 3 input_dim: 9 input_dim: 9\n'
    net += 'layers { layer { name: "p" type: "padding" %s } bottom: "x" top: "p" }\n'
    net += 'layers { layer { name: "c" type: "conv" kernelsize: 3 pad: 2 num_output: 4 } bottom: "p" top: "c" }\n'
    assert bnlint.infer_shapes(net % "pad: 1").blobs == {"x": (2, 3, 9, 9), "c": (2, 4, 9, 9)}
    assert bnlint.infer_shapes(net % "").blobs == {"x": (2, 3, 9, 9), "c": (2, 4, 7, 7)}
    net = 'layers { name: "d" type: DATA top: "x" top: "y" data_param { batch_size: 3 crop_size: 20 } %s }'
    assert bnlint.infer_shapes(net % "").blobs == {"x": (3, None, 20, 20), "y": (3,)}
    assert bnlint.infer_shapes(net % "transform_param { crop_size: 7 }").blobs["x"] == (3, None, 20, 20)


def test_the_state() -> None:
    net = (
        INPUT
        + 'layer { name: "p" type: "Power" bottom: "x" top: "p" include { phase: TRAIN stage: "s" min_level: 2 } }'
    )
    assert list(bnlint.infer_shapes(net).tops) == ["in"]
    assert list(bnlint.infer_shapes(net, "TRAIN", 2, ("s",)).tops) == ["in", "p"]
    with pytest.raises(ValueError, match="TRAIN or TEST"):
        bnlint.infer_shapes(net, "train")
    with pytest.raises(KeyError):
        bnlint.infer_shapes(net, target="no-such-caffe")


def test_sources(tmp_path: Path) -> None:
    path = tmp_path / "net.prototxt"
    path.write_bytes(b"\xef\xbb\xbf" + INPUT.encode())
    assert bnlint.infer_shapes(path).blobs == {"x": (2, 3, 8, 8)}
    assert bnlint.infer_shapes(INPUT.encode()).blobs == {"x": (2, 3, 8, 8)}
    with pytest.raises(OSError, match="none"):
        bnlint.infer_shapes(tmp_path / "none.prototxt")


def test_given_shapes() -> None:
    assert bnlint.infer_shapes(INPUT, input_shapes={"x": (1, None)}).blobs == {"x": (1, None)}
    assert bnlint.infer_shapes(INPUT, input_shapes={"x": (None, 1, None, 9)}).blobs == {"x": (2, 1, 8, 9)}
    assert bnlint.infer_shapes(INPUT, input_shapes={"other": (1,)}).blobs == {"x": (2, 3, 8, 8)}
    refused = bnlint.infer_shapes(INPUT, input_shapes={"x": (-1,)})
    assert (refused.layer, refused.error) == ("in", "Check failed: shape[i] >= 0 (-1 vs. 0) ")


# ---- mutations

NUMBER = re.compile(r"(?<=[: ])-?\d+(?=[ \n}])")
VALUES = (
    *("0", "-1", "1", "2", "7", "33", "65536", "1000000", "1.5", "nan", "inf", "true"),
    *("2147483647", "2147483648", "-2147483648", "4294967295", "4294967296"),
)


def mutated(text: str, chance: random.Random) -> str:
    """The text with some numbers changed, and some fields written twice or not at all."""
    for _ in range(chance.randint(1, 4)):
        numbers = list(NUMBER.finditer(text))
        fields = re.findall(r"\w+: (?:\"[^\"]*\"|\S+)", text)
        if numbers and chance.random() < 0.6:
            place = chance.choice(numbers)
            text = text[: place.start()] + chance.choice(VALUES) + text[place.end() :]
        elif fields:
            field = chance.choice(fields)
            text = text.replace(field, chance.choice(("", f"{field} {field}", chance.choice(fields))), 1)
    return text


@needs_cases
def test_mutated_nets_are_never_an_exception() -> None:
    chance = random.Random(13)
    started = process_time()
    for case in cases()[::3]:
        found = bnlint.infer_shapes(mutated(case["prototxt"], chance), case["phase"])
        assert found.error is None or found.error
    assert process_time() - started < 10 * SECONDS
