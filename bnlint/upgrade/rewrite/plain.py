"""Spells fields plainly before they are rewritten: no lists, no comments inside, separators right after the value."""

from __future__ import annotations

import re

from bnlint.prototxt.nodes import Block, Document, Field, ListField
from bnlint.prototxt.removal import comments, line_start, remove
from bnlint.text.edits import Edit, apply_edits, compose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from bnlint.prototxt.nodes import Leaf, Node

    #: The document of a text that a pass has changed.
    Read = Callable[[str], Document]
    Pass = Callable[[Document, str], list[Edit]]
    #: Siblings to spell plainly: all items of a block, and the names of those that are meant.
    Scope = Callable[[Document], Iterator[tuple[list[Node], Collection[str]]]]

_SEPARATOR = re.compile(r"[ \t]*[;,]")
_DISTANT = re.compile(r"[ \t]*+(?=[^ \t;,])(?:\s|#[^\n]*\n)*([;,])")
_PUNCTUATION = re.compile(r"#[^\n]*|(,)")
_VALUE = re.compile(r"#[^\n]*|(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[^\s#\"']+)")
_COMMENT_FOLLOWS = re.compile(r"[ \t]*#")
_LINE_END = re.compile(r"[ \t]*(?=\r?\n|\Z)")
_BLANKS = re.compile(r"[ \t]*")
_CLOSING = frozenset("}>;,# \t\r\n\f\v")


def in_passes(document: Document, newline: str, read: Read, *passes: Pass) -> list[Edit]:
    """The edits of several passes, each over the text that the ones before it leave; none if the last has none."""
    made: list[Edit] = []
    edits: list[Edit] = []
    text = document.text
    for each in passes:
        edits = each(document, newline)
        if edits:
            made = compose(text, made, edits)
            document = read(apply_edits(document.text, edits))
    return made if edits else []


def spelled(scope: Scope) -> list[Pass]:
    """The passes that spell what is in `scope` plainly."""

    def separators(document: Document, newline: str) -> list[Edit]:
        return sorted(edit for items, _ in scope(document) for item in items for edit in _distant(document.text, item))

    def lists(document: Document, newline: str) -> list[Edit]:
        edits = []
        for items, names in scope(document):
            found = [item for item in items if isinstance(item, ListField) and item.name in names]
            edits += remove(document.text, [item for item in found if not item.items], newline)
            for item in found:
                edits += _unlisted(document.text, item, newline)
        return sorted(edits)

    def inner_comments(document: Document, newline: str) -> list[Edit]:
        edits: list[Edit] = []
        for items, names in scope(document):
            for item in items:
                if item.name in names and isinstance(item, (Field, Block)):
                    edits += _uncommented(document.text, item, newline)
        return sorted(edits)

    return [separators, lists, inner_comments]


def own_lines(document: Document, newline: str, names: Collection[str]) -> list[Edit]:
    """The edits that give each top-level item called one of `names` its lines to itself."""
    text, edits = document.text, set()
    for item in document.items:
        if item.name not in names:
            continue
        begin = line_start(text, item.start)
        before = text[begin : item.start].rstrip()
        if before:
            edits.add(Edit(begin + len(before), item.start, newline))
        separator = _SEPARATOR.match(text, item.end)
        end = separator.end() if separator else item.end
        blanks = _BLANKS.match(text, end)
        if blanks and not _COMMENT_FOLLOWS.match(text, end) and not _LINE_END.match(text, end):
            edits.add(Edit(end, blanks.end(), newline))
    return sorted(edits)


def _distant(text: str, item: Node) -> Iterator[Edit]:
    """Removes a separator that does not follow on the same line."""
    match = _DISTANT.match(text, item.end)
    if match:
        yield Edit(match.start(1), match.end(1), "")


def _unlisted(text: str, item: ListField, newline: str) -> list[Edit]:
    """The elements as fields of their own. Comments between them stay where they are."""
    if not item.items:
        return []
    first, last = item.items[0], item.items[-1]
    edits = [Edit(item.start, first.start, _head(text, item, first, newline))]
    for one, two in zip(item.items, item.items[1:]):
        comma = next(m.start(1) for m in _PUNCTUATION.finditer(text, one.end, two.start) if m[1])
        if two.start == one.end + 1:
            edits.append(Edit(one.end, two.start, " " + _prefix(two)))
        else:
            edits += (Edit(comma, comma + 1, ""), Edit(two.start, two.start, _prefix(two)))
    after = "" if text[item.end : item.end + 1] in _CLOSING else " "
    bare = not text[last.end : item.end - 1].strip()
    return [*edits, Edit(last.end if bare else item.end - 1, item.end, after)]


def _head(text: str, item: ListField, first: Leaf, newline: str) -> str:
    kept = comments(text, item.start, first.start)
    if not kept:
        return _prefix(first)
    return _lines_before(text, item, kept, newline) + _prefix(first)


def _prefix(leaf: Leaf) -> str:
    return f"{leaf.name}: " if isinstance(leaf, Field) else f"{leaf.name} "


def _lines_before(text: str, item: Node, kept: list[str], newline: str) -> str:
    """Comments on lines of their own before an item."""
    indent, alone = _indent(text, item)
    return ("" if alone else newline + indent) + "".join(comment + newline + indent for comment in kept)


def _indent(text: str, item: Node) -> tuple[str, bool]:
    """The indentation of the line of an item, and whether the item is the first on it."""
    line = text[line_start(text, item.start) : item.start]
    indent = line[: len(line) - len(line.lstrip())]
    return indent, indent == line


def _uncommented(text: str, item: Field | Block, newline: str) -> Iterator[Edit]:
    """Moves the comments between a name and its value, or its brace, after that; before the name if one is there."""
    stop = item.end if isinstance(item, Field) else item.body_start
    named = item.start + len(item.name)
    kept = comments(text, named, stop)
    if not kept:
        return
    if isinstance(item, Field):
        value = " ".join(m[1] for m in _VALUE.finditer(item.raw) if m[1])
        separator = _SEPARATOR.match(text, stop)
        stop, new = (separator.end(), f": {value}{separator[0]}") if separator else (stop, f": {value}")
    else:
        new = f" {text[stop - 1]}"
    if _COMMENT_FOLLOWS.match(text, stop):
        before = _lines_before(text, item, kept, newline)
        yield Edit(item.start, stop, before + item.name + new)
        return
    indent, _ = _indent(text, item)
    new += " " + (newline + indent).join(kept)
    if not _LINE_END.match(text, stop):
        blanks = _BLANKS.match(text, stop)
        stop = blanks.end() if blanks else stop
        new += newline + indent
    yield Edit(named, stop, new)
