"""Step 3 on the text: `layers` becomes `layer`, types become strings, rates and blob names become `param` blocks."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest

from bnlint.caffe.net.message import fields_by_name
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.messages import schema
from bnlint.prototxt.nodes import Block, Document, Field, leaves
from bnlint.prototxt.parser import parse
from bnlint.prototxt.style import Style
from bnlint.prototxt.values import integer
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.extraction import Extraction, all_comments, extract_all
from bnlint.upgrade.rewrite.plain import in_passes, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bnlint.caffe.schema.messages import Schema
    from bnlint.prototxt.nodes import Node
    from bnlint.upgrade.rewrite.plain import Read

    Row = list[tuple[str, str, str]]  # name, value as written, comment

# The order in which a `param` is usually written.
_ORDER = ("name", "share_mode", "lr_mult", "decay_mult")


def rewrite(document: Document, newline: str, read: Read = parse, caffe: Schema | None = None) -> list[Edit]:
    """The edits that turn each V1 `layers` into a `layer`, as `caffe` reads them (None: BVLC Caffe 1.0)."""
    known = caffe or schema()
    return in_passes(document, newline, read, *spelled(_scope), partial(_rewrite, caffe=known))


def _scope(document: Document) -> Iterator[tuple[list[Node], Collection[str]]]:
    yield document.items, ("layers",)
    for leaf in leaves(document.items):
        if leaf.name == "layers" and isinstance(leaf, Block):
            yield leaf.items, legacy.v1_params


def _rewrite(document: Document, newline: str, caffe: Schema) -> list[Edit]:
    edits: list[Edit] = []
    for item in document.items:
        if item.name != "layers":
            continue
        edits.append(Edit(item.start, item.start + len("layers"), "layer"))
        if isinstance(item, Block):
            edits += _layer(document, item, newline, caffe)
    return sorted(edits)


def _layer(document: Document, block: Block, newline: str, caffe: Schema) -> list[Edit]:
    style = Style(document, block, newline)
    edits = [
        Edit(leaf.value_start, leaf.end, style.quoted(_type(leaf.raw, caffe)))
        for leaf in fields_by_name(block.items).get("type", ())
        if isinstance(leaf, Field)
    ]
    nodes: list[Node] = [item for item in block.items if item.name in legacy.v1_params and not isinstance(item, Block)]
    if nodes:
        edits += _params(document.text, style, nodes)
    return edits


def _type(raw: str, caffe: Schema) -> str:
    """Today's type for an enum as written; one that the Caffe does not know stays as it is."""
    name = raw
    number = integer(raw)
    if number is not None:
        values = caffe.enums["V1LayerParameter.LayerType"].items()
        name = next((value for value, code in values if code == number), raw)
    type_ = legacy.v2_type_of_v1(name, caffe.v1_types)
    return name.strip("\"'") if type_ is None else type_


def _params(text: str, style: Style, nodes: list[Node]) -> list[Edit]:
    """Replaces the fields by `param` blocks where the first field was. Comments stay with their values."""
    extractions = extract_all(text, nodes)
    columns: dict[str, list[tuple[str, str]]] = {}
    for node, each in zip(nodes, extractions):
        if isinstance(node, Field):
            columns.setdefault(legacy.v1_params[node.name], []).append((node.raw, each.comment))
    names = [name for name in _ORDER if name in columns]
    rows = [
        [(name, *cell) for name, cell in zip(names, row) if cell is not None]
        for row in zip_longest(*(columns[name] for name in names))
    ]
    first = extractions[0]
    new = (_own_lines if first.own_line else _in_line)(text, style, rows, extractions)
    return [Edit(first.edit.start, first.edit.end, new), *(each.edit for each in extractions[1:])]


def _own_lines(text: str, style: Style, rows: list[Row], extractions: list[Extraction]) -> str:
    inner, step, end = style.inner, style.step, style.newline
    lines = [inner + comment for each in extractions for comment in each.inner]
    for row in rows:
        if not any(comment for _, _, comment in row):
            lines.append(inner + style.inside("param", [(name, raw) for name, raw, _ in row]))
            continue
        lines.append(inner + style.opening("param", inner))
        lines += [f"{inner}{step}{name}{style.colon}{raw}{comment}" for name, raw, comment in row]
        lines.append(f"{inner}}}")
    return end.join(lines) + end


def _in_line(text: str, style: Style, rows: list[Row], extractions: list[Extraction]) -> str:
    blocks = [style.inside("param", [(name, raw) for name, raw, _ in row], one_line=True) for row in rows]
    start = extractions[0].edit.start
    space = "" if start == 0 or text[start - 1].isspace() else " "
    kept = "".join(f" {comment}{style.newline}{style.inner}" for comment in all_comments(extractions))
    return space + " ".join(blocks) + kept
