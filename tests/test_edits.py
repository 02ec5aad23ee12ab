"""Two lists of edits, one after the other, are the same as the list composed of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnlint.text.edits import Edit, apply_edits, compose

TEXT = "0123456789"


@pytest.mark.parametrize(
    ("first", "second", "composed"),
    [
        ([], [Edit(1, 2, "a")], [Edit(1, 2, "a")]),
        ([Edit(1, 2, "a")], [], [Edit(1, 2, "a")]),
        ([Edit(0, 2, "")], [Edit(0, 2, "x")], [Edit(0, 4, "x")]),
        ([Edit(0, 2, "abc")], [Edit(1, 2, "")], [Edit(0, 2, "ac")]),
        ([Edit(0, 0, "ab")], [Edit(5, 6, "x")], [Edit(0, 0, "ab"), Edit(3, 4, "x")]),
        ([Edit(2, 3, "a"), Edit(6, 7, "b")], [Edit(2, 7, "x")], [Edit(2, 7, "x")]),
    ],
)
def test_compose(first: list[Edit], second: list[Edit], composed: list[Edit]) -> None:
    assert compose(TEXT, first, second) == composed


@st.composite
def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    offsets = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    texts = st.sampled_from(["", "x", "yy"])
    return [Edit(start, end, draw(texts)) for start, end in zip(offsets[::2], offsets[1::2])]


@given(st.data())
def test_composed_edits_do_what_both_do(data: st.DataObject) -> None:
    first = data.draw(edits(len(TEXT)))
    between = apply_edits(TEXT, first)
    second = data.draw(edits(len(between)))
    composed = compose(TEXT, first, second)
    assert apply_edits(TEXT, composed) == apply_edits(between, second)
    assert all(before.end <= after.start for before, after in pairwise(composed))
