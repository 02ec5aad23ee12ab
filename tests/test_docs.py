"""Every example in the README and the pages under docs/ runs, and shows the real output."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

import bnlint
from bnlint.rules.catalog import rules
from tests.installs import Installation
from tools import pages

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
#: Their commands need more than the fixtures; other tests run them.
TESTED_ELSEWHERE = {"ci.md", "many-machines.md", "performance.md", "writing-rules.md"}


def blocks(language: str, page: Path) -> list[str]:
    """The code blocks of a language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def lines(pages: Sequence[Path]) -> list[str]:
    """The shell commands on some pages, each once, without their comments."""
    found = (line for page in pages for block in blocks("sh", page) for line in block.splitlines())
    return list(dict.fromkeys(re.sub(r"\s+#.*", "", line) for line in found))


SET_UPS, COMMANDS = [], []
for line in lines([page for page in (README, *DOCS) if page.name not in TESTED_ELSEWHERE]):
    (SET_UPS if line.startswith("python3 -m venv") else COMMANDS).append(line)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_parts_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert pages.render(text) == text, "run `python -m tools.pages`"


def test_every_rule_is_in_the_table() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| ([A-Z]+\d{3}) \|", text, re.MULTILINE)) == sorted(rules())


def test_every_page_is_linked() -> None:
    """The README leads to each page, directly or by another one."""
    reached, left = {README}, [README]
    while left:
        page = left.pop()
        targets = re.findall(r"\]\(([^)\s#]+\.md)", page.read_text(encoding="utf-8"))
        for target in {(page.parent / name).resolve() for name in targets if "://" not in name} - reached:
            reached.add(target)
            left.append(target)
    assert set(DOCS) <= reached


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


def test_the_announced_fixes(tmp_path: Path) -> None:
    """The safe fix leaves two findings, and all fixes leave none."""
    shutil.copytree(ROOT / "fixtures" / "example", tmp_path / "example")
    words = [sys.executable, "-m", "bnlint", "check", "--quiet", "--output-format", "concise", "example", "--fix"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    safe = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert (safe.returncode, [line.split()[1] for line in safe.stdout.splitlines()]) == (1, ["BN101", "BN301"])
    all_of_them = subprocess.run([*words, "--unsafe-fixes"], cwd=tmp_path, env=environment, capture_output=True)
    assert (all_of_them.returncode, all_of_them.stdout) == (0, b"")


def test_set_up(tmp_path: Path, installation: Installation) -> None:
    """The first command installs the package as users get it, with its rules, and prints what the docs show."""
    assert [installation.command] == SET_UPS[:1] and len(SET_UPS) == 2
    assert installation.ran.returncode == 0, installation.ran.stderr
    assert installation.ran.stdout == blocks("text", ROOT / "docs" / "command-line.md")[0]
    page = subprocess.run([installation.venv / "bin/bnlint", "rule", "BN201"], cwd=tmp_path, capture_output=True)
    assert b"BN201" in page.stdout and page.returncode == 0


def test_continuous_integration_runs_the_tests_as_the_readme_does() -> None:
    command = SET_UPS[1].rpartition("/")[2]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "\n".join(blocks("python", ROOT / "docs" / "python.md"))
    examples = doctest.DocTestParser().get_doctest(text, {}, "python.md", "python.md", 0)
    assert examples.examples
    assert doctest.DocTestRunner(verbose=False).run(examples).failed == 0


def test_pre_commit() -> None:
    """The README names all hooks, at the current version."""
    (repository,) = yaml.safe_load(blocks("yaml", README)[0])["repos"]
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for hook in repository["hooks"]} <= offered
    assert all(id in README.read_text(encoding="utf-8") for id in offered)
    assert repository["rev"] == f"v{bnlint.__version__}"


@pytest.mark.parametrize(
    "page", [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS], ids=lambda page: page.name
)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert "docs/rules/" not in file.resolve().as_posix(), "these pages are not committed"
        if heading:
            titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}
