"""The extension for VS Code: its manifest agrees with the server, and it builds and packs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bnlint
from bnlint.lsp.configuration import Configuration

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "editors" / "vscode"
_LEFT_BEHIND = shutil.ignore_patterns("node_modules", "out", "*.vsix")
_PLACE = re.compile(r"\$\{(\d+)(?::([^{}]*)|\|([^,|]*)[^}]*)?\}|\$(\d+)")


def read(name: str) -> Any:
    return json.loads((EXTENSION / name).read_text(encoding="utf-8"))


SNIPPETS = read("snippets/prototxt.json")
MANIFEST = read("package.json")


def expanded(snippet: str) -> str:
    """The text of a snippet with the defaults of its placeholders."""
    values = {"0": ""}

    def value(place: re.Match[str]) -> str:
        number = place[1] or place[4]
        offered = place[2] if place[2] is not None else place[3]
        if offered is not None:
            values[number] = _PLACE.sub(value, offered)
        return values[number]

    return _PLACE.sub(value, snippet)


@pytest.mark.parametrize("name", SNIPPETS)
def test_snippet(name: str) -> None:
    """Caffe reads it, and it brings no finding about itself."""
    text = expanded("\n".join(SNIPPETS[name]["body"]))
    assert "$" not in text
    found = bnlint.lint(f'name: "net"\n{text}\n', select=("SYN", "FLD", "BN")).diagnostics
    assert [each.rule for each in found] == (["FLD106"] if name == "Layer" else [])  # whose type is to be filled in


def test_options_are_those_of_the_server() -> None:
    settings = MANIFEST["contributes"]["configuration"]["properties"]
    source = (EXTENSION / "src" / "extension.ts").read_text(encoding="utf-8")
    listed = re.search(r"const OPTIONS = \[(.*?)\]", source)
    assert listed
    sent = re.findall(r'"(\w+)"', listed[1])
    examples: dict[str, object] = {
        key: ["BN1"] if "array" in settings[f"bnlint.{key}"]["type"] else "nvcaffe-0.17" for key in sent
    }
    assert Configuration().set_options(examples) == []
    assert all(settings[f"bnlint.{key}"]["default"] is None for key in sent)


def test_every_setting_is_in_its_readme() -> None:
    page = (EXTENSION / "README.md").read_text(encoding="utf-8")
    assert [key for key in MANIFEST["contributes"]["configuration"]["properties"] if f"`{key}`" not in page] == []


def test_license_is_that_of_bnlint() -> None:
    assert (EXTENSION / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def test_lock_names_no_private_host() -> None:
    entries = read("package-lock.json")["packages"].values()
    assert all(each.get("integrity") for each in entries if "version" in each and each.get("name") != "bnlint")
    assert {each["resolved"].split("/")[2] for each in entries if "resolved" in each} <= {"registry.npmjs.org"}


def npm(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CI": "1", "npm_config_update_notifier": "false"}
    line = [shutil.which("npm") or "npm", *command]
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def run(folder: Path, *command: str) -> None:
    done = npm(folder, *command)
    assert done.returncode == 0, done.stdout + done.stderr


def installed(folder: Path) -> None:
    """The packages that build the extension, from its lock file; skipped if the registry cannot be reached."""
    done = npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    if re.search(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|E40[137]", done.stderr):
        pytest.skip("npm cannot reach its registry")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the extension, removed after the test, because the packages that build it are large."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    shutil.copytree(EXTENSION, tmp_path / "vscode", ignore=_LEFT_BEHIND)
    yield tmp_path / "vscode"
    shutil.rmtree(tmp_path / "vscode")


def test_it_builds_and_packs(folder: Path) -> None:
    installed(folder)
    run(folder, "test")
    run(folder, "run", "package")  # which builds
    (packed,) = folder.glob("*.vsix")
    with zipfile.ZipFile(packed) as archive:
        names = {name.removeprefix("extension/") for name in archive.namelist()}
        script = archive.read("extension/out/extension.js").decode()
        licenses = archive.read("extension/out/LICENSES.txt").decode()
    assert {"package.json", "language-configuration.json", "readme.md", "LICENSE.txt"} <= names
    assert {"snippets/prototxt.json", "syntaxes/prototxt.tmLanguage.json"} <= names
    assert not [name for name in names if "node_modules" in name or name.endswith(".ts")]
    assert "bnlint.restart" in script and str(folder) not in script
    assert all(
        re.search(f"^{each} [0-9.]+ ", licenses, re.MULTILINE) for each in ("minimatch", "vscode-languageclient")
    )
