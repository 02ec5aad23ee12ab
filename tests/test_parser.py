"""The parser: trees, faults with their places, losslessness, and its table against lark itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnlint.prototxt.nodes import Block, Document, ErrorNode, Field, ListField, walk
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source
from tests import corpus
from tests.strategies import mutations, texts
from tools import parser_table

if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node

generated = settings(max_examples=200, derandomize=True, database=None)


def outline(items: list[Node]) -> str:
    """A tree in one line: ``a=1 b{c='x'} d[1 2] !`` with ! for text that was skipped."""
    return " ".join(_outline(item) for item in items)


def _outline(item: Node) -> str:
    if isinstance(item, Field):
        return f"{item.name}={item.raw}"
    if isinstance(item, Block):
        return f"{item.name}{{{outline(item.items)}}}"
    if isinstance(item, ListField):
        inside = (e.raw if isinstance(e, Field) else f"{{{outline(e.items)}}}" for e in item.items)
        return f"{item.name}[{' '.join(inside)}]"
    return "!"


# --- what is right ---------------------------------------------------------------------------------------------

RIGHT = [
    ("", ""),
    (" \n# only a comment", ""),
    ("a: 1", "a=1"),
    ("a:1 b:2", "a=1 b=2"),
    ("a : 1", "a=1"),
    ("a\n:\n1", "a=1"),
    ("a { }", "a{}"),
    ("a: { b: 1 }", "a{b=1}"),
    ("a{b{c:1}d:2}", "a{b{c=1} d=2}"),
    ("a < b: 1 >", "a{b=1}"),
    ("a: <b: 1>", "a{b=1}"),
    ("a\n{\nb: 1\n}", "a{b=1}"),
    ("a # {\n{ b: 1 }", "a{b=1}"),
    ("a: 1, b: 2; c { }, d { };", "a=1 b=2 c{} d{}"),
    ("a: 1\n, b: 2\n# x\n; c: 3", "a=1 b=2 c=3"),
    ("a: [1, 2]", "a[1 2]"),
    ("a: [ ]", "a[]"),
    ("a []", "a[]"),
    ("a: [{b: 1}, <c: 2>]", "a[{b=1} {c=2}]"),
    ("a [{b: 1}, {}]", "a[{b=1} {}]"),
    ("a: ['x' 'y', \"z\"]", "a['x' 'y' \"z\"]"),
    ("a: [- 1, inf, FOO]", "a[- 1 inf FOO]"),
    ("a: 'x' \"y\"", "a='x' \"y\""),
    ("a: 'x' # c\n 'y' b: 1", "a='x' # c\n 'y' b=1"),
    ("a: '\"' b: \"'\"", "a='\"' b=\"'\""),
    (r"a: '\'' b: '\\'", r"a='\'' b='\\'"),
    (r"a: '\a\b\f\n\r\t\v\?\0\18\777\x4\X41\u00e9\U0010ffff'", r"a='\a\b\f\n\r\t\v\?\0\18\777\x4\X41\u00e9\U0010ffff'"),
    ("a: 'é\t\r'", "a='é\t\r'"),
    ("a: 10 b: 0x1F c: 017 d: 0", "a=10 b=0x1F c=017 d=0"),
    ("a: 1. b: .5 c: 1e-4 d: 1.0f e: 1F g: 1.e+5f", "a=1. b=.5 c=1e-4 d=1.0f e=1F g=1.e+5f"),
    ("a: -1 b: - 1 c: -\n#x\n.5", "a=-1 b=- 1 c=-\n#x\n.5"),
    ("a: inf b: -nan c: - Infinity", "a=inf b=-nan c=- Infinity"),
    ("a: true b: T c: FOO", "a=true b=T c=FOO"),
    ("[a.b]: 1 [ c . d ] { }", "[a.b]=1 [ c . d ]{}"),
    ("[type.googleapis.com/a.b] { c: 1 }", "[type.googleapis.com/a.b]{c=1}"),
    ("a: 1\r\nb: 2\r\n", "a=1 b=2"),
    ("a: 1\rb: 2\r", "a=1 b=2"),
    ("a: 1\tb: 2\vc: 3\fd: 4", "a=1 b=2 c=3 d=4"),
    ("# caf\u00e9 \u4e2d\na: 1 # \x01\x7f\n", "a=1"),
    ("a: b c: d", "a=b c=d"),
    ("a: 'x'b: 1", "a='x' b=1"),
    ("input: 'data' input_dim: 1 input_shape { }", "input='data' input_dim=1 input_shape{}"),
]


@pytest.mark.parametrize(("text", "tree"), RIGHT)
def test_right(text: str, tree: str) -> None:
    document = parse(text)
    assert not document.faults
    assert outline(document.items) == tree
    assert_lossless(document)


# --- what is wrong ---------------------------------------------------------------------------------------------
# The text with the faults between « and », what is left of it, and a part of each message.

WRONG = [
    # colon and value
    ('«name» "x"\nb: 1', "! b=1", ["expected ':' or '{' after 'name', found \"x\""]),
    ("«a» 5\nb: 1", "! b=1", ["expected ':' or '{' after 'a', found '5'"]),
    ("«a»", "!", ["expected ':' or '{' after 'a', found the end of the file"]),
    ("a «=» 1\nb: 1", "! b=1", ["expected ':' between a field and its value, found '='"]),
    ("«a:» : 1\nb: 1", "! b=1", ["'a:' has no value, found ':'"]),
    ("a: 1\n«bottom:»\ntop: 'x'", "a=1 ! top='x'", ["'bottom:' has no value"]),
    ("«bottom:» # none\ntop { }", "! top{}", ["'bottom:' has no value"]),
    ("«bottom:» top: 'x'", "! top='x'", ["'bottom:' has no value"]),
    ("«bottom:»", "!", ["'bottom:' has no value, found the end of the file"]),
    ("a {\n  «bottom:»\n}\nb: 1", "a{!} b=1", ["'bottom:' has no value, found '}'"]),
    ("a: 1 «2»\nb: 1", "a=1 ! b=1", ["expected a field name, found '2'"]),
    ("«5»: 1\nb: 1", "! b=1", ["expected a field name, found '5'"]),
    # strings
    ('top: «"x»\nb: 1', "! b=1", ['unterminated string: no closing " on this line']),
    ("top: «'x»", "!", ["unterminated string: no closing ' on this line"]),
    ("a: «'x\\»\nb: 1", "! b=1", ["unterminated string: no closing '"]),
    ("a: '«\\q»'\nb: 1", "! b=1", ["invalid escape sequence '\\q'"]),
    ("a: '\\n«\\x»g'\nb: 1", "! b=1", ["invalid escape sequence '\\x'"]),
    ("a: '«\\u»12'\nb: 1", "! b=1", ["invalid escape sequence '\\u'"]),
    ("a: '«\\U»00200000'\nb: 1", "! b=1", ["invalid escape sequence '\\U'"]),
    ("a: '«\\8»'\nb: 1", "! b=1", ["invalid escape sequence '\\8'"]),
    # paths without quotes
    ("a: «/x/y.txt»\nb: 1", "! b=1", ["the value of a is not in quotes"]),
    ("a: «x/y» b: 1", "! b=1", ["the value of a is not in quotes"]),
    ("c { a: «x.txt»; b: 1 }", "c{! b=1}", ["the value of a is not in quotes"]),
    ("c { a : «C:\\x\\y» } # z", "c{!}", ["the value of a is not in quotes"]),
    ("a: «~/x-1»\na: «../y»# z\nb: 1", "! ! b=1", ["the value of a is not in quotes"] * 2),
    ("a: x«//»y\nb: 1", "a=x ! b=1", ["'//' does not start a comment"]),
    ("a: x«.»Y\nb: 1", "a=x ! b=1", ["expected a field name, found '.'"]),
    # numbers
    ("a: «+»5\nb: 1", "! b=1", ["'+' is not allowed before a number"]),
    ("a: «500000x»\nb: 1", "! b=1", ["invalid number '500000x'"]),
    ("a: «08»\nb: 1", "! b=1", ["invalid number '08': a leading zero means octal"]),
    ("a: «0x»\nb: 1", "! b=1", ["invalid number '0x'"]),
    ("a: «0x1g»\nb: 1", "! b=1", ["invalid number '0x1g'"]),
    ("a: «1.2.3» b: 1", "! b=1", ["invalid number '1.2.3'"]),
    ("a: «0..2» b: 1", "! b=1", ["invalid number '0..2'"]),
    ("a: «1e» b: 1", "! b=1", ["invalid number '1e'"]),
    ("a: «1e+» b: 1", "! b=1", ["invalid number '1e+'"]),
    ("a: «600a00» b: 1", "! b=1", ["invalid number '600a00'"]),
    ("a: x«.5» b: 1", "a=x ! b=1", ["missing space before '.5'"]),
    ("a: «-»\nb: 1", "! b=1", ["'-' is only allowed before a number, inf or nan"]),
    ("a: «-»foo\nb: 1", "! b=1", ["'-' is only allowed before a number, inf or nan"]),
    ("a: «-»'x'\nb: 1", "! b=1", ["'-' is only allowed before a number, inf or nan"]),
    ("a: «-»-1\nb: 1", "! b=1", ["'-' is only allowed before a number, inf or nan"]),
    # lists and separators
    ("a: [1, 2«,»]\nb: 1", "! b=1", ["expected a list element after ',', found ']'"]),
    ("a: [1 «2»]\nb: 1", "! b=1", ["expected ',' or ']' in the list, found '2'"]),
    ("a: [1\n«b»: 2", "! b=2", ["expected ',' or ']' in the list, found 'b'"]),
    ("a: [1«»", "!", ["expected ',' or ']' in the list, found the end of the file"]),
    ("a: [«»", "!", ["in the list, found the end of the file"]),
    ("a: [«,»]\nb: 1", "! b=1", ["in the list, found ','"]),
    ("a: [«[»1]]\nb: 1", "! b=1", ["in the list, found '['"]),
    ("a: [{}, «1»]\nb: 1", "! b=1", ["expected a list element of the same kind, found '1'"]),
    ("«a» [1]\nb: 1", "! b=1", ["expected ':' after 'a', before the list"]),
    ("a: 1,«,»\nb: 1", "a=1 ! b=1", ["',' is not allowed here"]),
    ("a: 1;«,»\nb: 1", "a=1 ! b=1", ["',' is not allowed here"]),
    ("«;»a: 1", "! a=1", ["';' is not allowed here"]),
    ("a {«,» b: 1 }", "a{! b=1}", ["',' is not allowed here"]),
    ("[«»", "!", ["expected an extension name after '[', found the end of the file"]),
    ("[a«»", "!", ["expected ']' after the extension name, found the end of the file"]),
    # braces
    ("«a {»\n  b: 1\n", "a{b=1}", ["'a {' is never closed"]),
    ("«a: <»\n  b: 1\n", "a{b=1}", ["'a {' is never closed"]),
    ("a {\n  «b {»\n    c: 1\n}\nd: 2", "a{b{c=1}} d=2", ["'b {' is never closed"]),
    ("«layer {»\n  a: 1\nlayer {\n  a: 2\n}\n", "layer{a=1} layer{a=2}", ["'layer {' is never closed"]),
    ("a: 1\n«}»\nb: 2", "a=1 ! b=2", ["unmatched '}'"]),
    ("a {\n  b: 1\n  «}»\n  c: 1\n}\n", "a{b=1 ! c=1}", ["extra '}': 'a' continues after it"]),
    ("a {\n  b { c: 1 } «}»\n  d: 1\n}", "a{b{c=1} ! d=1}", ["extra '}'"]),
    ("«a»\n  b: 1\n}\nc: 1", "a{b=1} c=1", ["missing '{' after 'a'"]),
    ("«a:»\n  b: 1\n  d: 1\n}\nc: 1", "a{b=1 d=1} c=1", ["missing '{' after 'a'"]),
    ("a { «b» c: 1 } }\nd: 1", "a{b{c=1}} d=1", ["missing '{' after 'b'"]),
    ("«a:» b: 1 }\nd: 1", "a{b=1} d=1", ["missing '{' after 'a'"]),
    ("«a» }\n  b: 1\n}\nd: 1", "a{! b=1} d=1", ["missing '{' after 'a'"]),
    ("«{»\n  a: 1\n}\nb: 1", "! b=1", ["expected a field name, such as layer, before '{'"]),
    ("a < b: 1 «}»\nc: 1", "a{b=1} c=1", ["'}' does not match '<'"]),
    ("a { b: 1 «>»\nc: 1", "a{b=1} c=1", ["'>' does not match '{'"]),
    ("«{» }", "!", ["expected a field name, such as layer, before '{'"]),
    ("a: t«{»rue\nb: 1", "a=t ! b=1", ["expected a field name, found '{'"]),
    ("«l {»\n  a: 1\n«m»\nl {\n  a: 2\n}\n", "l{a=1 !} l{a=2}", ["'l {' is never closed", "after 'm', found 'l'"]),
    ("«l {»\n  b { c: 1 }\n  ,\nl {\n  a: 2\n}\n", "l{b{c=1}} l{a=2}", ["'l {' is never closed"]),
    ("a: [{ b: 1 }, «{»\n  b: 2\n", "a[{b=1} {b=2}]", ["'a {' is never closed"]),
    ("a\n  [{ i: 1 }\n«[»", "!", ["expected ',' or ']' in the list, found '['"]),
    ("«a:» «b:» c: 1", "! ! c=1", ["'a:' has no value", "'b:' has no value"]),
    # foreign comments and characters
    ("«//» x\na: 1", "! a=1", ["'//' does not start a comment; comments start with '#'"]),
    ("a: 1 «//» x\nb: 2", "a=1 ! b=2", ["'//' does not start a comment"]),
    ("«/*» x */ a: 1\nb: 2", "! b=2", ["'/*' does not start a comment"]),
    ("«\ufeff»a: 1", "! a=1", ["byte order mark"]),
    ("a: 1 «\0» b: 1", "a=1 ! b=1", ["unexpected control character 0x00"]),
    ("a: 1 # x«\0» y\nb: 1", "a=1 ! b=1", ["unexpected control character 0x00"]),
    ("a: «\x01»\nb: 1", "! b=1", ["unexpected control character 0x01"]),
    ("«é»: 1\nb: 1", "! b=1", ["unexpected character 'é' (U+00E9) outside strings and comments"]),
    ("a: 1\xa0b: 1".replace("\xa0", "«\xa0»"), "a=1 ! b=1", ["(U+00A0)"]),
    ("a: 1 «%» b: 1", "a=1 ! b=1", ["unexpected character '%'"]),
    ("a: 1\r\n«b» 2\r\nc: 1", "a=1 ! c=1", ["expected ':' or '{' after 'b'"]),
    # several at once
    (
        'a: "x" «b» "y"\n«c» 1\nd: «08»\ne {\n  f: 1,«,»\n  g: «+»2\n}\nh: 1',
        'a="x" ! ! ! e{f=1 ! !} h=1',
        ["after 'b'", "after 'c'", "'08'", "is not allowed here", "'+'"],
    ),
]


@pytest.mark.parametrize(("marked", "tree", "messages"), WRONG)
def test_wrong(marked: str, tree: str, messages: list[str]) -> None:
    text = re.sub("[«»]", "", marked)
    document = parse(text)
    found = [(fault.start, fault.end) for fault in document.faults]
    assert found == spans(marked), document.faults
    for fault, message in zip(document.faults, messages, strict=True):
        assert message in fault.message
    assert outline(document.items) == tree
    assert_lossless(document)


def spans(marked: str) -> list[tuple[int, int]]:
    """The offsets of « and » in the text without them."""
    places = [m.start() - n for n, m in enumerate(re.finditer("[«»]", marked))]
    return list(zip(places[::2], places[1::2]))


@pytest.mark.parametrize("mark", ["\ufeff", "\u00ef\u00bb\u00bf"])
def test_byte_order_mark_is_removed(mark: str) -> None:
    """Also in a file that is read as Latin-1 because of other bytes, where the mark is three characters."""
    (fault,) = parse(f"{mark}a: 1").faults
    assert [(edit.start, edit.end, edit.text) for edit in fault.edits] == [(0, len(mark), "")]


# --- size ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("brackets", ["{}", "<>"])
def test_ten_thousand_nested(brackets: str) -> None:
    left, right = brackets
    text = f"a {left} " * 10_000 + f"{right} " * 10_000
    document = parse(text)
    assert not document.faults
    assert sum(1 for _ in walk(document.items)) == 10_000
    assert len(parse(text[: len(text) // 2]).faults) == 1
    assert parse(f"{right} " * 1000 + text).faults
    assert len(parse("a {\n" * 10_000).faults) == 1


def test_five_megabytes() -> None:
    layer = 'layer {\n  name: "x"  # c\n  param { lr_mult: 1 }\n  dim: [1, 2]\n}\n'
    count = 5_000_000 // len(layer)
    document = parse(layer * count)
    assert not document.faults
    assert len(document.items) == count


def test_many_faults() -> None:
    assert len(parse("a: 08\nb 1\n" * 5_000).faults) == 10_000


# --- losslessness ----------------------------------------------------------------------------------------------

BETWEEN = re.compile(r"(?:[ \t\n\r\f\v]|#[^\n\0]*|[:,;{}<>\[\]])*")


def assert_lossless(document: Document) -> None:
    """Spans are nested, ordered and disjoint; outside leaves there are only white space, comments and punctuation."""
    text = document.text
    _assert_inside(document.items, 0, len(text), text)
    for fault in document.faults:
        assert 0 <= fault.start <= fault.end <= len(text)
    assert document.faults == sorted(document.faults, key=lambda fault: fault.start)


def _assert_inside(items: list[Node], start: int, end: int, text: str) -> None:
    stack = [(items, start, end, False)]
    while stack:
        items, place, end, listed = stack.pop()
        for item in items:
            assert place <= item.start <= item.end <= end
            assert BETWEEN.fullmatch(text, place, item.start), (text[place : item.start], item)
            place = item.end
            head = item.start
            if not isinstance(item, ErrorNode) and not listed:
                head += len(item.name)
                assert text[item.start : head] == item.name
            if isinstance(item, Field):
                assert text[item.value_start : item.end] == item.raw
                assert BETWEEN.fullmatch(text, head, item.value_start)
            elif isinstance(item, Block):
                assert BETWEEN.fullmatch(text, head, item.body_start)
                assert BETWEEN.fullmatch(text, item.body_end, item.end)
                stack.append((item.items, item.body_start, item.body_end, False))
            elif isinstance(item, ListField):
                stack.append((list(item.items), head, item.end, True))
        assert BETWEEN.fullmatch(text, place, end), text[place:end]


def same(node: Node, other: Node, shift: int) -> bool:
    """Whether two nodes are equal but for their place."""
    if type(node) is not type(other) or node.name != other.name:
        return False
    if (node.start - shift, node.end - shift) != (other.start, other.end):
        return False
    if isinstance(node, Field) and isinstance(other, Field):
        return node.raw == other.raw
    items, others = getattr(node, "items", []), getattr(other, "items", [])
    return len(items) == len(others) and all(same(a, b, shift) for a, b in zip(items, others))


def assert_slices(document: Document) -> None:
    """Parsing a node's slice again gives an equal node. (The elements of a list are not separate fields.)"""
    stack = [document.items]
    while stack:
        for node in stack.pop():
            again = parse(document.text[node.start : node.end])
            assert not again.faults
            assert len(again.items) == 1
            assert same(node, again.items[0], node.start)
            if isinstance(node, Block):
                stack.append(node.items)
            elif isinstance(node, ListField):
                stack += [element.items for element in node.items if isinstance(element, Block)]


