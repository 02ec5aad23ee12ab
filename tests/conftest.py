"""For all tests: results are neither taken from other runs nor kept for them, but where a test asks for it."""

from __future__ import annotations

import pytest

from bnlint.config.find import Configurations


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A test may replace a check, and what it then finds must not be kept beside the fixtures."""
    if "cached" not in request.fixturenames:
        monkeypatch.setattr(Configurations, "cache", lambda *_: "")


@pytest.fixture
def cached() -> None:
    """Asks for the cache."""
