"""The output formats for other programs: valid, exact, and their fixes are the fixer's."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from bnlint.linter.settings import Settings
from bnlint.report import formats
from bnlint.report.options import ReportOptions
from bnlint.rules.catalog import rules
from bnlint.run import discover, run
from bnlint.run.job import lint_data
from bnlint.run.outcome import Outcome
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Span
from tests.outcomes import clean, outcome, small, written

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT.parent / "shared" / "formats"
#: Those that are sound in their layout; tests/test_abuse.py has the others.
FIXTURES = sorted(path for path in (ROOT / "fixtures").rglob("*.prototxt") if path.parent.name != "abuse")
UNSAFE = Settings(unsafe_fixes=True)
#: All that is hard to write down, in one finding.
NASTY = "a%b:c,d\r\n<e> & \"f\" 'g' \x1b[31m \x00 漢字 😀 ]]> \ud800"


pytestmark = pytest.mark.usefixtures("root_folder")


def of_fixtures() -> list[Outcome]:
    found = discover.find([os.path.relpath(path) for path in FIXTURES])
    return list(run.run(found, Settings(("ALL",))))


def schema(name: str) -> dict[str, Any]:
    if not SCHEMAS.is_dir():
        pytest.skip("the formats' official schemas are not at hand")
    loaded: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return loaded


HARD = [
    Outcome("no such.prototxt", error="cannot be read: No such file or directory"),
    Outcome("bug.prototxt", bugs=("rule BN201 failed: KeyError: 'x'",)),
    Outcome("labels.prototxt", note="skipped: not a Caffe net or solver"),
    clean(),
    outcome("a: 1 # 😀\n", "1", "a b/ü%#?.prototxt", message=NASTY, rule="MY999", severity=Severity.INFO),
    outcome("a: 1", "", "<stdin>", states=("TRAIN", "TEST"), related=(Related(Span(0, 1), NASTY),)),
    outcome("a: 1\n", "a", "/elsewhere/net.prototxt", fix=Fix(NASTY, Applicability.SAFE, [Edit(0, 1, "b")])),
    outcome(b"# \xc4\xe3\xba\xc3\nb: 1\n", "b", os.fsdecode(b"\xff.prototxt")),
]


# ---- valid


@pytest.mark.parametrize(
    ("format", "name"), [("sarif", "sarif-schema-2.1.0.json"), ("rdjson", "rdjson-DiagnosticResult.json")]
)
@pytest.mark.parametrize("outcomes", [[], HARD, None], ids=["nothing", "hard", "fixtures"])
def test_the_official_schema(format: str, name: str, outcomes: list[Outcome] | None) -> None:
    import jsonschema

    report = json.loads(written(format, *(of_fixtures() if outcomes is None else outcomes)))
    jsonschema.validate(report, schema(name))


@pytest.mark.parametrize("format", ["junit", "checkstyle"])
@pytest.mark.parametrize("outcomes", [[], HARD, None], ids=["nothing", "hard", "fixtures"])
def test_xml_is_well_formed(format: str, outcomes: list[Outcome] | None) -> None:
    text = written(format, *(of_fixtures() if outcomes is None else outcomes))
    assert text.isascii()
    ElementTree.fromstring(text)


@pytest.mark.parametrize("format", ["json", "json-lines", "sarif", "gitlab", "rdjson"])
def test_json_is_ascii_so_that_no_encoding_breaks_it(format: str) -> None:
    text = written(format, *HARD)
    assert text.isascii()
    assert text.endswith("\n")


@pytest.mark.parametrize("format", formats.FORMATS)
def test_nothing_is_hidden_from_machines(format: str) -> None:
    """Each finding of the fixtures is in each format; one that speaks for others counts once, but in some formats."""
    outcomes = of_fixtures()
    of_each_place = format in ("text", "rdjson")
    total = sum(
        len(each.result.diagnostics if of_each_place else each.result.grouped) for each in outcomes if each.result
    )
    text = written(format, *outcomes, how=ReportOptions(verbose=True))
    counted = {
        "text": lambda: len(re.findall(r"^(?:error|warning|info)\[", text, re.MULTILINE)),
        "concise": lambda: len(text.splitlines()),
        "json": lambda: sum(each["severity"] < 4 for file in json.loads(text) for each in file["diagnostics"]),
        "json-lines": lambda: sum(json.loads(line)["severity"] < 4 for line in text.splitlines()),
        "sarif": lambda: len(json.loads(text)["runs"][0]["results"]),
        "github": lambda: len(text.splitlines()),
        "gitlab": lambda: len(json.loads(text)),
        "junit": lambda: text.count("<failure ") + text.count("<system-out>"),
        "rdjson": lambda: len(json.loads(text)["diagnostics"]),
        "checkstyle": lambda: text.count("<error "),
    }
    assert total > 40
    assert counted[format]() == total


# ---- exact


def test_json_lines() -> None:
    found = json.loads(written("json-lines", clean(), small()))
    assert (found["path"], found["code"]) == ("a b.prototxt", "BN201")
    assert found["uri"] == f"{ROOT.as_uri()}/a%20b.prototxt"
    assert found["range"]["start"] == {"line": 1, "character": 5}
    (published,) = json.loads(written("json", small()))
    assert published["diagnostics"] == [{key: found[key] for key in found if key not in ("path", "uri")}]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            small(),
            "::warning title=bnlint BN201 obsolete-params,file=a b.prototxt,line=2,endLine=2,col=5,endColumn=9"
            "::a b.prototxt:2:5: BN201 the message%0Afix (unsafe): Write 2\n",
        ),
        (
            outcome("a {\n}\n", "a {\n}", "a,b:c%.prototxt", severity=Severity.ERROR, message="1%\r\n2: 3, 4"),
            "::error title=bnlint BN201 obsolete-params,file=a%2Cb%3Ac%25.prototxt,line=1,endLine=2"
            "::a,b:c%25.prototxt:1:1: BN201 1%25%0D%0A2: 3, 4\n",
        ),
        (
            outcome("a: 1", "a", rule="MY1", severity=Severity.INFO),
            "::notice title=bnlint MY1,file=net.prototxt,line=1,endLine=1,col=1,endColumn=2"
            "::net.prototxt:1:1: MY1 the message\n",
        ),
        (clean(), ""),
    ],
)
def test_github(found: Outcome, expected: str) -> None:
    assert written("github", found) == expected


def test_gitlab() -> None:
    (found,) = json.loads(written("gitlab", clean(), small(severity=Severity.ERROR)))
    fingerprint = found.pop("fingerprint")
    assert len(fingerprint) == 32
    assert found == {
        "description": "BN201: the message",
        "check_name": "BN201",
        "severity": "major",
        "location": {"path": "a b.prototxt", "lines": {"begin": 2, "end": 2}},
    }
    assert json.loads(written("gitlab")) == []


def test_rdjson() -> None:
    """Columns are bytes: the smile has four."""
    (found,) = json.loads(written("rdjson", small()))["diagnostics"]
    place = {"start": {"line": 2, "column": 8}, "end": {"line": 2, "column": 12}}
    assert found == {
        "message": "the message\nFix (unsafe): Write 2",
        "location": {"path": "a b.prototxt", "range": place},
        "severity": "WARNING",
        "code": {"value": "BN201"},
        "suggestions": [
            {"range": {"start": {"line": 2, "column": 8}, "end": {"line": 3, "column": 1}}, "text": "b: 2\n"}
        ],
        "related_locations": [
            {
                "message": "smile",
                "location": {
                    "path": "a b.prototxt",
                    "range": {"start": {"line": 1, "column": 3}, "end": {"line": 1, "column": 7}},
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("content", "edits", "applicability", "text"),
    [
        ("a b c", [Edit(0, 1, "x"), Edit(4, 5, "y")], Applicability.SAFE, "x b y"),
        ("a b c", [Edit(2, 2, "x ")], Applicability.UNSAFE, "x "),
        ("a b c", [Edit(0, 1, "x")], Applicability.DISPLAY, None),
        ("a b c", [], Applicability.SAFE, None),
        ("a\n" * 200, [Edit(0, 400, "")], Applicability.SAFE, None),
        (b"a \xe4 c", [Edit(0, 1, "x")], Applicability.SAFE, "x"),
        (b"a \xe4 c", [Edit(0, 1, "x"), Edit(4, 5, "y")], Applicability.SAFE, None),
    ],
    ids=["one for two edits", "insertion", "display", "no edits", "long", "ascii in latin-1", "latin-1"],
)
def test_rdjson_suggestions(content: str | bytes, edits: list[Edit], applicability: Applicability, text: str) -> None:
    found = outcome(content, "a", fix=Fix("title", applicability, edits))
    (diagnostic,) = json.loads(written("rdjson", found))["diagnostics"]
    assert [each["text"] for each in diagnostic.get("suggestions", [])] == ([] if text is None else [text])


def test_checkstyle() -> None:
    found = outcome("a: 1\n b: 2\n", "b", "a & b.prototxt", message='"<1>"', severity=Severity.ERROR)
    assert written("checkstyle", clean("c.prototxt"), found, Outcome("d", error="cannot be read")) == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<checkstyle version="4.3">\n'
        '  <file name="c.prototxt">\n'
        "  </file>\n"
        '  <file name="a &amp; b.prototxt">\n'
        '    <error line="2" column="2" severity="error" message=\'"&lt;1&gt;"\' source="bnlint.BN201"/>\n'
        "  </file>\n"
        '  <file name="d">\n'
        '    <error line="1" column="1" severity="error" message="cannot be read" source="bnlint"/>\n'
        "  </file>\n"
        "</checkstyle>\n"
    )


def test_junit() -> None:
    """A finding below the fail level makes no test fail."""
    weak = outcome("a: 1", "a", "weak.prototxt", severity=Severity.INFO)
    text = written("junit", clean(), small(), weak, Outcome("d", error="cannot be read"))
    assert text == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites name="bnlint" tests="4" failures="1" errors="1">\n'
        '  <testsuite name="clean.prototxt" tests="1" failures="0" errors="0">\n'
        '    <testcase classname="clean.prototxt" name="bnlint" file="clean.prototxt"/>\n'
        "  </testsuite>\n"
        '  <testsuite name="a b.prototxt" tests="1" failures="1" errors="0">\n'
        '    <testcase classname="a b.prototxt" name="BN201 obsolete-params at 2:5" file="a b.prototxt">\n'
        '      <failure message="the message" type="warning">a b.prototxt:2:5: warning: the message\n'
        "fix (unsafe): Write 2</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="weak.prototxt" tests="1" failures="0" errors="0">\n'
        '    <testcase classname="weak.prototxt" name="BN201 obsolete-params at 1:1" file="weak.prototxt">\n'
        "      <system-out>weak.prototxt:1:1: info: the message</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="d" tests="1" failures="0" errors="1">\n'
        '    <testcase classname="d" name="bnlint" file="d">\n'
        '      <error message="cannot be read" type="bnlint"/>\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )
    assert 'failures="2"' in written("junit", small(), weak, how=ReportOptions(fail_level=Severity.INFO))


def sarif(*outcomes: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written("sarif", *outcomes))["runs"][0]
    return found


def test_sarif() -> None:
    report = sarif(clean(), small(states=("TEST",)))
    assert report["columnKind"] == "utf16CodeUnits"
    assert [artifact["location"]["uri"] for artifact in report["artifacts"]] == ["clean.prototxt", "a%20b.prototxt"]
    (result,) = report["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("BN201", 0, "warning")
    assert result["properties"] == {"states": ["TEST"], "fix": "Write 2", "applicability": "unsafe"}
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b.prototxt", "uriBaseId": "%SRCROOT%", "index": 1}
    assert place["region"] == {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 10}
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 6, "endLine": 3, "endColumn": 1},
            "insertedContent": {"text": "b: 2\n"},
        }
    ]
    (related,) = result["relatedLocations"]
    assert related["message"] == {"text": "smile"}
    assert related["physicalLocation"]["region"]["endColumn"] == 5
    assert report["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_sarif_rules_have_their_pages() -> None:
    driver = sarif(*of_fixtures())["tool"]["driver"]
    assert len(driver["rules"]) > 10
    for rule in driver["rules"]:
        known = rules()[rule["id"]]
        assert rule["name"] == known.name
        assert known.summary in rule["help"]["markdown"]
        assert "`" not in rule["help"]["text"] and rule["fullDescription"]["text"]


def test_sarif_says_what_could_not_be_checked() -> None:
    (invocation,) = sarif(*HARD)["invocations"]
    assert not invocation["executionSuccessful"]
    texts = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert texts == ["cannot be read: No such file or directory", "rule BN201 failed: KeyError: 'x'"]


def test_sarif_shows_no_fix_that_is_not_to_be_applied() -> None:
    (result,) = sarif(outcome("a: 1", "a", fix=Fix("title", Applicability.DISPLAY, [Edit(0, 1, "b")])))["results"]
    assert "fixes" not in result
    assert result["properties"]["fix"] == "title"


# ---- where


@pytest.mark.parametrize(
    ("format", "variable", "path"),
    [
        ("sarif", "GITHUB_WORKSPACE", "fixtures/net.prototxt"),
        ("github", "GITHUB_WORKSPACE", "fixtures/net.prototxt"),
        ("gitlab", "CI_PROJECT_DIR", "fixtures/net.prototxt"),
        ("rdjson", "", "net.prototxt"),
    ],
)
def test_paths_are_relative_to_the_repository(
    format: str, variable: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT / "fixtures")
    if variable:
        monkeypatch.setenv(variable, str(ROOT))
    for named in ("net.prototxt", "./net.prototxt", str(ROOT / "fixtures" / "net.prototxt")):
        text = written(format, outcome("a: 1", "a", named))
        assert f'"{path}"' in text or f"file={path}," in text
    monkeypatch.setenv(variable or "X", "/elsewhere")
    text = written(format, outcome("a: 1", "a"))
    assert '"net.prototxt"' in text or "file=net.prototxt," in text


def test_sarif_addresses() -> None:
    found = {each["location"]["uri"] for each in sarif(*HARD)["artifacts"]}
    assert found == {
        "clean.prototxt",
        "a%20b/%C3%BC%25%23%3F.prototxt",
        "%3Cstdin%3E",
        "file:///elsewhere/net.prototxt",
        "%FF.prototxt",
    }
    assert unquote("a%20b/%C3%BC%25%23%3F.prototxt") == HARD[4].path


NET = "layer {{ name: '{}' type: 'BatchNorm' param {{ lr_mult: 0 }} }}\n"


def test_fingerprints_survive_moved_lines_and_are_no_others() -> None:
    def found(text: str, path: str = "net.prototxt") -> list[str]:
        checked = lint_data(path, text.encode(), Settings(("BN", "NET")))
        return [each["fingerprint"] for each in json.loads(written("gitlab", checked))]

    before = found(NET.format("a") + NET.format("b"))
    assert len(before) > 1
    assert len(set(before)) == len(before)
    assert found("# a comment\n\n" + NET.format("a") + "\n" + NET.format("b")) == before
    assert not set(found(NET.format("a") + NET.format("b"), "other.prototxt")) & set(before)
    same = outcome("a: 1 a: 1", "a")
    assert same.result
    same.result.diagnostics.append(Diagnostic("BN201", "the message", Severity.WARNING, Span(5, 6)))
    first, second = json.loads(written("gitlab", same))
    assert first["fingerprint"] != second["fingerprint"]
