"""Adds suppression comments for the findings in a text (`check --add-ignores`) and proves that nothing else changes."""

from __future__ import annotations

from bnlint.caffe.session import Session
from bnlint.fixer.fix import FixResult
from bnlint.fixer.proof import ProofError, prove_suppressions
from bnlint.linter.check import check
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.linter.suppress import OWN, Suppression, read
from bnlint.prototxt.removal import line_start
from bnlint.text.edits import Edit, apply_edits
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.files import RelatedFiles


def add_ignores(
    source: Source, settings: Settings, related_files: RelatedFiles | None = None, session: Session | None = None
) -> FixResult:
    """Adds a comment at the end of each line on which a finding starts. Never raises for bad input.

    Rules about suppressions are not suppressed, and a text with syntax errors gets no comments. If the proof fails,
    the original is kept and the result's `bugs` say so.
    """
    session = session or Session()
    original = check(source, settings, related_files, session)
    diagnostics = [each for each in original.diagnostics if not each.rule.startswith(OWN)]
    if not diagnostics or original.document.faults:
        return FixResult(source, original, original, [])
    text = apply_edits(source.text, sorted(_edits(original, diagnostics)))
    after = check(source.with_text(text), settings, related_files, session)
    try:
        prove_suppressions(original.document, after.document)
        after.source.encode()
    except (ProofError, UnicodeEncodeError) as error:
        bugs = [*original.bugs, f"the comments were not added: {error}"]
        kept = Result(source, original.document, original.kind, original.diagnostics, bugs, original.origin)
        return FixResult(source, kept, kept, [])
    return FixResult(after.source, original, after, [(each.rule, "Suppress it by a comment") for each in diagnostics])


def _edits(result: Result, diagnostics: list[Diagnostic]) -> Iterator[Edit]:
    text = result.source.text
    by_line: dict[int, list[str]] = {}
    for each in diagnostics:
        rules = by_line.setdefault(line_start(text, each.span.start), [])
        if each.rule not in rules:
            rules.append(each.rule)
    existing = _comments(result)
    for line, rules in by_line.items():
        other = existing.get(line)
        if other is not None:
            selectors = [selector for selector, _ in other.selectors]
            yield Edit(*other.inside, ", ".join([*selectors, *(rule for rule in rules if rule not in selectors)]))
        else:
            stop = text.find("\n", line)
            end = line + len(text[line : stop if stop >= 0 else len(text)].rstrip(" \t\r\f\v"))
            yield Edit(end, end, f"  # bnlint: ignore[{', '.join(rules)}]")


def _comments(result: Result) -> dict[int, Suppression]:
    """The suppression comments at the ends of lines, by the start of the line."""
    text = result.source.text
    suppressions, _ = read(text, result.document)
    starts = [(line_start(text, each.span.start), each) for each in suppressions if not each.whole_file]
    return {start: each for start, each in starts if text[start : each.span.end].lstrip()[:1] != "#"}
