"""Applies fixes to a fixed point and proves each rewrite before anybody may write it."""

from __future__ import annotations

from bnlint.linter.check import check
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Applicability, Edit, Fix, apply_edits, choose
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.text.files import RelatedFiles

_ROUNDS = 100
_OLD = "OLD"
# What takes a file from its dialect to the target: done before anything else is judged.
_MOVES = frozenset(("BN601", "BN602", "BN603"))
# Takes comments away, which no other fix may; done when nothing else is left.
_UNUSED = "BNL001"


class FixResult:
    """What fixing made of a source.

    `source` is the new source (the original object where nothing changed), `result` what is left to find in it,
    `original` the Result before any fix, `applied` the rule ids and titles of the fixes in the order in which
    they were applied.
    """

    __slots__ = ("applied", "original", "result", "source")

    def __init__(self, source: Source, original: Result, result: Result, applied: list[tuple[str, str]]) -> None:
        self.source = source
        self.original = original
        self.result = result
        self.applied = applied


def fix(source: Source, settings: Settings, related_files: RelatedFiles | None = None) -> FixResult:
    """Fixes what is safe to fix, and with `settings.unsafe_fixes` also what is not. Never raises for bad input.

    Each round applies what does not overlap, safe fixes before unsafe ones, and is proved. Where a proof fails or
    no end is reached, the original source is kept and the result's `bugs` say so.
    `related_files`: see `linter.check.check`.
    """
    original = result = check(source, settings, related_files)
    applied: list[tuple[str, str]] = []
    for _ in range(_ROUNDS):
        chosen = _round(result.diagnostics, settings.unsafe_fixes)
        if not chosen:
            return FixResult(result.source, original, result, applied)
        edits = sorted({edit for _, fix in chosen for edit in fix.edits})
        after = check(source.with_text(apply_edits(result.source.text, edits)), settings, related_files)
        if reason := _refuted(result, after, chosen, settings):
            return _given_up(source, original, chosen, reason)
        applied += [(diagnostic.rule, fix.title) for diagnostic, fix in chosen]
        result = after
    return _given_up(source, original, chosen, f"no end after {_ROUNDS} rounds")


def _round(diagnostics: list[Diagnostic], unsafe: bool) -> list[tuple[Diagnostic, Fix]]:
    """The fixes of one round: the safe ones, or, where none is left and it is allowed, the unsafe ones."""
    for applicability in (Applicability.SAFE, Applicability.UNSAFE)[: 2 if unsafe else 1]:
        candidates = {id(d.fix): (d, d.fix) for d in diagnostics if d.fix and d.fix.applicability is applicability}
        old = {key: each for key, each in candidates.items() if each[0].rule.startswith(_OLD)}
        moves = {key: each for key, each in candidates.items() if each[0].rule in _MOVES}
        others = {key: each for key, each in candidates.items() if each[0].rule != _UNUSED}
        candidates = old or moves or others or candidates  # an upgrade, a move, a comment: each has its own proof
        chosen = choose(fix for _, fix in candidates.values())
        if chosen:
            return [candidates[id(fix)] for fix in chosen]
    return []


def _refuted(before: Result, after: Result, chosen: list[tuple[Diagnostic, Fix]], settings: Settings) -> str:
    """Why the rewrite is not what it should be; empty where it is proved."""
    from bnlint.caffe.schema import messages
    from bnlint.fixer.proof import ProofError, prove, prove_suppressions

    known = catalog.known(settings.rules)
    rules = [known[rule] for rule in sorted({diagnostic.rule for diagnostic, _ in chosen})]
    if chosen[0][0].rule.startswith(_OLD):
        from bnlint.upgrade.driver import refuted

        return refuted(before.document, after.document, before.kind, messages.schema(before.dialect))
    edits = sorted({edit for _, fix in chosen for edit in fix.edits})
    try:
        if chosen[0][0].rule in _MOVES:
            _prove_move(before, after, edits, chosen[0][1].applicability, settings)
            return ""
        if chosen[0][0].rule == _UNUSED:
            prove_suppressions(before.document, after.document)
            return ""
        target = messages.schema(settings.target)
        prove(before.document, after.document, edits, rules, before.kind, target, kinds=settings.kinds)
        after.source.encode()
    except (ProofError, UnicodeEncodeError) as error:
        return str(error)
    return ""


def refuted(result: Result, diagnostic: Diagnostic, settings: Settings) -> str:
    """Why the fix of one of the findings of `result` must not be applied alone; empty where it may be.

    Raises ValueError for a finding without a fix.
    """
    if diagnostic.fix is None:
        raise ValueError(f"{diagnostic.rule} has no fix here")
    text = apply_edits(result.source.text, diagnostic.fix.edits)
    return _refuted(result, check(result.source.with_text(text), settings), [(diagnostic, diagnostic.fix)], settings)


def _prove_move(
    before: Result, after: Result, edits: list[Edit], applicability: Applicability, settings: Settings
) -> None:
    from bnlint.caffe.schema import messages
    from bnlint.fixer.proof_porting import prove_move

    dialect, target = messages.schema(before.dialect), messages.schema(settings.target)
    kinds = settings.kinds
    prove_move(before.document, after.document, edits, before.kind, dialect, target, applicability, kinds)
    after.source.encode()


def _given_up(source: Source, original: Result, chosen: list[tuple[Diagnostic, Fix]], reason: str) -> FixResult:
    rules = ", ".join(sorted({diagnostic.rule for diagnostic, _ in chosen}))
    bug = f"the fixes of {rules} were not applied: {reason}"
    bugs = [*original.bugs, bug]
    kept = Result(source, original.document, original.kind, original.diagnostics, bugs, original.dialect)
    return FixResult(source, kept, kept, [])
