"""Blocks that repeat an earlier block of the same text under other names, recognized without reading their tokens."""

from __future__ import annotations

from bnlint._generated import parser_table as table
from bnlint.prototxt.nodes import Block, Field, ListField
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Leaf, Node

    #: By the next characters, up to and including a closing brace: the tail that ends there, or what may follow.
    Trie = dict[str, "Tail | Trie"]

_OPENING = lazy(table.OPENING)
_PLAIN = lazy(table.PLAIN)
_CLOSE = lazy(table.SHUT)


class Tail:
    """The rest of a block, from the first item that is not a plain name up to its brace, as it was read once.

    Text without a syntax error depends only on its characters up to the closing brace. If the same characters come
    again, they are skipped; their nodes are made when they are needed.
    """

    __slots__ = ("nodes", "size", "start", "text")

    def __init__(self, text: str, nodes: list[Node], start: int, size: int) -> None:
        self.text = text
        self.nodes = nodes
        self.start = start
        self.size = size

    def items_of(self, block: Block) -> list[Node]:
        """The items of a block that ends with this tail."""
        distance = block.body_end - self.size - self.start
        return [*self._names(block), *_moved(self.nodes, distance)]

    def _names(self, block: Block) -> Iterator[Field]:
        position, end = block.body_start, block.body_end - self.size
        while position < end and (match := _PLAIN.match(self.text, position)):
            position = match.end()
            yield Field(match[1], match[2], match.start(1), position)

    def names_of(self, block: Block) -> list[tuple[str, str]]:
        """The names and raw values of the plain fields with which the block begins."""
        names = self.text[block.body_start : block.body_end - self.size]
        if "#" in names:
            return [(field.name, field.raw) for field in self._names(block)]
        return _PLAIN.findall(names.rstrip())


class Repeats:
    """The tails of the top-level blocks of one text, while it is parsed."""

    __slots__ = ("_empty", "_tails", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._tails: Trie = {}
        self._empty = Tail(text, [], 0, 0)  # of blocks that have only names

    def skip(self, position: int, items: list[Node]) -> tuple[int, int]:
        """Adds to `items` the blocks from `position` on that differ from earlier ones only in their names.

        Returns where to continue, and where the new content of the block there begins (-1 if there is no block).
        """
        text, opening, close = self._text, _OPENING.match, _CLOSE.match
        name = ""
        while match := opening(text, position):
            end = match.end()
            tail = self._empty if text.startswith("}", end) else self._find(end)
            if tail is None:
                return position, end
            brace = end + tail.size
            if not close(text, brace):
                break
            if match[2] != name:
                name = match[2]  # one string for all blocks of a name
            items.append(_unread(name, *match.span(1), brace, tail))
            position = brace + 1
        return position, -1

    def _find(self, start: int) -> Tail | None:
        """The known tail at `start`, if any."""
        text = self._text
        node: Tail | Trie | None = self._tails
        end = start
        while type(node) is dict:
            begin, end = end, text.find("}", end) + 1
            node = node.get(text[begin:end])
        return node  # type: ignore[return-value]

    def add(self, block: Block, start: int) -> None:
        """Lets later blocks share the content of `block`, which has no syntax error, from `start` on."""
        text = self._text
        first = next((n for n, item in enumerate(block.items) if item.start == start), None)
        if first is None or text[block.body_end] != "}":
            return
        node, begin, end = self._tails, start, text.find("}", start) + 1
        while end <= block.body_end:
            node = node.setdefault(text[begin:end], {})  # type: ignore[assignment]
            begin, end = end, text.find("}", end) + 1
        node[text[begin:end]] = Tail(text, block.items[first:], start, block.body_end - start)


def _unread(name: str, start: int, body_start: int, body_end: int, tail: Tail) -> Block:
    block = Block.__new__(Block)  # without items: they are made when they are needed
    block.name = name
    block.start = start
    block.body_start = body_start
    block.body_end = body_end
    block.end = body_end + 1
    block.tail = tail
    return block


def _moved(nodes: list[Node], distance: int) -> list[Node]:
    """Copies of the nodes, `distance` characters further on. Not recursive: they may be nested deeply."""
    moved: list[Node] = []
    stack = [(nodes, moved)]
    while stack:
        originals, copies = stack.pop()
        for node in originals:
            if type(node) is Field:
                copies.append(Field(node.name, node.raw, node.start + distance, node.end + distance))
            elif type(node) is Block:
                block = Block(node.name, node.start + distance, node.body_start + distance)
                block.body_end, block.end = node.body_end + distance, node.end + distance
                copies.append(block)
                stack.append((node.items, block.items))
            elif type(node) is ListField:
                elements: list[Leaf] = []
                copies.append(ListField(node.name, node.start + distance, node.end + distance, elements))
                stack.append((node.items, elements))  # type: ignore[arg-type]
    return moved
