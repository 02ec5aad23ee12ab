"""Shapes of which not everything is known: what follows, what is refused all the same, and where it comes from."""

from __future__ import annotations

from typing import Any

import pytest

import bnlint
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.shapes.infer import Inference
from bnlint.caffe.shapes.trace import trace
from bnlint.caffe.state import NetState
from bnlint.prototxt.parser import parse

DATA = 'layer { name: "d" type: "Data" top: "x" top: "y" data_param { batch_size: 8 } '
IMAGES = DATA + "transform_param { crop_size: 32 } }\n"
ANY_SIZE = DATA + "}\n"
INPUT = 'layer { name: "d" type: "Input" top: "x" input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }\n'
UNKNOWN = 'layer { name: "d" type: "Python" top: "x" top: "y" }\n'


def layer(type_: str, rest: str = "", bottoms: str = "x", top: str = "z", name: str = "l") -> str:
    names = "".join(f' bottom: "{bottom}"' for bottom in bottoms.split())
    return f'layer {{ name: "{name}" type: "{type_}"{names} top: "{top}" {rest} }}\n'


def conv(outputs: int, rest: str = "kernel_size: 3 pad: 1", **names: str) -> str:
    return layer("Convolution", f"convolution_param {{ num_output: {outputs} {rest} }}", **names)


# ---- what follows

FOLLOWS: list[tuple[str, str, Any, Any]] = [
    ("data of a database", IMAGES, (8, None, 32, 32), ...),
    ("any size", ANY_SIZE, (8, None, None, None), ...),
    ("nothing known", UNKNOWN, None, ...),
    ("convolution", IMAGES + conv(64), (8, 64, 32, 32), [(64, None, 3, 3), (64,)]),
    ("convolution of any size", ANY_SIZE + conv(64, "kernel_size: 5"), (8, 64, None, None), [(64, None, 5, 5), (64,)]),
    ("convolution of nothing known", UNKNOWN + conv(64), None, None),
    (
        "global pooling",
        ANY_SIZE + layer("Pooling", "pooling_param { pool: AVE global_pooling: true }"),
        (8, None, 1, 1),
        [],
    ),
    ("pooling that keeps the size", ANY_SIZE + layer("Pooling", "pooling_param { kernel_size: 3 pad: 1 }"), ..., []),
    (
        "inner product of nothing known",
        UNKNOWN + layer("InnerProduct", "inner_product_param { num_output: 10 }"),
        (None, 10),
        [(10, None), (10,)],
    ),
    ("pooling of nothing known", UNKNOWN + layer("Pooling", "pooling_param { kernel_size: 2 }"), (None,) * 4, []),
    (
        "what a pooling layer takes has four axes",
        UNKNOWN
        + layer("Pooling", "pooling_param { kernel_size: 2 }", top="a", name="a")
        + conv(5, "kernel_size: 1", bottoms="a"),
        (None, 5, None, None),
        [(5, None, 1, 1), (5,)],
    ),
    ("batch norm", IMAGES + layer("BatchNorm"), (8, None, 32, 32), [(None,), (None,), (1,)]),
    ("batch norm of nothing known", UNKNOWN + layer("BatchNorm"), None, [(None,), (None,), (1,)]),
    ("a loss of nothing known", UNKNOWN + layer("SoftmaxWithLoss", bottoms="x y"), (), []),
    ("a sum shows what one bottom has", UNKNOWN + IMAGES.replace('"x"', '"u"').replace('"y"', '"v"').replace(
        '"d"', '"e"') + layer("Eltwise", bottoms="x u"), (8, None, 32, 32), []),
    (
        "concat",
        IMAGES + conv(16, top="a", name="a") + layer("Concat", bottoms="x a"),
        (8, None, 32, 32),
        [],
    ),
    (
        "a batch cancels out",
        ANY_SIZE + layer("Reshape", "reshape_param { shape { dim: 0 dim: 0 dim: -1 dim: 1 } }"),
        (8, None, None, 1),
        [],
    ),
    (
        "what is unknown cancels out",
        UNKNOWN
        + layer("InnerProduct", "inner_product_param { num_output: 12 }", top="a", name="a")
        + layer("Reshape", "reshape_param { shape { dim: 0 dim: 3 dim: -1 } }", bottoms="a"),
        (None, 3, 4),
        [],
    ),
    ("flatten", ANY_SIZE + layer("Flatten"), (8, None), []),
    ("slice", ANY_SIZE + 'layer { name: "l" type: "Slice" bottom: "x" top: "z" top: "w" }', (8, None, None, None), []),
]  # fmt: skip


