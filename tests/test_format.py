"""The formatter: texts before and after, the same message and comments, idempotence; and its command."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from google.protobuf import text_format
from hypothesis import given, settings
from hypothesis import strategies as st

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.schema.messages import schema
from bnlint.cli.main import main
from bnlint.prototxt import format as formatter
from bnlint.prototxt.format import format_text, layout
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source
from tests import corpus
from tests.strategies import mutations, texts

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = sorted((ROOT / "fixtures").rglob("*.prototxt"))
generated = settings(max_examples=200, derandomize=True, database=None)

TABLE = [
    ("", ""),
    (" \n\n", " \n\n"),
    ("a:1", "a: 1"),
    ("a : 1 ;b:2,\n", "a: 1\nb: 2\n"),
    ("\n\n a: 1\n\n\n b: 2\n\n", "a: 1\n\nb: 2\n"),
    ("a: 1\r\n\tb{c:1\r\n}\r\n", "a: 1\r\nb {\r\n  c: 1\r\n}\r\n"),
    ("a\n{\n\n  b: 1\n\n}", "a {\n  b: 1\n}"),
    ("a: <\nb: 1>\n", "a {\n  b: 1\n}\n"),
    ("a {} b { } c{\n}\n", "a {}\nb {}\nc {}\n"),
    ("a{b:1 c:'x'}\n", "a { b: 1 c: 'x' }\n"),
    ("a < b: 1; >\n", "a { b: 1 }\n"),
    ("a { b { c: 1 } }\n", "a {\n  b { c: 1 }\n}\n"),
    (f"a {{ b: '{'x' * 100}' }}\n", f"a {{\n  b: '{'x' * 100}'\n}}\n"),
    ("a { b: 1 } a { b: 2 }\n", "a { b: 1 }\na { b: 2 }\n"),
    ("a: [1,2 , 3]\n", "a: [1, 2, 3]\n"),
    ("a: [ ]\n", "a: []\n"),
    ("a: [1,\n2]\n", "a: [\n  1,\n  2\n]\n"),
    ("a [{b:1},<c:2>]\n", "a: [{ b: 1 }, { c: 2 }]\n"),
    ("a: [ # x\n1, # y\n2\n# z\n]\n", "a: [  # x\n  1,  # y\n  2\n  # z\n]\n"),
    ("a [{b{c:1}}]\n", "a: [\n  {\n    b { c: 1 }\n  }\n]\n"),
    ("a: \"x\"  'y'\n", "a: \"x\"  'y'\n"),
    ("a: \"x\" # 1\n# 2\n'#y'\n", "a: \"x\"  # 1\n    # 2\n    '#y'\n"),
    ("a: 0x1F b: 1.0f c: - 5 d: 1e-4\n", "a: 0x1F\nb: 1.0f\nc: - 5\nd: 1e-4\n"),
    ("[ x . y ]: 1\n", "[x.y]: 1\n"),
    ("#c", "#c"),
    ("# c \t\n\n\n#d\na: 1", "# c\n\n#d\na: 1"),
    ("a: 1 # t\n  # own\nb: 2; # u\n", "a: 1  # t\n# own\nb: 2  # u\n"),
    ("a { # x\n\n # y\n b: 1 # z\n # last\n} # end\n", "a {  # x\n\n  # y\n  b: 1  # z\n  # last\n}  # end\n"),
    ("a # x\n{ # y\nb: 1 }\n", "a {  # x\n  # y\n  b: 1\n}\n"),
    ("a: # x\n1\n", "a: 1  # x\n"),
    ("# c\n\n\na { # x\n\n b: 1\n}\n", "# c\n\na {  # x\n  b: 1\n}\n"),
    ("a {\n# only\n}\n", "a {\n  # only\n}\n"),
]


def same_message(before: str, after: str) -> None:
    """As protobuf itself reads them, field by field."""
    cls = message_class(schema())
    first, second = (text_format.Parse(text, cls(), allow_unknown_field=True) for text in (before, after))
    assert first == second


@pytest.mark.parametrize(("text", "after"), TABLE)
def test_layout(text: str, after: str) -> None:
    source = Source(text)
    made = layout(source)
    assert (made.source.text, made.bug, made.document.faults) == (after, "", [])
    assert (made.source is source) == (text == after)
    assert format_text(made.source) is made.source


@pytest.mark.parametrize("text", ["a {", "a: }", "layer { name: ${x} }", "a:: 1\nb:2\n"])
def test_syntax_errors_stay(text: str) -> None:
    source = Source(text)
    assert format_text(source) is source


def test_comments_in_other_encodings_stay() -> None:
    """The second byte of the last character is a no-break space in Latin-1, and no white space here."""
    source = Source.from_bytes(b"a:1 # \xc4\xa0\xd5\xa0 \n")
    assert format_text(source).encode() == b"a: 1  # \xc4\xa0\xd5\xa0\n"


def test_a_layout_that_loses_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for lost in ("a: 1\n", "a: 2  # c\n", "a: 1 # d\n", "a: 1\na: 1 # c\n", "a: [1] # c\n", "a {"):
        monkeypatch.setattr(formatter._Printer, "text", lambda self, lost=lost: lost)
        source = Source("a:1 # c\n")
        made = layout(source)
        assert made.source is source and "same message" in made.bug


def check(source: Source) -> None:
    made = layout(source)
    assert not made.bug
    assert format_text(made.source) is made.source
    if made.document.faults:
        assert made.source is source


@generated
@given(text=st.one_of(texts(), texts(), texts().flatmap(mutations)))
def test_generated_texts(text: str) -> None:
    check(Source(text))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_fixtures(path: Path) -> None:
    source = Source.from_bytes(path.read_bytes())
    check(source)
    if "net" in path.name or "layer" in source.text:
        try:
            text_format.Parse(source.text, message_class(schema())(), allow_unknown_field=True)
        except (text_format.ParseError, RecursionError):
            return  # a fork's, or a solver, or too deep for protobuf
        same_message(source.text, format_text(source).text)


@corpus.needs_corpus
def test_real_files() -> None:
    for name in corpus.names("net", "ok"):
        source = Source.from_bytes(corpus.read(name))
        if len(source.text) < 100_000:
            check(source)
            same_message(source.text, format_text(source).text)


# --- the command -----------------------------------------------------------------------------------------------


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    os.utime(path, ns=(1, 1))
    return path


@pytest.mark.parametrize(
    ("text", "options", "code", "after"),
    [
        ("base_lr:1\n", "", 0, "base_lr: 1\n"),
        ("base_lr:1\n", "--quiet --isolated", 0, "base_lr: 1\n"),
        ("base_lr:1\n", "--check", 1, "base_lr:1\n"),
        ("base_lr:1\n", "--diff", 1, "base_lr:1\n"),
        ("base_lr: 1\n", "", 0, "base_lr: 1\n"),
        ("base_lr: 1\n", "--check", 0, "base_lr: 1\n"),
        ("base_lr:1\nnet: \n", "", 2, "base_lr:1\nnet: \n"),
        ("base_lr:1\nnet:  ${x}\n", "--verbose", 0, "base_lr:1\nnet:  ${x}\n"),
        ('item {  name:"cat" }\n', "", 0, 'item {  name:"cat" }\n'),
        ('item {  name:"cat" }\n', "--check", 0, 'item {  name:"cat" }\n'),
        ("", "--check", 0, ""),
        ("a\0b", "", 2, "a\0b"),
    ],
)
def test_one_file(folder: Path, text: str, options: str, code: int, after: str) -> None:
    path = put(folder / "a.prototxt", text.encode())
    assert main(["format", "a.prototxt", *options.split()]) == code
    assert path.read_bytes() == after.encode()
    assert (path.stat().st_mtime_ns == 1) == (text == after)


def test_output_of_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder / "a.prototxt", b"base_lr:1\n")
    put(folder / "b.prototxt", b"base_lr: 1\n")
    put(folder / "c.prototxt", b"base_lr: 1\nnet: \n")
    assert main(["format", ".", "missing", "--check"]) == 2
    shown = capsys.readouterr()
    assert shown.out == (
        "would format a.prototxt\nWould format 1 file. 1 file already formatted. 2 files cannot be formatted.\n"
    )
    assert shown.err.startswith("bnlint: c.prototxt:2:") and "bnlint: missing: no such file" in shown.err
    assert main(["format", "--diff", "a.prototxt"]) == 1
    assert capsys.readouterr().out == "--- a.prototxt\n+++ a.prototxt\n@@ -1 +1 @@\n-base_lr:1\n+base_lr: 1\n"


def test_what_is_not_caffes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It stays as it is, as with the other commands, unless the configuration calls it a solver."""
    put(folder / "labels.prototxt", b"item {  id: 1 }\n")
    put(folder / "empty.prototxt", b"\n")
    put(folder / "own.prototxt", b"my_rate:1\n")
    put(folder / "weights.prototxt.pt", b"PK\3\4\0\0")
    assert main(["format", "labels.prototxt", ".", "--verbose"]) == 0
    assert capsys.readouterr() == (
        "",
        "bnlint: labels.prototxt: skipped: not a Caffe net or solver\n"
        "bnlint: empty.prototxt: skipped: empty\n"
        "bnlint: own.prototxt: skipped: not a Caffe net or solver\n"
        "bnlint: nothing to format: no Caffe net or solver in 3 files\n",
    )
    put(folder / "bnlint.toml", b'file-kinds = { solver = ["own.prototxt"] }\n')
    assert main(["format", "."]) == 0
    assert (folder / "own.prototxt").read_bytes() == b"my_rate: 1\n"


def test_excluded_files(folder: Path) -> None:
    put(folder / "bnlint.toml", b'exclude = ["a.prototxt"]\n')
    path = put(folder / "a.prototxt", b"base_lr:1\n")
    assert main(["format", "."]) == 0
    assert path.read_bytes() == b"base_lr:1\n"


@pytest.mark.parametrize(
    ("text", "after", "code"),
    [
        ("base_lr:1", "base_lr: 1", 0),
        ("base_lr: 1", "base_lr: 1", 0),
        ("base_lr:1 net:", "base_lr:1 net:", 2),
        ("a:1", "a:1", 0),
        ("", "", 0),
    ],
)
def test_stdin(
    text: str, after: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["format", "-"]) == code
    assert capsys.readouterr().out == after
    assert not parse(after).faults or code == 2


def test_bug_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(formatter._Printer, "text", lambda self: "")
    path = put(folder / "a.prototxt", b"base_lr:1\n")
    assert main(["format", "a.prototxt"]) == 2
    assert path.read_bytes() == b"base_lr:1\n"
    assert "internal error" in capsys.readouterr().err


def test_wrong_usage() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["format", "-", "a.prototxt"])
