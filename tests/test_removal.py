"""Nodes are removed with their lines and separators, and every comment stays."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnlint.prototxt.nodes import walk
from bnlint.prototxt.parser import parse
from bnlint.prototxt.removal import comments, remove, widened
from bnlint.text.edits import apply_edits

if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node


def without(text: str, *names: str, blank_before: bool = False) -> str:
    """`text` without the fields and blocks of these names."""
    newline = "\r\n" if "\r\n" in text else "\n"
    nodes: list[Node] = [leaf for leaf in walk(parse(text).items) if leaf.name in names]
    return apply_edits(text, sorted(remove(text, nodes, newline, blank_before)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # whole lines
        ("a: 1\nx: 2\nb: 3\n", "a: 1\nb: 3\n"),
        ("a {\n  x: 2\n}\n", "a {\n}\n"),
        ("a {\n\tx { b: 1\n\t}\n\tc: 1\n}\n", "a {\n\tc: 1\n}\n"),
        ("a: 1\r\nx: 2\r\nb: 3\r\n", "a: 1\r\nb: 3\r\n"),
        ("x: 2\n", ""),
        ("x: 2", ""),
        ("a: 1\nx: 2", "a: 1"),
        ("a: 1\r\nx: 2", "a: 1"),
        ("a: 1\n\nx: 2", "a: 1\n"),
        ("a: 1\nx: 2\nx: 3\n\nx: 4\nb: 1\n", "a: 1\nb: 1\n"),
        ("a: 1\nx: 2  \t\nb: 3\n", "a: 1\nb: 3\n"),
        # separators
        ("a: 1;\nx: 2;\nb: 3;\n", "a: 1;\nb: 3;\n"),
        ("a: 1, x: 2, b: 3\n", "a: 1, b: 3\n"),
        ("a: 1,x: 2,b: 3\n", "a: 1,b: 3\n"),
        ("a: 1 ; x: 2 ; b: 3\n", "a: 1 ; b: 3\n"),
        ("x: 2 ;\nb: 3\n", "b: 3\n"),
        # several on a line
        ("a { x: 1 }\n", "a { }\n"),
        ("a {x: 1}\n", "a {}\n"),
        ("a { x: 1 b: 2 }\n", "a { b: 2 }\n"),
        ("a { b: 2 x: 1 }\n", "a { b: 2 }\n"),
        ("a { b: 2 x { c: 1 } x { c: 2 } d: 3 }\n", "a { b: 2 d: 3 }\n"),
        ("a { b: 2 x { c: 1 }x { c: 2 }d: 3 }\n", "a { b: 2 d: 3 }\n"),
        ("  x: 1 b: 2\n", "  b: 2\n"),
        ('type: "T" x { p: TRAIN }\nb: 2\n', 'type: "T"\nb: 2\n'),
        ("a < x: 1 b: 2 >\n", "a < b: 2 >\n"),
        ("x <\n  b: 2\n>\na: 1\n", "a: 1\n"),
        ("x: 1 b: 2\nc: 3\n", "b: 2\nc: 3\n"),
        # across line ends
        ("a {\n  b: 1 x {\n    c: 1\n  }\n  d: 1\n}\n", "a {\n  b: 1\n  d: 1\n}\n"),
        ("a {\n  x {\n    c: 1\n  } d: 1\n}\n", "a {\n  d: 1\n}\n"),
        ("a { x: 1\n  b: 1 }\n", "a {\n  b: 1 }\n"),
        ("a {\n  b: 1\n  x: 1 }\n", "a {\n  b: 1 }\n"),
        ("a {\n  b: 1 # c\n  x: 1 }\n", "a {\n  b: 1 # c\n  }\n"),
        ("a {\n\n  x: 1 }\n", "a {\n\n  }\n"),
        # comments
        ("a: 1\nx: 2 # why\nb: 3\n", "a: 1\n# why\nb: 3\n"),
        ("a: 1\n  x: 2; # why\nb: 3\n", "a: 1\n  # why\nb: 3\n"),
        ("a: 1\nx: 2 # why", "a: 1\n# why"),
        ("a: 1\r\n\tx: 2\t# why\r\nb: 3\r\n", "a: 1\r\n\t# why\r\nb: 3\r\n"),
        ("x {\n  # one\n  b: 1 # two\n} # three\na: 1\n", "# one\n# two\n# three\na: 1\n"),
        ("a {\n  x { # one\n    b: '#'\n  }\n}\n", "a {\n  # one\n}\n"),
        ("# before\nx: 2\n# after\n", "# before\n# after\n"),
        ("a: 1 x: 2 \t\nb: 3\n", "a: 1\nb: 3\n"),
        ("a {b: 2 x: 1}\n", "a {b: 2}\n"),
        ("a { b: 2;x: 1 c: 3 }\n", "a { b: 2;c: 3 }\n"),
        ("a { b { c: 1 }x: 1 d: 3 }\n", "a { b { c: 1 }d: 3 }\n"),
        ("a: 1 x: 2 # why\nb: 3\n", "a: 1 # why\nb: 3\n"),
        ("a: 1 x { # why\n  c: 2\n} b: 3\n", "a: 1 # why\nb: 3\n"),
        ("x { # why\n  c: 2\n} b: 3\n", "# why\nb: 3\n"),
        ("a {\n  b: 1 x { # why\n    c: 2\n  }\n  d: 1\n}\n", "a {\n  b: 1 # why\n  d: 1\n}\n"),
        ("x: 'a' # one\n  'b'\na: 1\n", "# one\na: 1\n"),
        # a comment between two nodes, which are removed one by one
        ("x: 1\n# between\nx: 2\na: 1\n", "# between\na: 1\n"),
        ("x: 1 # between\nx: 2\na: 1\n", "# between\na: 1\n"),
    ],
)
def test_remove(before: str, after: str) -> None:
    assert without(before, "x") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n\nx: 2\n\nb: 3\n", "a: 1\n\nb: 3\n"),
        ("a: 1\nx: 2\nb: 3\n", "a: 1\nb: 3\n"),
        ("a: 1\r\n\r\nx: 2\r\n\r\nb: 3\r\n", "a: 1\r\n\r\nb: 3\r\n"),
        ("a: 1\n \t\nx: 2\n", "a: 1\n"),
        ("a: 1\n\nx: 2 # why\n\nb: 3\n", "a: 1\n\n# why\n\nb: 3\n"),
        ("\nx: 2\nb: 3\n", "b: 3\n"),
    ],
)
def test_blank_line_before(before: str, after: str) -> None:
    assert without(before, "x", blank_before=True) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\nx: [1, 2]\nb: 3\n", "a: 1\nb: 3\n"),
        ("a { x: [{ c: 1 }, { c: 2 }] b: 3 }\n", "a { b: 3 }\n"),
        ("x: [\n  { c: 1 }, # one\n  { c: 2 }\n]\na: 1\n", "# one\na: 1\n"),
        ("x: [1]\nx: 2\n", ""),
        # blocks that would be empty
        ("b: 1\na_p { c_p { x: 1 } }\n", "b: 1\n"),
        ("b: 1\na_p { c_p { x: 1 } d: 1 }\n", "b: 1\na_p { d: 1 }\n"),
        ("b: 1\na_p { c { x: 1 } }\n", "b: 1\na_p { c { } }\n"),
        ("b: 1\na_p { }\nx: 1\n", "b: 1\na_p { }\n"),
        ("b: 1\na_p {\n  # why\n  x: 1 # how\n}\n", "b: 1\n# why\n# how\n"),
        ("b: 1\na_p { x: [1, 2] x: 3 }\n", "b: 1\n"),
    ],
)
def test_lists_and_blocks_as_a_whole(before: str, after: str) -> None:
    items = parse(before).items
    siblings = items[0].items if items[0].name == "a" and hasattr(items[0], "items") else items
    nodes = [leaf for leaf in walk(siblings) if leaf.name == "x"]
    assert (
        apply_edits(before, remove(before, widened(siblings, nodes, lambda block: block.name.endswith("_p")), "\n"))
        == after
    )


NAMES = st.sampled_from(["a", "x", "long_name"])
GAP = st.sampled_from([" ", "\n", "\n  ", "\t", "\n\n", " # c1\n", "\n# c2\n", "  #\n", "\r\n", " # c3\r\n\t"])
LEAF = st.tuples(NAMES, st.sampled_from([": 1", ":2.5", ": 'a#b'", ': "q" # c4\n "r"', ": true"])).map("".join)
END = st.sampled_from(["", "", "", ";", ",", " ;"])


@st.composite
def bodies(draw: st.DrawFn, depth: int = 3) -> str:
    """The contents of a block: fields and blocks with all kinds of space, comments and separators between them."""
    parts = [draw(GAP)]
    for _ in range(draw(st.integers(0, 4))):
        if depth and draw(st.booleans()):
            opening, closing = draw(st.sampled_from([(" {", "}"), ("{", "}"), (" <", ">"), (": {", "}")]))
            inner = draw(bodies(depth - 1))
            parts.append(f"{draw(NAMES)}{opening}{inner}{closing}")
            if draw(st.booleans()):
                continue  # the next one follows the brace directly
        else:
            parts.append(draw(LEAF))
        parts.append(draw(END) + draw(GAP))
    return "".join(parts)


@settings(max_examples=400)
@given(bodies(), st.data())
def test_comments_and_other_nodes_stay(text: str, data: st.DataObject) -> None:
    document = parse(text)
    assert not document.faults
    blocks: list[list[Node]] = [document.items]
    blocks += [leaf.items for leaf in walk(document.items) if hasattr(leaf, "items")]
    siblings = data.draw(st.sampled_from(blocks))
    removed = [node for node in siblings if data.draw(st.booleans())]
    edits = sorted(remove(text, removed, "\n", data.draw(st.booleans())))
    after = apply_edits(text, edits)
    again = parse(after)
    assert not again.faults
    assert Counter(comments(after)) == Counter(comments(text))
    kept = [leaf for leaf in walk(document.items) if not any(n.start <= leaf.start < n.end for n in removed)]
    assert [leaf.name for leaf in walk(again.items)] == [leaf.name for leaf in kept]
