"""Hover: a field's declaration and meaning; a layer's type, blobs and states; the page of a rule that is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bnlint.caffe.graph.gradient import blobs_of
from bnlint.caffe.net.view import Layer
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.state import describe
from bnlint.lsp import hints, markdown
from bnlint.lsp.open_file import OpenFile
from bnlint.prototxt.nodes import Field
from bnlint.rules import catalog

if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf

_RULE = re.compile(r"[A-Z]{2,}[0-9]{3}")
_LAYERS = ("layer", "layers")


def hover(file: OpenFile, offset: int) -> tuple[str, int, int] | None:
    """What is known about the thing at `offset`, as Markdown, and where the thing is."""
    return _rule_at(file, offset) or _node_at(file, offset)


def _rule_at(file: OpenFile, offset: int) -> tuple[str, int, int] | None:
    """The page of a rule whose id stands at `offset`, in a comment as anywhere else."""
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
    in_layer = len(path) == 2 and names[0] in _LAYERS and names[1] in ("name", "type") and isinstance(leaf, Field)
    if (len(path) == 1 and leaf.name in _LAYERS) or (in_layer and offset > leaf.start + len(leaf.name)):
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
    """What Caffe makes of the layer in `block`."""
    layer = next((each for each in file.net.layers if each.block is block), None) if file.net is not None else None
    if layer is None:
        return "A layer."
    parts = [f"**{layer.name or '(no name)'}** · {layer.type or '(no type)'}"]
    if text := markdown.of_type(layer.type, file.dialect):
        parts.append(text)
    parts.append("\n".join(_facts(file, layer)))
    return "\n\n".join(parts)


def _facts(file: OpenFile, layer: Layer) -> list[str]:
    """Bottoms, tops, learnable blobs and states, a line each."""
    assert file.net is not None
    blobs = blobs_of(layer) if layer_type(layer.type) is not None else None
    states = hints.states_of(file.net)
    here = [describe(state) for state in states if layer.exists_in(state)]
    lines = [
        f"- reads {_names(layer.bottoms)}; makes {_names(layer.tops)}" + (", in place" if layer.in_place() else ""),
    ]
    if blobs is not None:
        params = f"; `param` blocks: {len(layer.params)}" if layer.params else ""
        lines.append(f"- learnable blobs: {blobs}{params}")
    lines.append(f"- exists in {', '.join(here) if here else 'no state'}")
    return lines


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"