@pytest.mark.parametrize(("net", "top", "params"), [case[1:] for case in FOLLOWS], ids=[case[0] for case in FOLLOWS])
def test_what_follows(net: str, top: Any, params: Any) -> None:
    found = bnlint.infer_shapes(net, "TRAIN")
    assert found.error is None
    last = list(found.tops)[-1]
    assert top is ... or found.tops[last][0] == top
    assert params is ... or found.params[last] == params


# ---- what is refused, whatever is unknown

REFUSED = [
    (
        "channels of a sum",
        ANY_SIZE + conv(64, top="a", name="a") + conv(128, top="b", name="b") + layer("Eltwise", bottoms="a b"),
        "bottom[0]: 8 64 ? ? (?), bottom[1]: 8 128 ? ? (?)",
    ),
    ("a group", ANY_SIZE + conv(64, top="a", name="a") + conv(9, "kernel_size: 1 group: 3", bottoms="a"), "(1 vs. 0)"),
    ("classes", IMAGES + conv(5, top="a", name="a") + layer("Accuracy", bottoms="a y"), "(8192 vs. 8) Number of"),
    ("a flat bottom", ANY_SIZE + layer("Pooling", "pooling_param { kernel_size: 2 }", bottoms="y"), "(4 vs. 1) Input"),
    ("a kernel", IMAGES + layer("Pooling", "pooling_param { kernel_size: 40 }"), "shape[i] >= 0 (-7 vs. 0)"),
    (
        "a count",
        UNKNOWN
        + layer("InnerProduct", "inner_product_param { num_output: 12 }", top="a", name="a")
        + layer("Reshape", "reshape_param { shape { dim: 7 } }", bottoms="a"),
        "(7 vs. ?) output count must match input count",
    ),
    ("a group of 0", ANY_SIZE + conv(9, "kernel_size: 1 group: 0"), "SIGFPE"),
]


