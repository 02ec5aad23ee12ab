"""Output format `junit`: JUnit XML; a file is a suite, a finding is a failed test."""

from __future__ import annotations

from functools import partial

from bnlint.report import rendering
from bnlint.report import xml_text as xml
from bnlint.report.locations import message
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.report.snippet import printable
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import LineIndex


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """Files without findings are passed tests; so are findings below the fail level, with the finding as output."""
    suites: list[str] = []
    sums = [0, 0, 0]
    for outcome in outcomes:
        if outcome.result is None and not outcome.error and not outcome.bugs:
            continue
        cases = list(_cases(outcome, options))
        counts = [len(cases), *(sum(f"<{word} " in case for case in cases) for word in ("failure", "error"))]
        sums = [a + b for a, b in zip(sums, counts)]
        suites.append(f"  {_opened('testsuite', outcome.path, counts)}\n{''.join(cases)}  </testsuite>\n")
    stream.write(f"{xml.HEAD}{_opened('testsuites', 'bnlint', sums)}\n")
    stream.writelines(suites)
    stream.write("</testsuites>\n")


def _opened(name: str, title: str, counts: list[int]) -> str:
    tests, failures, errors = counts
    return xml.element(name, name=title, tests=tests, failures=failures, errors=errors) + ">"


def _cases(outcome: Outcome, options: ReportOptions) -> Iterable[str]:
    for error in filter(None, (outcome.error, *outcome.bugs)):
        yield _error(outcome.path, error)
    if outcome.result is None:
        return
    bugs, lines = len(outcome.bugs), outcome.result.source.lines
    yield from rendering.each(outcome, partial(_finding, outcome.path, lines, options))
    for bug in outcome.bugs[bugs:]:
        yield _error(outcome.path, bug)
    if not outcome.result.diagnostics and not outcome.error and not outcome.bugs:
        yield _case(outcome.path, "bnlint", "")


def _error(path: str, error: str) -> str:
    inner = xml.element("error", message=printable(error), type="bnlint") + "/>"
    return _case(path, "bnlint", inner)


def _finding(path: str, lines: LineIndex, options: ReportOptions, diagnostic: Diagnostic) -> str:
    rule = catalog.known(options.rules).get(diagnostic.rule)
    title = f"{diagnostic.rule} {rule.name}" if rule else diagnostic.rule
    line, column = lines.position(diagnostic.span.start)
    text = message(diagnostic, lines)
    body = f"{path}:{line + 1}:{column + 1}: {diagnostic.severity.word}: {text}"
    if diagnostic.fix:
        body += f"\nfix ({diagnostic.fix.applicability.value}): {diagnostic.fix.title}"
    name = f"{title} at {line + 1}:{column + 1}"
    if diagnostic.severity < options.fail_level:
        return _case(path, name, f"<system-out>{xml.text(body)}</system-out>")
    opened = xml.element("failure", message=printable(text), type=diagnostic.severity.word)
    return _case(path, name, f"{opened}>{xml.text(body)}</failure>")


def _case(path: str, name: str, inner: str) -> str:
    opened = xml.element("testcase", classname=path, name=name, file=path)
    return f"    {opened}>\n      {inner}\n    </testcase>\n" if inner else f"    {opened}/>\n"
