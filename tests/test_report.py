"""The output formats, letter by letter."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.report import colour, concise, diff, lsp_json, text
from bnlint.report.options import ReportOptions
from bnlint.report.summary import Tally
from bnlint.run import discover, run
from bnlint.run.outcome import Outcome
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Source, Span
from tests.outcomes import outcome


def clean(path: str) -> Outcome:
    source = Source("name: 'net'\n", path)
    return Outcome(path, Result(source, parse(source.text), "net", [], []))


def as_text(*outcomes: Outcome) -> str:
    stream = io.StringIO()
    text.write(outcomes, stream)
    return stream.getvalue()


def excerpt(content: str | bytes, marked: str) -> str:
    """The source lines of a finding in format text, without heading, location and bars."""
    lines = as_text(outcome(content, marked)).splitlines()
    return "\n".join(line for line in lines[2:] if not line.endswith("|") and line)


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)


NET = """\
layer {
  name: "bn1"
  type: "BatchNorm"
  param { lr_mult: 0 }
}
"""


def test_text() -> None:
    at = NET.index("param")
    related = (Related(Span(NET.index('"bn1"'), NET.index('"bn1"') + 5), "this layer"),)
    fix = Fix("Remove it", Applicability.SAFE, [Edit(at, at + 20, "")])
    found = outcome(
        NET, "param { lr_mult: 0 }", message="too\nmuch", related=related, fix=fix, states=("TRAIN", "TEST")
    )
    assert as_text(clean("clean.prototxt"), found) == (
        """\
warning[BN201 obsolete-params]: too much
 --> net.prototxt:4:3
  |
3 |   type: "BatchNorm"
4 |   param { lr_mult: 0 }
  |   ^^^^^^^^^^^^^^^^^^^^
5 | }
  |
note: this layer
 --> net.prototxt:2:9
  |
2 |   name: "bn1"
  |         -----
  |
  = in TRAIN, TEST
  = fix [*]: Remove it