@pytest.mark.parametrize(("net", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_refused_all_the_same(net: str, words: str) -> None:
    found = bnlint.infer_shapes(net)
    assert words in str(found.error) and found.layer == "l"


def test_a_refusal_does_not_hide_the_next() -> None:
    """What follows from the first is silent; what does not is found too."""
    net = read_net(
        parse(
            ANY_SIZE
            + conv(4, "kernel_size: 1 group: 3", top="a", name="first")
            + conv(4, bottoms="a", top="b", name="after")
            + conv(4, "kernel_size: 0", bottoms="a", top="c", name="also")
            + layer("LRN", "lrn_param { local_size: 2 }", top="d", name="second")
        ),
        schema(),
    )
    found = Inference(net, net.schema).shapes(BlobGraph(net, NetState("TEST")))
    assert [(each.name, each.about) for each in found.refusals] == [("first", "shape"), ("second", "shape")]


# ---- where a dimension comes from


def test_a_dimension_is_traced_to_the_layer_that_makes_it() -> None:
    net = read_net(
        parse(
            IMAGES
            + conv(64, top="a", name="conv")
            + layer("ReLU", bottoms="a", top="a", name="relu")
            + layer("Pooling", "pooling_param { kernel_size: 2 stride: 2 }", bottoms="a", top="b", name="pool")
            + layer("Eltwise", bottoms="b b", top="c", name="sum")
            + layer("Flatten", bottoms="c", top="e", name="flat")
        ),
        schema(),
    )
    inference = Inference(net, net.schema)
    graph = BlobGraph(net, NetState("TEST"))
    shapes = inference.shapes(graph)
    made = [trace(inference, shapes, graph.last["c"], axis)[-1][0].producer.name for axis in range(4)]
    assert made == ["d", "conv", "pool", "pool"]
    assert [place[0].producer.name for place in trace(inference, shapes, graph.last["c"], 1)] == [
        "sum",
        "pool",
        "relu",
        "conv",
    ]
    assert trace(inference, shapes, graph.last["e"], 1) == [(graph.last["e"], 1)]


# ---- layers of forks

FORKS: list[tuple[str, str, Any, Any]] = [
    ("ReLU6", "", (8, None, 32, 32), []),
    ("Permute", "permute_param { order: 0 order: 2 order: 3 order: 1 }", (8, 32, 32, None), []),
    ("Normalize", "norm_param { across_spatial: false channel_shared: false }", (8, None, 32, 32), [(None,)]),
    ("Normalize", "norm_param { }", (8, None, 32, 32), [()]),
    ("Interp", "interp_param { height: 65 width: 33 }", (8, None, 65, 33), []),
    ("Interp", "interp_param { zoom_factor: 8 }", (8, None, 249, 249), []),
    ("Interp", "interp_param { shrink_factor: 2 }", (8, None, 16, 16), []),
    ("BN", "bn_param { frozen: true }", (8, None, 32, 32), [(1, None, 1, 1)] * 4),
    ("BN", "bn_param { bn_mode: INFERENCE }", (8, None, 32, 32), [(1, None, 1, 1)] * 2),
    ("ShuffleChannel", "shuffle_channel_param { group: 3 }", (8, None, 32, 32), []),
    ("Upsample", "upsample_param { upsample_h: 64 upsample_w: 45 }", (8, None, 64, 45), []),
    ("NobodysLayer", "", None, None),
]


@pytest.mark.parametrize(("type_", "param", "top", "params"), FORKS)
def test_layers_of_forks(type_: str, param: str, top: Any, params: Any) -> None:
    found = bnlint.infer_shapes(IMAGES + layer(type_, param))
    assert found.tops["l"] == [top]
    assert (params == [] and found.params["l"] in ([], None)) or found.params["l"] == params


def test_a_layer_with_a_field_that_nobody_has() -> None:
    """Its own shape is kept where the type keeps it in any Caffe; elsewhere nothing is known."""
    net = IMAGES + layer("BatchNorm", "no_such_param { }", top="b", name="b") + conv(4, "no_such_field: 1", bottoms="b")
    found = bnlint.infer_shapes(net)
    assert (found.tops["b"], found.tops["l"]) == ([(8, None, 32, 32)], [None])
    assert "no_such_param" in str(found.error) and found.layer is None


def test_a_field_that_a_fork_repeats() -> None:
    net = INPUT + layer("Pooling", "pooling_param { kernel_size: 2 %s }")
    for rest, side in (("", 7), ("stride: 2", 4), ("stride: 2 stride: 1", None)):
        found = bnlint.infer_shapes(net % rest, target="bvlc-opencl")
        assert found.error is None
        assert found.tops["l"] == [None if side is None else (2, 3, side, side)]


def test_boxes_of_a_detector() -> None:
    prior = "prior_box_param { min_size: 30 max_size: 60 aspect_ratio: 2 aspect_ratio: 1 flip: true variance: 0.1 }"
    found = bnlint.infer_shapes(IMAGES + layer("PriorBox", prior, bottoms="x x"))
    assert (found.error, found.tops["l"]) == (None, [(1, 2, 32 * 32 * 4 * 4)])


def test_regions() -> None:
    regions = 'layer { name: "r" type: "Python" top: "rois" }\n'
    pooling = layer("ROIPooling", "roi_pooling_param { pooled_w: 6 pooled_h: 7 }", bottoms="x rois")
    found = bnlint.infer_shapes(IMAGES + regions + pooling, input_shapes={"rois": (300, 5)})
    assert found.tops["l"] == [(300, None, 7, 6)]


def test_regions_of_an_unknown_number() -> None:
    regions = 'layer { name: "r" type: "Python" top: "rois" }\n'
    pooling = layer("ROIPooling", "roi_pooling_param { pooled_w: 7 pooled_h: 7 }", "a rois", "p", "p")
    found = bnlint.infer_shapes(
        IMAGES
        + regions
        + conv(512, top="a", name="a")
        + pooling
        + layer("InnerProduct", "inner_product_param { num_output: 4096 }", "p")
    )
    assert (found.tops["p"], found.tops["l"]) == ([(None, 512, 7, 7)], [(None, 4096)])
    assert found.params["l"] == [(4096, 25088), (4096,)]


def test_a_depthwise_convolution() -> None:
    param = "convolution_param { num_output: 16 kernel_size: 3 pad: 1 group: 16 bias_term: false }"
    for type_ in ("DepthwiseConvolution", "ConvolutionDepthwise"):
        found = bnlint.infer_shapes(IMAGES + conv(16, top="a", name="a") + layer(type_, param, bottoms="a"))
        assert (found.tops["l"], found.params["l"]) == ([(8, 16, 32, 32)], [(16, 1, 3, 3)])
        assert found.layer == "l" and "Unknown layer type" in str(found.error)  # BVLC Caffe does not have it


def test_one_unknown_layer_does_not_blind_the_rest() -> None:
    found = bnlint.infer_shapes(IMAGES + layer("NobodysLayer", top="n", name="n") + conv(4))
    assert found.tops == {"d": [(8, None, 32, 32), (8,)], "n": [None], "l": [(8, 4, 32, 32)]}
    assert found.layer == "n"
