"""SOL101: whether a solver names one training net, and the files of its nets exist."""

from __future__ import annotations

import ntpath
import os

from bnlint.caffe.solver import TRAINING
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext
from bnlint.prototxt.nodes import leaves
from bnlint.prototxt.removal import comments
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.patterns import lazy
from bnlint.text.suggest import typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.solver import NetUse
    from bnlint.text.files import RelatedFiles

_TO_FILL_IN = lazy(r"(?i)\b(?:change|modify|edit|replace|your|absolute path)\b")
_EVERY_FIELD = ", ".join(TRAINING)


@solver_rule("SOL101")
def net_not_found(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL101: no training net, several, or a net file that does not exist."""
    training = ctx.solver.training
    if not training and ctx.document.items and not ctx.document.faults:
        message = (
            "the solver has no training net. Caffe aborts: SolverParameter must specify a train net using one of these "
            f"fields: {_EVERY_FIELD}"
        )
        yield ctx.report("SOL101", next(leaves(ctx.document.items)), message)
    if len(training) > 1:
        message = (
            f"both {training[0].field} and {training[1].field} specify a training net. Caffe aborts: SolverParameter "
            f"must not contain more than one of these fields specifying a train_net: {_EVERY_FIELD}"
        )
        yield ctx.report("SOL101", training[1].leaf, message)
    if ctx.related_files is None:
        return
    uses = {id(use.leaf): use for use in ctx.solver.uses if use.embedded is None}
    missing = [use for use in uses.values() if ctx.related_files.find(use.path) is None]
    for use, others in _by_folder(ctx, ctx.related_files, missing):
        yield from _missing(ctx, ctx.related_files, use, others)


def _by_folder(
    ctx: SolverContext, related_files: RelatedFiles, missing: list[NetUse]
) -> list[tuple[NetUse, list[NetUse]]]:
    """The first missing file of each folder, and the others of the same; not those that a comment tells to fill in."""
    folders: dict[tuple[str, bool, str], tuple[NetUse, list[NetUse]]] = {}
    for use in missing:
        line = ctx.text[use.leaf.end : ctx.text.find("\n", use.leaf.end) + 1 or None]
        if any(_TO_FILL_IN.search(comment) for comment in comments(line)):
            continue
        near = typo_of(use.path, related_files.siblings())
        folder = (ntpath.dirname(use.path), bool(_elsewhere(related_files, use.path)), near)
        if folder in folders:
            folders[folder][1].append(use)
        else:
            folders[folder] = (use, [])
    return list(folders.values())


def _missing(
    ctx: SolverContext, related_files: RelatedFiles, use: NetUse, others: list[NetUse]
) -> Iterator[Diagnostic]:
    """A file that does not exist: an error if its folder does, information if the path is from another machine.

    A relative path of which the end exists is that from the folder in which Caffe is meant to run.
    """
    aborts = f"aborts: File not found: {use.path}"
    more = [f"{other.field} '{other.path}'" for other in others]
    nor = "".join(f", nor does {other}" for other in more)
    is_absolute = os.path.isabs(use.path) or ntpath.splitdrive(use.path)[0] != ""
    if at := _elsewhere(related_files, use.path):
        if is_absolute:
            there = f"but '{_shown(related_files, at)}' does" + "".join(f"; likewise {other}" for other in more)
            message = f"{use.field} '{use.path}' does not exist, {there}. Caffe {aborts}"
            yield ctx.report("SOL101", use.leaf, message, severity=Severity.INFO)
        return
    has_folder = related_files.has_folder(use.path)
    near = typo_of(use.path, related_files.siblings()) if has_folder else ""
    hint = f". Did you mean '{near}'?" if near else ""
    where = "" if is_absolute else _places(related_files)
    message = f"{use.field} '{use.path}' does not exist{where}{nor}. Caffe {aborts}{hint}"
    yield ctx.report("SOL101", use.leaf, message, severity=None if has_folder else Severity.INFO)


def _places(related_files: RelatedFiles) -> str:
    """Where a path was looked up: the working directory, where Caffe looks, and from the solver's folder upwards."""
    folder = _shown(related_files, related_files.folder)
    return f" in the working directory{'' if folder == '.' else f', in {folder}'} or in a folder above"


def _shown(related_files: RelatedFiles, path: str) -> str:
    """A path relative to the working directory, if it is below."""
    near = os.path.relpath(path, related_files.working_directory or related_files.folder).replace(os.sep, "/")
    return path if near.startswith("..") else near


def _elsewhere(related_files: RelatedFiles, path: str) -> str:
    """The file that the longest end of `path` means from the solver's folder or above; a bare name only next to it."""
    parts = path.replace("\\", "/").split("/")
    ends = ["/".join(parts[start:]) for start in range(1, len(parts))]
    for end in ends[:-1]:
        found = related_files.find(end) if end and not end.startswith((".", "/")) else None
        if found is not None:
            return found[0]
    return os.path.join(related_files.folder, parts[-1]) if ends and parts[-1] in related_files.siblings() else ""
