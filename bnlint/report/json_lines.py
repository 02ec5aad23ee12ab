"""Output format `json-lines`: an object for each finding, on a line of its own."""

from __future__ import annotations

import json

from bnlint.report import lsp_json
from bnlint.report.formats import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.run import Outcome


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """The Diagnostic of the Language Server Protocol, with the path and the address of its file before it."""
    known = catalog.known(options.rules)
    for outcome in outcomes:
        if outcome.result is None:
            continue
        address = lsp_json.uri(outcome.path)
        lines = outcome.result.source.lines
        for diagnostic in outcome.result.diagnostics:
            found = {"path": outcome.path, "uri": address, **lsp_json.diagnostic_of(address, lines, diagnostic, known)}
            stream.write(json.dumps(found) + "\n")
