"""A copy of the checkout, and bnlint installed from it as the README says: made once for all tests that need it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
_UNWANTED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info", "build", "dist", "node_modules"
)


class Installation(NamedTuple):
    """A checkout, its virtual environment, and the outcome of the command that made it."""

    checkout: Path
    venv: Path
    command: str
    ran: subprocess.CompletedProcess[str]


def copy_checkout(to: Path) -> Path:
    """Copies what a clone of the repository would have, without its history."""
    return Path(shutil.copytree(ROOT, to, ignore=_UNWANTED))


def install(folder: Path) -> Installation:
    """Runs the README's first command in a copy of the checkout, with the Python that runs the tests."""
    command = re.findall(r"^python3 .*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)[0]
    checkout = copy_checkout(folder / "bnlint")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    ran = subprocess.run(command, shell=True, cwd=checkout, env=environment, capture_output=True, encoding="utf-8")
    return Installation(checkout, checkout / ".venv", command, ran)
