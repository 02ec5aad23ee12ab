"""Step 2 on the text: moves scale, mean_file, crop_size and mirror of V1's data layers into transform_param."""

from __future__ import annotations

from bnlint.caffe.net.message import fields_by_name
from bnlint.caffe.schema import legacy
from bnlint.prototxt.nodes import Block, Document, Field, leaves
from bnlint.prototxt.parser import parse
from bnlint.prototxt.removal import remove
from bnlint.prototxt.style import Style, insert_into
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.extraction import Extraction, all_comments, extract_all
from bnlint.upgrade.rewrite.plain import in_passes, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bnlint.prototxt.nodes import Node
    from bnlint.upgrade.rewrite.plain import Read


def rewrite(document: Document, newline: str, read: Read = parse) -> list[Edit]:
    """The edits; as in Caffe, every data layer gets both messages as soon as one layer needs the move."""
    return in_passes(document, newline, read, *spelled(_scope), _rewrite)


def _scope(document: Document) -> Iterator[tuple[list[Node], Collection[str]]]:
    yield document.items, ("layers",)
    for leaf in leaves(document.items):
        message = _message(leaf) if leaf.name == "layers" and isinstance(leaf, Block) else None
        if message is not None and isinstance(leaf, Block):
            yield leaf.items, (message, "transform_param")
            for name in (message, "transform_param"):
                block = _block(leaf, name)
                if block is not None:
                    yield block.items, legacy.transform_fields


def _rewrite(document: Document, newline: str) -> list[Edit]:
    blocks = [leaf for leaf in leaves(document.items) if leaf.name == "layers" and isinstance(leaf, Block)]
    layers = [(block, message) for block in blocks if (message := _message(block)) is not None]
    if not any(_to_move(block, message) for block, message in layers):
        return []
    return sorted(edit for block, message in layers for edit in _layer(document, block, message, newline))


def _message(layer: Block) -> str | None:
    """The name of the data layer's own message; None for other layers."""
    for leaf in fields_by_name(layer.items).get("type", ()):
        if isinstance(leaf, Field) and leaf.raw in legacy.transform_types:
            return legacy.transform_types[leaf.raw]
    return None


def _block(layer: Block, name: str) -> Block | None:
    return next((leaf for leaf in leaves(layer.items) if leaf.name == name and isinstance(leaf, Block)), None)


def _to_move(layer: Block, message: str) -> list[Field]:
    block = _block(layer, message)
    if block is None:
        return []
    return [item for item in block.items if isinstance(item, Field) and item.name in legacy.transform_fields]


def _layer(document: Document, layer: Block, message: str, newline: str) -> list[Edit]:
    text = document.text
    source, target = _block(layer, message), _block(layer, "transform_param")
    fields = _to_move(layer, message)
    edits: list[Edit] = []
    if source is None:
        edits.append(insert_into(document, layer, message, [], newline))
    extractions = extract_all(text, fields)
    edits += [each.edit for each in extractions]
    if target is None:
        edits.append(_new_block(document, layer, source, fields, extractions, newline))
        return edits
    written = {leaf.name: leaf for leaf in leaves(target.items)}
    replaced: list[Node] = [written[field.name] for field in fields if field.name in written]
    edits += remove(text, replaced, newline)
    if fields:
        edits += _into(document, target, fields, extractions, newline)
    return edits


def _new_block(
    document: Document,
    layer: Block,
    source: Block | None,
    fields: list[Field],
    extractions: list[Extraction],
    newline: str,
) -> Edit:
    """Inserts a transform_param right before the message that the fields leave, or at the end of the layer."""
    style = Style(document, layer, newline)
    if source is None:
        return insert_into(document, layer, "transform_param", [], newline)
    lines = _lines(style.inner + style.step, style, fields, extractions)
    if style.one_line:
        body = " ".join(line.strip() for line in lines)
        return Edit(source.start, source.start, f"transform_param{style.brace}{{ {body} }} ")
    new = newline.join([style.opening("transform_param", style.inner), *lines, f"{style.inner}}}"])
    return Edit(source.start, source.start, new + newline + style.inner)


def _into(
    document: Document, target: Block, fields: list[Field], extractions: list[Extraction], newline: str
) -> list[Edit]:
    """Inserts the fields at the start of `target`. If it is on one line, their comments go before it."""
    style = Style(document, target, newline)
    if target.items and not style.one_line:
        first = target.items[0]
        new = newline.join(_lines(style.inner, style, fields, extractions)).lstrip()
        return [Edit(first.start, first.start, new + newline + style.inner)]
    body = " ".join(f"{field.name}{style.colon}{field.raw}" for field in fields)
    edits = [Edit(target.body_start, target.body_start, f" {body}" if target.items else f" {body} ")]
    if kept := all_comments(extractions):
        before = "".join(comment + newline + style.indent for comment in kept)
        edits.insert(0, Edit(target.start, target.start, before))
    return edits


def _lines(indent: str, style: Style, fields: list[Field], extractions: list[Extraction]) -> list[str]:
    lines = []
    for field, each in zip(fields, extractions):
        lines += [indent + comment for comment in each.inner]
        lines.append(f"{indent}{field.name}{style.colon}{field.raw}{each.comment}")
    return lines
