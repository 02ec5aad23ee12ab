"""What is behind the server, called directly: no text makes it raise, and it says what the command line says."""

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
from tests.corpus import names as corpus_names
from tests.corpus import needs_corpus, path_of
from tests.lsp.session import FIXTURES
from tests.strategies import texts

ENCODINGS = ("utf-8", "utf-16", "utf-32")
NETS = {path: Source.from_bytes(path.read_bytes(), str(path)) for path in sorted(FIXTURES.rglob("*.prototxt"))}
SHORT = [source.text for source in NETS.values() if len(source.text) < 2500]
PIECES = [*"{}<>[]:;,\"'#\\ \n\r\t0aé日😀\ud800\x00\x0c", "layer {", "}", "bottom: ", 'type: "', "#", "\r\n", "param {"]


def opened(text: str, encoding: str = "utf-16", name: str = "net.prototxt") -> OpenFile:
    return OpenFile(f"untitled:{name}", Source(text, name), Settings(), encoding, 1)


def ask_everything(file: OpenFile, offset: int) -> None:
    """Every feature at the place that an editor has nearest to `offset`, and what they answer is in the text."""
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
    """A file that somebody types into, anywhere, anything: the server is asked everything after each change."""
    text = data.draw(st.sampled_from(SHORT))
    file = opened(text, data.draw(st.sampled_from(ENCODINGS)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        removed = data.draw(st.integers(0, 3))
        piece = data.draw(st.sampled_from(["", *PIECES]))
        text = text[:place] + piece + text[place + removed :]
        file = file.changed(text, None)
        ask_everything(file, min(place + len(piece), len(text)))


@pytest.mark.parametrize("name", ["batch-norm/three-params", "old/v0", "old/v1", "old/solver-old"])
def test_typed_from_the_beginning(name: str) -> None:
    """Every prefix of a file, as it is when it is written from top to bottom."""
    text = (FIXTURES / f"{name}.prototxt").read_text(encoding="utf-8")
    file = opened("")
    for end in range(0, len(text) + 1, 3):
        file = file.changed(text[:end], None)
        ask_everything(file, end)


@needs_corpus
@settings(max_examples=30)
@given(st.data())
def test_real_files_with_a_slip(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([each for each in corpus_names() if path_of(each).stat().st_size < 20_000]))
    text = Source.from_bytes(path_of(name).read_bytes()).text
    place = data.draw(st.integers(0, len(text)))
    file = opened(text[:place] + data.draw(st.sampled_from(PIECES)) + text[place + 1 :])
    ask_everything(file, place)


@pytest.mark.parametrize("path", NETS, ids=lambda path: path.name)
def test_findings_and_fixes_are_the_command_lines(path: Path) -> None:
    """Laws 8 and 4 of the editor: the same findings, the same edits for all safe fixes and for the upgrade."""
    source = NETS[path]
    file = OpenFile("untitled:x", source, Settings())
    result = lint(source.text, name=source.name)
    assert [(d["code"], d["message"]) for d in diagnostics.as_json(file)] == [
        (d.rule, d.message) for d in result.diagnostics
    ]
    assert apply_edits(file.text, actions.all_fixes(file)) == fix(source.text, name=source.name).source.text
    renewed = upgrade_files.upgrade_source(source).source.text
    assert apply_edits(file.text, actions.upgrade(file)) == renewed
    if renewed != source.text and result.kind == "net":
        assert actions.upgrades(file)
    offered = {a.data["number"]: e for a, e in actions.actions(file, 0, len(file.text), ["quickfix"], False) if a.data}
    for number, diagnostic in enumerate(result.diagnostics):
        if number in offered:
            assert diagnostic.fix is not None
            assert tuple(offered[number] or ()) == diagnostic.fix.edits
            assert diagnostic.fix.applicability is not Applicability.DISPLAY


# Positions


@settings(max_examples=300)
@given(st.text(st.sampled_from("aé日😀\n\r\t\ud800"), max_size=30), st.sampled_from(ENCODINGS))
def test_positions_there_and_back(text: str, encoding: str) -> None:
    """No editor has a place inside of a line end: what is there is at the end of the line."""
    lines = Source(text).lines
    for offset in range(len(text) + 1):
        line, column = lines.column(offset, encoding)
        place = offset - text.startswith("\r\n", max(offset - 1, 0)) if offset else 0
        before = text[lines.starts[line] : place].encode(
            encoding + ("" if encoding == "utf-8" else "-le"), "surrogatepass"
        )
        assert column == len(before) // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        assert lines.offset(line, column, encoding) == place


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
        (0, 99, "utf-16", 3),  # beyond the end of the line
        (-1, 5, "utf-16", 0),
        (0, -5, "utf-16", 0),
        (9, 0, "utf-16", 6),
        (0, 2, "utf-16", 1),  # within a pair of surrogates
        (0, 3, "utf-16", 2),
        (0, 4, "utf-8", 1),  # within the four bytes
        (0, 5, "utf-8", 2),
        (0, 2, "utf-32", 2),
        (1, 1, "utf-8", 6),
    ],
)
def test_places_that_are_none(line: int, column: int, encoding: str, offset: int) -> None:
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


