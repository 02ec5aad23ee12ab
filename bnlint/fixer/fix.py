"""Fixes one source in rounds until nothing changes, and proves each round before its text is kept."""

from __future__ import annotations

from bnlint.caffe.origin import AUTO
from bnlint.caffe.session import Session
from bnlint.linter.check import check
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Applicability, Edit, Fix, apply_edits, choose
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.fixer.proof_rounds import Round
    from bnlint.text.files import RelatedFiles

_ROUNDS = 100
# The kinds of proof (see `catalog.Rule`) in the order in which their fixes are applied: the file first becomes
# readable, then reaches today's format, then the target; a suppression is only known to be unused when nothing else is
# left to fix.
_PROOFS = ("syntax", "upgrade", "porting", "net", "suppressions")
#: After so many refused fixes of a rule, its others are no longer tried.
_MOST_REFUSED = 3


class FixResult:
    """The fix of one source.

    `source` is the new source (the original object if nothing changed), `result` the Result of linting it, `original`
    the Result before any fix, `applied` the rule ids and titles of the applied fixes, in order.
    """

    __slots__ = ("applied", "original", "result", "source")

    def __init__(self, source: Source, original: Result, result: Result, applied: list[tuple[str, str]]) -> None:
        self.source = source
        self.original = original
        self.result = result
        self.applied = applied


def fix(
    source: Source, settings: Settings, related_files: RelatedFiles | None = None, session: Session | None = None
) -> FixResult:
    """Applies the safe fixes and, with `settings.unsafe_fixes`, the unsafe ones. Never raises for bad input.

    Each round applies fixes that do not overlap, safe before unsafe ones, and is proved. A fix whose proof fails is
    left out, and the result's `bugs` say why; if the rounds do not end, the original source is kept. A round after
    which nothing would show the Caffe of the file is not made: the next one would take it for BVLC Caffe.
    `related_files`, `session`: see `linter.check.check`.
    """
    session = session or Session()
    original = result = check(source, settings, related_files, session)
    applied: list[tuple[str, str]] = []
    refused = _Refused()
    for _ in range(_ROUNDS):
        chosen = _choose(result, settings, refused)
        if not chosen:
            return _fixed(original, result, applied, refused)
        while True:
            text = apply_edits(result.source.text, _edits(chosen))
            after = check(source.with_text(text), settings, related_files, session)
            if settings.target == AUTO and not original.origin.stays(after.origin):
                return _fixed(original, result, applied, refused)  # nothing would show its Caffe any more
            reason = _rejection(result, after, chosen, settings, session)
            if not reason:
                applied += [(diagnostic.rule, fix.title) for diagnostic, fix in chosen]
                result = after
            elif len(chosen) > 1:
                chosen = chosen[: len(chosen) // 2]  # the others wait for the next round
                continue
            else:
                refused.add(*chosen[0], reason)
            break
    bugs = [
        *original.bugs,
        *refused.bugs,
        f"{_named(chosen)} not applied: the file still changes after {_ROUNDS} rounds",
    ]
    kept = Result(source, original.document, original.kind, original.diagnostics, bugs, original.origin)
    return FixResult(source, kept, kept, [])


class _Refused:
    """The fixes that a proof refused, each with a line that says why."""

    __slots__ = ("_fixes", "_rules", "bugs")

    def __init__(self) -> None:
        self.bugs: list[str] = []
        self._fixes: set[tuple[str, str, str]] = set()
        self._rules: dict[str, int] = {}

    def add(self, diagnostic: Diagnostic, fix: Fix, reason: str) -> None:
        self._fixes.add((diagnostic.rule, diagnostic.message, fix.title))
        self._rules[diagnostic.rule] = self._rules.get(diagnostic.rule, 0) + 1
        self.bugs.append(f"{_named([(diagnostic, fix)])} not applied: {reason}")

    def __contains__(self, diagnostic: Diagnostic) -> bool:
        """Whether its fix is one of them, or one of too many of its rule."""
        title = diagnostic.fix.title if diagnostic.fix is not None else ""
        return bool(self._rules) and (
            self._rules.get(diagnostic.rule, 0) >= _MOST_REFUSED
            or (diagnostic.rule, diagnostic.message, title) in self._fixes
        )


def _named(chosen: Round) -> str:
    """What was not applied, as the start of a line: the rules of fixes, and the title of a single one."""
    if len(chosen) == 1:
        return f"the fix of {chosen[0][0].rule} ({chosen[0][1].title}) was"
    return f"the fixes of {', '.join(sorted({diagnostic.rule for diagnostic, _ in chosen}))} were"


def _fixed(original: Result, result: Result, applied: list[tuple[str, str]], refused: _Refused) -> FixResult:
    result.bugs += refused.bugs
    return FixResult(result.source, original, result, applied)


def _choose(result: Result, settings: Settings, refused: _Refused) -> Round:
    """The fixes of the next round: safe ones, or, if none is left and `settings` allow it, unsafe ones.

    Those that were `refused` are left out. So is a fix whose edits cannot be made, which is one of the result's `bugs`.
    """
    rules = catalog.known(settings.rules)
    for applicability in (Applicability.SAFE, Applicability.UNSAFE)[: 2 if settings.unsafe_fixes else 1]:
        by_proof: dict[str, dict[int, tuple[Diagnostic, Fix]]] = {proof: {} for proof in _PROOFS}
        for diagnostic in result.diagnostics:
            fix = diagnostic.fix
            if fix and fix.applicability is applicability and diagnostic not in refused:
                if why := fix.failure():
                    bug = f"the fix of {diagnostic.rule} cannot be made: {why}"
                    result.bugs += [] if bug in result.bugs else [bug]
                    diagnostic.fix = None
                    continue
                by_proof[rules[diagnostic.rule].proof][id(fix)] = (diagnostic, fix)
        candidates = next(filter(None, by_proof.values()), {})
        chosen = choose(fix for _, fix in candidates.values())
        if chosen:
            return [candidates[id(fix)] for fix in chosen]
    return []


def _edits(chosen: Round) -> list[Edit]:
    return sorted({edit for _, fix in chosen for edit in fix.edits})


def _rejection(before: Result, after: Result, chosen: Round, settings: Settings, session: Session) -> str:
    """Why the rewrite is rejected; empty if it is proved."""
    from bnlint.fixer import proof_rounds  # with all proofs, which only a run that changes a file needs

    return proof_rounds.rejection(before, after, chosen, _edits(chosen), settings, session)


def rejection(result: Result, diagnostic: Diagnostic, settings: Settings) -> str:
    """Why the fix of one diagnostic of `result` must not be applied by itself; empty if it may be.

    Raises ValueError for a diagnostic without a fix.
    """
    if diagnostic.fix is None:
        raise ValueError(f"this {diagnostic.rule} diagnostic has no fix")
    text = apply_edits(result.source.text, diagnostic.fix.edits)
    session = Session()
    after = check(result.source.with_text(text), settings, session=session)
    return _rejection(result, after, [(diagnostic, diagnostic.fix)], settings, session)
