"""Tails: what blocks say behind their first fields, read once for all that say the same, from text to text."""

from __future__ import annotations

from bnlint._generated import parser_table as table
from bnlint.prototxt.nodes import Block, Field, ListField, leaves
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Leaf, Node

    #: What may come next, up to a closing brace: the tail that ends there, or what may come behind it.
    Trie = dict[str, "Tail | Trie"]

_OPENING = lazy(table.OPENING)
_PLAIN = lazy(table.PLAIN)
_SHUT = lazy(table.SHUT)
_known: Trie = {}
_held = 0
_ENOUGH = 1_000_000  # characters to remember
_LONG = 4000  # characters of one that is not worth remembering


class Tail:
    """The rest of a block, from the first item that is more than a name up to its brace, as it once was read.

    Nets say the same of layer after layer under other names, which stand among the first fields. What is read without
    an error depends on nothing but the text itself, up to the brace behind it: where the same text stands again, it
    is passed over, and its nodes are made when somebody asks for them.
    """

    __slots__ = ("nodes", "size", "start")

    def __init__(self, nodes: list[Node], start: int, size: int) -> None:
        self.nodes = nodes
        self.start = start
        self.size = size

    def items_of(self, block: Block) -> list[Node]:
        """The items of a block that was passed over, and that has this tail."""
        by = block.body_end - self.size - self.start
        return [*self._lead(block), *_moved(self.nodes, by)]

    def _lead(self, block: Block) -> Iterator[Field]:
        at, end = block.body_start, block.body_end - self.size
        while at < end and (field := _PLAIN.match(block.text, at)):
            at = field.end()
            yield Field(field[1], field[2], field.start(1), at)

    def lead(self, block: Block) -> list[tuple[str, str]]:
        """The names and the values, as written, of the fields with which such a block begins."""
        said = block.text[block.body_start : block.body_end - self.size]
        return [(item.name, item.raw) for item in self._lead(block)] if "#" in said else _PLAIN.findall(said.rstrip())

    def span_of(self, block: Block, name: str) -> tuple[int, int] | None:
        """The span of the first item of such a block that is called `name`."""
        for field in self._lead(block):
            if field.name == name:
                return field.start, field.end
        by = block.body_end - self.size - self.start
        return next(((leaf.start + by, leaf.end + by) for leaf in leaves(self.nodes) if leaf.name == name), None)


#: The tail of blocks that have plain fields alone.
NONE = Tail([], 0, 0)


def pass_over(text: str, position: int, items: list[Node]) -> tuple[int, int]:
    """Passes over the blocks from `position` on of which everything but the names is known, and adds them to `items`.

    Where to read on, and where the block there, if it is one, begins to say something new (-1 if it is none).
    """
    opening, shut = _OPENING.match, _SHUT.match
    name = ""
    while found := opening(text, position):
        end = found.end()
        tail = NONE if text.startswith("}", end) else _find(text, end)
        if tail is None:
            return position, end
        brace = end + tail.size
        if not shut(text, brace):
            break
        if found[2] != name:
            name = found[2]  # one string for all blocks of a name
        items.append(_unread(name, *found.span(1), brace, text, tail))
        position = brace + 1
    return position, -1


def _find(text: str, start: int) -> Tail | None:
    """The tail that stands at `start`, if it is known."""
    found: Tail | Trie | None = _known
    end = start
    while type(found) is dict:
        begin, end = end, text.find("}", end) + 1
        found = found.get(text[begin:end])
    return found  # type: ignore[return-value]


def _unread(name: str, start: int, body_start: int, body_end: int, text: str, tail: Tail) -> Block:
    block = Block.__new__(Block)  # without items: they are made when they are asked for
    block.name = name
    block.start = start
    block.body_start = body_start
    block.body_end = body_end
    block.end = body_end + 1
    block.text = text
    block.tail = tail
    return block


def remember(text: str, block: Block, start: int) -> None:
    """Lets later blocks share what `block`, which was read without an error, says from `start` on."""
    global _held
    first = next((n for n, item in enumerate(block.items) if item.start == start), None)
    size = block.body_end - start
    if first is None or size > _LONG or text[block.body_end] != "}":
        return
    if _held + size > _ENOUGH:
        forget()
    _held += size
    block.tail = Tail(block.items[first:], start, size)
    at, begin, end = _known, start, text.find("}", start) + 1
    while end <= block.body_end:
        at = at.setdefault(text[begin:end], {})  # type: ignore[assignment]
        begin, end = end, text.find("}", end) + 1
    at[text[begin:end]] = block.tail


def forget() -> None:
    """Forgets all tails."""
    global _held
    _known.clear()
    _held = 0


def _moved(nodes: list[Node], by: int) -> list[Node]:
    """The nodes as they stand `by` characters further on; by a stack, for they may be nested as deeply as any text."""
    moved: list[Node] = []
    stack = [(nodes, moved)]
    while stack:
        given, made = stack.pop()
        for node in given:
            if type(node) is Field:
                made.append(Field(node.name, node.raw, node.start + by, node.end + by))
            elif type(node) is Block:
                block = Block(node.name, node.start + by, node.body_start + by)
                block.body_end, block.end = node.body_end + by, node.end + by
                made.append(block)
                stack.append((node.items, block.items))
            elif type(node) is ListField:
                elements: list[Leaf] = []
                made.append(ListField(node.name, node.start + by, node.end + by, elements))
                stack.append((node.items, elements))  # type: ignore[arg-type]
    return moved
