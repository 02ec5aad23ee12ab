"""OLD101-109: old formats that Caffe upgrades at every load; reported once per file, fixed by steps of the upgrade."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.message import index
from bnlint.caffe.schema import legacy
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.registry import net_rule, solver_rule
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Edit, Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.messages import Schema
    from bnlint.prototxt.nodes import Leaf

_DIMENSIONS = 4


def _old(ctx: NetContext) -> list[Block]:
    return [leaf for leaf in ctx.net.top.fields.get("layers", ()) if isinstance(leaf, Block)]


def _v0(ctx: NetContext) -> list[Block]:
    layers = _old(ctx)
    if not layers:
        return []
    from bnlint.caffe.net import v0

    return [block for block in layers if v0.connects(block)]


def _head(block: Block) -> Span:
    return Span(block.start, block.body_start)


def _fix(file: FileContext, rule: str, title: str, *steps: str, ready: bool = True) -> Fix | None:
    """Steps of the upgrade as a fix, whose edits are computed on demand and do not overlap.

    None if something else must be fixed first: a file is upgraded as a whole or not at all.
    """
    if not ready or file.document.faults:
        return None

    def make() -> list[Edit]:
        from bnlint.upgrade.rewrite.steps import STEPS

        return [edit for step in steps for edit in STEPS[step](file.document, file.source.newline)]

    return file.fix(rule, title, make)


@net_rule("OLD101")
def v0_layers(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD101: the format of 2013."""
    layers = _v0(ctx)
    if layers and "layers" in ctx.target.messages["NetParameter"].fields:
        message = (
            f"{len(_old(ctx))} layers are in the format of 2013 (V0): Caffe upgrades them at every load, and drops "
            "without a word what it does not carry over"
        )
        fix = _fix(ctx, "OLD101", "Upgrade to V1 layers, as the first step", "V0 layers", ready=_upgrades(ctx))
        yield ctx.report("OLD101", _head(layers[0]), message, fix)


def _upgrades(ctx: NetContext) -> bool:
    """Whether Caffe's upgrade gets through: known types, and bottoms that an input or an earlier layer makes."""
    known = {string(leaf.raw) for leaf in ctx.net.top.fields.get("input", ()) if isinstance(leaf, Field)}
    types = {*legacy.v0_types, "padding"}
    for block in _old(ctx):
        for leaf in leaves(block.items):
            if leaf.name == "bottom" and isinstance(leaf, Field) and string(leaf.raw) not in known:
                return False
            if leaf.name == "layer" and isinstance(leaf, Block):
                inner = index(leaf.items).get("type", ())
                if not types.issuperset(string(each.raw) for each in inner if isinstance(each, Field)):
                    return False
        known.update(string(leaf.raw) for leaf in leaves(block.items) if leaf.name == "top" and isinstance(leaf, Field))
    return True


