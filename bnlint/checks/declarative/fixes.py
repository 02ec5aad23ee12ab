"""Makes the edits of a declarative fix: remove fields, set fields, insert a layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bnlint.checks.declarative.insertion import insertion
from bnlint.checks.declarative.template import template
from bnlint.checks.declarative.values import shown, steps_of
from bnlint.prototxt.nodes import Block, Field
from bnlint.prototxt.removal import remove, widened
from bnlint.prototxt.style import Style, insert_into
from bnlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.messages import MessageType, Schema
    from bnlint.checks.context import NetContext
    from bnlint.checks.declarative.conditions import Find, Scope
    from bnlint.checks.declarative.values import Step
    from bnlint.prototxt.nodes import Node
    from bnlint.prototxt.style import Tree

    #: (title, edits) of a fix for a layer.
    MakeFix = Callable[[Layer, Scope], tuple[str, list[Edit]]]
    #: Values to set in a message: (field, index) to a value, or to the values to set in that message.
    Wanted: TypeAlias = "dict[Step, object | Wanted]"


def fix_maker(data: dict[str, Any], neighbours: dict[str, Find]) -> MakeFix:
    """A function that makes the edits of a fix. There are none if the layer is in an old format, or
    if the text already is as it would be after the fix."""
    title = template(data["title"], neighbours)
    removed = [steps_of(path) for path in data.get("remove", ())]
    wanted = _nested(data.get("set", {}))
    insert = insertion(data["insert_after"], neighbours) if "insert_after" in data else None

    def compute(layer: Layer, scope: Scope) -> tuple[str, list[Edit]]:
        ctx = scope.ctx
        if layer.old_params is not None or layer.block.name != "layer":
            return "", []
        edits = _removed(ctx, layer.block, removed, collapse=not wanted) if removed else []
        if wanted:
            edits += _set(ctx, layer.block, wanted, layer.schema.messages["LayerParameter"], layer.schema)
        if insert is not None:
            edits.append(insert(layer, scope))
        return title(layer, scope), edits

    return compute


def _removed(ctx: NetContext, block: Block, paths: Sequence[list[Step]], collapse: bool) -> list[Edit]:
    """Edits that remove the fields at `paths` and, with `collapse`, messages that become empty."""
    nodes: list[Node] = []
    inside: list[tuple[Block, list[Step]]] = [(block, steps) for steps in paths]
    for parent, steps in inside:
        name, position = steps[0]
        items = [item for item in parent.items if item.name == name]
        items = items if position is None else items[position : position + 1]
        if len(steps) == 1:
            nodes += items
        inside += [(item, steps[1:]) for item in items if len(steps) > 1 and isinstance(item, Block)]
    return remove(ctx.text, widened(block.items, nodes, lambda _: collapse), ctx.source.newline)


def _nested(values: dict[str, object]) -> Wanted:
    """Paths and values as a tree."""
    tree: Wanted = {}
    for path, value in values.items():
        steps = steps_of(path)
        inner = tree
        for step in steps[:-1]:
            inner = inner.setdefault(step, {})  # type: ignore[assignment]
        inner[steps[-1]] = value
    return tree


def _set(ctx: NetContext, block: Block, wanted: Wanted, message: MessageType, schema: Schema) -> list[Edit]:
    """Edits that set the `wanted` values in a block: they replace present values or follow the last field."""
    edits: list[Edit] = []
    new: list[tuple[str, str | Tree]] = []
    style = Style(ctx.document, block, ctx.source.newline)
    for (name, position), value in sorted(wanted.items(), key=lambda item: item[0][1] or 0):
        declared = message.fields.get(name)
        if declared is None:
            return []
        written = [item for item in block.items if item.name == name and isinstance(item, (Block, Field))]
        index = len(written) - 1 if position is None else position
        if 0 <= index < len(written):
            item = written[index]
            if isinstance(value, dict) and isinstance(item, Block):
                edits += _set(ctx, item, value, schema.messages[declared.type], schema)
            elif isinstance(item, Field) and item.raw != (text := _written(value, declared.type, style)):
                edits.append(Edit(item.value_start, item.end, text))
            continue
        missing = 0 if position is None else position - len(written) - sum(1 for other, _ in new if other == name)
        new += [(name, []) for _ in range(missing)]
        new.append((name, _fresh(value, declared.type, style, schema)))
    inserted = [insert_into(ctx.document, block, name, value, ctx.source.newline) for name, value in new]
    if inserted:
        offset = inserted[0].start
        edits.append(Edit(offset, offset, "".join(edit.text for edit in inserted)))
    return edits


def _fresh(value: object, type_: str, style: Style, schema: Schema) -> str | Tree:
    """A new field: a value or a whole message."""
    if not isinstance(value, dict):
        return _written(value, type_, style)
    message = schema.messages[type_]
    return [
        (name, _fresh(inner, message.fields[name].type, style, schema))
        for (name, _), inner in value.items()
        if name in message.fields
    ]


def _written(value: object, type_: str, style: Style) -> str:
    text = shown(value)
    return style.quoted(text) if type_ in ("string", "bytes") else text
