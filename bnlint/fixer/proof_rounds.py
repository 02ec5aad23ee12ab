"""Proves a round of fixes by the kind of proof that its rules need, for each Caffe that the file may be for."""

from __future__ import annotations

from bnlint.caffe.origin import AUTO
from bnlint.caffe.schema import messages
from bnlint.fixer.proof import ProofError, prove, prove_repair, prove_suppressions
from bnlint.fixer.proof_porting import prove_move
from bnlint.rules import catalog
from bnlint.upgrade import driver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.caffe.session import Session
    from bnlint.linter.result import Result
    from bnlint.linter.settings import Settings
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.edits import Edit, Fix

    #: The fixes of one round, each with its diagnostic: of one applicability and one kind of proof.
    Round = list[tuple[Diagnostic, Fix]]


def rejection(
    before: Result, after: Result, chosen: Round, edits: Sequence[Edit], settings: Settings, session: Session
) -> str:
    """Why a round is rejected; empty if it is proved for each Caffe that the file may be for."""
    try:
        for caffe in map(messages.schema, before.origin.runs):
            target = caffe if settings.target == AUTO else messages.schema(settings.target)
            _prove(before, after, chosen, edits, target, caffe, settings, session)
        after.source.encode()
    except (ProofError, UnicodeEncodeError) as error:
        return str(error)
    except Exception as error:  # what is not proved is not written
        return f"its proof failed: {type(error).__name__}: {error}"
    return ""


def _prove(
    before: Result,
    after: Result,
    chosen: Round,
    edits: Sequence[Edit],
    target: messages.Schema,
    caffe: messages.Schema,
    settings: Settings,
    session: Session,
) -> None:
    """Raises ProofError unless the rewrite is right for a file that is for `caffe` and must run on `target`."""
    known = catalog.known(settings.rules)
    rules = [known[id] for id in sorted({diagnostic.rule for diagnostic, _ in chosen})]
    proof, old, new, kind = rules[0].proof, before.document, after.document, before.kind
    if proof == "upgrade":
        if reason := driver.rejection(old, new, kind, caffe):
            raise ProofError(reason)
    elif proof == "syntax":
        prove_repair(old, new, edits)
    elif proof == "suppressions":
        prove_suppressions(old, new)
    elif proof == "porting":
        applicability = chosen[0][1].applicability
        prove_move(old, new, edits, kind, caffe, target, applicability, settings.kinds, session)
    else:
        prove(old, new, edits, rules, kind, target, caffe, kinds=settings.kinds, session=session)