def test_formatting_is_the_formatters(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that it changes, or what of it is in the lines that are asked for."""
    monkeypatch.setattr(formatting, "format_text", lambda source: source.with_text(source.text.replace("  ", " ")))
    text = "a:  1\nb: 1\nc:  1\n"
    file = opened(text)
    assert apply_edits(text, formatting.edits(file, 0, len(text))) == "a: 1\nb: 1\nc: 1\n"
    assert apply_edits(text, formatting.edits(file, 12, 13)) == "a:  1\nb: 1\nc: 1\n"


# Tokens and spots


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
def test_spot(text: str, path: tuple[str, ...], field: str, word: str) -> None:
    head, _, tail = text.partition("^")
    spot = lexer.spot(head + tail, len(head))
    assert spot is not None
    assert (spot.path, spot.field, (head + tail)[spot.start : spot.end]) == (path, field, word)


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
    head, _, tail = text.partition("^")
    file = opened(head + tail, encoding)
    items = completion.completion(file, len(head), snippets=False)
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


def test_no_spot_in_a_comment() -> None:
    assert lexer.spot("# layer", 4) is None


# Snippets


@pytest.mark.parametrize("type_", layer_templates.FIELDS)
def test_usual_layers_are_right(type_: str) -> None:
    """A layer out of the box has no field, value or number of blobs that Caffe does not know."""
    file = opened("")
    item = next(item for item in completion.completion(file, 0, snippets=False) if item.label == f"layer {type_}")
    assert isinstance(item.text_edit, types.TextEdit)
    text = item.text_edit.new_text
    assert "$" not in text
    document = parse(text)
    assert not document.faults
    assert not validate(document.items, "NetParameter", messages.schema())
    assert not [d for d in lint(text).diagnostics if d.rule.startswith(("FLD", "SYN", "OLD", "NET103", "NET104"))]


def test_usual_types_are_types() -> None:
    assert set(layer_templates.FIELDS) <= set(messages.schema().layer_types or ())
    assert set(layer_templates.IN_PLACE) <= set(layer_templates.FIELDS)


@settings(max_examples=100, derandomize=True, database=None)
@example(text="a {\na {\n}\nb: 1 }\n")
@example(text="a {\na {\nb: 1 }\n  }\n")
@given(text=texts())
def test_formatting_of_any_line_keeps_the_message(text: str) -> None:
    """A bracket may move from one changed place to another: then both change, or none."""
    file = opened(text)
    document = parse(text)
    for start in {0, *(n + 1 for n, character in enumerate(text) if character == "\n")}:
        assert is_same(document, apply_edits(text, formatting.edits(file, start, start + 1)))
