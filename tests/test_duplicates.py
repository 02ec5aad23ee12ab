"""Layers that are there twice: a table of nets, and of what NET102 and NET103 say of them."""

from __future__ import annotations

import pytest

from tests.test_connections import INPUT, conv, found, layer

BN = layer("BatchNorm", "b", "c", "c")
RELU = layer("ReLU", "r", "c", "c")
CONV = conv("c", "data", "c")
V1 = 'layers { name: "p" type: SOFTMAX bottom: "c" top: "p" }\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the same name and top: Caffe refuses the net, so no weights are ever loaded
        (CONV + CONV, "NET102 layer 'c' is written twice, word for word (line 2)"),
        (CONV + CONV.replace(" 8 ", " 9 "), "NET102 layer 'c' produces 'c', which the layer of the same name in line"),
        (CONV + RELU + CONV + RELU, "NET102 2 layers, 'c' to 'r', are written twice, word for word (line 2)"),
        (CONV + BN + CONV + BN.replace("}", "# two\n}"), "NET102 2 layers, 'c' to 'b', are written twice (line 2)"),
        (CONV + BN + CONV + RELU + BN, "NET102 layer 'c' is written twice | NET103 layer 'b' has the same name"),
        (CONV + CONV + CONV, "NET102 layer 'c' is written twice | NET102 layer 'c' is written twice"),
        # mixed with the old format, which hides NET102
        (CONV + CONV.replace(" 8 ", " 9 ") + V1, ""),
        (CONV + conv("c", "data", "d") + V1, "NET103 layer 'c' has the same name"),
        # another top
        (CONV + conv("d", "data", "c"), "NET102 layer 'd' produces 'c', which layer 'c' already produces"),
        (CONV + RELU + conv("d", "data", "c"), "NET102 layer 'd' produces 'c', which layer 'c' already produces"),
        (CONV + conv("c", "data", "d"), "NET103 silently"),
        (CONV + conv("c", "data", "d").replace(" 8 ", " 9 "), "NET103 shape mismatch. Source param shape is 9 3 1 1"),
        (CONV + conv("c", "c", "d"), "NET103 shape mismatch. Source param shape is 8 8 1 1 (64)"),
        (CONV + layer("InnerProduct", "c", "data", "d", "inner_product_param { num_output: 8 }"), "NET103 Source"),
        (CONV + layer("Scale", "c", "c", "d"), "NET103 (2 vs. 1) Incompatible number of blobs"),
        (CONV + layer("Own", "c", "c", "d", "param {} param {}"), "NET103 if the blobs of the two differ in shape"),
        # input fields
        ('input: "c" input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8\n' + CONV, "NET102 the input field in line 2"),
        ('input: "i" input: "i"\n' + "input_shape { dim: 1 }\n" * 2 + CONV, "NET102 two input fields have the name"),
    ],
)  # fmt: skip
def test_duplicates(text: str, expected: str) -> None:
    parts = expected.split(" | ") if expected else []
    diagnostics = found(INPUT + text, "NET102", "NET103")
    assert [each.rule for each in diagnostics] == [part.split()[0] for part in parts]
    for diagnostic, part in zip(diagnostics, parts):
        assert part.split(" ", 1)[1] in diagnostic.message


def test_several_caffes_say_the_same() -> None:
    """Forks that share a field, of which not all have known shapes for BN."""
    fork = layer("Upsample", "u", "c m", "u", "upsample_param { upsample_h: 8 upsample_w: 8 }")
    blocks = INPUT + CONV + layer("BN", "c", "c", "d", "param { lr_mult: 1 } param { lr_mult: 1 }") + fork
    assert [each.rule for each in found(blocks, "NET103")] == ["NET103"]
