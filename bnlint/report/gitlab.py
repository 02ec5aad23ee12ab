"""Output format `gitlab`: GitLab's code quality report, a subset of the Code Climate format."""

from __future__ import annotations

import json
from functools import partial

from bnlint.report import locations, rendering
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import LineIndex

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """One array. GitLab considers two findings the same if their fingerprints are equal."""
    root = locations.root("CI_PROJECT_DIR")
    separator = "[\n"
    for outcome in outcomes:
        if outcome.result is None:
            continue
        path = locations.under(outcome.path, root)
        fingerprint = locations.fingerprints(path, outcome.result)
        for issue in rendering.each(outcome, partial(_issue, path, outcome.result.source.lines, fingerprint)):
            stream.write(separator + issue)
            separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _issue(path: str, lines: LineIndex, fingerprint: Callable[[Diagnostic], str], diagnostic: Diagnostic) -> str:
    begin, last = lines.line(diagnostic.span.start), lines.line(diagnostic.span.end)
    issue = {
        "description": f"{diagnostic.rule}: {locations.message(diagnostic, lines)}",
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint(diagnostic),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": path, "lines": {"begin": begin + 1, "end": last + 1}},
    }
    return json.dumps(issue)
