"""Blocks that repeat an earlier one are skipped; their nodes must be the same as if every token were read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnlint.prototxt import parser
from bnlint.prototxt.nodes import Block, Document, Field, ListField, walk
from bnlint.prototxt.parser import parse
from tests.corpus import names, needs_corpus, read
from tests.strategies import FRAGMENTS

FIXTURES = sorted(Path(__file__).parent.parent.glob("fixtures/**/*.prototxt"))

CONVOLUTION = """layer {
  name: "NAME"
  type: "Convolution"
  bottom: "NAME"
  param { lr_mult: 1 }
  convolution_param {
    num_output: 4 # }
    kernel_size: [ 3, 3 ]
    weight_filler { type: "}" }
  }
}
"""
RELU = 'layer { name: "NAME" type: "ReLU" bottom: "a" # name: "b"\n top: "a" }\n'


@pytest.fixture(autouse=True)
def _in_short_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeats are skipped in short texts, too."""
    monkeypatch.setattr(parser, "_LONG", 0)


def tree(node: Any) -> tuple[object, ...]:
    if isinstance(node, Block):
        offsets = (node.start, node.body_start, node.body_end, node.end)
        return "block", node.name, *offsets, *map(tree, node.items)
    if isinstance(node, ListField):
        return "list", node.name, node.start, node.end, *map(tree, node.items)
    return type(node).__name__, node.name, getattr(node, "raw", ""), node.start, node.end


def shown(document: Document) -> tuple[object, ...]:
    faults = [(fault.start, fault.end, fault.message) for fault in document.faults]
    return *map(tree, document.items), *faults


def read_in_full(text: str) -> tuple[object, ...]:
    return shown(read_by_tokens(text))


def read_by_tokens(text: str) -> Document:
    """The tree of a text, with nothing skipped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "_LONG", float("inf"))
        return parse(text)


def span(node: Field | Block) -> tuple[str, int, int]:
    return node.name, node.start, node.end


def skipped(document: Document) -> list[str]:
    return [item.name for item in document.items if isinstance(item, Block) and item.tail]


def four_times(block: str) -> str:
    return 'name: "n"\n' + "".join(block.replace("NAME", name) for name in ("a", "b", "c", "d"))


@pytest.mark.parametrize(
    ("block", "count"),
    [
        (CONVOLUTION, 2),  # the first is read with the text before it, the second is new
        (RELU, 3),  # only names
        (CONVOLUTION.replace("layer", "layers").replace('"Convolution"', "CONVOLUTION"), 2),
        (CONVOLUTION.replace("layer {", "layer: {"), 2),
        (CONVOLUTION.replace('bottom: "NAME"', 'bottom: "NAME" blobs_lr: 1'), 2),
        (CONVOLUTION + ";", 0),  # a separator, which is a fine token
        (CONVOLUTION.replace("layer {", "layer <").replace("}\n}\n", "}\n>\n"), 0),
        (
            CONVOLUTION.replace('bottom: "NAME"', 'bottom: "NA" "ME"'),
            0,
        ),  # not a plain string
        (CONVOLUTION.replace("lr_mult: 1", "lr_mult: 1,, 2"), 0),  # a syntax error
        (CONVOLUTION.replace("weight_filler", "NAME"), 0),  # different content in each
    ],
)
def test_skipped(block: str, count: int) -> None:
    text = four_times(block)
    document = parse(text)
    assert len(skipped(document)) == count
    assert shown(document) == read_in_full(text)


@pytest.mark.parametrize("broken", ["}", "{", "layer {", '"', "layer: [", "# \0", "a: 1 }", "<", ">"])
def test_syntax_errors_around_repeats(broken: str) -> None:
    whole = four_times(CONVOLUTION)
    for text in (broken + whole, whole + broken, whole.replace("layer", broken + " layer", 3)):
        assert shown(parse(text)) == read_in_full(text)


def test_deeply_nested() -> None:
    text = four_times(CONVOLUTION.replace("num_output: 4", "a{" * 1000 + "b:[{" * 100 + "}]" * 100 + "}" * 1000))
    document = parse(text)
    assert len(skipped(document)) == 2
    assert [span(node) for node in walk(document.items)] == [span(node) for node in walk(read_by_tokens(text).items)]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixtures(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    assert shown(parse(text)) == read_in_full(text)


@needs_corpus
@pytest.mark.parametrize("name", names())
def test_real_files(name: str) -> None:
    text = read(name).decode("latin-1")
    assert shown(parse(text)) == read_in_full(text)


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 20), st.sampled_from(FRAGMENTS)), min_size=1, max_size=3)
)
def test_mutations(changes: list[tuple[int, int, str]]) -> None:
    text = four_times(CONVOLUTION + RELU)
    for start, length, new in changes:
        start %= len(text) + 1
        text = text[:start] + new + text[start + length :]
    assert shown(parse(text)) == read_in_full(text)
