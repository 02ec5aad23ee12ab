"""Code actions: the fixes of findings, all safe fixes at once, and the upgrade of an old format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from bnlint.fixer.fix import fix as fix_source
from bnlint.fixer.fix import refuted
from bnlint.lsp import changes
from bnlint.lsp.diagnostics import typed
from bnlint.lsp.open_file import OpenFile
from bnlint.run import upgrade_files
from bnlint.text.edits import Applicability

if TYPE_CHECKING:
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.edits import Edit

FIX_ALL = "source.fixAll.bnlint"
UPGRADE = "refactor.rewrite.bnlint"
KINDS = [types.CodeActionKind.QuickFix, FIX_ALL, UPGRADE]
_OLD = ("OLD", "BN201", "BN203")  # the rules whose findings the upgrade takes away
_MANY = 20  # fixes to offer in one place; more are asked for as source.fixAll


def actions(
    file: OpenFile, start: int, end: int, only: list[str] | None, resolves: bool
) -> list[tuple[types.CodeAction, list[Edit] | None]]:
    """What can be done from `start` to `end`, each with its edits: None where the editor will ask for them.

    `only` are the kinds that are wanted, `resolves` whether the editor asks for the edits of the action that is chosen.
    """
    found: list[tuple[types.CodeAction, list[Edit] | None]] = []
    if _wanted(types.CodeActionKind.QuickFix.value, only):
        found += _quick_fixes(file, start, end, resolves)
    fixable = any(d.fix and d.fix.applicability is Applicability.SAFE for d in file.result.diagnostics)
    if fixable and _wanted(FIX_ALL, only):
        found += _whole(file, "Fix everything that is safe to fix", FIX_ALL, resolves)
    if _wanted(UPGRADE, only) and upgrades(file):
        found += _whole(file, "Upgrade to today's format", UPGRADE, resolves)
    return found


def edits_of(file: OpenFile, data: dict[str, Any]) -> list[Edit]:
    """The edits of an action whose `data` came back; empty where there is nothing to do (any more)."""
    kind, number = data.get("kind"), data.get("number", -1)
    diagnostics = file.result.diagnostics
    if kind == FIX_ALL:
        return all_fixes(file)
    if kind == UPGRADE:
        return upgrade(file)
    if isinstance(number, int) and 0 <= number < len(diagnostics):
        return _fix_edits(file, diagnostics[number]) or []
    return []


def all_fixes(file: OpenFile) -> list[Edit]:
    """What `bnlint check --fix` would change."""
    fixed = fix_source(file.source, file.settings.replace(unsafe_fixes=False), file.related_files())
    return changes.between(file.text, fixed.source.text)


def upgrades(file: OpenFile) -> bool:
    """Whether the file is in an old format; cheap."""
    for diagnostic in file.result.diagnostics:
        safe = diagnostic.fix is not None and diagnostic.fix.applicability is Applicability.SAFE
        if safe and diagnostic.rule.startswith(_OLD):
            return True
    return file.net is not None and (file.net.format != "V2" or "input" in file.net.top.fields)


def upgrade(file: OpenFile) -> list[Edit]:
    """What `bnlint upgrade` would change; nothing where it refuses."""
    renewed = upgrade_files.upgrade_source(file.source, file.settings.dialect).source
    return changes.between(file.text, renewed.text) if renewed is not None else []


def refusal(file: OpenFile) -> str:
    """Why the upgrade refuses the file; empty where it does not."""
    renewed = upgrade_files.upgrade_source(file.source, file.settings.dialect)
    return next(iter([*renewed.refused, *renewed.bugs]), "")


def _wanted(kind: str, only: list[str] | None) -> bool:
    """Whether `only` asks for `kind`, by itself or by a kind that it belongs to."""
    return not only or any(kind == wanted or kind.startswith(wanted + ".") or not wanted for wanted in only)


def _quick_fixes(
    file: OpenFile, start: int, end: int, resolves: bool
) -> list[tuple[types.CodeAction, list[Edit] | None]]:
    found: list[tuple[types.CodeAction, list[Edit] | None]] = []
    said: set[int] = set()
    for number, diagnostic in enumerate(file.result.diagnostics):
        fix = diagnostic.fix
        if fix is None or fix.applicability is Applicability.DISPLAY or id(fix) in said:
            continue
        if diagnostic.span.start > end or diagnostic.span.end < start:
            continue
        said.add(id(fix))
        edits = None if resolves else _fix_edits(file, diagnostic)
        if resolves or edits:
            found.append((_quick_fix(file, diagnostic, number), edits))
        if len(found) == _MANY:
            break
    return found


def _quick_fix(file: OpenFile, diagnostic: Diagnostic, number: int) -> types.CodeAction:
    fix = diagnostic.fix
    assert fix is not None
    safe = fix.applicability is Applicability.SAFE
    return types.CodeAction(
        title=f"{fix.title} ({diagnostic.rule})" if safe else f"{fix.title} ({diagnostic.rule}, unsafe)",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[typed(file, diagnostic)],
        is_preferred=safe,
        data={"uri": file.uri, "serial": file.serial, "kind": "quickfix", "number": number},
    )


def _fix_edits(file: OpenFile, diagnostic: Diagnostic) -> list[Edit] | None:
    """The edits of a finding's fix, as the command line applies them; None where they cannot be proved."""
    fix = diagnostic.fix
    if fix is None or not fix.edits or refuted(file.result, diagnostic, file.settings):
        return None
    return list(fix.edits)


def _whole(file: OpenFile, title: str, kind: str, resolves: bool) -> list[tuple[types.CodeAction, list[Edit] | None]]:
    """An action on the whole file."""
    data = {"uri": file.uri, "serial": file.serial, "kind": kind}
    edits = None if resolves else edits_of(file, data)
    action = types.CodeAction(title=title, kind=kind, data=data)
    return [(action, edits)] if resolves or edits else []
