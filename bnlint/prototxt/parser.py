"""Runs the LALR table that lark built from grammar.lark. Never raises; resumes after syntax errors."""

from __future__ import annotations

import re

from bnlint._generated import parser_table as table
from bnlint.prototxt.nodes import Block, Document, ErrorNode, Fault, Field, ListField
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import Any

    from bnlint.prototxt import recovery
    from bnlint.prototxt.nodes import Node
    from bnlint.prototxt.repeats import Repeats

_TRIVIA = re.compile(table.TRIVIA)
_COARSE = re.compile(table.COARSE_TOKENS)
_ALL = lazy(table.ALL_TOKENS)
_FINE = lazy(table.FINE_TOKENS)
LEAF, POP, SHIFT, PUSH = table.LEAF, table.POP, table.SHIFT, table.PUSH
_NAME, _VALUE, _BLOCK, _OPEN, _OTHER = (_COARSE.groupindex[n] for n in ("name", "value", "block", "OPEN", "OTHER"))
_LAST_COARSE = _OTHER - 1
# A number for each kind of token: that of its group in the expression of all tokens, in which the fine tokens follow
# in the place of the coarse expression's OTHER, any other character.
_GROUPS = {**_COARSE.groupindex, **{name: number for number, name in enumerate(table.TOKENS[3:], _OTHER)}}
_KINDS = {number: name for name, number in _GROUPS.items()} | {0: "$END"}
# A row for each state: the action for each kind; 0 stands for the end of the text.
_ROWS = [[row.get(_KINDS[number], 0) for number in range(len(_KINDS))] for row in table.ACTIONS]
_ITEMS = frozenset(n for n, row in enumerate(_ROWS) if row[_GROUPS["FIELD"]] == LEAF)
_FIRST = table.GOTOS[table.START]["items"]
# The rule that a state can reduce by, if there is only one: a complete field is not lost with a broken one after it.
_DEFAULTS = [
    next(iter(reductions)) if len(reductions) == 1 else 0
    for reductions in ({action for action in row if action < 0} for row in _ROWS)
]

_END = 0
_NO_STATE = -1  # never used: recovery drops it
_LONG = 100_000  # characters from which looking for repeats pays off
_MOST_LOOKS = 20  # times the text: then places to resume are no longer looked for behind braces that never close


def parse(text: str) -> Document:
    """The tree of `text` and its syntax errors: it has one exactly if protobuf's C++ parser rejects the syntax.

    If the braces do not match, a second pass uses the indentation to find which one is missing or extra.
    """
    parser = _Parser(text, by_indentation=False)
    document = parser.run()
    if parser.unbalanced:
        second = _Parser(text, by_indentation=True).run()
        if len(second.faults) <= len(document.faults):
            return second
    return document


def _recovery() -> ModuleType:
    """The module that explains syntax errors, which most files do not need."""
    from bnlint.prototxt import recovery

    return recovery


