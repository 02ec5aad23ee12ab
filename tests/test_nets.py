"""Nets, states and backward: a table of rules, and agreement with what Caffe did with real files."""

from __future__ import annotations

from functools import cache

import pytest

from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.graph.gradient import GradientFlow, blobs_of
from bnlint.caffe.net.layers import Net
from bnlint.caffe.net.read import read_net
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.schema import messages
from bnlint.caffe.state import NetState, describe
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source
from tests import corpus


def net_of(text: str) -> Net:
    return read_net(parse(text), messages.schema())


@cache
def real(name: str) -> Net:
    return net_of(Source.from_bytes(corpus.read(name)).text)


@pytest.mark.parametrize(
    ("rules", "state", "exists"),
    [
        ("", NetState("TRAIN"), True),
        ("include { phase: TRAIN }", NetState("TRAIN"), True),
        ("include { phase: TRAIN }", NetState("TEST"), False),
        ("include { phase: TRAIN } include { phase: TEST }", NetState("TEST"), True),
        ("exclude { phase: TRAIN }", NetState("TRAIN"), False),
        ("exclude { phase: TRAIN }", NetState("TEST"), True),
        ("include { }", NetState("TEST"), True),
        ("exclude { }", NetState("TEST"), False),
        ("include { min_level: 1 }", NetState("TEST", 0), False),
        ("include { min_level: 1 max_level: 2 }", NetState("TEST", 2), True),
        ("include { min_level: 1 max_level: 2 }", NetState("TEST", 3), False),
        ('include { stage: "a" }', NetState("TEST"), False),
        ('include { stage: "a" stage: "b" }', NetState("TEST", 0, frozenset("a")), False),
        ('include { stage: "a" stage: "b" }', NetState("TEST", 0, frozenset("ab")), True),
        ('include { not_stage: "a" }', NetState("TEST", 0, frozenset("a")), False),
        ('exclude { stage: "a" }', NetState("TEST", 0, frozenset("a")), False),
    ],
)
def test_rules_of_a_layer(rules: str, state: NetState, exists: bool) -> None:
    (layer,) = net_of(f'layer {{ name: "x" type: "ReLU" {rules} }}').layers
    assert layer.exists_in(state) is exists


def test_states_that_a_file_distinguishes() -> None:
    net = net_of(
        'layer { name: "d" type: "Data" top: "d" }\n'
        'layer { name: "r" type: "ReLU" bottom: "d" top: "d" include { phase: TRAIN stage: "big" } }\n'
        'layer { name: "l" type: "SoftmaxWithLoss" bottom: "d" include { min_level: 2 } }'
    )
    assert [describe(state) for state in Purpose(net).states] == [
        "TRAIN",
        "TRAIN with stage big",
        "TRAIN at level 2",
        "TEST",
        "TEST with stage big",
        "TEST at level 2",
    ]


DATA, IMAGES = 'layer { type: "Data" top: "d" top: "l" %s }', 'layer { type: "ImageData" top: "d" top: "l" %s }'
LOSS = 'layer { type: "SoftmaxWithLoss" bottom: "d" bottom: "l" %s }'
ACCURACY = LOSS.replace("SoftmaxWithLoss", "Accuracy")


