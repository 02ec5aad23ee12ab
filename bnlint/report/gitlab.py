"""Output format `gitlab`: GitLab's code quality report, a subset of the Code Climate format."""

from __future__ import annotations

import json

from bnlint.report import locations
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """One array. GitLab considers two findings the same if their fingerprints are equal."""
    root = locations.root("CI_PROJECT_DIR")
    separator = "[\n"
    for outcome in outcomes:
        if outcome.result is None:
            continue
        path = locations.under(outcome.path, root)
        lines = outcome.result.source.lines
        for diagnostic, fingerprint in locations.fingerprints(path, outcome.result):
            begin, last = lines.line(diagnostic.span.start), lines.line(diagnostic.span.end)
            issue = {
                "description": f"{diagnostic.rule}: {locations.message(diagnostic, lines)}",
                "check_name": diagnostic.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[diagnostic.severity],
                "location": {"path": path, "lines": {"begin": begin + 1, "end": last + 1}},
            }
            stream.write(separator + json.dumps(issue))
            separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")
