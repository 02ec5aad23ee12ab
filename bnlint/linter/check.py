"""Lints one source: parses it, recognizes the kind of file, and runs the checks for each Caffe that it may be for."""

from __future__ import annotations

from functools import partial

from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.placeholders import in_path, word_for_number
from bnlint.caffe.session import Session
from bnlint.linter import grouping, selection
from bnlint.linter.doubt import without_fixes
from bnlint.linter.lints import Lints
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.prototxt.template import placeholder, placeholders
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Fix
from bnlint.text.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.caffe.net.layers import Layer
    from bnlint.prototxt.nodes import Document, Fault
    from bnlint.text.files import RelatedFiles

# A text of so many lines, and so many for each placeholder, may be one that was not filled in everywhere.
_LONG, _LINES_BETWEEN = 200, 10
_IS_TEMPLATE = "is a placeholder, so this file is a template"
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
    result = Result(source, document, kind, [], [])
    if kind == "other":
        return result
    enabled = selection.enabled(settings)
    placeholder_span = placeholder(document) or word_for_number(document, kind, source.name) or in_path(document, kind)
    if placeholder_span is not None:
        result.diagnostics += _template(source, document, placeholder_span, enabled)
        return result
    layers = _lint(result, settings, enabled, related_files, session or Session())
    if settings.severity or settings.fixable or settings.unfixable:
        _adjust((*result.diagnostics, *result.suppressed), settings)
    result.diagnostics.sort(key=lambda each: (each.span.start, each.rule, each.span.end))
    grouping.mark(result.diagnostics, layers)
    return result


def _lint(
    result: Result,
    settings: Settings,
    enabled: frozenset[str],
    related_files: RelatedFiles | None,
    session: Session,
) -> list[Layer]:
    """Adds the diagnostics of the enabled rules to `result`, or those that comments suppress to its `suppressed`.

    Returns the layers of the net, as one of the Caffes reads it that the file may be for.
    """
    rules = catalog.known(settings.rules)
    text, document = result.source.text, result.document
    if _MARK not in text:
        return _run(result, settings, enabled, related_files, session).layers
    from bnlint.linter import suppress

    # To know which suppressions are unused, BNL001 needs the diagnostics of the rules that they name.
    running = enabled | suppress.named(text, rules) if "BNL001" in enabled else enabled
    lints = _run(result, settings, running, related_files, session)
    complete = lints.complete and not document.faults and not result.bugs
    result.diagnostics, result.suppressed = suppress.apply(text, document, result.diagnostics, enabled, rules, complete)
    return lints.layers


def _run(
    result: Result,
    settings: Settings,
    enabled: frozenset[str],
    related_files: RelatedFiles | None,
    session: Session,
) -> Lints:
    """Runs the enabled rules, whose diagnostics and bugs are added to `result`, and sets its origin."""
    lints = Lints(result.source, result.document, result.kind, settings, enabled, related_files, session)
    if "SYN001" in enabled:
        severity = catalog.known(settings.rules)["SYN001"].severity
        result.diagnostics += [_syntax_error(fault, severity) for fault in result.document.faults]
    found = lints.diagnostics()
    errors = lints.misread() if any(each.fix is not None for each in found) else []  # most files have no fix to lose
    if result.document.faults or errors:
        repairs = {id for id, rule in catalog.known(settings.rules).items() if rule.proof == "syntax"}
        without_fixes(found, result.document, errors, repairs)
    result.diagnostics += found
    result.bugs += lints.bugs
    result.origin = lints.origin
    return lints


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


def _template(source: Source, document: Document, span: tuple[int, int], enabled: frozenset[str]) -> list[Diagnostic]:
    """FLD108: the file is a template. What will replace the placeholder is unknown, so nothing else is checked."""
    if "FLD108" not in enabled:
        return []
    places = sum(1 for _ in placeholders(document))
    is_filled = places and document.text.count("\n") >= max(_LONG, _LINES_BETWEEN * places)
    count = f"{places} place{'s' * (places > 1)}"
    template = f"was never filled in ({count}), or this file is a template" if is_filled else _IS_TEMPLATE
    message = (
        f"{source.text[slice(*span)]} {template}. Caffe cannot use it, and bnlint checks nothing else in it: check the "
        "file that is generated from it."
    )
    return [Diagnostic("FLD108", message, catalog.rules()["FLD108"].severity, Span(*span))]


def _syntax_error(fault: Fault, severity: Severity) -> Diagnostic:
    applicability = Applicability.SAFE if fault.is_harmless else Applicability.UNSAFE
    fix = Fix(fault.title, applicability, fault.edits) if fault.edits else None
    return Diagnostic("SYN001", fault.message, severity, Span(fault.start, fault.end), fix)
