"""A fault in an include or exclude rule, or in a phase: nothing is said that depends on the state."""

from __future__ import annotations

import re

import pytest

from bnlint.fixer import examples
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source

_PHASE = re.compile(r"\bphase:\s*(TRAIN|TEST)\b")
_BROKEN = {
    "unknown value": "phase: TRIAN",
    "in quotes": 'phase: "TRAIN"',
    "unknown field": "phases: TRAIN",
    "twice": "phase: TRAIN phase: TEST",
    "no colon": "phase TRAIN",
    "no value": "phase:",
}
_ALL = Settings(select=("ALL",))


def _texts() -> list[object]:
    cases = []
    for page, _ in examples.pages_in():
        for case in (*page.examples, *page.silent):
            text = case.bad if hasattr(case, "bad") else case.text
            if _PHASE.search(text):
                cases.append(pytest.param(text, id=f"{page.id}-{case.title}"))
    return cases


def _rules(text: str) -> set[str]:
    result = check(Source(text, "net.prototxt"), _ALL)
    assert not result.bugs
    return {diagnostic.rule for diagnostic in result.diagnostics}


@pytest.mark.parametrize("text", _texts())
def test_a_faulty_phase_adds_no_finding(text: str) -> None:
    before = _rules(text) | {"FLD101", "FLD102", "FLD103", "FLD104", "SYN001"}
    for match in _PHASE.finditer(text):
        in_rule = text[: match.start()].rstrip(" \n{").endswith(("include", "exclude"))
        for name, fault in _BROKEN.items():
            if name == "unknown field" and not in_rule:
                continue  # phases in a layer has nothing to do with its phase
            assert _rules(text[: match.start()] + fault + text[match.end() :]) <= before, (match.start(), fault)


_NET = """
layer {{ name: "data" type: "Input" top: "data" input_param {{ shape {{ dim: 1 dim: 3 dim: 8 dim: 8 }} }} }}
layer {{ {} type: "Convolution" bottom: "data" top: "a" convolution_param {{ num_output: 4 kernel_size: 3 }} }}
layer {{ {} type: "Convolution" bottom: "data" top: "b" convolution_param {{ num_output: 4 kernel_size: 3 }} }}
"""


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ('name: "conv"', 'name: "conv"', True),
        ("", "", True),
        ("name: conv", "name: conv", False),
        ("name: conv", "", False),
        ("name: 1", "name: 2", False),
        ('name: "conv" 1', 'name: "conv"', False),
        ('name: "conv"', 'name: "conv"_2', False),
        ('name "conv1"', 'name "conv2"', False),
        ('name: "conv1\n', 'name: "conv2\n', False),
        ('name: "conv" "1"', 'name: "conv1"', True),
    ],
)
def test_a_faulty_name_names_nothing(first: str, second: str, found: bool) -> None:
    assert ("NET103" in _rules(_NET.format(first, second))) == found
