"""Describes syntax errors, and finds where the parser can resume after them."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, Fault, Field
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_OPENING = lazy(r"[A-Za-z_][A-Za-z0-9_]*+[ \t]*+[:{]")
_TRIVIA = lazy(r"(?:[ \t\n\r\f\v]++|#[^\n\0]*+)*+")
_LINE_REST = lazy(r"[^\n]*")
_AFTER_COMMA = lazy(r",[ \t]*\Z")
_BLANK_REST = lazy(r"[ \t\r\f\v]*+(?:\n|\Z)")
_WORD = lazy(r"[A-Za-z0-9_]")
_GLUED = lazy(r"(?:[eE][+-]|[A-Za-z0-9_.])+")
_QUOTED = lazy(r"\"(?:[^\"\\\n\0]|\\[^\n\0])*+\"?|'(?:[^'\\\n\0]|\\[^\n\0])*+'?")
_ESCAPE = lazy(r"\\(?![abfnrtv\\?'\"0-7]|[xX][0-9a-fA-F]|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5}).?")
# A field on its line whose value is a path, or the name of a file, without quotes.
_UNQUOTED = lazy(
    r"(?P<name>[A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:[ \t]*+(?P<value>(?:[A-Za-z]:(?=[\\/]))?[\w~./\\][\w~./\\@%=+-]*+"
    r"(?:[ \t]++(?![A-Za-z_][A-Za-z0-9_]*+[ \t]*+[:{])[\w~./\\@%=+-]++)*)"
    r"(?=[ \t\r]*+(?:[;,}>#\n]|\Z)|[ \t]++[A-Za-z_][A-Za-z0-9_]*+[ \t]*+[:{])"
)
_PATH = lazy(r"(?!.*/[/*])(?=.*[^\W\d]).*(?:[\\/]|\w\.[a-z][a-z0-9]*+\Z)")
_BARE_END = lazy(r"[ \t][^ \t./\\]*\Z")
_BACKSLASH = lazy(r"\\\\|\\")
_BOMS = ("\ufeff", "\u00ef\u00bb\u00bf")
_NEAR = 20  # characters before a token in which a comma is looked for
AFTER_NAME = ("COLON", "LBRACE", "LANGLE", "LSQB")
_CLOSING = ("RSQB", "RBRACE", "RANGLE", "COMMA", "SEMICOLON", "$END")
_QUOTED_TOKENS = {"COMMA": "','", "SEMICOLON": "';'", "COLON": "':'", "DOT": "'.'", "SLASH": "'/'", "MINUS": "'-'"}


class Recovery:
    """A syntax error, the start of the broken text, and where to resume: at an offset, or at the next item after it."""

    __slots__ = ("begin", "closes", "fault", "resume", "search")

    def __init__(self, fault: Fault, begin: int, resume: int, search: bool = True, closes: bool = False) -> None:
        self.fault = fault
        self.begin = begin
        self.resume = resume
        self.search = search
        self.closes = closes


class Lines:
    """The lines of a text that have errors: each is read once, however many errors it has.

    `begin` and `end` are those of the line that was asked for last, `indentation` is its own, and `closes` is whether
    it closes more blocks than it opens.
    """

    __slots__ = ("begin", "closes", "end", "indentation", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.begin = self.end = -1
        self.indentation = 0
        self.closes = False

    def at(self, offset: int) -> Lines:
        """Itself, with the line of `offset`."""
        if self.begin <= offset <= self.end:
            return self
        self.begin = self.text.rfind("\n", 0, offset) + 1
        self.end = _line_end(self.text, offset)
        line = self.text[self.begin : self.end]
        code = line.partition("#")[0]
        self.indentation = len(line) - len(line.lstrip())
        self.closes = code.count("}") > code.count("{")
        return self


def missing_brace(text: str, kind: str, start: int, end: int, partial: list[Any], lines: Lines) -> Recovery | None:
    """A block without its ``{``, if the layout shows that what follows is meant to be in it.

    `partial` is a name, perhaps followed by a colon and a word, which is the name of the block's first field.
    The span of the error ends where the block begins.
    """
    head = partial
    if len(partial) == 3 and kind in AFTER_NAME and isinstance(partial[2], tuple):
        head, (start, end), kind = partial[:2], partial[2], "NAME"
    if not 1 <= len(head) <= 2 or not all(isinstance(value, tuple) for value in head):
        return None
    first, last = head[0][0], head[-1][1]
    name = text[slice(*head[0])]
    if not name.isidentifier() or (len(head) == 2 and text[head[1][0]] != ":"):
        return None
    resume = _inside_unopened(text, kind, start, end, lines.at(first))
    return Recovery(Fault(first, last, f"missing '{{' after '{name}'"), last, resume, False) if resume >= 0 else None


def _inside_unopened(text: str, kind: str, start: int, end: int, line: Lines) -> int:
    """Where the first item begins in a block whose name is on `line` and which has no brace; -1 if none does.

    The token at `start` is that item (if more blocks close on its line than open, or if it is indented deeper than the
    line of the name), or it is where the brace should be and is followed by such a line.
    """
    if kind == "NAME" and start < line.end:
        return start if line.closes and _OPENING.match(text, start) else -1
    if kind in ("STRING", "NUMBER", "MINUS", "$END"):
        return -1
    if start < line.end:  # another token instead of the brace
        if start > 0 and _TRIVIA.match(text, end, line.end).end() < line.end:  # type: ignore[union-attr]
            return -1
        start = _TRIVIA.match(text, end).end()  # type: ignore[union-attr]
    return start if _OPENING.match(text, start) and column_of_first(text, start) > line.indentation else -1


def missing_value(text: str, kind: str, partial: list[Any]) -> Recovery | None:
    """A field that has taken the name of the next field as its value: the error is at its own name."""
    if kind not in AFTER_NAME or len(partial) != 3:
        return None
    name, colon, value = partial
    if not (isinstance(name, tuple) and isinstance(colon, tuple) and isinstance(value, tuple)):
        return None
    if text[colon[0]] != ":" or not text[value[0]].isidentifier():
        return None
    if kind != "COLON" and "\n" not in text[colon[1] : value[0]]:
        return None
    fault = Fault(name[0], colon[1], f"'{text[name[0] : name[1]]}:' has no value")
    return Recovery(fault, name[0], value[0], search=False)


def unquoted_value(text: str, start: int, items: list[Any], partial: list[Any]) -> Recovery | None:
    """A field whose value, which contains the token at `start`, is a path without quotes; None if it is not.

    If the field before the token is this one, with the beginning of the path as its value, it is removed from `items`.
    """
    first = partial[0] if partial else None
    match = _unquoted(text, first[0], start) if isinstance(first, tuple) else None
    if match is None and items and type(items[-1]) is Field and items[-1].end <= start:
        match = _unquoted(text, items[-1].start, start)  # the path begins with a word, or has a blank in it
        if match is not None:
            items.pop()
    if match is None:
        return None
    quoted = '"' + match["value"].replace("\\", "\\\\") + '"'
    message = f"the value of {match['name']} is not in quotes"
    fault = Fault(*match.span("value"), message)
    if not _BARE_END.search(match["value"]):  # else the last word may be something else
        fault = Fault(*match.span("value"), message, f"Write {quoted}", (Edit(*match.span("value"), quoted),))
    return Recovery(fault, match.start(), match.end())


def _unquoted(text: str, begin: int, start: int) -> re.Match[str] | None:
    """The field at `begin` if its value, which contains the token at `start`, is a path without quotes."""
    match = _UNQUOTED.match(text, begin)
    if match is None or not match.start("value") <= start < match.end("value") or not _PATH.match(match["value"]):
        return None
    return match


def describe(text: str, kind: str, start: int, end: int, partial: list[Any], opener: Any) -> Recovery:
    """The error at the token ``text[start:end]``; `partial` is the unfinished field before it."""
    begin = _start_of(partial[0]) if partial else start
    if kind == "BAD":
        return _bad_text(text, start, begin, bool(partial) and _expects_value(text, partial[-1]))
    if kind == "SLASH" and text[start : start + 2] in ("//", "/*"):
        return _foreign_comment(text, start, begin)
    if partial:
        return _broken_field(text, kind, start, end, partial, begin)
    if kind in ("RBRACE", "RANGLE"):
        return _wrong_close(text, start, opener)
    if kind in ("COMMA", "SEMICOLON"):
        message = f"{_QUOTED_TOKENS[kind]} is not allowed here: only one separator may follow a field"
        return Recovery(Fault(start, end, message), start, end, search=False)
    nameless = kind == "LBRACE" and column_of_first(text, start) >= 0  # a block to skip, not a stray brace
    message = f"expected a field name, found {_quote(text, kind, start, end)}"
    if nameless:
        message = "expected a field name, such as layer, before '{'"
    elif kind in ("NUMBER", "STRING") and _AFTER_COMMA.search(text, max(start - _NEAR, 0), start):
        message += ": a comma ends a field, and does not add a value"
    return Recovery(Fault(start, end, message), begin, start if nameless else end)


def has_braces(text: str, start: int, end: int) -> bool:
    """Whether there is a brace in the text that an error made unreadable: nobody knows which block it belongs to."""
    return any(brace in text[start:end] for brace in "{}<>")


def unclosed(text: str, block: Block) -> Fault:
    """The error of a block that is never closed, at its opening."""
    return Fault(block.start, block.body_start, f"'{block.name} {{' is never closed")


def column_of_first(text: str, offset: int) -> int:
    """The column of `offset` if only white space is before it on its line, else -1."""
    start = offset
    while start and text[start - 1] in " \t\r\f\v":
        start -= 1
    return -1 if start and text[start - 1] != "\n" else offset - start


def continues(text: str, block: Block, brace: int, after: int) -> bool:
    """Whether `block`, which began on an earlier line, continues after the brace that would close it.

    It does if the brace, or the token after it, at `after`, is indented deeper than the block.
    """
    column = column_of_first(text, block.start)
    if column < 0 or "\n" not in text[block.start : brace]:
        return False
    return column_of_first(text, brace) > column or (
        text[after : after + 1] not in ("", "}") and column_of_first(text, after) > column
    )


def unclosed_before(text: str, openers: Iterable[Block], column: int, name: str | None) -> int:
    """How many of `openers`, the innermost first, must have ended before the text at `column`.

    That text is a block called `name`, which ends one of that name in the same column and all within it; or, if `name`
    is None, the brace that closes the block in this column.
    """
    for count, block in enumerate(openers):
        begun = column_of_first(text, block.start)
        if begun == column and name in (None, block.name):
            return count if name is None else count + 1
        if 0 <= begun < column:
            return 0
    return 0


def next_start(text: str, tokens: re.Pattern[str], position: int, inside: bool, first: bool) -> tuple[int, int]:
    """(where the parser can resume, how far it looked): at a name that starts a line or is followed by a colon or
    brace, or at the brace that closes the block. Braces in between are balanced, unless `first` is enough."""
    depth = 0
    fallback = -1
    position = _TRIVIA.match(text, position).end()  # type: ignore[union-attr]  # there may be words in a comment
    for match in tokens.finditer(text, position):
        start, kind = match.start(), match.lastgroup
        if kind == "NAME" and (column_of_first(text, start) >= 0 or _OPENING.match(text, start)):
            if depth == 0 or first:
                return start, start
            if fallback < 0:
                fallback = start
        elif kind == "LBRACE":
            depth += 1
        elif kind == "RBRACE":
            if depth == 0 and inside:
                return start, start
            depth = max(depth - 1, 0)
    return fallback if fallback >= 0 else len(text), len(text)


def _start_of(value: Any) -> int:
    return int(value.start if isinstance(value, Block) else value[0])


def _quote(text: str, kind: str, start: int, end: int) -> str:
    if kind == "$END":
        return "the end of the file"
    shown = text[start:end]
    return shown if shown[0] in "\"'" else f"'{shown}'"


def _line_end(text: str, start: int) -> int:
    match = _LINE_REST.match(text, start)
    return match.end() if match else start


def _foreign_comment(text: str, start: int, begin: int) -> Recovery:
    end = _line_end(text, start)
    message = f"'{text[start : start + 2]}' does not start a comment; comments start with '#'"
    return Recovery(Fault(start, start + 2, message), begin, end)


def _broken_field(text: str, kind: str, start: int, end: int, partial: list[Any], begin: int) -> Recovery:
    """A field that cannot continue with this token."""
    token = _quote(text, kind, start, end)
    spans: list[tuple[int, int]] = [value for value in partial if isinstance(value, tuple)]
    name = text[slice(*spans[0])]
    last = text[slice(*spans[-1])] if isinstance(partial[-1], tuple) else ""
    if len(partial) == 1:
        if name == "[":
            return Recovery(Fault(start, end, f"expected an extension name after '[', found {token}"), begin, start)
        fault = Fault(*spans[0], f"expected ':' or '{{' after '{name}', found {token}")
        in_a_word = kind in ("RBRACE", "RANGLE") and _WORD.match(text, end)
        return Recovery(fault, begin, end if in_a_word else start)
    if last == "[" and len(spans) == 2:
        return Recovery(Fault(*spans[0], f"expected ':' after '{name}', before the list"), begin, start)
    if last == ":":
        return Recovery(Fault(spans[0][0], spans[-1][1], f"'{name}:' has no value, found {token}"), begin, start)
    if name == "[" and not any(text[span[0]] == "]" for span in spans):
        return Recovery(Fault(start, end, f"expected ']' after the extension name, found {token}"), begin, start)
    if last == "," and kind not in _CLOSING:
        return Recovery(Fault(start, end, f"expected a list element of the same kind, found {token}"), begin, start)
    if last == ",":
        return Recovery(Fault(*spans[-1], f"expected a list element after ',', found {token}"), begin, start)
    if any(text[span[0]] == "[" and span[1] - span[0] == 1 for span in spans):
        return Recovery(Fault(start, end, f"expected ',' or ']' in the list, found {token}"), begin, start)
    return Recovery(Fault(start, end, f"expected a value, found {token}"), begin, start)


def _wrong_close(text: str, start: int, opener: Any) -> Recovery:
    bracket = text[start]
    if opener is None:
        return Recovery(Fault(start, start + 1, f"unmatched '{bracket}'"), start, start + 1)
    opened = text[opener.body_start - 1 if isinstance(opener, Block) else opener[0]]
    message = f"'{bracket}' does not match '{opened}'"
    stray = bracket == ">" and not _BLANK_REST.match(text, start + 1)
    return Recovery(Fault(start, start + 1, message), start, start + 1, closes=not stray)


def _expects_value(text: str, last: Any) -> bool:
    """Whether a string may follow: after a colon, or in a list."""
    return not isinstance(last, tuple) or text[last[0]] in ":[,\"'"


def _bad_text(text: str, start: int, begin: int, is_value: bool) -> Recovery:
    """Characters that are not a token."""
    for bom in _BOMS:
        if start == 0 and text.startswith(bom):
            end = len(bom)
            message = "the file starts with a byte order mark, which protobuf rejects"
            fault = Fault(0, end, message, "Remove the byte order mark", (Edit(0, end, ""),))
            return Recovery(fault, begin, end, search=False)
    first = text[start]
    if first in "\"'":
        return _bad_string(text, start, begin, is_value)
    if first.isascii() and (first.isdigit() or first == "."):
        return _bad_number(text, start, begin)
    if first == "=":
        message = "expected ':' between a field and its value, found '='"
    elif first in "+-":
        message = (
            "'+' is not allowed before a number" if first == "+" else "'-' is only allowed before a number, inf or nan"
        )
    elif first < " " or first == "\x7f":
        message = f"unexpected control character 0x{ord(first):02x}"
    elif first.isascii():
        message = f"unexpected character '{first}'"
    else:
        message = f"unexpected character '{first}' (U+{ord(first):04X}) outside strings and comments"
    return Recovery(Fault(start, start + 1, message), begin, start + 1)


def _bad_string(text: str, start: int, begin: int, is_value: bool) -> Recovery:
    match = _QUOTED.match(text, start)
    end = match.end() if match else start + 1
    quote = text[start]
    if end - start < 2 or text[end - 1] != quote or (text[end - 2] == "\\" and _odd_backslashes(text, end - 1)):
        end = _line_end(text, start)
        stop = len(text[start:end].rstrip()) + start
        return Recovery(Fault(start, stop, f"unterminated string: no closing {quote} on this line"), begin, end)
    escape = _ESCAPE.search(text, start, end)
    span = escape.span() if escape else (start, end)
    message = f"invalid escape sequence '{text[slice(*span)]}'"
    inner = text[start + 1 : end - 1]
    if not is_value or not _PATH.match(inner.replace(" ", "_").replace(":", "_")) or "\\'" in inner or '\\"' in inner:
        return Recovery(Fault(*span, message), begin, end)
    edit = Edit(start + 1, end - 1, _BACKSLASH.sub(r"\\\\", inner))
    return Recovery(Fault(*span, message, "Write each backslash of the path twice", (edit,)), begin, end)


def _odd_backslashes(text: str, offset: int) -> bool:
    start = offset
    while start and text[start - 1] == "\\":
        start -= 1
    return (offset - start) % 2 == 1


def _bad_number(text: str, start: int, begin: int) -> Recovery:
    match = _GLUED.match(text, start)
    end = match.end() if match else start + 1
    shown = text[start:end]
    if re.fullmatch(r"0[0-9]*[89][0-9]*", shown):
        message = f"invalid number '{shown}': a leading zero means octal"
    elif shown[0] == "." and start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        message = f"missing space before '{shown}'"
    else:
        message = f"invalid number '{shown}'"
    return Recovery(Fault(start, end, message), begin, end)
