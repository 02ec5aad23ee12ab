"""Parses the text of a .proto file (proto2) with the LALR table that lark built from grammar.lark."""

from __future__ import annotations

import re

from bnlint._generated import proto_table as table
from bnlint.caffe.proto.errors import Fault, shown
from bnlint.caffe.proto.reductions import BY_ALIAS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.caffe.proto.nodes import File

_TRIVIA = re.compile(table.TRIVIA)
_TOKENS = re.compile(table.TOKENS)
_NAME = _TOKENS.groupindex["NAME"]
_END = 0
# A column for each kind of token: its group in the expression; after these the keywords. The end of the text is 0.
_KEYWORDS = {word: number for number, word in enumerate(table.KEYWORDS, _TOKENS.groups + 1)}
_KINDS = {
    "$END": _END,
    **_TOKENS.groupindex,
    **{table.KEYWORDS[word]: number for word, number in _KEYWORDS.items()},
}
_NAMES = {number: name for name, number in _KINDS.items()}
_ROWS = [[row.get(_NAMES.get(number, ""), 0) for number in range(max(_NAMES) + 1)] for row in table.ACTIONS]
_RULES = [(origin, size, BY_ALIAS[alias]) for origin, size, alias in table.RULES]
_SHOWN = {
    "NAME": "a name",
    "NUMBER": "a whole number",
    "FLOAT": "a number",
    "STRING": "a string",
    "$END": "the end of the file",
    **{name: f"'{mark}'" for name, mark in table.MARKS.items()},
}
_CONFLICT = re.compile(r"(?m)^(<{7}|={7}|>{7})[ \n]")
_DEPTH = 500  # of the stack: messages in messages, which protoc limits to 32


def parse(text: str) -> File:
    """The declarations of a .proto file. Raises Fault for what is not proto2, and for groups."""
    states: list[int] = [table.START]
    values: list[Any] = []
    leading = _TRIVIA.match(text)
    start = leading.end() if leading else 0
    for match in _TOKENS.finditer(text, start):
        kind = match.lastindex or 0
        if kind == _NAME:
            keyword = _KEYWORDS.get(match[_NAME])
            if keyword and _ROWS[states[-1]][keyword]:
                kind = keyword
        while (action := _ROWS[states[-1]][kind]) < 0:
            _reduce(states, values, -action - 1)
        if not action:
            raise _unexpected(match, states[-1])
        if len(states) > _DEPTH:
            raise Fault("blocks are nested too deeply", match.start())
        states.append(action - 1)
        values.append(match)
    while (action := _ROWS[states[-1]][_END]) < 0 and states[-1] != table.END:
        _reduce(states, values, -action - 1)
    if states[-1] != table.END:
        raise _unfinished(values, len(text))
    file: File = values[0]
    return file


def _reduce(states: list[int], values: list[Any], number: int) -> None:
    """Replaces the parts of a rule, on top of both stacks, by the whole."""
    origin, size, make = _RULES[number]
    if size:
        parts = values[-size:]
        del states[-size:], values[-size:]
    else:
        parts = []
    values.append(make(parts))
    states.append(table.GOTOS[states[-1]][origin])


def _unexpected(match: re.Match[str], state: int) -> Fault:
    """What is wrong with a token that no rule allows; where only a few kinds would do, which."""
    found = match[match.lastindex or 0]
    if _CONFLICT.match(match.string, match.start()):
        return Fault("a merge conflict is not resolved", match.start())
    kinds = [_SHOWN.get(name, name.lower()) for number, name in _NAMES.items() if _ROWS[state][number]]
    wanted = f", expected {' or '.join(kinds)}" if len(kinds) <= 3 else ""
    return Fault(f"unexpected {shown(found)}{wanted}", match.start())


def _unfinished(values: list[Any], end: int) -> Fault:
    """What the end of the text leaves open: the innermost block, if there is one."""
    tokens = [value if isinstance(value, re.Match) else None for value in values]
    for name, brace in zip(reversed(tokens[:-1]), reversed(tokens[1:])):
        if name and brace and brace[brace.lastindex or 0] == "{":
            return Fault(f"the file ends before the '}}' of {shown(name[name.lastindex or 0])}", name.start())
    return Fault("the file ends in the middle of a statement", end)
