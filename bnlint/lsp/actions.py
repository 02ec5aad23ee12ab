"""Code actions: the fixes of findings, all safe fixes at once, and the upgrade of old formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from bnlint.fixer.fix import fix as fix_source
from bnlint.fixer.fix import rejection
from bnlint.linter.grouping import grouped
from bnlint.lsp import changes
from bnlint.lsp.diagnostics import typed
from bnlint.lsp.open_file import OpenFile
from bnlint.run import upgrade_files
from bnlint.text.edits import Applicability, Edit

if TYPE_CHECKING:
    from bnlint.text.diagnostics import Diagnostic

FIX_ALL = "source.fixAll.bnlint"
UPGRADE = "refactor.rewrite.bnlint"
KINDS = [types.CodeActionKind.QuickFix, FIX_ALL, UPGRADE]
_FIX, _FIX_GROUP = "quickfix", "quickfix of the group"
_MAX_FIXES = 20  # that are offered for one range


#: An action with its edits: None if the client requests them once the action is chosen.
Offer = tuple[types.CodeAction, list[Edit] | None]


def actions(file: OpenFile, start: int, end: int, only: list[str] | None, resolves: bool) -> list[Offer]:
    """The actions for the range from `start` to `end`.

    `only` are the requested kinds (None: all), `resolves` whether the client requests the edits of the chosen action.
    """
    offers: list[Offer] = []
    if _is_requested(types.CodeActionKind.QuickFix.value, only):
        offers += _quick_fixes(file, start, end, resolves)
    if _is_requested(FIX_ALL, only) and any(map(_is_safe, file.result.diagnostics)):
        offers += _whole_file(file, "Apply all safe fixes", FIX_ALL, resolves)
    if _is_requested(UPGRADE, only) and upgrades(file):
        offers += _whole_file(file, "Upgrade to the current format", UPGRADE, resolves)
    return offers


def edits_of(file: OpenFile, data: dict[str, Any]) -> list[Edit]:
    """The edits of the action with this `data`; empty if there is nothing to change."""
    kind, number = data.get("kind"), data.get("number", -1)
    diagnostics = file.result.diagnostics
    if kind == FIX_ALL:
        return all_fixes(file)
    if kind == UPGRADE:
        return upgrade(file)
    if isinstance(number, int) and 0 <= number < len(diagnostics):
        diagnostic = diagnostics[number]
        speaker = _speaker(file, diagnostic) if kind == _FIX_GROUP else None
        return _fix_edits(file, speaker or diagnostic) or []
    return []


def all_fixes(file: OpenFile) -> list[Edit]:
    """The edits that `bnlint check --fix` makes."""
    fixed = fix_source(file.source, file.settings.replace(unsafe_fixes=False), file.related_files(), file.session)
    return changes.between(file.text, fixed.source.text)


def upgrades(file: OpenFile) -> bool:
    """Whether the file is in an old format, without upgrading it."""
    if any(_is_safe(each) and each.rule in upgrade_files.RULES for each in file.result.diagnostics):
        return True
    return file.net is not None and (file.net.format != "V2" or "input" in file.net.top.fields)


def upgrade(file: OpenFile) -> list[Edit]:
    """The edits that `bnlint upgrade` makes; none if it refuses the file."""
    outcome = upgrade_files.upgrade_source(file.source, file.settings).source
    return changes.between(file.text, outcome.text) if outcome is not None else []


def refusal(file: OpenFile) -> str:
    """Why the upgrade refuses the file, or leaves it as it is; empty if it does not."""
    outcome = upgrade_files.upgrade_source(file.source, file.settings)
    return next(iter([*outcome.refused, *outcome.bugs, *outcome.left]), "")


def _is_requested(kind: str, only: list[str] | None) -> bool:
    """Whether `only` contains `kind` or a kind that includes it."""
    return not only or any(kind == each or kind.startswith(each + ".") or not each for each in only)


def _is_safe(diagnostic: Diagnostic) -> bool:
    return diagnostic.fix is not None and diagnostic.fix.applicability is Applicability.SAFE


def _quick_fixes(file: OpenFile, start: int, end: int, resolves: bool) -> list[Offer]:
    """The fixes of the findings in a range, each once."""
    offers: list[Offer] = []
    seen: set[int] = set()
    for number, diagnostic in enumerate(file.result.diagnostics):
        fix = diagnostic.fix
        if fix is None or fix.applicability is Applicability.DISPLAY or id(fix) in seen:
            continue
        if diagnostic.span.start > end or diagnostic.span.end < start:
            continue
        seen.add(id(fix))
        speaker = _speaker(file, diagnostic)
        for kind, fixed in ((_FIX, diagnostic), *([(_FIX_GROUP, speaker)] if speaker is not None else [])):
            edits = None if resolves else _fix_edits(file, fixed)
            if resolves or edits:
                offers.append((_quick_fix(file, fixed, kind, number), edits))
        if len(offers) >= _MAX_FIXES:
            break
    return offers


def _speaker(file: OpenFile, diagnostic: Diagnostic) -> Diagnostic | None:
    """The finding that speaks for the group of this one, whose fix is that of all; None if it stands alone."""
    number = diagnostic.group
    group = [each for each in file.findings if each.group == number] if number else []
    return grouped(group)[0] if len(group) > 1 else None


def _quick_fix(file: OpenFile, diagnostic: Diagnostic, kind: str, number: int) -> types.CodeAction:
    fix = diagnostic.fix
    assert fix is not None
    safe = _is_safe(diagnostic)
    return types.CodeAction(
        title=f"{fix.title} ({diagnostic.rule})" if safe else f"{fix.title} ({diagnostic.rule}, unsafe)",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[typed(file, diagnostic)],
        is_preferred=safe and kind == _FIX,
        data={"uri": file.uri, "serial": file.serial, "kind": kind, "number": number},
    )


def _fix_edits(file: OpenFile, diagnostic: Diagnostic) -> list[Edit] | None:
    """The edits of a finding's fix, as the command line applies them; None if their proof fails."""
    fix = diagnostic.fix
    if fix is None or fix.failure() or not fix.edits or rejection(file.result, diagnostic, file.settings):
        return None
    return list(fix.edits)


def _whole_file(file: OpenFile, title: str, kind: str, resolves: bool) -> list[Offer]:
    """An action on the whole file; none if it would change nothing."""
    data = {"uri": file.uri, "serial": file.serial, "kind": kind}
    edits = None if resolves else edits_of(file, data)
    action = types.CodeAction(title=title, kind=kind, data=data)
    return [(action, edits)] if resolves or edits else []
