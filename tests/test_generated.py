"""The generated files are what their sources say."""

from __future__ import annotations

from tools import generate


def test_all_current() -> None:
    paths = generate.stale(generate.generated())
    assert not paths, f"run `python -m tools.generate` for {[path.name for path in paths]}"
