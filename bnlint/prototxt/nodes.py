"""The syntax tree: Document, Block, Field, ListField. Every node has a span; the text itself is stored once."""

from __future__ import annotations

from collections.abc import Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, TypeAlias

    from bnlint.text.edits import Edit

    class Unread(Protocol):
        """Stands for the items of a block until they are used: `repeats.Tail`."""

        size: int

        def items_of(self, block: Block) -> list[Node]: ...
        def names_of(self, block: Block) -> list[tuple[str, str]]: ...

    Node: TypeAlias = "Field | Block | ListField | ErrorNode"
    Leaf: TypeAlias = "Field | Block"


class Field:
    """``name: value`` with a scalar value, or one element of a list (then it starts at the value).

    `raw` is the value as written: a number, an identifier, or one or several adjacent strings with everything between
    them. The span ends with the value; a separator after it belongs to no node.
    """

    __slots__ = ("end", "name", "raw", "start")

    def __init__(self, name: str, raw: str, start: int, end: int) -> None:
        self.name = name
        self.raw = raw
        self.start = start
        self.end = end

    @property
    def value_start(self) -> int:
        return self.end - len(self.raw)

    def __repr__(self) -> str:
        return f"Field({self.name!r}, {self.raw!r}, {self.start}, {self.end})"


class Block:
    """``name { … }``, also with ``<>`` and with a colon; the body lies between the braces.

    An element of a list starts at its brace. A block that repeats an earlier one under other names has a `tail`, which
    makes its `items` when they are first used.
    """

    __slots__ = ("body_end", "body_start", "end", "items", "name", "start", "tail")

    def __init__(self, name: str, start: int, body_start: int, items: list[Node] | None = None) -> None:
        self.name = name
        self.start = start
        self.body_start = body_start
        self.body_end = body_start
        self.end = body_start
        self.items: list[Node] = [] if items is None else items
        self.tail: Unread | None = None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> list[Node]:
            if name != "items":
                raise AttributeError(name)
            self.items = self.tail.items_of(self)
            return self.items

    def __repr__(self) -> str:
        return f"Block({self.name!r}, {self.start}, {self.end}, {len(self.items)} items)"


class ListField:
    """``name: [a, b]``: its items are Fields or Blocks with its name."""

    __slots__ = ("end", "items", "name", "start")

    def __init__(self, name: str, start: int, end: int, items: list[Leaf]) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.items = items

    def __repr__(self) -> str:
        return f"ListField({self.name!r}, {self.start}, {self.end}, {len(self.items)} items)"


class ErrorNode:
    """Text that the parser had to skip."""

    __slots__ = ("end", "name", "start")

    def __init__(self, start: int, end: int) -> None:
        self.name = ""
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"ErrorNode({self.start}, {self.end})"


class Fault:
    """A syntax error: its span, its message, and the title and edits of its fix, if it has one."""

    __slots__ = ("edits", "end", "message", "start", "title")

    def __init__(self, start: int, end: int, message: str, title: str = "", edits: tuple[Edit, ...] = ()) -> None:
        self.start = start
        self.end = end
        self.message = message
        self.title = title
        self.edits = edits

    @property
    def is_harmless(self) -> bool:
        """Whether nothing is lost at the error: its fix only removes something."""
        return bool(self.edits) and not any(edit.text for edit in self.edits)

    def __repr__(self) -> str:
        return f"Fault({self.start}, {self.end}, {self.message!r})"


class Document:
    """A parsed text: its top-level items and its syntax errors, both in order of position.

    `guessed`: errors hide where blocks begin or end. The tree shows what the layout makes likely, and may be another
    one as soon as a line looks different.
    """

    __slots__ = ("faults", "guessed", "items", "text")

    def __init__(self, text: str, items: list[Node], faults: list[Fault], guessed: bool = False) -> None:
        self.text = text
        self.items = items
        self.faults = faults
        self.guessed = guessed


def span_of(block: Block, name: str) -> tuple[int, int] | None:
    """The span of the first item of `block` that is called `name`; None if there is none."""
    return next(((leaf.start, leaf.end) for leaf in leaves(block.items) if leaf.name == name), None)


def leaves(items: list[Node]) -> Iterator[Leaf]:
    """The fields and blocks among `items` as protobuf sees them: lists become their elements, errors are left out."""
    for item in items:
        if type(item) is ListField:
            yield from item.items
        elif type(item) is not ErrorNode:
            yield item  # type: ignore[misc]


def walk(items: list[Node]) -> Iterator[Leaf]:
    """All fields and blocks below `items` in order of position, blocks before their contents."""
    stack = [leaves(items)]
    while stack:
        for leaf in stack[-1]:
            yield leaf
            if type(leaf) is Block:
                stack.append(leaves(leaf.items))
                break
        else:
            stack.pop()
