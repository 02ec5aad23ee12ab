"""Reads C++ text as far as facts about layers need it: comments, macros, bodies of functions and classes.

All of it takes time in proportion to the text, whatever is in there.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_START = re.compile(r"[\"']|//|/\*")
_STRING = re.compile(r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"", re.DOTALL)
_CHARACTER = re.compile(r"'(?:[^'\\\n]|\\[^\n]{1,9}?)'")
_LINE = re.compile(r"[^\n\\]*(?:\\.[^\n\\]*)*", re.DOTALL)  # a backslash continues a comment on the next line
_DEFINE = re.compile(r"^[ \t]*#[ \t]*define\b[^\n\\]*(?:\\.[^\n\\]*)*", re.MULTILINE | re.DOTALL)
_CONDITION = re.compile(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b[ \t]*([^\n]*)", re.MULTILINE)
_BRACES = re.compile(r"[{}]")
_PARENTHESES = re.compile(r"[()]")
_OPENS = re.compile(r"\s*(?:(?:const|override|noexcept)\s*)*\{")
_CALL = re.compile(r"\s*\(")
_OWNER = re.compile(r"(\w+)\s*(?:<[\w\s,]*>\s*)?::\s*\Z")
_NEAR = 100
_LONG = 50_000  # a function that is longer than this is not Caffe's
_NEVER = ("0", "false")


def code(text: str, strings: bool = False) -> str:
    """The text without comments, macro definitions, what stands in ``#if 0`` and, unless `strings`, their content."""
    text = _without_comments(text, strings)
    if "define" in text:
        text = _DEFINE.sub("", text)
    return _without_dead(text) if "#" in text else text


def _without_comments(text: str, strings: bool) -> str:
    kept = []
    position = 0
    start = _START.search(text)
    while start:
        kept.append(text[position : start.start()])
        mark, end = start[0], start.end()
        if mark in ("//", "/*"):
            closed = text.find("*/", end)
            rest = _LINE.match(text, end)
            end = (closed + 2 if closed >= 0 else len(text)) if mark == "/*" else rest.end() if rest else end
            kept.append(" ")
        else:
            literal = (_STRING if mark == '"' else _CHARACTER).match(text, start.start())
            end = literal.end() if literal else end
            kept.append(text[start.start() : end] if strings or not literal else mark * 2)
        position = end
        start = _START.search(text, position)
    return "".join(kept) + text[position:]


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


def block(text: str, brace: int) -> tuple[int, int] | None:
    """The span inside a brace and the one that closes it; None if none does."""
    depth = 0
    for match in _BRACES.finditer(text, brace):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return brace + 1, match.start()
    return None


def body(text: str, brace: int) -> str:
    """What stands inside a brace and the one that closes it; empty if none does."""
    inside = block(text, brace)
    return text[slice(*inside)] if inside else ""


def functions(texts: Iterable[str], name: str, owner: str = "") -> list[str]:
    """The bodies of the functions of this name that some texts (as of `code`) define, not those of declarations.

    With `owner`, only methods of this class.
    """
    return [part for text in texts if name in text and owner in text for part in _functions(text, name, owner)]


def _functions(text: str, name: str, owner: str) -> list[str]:
    bodies = []
    position = text.find(name)
    while position >= 0:
        end = position + 1
        opening = _CALL.match(text, position + len(name))
        if opening and _belongs(text[max(0, position - _NEAR) : position], owner):
            closed = _closed(text, opening.end())
            after = _OPENS.match(text, closed) if closed else None
            inside = block(text, after.end() - 1) if after else None
            if not closed or (after and not inside):
                break  # nothing that follows is closed
            if inside:
                bodies += [text[slice(*inside)]] if inside[1] - inside[0] < _LONG else []
                end = inside[1]
        position = text.find(name, end)
    return bodies


def _belongs(before: str, owner: str) -> bool:
    """Whether a name that follows `before` is that of a method of the class, or of any function."""
    match = _OWNER.search(before)
    return match[1] == owner if owner and match else not owner and not before[-1:].isalnum() and before[-1:] != "_"


def _closed(text: str, position: int) -> int:
    """The end of the parentheses that are open at `position`; 0 if they are not closed."""
    depth = 1
    for match in _PARENTHESES.finditer(text, position):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return match.end()
    return 0


def heads(text: str, position: int) -> list[str]:
    """What stands before each brace that is open at `position`, innermost first: ``if (a)``, ``for (…)``.

    For an ``else``, what stands before the block that it belongs to, too. `text` is the body of a function.
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
