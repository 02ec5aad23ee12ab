"""Regular expressions mean the same in every Python, and take linear time.

In Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2), `re` goes on where a failed attempt of a possessive group stopped,
not where it began: gh-100061, gh-106052. Atomic groups are right there.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as sre  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings

from bnlint.prototxt.parser import parse
from tests import corpus
from tests.strategies import mutations, texts
from tests.test_parser import RIGHT, WRONG
from tests.test_repeats import CONVOLUTION, FIXTURES, RELU, four_times

ROOT = Path(__file__).resolve().parent.parent
ONE_CHARACTER = {op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY, op.AT}
REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
generated = settings(max_examples=150, derandomize=True, database=None)


# --- groups that older Pythons get wrong -----------------------------------------------------------------------


def parts(kind: Any, argument: Any) -> list[Any]:
    """The expressions inside one item of a parsed expression."""
    if kind is op.BRANCH:
        return list(argument[1])
    if kind in REPEATS:
        return [argument[2]]
    if kind is op.ATOMIC_GROUP:
        return [argument]
    if kind is op.SUBPATTERN:
        return [argument[3]]
    return [argument[1]] if kind in (op.ASSERT, op.ASSERT_NOT) else []


def stops_late(items: Any) -> bool:
    """Whether the expression can fail after `re` noted a place beyond its first character.

    All items but single characters note where they are. Optional repeats never fail.
    """
    begun = noted = False
    for kind, argument in items:
        may_fail = kind not in REPEATS or argument[0] > 0
        if may_fail and (noted or (begun and kind not in ONE_CHARACTER)):
            return True
        if may_fail and kind is not op.ATOMIC_GROUP and any(map(stops_late, parts(kind, argument))):
            return True
        begun = True
        noted |= kind not in ONE_CHARACTER
    return False


def wrong_groups(pattern: str) -> int:
    """The number of possessive groups in the expression that Python 3.11.2 gets wrong."""
    count = 0
    stack = [sre.parse(pattern)]
    while stack:
        for kind, argument in stack.pop():
            count += kind is op.POSSESSIVE_REPEAT and stops_late(argument[2])
            stack += parts(kind, argument)
    return count


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("a*+b++c?+", 0),
        ("(?:ab?c)++", 1),  # the two of the reports
        ("(?:.(?!D))++", 1),
        ("(?>ab?c)++", 0),
        ("(?>(?:ab?c)*)", 0),
        ("(?:ab?c)*", 0),
        ("(?:abc|[^d])*+", 0),
        ("(?:ab?)*+", 0),
        ("(?:[ ]++|#[^\n]*+)*+", 0),
        ("(?:e[+-]?[0-9]++)?+", 1),
        (r'"(?:[^"\\]|\\(?:[ab]|u[0-9]{4}))*+"', 1),
        ("x(?=(?:ab?c)*+)|(a(?:(?:b|cd)e){2}+)", 2),
    ],
)
def test_wrong_groups(pattern: str, count: int) -> None:
    assert wrong_groups(pattern) == count


def expressions() -> Iterator[tuple[str, str]]:
    """(place, text) of all strings in the sources that may be expressions with possessive quantifiers."""
    for folder in ("bnlint", "tools", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name == Path(__file__).name:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                value = node.value if isinstance(node, ast.Constant) else ""
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                if re.search(r"[*+?}]\+", text) and " of " not in text:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def test_no_group_is_wrong() -> None:
    found = dict(expressions())
    assert any(place.startswith("bnlint/_generated/parser_table.py") for place in found)
    wrong = []
    for place, text in found.items():
        try:
            wrong += [place] * bool(wrong_groups(text))
        except (re.error, OverflowError):
            continue  # another kind of string
    assert not wrong


# --- the parser in such a Python -------------------------------------------------------------------------------

READER = """
import json, sys
from bnlint.prototxt import parser
from bnlint.prototxt.nodes import walk
parser._LONG = 0
for line in sys.stdin:
    document = parser.parse(json.loads(line))
    nodes = [[type(node).__name__, node.name, node.start, node.end] for node in walk(document.items)]
    faults = [[fault.start, fault.end, fault.message] for fault in document.faults]
    print(json.dumps([nodes, faults]), flush=True)
