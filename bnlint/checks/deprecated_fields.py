"""OLD109: deprecated fields of the current format, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe import BASE
from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import remove_from
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.removal import comments, remove
from bnlint.prototxt.style import Style
from bnlint.text.diagnostics import Diagnostic, Severity, listed
from bnlint.text.edits import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.messages import Schema
    from bnlint.prototxt.nodes import Leaf
    from bnlint.prototxt.style import Tree

_SIZES = ("num", "channels", "height", "width")
_AXES = 32  # Caffe refuses a concat_dim or slice_dim that is not less
_INFOGAIN = '!this->layer_param_.loss_param().has_normalize() normalize is deprecated. use "normalization"'


@net_rule("OLD109")
def deprecated_field(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD109: deprecated fields of the current format, unless the Caffe has nothing in their place."""
    for layer in ctx.where(_has_deprecated):
        groups: dict[tuple[int, str], list[tuple[Block, Leaf]]] = {}
        for block, leaf in _deprecated(layer):
            groups.setdefault((block.start, legacy.deprecated[block.name][leaf.name][0]), []).append((block, leaf))
        for (_, instead), fields in groups.items():
            block, leaf = fields[0]
            if not all(_has_field(caffe, block.name, instead) for caffe in (ctx.target, ctx.dialect)):
                continue
            if abort := _abort(ctx, layer, block, leaf):
                if ctx.views_of(layer):
                    yield ctx.report("OLD109", leaf, abort, severity=Severity.ERROR, tags=("deprecated",))
                continue
            message = _instead(ctx, layer, block, [each for _, each in fields], instead)
            fix = _fix(ctx, layer, block, [each for _, each in fields])
            severity = Severity.INFO if legacy.deprecated[block.name][leaf.name][1] else None  # Caffe reads it
            yield ctx.report("OLD109", leaf, message, fix, severity, tags=("deprecated",))


def _has_field(caffe: Schema, block: str, path: str) -> bool:
    """Whether a layer has the field ``axis`` in `block`, or ``transform_param.scale``."""
    name, _, field = path.rpartition(".")
    declared = caffe.messages["LayerParameter"].fields.get(name or block)
    return declared is not None and field in caffe.messages[declared.type].fields


def _abort(ctx: NetContext, layer: Layer, block: Block, leaf: Leaf) -> str:
    """The message if Caffe aborts because of the field; else empty."""
    if _has_both(layer, block, leaf.name):
        return _both(layer, block, leaf)
    if layer.type == "InfogainLoss" and leaf.name == "normalize" and _refuses_normalize(ctx):
        mode = _mode(layer, leaf)
        instead = f"normalization: {mode}" if mode else "normalization"
        aborts = f"Caffe aborts: Check failed: {_INFOGAIN}."
        return f"InfogainLoss '{layer.name}' does not accept normalize. {aborts} Use {instead}."
    return ""


def _refuses_normalize(ctx: NetContext) -> bool:
    """Whether InfogainLoss aborts on normalize, as since the pull request that gave it an axis (3855)."""
    return all(_has_field(caffe, "infogain_loss_param", "axis") for caffe in (ctx.target, ctx.dialect))


def _mode(layer: Layer, leaf: Leaf) -> str:
    """The normalization that a written `normalize` means; empty if it has no value."""
    value = layer.value("loss_param", leaf.name)
    return {True: "VALID", False: "BATCH_SIZE"}[value] if isinstance(value, bool) else ""


def _both(layer: Layer, block: Block, leaf: Leaf) -> str:
    failed = f"!({block.name}.has_axis() && {block.name}.has_{leaf.name}())"
    return (
        f"layer '{layer.name}' has both {block.name}.{leaf.name} and {block.name}.axis. Caffe aborts: Check failed: "
        f"{failed} Either axis or {leaf.name} should be specified; not both. Remove {leaf.name}."
    )


def _instead(ctx: NetContext, layer: Layer, block: Block, fields: list[Leaf], instead: str) -> str:
    """What is deprecated, what Caffe does with it, and what to write."""
    names = list(dict.fromkeys(leaf.name for leaf in fields))
    are, them = ("is", "it") if len(names) == 1 else ("are", "them")
    what = f"{block.name}.{names[0]}" if len(names) == 1 else f"{listed(names)} in {block.name}"
    deprecated = f"{what} of layer '{layer.name}' {are} deprecated"
    if names == ["normalize"]:
        if any(leaf.name == instead for leaf in leaves(block.items)):
            return f"{deprecated}, and Caffe silently ignores it, because {instead} is there too: remove it"
        mode = _mode(layer, fields[0])
        if mode and mode == _default_mode(ctx, layer):
            return f"{deprecated}, though Caffe still reads it. Remove it: {mode} is the default of {layer.type}"
        instead += f": {mode}" if mode else ""
    read = legacy.deprecated[block.name][names[0]][1]
    return f"{deprecated}, {'though Caffe still reads' if read else 'and Caffe silently ignores'} {them}: use {instead}"


