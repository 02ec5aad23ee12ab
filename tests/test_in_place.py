"""In place: bnlint's findings agree with gradient checks of 1,520 pairs of layers."""

from __future__ import annotations

import pytest

from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.graph.memory import broken, keeps_data, memories
from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema import messages
from bnlint.caffe.state import NetState
from bnlint.fixer.fix import FixResult, fix
from bnlint.fixer.proof import ProofError, prove
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.rules import catalog
from bnlint.text.edits import Edit
from bnlint.text.source import Source
from tests.in_place_gradients import EXPECTED, LAYERS, SUCCESSORS

#: The rules about values that Backward needs: near batch normalization, and elsewhere.
BOTH = ("BN401", "NET112")
TRAIN, TEST = NetState("TRAIN", 0, frozenset()), NetState("TEST", 0, frozenset())
HEAD = """
layer { name: "data" type: "Input" top: "data" top: "label" top: "factor"
  input_param { shape { dim: 4 dim: 3 dim: 6 dim: 6 } } }
layer { name: "pre" type: "Convolution" bottom: "data" top: "pre"
  convolution_param { num_output: 3 kernel_size: 1 } }
"""
TAIL = """
layer { name: "post" type: "Convolution" bottom: "%s" top: "post"
  convolution_param { num_output: 3 kernel_size: 1 } }
layer { name: "loss" type: "EuclideanLoss" bottom: "post" bottom: "label" }
"""


def layer(kind: str, name: str, bottom: str) -> tuple[str, str]:
    """(the text of a layer, its top)."""
    type_, _, fields = LAYERS[kind.rstrip("*")].partition(" ")
    top = bottom if kind.endswith("*") else name
    second = 'bottom: "factor"' if kind.rstrip("*").endswith("2") and kind not in ("Power.2", "Swish.b2") else ""
    return f'layer {{ name: "{name}" type: "{type_}" bottom: "{bottom}" {second} top: "{top}" {fields} }}\n', top


def chain(*kinds: str) -> str:
    """A training net with a chain of layers of these kinds; an asterisk means in place."""
    text, blob = HEAD, "pre"
    for number, kind in enumerate(kinds):
        more, blob = layer(kind, f"l{number}", blob)
        text += more
    return text + TAIL % blob


def graph(text: str, state: NetState = TRAIN) -> BlobGraph:
    document = parse(text)
    assert not document.faults
    return BlobGraph(read_net(document, messages.schema()), state)


def spoiled(text: str, cudnn: bool = False) -> list[tuple[str, str]]:
    """(a layer whose Backward breaks, the layer that overwrites what it reads) for each broken use of memory."""
    return [
        (use.layer.name, write.layer.name)
        for memory in memories(graph(text))
        for use, write in broken(memory, "bvlc-1.0")
        if cudnn or not use.cudnn
    ]


def findings(text: str, *rules: str, target: str = "bvlc-1.0") -> list[tuple[str, str]]:
    result = check(Source(text), Settings(select=rules or BOTH, target=target))
    assert not result.bugs
    return [(d.severity.word, d.message) for d in result.diagnostics]


def test_table_is_complete() -> None:
    assert len(EXPECTED) * len(SUCCESSORS) == 1520
    assert all(len(row) == len(SUCCESSORS) for row in EXPECTED.values())
    assert {name.rstrip("*") for name in EXPECTED} == set(LAYERS)


@pytest.mark.parametrize("producer", EXPECTED)
def test_pairs_agree_with_gradient_checks(producer: str) -> None:
    for successor, expected in zip(SUCCESSORS, EXPECTED[producer]):
        text = chain(producer, successor + "*")
        wrong = expected in "Bb"
        assert spoiled(text) == ([("l0", "l1")] if wrong else []), (producer, successor)
        touches = any(kind.startswith(("BatchNorm", "Scale", "Bias")) for kind in (producer, successor))
        for rule, its in (("BN401", touches), ("NET112", not touches)):
            errors = [message for severity, message in findings(text, rule) if severity == "error"]
            assert bool(errors) == (wrong and its), (producer, successor, errors)


@pytest.mark.parametrize(
    "kinds",
    [
        "BatchNorm* Scale* ReLU*",
        "BatchNorm* Scale* ReLU* Dropout*",
        "BatchNorm Scale* ReLU*",
        "BatchNorm* Scale* PReLU*",
        "BatchNorm* Scale* ELU*",
        "BatchNorm* Scale* Sigmoid*",
        "BatchNorm* Scale* ReLU.slope+*",
        "BatchNorm* Scale* Bias* ReLU*",
        "BatchNorm* BatchNorm*",
        "Scale* Scale*",
        "ReLU BatchNorm* Scale*",
        "EltSUM2 BatchNorm* Scale* ReLU*",
        "MaxPool BatchNorm*",
        "PReLU* Dropout* BatchNorm*",
        "BatchNorm* Power.neg Concat2 Scale* ReLU*",
    ],
)
def test_correct_chains(kinds: str) -> None:
    text = chain(*kinds.split())
    assert spoiled(text) == []
    assert "error" not in [severity for severity, _ in findings(text)]


