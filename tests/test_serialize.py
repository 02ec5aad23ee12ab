"""Serialized results: deserializing restores them, and any other bytes are rejected."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnlint.caffe.origin import SHOWN, Origin
from bnlint.linter.result import Result
from bnlint.run import serialize
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.edits import Applicability, Edit, Fix, OverlapError
from bnlint.text.source import Source, Span

TEXT = "name: 'net' # 漢字\n" * 3
SOURCE = Source(TEXT, "net.prototxt")
_texts = st.text(st.characters() | st.sampled_from("\x1e\x1f\x00\n01\udcff"), max_size=6)
_spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: Span(*sorted(pair)))
_fixes = st.builds(
    Fix,
    _texts,
    st.sampled_from(Applicability),
    st.tuples(st.integers(0, 20), st.integers(20, 40), _texts).map(lambda each: [Edit(*each)]),
)
_found = st.builds(
    Diagnostic,
    st.sampled_from(["BN101", "SYN001", "SOL101"]),
    _texts,
    st.sampled_from(Severity),
    _spans,
    st.none() | _fixes,
    st.lists(st.builds(Related, _spans, _texts), max_size=2).map(tuple),
    st.lists(_texts, max_size=2).map(tuple),
    st.lists(st.sampled_from(["unnecessary", "deprecated"]), max_size=2).map(tuple),
)


def facts(result: Result) -> list[object]:
    origin = result.origin
    known = (origin.shown, origin.caffes, origin.source, origin.names, origin.private, origin.root)
    parts: list[object] = [result.kind, known, result.source.text]
    for each in result.diagnostics:
        fix = each.fix and (each.fix.title, each.fix.applicability, each.fix.edits)
        parts.append((each.rule, each.message, each.severity, each.span, each.related, each.states, each.tags, fix))
    return parts


def result(*found: Diagnostic, kind: str = "net", origin: Origin | None = None) -> Result:
    return Result(SOURCE, None, kind, list(found), [], origin)


_names = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=5)
_origins = st.builds(
    Origin,
    st.lists(_names, min_size=1, max_size=3).map(tuple),
    st.sampled_from(SHOWN),
    _texts,
    st.lists(_names, max_size=3).map(tuple),
    st.booleans(),
    _texts,
)


@given(st.lists(_found, max_size=4), st.sampled_from(["net", "solver"]), _origins)
def test_there_and_back(found: list[Diagnostic], kind: str, origin: Origin) -> None:
    before = result(*found, kind=kind, origin=origin)
    for content in (TEXT.encode(), SOURCE):
        after = serialize.deserialize(serialize.serialize(before, edits=True), content, "net.prototxt", edits=True)
        assert after is not None and facts(after) == facts(before)
        assert facts(pickle.loads(pickle.dumps(after))) == facts(before)


FIXED = Diagnostic("BN101", "x", Severity.INFO, Span(0, 1), Fix("t", Applicability.SAFE, [Edit(0, 1, "y")]))


def test_edits_are_serialized_only_on_request() -> None:
    data = serialize.serialize(result(FIXED))
    without = serialize.deserialize(data, TEXT.encode(), "")
    assert without is not None and without.diagnostics[0].fix is not None
    assert without.diagnostics[0].fix.title == "t"
    with pytest.raises(LookupError):
        _ = without.diagnostics[0].fix.edits
    assert serialize.deserialize(data, TEXT.encode(), "", edits=True) is None
    assert serialize.deserialize(serialize.serialize(result()), TEXT.encode(), "", edits=True) is not None


def test_edits_that_cannot_be_made_are_not_packed() -> None:
    fix = Fix("t", Applicability.SAFE, [Edit(0, 5, ""), Edit(3, 6, "")])
    bad = Diagnostic("BN101", "x", Severity.INFO, Span(0, 1), fix)
    assert serialize.serialize(result(bad))
    with pytest.raises(OverlapError):
        serialize.serialize(result(bad), edits=True)


_whole = serialize.serialize(result(FIXED, FIXED), edits=True)


@given(st.binary() | st.tuples(st.integers(0, len(_whole)), st.integers(0, len(_whole)), st.binary(max_size=3)))
def test_no_bytes_do_harm(change: bytes | tuple[int, int, bytes]) -> None:
    """They are a result of this text, or refused with a ValueError."""
    data = change if isinstance(change, bytes) else _whole[: change[0]] + change[2] + _whole[change[1] :]
    try:
        after = serialize.deserialize(data, TEXT.encode(), "", edits=True)
    except ValueError:
        return
    for each in after.diagnostics if after is not None else ():
        assert 0 <= each.span.start <= each.span.end <= len(TEXT.encode())
        assert each.fix is None or each.fix.edits is not None


@pytest.mark.parametrize("texts", [["a"], ["a", ""], ["", ""], ["\x1e", "\x1f", "\x1e1\x1e0"], ["\udcff", "漢"]])
def test_texts(texts: list[str]) -> None:
    assert serialize.split(serialize.join(texts)) == texts
