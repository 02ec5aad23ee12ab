"""Hover: a field's declaration and meaning; a layer's type, blobs and states; the page of a rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bnlint.caffe.graph.gradient import blobs_of
from bnlint.caffe.net.layers import Layer, Net
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.lsp import hints, markdown
from bnlint.lsp.open_file import LAYER_BLOCKS, OpenFile
from bnlint.prototxt.nodes import Field
from bnlint.report.origins import explanation
from bnlint.rules import catalog

if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf

_RULE = re.compile(r"[A-Z]{2,}[0-9]{3}")


def hover(file: OpenFile, offset: int) -> tuple[str, int, int] | None:
    """(Markdown about the rule id, field or layer at `offset`, its start, its end); None for anything else."""
    return _rule_at(file, offset) or _node_at(file, offset)


def _rule_at(file: OpenFile, offset: int) -> tuple[str, int, int] | None:
    """The page of the rule whose id is at `offset`, in a comment or anywhere else."""
    line = file.text.rfind("\n", 0, offset) + 1
    end = file.text.find("\n", offset)
    for match in _RULE.finditer(file.text, line, len(file.text) if end < 0 else end):
        folders = file.settings.rules
        if match.start() <= offset <= match.end() and match[0] in catalog.known(folders):
            return markdown.of_rule(match[0], folders), match.start(), match.end()
    return None


def _node_at(file: OpenFile, offset: int) -> tuple[str, int, int] | None:
    path = file.path_at(offset)
    while path and not path[-1].name:
        path.pop()
    if not path:
        return None
    leaf = path[-1]
    names = [each.name for each in path]
    in_layer = len(path) == 2 and names[0] in LAYER_BLOCKS and names[1] in ("name", "type") and isinstance(leaf, Field)
    if (len(path) == 1 and leaf.name in LAYER_BLOCKS) or (in_layer and offset > leaf.start + len(leaf.name)):
        start, end = _name_span(leaf) if len(path) == 1 else (leaf.start, leaf.end)
        return (_layer(file, path[0]), start, end) if start <= offset <= end else None
    message = file.message_of(names[:-1])
    if message is None:
        return None
    start, end = (leaf.start, leaf.end) if isinstance(leaf, Field) else _name_span(leaf)
    if not start <= offset <= end:
        return None
    field = message.fields.get(leaf.name)
    if field is None:
        return markdown.of_unknown_field(message, leaf.name), start, end
    return markdown.of_field(file.schema, message, field), start, end


def _name_span(leaf: Leaf) -> tuple[int, int]:
    return leaf.start, leaf.start + len(leaf.name)


def _layer(file: OpenFile, block: Leaf) -> str:
    """The layer in `block`: its type, blobs and states."""
    net = file.net
    layer = next((each for each in net.layers if each.block is block), None) if net is not None else None
    if net is None or layer is None:
        return "A layer."
    parts = [f"**{layer.name or '(no name)'}** · {layer.type or '(no type)'}"]
    if text := markdown.of_type(layer.type, file.dialect):
        parts.append(text)
    parts.append("\n".join(_facts(file, net, layer)))
    if file.is_linted:
        parts.append(f"This file is {explanation(file.result.origin)}.")
    return "\n\n".join(parts)


def _facts(file: OpenFile, net: Net, layer: Layer) -> list[str]:
    """Bottoms, tops, learnable blobs and states, a line each."""
    blobs = blobs_of(layer) if layer_type(layer.type) is not None else None
    in_place = ", in place" if layer.in_place() else ""
    lines = [f"- reads {_names(layer.bottoms)}; writes {_names(layer.tops)}{in_place}"]
    if blobs is not None:
        params = f"; `param` blocks: {len(layer.params)}" if layer.params else ""
        lines.append(f"- learnable blobs: {blobs}{params}")
    lines.append(f"- {hints.existence(net, layer, file.states)}")
    return lines


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"