@net_rule("OLD102")
def v1_layers(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD102: the format of 2014, unless the target knows no other."""
    layers = _old(ctx)
    if layers and not _v0(ctx) and not ctx.net.top.fields.get("layer") and _has_layer(ctx):
        message = f"{len(layers)} layers are in the format of 2014 (V1): Caffe upgrades them at every load"
        fix = _fix(
            ctx, "OLD102", "Upgrade layers to layer", "data transformation fields", "V1 layers", ready=_known(ctx)
        )
        yield ctx.report("OLD102", _head(layers[0]), message, fix)


def _has_layer(ctx: NetContext) -> bool:
    return "layer" in ctx.target.messages["NetParameter"].fields


def _known(ctx: NetContext) -> bool:
    """Whether today's name of every V1 type is known."""
    for block in _old(ctx):
        for leaf in leaves(block.items):
            by_name = leaf.name == "type" and isinstance(leaf, Field) and not leaf.raw[0].isdigit()
            if by_name and leaf.raw not in legacy.v1_types:  # type: ignore[union-attr]
                return False
    return True


@net_rule("OLD103")
def mixed_layers(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD103: both formats in one file, which Caffe refuses."""
    old, new = _old(ctx), ctx.net.top.fields.get("layer")
    if old and new and not _v0(ctx):
        message = (
            "the file has both layer and layers. Caffe aborts: Refusing to upgrade inconsistent NetParameter input; "
            "the definition includes both 'layer' and 'layers' fields."
        )
        fix = _fix(
            ctx, "OLD103", "Upgrade layers to layer", "data transformation fields", "V1 layers", ready=_known(ctx)
        )
        yield ctx.report("OLD103", _head(old[0]), message, fix)


@net_rule("OLD104")
def input_fields(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD104: `input` instead of an Input layer, in a Caffe that has one."""
    inputs = ctx.net.top.fields.get("input")
    if not inputs or not all("input_param" in s.messages["LayerParameter"].fields for s in (ctx.target, ctx.dialect)):
        return
    ready = not _old(ctx) and _shapes_fit(ctx)
    fix = _fix(ctx, "OLD104", "Make an Input layer of the input fields", "input fields", ready=ready)
    message = "input fields are the old way to feed a net: Caffe makes an Input layer of them at every load"
    yield ctx.report("OLD104", inputs[0], message, fix)


def _counts(ctx: NetContext) -> tuple[int, int, int]:
    fields = ctx.net.top.fields
    inputs, shapes, dims = (len(fields.get(name, ())) for name in ("input", "input_shape", "input_dim"))
    return inputs, shapes, dims


def _shapes_fit(ctx: NetContext) -> bool:
    inputs, shapes, dims = _counts(ctx)
    return shapes >= inputs if shapes else not dims or dims >= _DIMENSIONS * inputs


@net_rule("OLD105")
def input_dims_count(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD105: fewer shapes or dimensions than the inputs ask for, or more."""
    inputs, shapes, dims = _counts(ctx)
    if not inputs or not (shapes or dims):
        return
    needed, given, name = (inputs, shapes, "input_shape") if shapes else (inputs * _DIMENSIONS, dims, "input_dim")
    if given == needed:
        return
    nodes = ctx.net.top.fields[name]
    few = given < needed
    does = "reads beyond their end" if few else "silently drops the rest"
    message = f"{inputs} input need {needed} {name}, there are {given}: Caffe {does}"
    yield ctx.report("OLD105", nodes[-1], message, severity=None if few else Severity.WARNING)


@net_rule("OLD106")
def data_transform_fields(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD106: transformations in the data layer's own message, in a V1 net."""
    moved: list[Leaf] = []
    for block in _old(ctx):
        fields = {leaf.name: leaf for leaf in leaves(block.items)}
        type_ = fields.get("type")
        name = legacy.transform_types.get(type_.raw, "") if isinstance(type_, Field) else ""
        message_block = fields.get(name)
        if isinstance(message_block, Block):
            moved += [leaf for leaf in leaves(message_block.items) if leaf.name in legacy.transform_fields]
    if moved:
        message = (
            f"{moved[0].name} belongs into transform_param today: Caffe moves "
            f"{'it' if len(moved) == 1 else f'this and {len(moved) - 1} more'} at every load"
        )
        fix = _fix(ctx, "OLD106", "Move them to transform_param", "data transformation fields", ready=_known(ctx))
        yield ctx.report("OLD106", moved[0], message, fix)


@solver_rule("OLD107")
def solver_type_enum(file: FileContext) -> Iterator[Diagnostic]:
    """OLD107: the solver's type as an enum."""
    written = [leaf for leaf in leaves(file.document.items) if leaf.name == "solver_type"]
    both = any(leaf.name == "type" for leaf in leaves(file.document.items))
    if written and not both and "type" in file.target.messages["SolverParameter"].fields:
        fix = _fix(file, "OLD107", "Write it as type", "solver_type")
        message = "solver_type is the old name of type: Caffe upgrades it at every load"
        yield file.report("OLD107", written[0], message, fix)


@net_rule("OLD108")
def lost_in_upgrade(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD108: what Caffe's own upgrade of V0 drops without a word."""
    if not _v0(ctx):
        return
    from bnlint.upgrade.rewrite import v0

    dropped: list[v0.DroppedField] = []
    v0.rewrite(ctx.document, ctx.source.newline, dropped)
    for each in dropped:
        of = f" of layer '{each.layer}'" if each.layer else " of the net"
        message = f"Caffe drops {each.name}{of} without a word when it upgrades this file; it does not count"
        yield ctx.report("OLD108", Span(each.start, each.end), message)


@net_rule("OLD109")
def deprecated_field(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD109: fields of today's format that have a successor."""
    for layer in ctx.where(_has_deprecated):
        for block, leaf in _deprecated(layer):
            instead, read = legacy.deprecated[block.name][leaf.name]
            does = "it is still read" if read else "layers of today's format ignore it without a word"
            message = f"{block.name}.{leaf.name} of layer '{layer.name}' is deprecated in favour of {instead}; {does}"
            yield ctx.report("OLD109", leaf, message, tags=("deprecated",))


@memoized_by_content
def _has_deprecated(layer: Layer, target: Schema) -> bool:
    return any(_deprecated(layer))


def _deprecated(layer: Layer) -> Iterator[tuple[Block, Leaf]]:
    for name in legacy.deprecated.keys() & layer.fields.keys() if layer.block.name == "layer" else ():
        block = layer.message_.block_of(name)
        for leaf in leaves(block.items) if block is not None else ():
            if leaf.name in legacy.deprecated[name]:
                yield block, leaf  # type: ignore[misc]
