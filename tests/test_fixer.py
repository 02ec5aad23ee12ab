"""Fixing converges, is proved, and keeps everything else as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bnlint.checks import registry
from bnlint.checks.context import NetContext
from bnlint.fixer import proof_rounds
from bnlint.fixer.fix import FixResult, fix
from bnlint.linter.settings import Settings
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Edit
from bnlint.text.source import Source

DATA = """layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } }
layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TEST } }
layer {
  name: "conv1" type: "Convolution" bottom: "data" top: "conv1" convolution_param { num_output: 8 }
}
"""
SCALE = """layer {
  name: "scale1"
  type: "Scale"
  bottom: "conv1"
  top: "conv1"
  scale_param { bias_term: true }
}
"""
LOSS = """layer { name: "relu" type: "ReLU" bottom: "conv1" top: "conv1" }
layer { name: "fc" type: "InnerProduct" bottom: "conv1" top: "fc" inner_product_param { num_output: 2 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
"""


def batch_norm(*more: str, name: str = "bn1") -> str:
    lines = [f'name: "{name}"', 'type: "BatchNorm"', 'bottom: "conv1"', 'top: "conv1"', *more]
    return "layer {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


TRIPLE = ["param { lr_mult: 0 }"] * 3
FALSE, TRUE = (f"batch_norm_param {{ use_global_stats: {value} }}" for value in ("false", "true"))
IN_TRAIN, IN_TEST = (f"include {{ phase: {phase} }}" for phase in ("TRAIN", "TEST"))
BAD = DATA + batch_norm(*TRIPLE, FALSE) + LOSS


def run(text: str, unsafe: bool = True, select: str = "BN1 BN2 BN3") -> FixResult:
    """Fixes `text`, and checks that nothing is left to fix in the result."""
    settings = Settings(select=tuple(select.split()), unsafe_fixes=unsafe)
    made = fix(Source(text), settings)
    assert not made.result.bugs
    again = fix(made.source, settings)
    assert not again.applied
    assert again.source is made.source
    return made


@pytest.mark.parametrize(
    ("before", "after", "applied"),
    [
        (batch_norm() + SCALE, batch_norm() + SCALE, ""),
        (batch_norm(*TRIPLE, FALSE), batch_norm() + SCALE, "BN201 BN301 BN101"),
        (batch_norm(*TRIPLE) + SCALE, batch_norm() + SCALE, "BN201"),
        # lr_mult and decay_mult are set to 0, then all three blocks are removed
        (batch_norm("param { lr_mult: 1 decay_mult: 1 }", *TRIPLE[1:]) + SCALE, batch_norm() + SCALE, "BN203 BN201"),
        # a pair becomes one layer, which gets one Scale
        (batch_norm(IN_TRAIN, FALSE) + batch_norm(IN_TEST, TRUE), batch_norm() + SCALE, "BN304 BN101"),
        (batch_norm(IN_TRAIN) + batch_norm(IN_TEST, name="bn1_test"), batch_norm() + SCALE, "BN305 BN101"),
        (batch_norm(IN_TRAIN, TRUE) + batch_norm(IN_TEST, FALSE) + SCALE, batch_norm() + SCALE, "BN306"),
    ],
)  # fmt: skip
def test_fixes_converge(before: str, after: str, applied: str) -> None:
    made = run(DATA + before + LOSS)
    assert made.source.text == DATA + after + LOSS
    assert [rule for rule, _ in made.applied] == applied.split()


def test_both_halves_of_a_pair_share_a_new_scale() -> None:
    """The halves differ, so both stay; the Scale is for both and needs no phase rule."""
    pair = batch_norm(IN_TRAIN, "batch_norm_param { eps: 0.001 }") + batch_norm(IN_TEST)
    assert run(DATA + pair + LOSS).source.text == DATA + pair + SCALE + LOSS


@pytest.mark.parametrize("rule", [IN_TRAIN, IN_TEST, "exclude { phase: TEST }", 'include { stage: "a" }'])
def test_new_scale_exists_in_the_states_of_its_batch_norm(rule: str) -> None:
    scale = SCALE.replace("  scale_param", f"  {rule}\n  scale_param")
    assert run(DATA + batch_norm(rule) + LOSS).source.text == DATA + batch_norm(rule) + scale + LOSS


def test_only_safe_fixes_by_default() -> None:
    made = run(BAD, unsafe=False)
    assert made.source.text == DATA + batch_norm(FALSE) + LOSS
    assert {d.rule for d in made.result.diagnostics} == {"BN101", "BN301"}


def test_safe_fixes_come_first() -> None:
    assert [rule for rule, _ in run(BAD).applied] == ["BN201", "BN301", "BN101"]


def test_nothing_to_fix_returns_the_same_source() -> None:
    source = Source(DATA + batch_norm() + SCALE + LOSS)
    made = fix(source, Settings(select=("BN1", "BN2", "BN3")))
    assert made.source is source
    assert not made.applied


def test_a_fix_is_applied_as_a_whole() -> None:
    """Merging a pair removes the phase rule of one half, and the other half: never only one of the two."""
    text = DATA + batch_norm(IN_TRAIN, FALSE) + batch_norm(IN_TEST, TRUE) + SCALE + LOSS
    text = text.replace(IN_TEST + "\n", IN_TEST + " # why\n")
    made = run(text, unsafe=False)
    assert made.source.text == DATA + batch_norm() + "# why\n" + SCALE + LOSS


WRONG = {
    "changes a field": lambda text: [Edit(text.index("output: 8"), text.index("output: 8") + 9, "output: 9")],
    "loses a comment": lambda text: [Edit(text.index("# kept"), text.index("# kept") + 6, "")],
    "breaks the syntax": lambda text: [Edit(len(text), len(text), "}")],
    "never ends": lambda text: [Edit(len(text), len(text), "# more\n")],
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_fix_is_reported_and_left_out(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All other fixes of the file are applied, unless the wrong one never ends."""

    def check(ctx: NetContext) -> Iterator[Diagnostic]:
        edits = WRONG[wrong](ctx.text)
        yield ctx.report("BN201", ctx.net.layers[0], "wrong", ctx.fix("BN201", "Do wrong", edits))

    monkeypatch.setitem(registry.NET_CHECKS, "BN201", check)
    source = Source("# kept\n" + BAD)
    made = fix(source, Settings(select=("BN201", "BN101"), unsafe_fixes=True))
    (bug,) = made.result.bugs
    assert "BN201" in bug
    if wrong == "never ends":
        assert made.source is source
        assert not made.applied
        assert {d.rule for d in made.result.diagnostics} == {"BN101", "BN201"}
    else:
        assert made.source.text == fix(source, Settings(select=("BN101",), unsafe_fixes=True)).source.text
        assert {rule for rule, _ in made.applied} == {"BN101"}


def test_a_proof_that_fails_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no proof")

    monkeypatch.setattr(proof_rounds, "prove", fail)
    made = fix(Source(BAD), Settings(select=("BN201",)))
    assert not made.applied
    assert made.result.bugs
    assert all(bug.endswith("not applied: its proof failed: RuntimeError: no proof") for bug in made.result.bugs)


def test_only_the_refused_fixes_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many fixes of one round, one of which its proof refuses; and a rule whose fixes are all wrong."""

    def check(ctx: NetContext) -> Iterator[Diagnostic]:
        for match in re.finditer("lr_mult: 0(?= )", ctx.text):
            new = "lr_mult: 1" if ctx.text.startswith(" # wrong", match.end()) else "lr_mult: 0.0"
            name = f"in {ctx.text.count(chr(10), 0, match.start())}"
            edits = [Edit(*match.span(), new)]
            yield ctx.report("BN201", ctx.net.layers[0], name, ctx.fix("BN201", name, edits))

    monkeypatch.setitem(registry.NET_CHECKS, "BN201", check)
    params = "\n".join(f"param {{ lr_mult: 0 {'# wrong' * (n in (5, 12))}\n}}" for n in range(20))
    text = DATA + 'layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" ' + params + " }\n" + LOSS
    made = fix(Source(text), Settings(select=("BN201",)))
    assert made.source.text.count("lr_mult: 0.0") == 18
    assert len(made.result.bugs) == 2

    made = fix(Source(text.replace("lr_mult: 0 ", "lr_mult: 0 # wrong ")), Settings(select=("BN201",)))
    assert not made.applied
    assert len(made.result.bugs) == 3


def test_overlapping_fixes_are_applied_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(rule: str, old: str, new: str) -> None:
        def check(ctx: NetContext) -> Iterator[Diagnostic]:
            at = ctx.text.find(old)
            if at >= 0:
                edits = [Edit(at, at + len(old), new)]
                yield ctx.report(rule, ctx.net.layers[0], old, ctx.fix(rule, f"{old} to {new}", edits))

        monkeypatch.setitem(registry.NET_CHECKS, rule, check)

    replace("BN201", "lr_mult: 0 }", "lr_mult: 0}")
    replace("BN203", "{ lr_mult: 0", "{lr_mult: 0")
    made = run(DATA + batch_norm(*TRIPLE[:1]) + LOSS, select="BN201 BN203")
    assert made.source.text == DATA + batch_norm("param {lr_mult: 0}") + LOSS
    assert [rule for rule, _ in made.applied] == ["BN203", "BN201"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: ("# 卷积\n" + text).encode(),
        lambda text: ("# 卷积\n" + text.replace('"data"\n', '"data" # 数据\n')).encode("gbk"),
        lambda text: ("# \x80\xff\n" + text).encode("latin-1"),
        lambda text: text.replace("  ", "\t").encode(),
    ],
    ids=["plain", "crlf", "no last newline", "utf-8", "gbk", "latin-1", "tabs"],
)
def test_all_other_bytes_are_kept(encode) -> None:  # type: ignore[no-untyped-def]
    settings = Settings(select=("BN201",))
    made = fix(Source.from_bytes(encode(BAD)), settings)
    assert made.applied
    assert made.source.encode() == encode(BAD.replace("".join(f"  {line}\n" for line in TRIPLE), ""))


def test_byte_order_mark_is_removed() -> None:
    made = fix(Source.from_bytes(b"\xef\xbb\xbf" + BAD.encode()), Settings(select=("SYN001",)))
    assert made.source.encode() == BAD.encode()
