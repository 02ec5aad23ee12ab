"""Source to Result: parses, decides what kind of file it is, and runs the checks."""

from __future__ import annotations

from functools import partial

from bnlint.caffe import net as nets
from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.dialect import written_for
from bnlint.caffe.schema.validate import validate, validate_net
from bnlint.caffe.session import Session
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

    from bnlint.checks.context import FileContext
    from bnlint.prototxt.nodes import Fault
    from bnlint.rules.catalog import Rule
    from bnlint.text.files import RelatedFiles

    C = TypeVar("C", bound=FileContext)
    Check = Callable[[C], Iterable[Diagnostic]]

#: Without it a text has no suppression: `suppress.MARK`, which costs its import.
_MARK = "bnlint:"
#: The message that a file of each kind is.
ROOTS = {"net": "NetParameter", "solver": "SolverParameter"}


def check(
    source: Source, settings: Settings, related_files: RelatedFiles | None = None, session: Session | None = None
) -> Result:
    """Lints `source`; never raises for what the text contains.

    `related_files` are the files that it may name: without them, nothing is said of other files, nor learned from them.
    `session` is what the run remembers of other files; it changes no result.
    Raises KeyError if the target or dialect of `settings` is not among the known ones.
    """
    rules = catalog.known(settings.rules)
    enabled = selection.enabled(settings)
    document = parse(source.text)
    kind = kind_of(document)
    if kind == "other" and "solver" in settings.kinds and document.items:
        kind = "solver"
    result = Result(source, document, kind, [], [], messages.BASE)
    if kind == "other":
        return result
    if place := placeholder(document):
        result.diagnostics += _template(source, place, enabled)
        return result
    speaks = _MARK in source.text
    ran = _ran(source.text, enabled, rules) if speaks else enabled
    if "SYN001" in ran:
        result.diagnostics += [_syntax(fault, rules["SYN001"].severity) for fault in document.faults]
    whole = _check_file(result, settings, ran, related_files, session or Session())
    if speaks:
        from bnlint.linter import suppress

        found, whole = result.diagnostics, whole and not document.faults and not result.bugs
        result.diagnostics, result.suppressed = suppress.apply(source.text, document, found, enabled, rules, whole)
    if settings.severity or settings.fixable or settings.unfixable:
        _adjust((*result.diagnostics, *result.suppressed), settings, rules)
    result.diagnostics.sort(key=lambda d: (d.span.start, d.rule, d.span.end))
    return result


def _ran(text: str, enabled: frozenset[str], rules: dict[str, Rule]) -> frozenset[str]:
    """The rules that must run: for BNL001 also those whose suppressions are to be judged."""
    from bnlint.linter import suppress

    return enabled | suppress.named(text, rules) if "BNL001" in enabled else enabled


def _adjust(found: Iterable[Diagnostic], settings: Settings, rules: dict[str, Rule]) -> None:
    """Gives findings the severities of the settings (what is milder than its rule does not get worse), and makes
    fixes that may not be applied such that are only shown."""
    severities = {id: severity for id in rules if (severity := selection.severity_of(id, settings)) is not None}
    for each in found:
        severity = severities.get(each.rule)
        if severity is not None:
            milder = each.severity < rules[each.rule].severity
            each.severity = min(severity, each.severity) if milder else severity
        if each.fix is not None and not selection.may_fix(each.rule, settings):
            each.fix = Fix(each.fix.title, Applicability.DISPLAY, partial(getattr, each.fix, "edits"))


def _template(source: Source, place: tuple[int, int], enabled: frozenset[str]) -> list[Diagnostic]:
    """FLD108: the file is a template. What the finished text will say cannot be judged, and nothing is fixed."""
    if "FLD108" not in enabled:
        return []
    shown = source.text[slice(*place)]
    message = (
        f"{shown} is a placeholder: this file is a template, of which Caffe reads what some program makes of it; "
        "nothing else in it is judged"
    )
    return [Diagnostic("FLD108", message, catalog.rules()["FLD108"].severity, Span(*place))]


def _syntax(fault: Fault, severity: Severity) -> Diagnostic:
    fix = Fix(fault.title, Applicability.SAFE, fault.edits) if fault.edits else None
    return Diagnostic("SYN001", fault.message, severity, Span(fault.start, fault.end), fix)


def _check_file(
    result: Result, settings: Settings, enabled: frozenset[str], related_files: RelatedFiles | None, session: Session
) -> bool:
    """Surveys the file, finds out what it is written for, and runs the checks on it.

    False where other files, which are not at hand, might show more.
    """
    from bnlint.checks import registry
    from bnlint.checks.context import FileContext, NetContext

    source, document, kind = result.source, result.document, result.kind
    root = ROOTS[kind]
    target = messages.schema(settings.target)
    net = nets.read(document, target, session) if kind == "net" else None
    schema_errors = (
        validate_net(document, net, session)
        if net is not None
        else validate(document.items, root, target, source.text, session)
    )
    result.dialect = settings.dialect or written_for(document, root, net, schema_errors, settings.target, session)
    dialect = messages.schema(result.dialect)
    if net is not None and dialect is not target:
        net = nets.read(document, dialect, session)
    file = FileContext(
        source,
        document,
        kind,
        target,
        dialect,
        schema_errors,
        catalog.known(settings.rules),
        related_files,
        settings.kinds,
        session,
    )
    found, bugs = result.diagnostics, result.bugs
    found += _run(registry.FILE_CHECKS, file, enabled, bugs)
    if net is not None:
        from bnlint.checks.declarative import rules as declarative

        context = NetContext(file, net)
        found += _run(registry.NET_CHECKS, context, enabled, bugs)
        found += declarative.run(context, enabled, settings.rules, bugs)
        return related_files is not None or not context.purpose.wants_solver
    from bnlint.checks.solver.context import SolverContext

    found += _run(registry.SOLVER_CHECKS, SolverContext(file), enabled, bugs)
    return related_files is not None


def _run(table: Mapping[str, Check[C]], context: C, enabled: frozenset[str], bugs: list[str]) -> list[Diagnostic]:
    """What the enabled checks of `table` find; one that fails is a bug of bnlint and does not hide the others."""
    found: list[Diagnostic] = []
    for rule, check_ in table.items():
        if rule in enabled:
            try:
                found += check_(context)
            except Exception as error:
                bugs.append(f"rule {rule} failed: {type(error).__name__}: {error}")
    return found
