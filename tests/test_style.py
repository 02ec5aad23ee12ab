"""Inserted text has the style of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bnlint.fixer.fix import fix
from bnlint.linter.settings import Settings
from bnlint.prototxt.nodes import Block, Document, walk
from bnlint.prototxt.parser import parse
from bnlint.prototxt.style import Style, insert_into
from bnlint.text.edits import apply_edits
from bnlint.text.source import Source

if TYPE_CHECKING:
    from bnlint.prototxt.style import Tree


def newline_of(text: str) -> str:
    return Source(text).newline


def block(document: Document, name: str) -> Block:
    """The first block `name`."""
    return next(leaf for leaf in walk(document.items) if isinstance(leaf, Block) and leaf.name == name)


def insert(text: str, value: str | Tree, first: bool = False) -> str:
    """`text` with a field (or block) `new` in its block `a`."""
    document = parse(text)
    edit = insert_into(document, block(document, "a"), "new", value, newline_of(text), first)
    after = apply_edits(text, [edit])
    assert not parse(after).faults
    return after


@pytest.mark.parametrize(
    ("before", "last", "first"),
    [
        ("a { b: 1 }\n", "a { b: 1 new: 0 }\n", "a { new: 0 b: 1 }\n"),
        ("a {b:1}\n", "a {b:1 new:0}\n", "a {new:0 b:1}\n"),
        ("a < b: 1 >\n", "a < b: 1 new: 0 >\n", "a < new: 0 b: 1 >\n"),
        ("a {}\n", "a { new: 0 }\n", "a { new: 0 }\n"),
        ("a { }\n", "a { new: 0 }\n", "a { new: 0 }\n"),
        ("a {\n}\n", "a {\n  new: 0\n}\n", "a {\n  new: 0\n}\n"),
        ("\ta {\n\t}\n", "\ta {\n\t\tnew: 0\n\t}\n", "\ta {\n\t\tnew: 0\n\t}\n"),
        ("a {\n  b: 1\n}\n", "a {\n  b: 1\n  new: 0\n}\n", "a {\n  new: 0\n  b: 1\n}\n"),
        ("a {\r\n\tb: 1\r\n}\r\n", "a {\r\n\tb: 1\r\n\tnew: 0\r\n}\r\n", "a {\r\n\tnew: 0\r\n\tb: 1\r\n}\r\n"),
        (
            "a {\n    b:   1 # c\n}\n",
            "a {\n    b:   1 # c\n    new:   0\n}\n",
            "a {\n    new:   0\n    b:   1 # c\n}\n",
        ),
        ("a {\n  b: 1; # c\n}\n", "a {\n  b: 1; # c\n  new: 0;\n}\n", "a {\n  new: 0;\n  b: 1; # c\n}\n"),
        ("a {\n  b: 1,\n}\n", "a {\n  b: 1,\n  new: 0,\n}\n", "a {\n  new: 0,\n  b: 1,\n}\n"),
        (
            "a {\n  b: 1,\n  c: 1\n}\n",
            "a {\n  b: 1,\n  c: 1,\n  new: 0\n}\n",
            "a {\n  new: 0,\n  b: 1,\n  c: 1\n}\n",
        ),
        ("a { b: 1, c: 1 }\n", "a { b: 1, c: 1, new: 0 }\n", "a { new: 0, b: 1, c: 1 }\n"),
        ("a { b: 1  c: 1 }\n", "a { b: 1  c: 1  new: 0 }\n", "a { new: 0  b: 1  c: 1 }\n"),
        ("a {\n  b: 1 }\n", "a {\n  b: 1\n  new: 0 }\n", "a {\n  new: 0\n  b: 1 }\n"),
        ("a { b: 1; }\n", "a { b: 1; new: 0; }\n", "a { new: 0; b: 1; }\n"),
        ("a { b: 1\n  c: 1\n}\n", "a { b: 1\n  c: 1\n  new: 0\n}\n", "a { new: 0 b: 1\n  c: 1\n}\n"),
        ("a { # c\n  b: 1\n}\n", "a { # c\n  b: 1\n  new: 0\n}\n", "a { # c\n  new: 0\n  b: 1\n}\n"),
        ("a { # c\n}\n", "a { # c\n  new: 0\n}\n", "a { # c\n  new: 0\n}\n"),
        ("a { b: 1 # c\n}\n", "a { b: 1 # c\n  new: 0\n}\n", "a { new: 0 b: 1 # c\n}\n"),
        ("a {\n  b { c: 1 }\n}", "a {\n  b { c: 1 }\n  new: 0\n}", "a {\n  new: 0\n  b { c: 1 }\n}"),
    ],
)
def test_insert_field(before: str, last: str, first: str) -> None:
    assert insert(before, "0") == last
    assert insert(before, "0", first=True) == first


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a { b: 1 }\n", "a { b: 1 new { c: 0 } }\n"),
        ("a {\n  b: 1\n}\n", "a {\n  b: 1\n  new {\n    c: 0\n  }\n}\n"),
        ("a {\n\tb:1 # d\n}\n", "a {\n\tb:1 # d\n\tnew {\n\t\tc:0\n\t}\n}\n"),
        ("a{\r\n    b: 1\r\n}\r\n", "a{\r\n    b: 1\r\n    new{\r\n        c: 0\r\n    }\r\n}\r\n"),
        ("a {\n  b: 1 }\n", "a {\n  b: 1\n  new {\n    c: 0\n  } }\n"),
        ("a: {\n  b: 1\n}\n", "a: {\n  b: 1\n  new: {\n    c: 0\n  }\n}\n"),
    ],
)
def test_insert_block(before: str, after: str) -> None:
    assert insert(before, [("c", "0")]) == after


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("a { b: 'x' }", "'it\\'s'"), ('a { b: "x" }', '"it\'s"'), ("a { b: 1 }", '"it\'s"')],
)
def test_quotes(text: str, quoted: str) -> None:
    document = parse(text)
    assert Style(document, block(document, "a"), "\n").quoted("it's") == quoted


HEAD = """layer { name: "c" type: "Convolution" bottom: "x" top: "c" convolution_param { num_output: 2 } }
"""
TAIL = 'layer { name: "r" type: "ReLU" bottom: "c" top: "c" }\n'
ONE_LINE = 'layer { name: "c_bn" type: "BatchNorm" bottom: "c" top: "c" }'
SCALE_LINE = 'layer { name: "c_scale" type: "Scale" bottom: "c" top: "c" scale_param { bias_term: true } }'
LINES = 'layer {\n  name: "c_bn"\n  type: "BatchNorm"\n  bottom: "c"\n  top: "c"\n}'
SCALE_LINES = (
    'layer {\n  name: "c_scale"\n  type: "Scale"\n  bottom: "c"\n  top: "c"\n'
    "  scale_param {\n    bias_term: true\n  }\n}"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ONE_LINE + "\n", ONE_LINE + "\n" + SCALE_LINE + "\n"),
        (ONE_LINE + " # why\n", ONE_LINE + " # why\n" + SCALE_LINE + "\n"),
        (ONE_LINE + ";\n", ONE_LINE + ";\n" + SCALE_LINE + "\n"),
        (ONE_LINE + " ", ONE_LINE + " " + SCALE_LINE + " "),  # the next layer is on the same line
        (LINES + "\n", LINES + "\n" + SCALE_LINES + "\n"),
        (LINES + " # why\n\n", LINES + " # why\n" + SCALE_LINES + "\n\n"),
        ("\n" + LINES + "\n\n", "\n" + LINES + "\n\n" + SCALE_LINES + "\n\n"),
        ("\n# block\n\n" + LINES + "\n", "\n# block\n\n" + LINES + "\n" + SCALE_LINES + "\n"),
        ("\n# block\n\n" + LINES + "\n\n", "\n# block\n\n" + LINES + "\n\n" + SCALE_LINES + "\n\n"),
        ("\t" + ONE_LINE + "\n", "\t" + ONE_LINE + "\n\t" + SCALE_LINE + "\n"),
        (LINES.replace('"', "'") + "\n", LINES.replace('"', "'") + "\n" + SCALE_LINES.replace('"', "'") + "\n"),
        (LINES.replace("  ", "\t") + "\n", LINES.replace("  ", "\t") + "\n" + SCALE_LINES.replace("  ", "\t") + "\n"),
        (LINES.replace("\n", "\r\n") + "\r\n", (LINES + "\n" + SCALE_LINES + "\n").replace("\n", "\r\n")),
        (LINES.replace("layer {", "layer{") + "\n",
         (LINES + "\n" + SCALE_LINES.replace("param {", "param{") + "\n").replace("layer {", "layer{")),
        (LINES.replace(": ", ":") + "\n", (LINES + "\n" + SCALE_LINES + "\n").replace(": ", ":")),
    ],
)  # fmt: skip
def test_scale_in_the_style_of_the_file(before: str, after: str) -> None:
    newline = newline_of(before)
    head, tail = (part.replace("\n", newline) for part in (HEAD, TAIL))
    made = fix(Source(head + before + tail), Settings(select=("BN101",), unsafe_fixes=True))
    assert not made.result.bugs
    assert made.source.text == head + after + tail


@pytest.mark.parametrize("end", ["", " ", " # why", " # why\n"])
def test_scale_at_the_end_of_the_file(end: str) -> None:
    made = fix(Source(HEAD + ONE_LINE + end), Settings(select=("BN101",), unsafe_fixes=True))
    line_end = "\n" if end.endswith("\n") else ""
    assert made.source.text == HEAD + ONE_LINE + end.rstrip("\n") + "\n" + SCALE_LINE + line_end