class _Parser:
    """One run over a text: the two stacks of an LR parser, states and a value for each."""

    __slots__ = ("by_indentation", "faults", "guessed", "lines", "looked", "states", "text", "unbalanced", "values")

    def __init__(self, text: str, by_indentation: bool) -> None:
        self.text = text
        self.by_indentation = by_indentation
        self.faults: list[Fault] = []
        self.guessed = by_indentation
        self.unbalanced = False
        self.lines: recovery.Lines | None = None
        self.looked = 0  # how many characters were searched in vain for a place to resume
        root: list[Node] = []
        self.states = [table.START, _FIRST]
        self.values: list[Any] = [None, root]

    def run(self) -> Document:
        text, states, values, rows = self.text, self.states, self.values, _ROWS
        field, scan, careful, open_state = Field, _COARSE.finditer, self.by_indentation, table.OPEN_STATE
        once = dict[str, str]().setdefault  # files repeat a few words: kept once, they need a third of the memory
        root = values[1]
        position, size = 0, len(text)
        repeats = self._repeats()
        new = -1  # where the new content of the current top-level block begins
        while True:
            if repeats and values[-1] is root and states[-1] == _FIRST:
                position, new = repeats.skip(position, root)
            leading = _TRIVIA.match(text, position)
            position = leading.end() if leading else position
            if position >= size:
                break
            row, items = rows[states[-1]], values[-1]
            for match in scan(text, position):
                action = row[match.lastindex]  # type: ignore[index]
                if action == LEAF:
                    name, raw = match.group(_NAME, _VALUE)
                    items.append(field(once(name, name), once(raw, raw), match.start(), match.end(_VALUE)))
                    continue
                if careful or action < 0 or POP < action < PUSH or not action:
                    if scan == _COARSE.finditer and match.lastindex == _OTHER:
                        scan, position = _ALL.finditer, match.start()
                        break
                    position = self._general_step(match)
                    if position >= 0:
                        break
                    items = values[-1]
                elif action == POP:  # like _pop and _push, without the call: half of all tokens are braces
                    block = values[-2]
                    block.body_end = match.start()
                    block.end = block.body_end + 1
                    del states[-2:], values[-2:]
                    items = values[-1]
                    items.append(block)
                    if items is root and repeats:
                        if new >= 0 and not self.faults:
                            repeats.add(block, new)
                        position = match.end()
                        break
                else:
                    block = Block(match[_BLOCK], match.start(), match.end(_OPEN))
                    items = block.items
                    states += (open_state, action - PUSH)
                    values += (block, items)
                row = rows[states[-1]]
            else:
                break
        self._finish()
        return Document(text, root, self.faults, self.guessed or self.unbalanced)

    def _repeats(self) -> Repeats | None:
        """Recognizes repeated blocks, for texts in which that saves time."""
        if len(self.text) < _LONG or self.by_indentation:
            return None
        from bnlint.prototxt.repeats import Repeats

        return Repeats(self.text)

    def _push(self, match: re.Match[str], action: int) -> None:
        block = Block(match[_BLOCK], match.start(), match.end(_OPEN))
        self.states += (table.OPEN_STATE, action - PUSH)
        self.values += (block, block.items)

    def _pop(self, brace: int) -> None:
        values = self.values
        block = values[-2]
        block.body_end = brace
        block.end = brace + 1
        del self.states[-2:], values[-2:]
        values[-1].append(block)

    def _general_step(self, match: re.Match[str]) -> int:
        """One token on the general path: reductions, then a shift. Returns where to continue (-1: after the token)."""
        if self.by_indentation and self._by_indentation(match):
            return -1
        states = self.states
        kind = match.lastindex or 0
        coarse = True
        while True:
            action = _ROWS[states[-1]][kind]
            if action < 0:
                self._reduce(-action - 1)
            elif action == LEAF:
                name, raw = match.group(_NAME, _VALUE)
                self.values[-1].append(Field(name, raw, match.start(), match.end(_VALUE)))
                return -1
            elif action == POP:
                self._pop(match.start())
                return -1
            elif action >= PUSH:
                self._push(match, action)
                return -1
            elif action >= SHIFT:
                states.append(action - SHIFT)
                self.values.append(match.span(match.lastindex or 0))
                return -1 if coarse else match.end()
            elif kind <= _LAST_COARSE:
                match = _FINE.match(self.text, match.start())  # type: ignore[assignment]
                kind = _LAST_COARSE + (match.lastindex or 0)
                coarse = False
            else:
                return self._recover(_KINDS[kind], *match.span(match.lastindex or 0))

    def _reduce(self, rule: int) -> None:
        from bnlint.prototxt.builders import BUILDERS

        origin, length, alias = table.RULES[rule]
        states, values = self.states, self.values
        if length:
            parts = values[-length:]
            del states[-length:], values[-length:]
        else:
            parts = []
        states.append(table.GOTOS[states[-1]][origin])
        values.append(BUILDERS[alias](self.text, parts))

    def _default_reductions(self) -> None:
        while self.states[-1] not in _ITEMS and (action := _DEFAULTS[self.states[-1]]):
            self._reduce(-action - 1)

    def _recover(self, kind: str, start: int, end: int) -> int:
        """Reports the token that the state rejects, drops the unfinished field, and returns where to continue."""
        recovery = _recovery()
        text, values = self.text, self.values
        depth = self._innermost()
        if len(values) == depth + 1:
            self._undo_field(kind, start)
        partial = values[depth + 1 :]
        self.lines = self.lines or recovery.Lines(text)
        unopened = recovery.missing_brace(text, kind, start, end, partial, self.lines)
        if unopened is not None:
            return self._open_missing(depth, unopened, start, end)
        error = recovery.unquoted_value(text, start, values[depth], partial)
        error = error or recovery.missing_value(text, kind, partial)
        if error is None:
            self._default_reductions()
            depth = self._innermost()
            opener = values[depth - 1] if depth > 1 else None
            error = recovery.describe(text, kind, start, end, values[depth + 1 :], opener)
            if error.closes:
                self.faults.append(error.fault)
                return self._close_wrongly(depth, start)
        self.unbalanced |= kind == "RBRACE" and depth == 1
        self.faults.append(error.fault)
        self._drop_above(depth)
        resume = error.resume
        if error.search:
            first = self.looked > _MOST_LOOKS * len(text)
            resume, end = recovery.next_start(text, _FINE, resume, depth > 1, first)
            self.looked += end - resume
        lost = ErrorNode(min(error.begin, start), resume)
        self.guessed = self.guessed or recovery.has_braces(text, lost.start, lost.end)
        values[depth].append(lost)
        return int(resume)

    def _undo_field(self, kind: str, start: int) -> None:
        """``shape: dim: 1``: the field just read, ``shape: dim``, was not one; its three lexemes are pushed again."""
        items, text = self.values[-1], self.text
        last = items[-1] if items and kind == "COLON" else None
        if type(last) is not Field or not last.raw.isidentifier() or text[last.end : start].strip():
            return
        stop = last.start + len(last.name)
        if text[stop : last.value_start].strip() == ":":
            items.pop()
            colon = text.index(":", stop)
            self.states += (_NO_STATE,) * 3
            self.values += ((last.start, stop), (colon, colon + 1), (last.value_start, last.end))

    def _innermost(self, below: int = 0) -> int:
        """The index on the stacks of the items to which the next field belongs; `below` leaves out the topmost."""
        return next(n for n in range(len(self.states) - below - 1, 0, -1) if self.states[n] in _ITEMS)

    def _drop_above(self, depth: int) -> None:
        del self.states[depth + 1 :], self.values[depth + 1 :]

    def _open_missing(self, depth: int, error: recovery.Recovery, start: int, end: int) -> int:
        """Opens a block whose brace is missing; a token in the place of the brace is skipped."""
        name = self.values[depth + 1]
        self._drop_above(depth)
        self.faults.append(error.fault)
        self.guessed = True
        block = Block(self.text[slice(*name)], name[0], error.begin)
        self.states += (table.OPEN_STATE, _ROWS[self.states[depth]][_OPEN] - PUSH)
        self.values += (block, block.items)
        if start < error.resume:
            block.items.append(ErrorNode(start, end))
        return error.resume

    def _close_wrongly(self, depth: int, start: int) -> int:
        """Closes the innermost block at a bracket of the wrong kind; the text after it is read outside the block."""
        self.guessed = True
        self._drop_above(depth)
        kind = _GROUPS["RANGLE" if self.text[self._open_brace(depth)] == "<" else "RBRACE"]
        while (action := _ROWS[self.states[-1]][kind]) < 0:
            self._reduce(-action - 1)
        self.states.append(action - SHIFT)
        self.values.append((start, start + 1))
        self._default_reductions()
        return start + 1

    def _open_brace(self, depth: int) -> int:
        opener = self.values[depth - 1]
        return opener.body_start - 1 if isinstance(opener, Block) else int(opener[0])

    def _by_indentation(self, match: re.Match[str]) -> bool:
        """Closes blocks that must have ended before this token, going by the columns at which they began.

        Returns True if the token is an extra brace, which is then skipped.
        """
        recovery = _recovery()
        kind = _KINDS[match.lastindex or 0]
        if kind not in ("OPEN", "CLOSE"):
            return False
        self._default_reductions()
        if self.states[-1] not in _ITEMS:
            return False  # this token breaks an unfinished field, which is reported first
        if kind == "CLOSE" and self._continues(next(self._openers(), None), match):
            return True
        column = recovery.column_of_first(self.text, match.start())
        if column >= 0:
            for _ in range(recovery.unclosed_before(self.text, self._openers(), column, match[_BLOCK])):
                self._close_unclosed()
        return False

    def _openers(self) -> Iterator[Block]:
        """The open blocks, the innermost first."""
        return (value for value in reversed(self.values) if isinstance(value, Block))

    def _continues(self, block: Block | None, match: re.Match[str]) -> bool:
        """Reports and skips a brace that would close `block`, if the layout shows that the block continues."""
        recovery = _recovery()
        start = match.start()
        if block is None or not recovery.continues(self.text, block, start, match.end()):
            return False
        self.faults.append(Fault(start, start + 1, f"extra '}}': '{block.name}' continues after it"))
        self.values[-1].append(ErrorNode(start, start + 1))
        return True

    def _close_unclosed(self) -> None:
        """Ends the innermost block, which has no closing brace, after its last item, and reports it."""
        recovery = _recovery()
        opener, items = self.values[-2:]
        block = opener if isinstance(opener, Block) else Block("", opener[0], opener[1], items)
        block.body_end = block.end = items[-1].end if items else block.body_start
        depth = self._innermost(below=2)
        begun = self.values[depth + 1 : -2]  # before the bracket: a name, a colon, the start of a list
        self._drop_above(depth)
        node: Node = block
        if begun:
            (start, stop), *rest = begun
            block.name = self.text[start:stop]
            if any(isinstance(value, list) or self.text[value[0]] == "[" for value in rest):
                elements = next((value for value in rest if isinstance(value, list)), [])
                node = ListField(block.name, start, block.end, [*elements, block])
                for element in elements:
                    element.name = block.name
            else:
                block.start = start
        self.values[-1].append(node)
        self.faults.append(recovery.unclosed(self.text, block))

    def _finish(self) -> None:
        """At the end of the text: reports and closes the blocks that are still open."""
        states = self.states
        while (action := _ROWS[states[-1]][_END]) < 0 and states[-1] != _FIRST:
            self._reduce(-action - 1)
        self._default_reductions()
        if states[-1] not in _ITEMS:
            size = len(self.text.rstrip())
            self._recover("$END", size, size)
        if len(states) > 2:
            self.unbalanced = True
            innermost = len(self.faults)
            while len(states) > 2:
                self._close_unclosed()
            del self.faults[innermost + 1 :]  # usually one brace is missing, not several
        self.faults.sort(key=lambda fault: fault.start)
