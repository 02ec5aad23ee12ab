"""Recovery from syntax errors: paths with blanks are one; very many take time in proportion to their number."""

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


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("a: x/my set/y b: 1", "x/my set/y", 'Write "x/my set/y"'),
        ("a: my set/y.txt # z\nb: 1", "my set/y.txt", 'Write "my set/y.txt"'),
        ("c { a: C:\\my set\\y z.txt }", "C:\\my set\\y z.txt", 'Write "C:\\\\my set\\\\y z.txt"'),
        ("a: x/my set\nb: 1", "x/my set", ""),  # `set` may be something else
        ("a: x\n/y\nb: 1", "/", ""),
        ("a: x b/c: 1\nd: 1", "b", ""),
    ],
)
def test_paths_with_blanks(text: str, path: str, title: str) -> None:
    """A path without quotes is one error, blanks or not; with a fix if it is sure where the path ends."""
    (fault,) = parse(text).faults
    assert (text[fault.start : fault.end], fault.title) == (path, title)
