"""Output format `gitlab`: GitLab's code quality report, a subset of Code Climate's."""

from __future__ import annotations

import json

from bnlint.diagnostics import Severity
from bnlint.report import places
from bnlint.report.formats import USUAL, How

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run import Outcome

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(outcomes: Iterable[Outcome], stream: TextIO, how: How = USUAL) -> None:
    """One array. GitLab takes a finding for the same in two reports if their fingerprints are equal."""
    root = places.root("CI_PROJECT_DIR")
    separator = "[\n"
    for outcome in outcomes:
        if outcome.result is None:
            continue
        path = places.under(outcome.path, root)
        lines = outcome.result.source.lines
        for diagnostic, fingerprint in places.fingerprints(path, outcome.result):
            begin, last = lines.line(diagnostic.span.start), lines.line(diagnostic.span.end)
            found = {
                "description": f"{diagnostic.rule}: {diagnostic.message}",
                "check_name": diagnostic.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[diagnostic.severity],
                "location": {"path": path, "lines": {"begin": begin + 1, "end": last + 1}},
            }
            stream.write(separator + json.dumps(found))
            separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")
