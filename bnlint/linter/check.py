"""Lints one source: parses it, recognizes the kind of file, and runs the checks."""

from __future__ import annotations

from functools import partial

from bnlint.caffe.file_kind import ROOT_MESSAGES, kind_of
from bnlint.caffe.net.read import read_net
from bnlint.caffe.placeholders import word_for_number
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.dialect import dialect_of
from bnlint.caffe.schema.validate import validate, validate_net
from bnlint.caffe.session import Session
from bnlint.checks import registry
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.declarative import rules as declarative
from bnlint.linter import selection
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.prototxt.template import placeholder
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Fix
from bnlint.text.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    from bnlint.caffe.net.layers import Net
    from bnlint.prototxt.nodes import Fault
    from bnlint.text.files import RelatedFiles

    C = TypeVar("C", bound=FileContext)
    Check = Callable[[C], Iterable[Diagnostic]]

#: A text without it has no suppression: `suppress.MARK`, without importing that module.
_MARK = "bnlint:"


def check(
    source: Source, settings: Settings, related_files: RelatedFiles | None = None, session: Session | None = None
) -> Result:
    """Lints `source`; never raises for what the text contains.

    `related_files` are the files that it may name: without them, nothing in or about other files is reported.
    `session` is what the run remembers of other files; it changes no result.
    Raises KeyError if the target or dialect of `settings` is unknown.
    """
    document = parse(source.text)
    kind = kind_of(document)
    if kind == "other" and "solver" in settings.kinds and document.items:
        kind = "solver"
    result = Result(source, document, kind, [], [], messages.BASE)
    if kind == "other":
        return result
    enabled = selection.enabled(settings)
    placeholder_span = placeholder(document) or word_for_number(document, kind, source.name)
    if placeholder_span is not None:
        result.diagnostics += _template(source, placeholder_span, enabled)
        return result
    _lint(result, settings, enabled, related_files, session or Session())
    if settings.severity or settings.fixable or settings.unfixable:
        _adjust((*result.diagnostics, *result.suppressed), settings)
    result.diagnostics.sort(key=lambda each: (each.span.start, each.rule, each.span.end))
    return result


def _lint(
    result: Result,
    settings: Settings,
    enabled: frozenset[str],
    related_files: RelatedFiles | None,
    session: Session,
) -> None:
    """Adds the diagnostics of the enabled rules to `result`, or those that comments suppress to its `suppressed`."""
    rules = catalog.known(settings.rules)
    text, document = result.source.text, result.document
    if _MARK not in text:
        _run_rules(result, settings, enabled, related_files, session)
        return
    from bnlint.linter import suppress

    # To know which suppressions are unused, BNL001 needs the diagnostics of the rules that they name.
    running = enabled | suppress.named(text, rules) if "BNL001" in enabled else enabled
    complete = _run_rules(result, settings, running, related_files, session)
    complete = complete and not document.faults and not result.bugs
    result.diagnostics, result.suppressed = suppress.apply(text, document, result.diagnostics, enabled, rules, complete)


def _adjust(diagnostics: Iterable[Diagnostic], settings: Settings) -> None:
    """Applies the severities and the fixable rules of the settings.

    A diagnostic that is milder than its rule does not become more severe; a fix that must not be applied is only shown.
    """
    rules = catalog.known(settings.rules)
    severities = {id: severity for id in rules if (severity := selection.severity_of(id, settings)) is not None}
    for diagnostic in diagnostics:
        severity, fix = severities.get(diagnostic.rule), diagnostic.fix
        if severity is not None:
            milder = diagnostic.severity < rules[diagnostic.rule].severity
            diagnostic.severity = min(severity, diagnostic.severity) if milder else severity
        if fix is not None and not selection.may_fix(diagnostic.rule, settings):
            diagnostic.fix = Fix(fix.title, Applicability.DISPLAY, partial(getattr, fix, "edits"))


def _template(source: Source, span: tuple[int, int], enabled: frozenset[str]) -> list[Diagnostic]:
    """FLD108: the file is a template. What will replace the placeholder is unknown, so nothing else is checked."""
    if "FLD108" not in enabled:
        return []
    message = (
        f"{source.text[slice(*span)]} is a placeholder: this file is a template, and Caffe reads only what a program "
        "generates from it. Nothing else in it is checked"
    )
    return [Diagnostic("FLD108", message, catalog.rules()["FLD108"].severity, Span(*span))]


def _syntax_error(fault: Fault, severity: Severity) -> Diagnostic:
    fix = Fix(fault.title, Applicability.SAFE, fault.edits) if fault.edits else None
    return Diagnostic("SYN001", fault.message, severity, Span(fault.start, fault.end), fix)


def _run_rules(
    result: Result, settings: Settings, enabled: frozenset[str], related_files: RelatedFiles | None, session: Session
) -> bool:
    """Runs the enabled rules, whose diagnostics and bugs are added to `result`, and sets its dialect.

    Returns False if related files were not given, but could show more.
    """
    file, net = _read(result, settings, related_files, session)
    diagnostics, bugs = result.diagnostics, result.bugs
    if "SYN001" in enabled:
        diagnostics += [_syntax_error(fault, file.rules["SYN001"].severity) for fault in result.document.faults]
    diagnostics += _run(registry.FILE_CHECKS, file, enabled, bugs)
    if net is not None:
        context = NetContext(file, net)
        diagnostics += _run(registry.NET_CHECKS, context, enabled, bugs)
        diagnostics += declarative.run(context, enabled, settings.rules, bugs)
        return related_files is not None or not context.purpose.needs_solver
    from bnlint.checks.solver.context import SolverContext  # a run over nets alone does without the checks of solvers

    diagnostics += _run(registry.SOLVER_CHECKS, SolverContext(file), enabled, bugs)
    return related_files is not None


def _read(
    result: Result, settings: Settings, related_files: RelatedFiles | None, session: Session
) -> tuple[FileContext, Net | None]:
    """The file as the target and its dialect read it, and the net if it is one."""
    source, document, kind = result.source, result.document, result.kind
    root = ROOT_MESSAGES[kind]
    target = messages.schema(settings.target)
    net = read_net(document, target, session) if kind == "net" else None
    if net is not None:
        schema_errors = validate_net(document, net, session)
    else:
        schema_errors = validate(document.items, root, target, source.text, session)
    result.dialect = settings.dialect or dialect_of(document, root, net, schema_errors, settings.target, session)
    dialect = messages.schema(result.dialect)
    if net is not None and dialect is not target:
        net = read_net(document, dialect, session)
    rules = catalog.known(settings.rules)
    file = FileContext(
        source, document, kind, target, dialect, schema_errors, rules, related_files, settings.kinds, session
    )
    return file, net


def _run(checks: Mapping[str, Check[C]], context: C, enabled: frozenset[str], bugs: list[str]) -> list[Diagnostic]:
    """The diagnostics of the enabled checks; one that fails is a bug of bnlint and does not hide those of others."""
    diagnostics: list[Diagnostic] = []
    for rule, check_ in checks.items():
        if rule in enabled:
            try:
                diagnostics += check_(context)
            except Exception as error:
                bugs.append(f"rule {rule} failed: {type(error).__name__}: {error}")
    return diagnostics
