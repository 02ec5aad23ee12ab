"""Compiles grammar.lark of .proto files into the table that bnlint/caffe/proto/parser.py runs."""

from __future__ import annotations

from pathlib import Path
from pprint import pformat
from typing import Any

import lark
from lark.parsers.lalr_analysis import Shift

from tools.parser_table import NoLexer, renumber

ROOT = Path(__file__).resolve().parent.parent
GRAMMAR = ROOT / "bnlint" / "caffe" / "proto" / "grammar.lark"
TARGET = ROOT / "bnlint" / "_generated" / "proto_table.py"
HEAD = (
    '"""The LALR table of bnlint/caffe/proto/grammar.lark. Written by `python -m tools.generate`; do not edit."""\n\n'
)


def load() -> lark.Lark:
    """The grammar as lark reads it; strict, so that no conflict is resolved silently."""
    return lark.Lark(GRAMMAR.read_text(encoding="utf-8"), start="file", parser="lalr", lexer=NoLexer, strict=True)


def render() -> str:
    """The text of the generated module.

    In a row of ACTIONS, 0 is an error, a positive number n shifts to state n - 1, and a negative one -n reduces by rule
    n - 1. In a row of GOTOS, the state after each nonterminal.
    """
    grammar = load()
    states, start, end = renumber(grammar.parser.parser._parse_table, "file")
    number = {rule: n for n, rule in enumerate(grammar.rules)}
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in grammar.terminals}
    trivia = "|".join(patterns.pop(name) for name in list(grammar.ignore_tokens))
    keywords = {text: name for name, text in patterns.items() if text.isalpha()}
    marks = {name: text[-1] for name, text in patterns.items() if len(text.lstrip("\\")) == 1}
    tokens = "|".join(f"(?P<{name}>{text})" for name, text in patterns.items() if not text.isalpha())
    actions: list[dict[str, int]] = [{} for _ in states]
    gotos: list[dict[str, int]] = [{} for _ in states]
    for state, row in states.items():
        for name, (action, to) in row.items():
            if action is not Shift:
                actions[state][name] = -number[to] - 1
            elif name in patterns:
                actions[state][name] = to + 1
            elif name != "$END":
                gotos[state][name] = to
    parts: dict[str, Any] = {
        "START": start,
        "END": end,
        "TRIVIA": f"(?:{trivia})*",
        "TOKENS": f"(?:{tokens}|(?P<BAD>(?s:.)))(?:{trivia})*",
        "KEYWORDS": keywords,
        "MARKS": marks,
        "RULES": tuple((str(rule.origin.name), len(rule.expansion), str(rule.alias or "none")) for rule in number),
        "ACTIONS": tuple(actions),
        "GOTOS": tuple(gotos),
    }
    return HEAD + "".join(f"{name} = {pformat(value, width=110)}\n" for name, value in parts.items())


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
