"""Over real files: checks and fixes never fail, converge, keep every comment, and safe ones keep the net.

The check of a safe fix is written here a second time, on protobuf messages, so that it shares no code with the
proof: the same layers in the same order in every state, with the same names, blobs, parameters and settings.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from google.protobuf import text_format

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.schema import messages
from bnlint.fixer.fix import FixResult, fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from tests.corpus import names, needs_corpus, read

pytestmark = needs_corpus

STRING_OR_COMMENT = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\r\n]*""")


def comments(text: str) -> Counter[str]:
    return Counter(m[0].rstrip() for m in STRING_OR_COMMENT.finditer(text) if m[0][0] == "#")


@cache
def source(name: str) -> Source:
    return Source.from_bytes(read(name), name)


@pytest.mark.parametrize("name", names())
def test_fix(name: str) -> None:
    original = source(name)
    assert not check(original, Settings()).bugs
    for unsafe in (False, True):
        # upgrades change the format; test_upgrade_text.py holds them against Caffe's own
        settings = Settings(unsafe_fixes=unsafe, ignore=() if unsafe else ("OLD",))
        made = fix(original, settings)
        assert not made.result.bugs
        assert not fix(made.source, settings).applied
        assert not comments(original.text) - comments(made.source.text)
        assert len(made.result.document.faults) <= len(made.original.document.faults)
        untouched_lines_keep_their_bytes(original, made)
        if not unsafe and made.applied:
            same_net(original.text, made.source.text)


def untouched_lines_keep_their_bytes(original: Source, made: FixResult) -> None:
    before, after = original.encode(), made.source.encode()
    if not made.applied:
        assert before == after
    ends = {line[-2:] == b"\r\n" for line in before.splitlines(keepends=True) if line.endswith(b"\n")}
    if len(ends) == 1:
        assert {line[-2:] == b"\r\n" for line in after.splitlines(keepends=True) if line.endswith(b"\n")} <= ends
    assert after.endswith(b"\n") == before.endswith(b"\n") or not after


def same_net(before: str, after: str) -> None:
    """Where BVLC's schema reads both texts: the same net in TRAIN and TEST, as Caffe builds it."""
    nets = []
    for text in (before, after):
        net = message_class(messages.schema())()
        try:
            text_format.Parse(text, net)
        except (text_format.ParseError, ValueError):
            return
        nets.append(net)
    phases = run_in(nets[0])
    for phase in phases:
        one, two = ([as_built(layer, phase) for layer in net.layer if exists(layer, phase)] for net in nets)
        assert one == two, phase
    for net in nets:
        net.ClearField("layer")
    assert nets[0] == nets[1]


def run_in(net: Any) -> list[str]:
    """The phases for which the net has a source of data; both if it has none at all."""
    phases = [
        phase
        for phase in ("TRAIN", "TEST")
        if any(not layer.bottom and layer.top and exists(layer, phase) for layer in net.layer)
    ]
    return phases or ["TRAIN", "TEST"]


def exists(layer: Any, phase: str) -> bool:
    """By phase alone; a rule of levels or stages counts as not met without any stage."""

    def met(rule: Any) -> bool:
        if rule.HasField("phase") and ("TRAIN", "TEST")[rule.phase] != phase:
            return False
        return not rule.stage and not rule.min_level > 0 and not (rule.HasField("max_level") and rule.max_level < 0)

    if len(layer.include):
        return any(map(met, layer.include))
    return not any(map(met, layer.exclude))


def as_built(layer: Any, phase: str) -> tuple[Any, ...]:
    """(type, name, bottoms, tops, rates of each blob, everything else) as Caffe has them after its upgrade."""
    rest = type(layer)()
    rest.CopyFrom(layer)
    rates = [(spec.lr_mult, spec.decay_mult, spec.name, spec.share_mode) for spec in layer.param]
    if layer.type == "BatchNorm":
        if len(rates) in (0, 3):
            rates = [(0.0, 0.0, *spec[2:]) for spec in rates or [(0, 0, "", 0)] * 3]
        own = ("TRAIN", "TEST")[layer.phase] if layer.HasField("phase") else phase
        settings = layer.batch_norm_param
        stored = settings.use_global_stats if settings.HasField("use_global_stats") else own == "TEST"
        rest.batch_norm_param.use_global_stats = stored
    for field in ("name", "type", "bottom", "top", "param", "include", "exclude"):
        rest.ClearField(field)
    return (
        layer.type,
        layer.name,
        list(layer.bottom),
        list(layer.top),
        rates,
        rest.SerializeToString(deterministic=True),
    )
