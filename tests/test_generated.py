"""Generated files are up to date."""

from __future__ import annotations

import re
from pathlib import Path

from bnlint.rules import catalog
from tools import generate, rule_docs


def test_all_current() -> None:
    paths = generate.stale(generate.generated())
    assert not paths, f"run `python -m tools.generate` for {[path.name for path in paths]}"


def test_the_site_has_a_page_for_each_rule(tmp_path: Path) -> None:
    assert rule_docs.main([str(tmp_path / "deep" / "rules")]) == 0
    names = {path.stem for path in (tmp_path / "deep" / "rules").iterdir()}
    assert names == {"README", *catalog.rules()}
    text = (tmp_path / "deep" / "rules" / "BN201.md").read_text(encoding="utf-8")
    assert "```diff\n" in text and "\n-   param {" in text
    (link,) = re.findall(r"\[The rule's file\]\((.*?)\)", text)
    assert (tmp_path / "deep" / "rules" / link).resolve().is_file()
