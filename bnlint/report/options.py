"""The options that output formats depend on."""

from __future__ import annotations

from bnlint.text.diagnostics import Severity


class ReportOptions:
    """What a format can depend on besides the outcomes.

    `verbose`: show everything, without summarizing repeats. `fail_level`: the lowest severity that is a failure.
    `rules`: folders with user rules. `plain`: no colours, whatever the environment says.
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
