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
# The kinds of proof (see `catalog.Rule`) in the order in which their fixes are applied: the file first reaches today's
# format, then the target; a suppression is only known to be unused when nothing else is left to fix.
_PROOFS = ("upgrade", "porting", "net", "suppressions")


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

    Each round applies fixes that do not overlap, safe before unsafe ones, and is proved. If a proof fails, or the
    rounds do not end, the original source is kept and the result's `bugs` say why. A round after which nothing would
    show the Caffe of the file is not made: the next one would take it for BVLC Caffe.
    `related_files`, `session`: see `linter.check.check`.
    """
    session = session or Session()
    original = result = check(source, settings, related_files, session)
    applied: list[tuple[str, str]] = []
    for _ in range(_ROUNDS):
        chosen = _choose(result, settings)
        if not chosen:
            return FixResult(result.source, original, result, applied)
        text = apply_edits(result.source.text, _edits(chosen))
        after = check(source.with_text(text), settings, related_files, session)
        if settings.target == AUTO and not original.origin.stays(after.origin):
            return FixResult(result.source, original, result, applied)  # nothing would show its Caffe any more
        if reason := _rejection(result, after, chosen, settings, session):
            return _unchanged(source, original, chosen, reason)
        applied += [(diagnostic.rule, fix.title) for diagnostic, fix in chosen]
        result = after
    return _unchanged(source, original, chosen, f"they still change the file after {_ROUNDS} rounds")


def _choose(result: Result, settings: Settings) -> Round:
    """The fixes of the next round: safe ones, or, if none is left and `settings` allow it, unsafe ones.

    A fix whose edits cannot be made is one of the result's `bugs`, and left out.
    """
    rules = catalog.known(settings.rules)
    for applicability in (Applicability.SAFE, Applicability.UNSAFE)[: 2 if settings.unsafe_fixes else 1]:
        by_proof: dict[str, dict[int, tuple[Diagnostic, Fix]]] = {proof: {} for proof in _PROOFS}
        for diagnostic in result.diagnostics:
            fix = diagnostic.fix
            if fix and fix.applicability is applicability:
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


def _unchanged(source: Source, original: Result, chosen: Round, reason: str) -> FixResult:
    """The original source, with a bug that says which fixes were not applied and why."""
    rules = ", ".join(sorted({diagnostic.rule for diagnostic, _ in chosen}))
    bugs = [*original.bugs, f"the fixes of {rules} were not applied: {reason}"]
    kept = Result(source, original.document, original.kind, original.diagnostics, bugs, original.origin)
    return FixResult(source, kept, kept, [])
