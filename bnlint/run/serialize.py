"""Serializes results, for the cache and between processes.

A serialized result is a sequence of texts with a separator between them: numbers in decimal digits, lists after their
lengths. That is faster to import than JSON and as fast to read; and unlike pickle or marshal, it can hold nothing but
text, so that a manipulated cache can do no harm.
"""

from __future__ import annotations

from functools import partial

from bnlint.caffe.origin import SHOWN, Origin
from bnlint.linter.result import Result
from bnlint.rules.catalog import known
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Next = Callable[[], str]

_SEPARATOR, _ESCAPE = "\x1f", "\x1e"
_LIST = "\0"  # between the names in a list
_TAGS = frozenset(("unnecessary", "deprecated"))
_SEVERITIES = {int(each): each for each in Severity}
_APPLICABILITIES = {each.value: each for each in Applicability}
_NO_FIX, _WITHOUT_EDITS, _WITH_EDITS = range(3)


def serialize(result: Result, edits: bool = False) -> bytes:
    """A result without bugs as bytes; with `edits` including the edits of fixes, which takes longer.

    Raises OverlapError for a fix whose edits are invalid.
    """
    texts = [result.kind, *_origin(result.origin)]
    for diagnostic in result.diagnostics:
        texts += _diagnostic(diagnostic, edits)
    return join(texts)


def deserialize(
    serialized: bytes, content: bytes | Source, name: str, edits: bool = False, rules: tuple[str, ...] = ()
) -> Result | None:
    """The result of the file `name` with this content; None if `edits` are requested but missing.

    `rules` are folders with user rules. Raises ValueError for bytes that are not a serialized result of this content.
    """
    source: Source | Callable[[], Source]
    if isinstance(content, Source):
        source, size = content, len(content.text)
    else:
        source, size = partial(Source.from_bytes, content, name), len(content)
    take = iter(split(serialized)).__next__
    diagnostics: list[Diagnostic] = []
    try:
        kind, origin = take(), _read_origin(take)
        while True:
            try:
                rule = take()
            except StopIteration:
                break
            diagnostics.append(_read(rule, take, size))
    except StopIteration:
        raise ValueError("unexpected end") from None
    if kind not in ("net", "solver") and (kind != "other" or diagnostics):
        raise ValueError(f"unknown kind of result: {kind!r}")
    if diagnostics and not known(rules).keys() >= {each.rule for each in diagnostics}:
        raise ValueError("unknown rule")
    if edits and any(isinstance(each.fix, _FixWithoutEdits) for each in diagnostics):
        return None
    return Result(source, None, kind, diagnostics, [], origin)


def join(texts: Iterable[str]) -> bytes:
    """Texts as bytes. No texts and one empty text give the same."""
    return _SEPARATOR.join(map(_escaped, texts)).encode("utf-8", "surrogatepass")


def split(data: bytes) -> list[str]:
    """The texts that were joined. Raises ValueError for invalid UTF-8."""
    text = data.decode("utf-8", "surrogatepass")
    texts = text.split(_SEPARATOR)
    return list(map(_plain, texts)) if _ESCAPE in text else texts


def _escaped(text: str) -> str:
    if _SEPARATOR in text or _ESCAPE in text:
        return text.replace(_ESCAPE, f"{_ESCAPE}0").replace(_SEPARATOR, f"{_ESCAPE}1")
    return text


def _plain(text: str) -> str:
    return text.replace(f"{_ESCAPE}1", _SEPARATOR).replace(f"{_ESCAPE}0", _ESCAPE)


def _origin(origin: Origin) -> tuple[str, ...]:
    private = str(int(origin.private))
    return origin.shown, origin.source, origin.root, private, _LIST.join(origin.caffes), _LIST.join(origin.names)


def _read_origin(take: Next) -> Origin:
    """Raises ValueError and StopIteration."""
    shown, source, root, private, caffes, names = [take() for _ in range(6)]
    if shown not in SHOWN or private not in ("0", "1") or not caffes:
        raise ValueError(f"unknown origin: {shown!r}, {private!r}, {caffes!r}")
    listed = tuple(names.split(_LIST)) if names else ()
    return Origin(tuple(caffes.split(_LIST)), shown, source, listed, private == "1", root)  # type: ignore[arg-type]


def _diagnostic(diagnostic: Diagnostic, edits: bool) -> Iterator[str]:
    """Rule and message, all numbers in one text, then as many texts as the numbers say."""
    fix, kind, count = diagnostic.fix, _NO_FIX, 0
    if fix is not None:
        kind, count = (_WITH_EDITS, len(fix.edits)) if edits else (_WITHOUT_EDITS, 0)
    counts = (len(diagnostic.states), len(diagnostic.tags), len(diagnostic.related), kind, count, diagnostic.group)
    numbers = [int(diagnostic.severity), *diagnostic.span, *counts]
    yield from (diagnostic.rule, diagnostic.message, " ".join(map(str, numbers)), *diagnostic.states, *diagnostic.tags)
    for span, message in diagnostic.related:
        yield from (*map(str, span), message)
    if fix is not None:
        yield from (fix.title, fix.applicability.value)
        for start, end, text in fix.edits if edits else ():
            yield from (str(start), str(end), text)


def _read(rule: str, take: Next, size: int) -> Diagnostic:
    """A finding in a text of at most `size` characters. Raises ValueError and StopIteration."""
    message = take()
    severity, start, end, states, tags, related, kind, edits, group = map(int, take().split(" "))
    if severity not in _SEVERITIES or not 0 <= start <= end <= size:
        raise ValueError(f"invalid severity or span: {severity}, {start}:{end}")
    in_states = tuple([take() for _ in range(states)]) if states else ()
    tagged = tuple([take() for _ in range(tags)]) if tags else ()
    if tagged and not _TAGS.issuperset(tagged):
        raise ValueError(f"unknown tags: {tagged}")
    others = tuple([Related(_span(take, size), take()) for _ in range(related)]) if related else ()
    fix = _fix(take, size, kind, edits) if kind else None
    diagnostic = Diagnostic(rule, message, _SEVERITIES[severity], Span(start, end), fix, others, in_states, tagged)
    diagnostic.group = group
    return diagnostic


def _fix(take: Next, size: int, kind: int, count: int) -> Fix:
    title, word = take(), take()
    if kind not in (_WITHOUT_EDITS, _WITH_EDITS) or word not in _APPLICABILITIES:
        raise ValueError(f"invalid fix: {kind}, {word!r}")
    if kind == _WITHOUT_EDITS:
        return _FixWithoutEdits(title, _APPLICABILITIES[word], ())
    edits = [Edit(*_span(take, size), take()) for _ in range(count)]
    fix = Fix(title, _APPLICABILITIES[word], edits)
    if list(fix.edits) != edits:  # the property raises if they overlap
        raise ValueError("edits out of order")
    return fix


class _FixWithoutEdits(Fix):
    """A fix that was serialized without its edits: only its title and applicability are known."""

    __slots__ = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        raise LookupError(f"the edits of {self.title!r} were not serialized")


def _span(take: Next, size: int) -> Span:
    start, end = int(take()), int(take())
    if not 0 <= start <= end <= size:
        raise ValueError(f"outside of the text: {start}:{end}")
    return Span(start, end)


#: The result for a file that is not Caffe's.
OTHER = join(["other", *_origin(Origin())])
