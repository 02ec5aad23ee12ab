"""Generated files are up to date."""

from __future__ import annotations

from tools import generate, rule_docs


def test_all_current() -> None:
    paths = generate.stale(generate.generated())
    assert not paths, f"run `python -m tools.generate` for {[path.name for path in paths]}"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert set(rule_docs.DOCS.iterdir()) == set(rule_docs.write()) - {rule_docs.GUIDE}
