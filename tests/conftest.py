"""For all tests: no law fails because the machine is slow; results are kept only where a test asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bnlint.config.find import Configurations

# The first input is slow wherever it is drawn: Hypothesis then reads all modules of the project for their constants.
settings.register_profile("bnlint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("bnlint")


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A test may replace a check, and what it then finds must not be kept beside the fixtures."""
    if "cached" not in request.fixturenames:
        monkeypatch.setattr(Configurations, "cache", lambda *_: "")


@pytest.fixture
def cached() -> None:
    """Asks for the cache."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and nothing that asks for colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
