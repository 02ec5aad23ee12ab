"""Suppression comments: which diagnostics they suppress, and BNL001-003, which are about the comments themselves."""

from __future__ import annotations

import re
from bisect import bisect_left

from bnlint.prototxt.nodes import Block, walk
from bnlint.prototxt.removal import comment_spans, line_start
from bnlint.rules import catalog
from bnlint.text.diagnostics import Diagnostic, listed
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.patterns import lazy
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.prototxt.nodes import Document, Leaf
    from bnlint.rules.catalog import Rule

#: A text without it has no suppression.
MARK = "bnlint:"
OWN = "BNL"
_DIRECTIVE = lazy(r"#[ \t]*bnlint:(?P<body>(?:(?!#[ \t]*bnlint:)[^\n])*)")
_BODY = lazy(r"[ \t]*(?P<word>ignore|ignore-file)[ \t]*\[(?P<rules>[^\]]*)\](?P<reason>.*)")
_OTHER = lazy(r"[ \t]*dialect[ \t]*=")
_SELECTOR = lazy(r"[^\s,]+")
_BETWEEN = lazy(r"(?:\s|#[^\n]*+)*+")
_LINE_END = lazy(r"[^\n]*")


class Suppression:
    """A comment ``# bnlint: ignore[BN101, BN3] reason`` or ``# bnlint: ignore-file[BN5] reason``.

    `span` reaches from its ``#`` to its end, `comment` is the comment that it is, or is a part of. `selectors` are
    its rules with their spans, `inside` the span between the brackets, and `scope` the part of the text in which it
    suppresses (None: nothing follows it). `used` are the selectors that suppressed something.
    """

    __slots__ = ("comment", "inside", "reason", "scope", "selectors", "span", "used", "whole_file")

    def __init__(self, body: re.Match[str], shift: int, span: Span, comment: Span, scope: Span | None) -> None:
        self.span = span
        self.whole_file = body["word"] == "ignore-file"
        self.comment = comment
        self.scope = scope
        start, end = body.span("rules")
        self.inside = Span(shift + start, shift + end)
        self.selectors = [
            (each[0].upper(), Span(self.inside.start + each.start(), self.inside.start + each.end()))
            for each in _SELECTOR.finditer(body["rules"])
        ]
        self.reason = body["reason"].strip()
        self.used: set[str] = set()


class Malformed:
    """A comment for bnlint that is not a valid suppression; `span` is all of it."""

    __slots__ = ("span",)

    def __init__(self, span: Span) -> None:
        self.span = span


def read(text: str, document: Document) -> tuple[list[Suppression], list[Malformed]]:
    """The suppressions in a text, and the comments for bnlint that are malformed."""
    suppressions: list[Suppression] = []
    malformed: list[Malformed] = []
    lines: _Lines | None = None
    for comment in (Span(*span) for span in comment_spans(text) if MARK in text[slice(*span)]):
        alone = not text[line_start(text, comment.start) : comment.start].strip()
        for match in _DIRECTIVE.finditer(text, *comment):
            if alone and match.start() != comment.start and not (suppressions and suppressions[-1].comment == comment):
                break  # a line that was commented out, together with the comment after it
            span = Span(match.start(), match.start() + len(match[0].rstrip()))
            body = _BODY.match(match["body"])
            if body is None or not _SELECTOR.search(body["rules"]):
                if not _OTHER.match(match["body"]):
                    malformed.append(Malformed(span))
                continue
            lines = lines or _Lines(text, document)
            scope = Span(0, len(text) + 1) if body["word"] == "ignore-file" else lines.scope(comment, alone)
            suppressions.append(Suppression(body, match.start("body"), span, comment, scope))
    return suppressions, malformed


class _Lines:
    """The fields and blocks that start on each line of a text, and how far they reach."""

    def __init__(self, text: str, document: Document) -> None:
        self._text = text
        self._starts: list[tuple[int, Leaf]] = []
        for leaf in walk(document.items):
            self._starts.append((leaf.start, leaf))
            if type(leaf) is Block and "\n" in text[leaf.start : leaf.body_start]:
                self._starts.append((leaf.body_start - 1, leaf))
        self._starts.sort(key=lambda pair: pair[0])
        self._offsets = [start for start, _ in self._starts]

    def scope(self, comment: Span, alone: bool) -> Span | None:
        """Where a comment suppresses: on its line or, if it is `alone` on it, on the next line with a field, and in the
        blocks that begin there; None if nothing follows."""
        at = comment.start
        if alone:
            between = _BETWEEN.match(self._text, comment.end)
            at = between.end() if between else comment.end
            if self._text[at : at + 1] in ("", "}", ">"):
                return None
        start = line_start(self._text, at)
        line = _LINE_END.match(self._text, at)
        end = line.end() if line else at
        for _, leaf in self._starts[bisect_left(self._offsets, start) : bisect_left(self._offsets, end)]:
            start, end = min(start, leaf.start), max(end, leaf.end)
        return Span(start, end + 1)


def named(text: str, rules: dict[str, Rule]) -> frozenset[str]:
    """The rules that suppressions name: BNL001 must know what they find."""
    selectors = {
        selector[0].upper()
        for match in _DIRECTIVE.finditer(text)
        if (body := _BODY.match(match["body"]))
        for selector in _SELECTOR.finditer(body["rules"])
    }
    return frozenset(
        rule.id
        for rule in rules.values()
        if any(catalog.fits(selector, rule.id) and (rule.default or selector == rule.id) for selector in selectors)
    )


