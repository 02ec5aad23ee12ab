"""Every example of every rule file runs: it documents the rule, and must show what bnlint really reports."""

from __future__ import annotations

import pytest

from bnlint.fixer import examples
from bnlint.rules.page import Example, RulePage, Silent

PAGES = [page for page, _ in examples.pages_in()]


def _cases(key: str) -> list[object]:
    return [pytest.param(page, case, id=f"{page.id}-{case.title}") for page in PAGES for case in getattr(page, key)]


@pytest.mark.parametrize(("page", "example"), _cases("examples"))
def test_examples(page: RulePage, example: Example) -> None:
    assert "\n".join(examples.check_example(page, example)) == ""


@pytest.mark.parametrize(("page", "silent"), _cases("silent"))
def test_silent(page: RulePage, silent: Silent) -> None:
    assert "\n".join(examples.check_silent(page, silent)) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_enough_cases(page: RulePage) -> None:
    assert len(page.examples) >= 3
    assert len(page.silent) >= 3
