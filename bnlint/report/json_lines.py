"""Output format `json-lines`: one object per finding, each on its own line."""

from __future__ import annotations

import json
from functools import partial

from bnlint.report import lsp_json, rendering
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """A Diagnostic of the Language Server Protocol per line, preceded by the path and URI of its file."""
    known = catalog.known(options.rules)
    for outcome in outcomes:
        if outcome.result is None:
            continue
        address = lsp_json.uri(outcome.path)
        lines = outcome.result.source.lines
        render = partial(lsp_json.diagnostic_of, address, lines, known=known, origin=outcome.result.origin)
        for shown in rendering.each(outcome, render, outcome.result.with_hints):
            item = {"path": outcome.path, "uri": address, **shown}
            stream.write(json.dumps(item) + "\n")