def apply(
    text: str,
    document: Document,
    diagnostics: list[Diagnostic],
    enabled: frozenset[str],
    rules: dict[str, Rule],
    complete: bool,
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """(the diagnostics that are not suppressed, with those of BNL001-003; the suppressed ones).

    `rules` are all known rules, `enabled` those that were requested: diagnostics of others only show which suppressions
    are used. If the file was checked `complete`, a suppression that suppressed nothing is unused.
    """
    suppressions, malformed = read(text, document)
    kept, suppressed = _split(diagnostics, suppressions)
    about_comments: list[Diagnostic] = []
    if "BNL002" in enabled:
        about_comments += _unknown(text, suppressions, malformed, rules)
    if "BNL003" in enabled:
        about_comments += _without_reason(suppressions, rules)
    if "BNL001" in enabled and complete:
        about_comments += _unused(text, suppressions, rules)
    own_kept, own_suppressed = _split(about_comments, suppressions, own=True)
    return (
        [each for each in (*kept, *own_kept) if each.rule in enabled],
        [each for each in (*suppressed, *own_suppressed) if each.rule in enabled],
    )


def _split(
    diagnostics: Iterable[Diagnostic], suppressions: list[Suppression], own: bool = False
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """(those that are not suppressed, the others). Rules about suppressions are only suppressed by name."""
    kept: list[Diagnostic] = []
    suppressed: list[Diagnostic] = []
    waiting = sorted(
        ((each.scope, each) for each in suppressions if each.scope), key=lambda pair: pair[0], reverse=True
    )
    active: list[Suppression] = []
    for diagnostic in sorted(diagnostics, key=lambda each: each.span.start):
        at = diagnostic.span.start
        while waiting and waiting[-1][0].start <= at:
            active.append(waiting.pop()[1])
        active = [each for each in active if each.scope and each.scope.end > at]
        is_suppressed = False
        for each in active:
            for selector, _ in each.selectors:
                if catalog.fits(selector, diagnostic.rule) and (not own or selector.startswith(OWN)):
                    each.used.add(selector)
                    is_suppressed = True
        (suppressed if is_suppressed else kept).append(diagnostic)
    return kept, suppressed


def _unused(text: str, suppressions: list[Suppression], rules: dict[str, Rule]) -> Iterator[Diagnostic]:
    """BNL001: suppressions of rules that find nothing there."""
    for suppression in suppressions:
        unused = [
            selector
            for selector, _ in suppression.selectors
            if selector not in suppression.used
            and not selector.startswith(OWN)
            and any(catalog.fits(selector, id) for id in rules)
        ]
        if unused:
            names = listed(list(dict.fromkeys(unused)))
            where = "in this file" if suppression.whole_file else "here"
            message = f"unused suppression: {names} {'report' if ' ' in names else 'reports'} nothing {where}"
            is_useless = len(unused) == len(suppression.selectors)
            title = "Remove the comment" if is_useless else f"Remove {names} from the comment"
            fix = Fix(title, Applicability.SAFE, list(_removal(text, suppression, set(unused))))
            yield Diagnostic("BNL001", message, rules["BNL001"].severity, suppression.span, fix, tags=("unnecessary",))


def _removal(text: str, suppression: Suppression, unused: set[str]) -> Iterator[Edit]:
    """The edit that removes the unused rules from a comment, or the comment, with its line if nothing else is on it."""
    kept = [selector for selector, _ in suppression.selectors if selector not in unused]
    if kept:
        yield Edit(*suppression.inside, ", ".join(kept))
        return
    start, end = suppression.span.start, suppression.comment.end
    first = line_start(text, start)
    if _DIRECTIVE.search(text, suppression.span.end, end):  # another suppression follows in the same comment
        yield Edit(start, text.index("#", suppression.span.end), "")
    elif text[first:start].strip():
        yield Edit(first + len(text[first:start].rstrip(" \t")), end, "")
    else:
        after = re.compile(r"\r?\n").match(text, end)
        if after is None and first:  # the last line has no line break: the one before it goes
            first -= 2 if text.endswith("\r\n", 0, first) else 1
        yield Edit(first, after.end() if after else end, "")


def _unknown(
    text: str, suppressions: list[Suppression], malformed: list[Malformed], rules: dict[str, Rule]
) -> Iterator[Diagnostic]:
    """BNL002: suppressions of unknown rules, and comments that are malformed."""
    severity = rules["BNL002"].severity
    for suppression in suppressions:
        for selector, span in suppression.selectors:
            if not any(catalog.fits(selector, id) for id in rules):
                near = catalog.nearest(selector)
                hint = f"; did you mean {near}?" if near else ""
                message = f"unknown rule '{selector}' suppresses nothing{hint}"
                yield Diagnostic("BNL002", message, severity, span)
    for wrong in malformed:
        comment = " ".join(text[slice(*wrong.span)].split())
        message = (
            f"'{comment}' suppresses nothing: expected ignore[RULE] or ignore-file[RULE], with rules in the brackets"
        )
        yield Diagnostic("BNL002", message, severity, wrong.span)


def _without_reason(suppressions: list[Suppression], rules: dict[str, Rule]) -> Iterator[Diagnostic]:
    """BNL003: a suppression without a reason."""
    for suppression in suppressions:
        if not suppression.reason:
            names = listed([selector for selector, _ in suppression.selectors])
            message = f"the suppression of {names} gives no reason: add one after the bracket"
            yield Diagnostic("BNL003", message, rules["BNL003"].severity, suppression.span)


def bare(text: str) -> tuple[str, list[str]]:
    """(a text without comments and white space, its comments without suppressions): what a fix must keep."""
    code, comments, last = [], [], 0
    for start, end in comment_spans(text):
        code.append(text[last:start])
        last = end
        comment = _DIRECTIVE.sub(lambda match: "" if _BODY.match(match["body"]) else match[0], text[start:end])
        comments.append(comment.rstrip())
    code.append(text[last:])
    return "".join("".join(code).split()), [comment for comment in comments if comment]
