"""The settings of a run, as data. Where they come from is the business of the command line and of configuration."""

from __future__ import annotations

from bnlint.diagnostics import Severity

DEFAULT_TARGET = "bvlc-1.0"


class Settings:
    """What a run is asked to do; immutable by convention.

    `select`, `ignore` and `extend_select` hold rule ids, prefixes of them or ``ALL``. `fail_level` is the
    severity from which a finding makes the run fail, `target` the Caffe that the file must run on, `dialect` the
    one that it is written for (empty: recognised). `rules` are folders with rules of the user's own.
    """

    __slots__ = ("dialect", "extend_select", "fail_level", "ignore", "rules", "select", "target", "unsafe_fixes")

    def __init__(
        self,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        extend_select: tuple[str, ...] = (),
        target: str = DEFAULT_TARGET,
        fail_level: Severity = Severity.WARNING,
        unsafe_fixes: bool = False,
        dialect: str = "",
        rules: tuple[str, ...] = (),
    ) -> None:
        self.select = select
        self.ignore = ignore
        self.extend_select = extend_select
        self.target = target
        self.fail_level = fail_level
        self.unsafe_fixes = unsafe_fixes
        self.dialect = dialect
        self.rules = rules
