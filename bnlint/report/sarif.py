"""Output format `sarif`: SARIF 2.1.0, with rule help, fixes, and fingerprints that survive moved lines."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import bnlint
from bnlint.report import locations, rendering
from bnlint.report.options import DEFAULT_OPTIONS, ReportOptions
from bnlint.rules import catalog
from bnlint.text.diagnostics import Severity
from bnlint.text.edits import Applicability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from bnlint.rules.catalog import Rule
    from bnlint.rules.page import RulePage
    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.edits import Fix
    from bnlint.text.source import Source, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_ENCODINGS = {"utf-8": "UTF-8", "latin-1": "ISO-8859-1"}


def write(outcomes: Iterable[Outcome], stream: TextIO, options: ReportOptions = DEFAULT_OPTIONS) -> None:
    """One run. Lines and columns count from 1, columns in UTF-16 code units; paths are relative to the root."""
    root = locations.root("GITHUB_WORKSPACE")
    artifacts: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    rules: dict[str, int] = {}
    for outcome in outcomes:
        location = _artifact(locations.under(outcome.path, root))
        notes += [_note(location, text) for text in (outcome.error, *outcome.bugs) if text]
        if outcome.result is None:
            continue
        source = outcome.result.source
        artifacts.append({"location": location, "roles": ["analysisTarget"], "encoding": _ENCODINGS[source.encoding]})
        indexed = location | {"index": len(artifacts) - 1}
        fingerprint = locations.fingerprints(locations.under(outcome.path, root), outcome.result)
        known = len(outcome.bugs)
        results += rendering.each(outcome, partial(_result, indexed, source, rules, fingerprint))
        notes += [_note(location, text) for text in outcome.bugs[known:]]
    run = {
        "tool": {"driver": _driver(rules, options)},
        "invocations": [{"executionSuccessful": not notes, "toolExecutionNotifications": notes}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the checked files."}}},
        "columnKind": "utf16CodeUnits",
    }
    parts = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in run.items()]
    parts += [f'"artifacts": {_array(artifacts)}', f'"results": {_array(results)}']
    head = f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{'
    stream.write(head + "\n" + ",\n".join(parts) + "\n}]}\n")


def _array(items: list[dict[str, Any]]) -> str:
    """One item per line, so that reports can be compared."""
    return "[\n" + ",\n".join(map(json.dumps, items)) + "\n]" if items else "[]"


def _artifact(path: str) -> dict[str, Any]:
    if os.path.isabs(path):
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}


def _note(artifact: dict[str, Any], text: str) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": artifact}}
    return {"level": "error", "message": {"text": text}, "locations": [location]}


def _driver(rules: Iterable[str], options: ReportOptions) -> dict[str, Any]:
    known = catalog.known(options.rules)
    described = [_rule(known[id], catalog.page(id, options.rules)) if id in known else {"id": id} for id in rules]
    return {
        "name": "bnlint",
        "version": bnlint.__version__,
        "semanticVersion": bnlint.__version__,
        "rules": described,
    }


def _rule(rule: Rule, page: RulePage) -> dict[str, Any]:
    """A reportingDescriptor, with the page of the rule as its help."""
    sections = [("Why", page.why), ("What Caffe does", page.caffe)]
    if page.fix:
        sections.append((f"Fix ({page.fix.applicability.value})", f"{page.fix.does}\n\n{page.fix.safety}"))
    sections.append(("Known exceptions", "\n".join(f"- {text}" for text in page.exceptions)))
    sections = [(title, body.strip()) for title, body in sections if body.strip()]
    plain = [rule.summary, *(f"{title}\n\n{body}" for title, body in sections)]
    marked = [rule.summary, *(f"## {title}\n\n{body}" for title, body in sections)]
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary.replace("`", "")},
        "fullDescription": {"text": (page.why.strip() or rule.summary).replace("`", "")},
        "help": {"text": "\n\n".join(plain).replace("`", ""), "markdown": "\n\n".join(marked)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        "properties": {"tags": ["caffe"], "precision": "high", "problem.severity": _GITHUB_LEVELS[rule.severity]},
    }


def _result(
    artifact: dict[str, Any],
    source: Source,
    rules: dict[str, int],
    fingerprint: Callable[[Diagnostic], str],
    diagnostic: Diagnostic,
) -> dict[str, Any]:
    item: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": rules.setdefault(diagnostic.rule, len(rules)),
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.full_message},
        "locations": [_location(artifact, source, diagnostic.span)],
        "partialFingerprints": {"bnlint/v1": fingerprint(diagnostic)},
    }
    if diagnostic.locations:
        item["relatedLocations"] = [
            {"id": number, **_location(artifact, source, related.span), "message": {"text": related.message}}
            for number, related in enumerate(diagnostic.locations)
        ]
    if (fix := diagnostic.fix) and fix.edits and fix.applicability is not Applicability.DISPLAY:
        item["fixes"] = [_fix(artifact, source, fix)]
    facts: dict[str, Any] = {"states": list(diagnostic.states)} if diagnostic.states else {}
    if fix:
        facts |= {"fix": fix.title, "applicability": fix.applicability.value}
    if facts:
        item["properties"] = facts
    return item


def _location(artifact: dict[str, Any], source: Source, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(source, *span)}}


def _fix(artifact: dict[str, Any], source: Source, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source, edit.start, edit.end), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    title = f"{fix.title} ({fix.applicability.value})"
    change = {"artifactLocation": artifact, "replacements": replacements}
    return {"description": {"text": title}, "artifactChanges": [change]}


def _region(source: Source, start: int, end: int) -> dict[str, int]:
    (line, column), (last, after) = (source.lines.column(offset, "utf-16") for offset in (start, end))
    return {"startLine": line + 1, "startColumn": column + 1, "endLine": last + 1, "endColumn": after + 1}
