"""The findings in real nets, compared with what Caffe did when it built them, in TRAIN and in TEST."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from bnlint.caffe.net.read import read_net
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.schema.messages import schema
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.rules.catalog import rules
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.source import Source
from tests import corpus
from tests.corpus import needs_corpus

pytestmark = needs_corpus

#: The rules that must find Caffe's error, and the error. Its named groups must match the layer and the message.
KINDS = {
    "unknown bottom": (
        ("NET101",),
        r"(?P<quote>Unknown bottom blob '(?P<bottom>.*)' \(layer '(?P<layer>.*)', bottom index \d+\))",
    ),
    "duplicate top": (("NET102", "BN402"), r"(?P<quote>Top blob '.*' produced by multiple sources\.)"),
    "too many params": (
        ("NET109", "BN204"),
        r"(?P<quote>param_size <= num_param_blobs .* Too many params specified for layer (?P<layer>.*))",
    ),
    "number of bottoms or tops": (("NET105",), r"(?P<quote>\S+ [<>=]=.* Layer (?:takes|produces) .*)"),
    "unknown type": (("FLD106", "BN602"), r"Unknown layer type: (?P<type>\S+)"),
    "shared rates": (("NET108",), r"(?P<quote>Shared param '.*' has mismatched (?:lr|decay)_mult\.)"),
    "statistics": (("BN202",), r"(?P<quote>Cannot configure batch normalization statistics as layer parameters\.)"),
}
TARGETS = {"netinit": "bvlc-1.0", "netinit-ssd": "ssd"}

#: Why a finding may be missing.
PHASE = "the file has data only for the other phase"
PYTHON = "a Python layer: the file does not show whether Caffe was built with them"
STAGES = "its makers exist in this phase with stages, which were not set"


class Net:
    """One file, its findings and its layers."""

    def __init__(self, name: str, target: str) -> None:
        source = Source.from_bytes(corpus.read(name))
        names = {rule for kind, _ in KINDS.values() for rule in kind} & set(rules())
        result = check(source, Settings(select=("NET", "FLD", *names), target=target))
        assert not result.bugs
        net = read_net(result.document, schema(target))
        self.diagnostics = result.diagnostics
        self.layers = net.layers
        self.phases = {state.phase for state in Purpose(net).states}

    def layer_at(self, diagnostic: Diagnostic) -> tuple[str, str]:
        """Name and type of the layer that a finding is in."""
        for layer in self.layers:
            if layer.block.start <= diagnostic.span.start < layer.block.end:
                return layer.name, layer.type
        return "", ""

    def waits_for_a_stage(self, blob: str, phase: str) -> bool:
        """Whether a layer makes the blob in the phase, but only with a stage."""
        rules = [rule for layer in self.layers if blob in layer.tops for rule in layer.include]
        return any(rule.stages and rule.phase in (None, phase) for rule in rules)

    def holds_in(self, diagnostic: Diagnostic, phase: str) -> bool:
        """Whether the finding is about the phase, without stage and level; those on fields are about any state."""
        if diagnostic.states:
            return phase in diagnostic.states
        return phase in self.phases or not diagnostic.rule.startswith("NET")


@cache
def _net(name: str, oracle: str) -> Net:
    return Net(name, TARGETS[oracle])


def test_no_error_on_what_caffe_built() -> None:
    wrong = []
    for row in corpus.builds():
        if not row["ok"]:
            continue
        net = _net(row["file"], row["oracle"])
        replaced = {(stub["layer"], stub["type"]) for stub in row["stubbed"]}
        for diagnostic in net.diagnostics:
            rule = diagnostic.rule
            if diagnostic.severity < Severity.ERROR or not rule.startswith(("NET", "FLD")) or rule == "NET103":
                continue  # Caffe builds a net in which two layers have the same name, and then loads the wrong weights
            if net.holds_in(diagnostic, row["phase"]) and net.layer_at(diagnostic) not in replaced:
                wrong.append(f"{row['file']} {row['phase']}: {rule} {diagnostic.message}")
    assert wrong == []


def test_errors_of_caffe_are_found() -> None:
    table: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    missing = []
    for row in corpus.builds():
        kind, error = _kind(row)
        if error is None:
            continue
        net = _net(row["file"], row["oracle"])
        answer = _answer(net, row["phase"], kind, error)
        table[kind][answer] += 1
        if answer == "missing":
            missing.append(f"{row['file']} {row['phase']}: {row['error']}")
    print("\n" + _table(table))
    assert missing == []


def _kind(row: dict[str, Any]) -> tuple[str, re.Match[str] | None]:
    for kind, (_, words) in KINDS.items():
        error = None if row["ok"] else re.search(words, row["error"].strip())
        if error:
            return kind, error
    return "", None


def _answer(net: Net, phase: str, kind: str, error: re.Match[str]) -> str:
    groups = error.groupdict()
    words = " ".join(groups.get("quote", "").split())
    for diagnostic in net.diagnostics:
        if (
            diagnostic.rule not in KINDS[kind][0]
            or words not in diagnostic.message
            or not net.holds_in(diagnostic, phase)
        ):
            continue
        name, type_ = net.layer_at(diagnostic)
        if groups.get("layer", name) == name and groups.get("type", type_) == type_:
            return "found"
    if groups.get("type") == "Python":
        return PYTHON
    if "bottom" in groups and net.waits_for_a_stage(groups["bottom"], phase):
        return STAGES
    return "missing" if phase in net.phases else PHASE


def _table(table: dict[str, Counter[str]]) -> str:
    rows = [f"{'refused for':<28}{'nets':>6}{'found':>7}{'missing':>9}  excepted"]
    for kind, answers in table.items():
        excepted = "; ".join(f"{count}: {why}" for why, count in answers.items() if why not in ("found", "missing"))
        rows.append(f"{kind:<28}{answers.total():>6}{answers['found']:>7}{answers['missing']:>9}  {excepted}".rstrip())
    return "\n".join(rows)