@pytest.mark.parametrize(
    ("kinds", "victim", "by"),
    [
        ("ReLU* Dropout* BatchNorm*", 0, 2),
        ("ReLU* Dropout* Scale*", 0, 2),
        ("ReLU* TanH* BatchNorm*", 0, 2),
        ("ReLU* PReLU* BatchNorm*", 0, 2),
        ("BatchNorm* ReLU* Scale*", 1, 2),
        ("ReLU* BatchNorm* Scale*", 0, 1),
        ("Sigmoid* Dropout*", 0, 1),
        ("TanH Dropout*", 0, 1),
        ("ELU* Dropout*", 0, 1),
        # through layers that share memory
        ("Sigmoid Reshape Scale*", 0, 2),
        ("ReLU* Flatten BatchNorm*", 0, 2),
        ("Sigmoid Split1 Scale*", 0, 2),
        ("TanH Concat1 BatchNorm*", 0, 2),
        ("ReLU* Slice1 Scale*", 0, 2),
        ("LRN Flatten Reshape BatchNorm*", 0, 3),
    ],
)
def test_wrong_chains(kinds: str, victim: int, by: int) -> None:
    text = chain(*kinds.split())
    assert (f"l{victim}", f"l{by}") in spoiled(text)
    normalizes = any(name in kinds for name in ("BatchNorm", "Scale"))
    assert (len(findings(text, "BN401")), len(findings(text, "NET112"))) == (normalizes, not normalizes)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("Power.id", "gradients"),
        ("Power.scale", "gradients"),
        ("Power.2", "gradients"),
        ("Power.0", ""),
        ("Power.sc0", ""),
        ("Log", "gradients"),
        ("BNLL", "gradients"),
        ("Clip", "gradients"),
        ("MVN", "gradients"),
        ("MVN.novar", ""),
        ("EltPROD2", "gradients"),
        ("EltSUM2", "outputs"),
        ("EltMAX2", "outputs"),
        ("LRN", "outputs"),
        ("LRN.within", "gradients"),
        ("InnerProduct", "outputs"),
        ("Convolution", "outputs"),
        ("MaxPool1", "outputs"),
        ("AvePool1", "outputs"),
        ("ReLU.slope-", "gradients"),
        ("ELU.a-", "gradients"),
        ("AbsVal", "does not allow in-place computation"),
        ("Flatten", "does not allow in-place computation"),
        ("Reshape", "does not allow in-place computation"),
        ("Split1", "does not allow in-place computation"),
        ("Concat1", ""),
        ("Slice1", ""),
        *((kind, "") for kind in SUCCESSORS),
    ],
)
def test_layers_that_break_their_own_values(kind: str, verdict: str) -> None:
    messages_ = [message for _, message in findings(chain(kind + "*"))]
    assert len(messages_) == bool(verdict)
    assert verdict in "".join(messages_)


@pytest.mark.parametrize(
    ("kinds", "rules"),
    [
        ("Power.2*", "NET112"),
        ("Power.2* ReLU*", "NET112"),
        ("Power.2* BatchNorm*", "BN401"),
        ("BatchNorm* Scale* Power.2*", "BN401"),
        ("BatchNorm Power.2*", "BN401"),  # its output is overwritten
        ("Power.2* Power.2 BatchNorm*", "NET112"),  # in another memory
        ("Scale Flatten Power.2*", "BN401"),
        ("Sigmoid Dropout*", "NET112"),
        ("Sigmoid Dropout* BatchNorm*", "BN401"),
        ("BatchNorm Scale ReLU*", ""),
    ],
)
def test_what_has_nothing_to_do_with_batch_normalization_is_another_rules(kinds: str, rules: str) -> None:
    result = check(Source(chain(*kinds.split())), Settings(select=BOTH, target="bvlc-1.0"))
    assert " ".join({each.rule for each in result.diagnostics if each.severity.word == "error"}) == rules


BRANCHES = """
layer {{ name: "share" type: "Flatten" bottom: "pre" top: "flat" }}
{before}
layer {{ name: "scale" type: "Scale" bottom: "flat" top: "flat" }}
{after}
layer {{ name: "one" type: "InnerProduct" bottom: "flat" top: "one" inner_product_param {{ num_output: 3 }} }}
layer {{ name: "two" type: "InnerProduct" bottom: "a" top: "two" inner_product_param {{ num_output: 3 }} }}
layer {{ name: "loss1" type: "EuclideanLoss" bottom: "one" bottom: "label" }}
layer {{ name: "loss2" type: "EuclideanLoss" bottom: "two" bottom: "label" }}
"""


