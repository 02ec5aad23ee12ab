"""Finds what new text should look like: the most similar block near the place where it is inserted."""

from __future__ import annotations

from bisect import bisect_right

from bnlint.prototxt.nodes import Block, Field, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Document

#: How many items of the text are searched on each side.
_REACH = 24
_FAMILIES = ("_param", "filler", "clude", "shape")


def family(name: str) -> str:
    """What names have in common that are written alike: all messages of parameters, all fillers, all phase rules."""
    return next((ending for ending in _FAMILIES if name.endswith(ending)), name)


def nearest(document: Document, offset: int) -> Iterator[Block]:
    """The blocks of the text by their distance from `offset`; of two that are equally far, the earlier first."""
    items = document.items
    before = bisect_right(items, offset, key=lambda item: item.start) - 1
    for distance in range(_REACH):
        for index in (before - distance, before + 1 + distance):
            if 0 <= index < len(items):
                yield from (leaf for leaf in leaves([items[index]]) if type(leaf) is Block)


def same_type(document: Document, offset: int, name: str, type_: object) -> Block | None:
    """The nearest block `name` of the text that has this literal as its `type`; None if there is none."""
    for block in nearest(document, offset) if type_ is not None else ():
        types = [leaf.raw for leaf in block.items if type(leaf) is Field and leaf.name == "type"]
        if block.name == name and type_ in types:
            return block
    return None


def with_item(document: Document, block: Block, name: str) -> Block | None:
    """The nearest block of the same name as `block` that has an item `name`; None if there is none."""
    for top in nearest(document, block.start):
        for other in _inside(top, document.text):
            if other.name == block.name and any(item.name == name for item in other.items):
                return other
    return None


def sample(document: Document, offset: int, name: str, size: int) -> Block | None:
    """The block near `offset` that is most like a new block `name` with `size` items; None if none is like it.

    Of the same name and size is best, then of the same name; then of the same family and size, and of the same family;
    then any that is not on one line. Blocks within blocks that are on one line do not show how they would look else.
    """
    text, kin = document.text, family(name)
    best: tuple[int, Block | None] = (_UNLIKE, None)
    for top in nearest(document, offset):
        for block in _inside(top, text):
            is_kin = block.name == name or family(block.name) == kin
            if best[0] <= _STRANGER and not is_kin:
                continue
            rank = 2 * (block.name != name) + (len(block.items) != size) if is_kin else _STRANGER
            if rank >= best[0] or block.body_start - block.start == 1 or not block.items:
                continue  # an element of a list does not show how a name looks
            if is_kin or (block is not top and "\n" in text[block.start : block.end]):
                best = rank, block
        if best[0] == 0:
            break
    return best[1]


_STRANGER, _UNLIKE = 4, 5


def _inside(block: Block, text: str) -> Iterator[Block]:
    """The block and those in it, but not those in blocks on one line."""
    yield block
    stack = [block]
    while stack:
        outer = stack.pop()
        if "\n" not in text[outer.start : outer.end]:
            continue
        inner = [leaf for leaf in leaves(outer.items) if type(leaf) is Block]
        yield from inner
        stack += inner
