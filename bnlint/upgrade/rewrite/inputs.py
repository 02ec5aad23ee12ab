"""Step 4 on the text: `input` fields become an Input layer before the first layer."""

from __future__ import annotations

from bnlint.caffe.net.message import index
from bnlint.prototxt.nodes import Block, Document, Field, ListField
from bnlint.prototxt.removal import comments, line_start
from bnlint.prototxt.style import Style
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.extraction import Taken, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf, Node

_FIELDS = ("input", "input_dim", "input_shape")


def rewrite(document: Document, newline: str) -> list[Edit]:
    """The edits that put an Input layer where the first of the fields stood, or before the first layer.

    Surplus dimensions go, as in Caffe; where there is no shape at all, the inputs just go.
    """
    text = document.text
    nodes = [item for item in document.items if item.name in _FIELDS]
    taken = {id(node): take(text, node) for node in nodes}
    if not any(node.name == "input" for node in nodes):
        return []
    edits = [taken[id(node)].edit for node in nodes]
    fields = index(document.items)
    if not (fields.get("input_shape") or fields.get("input_dim")):
        kept = [c for node in nodes for c in (*taken[id(node)].inner, taken[id(node)].comment.strip()) if c]
        first = edits[0]
        return [Edit(first.start, first.end, "".join(c + newline for c in kept)), *edits[1:]]
    layers = [item for item in document.items if item.name == "layer"]
    style = _style(text, layers, newline)
    new = _layer(text, style, nodes, taken)
    place = nodes[0]
    if not layers or layers[0].start > place.start:
        first = taken[id(place)].edit
        lead = "" if taken[id(place)].own_line else newline
        rest = [edit for edit in edits if edit is not first]
        return sorted([Edit(first.start, first.end, lead + new), *rest])
    begin = _above_comments(text, line_start(text, layers[0].start))
    return sorted([*edits, Edit(begin, begin, new)])


def _above_comments(text: str, begin: int) -> int:
    """The start of the comments right above the line at `begin`; `begin` itself where they start the file."""
    at = begin
    while at:
        above = line_start(text, at - 2 if text.endswith("\r\n", 0, at) else at - 1)
        if not text[above:at].lstrip().startswith("#"):
            return at
        at = above
    return begin


def _style(text: str, layers: list[Node], newline: str) -> Style:
    block = layers[0] if layers else None
    if isinstance(block, ListField):
        block = block.items[0] if block.items else None
    if not isinstance(block, Block):
        block = Block("layer", 0, 0)
    return Style(text, block, newline)


def _layer(text: str, style: Style, nodes: list[Node], taken: dict[int, Taken]) -> str:
    """The text of the layer, with the comment of each field by what became of it."""
    lines = _Lines(style)
    tops = _leaves(nodes, "input", taken)
    shapes = _leaves(nodes, "input_shape", taken)
    dims = _leaves(nodes, "input_dim", taken)
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
    used = shapes[len(tops) :] if shapes else dims[4 * len(tops) :]
    spare = used + (dims if shapes else [])
    lines.remarks([comment.strip() for _, comment in spare if comment])
    lines.close()
    lines.close()
    return lines.text()


def _leaves(nodes: list[Node], name: str, taken: dict[int, Taken]) -> list[tuple[Leaf, str]]:
    """The leaves of the fields `name`, each with the comment behind it."""
    found: list[tuple[Leaf, str]] = []
    for node in nodes:
        if node.name != name:
            continue
        each = taken[id(node)]
        comment = each.comment
        if isinstance(node, ListField):
            leaves = list(node.items)
            inner = " ".join(each.inner)
            found += [(leaf, "") for leaf in leaves[:-1]]
            found += [(leaf, (comment or "") + (f" {inner}" if inner else "")) for leaf in leaves[-1:]]
        elif isinstance(node, (Block, Field)):
            extra = "" if isinstance(node, Block) else "".join(f" {c}" for c in each.inner)
            found.append((node, comment + extra))
    return found


class _Lines:
    """Collects the lines of a layer; in one line where the file writes its layers so and no comment forbids it."""

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

    def remarks(self, found: list[str]) -> None:
        for comment in found:
            self.commented = True
            self._add(comment)

    def shape(self, text: str, block: Block) -> None:
        """The fields of an input_shape, with the comments among them."""
        at = block.body_start
        for item in block.items:
            self.remarks(comments(text, at, item.start))
            leaves = item.items if isinstance(item, ListField) else [item]
            for leaf in leaves:
                if isinstance(leaf, Field):
                    self.field(leaf.name, leaf.raw)
            if isinstance(item, ListField):
                self.remarks(comments(text, item.start, item.end))
            at = item.end
        self.remarks(comments(text, at, block.body_end))

    def text(self) -> str:
        if self.style.one_line and not self.commented:
            return self.style.indent + " ".join(line.strip() for line in self.lines) + self.style.newline
        return self.style.newline.join(self.lines) + self.style.newline
