"""Step 4 on the text: the `input` fields become an Input layer before the first layer."""

from __future__ import annotations

from bnlint.caffe.net.message import fields_by_name
from bnlint.prototxt.nodes import Block, Document, Field, ListField
from bnlint.prototxt.removal import comments, line_start
from bnlint.prototxt.style import Style
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.extraction import Extraction, all_comments, extract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf, Node

_FIELDS = ("input", "input_dim", "input_shape")


def rewrite(document: Document, newline: str) -> list[Edit]:
    """The edits that put an Input layer where the first of the fields was, or before the first layer.

    As in Caffe, surplus dimensions are dropped, and inputs without any shape are just removed.
    """
    text = document.text
    nodes = [item for item in document.items if item.name in _FIELDS]
    if not any(node.name == "input" for node in nodes):
        return []
    extractions = [extract(text, node) for node in nodes]
    edits = [each.edit for each in extractions]
    first = edits[0]
    fields = fields_by_name(document.items)
    if not (fields.get("input_shape") or fields.get("input_dim")):
        kept = "".join(comment + newline for comment in all_comments(extractions))
        return [Edit(first.start, first.end, kept), *edits[1:]]
    layers = [item for item in document.items if item.name == "layer"]
    new = _layer(text, _style(text, layers, newline), nodes, extractions)
    if not layers or layers[0].start > nodes[0].start:
        before = "" if extractions[0].own_line else newline
        return sorted([Edit(first.start, first.end, before + new), *edits[1:]])
    begin = _above_comments(text, line_start(text, layers[0].start))
    return sorted([*edits, Edit(begin, begin, new)])


def _above_comments(text: str, begin: int) -> int:
    """The start of the comments right above the line at `begin`; `begin` itself if they start the file."""
    start = begin
    while start:
        above = line_start(text, start - 2 if text.endswith("\r\n", 0, start) else start - 1)
        if not text[above:start].lstrip().startswith("#"):
            return start
        start = above
    return begin


def _style(text: str, layers: list[Node], newline: str) -> Style:
    block = layers[0] if layers else None
    if isinstance(block, ListField):
        block = block.items[0] if block.items else None
    if not isinstance(block, Block):
        block = Block("layer", 0, 0)
    return Style(text, block, newline)


def _layer(text: str, style: Style, nodes: list[Node], extractions: list[Extraction]) -> str:
    """The text of the layer, each field with its comment."""
    lines = _Lines(style)
    tops = _leaves(nodes, extractions, "input")
    shapes = _leaves(nodes, extractions, "input_shape")
    dims = _leaves(nodes, extractions, "input_dim")
    lines.open("layer", "")
    lines.field("name", style.quoted("input"))
    lines.field("type", style.quoted("Input"))
    for leaf, comment in tops:
        lines.field("top", getattr(leaf, "raw", '""'), comment)
    lines.open("input_param")
    for n in range(len(tops)):
        if shapes:
            shape, comment = shapes[n]
            lines.open("shape", comment=comment)
            if isinstance(shape, Block):
                lines.shape(text, shape)
        else:
            lines.open("shape")
            for leaf, comment in dims[4 * n : 4 * n + 4]:
                lines.field("dim", getattr(leaf, "raw", ""), comment)
        lines.close()
    surplus = shapes[len(tops) :] + dims if shapes else dims[4 * len(tops) :]
    lines.comments([comment.strip() for _, comment in surplus if comment])
    lines.close()
    lines.close()
    return lines.text()


def _leaves(nodes: list[Node], extractions: list[Extraction], name: str) -> list[tuple[Leaf, str]]:
    """The leaves of the fields `name`, each with its comments."""
    leaves: list[tuple[Leaf, str]] = []
    for node, each in zip(nodes, extractions):
        if node.name != name:
            continue
        inner = "".join(f" {comment}" for comment in each.inner)
        if isinstance(node, ListField):
            leaves += [(leaf, "") for leaf in node.items[:-1]]
            leaves += [(leaf, each.comment + inner) for leaf in node.items[-1:]]
        elif isinstance(node, (Block, Field)):
            leaves.append((node, each.comment + ("" if isinstance(node, Block) else inner)))
    return leaves


class _Lines:
    """The lines of a layer; joined into one if the file writes layers that way and there is no comment."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.depth = 0
        self.lines: list[str] = []
        self.commented = False

    def _add(self, line: str, comment: str = "") -> None:
        self.commented = self.commented or bool(comment)
        indent = self.style.indent + self.style.step * self.depth
        self.lines.append(f"{indent}{line}{comment if not comment or comment[0] in ' 	' else ' ' + comment}")

    def open(self, name: str, comment: str = "") -> None:
        self._add(f"{name}{self.style.brace}{{", comment)
        self.depth += 1

    def close(self) -> None:
        self.depth -= 1
        self._add("}")

    def field(self, name: str, value: str, comment: str = "") -> None:
        self._add(f"{name}{self.style.colon}{value}", comment)

    def comments(self, comments: list[str]) -> None:
        for comment in comments:
            self.commented = True
            self._add(comment)

    def shape(self, text: str, block: Block) -> None:
        """The fields of an input_shape, with the comments between them."""
        offset = block.body_start
        for item in block.items:
            self.comments(comments(text, offset, item.start))
            leaves = item.items if isinstance(item, ListField) else [item]
            for leaf in leaves:
                if isinstance(leaf, Field):
                    self.field(leaf.name, leaf.raw)
            if isinstance(item, ListField):
                self.comments(comments(text, item.start, item.end))
            offset = item.end
        self.comments(comments(text, offset, block.body_end))

    def text(self) -> str:
        if self.style.one_line and not self.commented:
            return self.style.indent + " ".join(line.strip() for line in self.lines) + self.style.newline
        return self.style.newline.join(self.lines) + self.style.newline
