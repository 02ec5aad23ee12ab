"""Lines and columns are the same whether they are counted, or looked up in a list of all lines."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bnlint.text.source import LineIndex


@given(st.text("ab\n\r漢\u2028", max_size=40), st.data())
def test_positions(text: str, data: st.DataObject) -> None:
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    assert LineIndex(text).starts == starts
    index = LineIndex(text)
    for offset in data.draw(st.lists(st.integers(0, len(text)), max_size=20)):
        line = max(number for number, start in enumerate(starts) if start <= offset)
        assert index.line(offset) == line
        assert index.position(offset) == (line, offset - starts[line])
        assert LineIndex(text).position(offset) == (line, offset - starts[line])