@pytest.mark.parametrize(
    ("layers", "shown"),
    [
        (DATA % "include { phase: TRAIN }" + DATA % "include { phase: TEST }" + LOSS % "", "TRAIN TEST"),
        (DATA % "include { phase: TRAIN }" + LOSS % "", "TRAIN"),
        (DATA % "include { phase: TEST }" + LOSS % "", "TEST"),
        (DATA % "" + ACCURACY % "", "TEST"),
        # a phase rule about TEST alone
        (DATA % "" + LOSS % "" + ACCURACY % "include { phase: TEST }", "TEST"),
        (DATA % "" + LOSS % "" + ACCURACY % "exclude { phase: TRAIN }", "TRAIN TEST"),
        (DATA % "" + LOSS % "" + ACCURACY % "exclude { phase: TEST }", "TRAIN TEST"),
        (DATA % "transform_param { mirror: true }" + LOSS % "" + ACCURACY % "include { phase: TEST }", "TRAIN TEST"),
        (IMAGES % "image_data_param { shuffle: true }" + LOSS % "include { phase: TEST }", "TEST"),
        (
            IMAGES % "image_data_param { shuffle: true }" + LOSS % "" + ACCURACY % "include { phase: TEST }",
            "TRAIN TEST",
        ),
        # no phase anywhere
        (DATA % "" + LOSS % "", "TRAIN"),
        (
            DATA % ""
            + 'layer { type: "Reshape" bottom: "l" top: "m" } layer { type: "HingeLoss" bottom: "d" bottom: "m" }',
            "TRAIN",
        ),
        ('layer { type: "HDF5Data" top: "d" } layer { type: "HDF5Data" top: "l" }' + LOSS % "", "TRAIN"),
        ('layer { type: "Input" top: "d" top: "l" }' + LOSS % "", ""),
        ('layer { type: "MemoryData" top: "d" top: "l" }' + LOSS % "", ""),
        (LOSS % "", ""),
        (DATA % "" + 'layer { type: "ReLU" bottom: "d" top: "d" phase: TEST }' + LOSS % "", ""),
        ("state { phase: TRAIN }" + LOSS % "", "TRAIN"),
    ],
)
def test_phases_that_a_file_shows(layers: str, shown: str) -> None:
    purpose = Purpose(net_of(layers))
    assert " ".join(phase for phase in ("TRAIN", "TEST") if purpose.shows(phase)) == shown


def test_versions_of_a_blob() -> None:
    net = net_of(
        'layer { name: "a" type: "Input" top: "x" }\n'
        'layer { name: "b" type: "BatchNorm" bottom: "x" top: "x" }\n'
        'layer { name: "c" type: "Scale" bottom: "x" top: "y" }'
    )
    graph = BlobGraph(net, NetState("TEST"))
    a, b, c = net.layers
    (first,), (second,) = graph.tops[a.index], graph.tops[b.index]
    assert (first.next, second.previous) == (second, first)
    assert [layer.name for layer, _ in first.consumers] == ["b"]
    assert graph.bottoms[c.index] == [second]


@corpus.needs_corpus
def test_states_of_real_nets() -> None:
    """The layers that exist in each phase are those that Caffe's own filter keeps (nameless ones are not listed)."""
    states = corpus.states()
    for built in states:
        for phase in ("TRAIN", "TEST"):
            names = [layer.name for layer in real(built["file"]).layers_in(NetState(phase)) if layer.name]
            assert names == built[phase], (built["file"], phase)
    assert len(states) > (300 if corpus.all_files else 20)


@corpus.needs_corpus
def test_kinds_of_real_files() -> None:
    for verdict in corpus.verdicts():
        text = Source.from_bytes(corpus.read(verdict["file"])).text
        assert kind_of(parse(text)) == verdict["kind"], verdict["file"]


@corpus.needs_corpus
def test_backward_of_real_nets() -> None:
    """The layers that backward runs, and the learnable blobs, are those that Net::Init determined.

    One net was built after a fork's upgrade, which drops the three `param` that its frozen stem needs.
    """
    dropped = "jay-mahadeokar+pynetbuilder/models/voc2007_ssd/resnet_50/train.prototxt"
    for built in corpus.builds():
        if not built["ok"]:
            continue
        graph = BlobGraph(real(built["file"]), NetState(built["phase"]))
        flow = GradientFlow(graph)
        ours = [(layer.name, layer.index in flow.reached) for layer in graph.layers]
        flags = zip(built["layers"], map(bool, built["layer_need_backward"]))
        if built["file"] != dropped:
            assert ours == [each for each in flags if "_split" not in each[0]], (built["file"], built["phase"])
        blobs = {param["layer"]: len(param["blobs"]) for param in built["params"]}
        assert {layer.name: blobs_of(layer) for layer in graph.layers if blobs_of(layer)} == blobs, built["file"]
