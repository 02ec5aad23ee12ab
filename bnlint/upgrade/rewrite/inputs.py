"""Step 4 on the text: the `input` fields become an Input layer before the first layer."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import pairwise

from bnlint.caffe.net.message import fields_by_name
from bnlint.prototxt.nodes import Block, Document, Field, ListField, leaves
from bnlint.prototxt.parser import parse
from bnlint.prototxt.removal import comments, line_start
from bnlint.prototxt.style import Style
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.chunks import chunks
from bnlint.upgrade.rewrite.extraction import Extraction, all_comments, extract_all
from bnlint.upgrade.rewrite.plain import in_passes, own_lines, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bnlint.prototxt.nodes import Node
    from bnlint.upgrade.rewrite.plain import Read

_DIMENSIONS = 4
_FIELDS = ("input", "input_dim", "input_shape")


def rewrite(document: Document, newline: str, read: Read = parse) -> list[Edit]:
    """The edits that put an Input layer where the first of the fields was, or before the first layer.

    As in Caffe, surplus dimensions are dropped, and inputs without any shape are just removed. None if there are too
    few shapes or dimensions.
    """
    if not has_shapes(document):
        return []
    lines = partial(own_lines, names=_FIELDS)
    return in_passes(document, newline, read, *spelled(_scope), lines, _rewrite)


def has_shapes(document: Document) -> bool:
    """Whether there is a shape for each `input`, or none at all."""
    counts = Counter(leaf.name for leaf in leaves(document.items) if leaf.name in _FIELDS)
    inputs, shapes, dims = (counts[name] for name in ("input", "input_shape", "input_dim"))
    return shapes >= inputs if shapes else not dims or dims >= _DIMENSIONS * inputs


def _scope(document: Document) -> Iterator[tuple[list[Node], Collection[str]]]:
    yield document.items, _FIELDS
    for leaf in leaves(document.items):
        if leaf.name == "input_shape" and isinstance(leaf, Block):
            yield leaf.items, ("dim",)


def _rewrite(document: Document, newline: str) -> list[Edit]:
    text = document.text
    nodes = [item for item in document.items if item.name in _FIELDS]
    if not any(node.name == "input" for node in nodes):
        return []
    extractions = extract_all(text, nodes)
    _take_leading(text, document.items, nodes, extractions)
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
    tops = _cut(nodes, extractions, "input")
    shapes = _cut(nodes, extractions, "input_shape")
    dims = _cut(nodes, extractions, "input_dim")
    lines.open("layer", "")
    lines.field("name", style.quoted("input"))
    lines.field("type", style.quoted("Input"))
    for leaf, each in tops:
        lines.field("top", getattr(leaf, "raw", '""'), each)
    lines.open("input_param")
    for n in range(len(tops)):
        if shapes:
            shape, each = shapes[n]
            lines.comments(each.leading)
            lines.open("shape")
            if isinstance(shape, Block):
                lines.shape(text, shape)
            lines.close(each.comment)
        else:
            lines.open("shape")
            for leaf, each in dims[4 * n : 4 * n + 4]:
                lines.field("dim", getattr(leaf, "raw", ""), each)
            lines.close()
    surplus = shapes[len(tops) :] + dims if shapes else dims[4 * len(tops) :]
    lines.comments(all_comments(each for _, each in surplus))
    lines.close()
    lines.close()
    return lines.text()


def _take_leading(text: str, items: list[Node], nodes: list[Node], extractions: list[Extraction]) -> None:
    """Comments on the lines between two neighbours belong to the second: they go with it."""
    followers = {id(one): two for one, two in pairwise(items)}
    for (one, before), (two, each) in pairwise(zip(nodes, extractions)):
        start, end = before.edit.end, each.edit.start
        if followers.get(id(one)) is two and start < end and before.own_line and each.own_line:
            each.leading = comments(text, start, end)
            each.edit = Edit(start, each.edit.end, "")


def _cut(nodes: list[Node], extractions: list[Extraction], name: str) -> list[tuple[Node, Extraction]]:
    """The fields `name`, each with its comments."""
    return [(node, each) for node, each in zip(nodes, extractions) if node.name == name]


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

    def close(self, comment: str = "") -> None:
        self.depth -= 1
        self._add("}", comment)

    def field(self, name: str, value: str, cut: Extraction | None = None) -> None:
        if cut is not None:
            self.comments(cut.leading)
        self._add(f"{name}{self.style.colon}{value}", cut.comment if cut is not None else "")

    def comments(self, comments: list[str]) -> None:
        for comment in comments:
            self.commented = True
            self._add(comment)

    def shape(self, text: str, block: Block) -> None:
        """The fields of an input_shape, with the comments between them."""
        for chunk in chunks(text, block):
            self.comments(chunk.leading)
            if isinstance(chunk.item, Field):
                self._add(f"{chunk.item.name}{self.style.colon}{chunk.item.raw}", chunk.trailing)

    def text(self) -> str:
        if self.style.one_line and not self.commented:
            return self.style.indent + " ".join(line.strip() for line in self.lines) + self.style.newline
        return self.style.newline.join(self.lines) + self.style.newline
