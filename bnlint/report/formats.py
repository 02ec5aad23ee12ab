"""The output formats: their names, what each is for, and the function that writes it."""

from __future__ import annotations

from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from bnlint.run.outcome import Outcome

#: What each format is for, by name.
FORMATS = {
    "text": "people: each finding with its source lines",
    "concise": "people and grep: a line for each finding",
    "json": "programs: the Language Server Protocol's PublishDiagnosticsParams, an array of files",
    "json-lines": "programs that read a line at a time: an object for each finding",
    "sarif": "SARIF 2.1.0: GitHub code scanning, Azure DevOps, editors",
    "github": "annotations of a GitHub Actions run",
    "gitlab": "GitLab's code quality report",
    "junit": "JUnit XML: Jenkins, Azure DevOps, GitLab's test report",
    "rdjson": "reviewdog, with suggestions",
    "checkstyle": "Checkstyle XML: Jenkins, older tools",
}
DEFAULT = "text"
#: The formats that show the edits of fixes.
WITH_EDITS = frozenset(("json", "json-lines", "sarif", "rdjson"))


def write(name: str, outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """Writes the report in the format called `name`. Raises KeyError for an unknown format."""
    writer(name)(outcomes, stream, options)


def writer(name: str) -> Callable[[Iterable[Outcome], TextIO, ReportOptions], None]:
    """The function that writes a format, imported only now. Raises KeyError for an unknown format."""
    match name:
        case "text":
            from bnlint.report import text

            return text.write
        case "concise":
            from bnlint.report import concise

            return concise.write
        case "json":
            from bnlint.report import lsp_json

            return lsp_json.write
        case "json-lines":
            from bnlint.report import json_lines

            return json_lines.write
        case "sarif":
            from bnlint.report import sarif

            return sarif.write
        case "github":
            from bnlint.report import github

            return github.write
        case "gitlab":
            from bnlint.report import gitlab

            return gitlab.write
        case "junit":
            from bnlint.report import junit

            return junit.write
        case "rdjson":
            from bnlint.report import rdjson

            return rdjson.write
        case "checkstyle":
            from bnlint.report import checkstyle

            return checkstyle.write
    raise KeyError(name)
