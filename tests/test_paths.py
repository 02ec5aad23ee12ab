"""Paths without quotes or with single backslashes: the fix of the syntax error writes them as strings."""

from __future__ import annotations

import pytest

from bnlint.prototxt.parser import parse
from bnlint.text.edits import apply_edits


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        (r"a: x/y", 'a: "x/y"'),
        (r"a: C:\x\n b: 1", r'a: "C:\\x\\n" b: 1'),
        (r'a: "C:\data\new.txt"', r'a: "C:\\data\\new.txt"'),
        (r"a: '\\host\dir'", r"a: '\\host\\dir'"),
        (r'a: "C:\my data\x"', r'a: "C:\\my data\\x"'),
        (r'a: "it\s \"x\""', ""),  # not a path
        ('a: "x/y', ""),
    ],
)
def test_quotes_and_backslashes_of_paths(text: str, fixed: str) -> None:
    (fault,) = parse(text).faults
    assert (apply_edits(text, fault.edits) if fault.edits else "") == fixed
    assert not fixed or not parse(fixed).faults
