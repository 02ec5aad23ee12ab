"""Texts are compared line by line: pieces that make one of the other, as small as they are meant to be."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bnlint.text.compare import lines_of, opcodes, unified

LINES = st.lists(st.sampled_from(["layer {\n", "}\n", "  a\n", "  b\n", "\n", "  \x0c\n", "\x85\n"]), max_size=12)


@given(LINES, LINES)
@example(["}\n", "a\n"], ["a\n", "}\n"])
def test_the_pieces_make_one_of_the_other(before: list[str], after: list[str]) -> None:
    codes = opcodes(before, after)
    assert [line for code in codes for line in before[code[1] : code[2]]] == before
    assert [line for code in codes for line in after[code[3] : code[4]]] == after
    assert all(before[i:j] == after[k:m] for tag, i, j, k, m in codes if tag == "equal")
    assert all(one[0] != other[0] for one, other in pairwise(codes))


@given(st.text(st.sampled_from("ab\n\r\x0c\x85\u2028")))
def test_lines_are_what_a_patch_takes_for_lines(text: str) -> None:
    lines = lines_of(text)
    assert "".join(lines) == text
    assert [line.rstrip("\n") for line in lines] == (text.removesuffix("\n").split("\n") if text else [])


def layer(number: int, rest: str) -> str:
    return f'layer {{\n  name: "bn{number}"\n  type: "BatchNorm"\n{rest}}}\n'


@pytest.mark.parametrize("layers", [3, 60, 1000])
def test_a_small_change_of_a_large_net_is_small(layers: int) -> None:
    """Its lines repeat: difflib takes frequent lines for junk in texts of 200 lines and more."""
    old = "  param {\n    lr_mult: 0\n  }\n" * 3
    before = "".join(layer(n, old) for n in range(layers))
    after = before.replace(layer(1, old), layer(1, ""))
    diff = list(unified(lines_of(before), lines_of(after), "net.prototxt"))
    assert [line for line in diff[2:] if line[0] in "+-"] == [f"-{line}" for line in lines_of(old)]


@given(LINES, LINES)
@example([], ["a\n"])
@example(["a\n"], [])
@example(["a\n", "b"], ["a\n", "c"])
def test_patch_reads_the_hunks(before: list[str], after: list[str]) -> None:
    """The line numbers are those of a unified diff."""
    diff = list(unified(before, after, "net.prototxt"))
    assert bool(diff) == (before != after)
    result, position = [], 0
    for line in diff[2:]:
        if line.startswith("@@"):
            old = line.split()[1].removeprefix("-").split(",")
            start = int(old[0]) - (old[-1] != "0" or len(old) == 1)
            result += before[position:start]
            position = start
            continue
        if line[0] != "+":
            assert before[position] == line[1:]
            position += 1
        if line[0] != "-":
            result.append(line[1:])
    assert result + before[position:] == after


def test_a_patch_applies(tmp_path: Path) -> None:
    before = "".join(layer(n, "  param { lr_mult: 0 }\n") for n in range(80))
    after = before.replace("  param { lr_mult: 0 }\n", "", 40)
    (tmp_path / "net.prototxt").write_text(before)
    patch = "".join(unified(lines_of(before), lines_of(after), "net.prototxt"))
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    assert (tmp_path / "net.prototxt").read_text() == after
