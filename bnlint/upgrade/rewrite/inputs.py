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
    from bnlint.prototxt.style import Tree
    from bnlint.upgrade.rewrite.plain import Read

    #: A field that has been cut out, with its comments.
    _Cut = tuple[Node, Extraction]

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
    new = _layer(text, _style(document, layers, newline), nodes, extractions)
    if _is_separated(text, layers) and (last := edits[-1].end) <= layers[0].start:
        new += newline * (not text[last : layers[0].start].strip(" \t"))
    if not layers or layers[0].start > nodes[0].start:
        before = "" if extractions[0].own_line else newline
        return sorted([Edit(first.start, first.end, before + new), *edits[1:]])
    begin = _above_comments(text, line_start(text, layers[0].start))
    return sorted([*edits, Edit(begin, begin, new)])


def _is_separated(text: str, layers: list[Node]) -> bool:
    """Whether the first two layers have only empty lines between them."""
    between = text[layers[0].end : layers[1].start] if len(layers) > 1 else ""
    return between.count("\n") > 1 and not between.strip()


def _above_comments(text: str, begin: int) -> int:
    """The start of the comments right above the line at `begin`; `begin` itself if they start the file."""
    start = begin
    while start:
        above = line_start(text, start - 2 if text.endswith("\r\n", 0, start) else start - 1)
        if not text[above:start].lstrip().startswith("#"):
            return start
        start = above
    return begin


def _style(document: Document, layers: list[Node], newline: str) -> Style:
    block = layers[0] if layers else None
    if isinstance(block, ListField):
        block = block.items[0] if block.items else None
    return Style(document, block if isinstance(block, Block) else Block("layer", 0, 0), newline)


def _layer(text: str, style: Style, nodes: list[Node], extractions: list[Extraction]) -> str:
    """The lines of the layer; only one if the file writes layers so and there is no comment."""
    tops = [(leaf, each) for leaf, each in zip(nodes, extractions) if leaf.name == "input"]
    shapes = [(leaf, each) for leaf, each in zip(nodes, extractions) if leaf.name == "input_shape"]
    dims = [(leaf, each) for leaf, each in zip(nodes, extractions) if leaf.name == "input_dim"]
    if all_comments(extractions):
        return _commented(text, style, tops, shapes, dims)
    head: Tree = [("name", style.quoted("input")), ("type", style.quoted("Input"))]
    if shapes:
        rows = [_dims(text, leaf) for leaf, _ in shapes]
    else:
        values = [("dim", getattr(leaf, "raw", "")) for leaf, _ in dims]
        rows = [values[start : start + _DIMENSIONS] for start in range(0, len(values), _DIMENSIONS)]
    params: Tree = [("shape", row) for row in rows[: len(tops)]]
    tree = [*head, *(("top", getattr(leaf, "raw", '""')) for leaf, _ in tops), ("input_param", params)]
    return style.indent + style.render("layer", tree, one_line=style.one_line) + style.newline


def _dims(text: str, shape: Node) -> Tree:
    parts = chunks(text, shape) if isinstance(shape, Block) else []
    return [(part.item.name, part.item.raw) for part in parts if isinstance(part.item, Field)]


def _commented(text: str, style: Style, tops: list[_Cut], shapes: list[_Cut], dims: list[_Cut]) -> str:
    """The text of the layer, each field with its comment."""
    head = _Lines(style, 1)
    head.field("name", style.quoted("input"))
    head.field("type", style.quoted("Input"))
    blobs = _Lines(style, 1)
    for leaf, each in tops:
        blobs.field("top", getattr(leaf, "raw", '""'), each)
    lines = _Lines(style, 1)
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
            for leaf, each in dims[_DIMENSIONS * n :][:_DIMENSIONS]:
                lines.field("dim", getattr(leaf, "raw", ""), each)
            lines.close()
    surplus = shapes[len(tops) :] + dims if shapes else dims[_DIMENSIONS * len(tops) :]
    lines.comments(all_comments(each for _, each in surplus))
    lines.close()
    order = style.ordered([("name", head.lines), ("top", blobs.lines)])
    parts = [line for _, part in order for line in part] + lines.lines
    first = style.indent + style.opening("layer", style.indent)
    return "".join(line + style.newline for line in (first, *parts, style.indent + "}"))


def _take_leading(text: str, items: list[Node], nodes: list[Node], extractions: list[Extraction]) -> None:
    """Comments on the lines between two neighbours belong to the second: they go with it."""
    followers = {id(one): two for one, two in pairwise(items)}
    for (one, before), (two, each) in pairwise(zip(nodes, extractions)):
        start, end = before.edit.end, each.edit.start
        if followers.get(id(one)) is two and start < end and before.own_line and each.own_line:
            each.leading = comments(text, start, end)
            each.edit = Edit(start, each.edit.end, "")


class _Lines:
    """Lines of a layer, from a level of indentation on."""

    def __init__(self, style: Style, depth: int) -> None:
        self.style = style
        self.depth = depth
        self.lines: list[str] = []

    def _add(self, line: str, comment: str = "") -> None:
        indent = self.style.indent + self.style.step * self.depth
        self.lines.append(f"{indent}{line}{comment if not comment or comment[0] in ' 	' else ' ' + comment}")

    def open(self, name: str) -> None:
        self._add(self.style.opening(name, self.style.indent + self.style.step * self.depth))
        self.depth += 1

    def close(self, comment: str = "") -> None:
        self.depth -= 1
        self._add("}", comment)

    def field(self, name: str, value: str, cut: Extraction | None = None) -> None:
        if cut is not None:
            self.comments(cut.leading)
        self._add(self.style.field(name, value), cut.comment if cut is not None else "")

    def comments(self, comments: list[str]) -> None:
        for comment in comments:
            self._add(comment)

    def shape(self, text: str, block: Block) -> None:
        """The fields of an input_shape, with the comments between them."""
        for chunk in chunks(text, block):
            self.comments(chunk.leading)
            if isinstance(chunk.item, Field):
                self._add(self.style.field(chunk.item.name, chunk.item.raw), chunk.trailing)
