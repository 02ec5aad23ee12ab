"""The hooks work in a real repository, installed by the real pre-commit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installs import copy_checkout

ROOT = Path(__file__).parents[1]
OLD = """layers {
  name: "r"  type: RELU
  bottom: "x" top: "y"
}
"""
NEW = """layer {
  name: "r"
  type: "ReLU"
  bottom: "x"
  top: "y"
}
"""
PRE_COMMIT = shutil.which("pre-commit", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=bnlint", "-c", "user.email=bnlint@localhost", "-c", "commit.gpgsign=false"]
    run = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout


@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed")
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_try_repo(tmp_path: Path) -> None:
    hooks, nets = tmp_path / "hooks", tmp_path / "nets"
    copy_checkout(hooks)
    shutil.copytree(ROOT / "fixtures" / "example", nets)
    (nets / "weights.pt").write_bytes(b"PK\x03\x04\0\0")
    (nets / "notes.md").write_text("layer {\n")
    (nets / "labels.prototxt").write_text('item {  name: "cat" }\n')
    (nets / "bnlint.toml").write_text('exclude = ["third_party/"]\nignore = ["OLD"]\n')
    (nets / "third_party").mkdir()
    for path in (nets / "old.prototxt", nets / "third_party" / "old.prototxt"):
        path.write_text(OLD)
    for folder in (hooks, nets):
        git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", "all")

    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    run = subprocess.run(
        [str(PRE_COMMIT), "try-repo", str(hooks), "--all-files", "--verbose"],
        cwd=nets,
        env=environment | {"PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
    )

    lint, fix, format_, upgrade = re.split(r"- hook id: bnlint-\w+", run.stdout)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "- hook id: bnlint\n" in lint
    assert "BN201" in lint and "BN301" in lint
    assert "weights.pt" not in run.stdout
    assert all("files were modified by this hook" in output for output in (fix, format_, upgrade))
    assert "Fixed 1 problem in 1 file" in fix
    assert "Upgraded 1 file: 1 from V1" in upgrade
    assert "Formatted 2 files." in format_
    assert "third_party" not in run.stdout
    assert sorted(git(nets, "diff", "--name-only").split()) == ["old.prototxt", "train_val.prototxt"]
    assert (nets / "old.prototxt").read_text() == NEW
