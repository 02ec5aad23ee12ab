"""For all tests: no law fails because the machine is slow; results are kept only where a test asks for it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from userrules import forget

from bnlint.cli.main import main
from bnlint.config.find import Configurations
from bnlint.fixer import add_ignores
from bnlint.fixer import fix as fixer
from bnlint.linter import check as linter
from bnlint.linter.result import Result
from bnlint.text import cache_folder
from bnlint.text.source import Source
from tests import corpus, installs

# The first input is slow wherever it is drawn: Hypothesis then reads all modules of the project for their constants.
settings.register_profile("bnlint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("bnlint")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="test on all real files, not on a sample of them")


def pytest_configure(config: pytest.Config) -> None:
    corpus.all_files = config.getoption("--all")


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A test may replace a check, whose findings must not be cached next to the fixtures."""
    if "cached" not in request.fixturenames:
        monkeypatch.setattr(Configurations, "cache", lambda *_: "")


@pytest.fixture
def cached() -> None:
    """Asks for the cache."""


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources that are linted, not taken from the cache."""
    names: list[str] = []
    check = linter.check

    def counted(source: Source, *rest: object) -> Result:
        names.append(source.name)
        return check(source, *rest)  # type: ignore[arg-type]

    for module in (linter, fixer, add_ignores):
        monkeypatch.setattr(module, "check", counted)
    return names


@pytest.fixture
def checked(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs `bnlint check` as a new process would: its exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        forget()
        cache_folder.program.cache_clear()
        try:
            code = main(["check", *words])
        except SystemExit as error:
            code = int(str(error.code))
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Lets SIGINT interrupt child processes, which inherit that it is ignored when the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and nothing that asks for colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def root_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's root as working directory, and nothing in the environment that changes reports."""
    for name in ("FORCE_COLOR", "NO_COLOR", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(Path(__file__).resolve().parent.parent)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> installs.Installation:
    """bnlint installed from a copy of the checkout, for tests that change nothing in it."""
    base = tmp_path_factory.getbasetemp()
    return installs.installed_once(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