def _has_both(layer: Layer, block: Block, name: str) -> bool:
    """Whether a Concat or Slice has its axis under the old name and under the new one."""
    own = (layer.type, name) in (("Concat", "concat_dim"), ("Slice", "slice_dim"))
    return own and any(leaf.name == "axis" for leaf in leaves(block.items))


@memoized_by_content
def _has_deprecated(layer: Layer, target: Schema) -> bool:
    return any(_deprecated(layer))


def _deprecated(layer: Layer) -> Iterator[tuple[Block, Leaf]]:
    """The deprecated fields in the messages that the layer reads, as far as that is known."""
    known = layer_type(layer.type) if layer.block.name == "layer" else None
    if known is None:
        return
    for name in legacy.deprecated.keys() & layer.fields.keys() & set(known.params):
        block = layer.message_.block_of(name)
        for leaf in leaves(block.items) if block is not None else ():
            if leaf.name in legacy.deprecated[name]:
                yield block, leaf  # type: ignore[misc]


# ---- the fix


def _fix(ctx: NetContext, layer: Layer, block: Block, fields: list[Leaf]) -> Fix | None:
    """What stands in place of the fields, where Caffe certainly makes the same of it."""
    names = list(dict.fromkeys(leaf.name for leaf in fields))
    if ctx.origin.private or ctx.schema_errors or any(leaf not in block.items for leaf in fields):
        return None
    if names in (["concat_dim"], ["slice_dim"]):
        return _renamed(ctx, layer, block, fields)
    if names == ["normalize"]:
        return _normalization(ctx, layer, block, fields)
    return _shapes(ctx, layer, block, fields) if block.name == "dummy_data_param" else None


def _renamed(ctx: NetContext, layer: Layer, block: Block, fields: list[Leaf]) -> Fix | None:
    (leaf, *others), old = fields, fields[0].name
    value = layer.value(block.name, old)
    own = (layer.type, old) in (("Concat", "concat_dim"), ("Slice", "slice_dim"))
    if others or not own or not isinstance(value, int) or value >= _AXES:
        return None
    return ctx.fix("OLD109", f"Rename {old} to axis", [Edit(leaf.start, leaf.start + len(old), "axis")])


def _default_mode(ctx: NetContext, layer: Layer) -> str:
    """The normalization of a loss that has none written; empty if it is not certain that it reads one at all."""
    mode = legacy.loss_normalizations.get(layer.type, "")
    for caffe in (ctx.target, ctx.dialect):
        field = caffe.messages["LossParameter"].fields.get("normalization")
        if field is None or field.default != "VALID":
            return ""
        if layer.type != "SoftmaxWithLoss" and caffe.name != BASE:
            return ""  # it is not known since when the other losses read it
    return mode


def _normalization(ctx: NetContext, layer: Layer, block: Block, fields: list[Leaf]) -> Fix | None:
    (leaf, *others), default, mode = fields, _default_mode(ctx, layer), _mode(layer, fields[0])
    if others or not default or not mode:
        return None
    is_ignored = any(each.name == "normalization" for each in leaves(block.items))
    if is_ignored or mode == default:
        return ctx.fix("OLD109", "Remove normalize", lambda: remove_from(ctx, layer.block, [leaf]))
    edit = Edit(leaf.start, leaf.end, f"normalization: {mode}")
    return ctx.fix("OLD109", f"Replace normalize with normalization: {mode}", [edit])


def _shapes(ctx: NetContext, layer: Layer, block: Block, fields: list[Leaf]) -> Fix | None:
    """A shape for all tops, or one for each; none if a comment is among the fields, because it is about one of them."""
    columns = [[leaf.raw for leaf in fields if leaf.name == name and isinstance(leaf, Field)] for name in _SIZES]
    counts = {len(column) for column in columns}
    if not counts <= {1, len(layer.tops)} or not all(raw.isdecimal() for column in columns for raw in column):
        return None
    start, end = fields[0].start, fields[-1].end
    between = [item for item in block.items if start < item.start < end and item not in fields]
    if between or comments(ctx.text, start, block.end) or not fields[0].start < end:
        return None
    rows: list[Tree] = [
        [("dim", column[number if len(column) > 1 else 0]) for column in columns] for number in range(max(counts))
    ]

    def edits() -> list[Edit]:
        style = Style(ctx.document, block, ctx.source.newline)
        shapes = [style.render("shape", row, style.inner, one_line=True) for row in rows]
        separator = " " if style.one_line else ctx.source.newline + style.inner
        first, *others = fields
        return [Edit(first.start, first.end, separator.join(shapes)), *remove(ctx.text, others, ctx.source.newline)]

    return ctx.fix("OLD109", "Replace num, channels, height and width with shape", edits)
