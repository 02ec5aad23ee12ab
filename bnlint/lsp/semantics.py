"""Semantic tokens, from the lexer alone, so that a half-typed file keeps its colours."""

from __future__ import annotations

from lsprotocol import types

from bnlint.lsp.lexer import Token, outside
from bnlint.lsp.lexer import tokens as lexed
from bnlint.lsp.open_file import LAYER_BLOCKS, OpenFile

_TYPES = ("property", "class", "type", "variable", "string", "number", "enumMember", "keyword", "comment", "namespace")
_MODIFIERS = ("declaration",)
LEGEND = types.SemanticTokensLegend(list(_TYPES), list(_MODIFIERS))
_NUMBERS = {name: number for number, name in enumerate(_TYPES)}
_BOOLEANS = ("true", "false", "True", "False", "t", "f")


def tokens(file: OpenFile, start: int, end: int) -> list[int]:
    """The tokens that begin between `start` and `end`, five numbers each, as the protocol encodes them."""
    text, column, encoding = file.text, file.source.lines.column, file.encoding
    data: list[int] = []
    previous_line = previous_column = 0
    for token in lexed(text, outside(text, start), end):
        if token.start < start or token.kind == "mark":
            continue
        kind, modifiers = _kind(token, text[token.start : token.end])
        stop = token.start + len(text[token.start : token.end].partition("\r")[0])  # a token is on one line
        (line, first), (_, last) = column(token.start, encoding), column(stop, encoding)
        delta = first - previous_column if line == previous_line else first
        data += (line - previous_line, delta, last - first, _NUMBERS[kind], modifiers)
        previous_line, previous_column = line, first
    return data


def _kind(token: Token, text: str) -> tuple[str, int]:
    """The kind of a token, and its modifiers as a bit set."""
    if token.kind in ("comment", "number"):
        return token.kind, 0
    inside = token.path[-1] if token.path else ""
    if not token.field:
        return ("keyword" if text in LAYER_BLOCKS and inside not in LAYER_BLOCKS else "property"), 0
    if token.field in ("bottom", "top", "input"):
        return "variable", int(token.field != "bottom")
    if token.kind == "name":
        return ("keyword" if text in _BOOLEANS else "enumMember"), 0
    if inside in LAYER_BLOCKS and token.field == "name":
        return "class", 1
    if inside in LAYER_BLOCKS and token.field == "type":
        return "type", 0
    return "string", 0
