"""What holds for most layers of a type is said once: which findings are a group, and how each report shows it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

import bnlint
from bnlint.fixer import fix as fixer
from bnlint.linter.grouping import grouped
from bnlint.linter.settings import Settings
from bnlint.report import formats
from bnlint.run import serialize
from bnlint.run.job import lint_data
from bnlint.text.edits import apply_edits
from bnlint.text.source import Source
from tests.outcomes import written

if TYPE_CHECKING:
    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic

STATISTICS = "param { lr_mult: 0 }"


def net(*batch_norms: str) -> str:
    """A training net with a BatchNorm and its Scale for each text, which stands in the BatchNorm."""
    layers = [
        'layer { name: "d" type: "Data" top: "x" top: "label" include { phase: TRAIN } data_param { batch_size: 8 } }',
        'layer { name: "d" type: "Data" top: "x" top: "label" include { phase: TEST } data_param { batch_size: 8 } }',
        'layer { name: "c" type: "Convolution" bottom: "x" top: "c0" convolution_param { num_output: 8 pad: 1 } }',
    ]
    for n, text in enumerate(batch_norms):
        layers += [
            f'layer {{ name: "bn{n}" type: "BatchNorm" bottom: "c{n}" top: "b{n}" {text} }}',
            f'layer {{ name: "s{n}" type: "Scale" bottom: "b{n}" top: "c{n + 1}" scale_param {{ bias_term: true }} }}',
        ]
    last = f'layer {{ name: "loss" type: "SoftmaxWithLoss" bottom: "c{len(batch_norms)}" bottom: "label" top: "loss" }}'
    return "\n".join(["", *layers, last, ""])


def linted(text: str, rule: str) -> Outcome:
    return lint_data("net.prototxt", text.encode(), Settings(select=(rule,)))


def findings(text: str, rule: str) -> list[Diagnostic]:
    return [each for each in bnlint.lint(text).diagnostics if each.rule == rule]


OLD = " ".join([STATISTICS] * 3)
GROUPS = [
    pytest.param((OLD,), [1], id="one"),
    pytest.param((OLD, OLD), [1, 1], id="two are said one by one"),
    pytest.param((OLD, OLD, OLD), [3], id="three of three"),
    pytest.param((OLD, OLD, OLD, "", "", ""), [3], id="three of six: half of all"),
    pytest.param((OLD, OLD, OLD, "", "", "", ""), [1, 1, 1], id="three of seven: the odd ones are named"),
    pytest.param((OLD, OLD, OLD, "", OLD), [4], id="a gap"),
    pytest.param(
        (OLD, OLD, OLD, f"{OLD} # bnlint: ignore[BN201] kept\n", OLD), [4], id="a suppressed one is not part of it"
    ),
]


@pytest.mark.parametrize(("texts", "sizes"), GROUPS)
def test_groups(texts: tuple[str, ...], sizes: list[int]) -> None:
    shown = [each for each in bnlint.lint(net(*texts)).grouped if each.rule == "BN201"]
    assert [1 + len(each.others) for each in shown] == sizes
    assert len(findings(net(*texts), "BN201")) == sum(sizes)


def test_only_what_is_alike_is_a_group() -> None:
    """Rule, severity, applicability and words apart from names and numbers are the same."""
    decayed = "param { lr_mult: 0 decay_mult: 1 } " + " ".join([STATISTICS] * 2)
    result = bnlint.lint(net(*[OLD] * 3, *[decayed] * 3))
    groups: dict[int, set[tuple[str, str]]] = {}
    for each in result.diagnostics:
        if each.group:
            groups.setdefault(each.group, set()).add((each.rule, re.sub(r"'[^']*'|\d+", "", each.message)))
    assert groups
    assert all(len(words) == 1 for words in groups.values())


def test_types_are_not_alike() -> None:
    text = net(*[OLD] * 4)
    for n, type_ in enumerate(("First", "Second", "Third")):
        text = text.replace(f'name: "s{n}" type: "Scale"', f'name: "s{n}" type: "{type_}"')
    shown = [each for each in bnlint.lint(text).grouped if each.rule == "FLD106"]
    assert [each.others for each in shown] == [(), (), ()]


def test_syntax_errors_of_one_cause() -> None:
    text = net(*[""] * 5).replace("bias_term: true } }", "bias_term: true } }:")
    (shown,) = [each for each in bnlint.lint(text).grouped if each.rule == "SYN001"]
    assert (shown.rule, len(shown.others)) == ("SYN001", 4)
    assert shown.full_message.endswith(". The same holds in 4 other places of this file")


def test_long_numbers_anywhere() -> None:
    """They come from one program that wrote the file."""
    noisy = "batch_norm_param { eps: 0.0010000000475 }"
    shown = [each for each in bnlint.lint(net(*[noisy] * 3, *[""] * 9)).grouped if each.rule == "BN502"]
    assert [len(each.others) for each in shown] == [2]


def test_long_numbers_of_all_fields() -> None:
    noisy = "batch_norm_param { eps: 0.0010000000475 moving_average_fraction: 0.990000009537 }"
    (shown,) = [each for each in bnlint.lint(net(noisy, noisy)).grouped if each.rule == "BN502"]
    assert len(shown.others) == 3
    assert shown.fix is not None
    assert shown.fix.title == "Write 0.001 and the like (in all 4 places)"


def test_superfluous_biases_anywhere() -> None:
    """Those of a few layers, of several types, written out or by default."""
    text = net(*[""] * 9)
    for n, (type_, param, bias) in enumerate(
        [
            ("Convolution", "convolution_param", ""),
            ("Convolution", "convolution_param", "bias_term: true"),
            ("InnerProduct", "inner_product_param", ""),
            *[("Convolution", "convolution_param", "bias_term: false")] * 4,
        ],
        start=1,
    ):
        settings = f'{param} {{ num_output: 8 weight_filler {{ type: "msra" }} {bias} }}'
        layer = f'layer {{ name: "f{n}" type: "{type_}" bottom: "c{n}" top: "f{n}" {settings} }}\n'
        text = text.replace(f'layer {{ name: "bn{n}"', f'{layer}layer {{ name: "bn{n}"')
        text = text.replace(f'type: "BatchNorm" bottom: "c{n}"', f'type: "BatchNorm" bottom: "f{n}"')
    shown = [each for each in bnlint.lint(text).grouped if each.rule == "BN504"]
    assert [len(each.others) for each in shown] == [3]


def test_frozen_layers_of_several_types() -> None:
    """A frozen stem is said once, although few BatchNorm layers of the net follow it."""
    text = net(*[""] * 9)
    frozen = "param { lr_mult: 0 } param { lr_mult: 0 }"
    text = text.replace('bottom: "x" top: "c0"', f'bottom: "x" top: "c0" {frozen}')
    for n, type_ in enumerate(("Convolution", "Deconvolution"), start=1):
        layer = f'layer {{ name: "f{n}" type: "{type_}" bottom: "c{n}" top: "f{n}" {frozen} }}\n'
        text = text.replace(f'layer {{ name: "bn{n}"', f'{layer}layer {{ name: "bn{n}"')
        text = text.replace(f'type: "BatchNorm" bottom: "c{n}"', f'type: "BatchNorm" bottom: "f{n}"')
    for n in range(3):
        text = text.replace(f'name: "s{n}" type: "Scale"', f'name: "s{n}" type: "Scale" {frozen}')
    (shown,) = [each for each in bnlint.lint(text).grouped if each.rule == "BN310"]
    assert len(shown.others) == 2
    assert shown.fix is not None
    assert apply_edits(text, shown.fix.edits).count("use_global_stats: true") == 3


@pytest.mark.parametrize("end", ["", "."])
def test_one_full_stop(end: str) -> None:
    found = findings(net(*[OLD] * 3), "BN201")
    for each in found:
        each.message = f"Something is wrong{end}"
    (shown,) = grouped(found)
    assert shown.full_message == "Something is wrong. The same holds in 2 other places of this file"


def test_the_fix_of_a_group_is_that_of_all() -> None:
    text = net(*[OLD] * 4)
    (shown,) = [each for each in bnlint.lint(text).grouped if each.rule == "BN201"]
    assert shown.fix is not None
    assert shown.fix.title == "Remove the three param blocks (in all 4 places)"
    assert apply_edits(text, shown.fix.edits) == bnlint.fix(text, select=("BN201",)).source.text


def test_fixes_suppressions_and_baselines_count_places() -> None:
    text = net(*[OLD] * 4)
    fixed = fixer.fix(Source(text), Settings(select=("BN201",)))
    assert len(fixed.applied) == 4
    without = text.replace(OLD, f"{OLD} # bnlint: ignore[BN201] old\n", 1)
    assert len(findings(without, "BN201")) == 3


def test_a_cached_result_has_the_same_groups() -> None:
    text = net(*[OLD] * 4)
    result = bnlint.lint(text)
    again = serialize.deserialize(serialize.serialize(result), text.encode(), "net.prototxt")
    assert again is not None
    assert [each.group for each in again.diagnostics] == [each.group for each in result.diagnostics]
    assert any(each.group for each in again.diagnostics)


def test_what_is_left_of_a_group_speaks_for_itself() -> None:
    """A baseline may hide some of a group."""
    left = findings(net(*[OLD] * 4), "BN201")[2:]
    (shown,) = grouped(left)
    assert shown.full_message.endswith(". The same holds in 1 other place of this file")
    assert grouped(left[:1]) == left[:1]


# ---- reports

GROUP = net(*[OLD] * 4)
LINES = [7, 9, 11]


@pytest.mark.parametrize("format", formats.FORMATS)
def test_each_format_says_where_the_others_are(format: str) -> None:
    text = written(format, linted(GROUP, "BN201"))
    shown = {int(number) for number in re.findall(r"\d+", text)}
    lines = {line - 1 for line in LINES} if format.startswith("json") else set(LINES)  # of the protocol: from 0
    assert shown >= lines


def test_json_has_a_hint_where_something_is_to_be_removed() -> None:
    (file,) = json.loads(written("json", linted(GROUP, "BN201")))
    first, *hints = file["diagnostics"]
    assert (first["severity"], len(first["relatedInformation"])) == (2, 3)
    assert [(hint["severity"], hint["tags"], hint["code"]) for hint in hints] == [(4, [1], "BN201")] * 3
    assert [hint["data"]["fix"]["title"] for hint in hints] == ["Remove the three param blocks"] * 3


def test_json_has_no_hint_where_nothing_is_to_be_removed() -> None:
    text = net(*["batch_norm_param { eps: 1e-9 }"] * 4)
    (file,) = json.loads(written("json", linted(text, "BN501")))
    assert [(each["severity"], len(each["relatedInformation"])) for each in file["diagnostics"]] == [(2, 3)]
