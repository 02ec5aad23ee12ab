"""The registry of output formats: their names, what each is for, and the module that writes it."""

from __future__ import annotations

from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bnlint.run.run import Outcome

#: Name, module in this package, and what it is for.
FORMATS = {
    "text": ("text", "people: each finding with its source lines"),
    "concise": ("concise", "people and grep: a line for each finding"),
    "json": ("lsp_json", "programs: the Language Server Protocol's PublishDiagnosticsParams, an array of files"),
    "json-lines": ("json_lines", "programs that read a line at a time: an object for each finding"),
    "sarif": ("sarif", "SARIF 2.1.0: GitHub code scanning, Azure DevOps, editors"),
    "github": ("github", "annotations of a GitHub Actions run"),
    "gitlab": ("gitlab", "GitLab's code quality report"),
    "junit": ("junit", "JUnit XML: Jenkins, Azure DevOps, GitLab's test report"),
    "rdjson": ("rdjson", "reviewdog, with suggestions"),
    "checkstyle": ("checkstyle", "Checkstyle XML: Jenkins, older tools"),
}
DEFAULT = "text"
#: Those that ask for the edits of fixes.
WITH_EDITS = frozenset(("json", "json-lines", "sarif", "rdjson"))


class ReportOptions:
    """What a format may want to know besides the outcomes.

    `verbose`: leave nothing out for the sake of reading. `fail_level`: from which severity on a finding is a failure.
    `rules`: folders with rules of users. `plain`: no colours, whatever the environment says.
    """

    __slots__ = ("fail_level", "plain", "rules", "verbose")

    def __init__(
        self,
        verbose: bool = False,
        fail_level: Severity = Severity.WARNING,
        rules: tuple[str, ...] = (),
        plain: bool = False,
    ) -> None:
        self.verbose = verbose
        self.fail_level = fail_level
        self.rules = rules
        self.plain = plain


DEFAULT_OPTIONS = ReportOptions()


def write(name: str, outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """Writes the report in the format called `name`. Raises KeyError for a format that there is not."""
    module = __import__(f"{__package__}.{FORMATS[name][0]}", fromlist=["write"])
    module.write(outcomes, stream, options)
