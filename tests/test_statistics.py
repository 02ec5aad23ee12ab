"""Statistics of a run, and findings that repeat the same message."""

from __future__ import annotations

import io
import json

import pytest

from bnlint.linter.result import Result
from bnlint.prototxt.parser import parse
from bnlint.report import formats, repeats, statistics
from bnlint.report.options import ReportOptions
from bnlint.run.outcome import Outcome
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Source, Span
from tests.outcomes import clean, outcome, small, written

pytestmark = pytest.mark.usefixtures("folder")


def counted(format: str, *outcomes: Outcome) -> str:
    stream = io.StringIO()
    statistics.write(outcomes, stream, format)
    return stream.getvalue()


MANY = (
    small(),
    small(severity=Severity.ERROR),
    clean(),
    outcome("a", "a", rule="BN101", fix=Fix("t", Applicability.SAFE, [Edit(0, 1, "b")])),
    outcome("a", "a", rule="BN999"),
)


def test_statistics() -> None:
    assert counted("text", *MANY) == (
        "findings  places  safe fix  unsafe fix  files  severity       rule\n"
        "       2       2         -           2      2  error/warning  BN201 obsolete-params\n"
        "       1       1         1           -      1  warning        BN101 missing-scale\n"
        "       1       1         -           -      1  warning        BN999\n\n"
    )
    assert counted("text", clean()) == ""


def test_statistics_in_json() -> None:
    found = json.loads(counted("json", *MANY))
    assert found[0] == {
        "rule": "BN201",
        "name": "obsolete-params",
        "findings": 2,
        "places": 2,
        "files": 2,
        "severities": {"error": 1, "warning": 1},
        "fixable": {"safe": 0, "unsafe": 2, "display": 0},
    }
    assert [json.loads(line) for line in counted("json-lines", *MANY).splitlines()] == found
    assert json.loads(counted("json")) == []


def repeated(messages: list[str], rule: str = "BN201") -> Outcome:
    text = "".join(f"l{number}\n" for number in range(len(messages)))
    starts = [text.index(f"l{number}\n") for number in range(len(messages))]
    found = [Diagnostic(rule, m, Severity.WARNING, Span(at, at + 2)) for m, at in zip(messages, starts)]
    return Outcome("net.prototxt", Result(Source(text), parse(""), "net", found, []))


@pytest.mark.parametrize(
    ("messages", "shown", "others"),
    [
        ([f"'bn{n}' is odd" for n in range(5)], 5, []),
        ([f"'bn{n}' is odd" for n in range(6)], 3, [3]),
        ([f"Conv 'c{n}' ({n} vs. 1): too many for c{n}" for n in range(99)], 3, [96]),
        ([f'no field "f{chr(97 + n)}"' for n in range(26)], 26, []),
        ([f"'a{n}' is odd" for n in range(8)] + [f"'a{n}' is even" for n in range(8)], 6, [5, 5]),
        ([f"'a{n}', 'a{n}/b' and 'a{n}/b/c'" for n in range(40)], 3, [37]),  # the names of layers in groups
        ([], 0, []),
    ],
)
def test_repeats_in_a_file_are_summarized(messages: list[str], shown: int, others: list[int]) -> None:
    found = repeated(messages).result
    assert found
    first, groups, familiar = repeats.Repeats().split(found.diagnostics)
    assert (len(first), [len(group) for group in groups], familiar) == (shown, others, [])


def test_repeats_across_files_are_summarized() -> None:
    """From the sixth file on, one finding takes two lines, and so do many."""
    many = [repeated([f"'bn{n}' is odd" for n in range(count)]) for count in (1, 1, 1, 1, 9, 1, 9)]
    many.append(repeated(["'bn1' is even"]))
    text = written("text", *many)
    assert text.count("^^") == 4 + 3 + 1
    assert text.split("\n\n")[-4:] == [
        "warning[BN201 obsolete-params]: 'bn0' is odd\n  --> net.prototxt:1:1",
        "warning[BN201 obsolete-params]: 'bn0' is odd and 8 more like it\n"
        "  --> net.prototxt: lines 1, 2, 3, 4, 5, 6, 7, 8, 9 (--verbose shows them)",
        "warning[BN201 obsolete-params]: 'bn1' is even\n --> net.prototxt:1:1\n  |\n1 | l0\n  | ^^\n  |",
        "",
    ]
    assert written("text", *many, how=ReportOptions(verbose=True)).count("^^") == 24


def test_text_sums_up_what_is_repeated() -> None:
    many = repeated([f"'bn{n}' is odd" for n in range(40)])
    text = written("text", many)
    assert text.count("is odd") == 3
    assert text.endswith(
        "warning[BN201 obsolete-params]: 37 more like the BN201 above\n"
        "  --> net.prototxt: lines 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 ... 40 (--verbose shows them)\n\n"
    )
    assert written("text", many, how=ReportOptions(verbose=True)).count("is odd") == 40
    for format in formats.FORMATS:
        if format != "text":
            assert written(format, many).count("is odd") >= 40


def test_text_says_how_many_of_the_others_have_a_fix() -> None:
    many = repeated([f"'bn{n}' is odd" for n in range(9)])
    assert many.result
    for diagnostic in many.result.diagnostics:
        diagnostic.fix = Fix("t", Applicability.SAFE, [Edit(0, 1, "")])
    assert written("text", many).endswith(
        "lines 4, 5, 6, 7, 8, 9 (--verbose shows them)\n  = fix [*]: each of them\n\n"
    )