@generated
@given(texts())
def test_lossless(text: str) -> None:
    document = parse(text)
    assert not document.faults
    assert_lossless(document)
    assert_slices(document)


@generated
@given(texts().flatmap(mutations))
def test_lossless_when_broken(text: str) -> None:
    document = parse(text)
    assert_lossless(document)
    if not document.faults:
        assert_slices(document)


@generated
@given(st.text())
def test_lossless_on_any_text(text: str) -> None:
    assert_lossless(parse(text))


@corpus.needs_corpus
def test_lossless_on_real_files() -> None:
    for entry in corpus.verdicts():
        assert_lossless(parse(Source.from_bytes(corpus.read(entry["file"])).text))


# --- the table -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stock() -> lark.Lark:
    """lark's own parser and lexer on the same grammar, without the coarse tokens."""
    grammar = parser_table.GRAMMAR.read_text(encoding="utf-8")
    coarse = r"^ +\|.*\b(?:FIELD|OPEN|CLOSE)\b.*\n|^(?:FIELD|OPEN|CLOSE|FIELD_NAME|FIELD_VALUE|BLANK|ALONE):.*\n"
    return lark.Lark(re.sub(coarse, "", grammar, flags=re.MULTILINE), start="document", parser="lalr")


def accepts(parser: lark.Lark, text: str) -> bool:
    try:
        parser.parse(text)
    except lark.exceptions.UnexpectedInput:
        return False
    return True


@generated
@given(text=st.one_of(texts(), texts().flatmap(mutations), texts().flatmap(mutations)))
def test_as_stock_lark(stock: lark.Lark, text: str) -> None:
    assert accepts(stock, text) == (not parse(text).faults)


@pytest.mark.parametrize(("text", "tree"), RIGHT)
def test_right_in_stock_lark(stock: lark.Lark, text: str, tree: str) -> None:
    assert accepts(stock, text)


@pytest.mark.parametrize(("marked", "tree", "messages"), WRONG)
def test_wrong_in_stock_lark(stock: lark.Lark, marked: str, tree: str, messages: list[str]) -> None:
    assert not accepts(stock, re.sub("[«»]", "", marked))


def test_table_is_current() -> None:
    assert parser_table.TARGET.read_text(encoding="utf-8") == parser_table.render()


def test_a_conflict_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The table is built strictly: no conflict is resolved silently."""
    ambiguous = tmp_path_factory.mktemp("grammar") / "grammar.lark"
    ambiguous.write_text('document: document document\n | NAME\nNAME: "a"\n')
    monkeypatch.setattr(parser_table, "GRAMMAR", ambiguous)
    with pytest.raises(lark.exceptions.GrammarError):
        parser_table.load()