"""
FAULT = "import re, sys; sys.exit(not (sys.version_info >= (3, 11) and re.fullmatch('(?:ab?c)*+', 'a')))"
PLACES = ("python3.11", "/usr/bin/python3.11", "/usr/bin/python3")


def has_the_fault(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", FAULT], capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def reader(python: str) -> Iterator[Callable[[str], str]]:
    """What the parser makes of a text in another process: its nodes and syntax errors."""
    with subprocess.Popen(
        [python, "-c", READER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii"
    ) as process:
        assert process.stdin and process.stdout
        ask, answers = process.stdin, process.stdout

        def read(text: str) -> str:
            ask.write(json.dumps(text) + "\n")
            ask.flush()
            return answers.readline()

        yield read
        ask.close()


@pytest.fixture(scope="module")
def both() -> Iterator[Callable[[str], tuple[str, str]]]:
    """What the parser makes of a text in this Python, and in one whose `re` has the fault."""
    if has_the_fault(sys.executable):
        pytest.skip("the re of this Python has the fault itself, so all tests test it")
    old = next(filter(has_the_fault, PLACES), None)
    if old is None:
        pytest.skip(f"none of {', '.join(PLACES)} is a Python 3.11.0 to 3.11.4, whose re has the fault")
    with reader(sys.executable) as new_reader, reader(old) as old_reader:
        yield lambda text: (new_reader(text), old_reader(text))


CASES = [text for text, _ in RIGHT] + [re.sub("[«»]", "", marked) for marked, _, _ in WRONG]


def test_cases_of_the_parser(both: Callable[[str], tuple[str, str]]) -> None:
    for text in [*CASES, four_times(CONVOLUTION), four_times(RELU), *map(four_times, filter(None, CASES))]:
        new, old = both(text)
        assert new == old and new, text


@generated
@given(texts().flatmap(mutations))
def test_mutated(both: Callable[[str], tuple[str, str]], text: str) -> None:
    new, old = both(text)
    assert new == old and new


@corpus.needs_corpus
def test_real_files(both: Callable[[str], tuple[str, str]]) -> None:
    paths = [*FIXTURES, *(corpus.path_of(name) for name in corpus.names())]
    for path in paths:
        new, old = both(path.read_text(encoding="utf-8", errors="replace"))
        assert new == old and new, path


# --- time ------------------------------------------------------------------------------------------------------

LONG = [
    ("digits", "a: ", "1", "x"),
    ("exponents", "a: ", "1e", ""),
    ("zeros", "a: 0.", "0", "e+"),
    ("minus signs", "a: ", "-", ""),
    ("escapes", 'a: "', "\\u0041", ""),
    ("wrong escapes", 'a: "', "\\u004", '"'),
    ("backslashes", "a: '", "\\", ""),
    ("quotes", "a: ", "'", ""),
    ("blanks", "a", " ", "!"),
    ("comments", "a: 1", "#\n", ";"),
    ("fields", "a {", "b: c ", ";"),
    ("fields with a separator", "a {", "b: c;", "}"),
    ("blocks", "", "a { b: c } ", ";"),
    ("blocks of faults", "", "a { b: 1e }\n", ""),
    ("closing braces", "", "}", ","),
    ("strings", "a:", " 'x'", ""),
    ("names", "[", "a.", "]"),
]


@pytest.mark.parametrize(("before", "piece", "after"), [row[1:] for row in LONG], ids=[row[0] for row in LONG])
def test_time_is_linear(before: str, piece: str, after: str) -> None:
    """Twenty times the text takes twenty times as long; with backtracking it would take four hundred times."""

    def seconds(count: int) -> float:
        text = before + piece * count + after
        start = time.process_time()
        parse(text)
        return time.process_time() - start

    short = min(seconds(1_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(2)) < 100 * max(short, 0.001)
