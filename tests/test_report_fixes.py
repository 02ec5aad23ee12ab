"""Fixes in output formats for other programs: applied from the report, they do what the fixer does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bnlint.fixer import fix as fixer
from bnlint.linter.settings import Settings
from bnlint.run.job import lint_data
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Applicability, Edit, apply_edits
from bnlint.text.source import Source
from tests.outcomes import outcome, written
from tests.test_report_formats import FIXTURES, ROOT, of_fixtures, sarif

pytestmark = pytest.mark.usefixtures("root_folder")


def _bytes_offset(lines: list[bytes], position: dict[str, int]) -> int:
    return sum(map(len, lines[: position["line"] - 1])) + position["column"] - 1


def _utf16_offset(lines: list[str], line: int, column: int) -> int:
    """The offset in characters of a line and a column in UTF-16 code units, both from 1."""
    before = "".join(lines[line - 1 :]).encode("utf-16-le", "surrogatepass")[: 2 * (column - 1)]
    return sum(map(len, lines[: line - 1])) + len(before.decode("utf-16-le", "surrogatepass"))


def _fixes(path: Path) -> Iterator[tuple[Source, Diagnostic, dict[str, Any], dict[str, Any]]]:
    linted = lint_data(path.name, path.read_bytes(), Settings(("ALL",)))
    assert linted.result is not None
    for diagnostic in linted.result.diagnostics:  # SARIF reports groups, rdjson each place
        diagnostic.group = 0
    results = sarif(linted)["results"]
    suggested = json.loads(written("rdjson", linted))["diagnostics"]
    yield from zip([linted.result.source] * len(results), linted.result.diagnostics, results, suggested)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_fixes_applied_from_the_report_are_the_fixers(path: Path) -> None:
    data = path.read_bytes()
    for source, diagnostic, result, suggested in _fixes(path):
        fix = diagnostic.fix
        if fix is None or fix.applicability is Applicability.DISPLAY or not fix.edits:
            assert "fixes" not in result and "suggestions" not in suggested
            continue
        expected = apply_edits(source.text, fix.edits)
        lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", source.text)
        edits = []
        for change in result["fixes"][0]["artifactChanges"][0]["replacements"]:
            region = change["deletedRegion"]
            start = _utf16_offset(lines, region["startLine"], region["startColumn"])
            end = _utf16_offset(lines, region["endLine"], region["endColumn"])
            edits.append(Edit(start, end, change["insertedContent"]["text"]))
        assert apply_edits(source.text, edits) == expected
        for suggestion in suggested.get("suggestions", []):
            rows = re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", data)
            start, end = (_bytes_offset(rows, suggestion["range"][side]) for side in ("start", "end"))
            assert data[:start] + suggestion["text"].encode() + data[end:] == source.encode(expected)


def test_the_safe_fix_of_the_example_from_the_report() -> None:
    path = ROOT / "fixtures" / "example" / "train_val.prototxt"
    text = path.read_text(encoding="utf-8")
    fixed = fixer.fix(Source(text), Settings())
    (change,) = [
        result["fixes"][0]["artifactChanges"][0]["replacements"]
        for _, _, result, _ in _fixes(path)
        if result.get("properties", {}).get("applicability") == "safe"
    ]
    lines = text.splitlines(keepends=True)
    region = change[0]["deletedRegion"]
    assert "".join(lines[: region["startLine"] - 1] + lines[region["endLine"] - 1 :]) == fixed.source.text


def test_encodings() -> None:
    names = {artifact["location"]["uri"]: artifact["encoding"] for artifact in sarif(*of_fixtures())["artifacts"]}
    assert names["fixtures/odd/gbk-comments.prototxt"] == "ISO-8859-1"
    assert names["fixtures/odd/latin1.prototxt"] == "ISO-8859-1"
    assert names["fixtures/example/train_val.prototxt"] == "UTF-8"
    found = outcome(b"# \xc4\xe3 \xba b: 1", "b", "gbk.prototxt")
    (diagnostic,) = json.loads(written("rdjson", found))["diagnostics"]
    assert diagnostic["location"]["range"]["start"] == {"line": 1, "column": 8}  # bytes of the file, not of UTF-8
