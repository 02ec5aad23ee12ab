"""Neovim itself against the server: findings arrive, a code action fixes the buffer, typing is followed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bnlint.api import fix, lint
from tests.lsp.session import FIXTURES, SERVER

SCRIPT = Path(__file__).with_name("neovim.lua")
EXAMPLE = FIXTURES / "example" / "train_val.prototxt"
NEOVIM = shutil.which("nvim")

pytestmark = pytest.mark.skipif(NEOVIM is None, reason="nvim is not installed")


def test_neovim(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    file, report = tmp_path / "net.prototxt", tmp_path / "report.json"
    file.write_text(text, encoding="utf-8")
    line = text.split("\n").index('  type: "BatchNorm"')
    environment = {
        **os.environ,
        "BNLINT_SERVER": " ".join(SERVER),
        "BNLINT_FILE": str(file),
        "BNLINT_REPORT": str(report),
        "BNLINT_LINE": str(line),
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    command = [str(NEOVIM), "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(SCRIPT)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert report.is_file(), ran.stdout + ran.stderr
    seen = json.loads(report.read_text(encoding="utf-8"))
    assert "failed" not in seen, seen
    assert seen["first"] == sorted(d.rule for d in lint(text).diagnostics)
    fixed = fix(text)
    assert seen["text"] == fixed.source.text != text
    assert seen["left"] == sorted(d.rule for d in fixed.result.diagnostics)
    assert "optional string type" in seen["hover"]
