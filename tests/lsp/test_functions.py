"""The functions of the features, called directly: no text makes them raise, and they agree with the command line."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from bnlint.api import fix, lint
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.validate import validate
from bnlint.linter.settings import Settings
from bnlint.lsp import (
    actions,
    changes,
    completion,
    diagnostics,
    folding,
    formatting,
    hints,
    hover,
    layer_templates,
    lexer,
    navigation,
    renaming,
    semantics,
    symbols,
)
from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.format import is_same
from bnlint.prototxt.parser import parse
from bnlint.run import upgrade_files
from bnlint.text.edits import Applicability, apply_edits
from bnlint.text.source import Source
from tests import corpus
from tests.lsp.session import FIXTURES
from tests.strategies import texts
from tests.test_grouping import OLD, net

ENCODINGS = ("utf-8", "utf-16", "utf-32")
NETS = {path: Source.from_bytes(path.read_bytes(), str(path)) for path in sorted(FIXTURES.rglob("*.prototxt"))}
SHORT = [source.text for source in NETS.values() if len(source.text) < 2500]
PIECES = [*"{}<>[]:;,\"'#\\ \n\r\t0aé日😀\ud800\x00\x0c", "layer {", "}", "bottom: ", 'type: "', "#", "\r\n", "param {"]


def opened(text: str, encoding: str = "utf-16", name: str = "net.prototxt") -> OpenFile:
    return OpenFile(f"untitled:{name}", Source(text, name), Settings(), encoding, 1)


def use_every_feature(file: OpenFile, offset: int) -> None:
    """Calls every feature at the position nearest to `offset`; all ranges in the answers must be inside the text."""
    size = len(file.text)
    offset = file.offset(file.position(offset))
    diagnostics.as_json(file)
    assert not file.result.bugs
    for _, edits in actions.actions(file, max(offset - 20, 0), offset, None, resolves=False):
        apply_edits(file.text, sorted(edits or ()))
    hover.hover(file, offset)
    for item in completion.completion(file, offset, snippets=True):
        assert isinstance(item.text_edit, types.TextEdit)
        start, end = item.text_edit.range.start, item.text_edit.range.end
        assert start.line == end.line == file.position(offset).line
        assert file.offset(start) <= offset <= file.offset(end)
    spans = [*navigation.definition(file, offset), *navigation.references(file, offset, True)]
    assert all(0 <= start <= end <= size for start, end in spans)
    renaming.prepare(file, offset)
    with suppress(JsonRpcException):
        renaming.rename(file, offset, "a name")
    symbols.flat(file, symbols.symbols(file))
    folding.folding(file)
    data = semantics.tokens(file, 0, size)
    assert len(data) % 5 == 0 and min(data, default=0) >= 0
    hints.hints(file, 0, size)
    formatting.edits(file, 0, size)


@settings(max_examples=150)
@given(st.data())
def test_character_by_character(data: st.DataObject) -> None:
    """Arbitrary edits anywhere in a file; every feature is used after each of them."""
    text = data.draw(st.sampled_from(SHORT))
    file = opened(text, data.draw(st.sampled_from(ENCODINGS)))
    for _ in range(data.draw(st.integers(1, 4))):
        offset = data.draw(st.integers(0, len(text)))
        removed = data.draw(st.integers(0, 3))
        piece = data.draw(st.sampled_from(["", *PIECES]))
        text = text[:offset] + piece + text[offset + removed :]
        file = file.changed(text, None)
        use_every_feature(file, min(offset + len(piece), len(text)))


@pytest.mark.parametrize("name", ["batch-norm/three-params", "old/v0", "old/v1", "old/solver-old"])
def test_typed_from_the_beginning(name: str) -> None:
    """Prefixes of a file, as it is typed from top to bottom."""
    text = (FIXTURES / f"{name}.prototxt").read_text(encoding="utf-8")
    file = opened("")
    for end in range(0, len(text) + 1, 3 if corpus.all_files else 11):
        file = file.changed(text[:end], None)
        use_every_feature(file, end)


@corpus.needs_corpus
@settings(max_examples=30)
@given(st.data())
def test_real_files_with_a_typo(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([each for each in corpus.names() if corpus.path_of(each).stat().st_size < 20_000]))
    text = Source.from_bytes(corpus.read(name)).text
    offset = data.draw(st.integers(0, len(text)))
    file = opened(text[:offset] + data.draw(st.sampled_from(PIECES)) + text[offset + 1 :])
    use_every_feature(file, offset)


@pytest.mark.parametrize("path", NETS, ids=lambda path: path.name)
def test_findings_and_fixes_are_those_of_the_command_line(path: Path) -> None:
    """The same findings, and the same edits for all safe fixes and for the upgrade."""
    source = NETS[path]
    file = OpenFile("untitled:x", source, Settings())
    result = lint(source.text, name=source.name)
    assert [(d["code"], d["message"]) for d in diagnostics.as_json(file)] == [
        (d.rule, d.full_message) for d in result.with_hints
    ]
    assert apply_edits(file.text, actions.all_fixes(file)) == fix(source.text, name=source.name).source.text
    upgraded = upgrade_files.upgrade_source(source).source.text
    assert apply_edits(file.text, actions.upgrade(file)) == upgraded
    if upgraded != source.text and result.kind == "net":
        assert actions.upgrades(file)
    asked = actions.actions(file, 0, len(file.text), ["quickfix"], False)
    offered = {a.data["number"]: e for a, e in asked if a.data and a.data["kind"] == "quickfix"}
    for number, diagnostic in enumerate(result.diagnostics):
        if number in offered:
            assert diagnostic.fix is not None
            assert tuple(offered[number] or ()) == diagnostic.fix.edits
            assert diagnostic.fix.applicability is not Applicability.DISPLAY


def test_the_fix_of_a_group_is_offered_at_each_place() -> None:
    text = net(*[OLD] * 4)
    file = OpenFile("untitled:x", Source(text), Settings(select=("BN201",)))
    assert [(each["severity"], len(each["relatedInformation"])) for each in diagnostics.as_json(file)[:1]] == [(2, 3)]
    assert [each["severity"] for each in diagnostics.as_json(file)[1:]] == [4, 4, 4]
    position = text.index("bn2")
    end = text.index("\n", position)
    (one, one_edits), (all_, all_edits) = actions.actions(file, position, end, ["quickfix"], False)
    assert (one.title, one.is_preferred) == ("Remove the three param blocks (BN201)", True)
    assert (all_.title, all_.is_preferred) == ("Remove the three param blocks (in all 4 places) (BN201)", False)
    assert apply_edits(text, one_edits or []) == text.replace(f" {OLD}", "", 3).replace(
        'top: "b0"', f'top: "b0" {OLD}'
    ).replace('top: "b1"', f'top: "b1" {OLD}')
    assert apply_edits(text, all_edits or []) == text.replace(f" {OLD}", "")
    resolved = actions.edits_of(file, all_.data or {})
    assert resolved == all_edits


def test_deprecated_fields_need_no_upgrade() -> None:
    """Caffe's upgrade leaves them."""
    slice_ = 'type: "Slice" bottom: "d" top: "a" top: "b" slice_param { slice_dim: 1 }'
    file = opened(f'layer {{ name: "d" type: "Input" top: "d" }}\nlayer {{ name: "s" {slice_} }}\n')
    assert [each.rule for each in file.result.diagnostics] == ["OLD109"]
    assert not actions.upgrades(file)


