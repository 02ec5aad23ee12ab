"""The number of findings per rule, and how many of them can be fixed: a table, or JSON."""

from __future__ import annotations

import json

from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog
from bnlint.text.diagnostics import Severity
from bnlint.text.edits import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

    from bnlint.run.outcome import Outcome

#: The formats that support statistics.
FORMATS = ("text", "concise", "json", "json-lines")
_HEAD = ("findings", "places", "safe fix", "unsafe fix", "files", "severity", "rule")


class _Count:
    """The numbers for one rule: findings by severity, and the places and fixes of these."""

    __slots__ = ("files", "fixes", "places", "severities")

    def __init__(self) -> None:
        self.files = 0
        self.places = 0
        self.severities = dict.fromkeys(sorted(Severity, reverse=True), 0)
        self.fixes = dict.fromkeys(Applicability, 0)

    @property
    def total(self) -> int:
        return sum(self.severities.values())


def write(outcomes: Iterable[Outcome], stream: TextIO, format: str, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """Writes the rules with findings, the most frequent first."""
    counts = _counts(outcomes)
    if format.startswith("json"):
        _json(counts, stream, format, options)
    elif counts:
        _table(counts, stream, options)


def _counts(outcomes: Iterable[Outcome]) -> list[tuple[str, _Count]]:
    counts: dict[str, _Count] = {}
    for outcome in outcomes:
        here = set()
        if outcome.result is None:
            continue
        for diagnostic in outcome.result.grouped:
            count = counts.get(diagnostic.rule) or counts.setdefault(diagnostic.rule, _Count())
            count.severities[diagnostic.severity] += 1
            here.add(diagnostic.rule)
        for diagnostic in outcome.result.diagnostics:
            count = counts[diagnostic.rule]
            count.places += 1
            if diagnostic.fix:
                count.fixes[diagnostic.fix.applicability] += 1
        for rule in here:
            counts[rule].files += 1
    return sorted(counts.items(), key=lambda item: (-item[1].total, item[0]))


def _json(counts: list[tuple[str, _Count]], stream: TextIO, format: str, options: ReportOptions) -> None:
    known = catalog.known(options.rules)
    rows: list[dict[str, Any]] = [
        {
            "rule": id,
            "name": known[id].name if id in known else "",
            "findings": count.total,
            "places": count.places,
            "files": count.files,
            "severities": {severity.word: number for severity, number in count.severities.items() if number},
            "fixable": {applicability.value: number for applicability, number in count.fixes.items()},
        }
        for id, count in counts
    ]
    lines = [json.dumps(row) for row in rows]
    if format == "json-lines":
        stream.writelines(f"{line}\n" for line in lines)
    else:
        stream.write("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")


def _table(counts: list[tuple[str, _Count]], stream: TextIO, options: ReportOptions) -> None:
    known = catalog.known(options.rules)
    rows = [_HEAD]
    for id, count in counts:
        fixes = [str(count.fixes[kind] or "-") for kind in (Applicability.SAFE, Applicability.UNSAFE)]
        words = [severity.word for severity, number in count.severities.items() if number]
        title = f"{id} {known[id].name}" if id in known else id
        rows.append((str(count.total), str(count.places), *fixes, str(count.files), "/".join(words), title))  # type: ignore[arg-type]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        cells = [cell.rjust(width) if n < 5 else cell.ljust(width) for n, (cell, width) in enumerate(zip(row, widths))]
        stream.write("  ".join(cells).rstrip() + "\n")
    stream.write("\n")
