"""Semantic tokens: what each word is, from the text's tokens alone, so that a half-typed file keeps its colours."""

from __future__ import annotations

from lsprotocol import types

from bnlint.lsp.lexer import Token, outside
from bnlint.lsp.lexer import tokens as lexed
from bnlint.lsp.open_file import OpenFile

_TYPES = ("property", "class", "type", "variable", "string", "number", "enumMember", "keyword", "comment", "namespace")
_MODIFIERS = ("declaration",)
LEGEND = types.SemanticTokensLegend(list(_TYPES), list(_MODIFIERS))
_NUMBERS = {name: number for number, name in enumerate(_TYPES)}
_LAYERS = ("layer", "layers")
_TRUTHS = ("true", "false", "True", "False", "t", "f")


def tokens(file: OpenFile, start: int, end: int) -> list[int]:
    """The tokens that begin between `start` and `end`, five numbers each, as the protocol packs them."""
    text, column, encoding = file.text, file.source.lines.column, file.encoding
    data: list[int] = []
    last_line = last_column = 0
    for token in lexed(text, outside(text, start), end):
        if token.start < start or token.kind == "mark":
            continue
        kind, modifiers = _kind(token, text[token.start : token.end])
        stop = token.start + len(text[token.start : token.end].partition("\r")[0])  # a token is on one line
        (line, place), (_, after) = column(token.start, encoding), column(stop, encoding)
        delta = place - last_column if line == last_line else place
        data += (line - last_line, delta, after - place, _NUMBERS[kind], modifiers)
        last_line, last_column = line, place
    return data


def _kind(token: Token, said: str) -> tuple[str, int]:
    """The kind of a token, and its modifiers as bits."""
    if token.kind in ("comment", "number"):
        return token.kind, 0
    inside = token.path[-1] if token.path else ""
    if not token.field:
        return ("keyword" if said in _LAYERS and inside not in _LAYERS else "property"), 0
    if token.field in ("bottom", "top", "input"):
        return "variable", int(token.field != "bottom")
    if token.kind == "name":
        return ("keyword" if said in _TRUTHS else "enumMember"), 0
    if inside in _LAYERS and token.field == "name":
        return "class", 1
    if inside in _LAYERS and token.field == "type":
        return "type", 0
    return "string", 0
