"""Step 2 on the text: scale, mean_file, crop_size and mirror of V1's data layers go to transform_param."""

from __future__ import annotations

from bnlint.caffe.net.message import index
from bnlint.caffe.schema import legacy
from bnlint.prototxt.nodes import Block, Document, Field, leaves
from bnlint.prototxt.removal import remove
from bnlint.prototxt.style import Style, insert_into
from bnlint.text.edits import Edit
from bnlint.upgrade.rewrite.extraction import Taken, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node


def rewrite(document: Document, newline: str) -> list[Edit]:
    """The edits; every data layer gets both messages as soon as one needs the move, as in Caffe."""
    layers = [leaf for leaf in leaves(document.items) if leaf.name == "layers" and isinstance(leaf, Block)]
    found = [(layer, message) for layer in layers if (message := _message(layer)) is not None]
    if not any(_moving(layer, message) for layer, message in found):
        return []
    return sorted(edit for layer, message in found for edit in _layer(document.text, layer, message, newline))


def _message(layer: Block) -> str | None:
    for leaf in index(layer.items).get("type", ()):
        if isinstance(leaf, Field) and leaf.raw in legacy.transform_types:
            return legacy.transform_types[leaf.raw]
    return None


def _block(layer: Block, name: str) -> Block | None:
    return next((leaf for leaf in leaves(layer.items) if leaf.name == name and isinstance(leaf, Block)), None)


def _moving(layer: Block, message: str) -> list[Field]:
    block = _block(layer, message)
    if block is None:
        return []
    return [item for item in block.items if isinstance(item, Field) and item.name in legacy.transform_fields]


def _layer(text: str, layer: Block, message: str, newline: str) -> list[Edit]:
    source, target = _block(layer, message), _block(layer, "transform_param")
    moving = _moving(layer, message)
    edits: list[Edit] = []
    if source is None:
        edits.append(insert_into(text, layer, message, [], newline))
    taken = [take(text, field) for field in moving]
    edits += [each.edit for each in taken]
    if target is None:
        edits.append(_new_block(text, layer, source, moving, taken, newline))
        return edits
    written = {leaf.name: leaf for leaf in leaves(target.items)}
    replaced: list[Node] = [written[field.name] for field in moving if field.name in written]
    edits += remove(text, replaced, newline)
    if moving:
        edits += _into(text, target, moving, taken, newline)
    return edits


def _new_block(
    text: str, layer: Block, source: Block | None, moving: list[Field], taken: list[Taken], newline: str
) -> Edit:
    """A transform_param right before the message that the fields leave, or at the end of the layer."""
    style = Style(text, layer, newline)
    if source is None:
        return insert_into(text, layer, "transform_param", [], newline)
    lines = _lines(style.inner + style.step, style, moving, taken)
    if style.one_line:
        fields = " ".join(line.strip() for line in lines)
        return Edit(source.start, source.start, f"transform_param{style.brace}{{ {fields} }} ")
    new = newline.join([f"transform_param{style.brace}{{", *lines, f"{style.inner}}}"])
    return Edit(source.start, source.start, new + newline + style.inner)


def _into(text: str, target: Block, moving: list[Field], taken: list[Taken], newline: str) -> list[Edit]:
    """The fields before those of `target`; where these share one line, the comments go before it."""
    style = Style(text, target, newline)
    if target.items and not style.one_line:
        first = target.items[0]
        new = newline.join(_lines(style.inner, style, moving, taken)).lstrip()
        return [Edit(first.start, first.start, new + newline + style.inner)]
    fields = " ".join(f"{field.name}{style.colon}{field.raw}" for field in moving)
    edits = [Edit(target.body_start, target.body_start, f" {fields}" if target.items else f" {fields} ")]
    kept = [comment for each in taken for comment in (*each.inner, each.comment.strip()) if comment]
    if kept:
        before = "".join(comment + newline + style.indent for comment in kept)
        edits.insert(0, Edit(target.start, target.start, before))
    return edits


def _lines(indent: str, style: Style, moving: list[Field], taken: list[Taken]) -> list[str]:
    found = []
    for field, each in zip(moving, taken):
        found += [indent + comment for comment in each.inner]
        found.append(f"{indent}{field.name}{style.colon}{field.raw}{each.comment}")
    return found
