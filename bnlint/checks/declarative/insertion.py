"""Makes the edit that inserts a layer behind another, from a template, in the style of the text."""

from __future__ import annotations

from collections.abc import Callable

from bnlint.checks.declarative.template import template
from bnlint.prototxt.nodes import Block, leaves
from bnlint.prototxt.style import Style
from bnlint.prototxt.values import string
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.view import Layer
    from bnlint.checks.declarative.conditions import Find, Place
    from bnlint.prototxt.style import Tree

    Insert = Callable[[Layer, Place], Edit]

_GUARDS = ("include", "exclude")
_TO_LINE_END = lazy(r"[ \t]*[;,]?[ \t]*(?:#[^\n\r]*)?(?=\r|\n|\Z)")
_EMPTY_LINE = lazy(r"\n[ \t]*\r?\n")


def insert_behind(tree: Tree, neighbours: dict[str, Find]) -> Insert:
    """A function that makes the edit. The new layer's name is one that no other layer has, and it exists in the
    states in which the layer before it does, unless the template says otherwise."""
    own_guards = any(name in _GUARDS for name, _ in tree)

    def made(layer: Layer, place: Place) -> Edit:
        ctx = place.ctx
        style = Style(ctx.text, layer.block, ctx.source.newline)
        filled = _filled(tree, neighbours, layer, place, style)
        taken = {other.name for other in ctx.net.layers}
        fields = [(name, _free(value, taken, style) if name == "name" else value) for name, value in filled]
        if not own_guards:
            at = next((n for n, (_, value) in enumerate(fields) if not isinstance(value, str)), len(fields))
            fields[at:at] = _guards(layer)
        return _behind(layer, place, style, style.render(layer.block.name, fields))

    return made


def _filled(tree: Tree, neighbours: dict[str, Find], layer: Layer, place: Place, style: Style) -> Tree:
    """The tree with its templates filled, its strings in the quotes of the text."""
    filled: Tree = []
    for name, value in tree:
        if not isinstance(value, str):
            filled.append((name, _filled(value, neighbours, layer, place, style)))
            continue
        text = string(value)
        fill = template(value if text is None else text, neighbours)(layer, place)
        filled.append((name, fill if text is None else style.quoted(fill)))
    return filled


def _free(value: str | Tree, taken: set[str], style: Style) -> str | Tree:
    """A name in quotes that no layer has: `value`, or with a number behind it."""
    base = (string(value) if isinstance(value, str) else "") or ""
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}{count}"
    return style.quoted(name)


def _guards(layer: Layer) -> Tree:
    blocks = [leaf for name in _GUARDS for leaf in layer.fields.get(name, ()) if type(leaf) is Block]
    return [(block.name, _tree(block)) for block in sorted(blocks, key=lambda block: block.start)]


def _tree(block: Block) -> Tree:
    return [(leaf.name, _tree(leaf) if isinstance(leaf, Block) else leaf.raw) for leaf in leaves(block.items)]


def _behind(layer: Layer, place: Place, style: Style, new: str) -> Edit:
    """The edit that puts the text of a layer behind another: with an empty line where the text has them."""
    text, end, newline = place.ctx.text, layer.block.end, style.newline
    rest = _TO_LINE_END.match(text, end)
    if rest is None:
        return Edit(end, end, " " + new if style.one_line else newline + new)
    layers = place.ctx.net.layers
    first, second = (layer.index - 1, layer.index) if layer.index else (0, 1)
    spaced = second < len(layers) and bool(
        _EMPTY_LINE.search(text, layers[first].block.end, layers[second].block.start)
    )
    lead = newline * (2 if spaced else 1)
    return Edit(rest.end(), rest.end(), lead + (style.indent + new if style.one_line else new))