def test_why_a_file_is_not_upgraded() -> None:
    old = '# bnlint: dialect=bvlc-rc3\ninput: "x"\ninput_dim: [1, 3, 8, 8]\n'
    assert actions.refusal(opened(old)) == "input fields stay: BVLC Caffe 1.0-rc3 has no Input layer"
    assert actions.refusal(opened(old.partition("\n")[2])) == ""


# Positions


@settings(max_examples=300)
@given(st.text(st.sampled_from("aé日😀\n\r\t\ud800"), max_size=30), st.sampled_from(ENCODINGS))
def test_positions_round_trip(text: str, encoding: str) -> None:
    """No editor has a position inside a line end: an offset there is the end of the line."""
    lines = Source(text).lines
    for offset in range(len(text) + 1):
        line, column = lines.column(offset, encoding)
        expected = offset - text.startswith("\r\n", max(offset - 1, 0)) if offset else 0
        before = text[lines.starts[line] : expected].encode(
            encoding + ("" if encoding == "utf-8" else "-le"), "surrogatepass"
        )
        assert column == len(before) // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        assert lines.offset(line, column, encoding) == expected


@settings(max_examples=500)
@given(st.data())
def test_lines_after_an_edit(data: st.DataObject) -> None:
    letters = st.text(st.sampled_from("a\n\r"), max_size=12)
    text, new = data.draw(letters), data.draw(letters)
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    edited = Source(text).edited(start, end, new)
    assert edited.text == text[:start] + new + text[end:]
    assert edited.lines.starts == Source(edited.text).lines.starts


@pytest.mark.parametrize(
    ("line", "column", "encoding", "offset"),
    [
        (0, 99, "utf-16", 3),  # after the end of the line
        (-1, 5, "utf-16", 0),
        (0, -5, "utf-16", 0),
        (9, 0, "utf-16", 6),
        (0, 2, "utf-16", 1),  # inside a surrogate pair
        (0, 3, "utf-16", 2),
        (0, 4, "utf-8", 1),  # inside the four bytes
        (0, 5, "utf-8", 2),
        (0, 2, "utf-32", 2),
        (1, 1, "utf-8", 6),
    ],
)
def test_positions_outside_of_the_text(line: int, column: int, encoding: str, offset: int) -> None:
    assert Source("a😀b\r\nc").lines.offset(line, column, encoding) == offset


# Edits


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab\n\r"), max_size=40), st.text(st.sampled_from("ab\n\r"), max_size=40))
def test_edits_between_two_texts(old: str, new: str) -> None:
    edits = changes.between(old, new)
    assert apply_edits(old, edits) == new
    assert all(one.end <= two.start for one, two in pairwise(edits))


