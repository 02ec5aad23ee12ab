"""Leaves out the fixes of layers that protobuf does not read: nobody knows what they should say."""

from __future__ import annotations

from bisect import bisect_right

from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.prototxt.nodes import Document
    from bnlint.text.diagnostics import Diagnostic


def without_fixes(
    diagnostics: Iterable[Diagnostic], document: Document, errors: Sequence[SchemaError], repairs: Collection[str]
) -> None:
    """Takes the fix from each diagnostic that is about such a layer, or whose fix would change one.

    Such a layer has a syntax error, a singular field twice, a value of another type, or no value where one must be:
    no edit can be proved to keep what it says. If a syntax error hides where blocks end, this holds for all layers.
    `errors` are those that a Caffe of the file reports; `repairs` are the rules whose fixes correct such errors.
    """
    diagnostics = [each for each in diagnostics if each.rule not in repairs]
    if document.guessed:
        for diagnostic in diagnostics:
            diagnostic.fix = None
        return
    spans = _doubtful(document, errors)
    starts = [span.start for span in spans]
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None:
            continue
        edits = [] if fix.failure() else fix.edits  # what cannot be made is reported where it is needed
        touched = [diagnostic.span, *((edit.start, edit.end) for edit in edits)]
        if any(_touches(spans, starts, *span) for span in touched):
            diagnostic.fix = None


def _touches(spans: list[Span], starts: list[int], start: int, end: int) -> bool:
    """Whether ``start:end`` overlaps one of the `spans`, which are sorted and apart, or begins where it ends."""
    index = bisect_right(starts, max(end - 1, start)) - 1
    return index >= 0 and start <= spans[index].end and (end > spans[index].start or start > spans[index].start)


def _doubtful(document: Document, errors: Sequence[SchemaError]) -> list[Span]:
    """The top-level items with errors, and the errors outside of them."""
    items = document.items
    starts = [item.start for item in items]
    names = {error.name for error in errors if error.kind == "repeated" and error.parent is None}
    spans = {Span(item.start, item.end) for item in items if item.name in names}
    faults = [Span(fault.start, fault.end) for fault in document.faults]
    for span in (*faults, *(Span(error.node.start, error.node.end) for error in errors)):
        index = bisect_right(starts, span.start) - 1
        inside = index >= 0 and span.start < items[index].end
        spans.add(Span(items[index].start, items[index].end) if inside else span)
    return sorted(spans)
