"""OpenFile sees a net in the states in which the linter checks it."""

from __future__ import annotations

from pathlib import Path

from bnlint.caffe.state import TEST, TRAIN
from bnlint.linter.settings import Settings
from bnlint.lsp import hints, hover, navigation
from bnlint.lsp.open_file import OpenFile
from bnlint.text.source import Source

NET = """\
layer { name: "data" type: "Data" top: "data" top: "label" data_param { source: "x" batch_size: 1 } }
layer { name: "train" type: "ReLU" bottom: "data" top: "data" include { phase: TRAIN } }
layer { name: "fine" type: "TanH" bottom: "data" top: "data" include { stage: "fine" } }
layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip" inner_product_param { num_output: 2 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
"""
CURSOR = NET.index('"data" top: "ip"')


def opened(text: str, *kinds: str, path: Path | None = None) -> OpenFile:
    uri = path.as_uri() if path is not None else "untitled:net.prototxt"
    return OpenFile(uri, Source(text, str(path or "net.prototxt")), Settings(kinds=kinds))


def phases(file: OpenFile) -> set[str]:
    return {graph.state.phase for graph in file.graphs}


def producers(file: OpenFile) -> list[str]:
    lines = [file.text[:start].rpartition("\n")[2] for start, _ in navigation.definition(file, CURSOR)]
    return [line.partition('"')[2].partition('"')[0] for line in lines]


def test_graphs_of_a_declared_deploy_net_are_those_of_test() -> None:
    assert phases(opened(NET)) == {TRAIN, TEST}
    assert producers(opened(NET)) == ["data", "train", "fine"]
    assert phases(opened(NET, "deploy")) == {TEST}
    assert producers(opened(NET, "deploy")) == ["data", "fine"]


def test_graphs_are_built_in_the_states_of_solvers(tmp_path: Path) -> None:
    path = tmp_path / "net.prototxt"
    path.write_text(NET, encoding="utf-8")
    states = {graph.state.stages for graph in opened(NET, path=path).graphs}
    assert frozenset({"fine", "more"}) not in states
    (tmp_path / "solver.prototxt").write_text(
        'net: "net.prototxt"\ntrain_state { stage: "fine" stage: "more" }\n'
        'test_state { stage: "more" }\ntest_iter: 1\ntest_interval: 1\n',
        encoding="utf-8",
    )
    file = opened(NET, path=path)
    assert file.context is not None
    assert {state.stages for state in file.context.purpose.solver_states} == {
        frozenset({"fine", "more"}),
        frozenset({"more"}),
    }
    text, _, _ = hover.hover(file, NET.index("TanH")) or ("", 0, 0)
    assert "TRAIN with stages fine, more" in text


def test_hints_and_hover_name_the_states_that_are_linted() -> None:
    net = NET.replace("include { phase: TRAIN }", "exclude { phase: TRAIN }")
    assert hints.hints(opened(net), 0, len(net))[0].label == "TEST"
    deployed = opened(net, "deploy")
    assert [hint.label for hint in hints.hints(deployed, 0, len(net))] == ["TEST with stage fine"]
    text, _, _ = hover.hover(deployed, net.index("ReLU")) or ("", 0, 0)
    assert "exists in TEST, TEST with stage fine" in text
    assert "TRAIN" not in text


def test_a_layer_of_another_phase_is_marked_as_not_linted() -> None:
    assert [hint.label for hint in hints.hints(opened(NET, "deploy"), 0, len(NET))] == [
        "TRAIN, not linted",
        "TEST with stage fine",
    ]
