"""Makes the edit that inserts a layer after another, from a template, in the style of the text."""

from __future__ import annotations

from collections.abc import Callable

from bnlint.checks.declarative.template import template
from bnlint.checks.layer_edits import free_name, insert_layer, state_rules
from bnlint.prototxt.style import Style
from bnlint.prototxt.values import string
from bnlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.checks.declarative.conditions import Find, Scope
    from bnlint.prototxt.style import Tree

    Insert = Callable[[Layer, Scope], Edit]

_STATE_RULES = ("include", "exclude")


def insertion(tree: Tree, neighbours: dict[str, Find]) -> Insert:
    """A function that makes the edit. The new layer gets a unique name, and exists in the same states as the
    layer before it, unless the template has rules of its own."""
    has_rules = any(name in _STATE_RULES for name, _ in tree)

    def made(layer: Layer, scope: Scope) -> Edit:
        ctx = scope.ctx
        style = Style(ctx.document, layer.block, ctx.source.newline)
        filled = _filled(tree, neighbours, layer, scope, style)
        taken = {other.name for other in ctx.net.layers}
        fields = [(name, _new_name(value, taken, style) if name == "name" else value) for name, value in filled]
        if not has_rules:
            first_block = next((n for n, (_, value) in enumerate(fields) if not isinstance(value, str)), len(fields))
            fields[first_block:first_block] = state_rules(layer)
        return insert_layer(ctx, layer, fields)

    return made


def _filled(tree: Tree, neighbours: dict[str, Find], layer: Layer, scope: Scope, style: Style) -> Tree:
    """The tree with its templates filled, its strings in the quotes of the text."""
    filled: Tree = []
    for name, value in tree:
        if not isinstance(value, str):
            filled.append((name, _filled(value, neighbours, layer, scope, style)))
            continue
        text = string(value)
        fill = template(value if text is None else text, neighbours)(layer, scope)
        filled.append((name, fill if text is None else style.quoted(fill)))
    return filled


def _new_name(value: str | Tree, taken: set[str], style: Style) -> str:
    """A unique name in quotes: `value`, with a number if it is taken."""
    return style.quoted(free_name((string(value) if isinstance(value, str) else "") or "", taken))
