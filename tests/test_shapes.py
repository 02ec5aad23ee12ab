"""Inferred shapes and refusals, compared with what real Caffe made of the same nets."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache
from typing import Any

import bnlint
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.net.layers import Layer, Net
from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.shapes.dims import UNSHAPED, Unknown
from bnlint.caffe.shapes.infer import Inference
from bnlint.caffe.shapes.plan import Plan, has_empty
from bnlint.caffe.shapes.result import StateShapes
from bnlint.caffe.state import NetState
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source
from tests import corpus
from tests.corpus import needs_corpus
from tests.shape_cases import cases, needs_cases, stubbed

PYTHON = "Unknown layer type: Python"
TARGETS = {"netinit": "bvlc-1.0", "netinit-ssd": "ssd"}


def missing(path: str) -> bool:
    """The nets were built where no other file was."""
    return True


def inferred(net: Net, state: NetState, **how: Any) -> StateShapes:
    return Inference(net, net.schema, is_missing=missing, **how).shapes(BlobGraph(net, state))


def listed(shape: Any) -> list[Any] | None:
    """A shape as JSON writes it."""
    return None if shape is None else list(shape)


def table(agreed: Counter[str], total: Counter[str]) -> str:
    """How many nets agree, by kind; those that all do together in one line."""
    rows = [f"{'nets that agree':<28}{'':>6}"]
    rows += [f"{kind:<28}{agreed[kind]:>6} of {total[kind]}" for kind in sorted(total) if agreed[kind] < total[kind]]
    return "\n".join([*rows, f"{'all ' + str(len(total)) + ' kinds':<28}{agreed.total():>6} of {total.total()}"])


# ---- single layers and small nets


def differs(case: dict[str, Any], found: StateShapes) -> str:
    """How the inference differs from what Caffe did; empty if it does not."""
    first = found.refusals[0] if found.refusals else None
    if case["ok"]:
        if first is not None:
            return f"refused: {first.text}"
        made = {
            "tops": {name: listed(shape) for name, shape in found.blobs.items()},
            "params": [listed(shape) for built in found.layers for shape in built.params or ()],
            "splits": {name: listed(shape) for name, shape in found.splits.items()},
            "param_count": found.param_count,
            "learnable_count": found.learnable_count,
            "data_bytes": found.data_bytes,
        }
        return " ".join(key for key, value in made.items() if key in case and case[key] != value)
    if first is None:
        return "built"
    if "crash" in case:
        return "" if first.about == "crash" else first.text
    return "" if (first.text, first.name or None) == (case["error"], case["layer"]) else f"{first.name}: {first.text}"


@needs_cases
def test_every_case_is_as_in_caffe() -> None:
    agreed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong = []
    for case in cases():
        net = read_net(parse(case["prototxt"]), schema())
        why = differs(case, inferred(net, NetState(case["phase"])))
        total[case["type"]] += 1
        agreed[case["type"]] += not why
        if why:
            wrong.append(f"{case['id']}: {why}")
    print("\n" + table(agreed, total))
    assert wrong == []


@needs_cases
def test_the_public_function_says_the_same() -> None:
    wrong = []
    for case in cases():
        found = bnlint.infer_shapes(case["prototxt"], case["phase"])
        if case["ok"]:
            tops = {name: listed(shape) for name, shape in found.blobs.items()}
            params = [listed(shape) for shapes in found.params.values() for shape in shapes or ()]
            agrees = found.error is None and (tops, params) == (case["tops"], case["params"])
        elif "crash" in case:
            agrees = case["crash"] in str(found.error)
        else:
            agrees = (found.error, found.layer) == (case["error"], case["layer"])
        if not agrees:
            wrong.append(case["id"])
    assert wrong == []


# ---- real nets


@cache
def _net(name: str, oracle: str) -> Net:
    return read_net(parse(Source.from_bytes(corpus.read(name)).text), schema(TARGETS[oracle]))


def is_shown(row: dict[str, Any]) -> bool:
    """Whether the file shows why Caffe refuses the net: not whether it was built with Python layers, and not what
    layers check that only a fork has."""
    if row["ok"]:
        return True
    general = ("Unknown bottom", "Check failed: registry")
    return PYTHON not in row["error"] and (row["oracle"] == "netinit" or row["error"].startswith(general))


def real_difference(row: dict[str, Any]) -> str:
    """How the shapes of a real net differ from those of Caffe; empty if they do not."""
    net = _net(row["file"], row["oracle"])
    state = NetState(row["phase"], net.state.level, net.state.stages)
    graph = BlobGraph(net, state)
    found = Inference(net, net.schema, given=stubbed(graph, row), is_missing=missing).shapes(graph)
    first = found.refusals[0].text if found.refusals else None
    if not row["ok"]:
        error = re.sub(r"\(known types: .*\)", "(known types: ...)", row["error"])
        return "" if str(first).strip() == error.strip() else f"{first}, not {error}"
    if first is not None:
        return f"refused: {first}"
    blobs = {name: listed(shape) for name, shape in found.blobs.items()}
    params = [[listed(shape) for shape in built.params or ()] for built in found.layers if built.params != ()]
    expected = [[blob["shape"] for blob in layer["blobs"]] for layer in row["params"]]
    if params != expected or found.param_count != row["param_count"]:
        return "params"
    return "" if all(row["blobs"][name] == shape for name, shape in blobs.items()) else "blobs"


@needs_corpus
def test_every_real_net_is_as_in_caffe() -> None:
    agreed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong = []
    for row in corpus.builds():
        if not is_shown(row):
            continue
        kind = f"{row['oracle']} {row['phase']}"
        why = real_difference(row)
        total[kind] += 1
        agreed[kind] += not why
        if why:
            wrong.append(f"{row['file']} {row['phase']}: {why}")
    print("\n" + table(agreed, total))
    assert wrong == []


@needs_corpus
def test_nothing_that_caffe_built_is_refused_without_shapes() -> None:
    """Data layers are as in the file: their channels, and often their sides, are unknown."""
    refused = []
    for row in corpus.builds():
        net = _net(row["file"], row["oracle"])
        found = Inference(net, net.schema).shapes(BlobGraph(net, NetState(row["phase"])))
        replaced = {stub["layer"] for stub in row.get("stubbed", ())}
        if row["ok"]:
            refused += [f"{row['file']} {each}" for each in found.refusals if each.name not in replaced]
    assert refused == []


# ---- unknown dimensions


class Blanked(Inference):
    """An inference that forgets dimensions of what Input and DummyData layers make."""

    def __init__(self, net: Net, chance: random.Random) -> None:
        super().__init__(net, net.schema, is_missing=missing)
        self.chance = chance

    def outcome(self, layer: Layer, plan: Plan, bottoms: Any, kept: frozenset[int]) -> Any:
        outcome = super().outcome(layer, plan, bottoms, kept)
        if layer.type not in ("Input", "DummyData"):
            return outcome
        tops = tuple([self.forget(shape) for shape in outcome[0]])
        return (tops, *outcome[1:4], has_empty(tops))

    def forget(self, shape: Any) -> Any:
        if shape is None or shape is UNSHAPED or self.chance.random() < 0.1:
            return None if shape is not UNSHAPED else shape
        often = self.chance.choice((0.2, 0.5, 1.0))
        return tuple([Unknown() if self.chance.random() < often else dim for dim in shape])


def contradicts(blind: Any, full: Any) -> bool:
    """Whether a shape says a number that is not the true one."""
    if blind is None:
        return False
    return full is None or len(blind) != len(full) or any(type(a) is int and a != b for a, b in zip(blind, full))


@needs_cases
def test_what_is_forgotten_is_never_refused_and_never_another_number() -> None:
    chance = random.Random(11)
    wrong = []
    for case in cases():
        net, state = read_net(parse(case["prototxt"]), schema()), NetState(case["phase"])
        full = inferred(net, state)
        blind = Blanked(net, chance).shapes(BlobGraph(net, state))
        if full.refusals and full.refusals[0].layer is None:
            continue  # no layer was built
        stop = full.refusals[0].layer if full.refusals else None
        known = [each for each in blind.refusals if each.about not in ("bottoms", "rules", "upgrade")]
        if not full.refusals and known:
            wrong.append(f"{case['id']}: refused: {known[0].text}")
        for one, other in zip(blind.layers, full.layers):
            if stop is not None and (other.layer is stop or stop.index < other.layer.index):
                break
            if one.refusals:
                wrong.append(f"{case['id']}: refused: {one.refusals[0].text}")
            shapes = [*zip(one.tops, other.tops), *zip(one.params or (), other.params or ())]
            if any(contradicts(a, b) for a, b in shapes):
                wrong.append(f"{case['id']}: {one}, not {other}")
    assert wrong == []
