"""Neovim with the server: it shows findings, applies a code action, and sends changes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bnlint.api import fix, lint
from tests.lsp.session import FIXTURES, ROOT

SCRIPT = Path(__file__).with_name("neovim.lua")
EXAMPLE = FIXTURES / "example" / "train_val.prototxt"
NEOVIM = shutil.which("nvim")

pytestmark = pytest.mark.skipif(NEOVIM is None, reason="nvim is not installed")


def documented() -> str:
    """The configuration of docs/editors.md for Neovim 0.7, which Debian has."""
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    return page.partition("## Neovim 0.7")[2].partition("```lua\n")[2].partition("```")[0]


def test_neovim(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    file, report, configuration = (tmp_path / name for name in ("net.prototxt", "report.json", "init.lua"))
    configuration.write_text(documented(), encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    line = text.split("\n").index('  type: "BatchNorm"')
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "BNLINT_CONFIGURATION": str(configuration),
        "BNLINT_FILE": str(file),
        "BNLINT_REPORT": str(report),
        "BNLINT_LINE": str(line),
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    command = [str(NEOVIM), "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(SCRIPT)]
    completed = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert report.is_file(), completed.stdout + completed.stderr
    seen = json.loads(report.read_text(encoding="utf-8"))
    assert "failed" not in seen, seen
    assert seen["first"] == sorted(d.rule for d in lint(text).diagnostics)
    fixed = fix(text)
    assert seen["text"] == fixed.source.text != text
    assert seen["left"] == sorted(d.rule for d in fixed.result.diagnostics)
    assert "optional string type" in seen["hover"]
