"""Every example in the README runs, and what it shows is what is really printed."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bnlint.rules.catalog import rules
from tools import pages

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
IGNORED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info", "build", "dist"
)


def blocks(language: str, text: str = TEXT) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


LINES = [line.partition("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
SET_UPS = [line for line in LINES if line.startswith("python3")]
COMMANDS = [line for line in LINES if not line.startswith("python3")]


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_parts_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert pages.render(text) == text, "run `python -m tools.pages`"


def test_each_rule_is_in_the_table() -> None:
    assert re.findall(r"^\| ([A-Z]+\d{3}) \|", TEXT, re.MULTILINE) == sorted(rules())


@pytest.mark.parametrize("line", COMMANDS)
def test_command(line: str, tmp_path: Path) -> None:
    """On a copy of the fixtures, through the shell, with `bnlint` being this one."""
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    command = tmp_path / "bin" / "bnlint"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bnlint "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    environment = os.environ | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert ran.returncode in (0, 1)
    assert ran.stdout
    assert "usage" not in ran.stderr and "Traceback" not in ran.stderr


def test_the_fixes_that_it_announces(tmp_path: Path) -> None:
    """The safe fix leaves two findings, all fixes leave none, and they make the diff at the top."""
    shutil.copytree(ROOT / "fixtures" / "example", tmp_path / "example")
    words = [sys.executable, "-m", "bnlint", "check", "--quiet", "--output-format", "concise", "example", "--fix"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    safe = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert (safe.returncode, [line.split()[1] for line in safe.stdout.splitlines()]) == (1, ["BN101", "BN301"])
    all_of_them = subprocess.run([*words, "--unsafe-fixes"], cwd=tmp_path, env=environment, capture_output=True)
    assert (all_of_them.returncode, all_of_them.stdout) == (0, b"")


def test_set_up(tmp_path: Path) -> None:
    """The first command, on a copy of the checkout: it installs the package as users get it, with its rules."""
    assert len(SET_UPS) == 2
    checkout = tmp_path / "bnlint"
    shutil.copytree(ROOT, checkout, ignore=IGNORED)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    ran = subprocess.run(
        SET_UPS[0], shell=True, cwd=checkout, env=environment | {"PATH": path}, capture_output=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == blocks("text")[0]
    page = subprocess.run([checkout / ".venv/bin/bnlint", "rule", "BN201"], cwd=tmp_path, capture_output=True)
    assert b"BN201" in page.stdout and page.returncode == 0


def test_continuous_integration_runs_the_tests_as_the_readme_does() -> None:
    command = SET_UPS[1].rpartition("/")[2]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks("python")), {}, "README.md", "README.md", 0)
    assert examples.examples
    result = doctest.DocTestRunner(verbose=False).run(examples)
    assert result.failed == 0


def test_pre_commit() -> None:
    """The hooks that it names are those that there are, at the version that this is."""
    import bnlint

    (repository,) = yaml.safe_load(blocks("yaml")[0])["repos"]
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for hook in repository["hooks"]} <= offered
    assert all(id in TEXT for id in offered)
    assert repository["rev"] == f"v{bnlint.__version__}"


@pytest.mark.parametrize(
    "name",
    [
        *("README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
        *("docs/architecture.md", "docs/performance.md", "docs/ci.md", "docs/many-machines.md"),
    ],
)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}
