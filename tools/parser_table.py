"""Compiles grammar.lark into the table and the regular expressions that bnlint/prototxt/parser.py runs."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from pprint import pformat
from typing import Any

import lark
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

ROOT = Path(__file__).resolve().parent.parent
GRAMMAR = ROOT / "bnlint" / "prototxt" / "grammar.lark"
TARGET = ROOT / "bnlint" / "_generated" / "parser_table.py"
COARSE = ("FIELD", "OPEN", "CLOSE")

# Actions in a row: 0 is an error, a negative number n reduces by rule -n-1, SHIFT + s shifts to state s. Coarse tokens
# have actions that shift and reduce at once: LEAF, POP, and PUSH + s, which opens a block in items state s.
LEAF, POP, SHIFT, PUSH = 1, 2, 10, 1000


class NoLexer(Lexer):
    """A lexer that is never used: only lark's table is needed, and the tokens come from our own expression."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, *_: Any) -> Any:
        return iter(())


def load() -> lark.Lark:
    """The grammar as lark reads it; strict, so that no conflict is resolved silently."""
    return lark.Lark(GRAMMAR.read_text(), start="document", parser="lalr", lexer=NoLexer, strict=True)


def grammar_hash() -> str:
    text = GRAMMAR.read_text() + lark.__version__
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _expressions(grammar: lark.Lark) -> tuple[dict[str, str], list[str]]:
    """The regular expressions by name (`TRIVIA` is white space and comments), and the names of the tokens in order."""
    patterns = {t.name: t.pattern.to_regexp() for t in grammar.terminals}
    ignored = [patterns.pop(name) for name in list(grammar.ignore_tokens)]
    trivia = f"(?:{'|'.join(ignored)})*+"
    order = [*COARSE, *(name for name in patterns if name not in COARSE)]
    tokens = [f"(?P<{name}>{patterns[name]})" for name in order] + ["(?P<BAD>(?s:.))"]
    coarse, fine = tokens[: len(COARSE)], tokens[len(COARSE) :]
    expressions = {
        "TRIVIA": trivia,
        "COARSE_TOKENS": f"(?:{'|'.join(coarse)}){trivia}|(?P<OTHER>(?s:.))",
        "ALL_TOKENS": f"(?:{'|'.join(tokens)}){trivia}",
        "FINE_TOKENS": f"(?:{'|'.join(fine)}){trivia}",
    }
    return expressions, [*order, "BAD"]


def _plain(grammar: lark.Lark, trivia: str) -> dict[str, str]:
    """Expressions for the start of most blocks: an OPEN, then FIELDs whose value is a plain string or a word.

    PLAIN is one such field, OPENING a block's name and brace with all such fields after it, SHUT its closing brace.
    """
    patterns = {t.name: t.pattern.to_regexp() for t in grammar.terminals}
    value = re.search(r"\(\?P<value>(.*)\)(\(\?!.*)", patterns["FIELD"], re.DOTALL)
    assert value is not None
    string, _, word, *_ = value[1].split("|")
    assert string[0] == string[-1].rstrip("+") == '"' and word.startswith("[A-Za-z_]")
    field = patterns["FIELD"].replace(value[1], f"{string}|{word}").replace("(?P<value>", "(")
    plain = field.replace("(?P<name>", "(")
    inside, alone = plain.replace("([", "(?:[").replace('("', '(?:"').split("(?!", 1)
    stop = alone.removeprefix(trivia)  # checked once, after the last field: between fields there is only trivia
    return {
        "PLAIN": trivia + plain,
        "OPENING": f"{trivia}({patterns['OPEN'].replace('?P<block>', '')}){trivia}(?>{inside}{trivia})++(?!{stop}",
        "SHUT": patterns["CLOSE"],
    }


def renumber(table: Any, start: str) -> tuple[dict[int, dict[str, Any]], int, int]:
    """(states, start, end) with states numbered in the order of a walk, because lark numbers them by hash."""
    old: dict[int, dict[str, Any]] = table.states
    order = [table.start_states[start]]
    for state in order:
        for _, (action, arg) in sorted(old[state].items()):
            if action is Shift and arg not in order:
                order.append(arg)
    number = {state: n for n, state in enumerate(order)}
    states = {
        number[state]: {
            name: (action, number[arg] if action is Shift else arg)
            for name, (action, arg) in sorted(old[state].items())
        }
        for state in order
    }
    return states, number[table.start_states[start]], number[table.end_states[start]]


def _fuse(
    states: dict[int, dict[str, Any]], number: dict[Any, int]
) -> tuple[list[dict[str, int]], list[tuple[str, int, str]]]:
    """Rows of actions by token and of gotos by rule origin, with coarse tokens fused where the table allows it."""
    rules = [(str(rule.origin.name), len(rule.expansion), str(rule.alias or "")) for rule in number]

    def only_reduction(state: int) -> Any:
        """The rule by which `state` reduces whatever follows, or None."""
        reductions = {arg for action, arg in states[state].values() if action is not Shift}
        shifts = [name for name, (action, _) in states[state].items() if action is Shift and name.isupper()]
        return reductions.pop() if len(reductions) == 1 and not shifts else None

    rows = []
    for state in sorted(states):
        row: dict[str, int] = {}
        for token, (action, arg) in states[state].items():
            if action is not Shift:
                row[token] = -number[arg] - 1
                continue
            row[token] = SHIFT + arg
            rule = only_reduction(arg)
            if rule is None:
                continue
            if token == "FIELD":
                assert rule.alias == "leaf" and len(rule.expansion) == 2  # left-recursive: the state stays
                row[token] = LEAF
            elif token == "OPEN":
                assert rule.alias == "nothing"
                row[token] = PUSH + states[arg]["items"][1]
            elif token == "CLOSE":
                assert rule.alias == "block" and len(rule.expansion) == 4
                row[token] = POP
        rows.append(row)
    return rows, rules


def render() -> str:
    """The text of the generated module."""
    grammar = load()
    table: Any = grammar.parser.parser._parse_table
    expressions, names = _expressions(grammar)
    states, start, end = renumber(table, "document")
    rows, rules = _fuse(states, {rule: n for n, rule in enumerate(grammar.rules)})
    nonterminals = sorted({origin for origin, _, _ in rules})
    actions = [{k: v for k, v in row.items() if k not in nonterminals} for row in rows]
    gotos = [{k: v - SHIFT for k, v in row.items() if k in nonterminals} for row in rows]
    open_state = next(
        arg for row in states.values() for token, (action, arg) in row.items() if token == "OPEN" and action is Shift
    )
    parts = {
        "GRAMMAR_HASH": grammar_hash(),
        "START": start,
        "END": end,
        "OPEN_STATE": open_state,
        "LEAF": LEAF,
        "POP": POP,
        "SHIFT": SHIFT,
        "PUSH": PUSH,
        "TOKENS": tuple(names),
        "RULES": tuple(rules),
        **expressions,
        **_plain(grammar, expressions["TRIVIA"]),
        "ACTIONS": tuple(actions),
        "GOTOS": tuple(gotos),
    }
    head = (
        '"""The LALR table of bnlint/prototxt/grammar.lark. Written by `python -m tools.generate`; do not edit."""\n\n'
    )
    body = "".join(f"{name} = {pformat(value, width=110, sort_dicts=True)}\n" for name, value in parts.items())
    return head + body


if __name__ == "__main__":
    TARGET.write_text(render())
