"""A copy of the checkout, and bnlint installed from it as the README says: made once for all tests that need it."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
_UNWANTED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info", "build", "dist", "node_modules"
)
_PATIENCE = 900  # seconds


class Installation(NamedTuple):
    """A checkout, its virtual environment, and the outcome of the command that made it."""

    checkout: Path
    venv: Path
    command: str
    ran: subprocess.CompletedProcess[str]


def copy_checkout(to: Path) -> Path:
    """Copies what a clone of the repository would have, without its history."""
    return Path(shutil.copytree(ROOT, to, ignore=_UNWANTED))


def installed_once(shared: Path) -> Installation:
    """The installation in a folder that all processes of a test run share: the first one makes it, the others wait."""
    folder, done = shared / "installation", shared / "installation.pickle"
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(_PATIENCE):
            if done.exists():
                return pickle.loads(done.read_bytes())  # type: ignore[no-any-return]
            time.sleep(1)
        raise TimeoutError(f"{folder} is not ready") from None
    installation = install(folder)
    part = done.with_suffix(".part")
    part.write_bytes(pickle.dumps(installation))
    part.replace(done)
    return installation


def install(folder: Path) -> Installation:
    """Runs the README's first command in a copy of the checkout, with the Python that runs the tests."""
    command = re.findall(r"^python3 .*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)[0]
    checkout = copy_checkout(folder / "bnlint")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    ran = subprocess.run(command, shell=True, cwd=checkout, env=environment, capture_output=True, encoding="utf-8")
    return Installation(checkout, checkout / ".venv", command, ran)