def test_edits_touch_only_what_differs() -> None:
    lines = [f"line {number}\n" for number in range(1000)]
    old = "".join(lines)
    lines[3], lines[900] = "new\n", ""
    assert len(changes.between(old, "".join(lines))) == 2


def test_formatting_is_that_of_the_formatter(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of its changes, or those in the requested lines."""
    monkeypatch.setattr(formatting, "format_text", lambda source: source.with_text(source.text.replace("  ", " ")))
    text = "a:  1\nb: 1\nc:  1\n"
    file = opened(text)
    assert apply_edits(text, formatting.edits(file, 0, len(text))) == "a: 1\nb: 1\nc: 1\n"
    assert apply_edits(text, formatting.edits(file, 12, 13)) == "a:  1\nb: 1\nc: 1\n"


# Tokens and the cursor


@pytest.mark.parametrize(
    ("text", "path", "field", "word"),
    [
        ("^", (), "", ""),
        ("layer { na^me", ("layer",), "", "name"),
        ("layer { name: ^", ("layer",), "name", ""),
        ('layer { name: "a^b', ("layer",), "name", "ab"),
        ('layer { name: "ab"^', ("layer",), "", ""),
        ("layer {\n  bottom:\n  top^: 1", ("layer",), "bottom", "top"),
        ("layer {\n  bottom:\n  top: ^", ("layer",), "top", ""),
        ("layer { a { b: 1 } c < d: [1, 2^] >", ("layer", "c"), "d", "2"),
        ("layer { typ\n  name: ^", ("layer",), "name", ""),
        ("layer: { include { phase: TR^", ("layer", "include"), "phase", "TR"),
        ("} } layer { x^", ("layer",), "", "x"),
        ('name: "}"\nlayer {\n}\nlayer {\n  ^', ("layer",), "", ""),
    ],
)
def test_cursor(text: str, path: tuple[str, ...], field: str, word: str) -> None:
    before, _, after = text.partition("^")
    cursor = lexer.cursor_at(before + after, len(before))
    assert cursor is not None
    assert (cursor.path, cursor.field, (before + after)[cursor.start : cursor.end]) == (path, field, word)


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ('layer { type: "Re^\r\n}', "Re"),
        ('layer { type: "Re^\r  top: "a"\r}', "Re"),
        ('layer { type: "a\rRe^L\ru" }', "ReL"),
        ('layer { type: "^\r\n}', ""),
        ("layer {\r  na^me: 1\r}", "name"),
    ],
)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_completion_stays_on_its_line(text: str, replaced: str, encoding: str) -> None:
    before, _, after = text.partition("^")
    file = opened(before + after, encoding)
    items = completion.completion(file, len(before), snippets=False)
    assert items
    for item in items:
        assert isinstance(item.text_edit, types.TextEdit)
        start, end = item.text_edit.range.start, item.text_edit.range.end
        assert start.line == end.line
        assert file.text[file.offset(start) : file.offset(end)] == replaced


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("a: 'b\rc'\r\n", [1, 2]),
        ("a: 'b\r\n", [1, 2]),
        ("# a\r\n", [3]),
        ("# a\r# b\n# c", [3, 3]),
        ("a: -\ninf", [1, 3]),
    ],
)
def test_a_token_is_on_one_line(text: str, lengths: list[int]) -> None:
    data = semantics.tokens(opened(text), 0, len(text))
    assert data[2::5] == lengths


def test_no_cursor_in_a_comment() -> None:
    assert lexer.cursor_at("# layer", 4) is None


# Snippets


@pytest.mark.parametrize("type_", layer_templates.FIELDS)
def test_templates_are_valid(type_: str) -> None:
    """A template has only fields, values and numbers of blobs that Caffe accepts."""
    file = opened("")
    item = next(item for item in completion.completion(file, 0, snippets=False) if item.label == f"layer {type_}")
    assert isinstance(item.text_edit, types.TextEdit)
    text = item.text_edit.new_text
    assert "$" not in text
    document = parse(text)
    assert not document.faults
    assert not validate(document.items, "NetParameter", messages.schema())
    assert not [d for d in lint(text).diagnostics if d.rule.startswith(("FLD", "SYN", "OLD", "NET103", "NET104"))]


def test_templates_are_of_known_types() -> None:
    assert set(layer_templates.FIELDS) <= set(messages.schema().layer_types or ())
    assert set(layer_templates.IN_PLACE) <= set(layer_templates.FIELDS)


@settings(max_examples=100, derandomize=True, database=None)
@example(text="a {\na {\n}\nb: 1 }\n")
@example(text="a {\na {\nb: 1 }\n  }\n")
@given(text=texts())
def test_formatting_of_any_line_keeps_the_message(text: str) -> None:
    """A bracket may move from one edit to another: then both are made, or neither."""
    file = opened(text)
    document = parse(text)
    for start in {0, *(n + 1 for n, character in enumerate(text) if character == "\n")}:
        assert is_same(document, apply_edits(text, formatting.edits(file, start, start + 1)))
