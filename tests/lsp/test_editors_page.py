"""The page docs/editors.md: its configurations are valid, and its names are those of the server."""

from __future__ import annotations

import json
import re
import tomllib
from xml.etree import ElementTree

import pytest
import yaml

from bnlint.lsp.actions import FIX_ALL
from bnlint.lsp.configuration import Configuration
from bnlint.lsp.workspace import SCAN
from tests.lsp.session import ROOT

PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
READERS = {"json": json.loads, "toml": tomllib.loads, "xml": ElementTree.fromstring}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("language", READERS)
def test_configurations_are_valid(language: str) -> None:
    assert blocks(language)
    for block in blocks(language):
        READERS[language](block)


def test_sublime_syntax() -> None:
    (block,) = blocks("yaml")
    assert yaml.safe_load(block.partition("---\n")[2])["scope"] == "source.prototxt"


def test_options_are_accepted() -> None:
    configuration = Configuration()
    assert configuration.set_options(json.loads(blocks("json")[0])) == []
    settings, problems = configuration.settings_of("net.prototxt")
    assert (settings.select, settings.ignore, problems) == (("BN", "NET"), ("BN5",), [])


def test_names_are_those_of_the_server() -> None:
    assert f"`{FIX_ALL}`" in PAGE
    assert f"`{SCAN}`" in PAGE
    assert all(name in PAGE for name in ("Neovim", "Vim", "Emacs", "VS Code", "Sublime", "Helix", "Kate"))