@pytest.mark.parametrize("kind", ["Convolution", "InnerProduct", "ReLU", "Scale", "Sigmoid", "BatchNorm"])
def test_branches_with_shared_memory(kind: str) -> None:
    """A reader after the layer in place gets wrong values; one before it may compute wrong gradients."""
    reader = layer(kind, "a", "pre")[0]
    after = HEAD + BRANCHES.format(before="", after=reader)
    assert [message for _, message in findings(after, "NET111")] == [
        f"Scale 'scale' works in place on 'flat', which shares its memory with 'pre': {kind} 'a' comes later and "
        "silently reads the overwritten values. Give 'scale' a top of its own."
    ]
    before = HEAD + BRANCHES.format(before=reader, after="")
    assert findings(before, "NET111") == []
    wrong = kind not in ("Sigmoid", "BatchNorm")
    assert spoiled(before) == ([("a", "scale")] if wrong else [])
    assert len(findings(before)) == wrong


def test_dropout_in_test_and_a_second_relu_change_nothing() -> None:
    text = chain("ReLU*", "Flatten", "ReLU*", "Dropout*")
    kept = {
        state.phase: [keeps_data(memory, write) for memory in memories(graph(text, state)) for write in memory.writes]
        for state in (TRAIN, TEST)
    }
    assert kept == {"TRAIN": [False, True, False], "TEST": [False, True, True]}


def test_dropout_breaks_a_relu_with_another_reader() -> None:
    """Dropout does not break a ReLU in place if the gradient of the ReLU comes only from the Dropout."""
    reader = layer("Convolution", "a", "pre")[0]
    text = (HEAD + layer("ReLU*", "relu", "pre")[0] + BRANCHES.format(before=reader, after="")).replace(
        'type: "Scale"', 'type: "Dropout"'
    )
    assert spoiled(text) == [("relu", "scale"), ("a", "scale")]


@pytest.mark.parametrize(
    ("engine", "target", "severities"),
    [
        ("DEFAULT", "bvlc-1.0", ["warning"]),
        ("CUDNN", "bvlc-1.0", ["warning"]),
        ("CAFFE", "bvlc-1.0", []),
    ],
)
def test_engine_of_a_relu(engine: str, target: str, severities: list[str]) -> None:
    text = chain("ReLU", "BatchNorm*").replace('type: "ReLU"', f'type: "ReLU" relu_param {{ engine: {engine} }}')
    assert [severity for severity, _ in findings(text, target=target)] == severities


@pytest.mark.parametrize("kind", ["MaxPool", "LRN", "Sigmoid"])
def test_no_finding_if_no_earlier_layer_learns(kind: str) -> None:
    text = chain(kind, "BatchNorm*").replace(
        'top: "pre"\n', 'top: "pre" param { lr_mult: 0 } param { lr_mult: 0 }\n', 1
    )
    assert findings(text) == []
    statistics = text.replace('type: "Convolution" bottom: "data"', 'type: "BatchNorm" bottom: "data"', 1)
    assert "lr_mult" in statistics
    assert findings(statistics) == []  # a BatchNorm does not learn its statistics


def fixed(text: str) -> FixResult:
    return fix(Source(text), Settings(select=BOTH, unsafe_fixes=True))


def test_fix_of_every_broken_pair_is_proved() -> None:
    for producer, row in EXPECTED.items():
        for successor, expected in zip(SUCCESSORS, row):
            if expected == "B":
                near = any(kind.startswith(("BatchNorm", "Scale", "Bias")) for kind in (producer, successor))
                made = fixed(chain(producer, successor + "*"))
                assert [rule for rule, _ in made.applied] == ["BN401" if near else "NET112"], (producer, successor)
                assert made.result.diagnostics == made.result.bugs == []
                assert spoiled(made.source.text) == []


def test_fix_renames_later_bottoms_and_tops() -> None:
    made = fixed(chain("Sigmoid*", "BatchNorm*", "Scale*", "ReLU*"))
    after = graph(made.source.text).layers
    wires = [(layer.name, layer.bottoms[0], layer.tops[0]) for layer in after[2:-1]]
    assert wires == [
        ("l0", "pre", "pre"),
        ("l1", "pre", "l1"),
        ("l2", "l1", "l1"),
        ("l3", "l1", "l1"),
        ("post", "l1", "post"),
    ]


def test_fix_uses_a_free_name() -> None:
    text = chain("Sigmoid*", "BatchNorm*").replace('"post"', '"l1"')
    assert 'top: "l1_2"' in fixed(text).source.text


@pytest.mark.parametrize("wrong", ['bottom: "pre" top: "l1"', 'bottom: "data" top: "pre"'])
def test_wrong_renaming_is_rejected(wrong: str) -> None:
    """Renaming must not change which layer reads which output."""
    old = chain("Sigmoid*", "BatchNorm*", "Scale*")
    good = fixed(old).source.text
    rules = [catalog.rules()["BN401"]]
    bad = good.replace('name: "l2" type: "Scale" bottom: "l1"  top: "l1"', f'name: "l2" type: "Scale" {wrong}')
    assert bad != good
    for text, proved in ((good, True), (bad, False)):
        edits = [Edit(0, len(old), text)]
        if proved:
            prove(parse(old), parse(text), edits, rules, "net", messages.schema(), messages.schema())
        else:
            with pytest.raises(ProofError, match="changed in TRAIN"):
                prove(parse(old), parse(text), edits, rules, "net", messages.schema(), messages.schema())
