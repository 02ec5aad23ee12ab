"""Text edits that turn one layer into another: its type, its parameter message, its `param`."""

from __future__ import annotations

from bnlint.caffe.net.view import Layer
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.removal import comments, line_start, remove, whole_lists
from bnlint.prototxt.style import Style
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.prototxt.nodes import Leaf, Node
    from bnlint.prototxt.style import Tree

_TO_LINE_END = lazy(r"[ \t]*[;,]?[ \t]*(?:#[^\n\r]*)?(?=\r|\n|\Z)")


class Rewriting:
    """The edits of one text, in the style of what stands there; comments stay."""

    __slots__ = ("newline", "text")

    def __init__(self, text: str, newline: str) -> None:
        self.text = text
        self.newline = newline

    def retyped(self, layer: Layer, type_: str) -> list[Edit]:
        """The layer's type becomes `type_`."""
        node = layer.message_.field("type")
        return [] if node is None else [Edit(node.value_start, node.end, node.raw[0] + type_ + node.raw[0])]

    def message(self, layer: Layer, block: Block | None, name: str, tree: Tree) -> list[Edit]:
        """The message `name` in the place of `block`, below the comments that were in it; no message for no tree.

        Behind the layer's top where there is no `block`.
        """
        if not tree:
            return self.removed(layer.block, [block]) if block is not None else []
        if block is None:
            return self.behind(layer, [(name, tree)])
        new = Style(self.text, block, self.newline).render(name, tree).strip()
        indent = self._indent(block.start)
        kept = [comment + self.newline + indent for comment in comments(self.text, block.start, block.end)]
        return [Edit(block.start, block.end, "".join(kept) + new)]

    def behind(self, layer: Layer, tree: Tree) -> list[Edit]:
        """Blocks right behind the top of the layer."""
        field = layer.message_.field("top")
        if field is None or not tree:
            return []
        style = Style(self.text, layer.block, self.newline)
        if style.one_line:
            parts = [style.render(name, value).strip() for name, value in tree if not isinstance(value, str)]
            return [Edit(field.end, field.end, " " + " ".join(parts))]
        lines = [style.render(name, value, style.inner) for name, value in tree if not isinstance(value, str)]
        rest = _TO_LINE_END.match(self.text, field.end)
        at = rest.end() if rest is not None else field.end
        return [Edit(at, at, self.newline + self.newline.join(lines))]

    def removed(self, block: Block, nodes: Sequence[Node]) -> list[Edit]:
        """`nodes`, which are of `block`, go."""
        return remove(self.text, whole_lists(block.items, nodes), self.newline)

    def removed_lines(self, block: Block) -> list[Edit]:
        """A layer goes, with the empty line before it."""
        return remove(self.text, [block], self.newline, blank_before=True)

    def _indent(self, offset: int) -> str:
        line = self.text[line_start(self.text, offset) : offset]
        return line[: len(line) - len(line.lstrip())]


def tree_of(block: Block) -> Tree:
    """What a block says, to be written elsewhere."""
    return [(leaf.name, value_of(leaf)) for leaf in leaves(block.items)]


def value_of(leaf: Leaf) -> str | Tree:
    return leaf.raw if isinstance(leaf, Field) else tree_of(leaf)
