"""Upgrades one text: the format by the upgrade's steps, then the leftover `param` of BatchNorm by their rules."""

from __future__ import annotations

from bnlint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.upgrade.rewrite.v0 import Lost

_RULES = ("BN201", "BN203")
_STEP = "BatchNorm params"


class Renewed:
    """What became of a source.

    `source` is the new one (the original object where nothing changed), `kind` ``net``, ``solver`` or ``other`` (no
    Caffe file, left alone), `steps` what was upgraded, in words, `lost` what Caffe's own upgrade would drop and
    what stays as a comment, `problems` what Caffe would log. `refused` says why nothing was done, a line for each
    reason; `bugs` are bnlint's own faults, because of which nothing was done either.
    """

    __slots__ = ("bugs", "kind", "lost", "original", "problems", "refused", "source", "steps")

    def __init__(self, source: Source) -> None:
        self.original = self.source = source
        self.kind = "other"
        self.steps: list[str] = []
        self.lost: list[Lost] = []
        self.problems: list[str] = []
        self.refused: list[str] = []
        self.bugs: list[str] = []


def renew(source: Source, dialect: str = "", keep_dropped: bool = False) -> Renewed:
    """Upgrades `source` wholly, or not at all.

    `dialect` is the Caffe that it is written for (empty: recognised); `keep_dropped` keeps what Caffe's upgrade of
    V0 drops. Raises KeyError for an unknown dialect.
    """
    from bnlint.upgrade import driver

    made = driver.upgrade(source, dialect, keep_dropped)
    result = Renewed(source)
    result.kind, result.refused = made.kind, made.refused
    result.lost, result.problems = made.lost, made.problems
    if made.bug:
        result.bugs.append(f"the upgrade was not done: {made.bug}")
    if made.kind == "other" or made.refused or made.bug:
        return result
    result.source, result.steps = made.source, made.steps
    if made.kind == "net" and "BatchNorm" in made.source.text:
        _batch_norm(result, dialect)
    return result


def _batch_norm(result: Renewed, dialect: str) -> None:
    """Unnamed triples go where the rules call that safe, else they become zeros."""
    from bnlint.fixer import fix
    from bnlint.settings import Settings

    fixed = fix(result.source, Settings(select=_RULES, dialect=dialect))
    result.bugs += fixed.result.bugs
    if fixed.result.bugs:
        result.source, result.steps = result.original, []
    elif fixed.applied:
        result.source = fixed.source
        result.steps.append(_STEP)
