"""Reads C++ text as far as facts about layers need it: comments, macros, bodies of functions and classes."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LEXEME = re.compile(
    r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\""  # a string
    r"|'(?:[^'\\\n]|\\[^\n]{1,9}?)'"  # a character
    r"|//[^\n\\]*(?:\\.[^\n\\]*)*"  # a comment; a backslash continues it on the next line
    r"|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/",
    re.DOTALL,
)
_DEFINE = re.compile(r"^[ \t]*#[ \t]*define\b[^\n\\]*(?:\\.[^\n\\]*)*", re.MULTILINE | re.DOTALL)
_CONDITION = re.compile(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b[ \t]*([^\n]*)", re.MULTILINE)
_BRACES = re.compile(r"[{}]")
_NEVER = ("0", "false")
_CALL = re.compile(r"\s*\(")
_OWNER = re.compile(r"(\w+)\s*(?:<[\w\s,]*>\s*)?::\s*\Z")
_NEAR = 100
_PARENTHESES = re.compile(r"[()]")
_OPENS = re.compile(r"\s*(?:(?:const|override|noexcept)\s*)*\{")


def code(text: str, strings: bool = False) -> str:
    """The text without comments, macro definitions, what stands in ``#if 0`` and, unless `strings`, their content."""
    text = _LEXEME.sub(_without_comment if strings else _blank, text)
    if "define" in text:
        text = _DEFINE.sub("", text)
    return _without_dead(text) if "#" in text else text


def _blank(match: re.Match[str]) -> str:
    found = match[0]
    return " " if found[0] == "/" else found[0] * 2


def _without_comment(match: re.Match[str]) -> str:
    return " " if match[0][0] == "/" else match[0]


def _without_dead(text: str) -> str:
    """The text without the branches that the preprocessor never takes, whatever is defined."""
    kept: list[str] = []
    position, depth, dead = 0, 0, 0  # `dead`: the depth of the innermost branch that is never taken
    for match in _CONDITION.finditer(text):
        kind, condition = match[1], match[2].strip()
        if not dead:
            kept.append(text[position : match.start()])
        position = match.end()
        if kind.startswith("if"):
            depth += 1
            if not dead and kind == "if" and condition in _NEVER:
                dead = depth
        elif kind == "endif":
            dead = 0 if dead == depth else dead
            depth -= 1
        elif dead == depth:
            dead = 0
    return "".join(kept) + ("" if dead else text[position:])


def body(text: str, start: int) -> str:
    """What stands between the first brace after `start` and the one that closes it; to the end if none does."""
    depth = 0
    opened = -1
    for match in _BRACES.finditer(text, start):
        if match[0] == "{":
            opened = match.end() if not depth else opened
            depth += 1
        else:
            depth -= 1
            if depth <= 0:
                return text[opened : match.start()] if opened >= 0 else ""
    return text[opened:] if opened >= 0 else ""


def heads(text: str, position: int) -> list[str]:
    """What stands before each brace that is open at `position`, innermost first: ``if (a)``, ``for (…)``.

    For an ``else``, what stands before the block that it belongs to, too.
    """
    found = []
    while (start := _opened(text, position)) >= 0:
        head = _head(text, start)
        found.append(head)
        position = start
        while head.startswith("else") and (closed := text.rfind("}", 0, start)) >= 0:
            start = _opened(text, closed)
            head = _head(text, start)
            found.append(head)
    return found


def _opened(text: str, position: int) -> int:
    """The innermost brace that is open at `position`; -1 if there is none."""
    depth = 0
    for at in range(position - 1, -1, -1):
        depth += (text[at] == "}") - (text[at] == "{")
        if depth < 0:
            return at
    return -1


def _head(text: str, brace: int) -> str:
    """The text between a brace and the statement or block before it; the semicolons of a ``for`` belong to it."""
    depth = 0
    for at in range(brace - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if not depth and text[at] in ";{}":
            return text[at + 1 : brace].strip()
    return text[:brace].strip()


def functions(texts: Iterable[str], name: str, owner: str = "") -> list[str]:
    """The bodies of the functions of this name that some texts (as of `code`) define, not those of declarations.

    With `owner`, only methods of this class.
    """
    bodies = []
    for text in texts:
        position = text.find(name) if owner in text else -1
        while position >= 0:
            opening = _CALL.match(text, position + len(name))
            if opening and _belongs(text[max(0, position - _NEAR) : position], owner):
                after = _OPENS.match(text, _closed(text, opening.end()))
                if after:
                    bodies.append(body(text, after.end() - 1))
            position = text.find(name, position + 1)
    return bodies


def _belongs(before: str, owner: str) -> bool:
    """Whether a name that follows `before` is that of a method of the class, or of any function."""
    match = _OWNER.search(before)
    return match[1] == owner if owner and match else not owner and not before[-1:].isalnum() and before[-1:] != "_"


def _closed(text: str, position: int) -> int:
    """The end of the parentheses that are open at `position`."""
    depth = 1
    for match in _PARENTHESES.finditer(text, position):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return match.end()
    return len(text)
