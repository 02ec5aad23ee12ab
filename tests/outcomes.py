"""Outcomes of a run, made by hand for the tests of reports."""

from __future__ import annotations

import io
from typing import Any

from bnlint.linter.result import Result
from bnlint.prototxt.parser import parse
from bnlint.report import formats
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.run.outcome import Outcome
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Source, Span

CONTENT = "# 😀\n'😀' b: 1\n"
AT = CONTENT.index("b")


def outcome(content: str | bytes, marked: str, path: str = "net.prototxt", **facts: Any) -> Outcome:
    """A file with one finding over the first place where `marked` stands."""
    source = Source.from_bytes(content if isinstance(content, bytes) else content.encode(), path)
    start = source.text.index(marked)
    found = Diagnostic(
        facts.pop("rule", "BN201"),
        facts.pop("message", "the message"),
        facts.pop("severity", Severity.WARNING),
        Span(start, start + len(marked)),
        **facts,
    )
    return Outcome(path, Result(source, parse(source.text), "net", [found], []))


def clean(path: str = "clean.prototxt") -> Outcome:
    source = Source("name: 'net'\n", path)
    return Outcome(path, Result(source, parse(source.text), "net", [], []))


def small(**facts: Any) -> Outcome:
    fix = Fix("Write 2", Applicability.UNSAFE, [Edit(AT, len(CONTENT), "b: 2\n")])
    return outcome(CONTENT, "b: 1", "a b.prototxt", fix=fix, related=(Related(Span(2, 3), "smile"),), **facts)


def written(format: str, *outcomes: Outcome, how: ReportOptions = DEFAULT_OPTIONS) -> str:
    stream = io.StringIO()
    formats.write(format, outcomes, stream, how)
    return stream.getvalue()