"""
    )


@pytest.mark.parametrize(
    ("content", "marked", "expected"),
    [
        ("name: 'x'", "'x'", "1 | name: 'x'\n  |       ^^^"),
        ("\tname:\t'x'\n", "'x'", "1 |     name:   'x'\n  |             ^^^"),
        ("a: '漢字' b: 1\n", "b: 1", "1 | a: '漢字' b: 1\n  |           ^^^^"),
        ("a: '漢字' b: 1\n", "字'", "1 | a: '漢字' b: 1\n  |       ^^^"),
        ("a: 'e\u0301' b: 1\n", "b", "1 | a: 'e\u0301' b: 1\n  |        ^"),
        ("a: 1\r\nb: 2\r\nc: 3\r\n", "b", "1 | a: 1\n2 | b: 2\n  | ^\n3 | c: 3"),
        ("a: '\x1b[31m' b\n", "b", "1 | a: '␛[31m' b\n  |            ^"),
        ("\ufeffa: 1\n", "\ufeff", "1 | \ufffda: 1\n  | ^"),
        (b"# \xd1\xb5\x81 b", "b", "1 | # Ñµ\ufffd b\n  |       ^"),
        ("a {\n  b: 1\n}\n", "a {\n  b: 1\n}", "1 | a {\n  | ^^^ (up to line 3)\n2 |   b: 1"),
        ("\u0301" * 1000 + "b", "b", "1 | ...\n  |  ^"),  # absurd, but no crash
        ("a: 1\n", "\n", "1 | a: 1\n  |     ^"),
        ("a: 1", "", "1 | a: 1\n  | ^"),
        ("\n" * 98 + "a\nb\nc", "b", " 99 | a\n100 | b\n    | ^\n101 | c"),
    ],
)
def test_excerpt(content: str | bytes, marked: str, expected: str) -> None:
    assert excerpt(content, marked) == expected


@pytest.mark.parametrize("before", [0, 50, 110, 200, 100_000])
@pytest.mark.parametrize("after", [0, 50, 200, 100_000])
@pytest.mark.parametrize("size", [1, 30, 300])
@pytest.mark.parametrize("letter", ["x", "漢", "\t"])
def test_long_lines_are_cut(before: int, after: int, size: int, letter: str) -> None:
    marked = "m" * size
    shown, mark = excerpt(letter * before + marked + letter * after, marked).splitlines()
    visible = shown.replace("漢", "漢漢")
    assert len(visible) <= 120
    start, end = mark.index("^"), mark.rindex("^") + 1
    assert set(visible[start:end]) <= {"m", "."}
    assert visible[start] == "m"
    assert (size > 100) or visible[start:end] == marked


def test_many_findings_in_one_long_line_take_no_long_time() -> None:
    source = Source("a: 1 " * 400_000, "net.prototxt")
    found = [Diagnostic("BN201", "x", Severity.INFO, Span(5 * n, 5 * n + 1)) for n in range(0, 400_000, 2000)]
    many = Outcome("net.prototxt", Result(source, parse("a: 1"), "net", found, []))
    stream = io.StringIO()
    text.write([many], stream, ReportOptions(verbose=True))
    assert stream.getvalue().count("^") == 200


def test_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in as_text(outcome(NET, "param"))
    monkeypatch.setenv("TERM", "xterm")  # older releases of rich colour nothing on a dumb one
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = as_text(outcome(NET, "param"))
    assert "\x1b[1;33mwarning[BN201 obsolete-params]\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in as_text(outcome(NET, "param"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


HARD_TO_SHOW = [
    outcome("a: '\u6f22\u5b57' b: 1\n", "b: 1", message="wide \u6f22\u5b57 and \u2026 narrow"),
    outcome("a: 'e\u0301\x1b[31m' b\n", "b", message="x" * 300, states=("TRAIN with stage a\x07b",)),
    outcome("a: 1\n", "1", message="\u6f22" * 40),
    outcome("a: 1\n", "1", message="word " * 60, fix=Fix("Mend it " * 30, Applicability.UNSAFE, [Edit(0, 1, "b")])),
    outcome("a: 1\n", "1", states=("x" * 200 + " ",)),
    outcome("a: 1" + " " * 300 + "b: 2\n", "b", path="folder\n/with space /net.prototxt", message=""),
    outcome("\ta: 1\n", "1", rule="NONE1", message="exactly eighty cells wide, together with all that is in front" * 2),
]


BLANK_ENDS = re.compile(r" +(?=(?:\x1b\[[\d;]*m)*\n)")  # of wrapped lines: rich before 14.3 leaves them


@pytest.mark.parametrize("columns", ["20", "79", "80", "120", "500"])
@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
@pytest.mark.parametrize("term", ["xterm-256color", "xterm", "", "dumb", "Unknown"])
def test_lines_painted_without_rich_look_like_those_of_rich(
    columns: str, stream: type[io.StringIO], term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": columns, "TERM": term}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("COLORTERM", raising=False)
    found = [each.path for each in discover.find(["fixtures"])]
    outcomes = [*HARD_TO_SHOW, *run.run(discover.find(found[::5]), Settings(select=("ALL",)))]
    shown = []
    for simple in (colour.is_simple, lambda line, width: False):
        monkeypatch.setattr(colour, "is_simple", simple)
        printed = stream()
        text.write(outcomes, printed)
        shown.append(BLANK_ENDS.sub("", printed.getvalue()))
    assert shown[0] == shown[1]
    assert "\x1b[1;3" in shown[0] or term in ("dumb", "Unknown")


def test_concise() -> None:
    stream = io.StringIO()
    concise.write([clean("a"), outcome("a: '漢字'\r\n b: 1", "b: 1", message="two\nlines")], stream)
    assert stream.getvalue() == "net.prototxt:2:2: BN201 two lines\n"


def test_json() -> None:
    content = "# 😀\n'😀' b: 1\n"
    start = content.index("b")
    fix = Fix("Write 2", Applicability.UNSAFE, [Edit(start, len(content), "b: 2\n")])
    related = (Related(Span(2, 3), "smile"),)
    found = outcome(
        content, "b: 1", "a b#ü.prototxt", fix=fix, related=related, states=("TEST",), tags=("unnecessary",)
    )
    stream = io.StringIO()
    lsp_json.write([clean("clean.prototxt"), Outcome("bad", error="no"), found], stream)
    folder = Path.cwd().as_uri()
    uri = f"{folder}/a%20b%23%C3%BC.prototxt"

    def span(*numbers: int) -> dict[str, dict[str, int]]:
        return {
            "start": {"line": numbers[0], "character": numbers[1]},
            "end": {"line": numbers[2], "character": numbers[3]},
        }

    assert json.loads(stream.getvalue()) == [
        {"uri": f"{folder}/clean.prototxt", "diagnostics": []},
        {
            "uri": uri,
            "diagnostics": [
                {
                    "range": span(1, 5, 1, 9),
                    "severity": 2,
                    "code": "BN201",
                    "source": "bnlint",
                    "message": "the message",
                    "tags": [1],
                    "relatedInformation": [{"location": {"uri": uri, "range": span(0, 2, 0, 4)}, "message": "smile"}],
                    "data": {
                        "name": "obsolete-params",
                        "states": ["TEST"],
                        "fix": {
                            "title": "Write 2",
                            "applicability": "unsafe",
                            "edits": [{"range": span(1, 5, 2, 0), "newText": "b: 2\n"}],
                        },
                        "caffe": "BVLC Caffe 1.0",
                        "evidence": "default",
                    },
                }
            ],
        },
    ]


def test_json_of_nothing() -> None:
    stream = io.StringIO()
    lsp_json.write([], stream)
    assert json.loads(stream.getvalue()) == []


class Fixed:
    """As much of a FixResult as a diff needs."""

    def __init__(self, before: bytes, after: bytes) -> None:
        self.original = Outcome("", Result(Source.from_bytes(before), parse(""), "net", [], [])).result
        self.source = Source.from_bytes(after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"a\nb\n", b"a\nb\n", b""),
        (b"a\nb\n", b"a\nc\n", b"@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
        (b"a\r\nb\r\n", b"a\r\nc\r\n", b"@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"),
        (b"a", b"b", b"@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"),
        (b"\xb5\x0c\x85\nb\n", b"\xb5\x0c\x85\n", b"@@ -1,2 +1 @@\n \xb5\x0c\x85\n-b\n"),
    ],
)
def test_diff(before: bytes, after: bytes, expected: bytes) -> None:
    found = diff.of("ü.prototxt", Fixed(before, after))  # type: ignore[arg-type]
    name = "ü.prototxt".encode()
    assert found == (b"--- " + name + b"\n+++ " + name + b"\n" + expected if expected else b"")


def tally(**counts: Any) -> Tally:
    made = Tally()
    for name, count in counts.items():
        setattr(made, name, count)
    return made


@pytest.mark.parametrize(
    ("counts", "unsafe", "expected"),
    [
        ({"checked": 12}, False, "All checks passed: 12 files."),
        ({"by_severity": (0, 0, 1), "with_findings": 1}, False, "1 error in 1 file."),
        (
            {"by_severity": (0, 12, 3), "with_findings": 2, "safe": 9, "unsafe": 3},
            False,
            "3 errors, 12 warnings in 2 files (9 fixable with --fix, 3 more with --unsafe-fixes).",
        ),
        (
            {"by_severity": (2, 0, 0), "with_findings": 1, "unsafe": 2},
            False,
            "2 infos in 1 file (2 fixable with --fix --unsafe-fixes).",
        ),
        (
            {"by_severity": (0, 3, 0), "with_findings": 1, "safe": 1, "unsafe": 2},
            True,
            "3 warnings in 1 file (3 fixable with --fix --unsafe-fixes).",
        ),
        (
            {"by_severity": (0, 3, 0), "with_findings": 1, "safe": 3},
            True,
            "3 warnings in 1 file (3 fixable with --fix).",
        ),
    ],
)
def test_summary(counts: dict[str, Any], unsafe: bool, expected: str) -> None:
    counts["by_severity"] = dict(zip(Severity, counts.get("by_severity", (0, 0, 0))))
    assert tally(**counts).summary(unsafe) == expected
