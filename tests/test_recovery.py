"""Recovery from very many syntax errors takes time in proportion to their number."""

from __future__ import annotations

import pytest

from bnlint.prototxt import recovery
from bnlint.prototxt.parser import parse


def test_a_line_is_read_once_for_all_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr(recovery, "_line_end", lambda text, start: read.append(start) or len(text))
    assert len(parse("x y: 1 " * 500).faults) == 500
    assert len(read) == 1


def test_places_to_resume_are_not_looked_for_without_end() -> None:
    assert len(parse(". { a: 1 " * 500).faults) > 400
