"""OLD101-108: old formats that Caffe upgrades on every load; reported once per file, fixed by steps of the upgrade."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.net.layers import is_v0
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.validate import validate
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.fields import is_current_type
from bnlint.checks.registry import net_rule, solver_rule
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Edit, Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.schema.messages import Schema
    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.prototxt.nodes import Leaf

_DIMENSIONS = 4
_DEFAULT_TYPE = ("SGD", "0")  # of a solver, as solver_type
_V0_TITLE = "Upgrade the V0 layers to V1 as a first step"


def _old(ctx: NetContext) -> list[Block]:
    return [leaf for leaf in ctx.net.top.fields.get("layers", ()) if isinstance(leaf, Block)]


def _v0(ctx: NetContext) -> list[Block]:
    layers = _old(ctx)
    return [block for block in layers if is_v0(block)]


def _head(block: Block) -> Span:
    return Span(block.start, block.body_start)


def _fix(file: FileContext, rule: str, title: str, *steps: str, ready: bool = True) -> Fix | None:
    """Steps of the upgrade as a fix, whose edits are computed on demand and do not overlap.

    None if something else must be fixed first: a file is upgraded as a whole or not at all.
    """
    if not ready or file.document.faults:
        return None

    def make() -> list[Edit]:
        from bnlint.upgrade.rewrite.steps import edits_of

        return edits_of(steps, file.document, file.source.newline)

    return file.fix(rule, title, make)


def _upgraded(count: int, version: str) -> str:
    layers, them = ("1 layer is", "it") if count == 1 else (f"{count} layers are", "them")
    return f"{layers} in the {version}: Caffe upgrades {them} on every load"


def _unless_hindered(ctx: NetContext, message: str) -> tuple[str, bool]:
    """`message`, and whether old layers can be upgraded; if not, the message says what to correct first."""
    if hindrance := _hindrance(ctx, "layers"):
        return message + hindrance, False
    if hindrance := _hindrance(ctx, "input fields"):
        return message + hindrance, False
    if not _shapes_fit(ctx):
        return message + "; for a fix, first correct the number of shapes or dimensions for the input fields", False
    return message, True


def _errors(file: FileContext) -> list[SchemaError]:
    """What the file's own Caffe rejects."""
    if file.target is file.dialect:
        return file.schema_errors
    return validate(file.document.items, ROOT_MESSAGES[file.kind], file.dialect)


def _hindrance(file: FileContext, part: str) -> str:
    """Why that part of the file cannot be upgraded, as the end of a message; empty if it can be."""
    errors = _errors(file)
    is_old = isinstance(file, NetContext) and bool(_v0(file))
    if not errors and not is_old:
        return ""
    from bnlint.caffe.net import old_errors

    items = file.document.items
    error = old_errors.first_in(part, items, errors, file.dialect)
    if error is not None:
        line = file.source.lines.line(error.node.start) + 1
        return f"; for a fix, first correct {error.name} in line {line}, which Caffe rejects"
    refusal = old_errors.v0_refusal(items) if is_old and part == "layers" else ""
    return f". Here it aborts: {refusal}" if refusal else ""


@net_rule("OLD101")
def v0_layers(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD101: the V0 format of 2013."""
    layers = _v0(ctx)
    if layers and "layers" in ctx.target.messages["NetParameter"].fields:
        message, ready = _unless_hindered(ctx, _upgraded(len(_old(ctx)), "V0 format of 2013"))
        if without := _without_v2(ctx):
            message += f". {ctx.caffe_name(without)} does not read today's format"
        fix = _fix(ctx, "OLD101", _V0_TITLE, "V0 layers", ready=ready and _reads_v2(ctx))
        severity = Severity.INFO if without else None
        yield ctx.report("OLD101", _head(layers[0]), message, fix, severity)


@net_rule("OLD102")
def v1_layers(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD102: the V1 format of 2014, unless the target knows no other."""
    layers = _old(ctx)
    if layers and not _v0(ctx) and not ctx.net.top.fields.get("layer") and _has_layer(ctx):
        message, ready = _unless_hindered(ctx, _upgraded(len(layers), "V1 format of 2014"))
        yield ctx.report("OLD102", _head(layers[0]), message, _fix_v1(ctx, "OLD102", ready))


def _has_layer(ctx: NetContext) -> bool:
    return all("layer" in caffe.messages["NetParameter"].fields for caffe in (ctx.target, ctx.dialect))


def _without_v2(ctx: NetContext) -> Schema | None:
    """The target or the Caffe of the file if it does not know today's layers."""
    caffes = (ctx.target, ctx.dialect)
    return next((caffe for caffe in caffes if "layer" not in caffe.messages["NetParameter"].fields), None)


def _reads_v2(ctx: NetContext) -> bool:
    """Whether the Caffe of the file and the target are known to read today's layers."""
    return all(caffe.reads_layer for caffe in (ctx.target, ctx.dialect))


def _upgrades_on_load(file: FileContext, step: str) -> bool:
    """Whether the Caffe of the file and the target are known to take a step of the upgrade on each load."""
    return all(step in (caffe.formats.upgrades_on_load or ()) for caffe in (file.target, file.dialect))


def _fix_v1(ctx: NetContext, rule: str, ready: bool) -> Fix | None:
    title = "Upgrade the V1 layers to the current format"
    ready = ready and _known(ctx) and _reads_v2(ctx)
    return _fix(ctx, rule, title, "data transformation fields", "V1 layers", ready=ready)


def _known(ctx: NetContext) -> bool:
    """Whether every V1 type has a current name, the same for the target and the file's Caffe as for BVLC's."""
    types = {name for name in legacy.v1_types if name not in ctx.target.v1_types and name not in ctx.dialect.v1_types}
    for block in _old(ctx):
        for leaf in leaves(block.items):
            by_name = leaf.name == "type" and isinstance(leaf, Field) and not leaf.raw[0].isdigit()
            if by_name and leaf.raw not in types:  # type: ignore[union-attr]
                return False
    return True


@net_rule("OLD103")
def mixed_layers(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD103: both formats in one file, which Caffe rejects, unless FLD102 already says to write `layer`."""
    old, new = _old(ctx), ctx.net.top.fields.get("layer")
    if old and new and not _v0(ctx) and _has_layer(ctx):
        if any(is_current_type(ctx, error) for error in ctx.schema_errors):
            return  # Caffe stops there, and FLD102 says what to write
        message = (
            "the file has both layer and layers fields. Caffe aborts: Refusing to upgrade inconsistent NetParameter "
            "input; the definition includes both 'layer' and 'layers' fields. Write all of them as layer."
        )
        _, ready = _unless_hindered(ctx, message)
        yield ctx.report("OLD103", _head(old[0]), message, _fix_v1(ctx, "OLD103", ready))


@net_rule("OLD104")
def input_fields(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD104: `input` instead of an Input layer, in a Caffe that has one."""
    inputs = ctx.net.top.fields.get("input")
    if not inputs or _old(ctx) or not _upgrades_on_load(ctx, "input"):
        return  # beside `layers` there can be no Input layer
    ready = _shapes_fit(ctx)
    title = "Replace the input fields with an Input layer"
    message = "input fields are deprecated: Caffe replaces them with an Input layer on every load"
    if not any(_counts(ctx)[1:]):
        title = "Remove the input fields"
        message = "input fields are deprecated: Caffe drops them on every load, because they have no shape"
    hindrance = _hindrance(ctx, "input fields")
    fix = _fix(ctx, "OLD104", title, "input fields", ready=ready and not hindrance)
    yield ctx.report("OLD104", inputs[0], message + hindrance, fix)


def _counts(ctx: NetContext) -> tuple[int, int, int]:
    fields = ctx.net.top.fields
    inputs, shapes, dims = (len(fields.get(name, ())) for name in ("input", "input_shape", "input_dim"))
    return inputs, shapes, dims


def _shapes_fit(ctx: NetContext) -> bool:
    inputs, shapes, dims = _counts(ctx)
    shapes = 0 if _v0(ctx) else shapes  # the upgrade of V0 drops them
    return shapes >= inputs if shapes else not dims or dims >= _DIMENSIONS * inputs


@net_rule("OLD105")
def input_dims_count(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD105: too few shapes or dimensions for the inputs, or too many."""
    inputs, shapes, dims = _counts(ctx)
    if not inputs or not (shapes or dims):
        return
    needed, given, name = (inputs, shapes, "input_shape") if shapes else (inputs * _DIMENSIONS, dims, "input_dim")
    if given == needed:
        return
    nodes = ctx.net.top.fields[name]
    few = given < needed
    if ctx.origin.private and not few and given % inputs == 0:
        return  # a private Caffe may have inputs with more axes
    does = "reads past the end of the list, so the sizes are arbitrary" if few else "drops the rest"
    way_out = f"{'Add' if few else 'Remove'} {abs(given - needed)}"
    needs = f"{inputs} input field{'s need' if inputs > 1 else ' needs'} {needed} {name} field{'s' * (needed > 1)}"
    message = f"{needs}, but there {'is' if given == 1 else 'are'} {given}: Caffe silently {does}. {way_out}."
    yield ctx.report("OLD105", nodes[-1], message, severity=None if few else Severity.WARNING)


@net_rule("OLD106")
def data_transform_fields(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD106: transformations in the own message of a V1 data layer."""
    moved: list[Leaf] = []
    for block in _old(ctx):
        fields = {leaf.name: leaf for leaf in leaves(block.items)}
        type_ = fields.get("type")
        name = legacy.transform_types.get(type_.raw, "") if isinstance(type_, Field) else ""
        message_block = fields.get(name)
        if isinstance(message_block, Block):
            moved += [leaf for leaf in leaves(message_block.items) if leaf.name in legacy.transform_fields]
    if moved and _upgrades_on_load(ctx, "data_transform"):
        what = moved[0].name
        message = f"{what} belongs in transform_param: Caffe moves it there on every load"
        if others := len(moved) - 1:
            what = f"{what} and {others} other field{'s' * (others > 1)}"
            message = f"{what} belong in transform_param: Caffe moves them there on every load"
        message, ready = _unless_hindered(ctx, message)
        ready = ready and _known(ctx) and _reads_v2(ctx)
        fix = _fix(ctx, "OLD106", f"Move {what} to transform_param", "data transformation fields", ready=ready)
        yield ctx.report("OLD106", moved[0], message, fix)


@solver_rule("OLD107")
def solver_type_enum(file: FileContext) -> Iterator[Diagnostic]:
    """OLD107: the type of the solver as an enum."""
    written = [leaf for leaf in leaves(file.document.items) if leaf.name == "solver_type"]
    both = any(leaf.name == "type" for leaf in leaves(file.document.items))
    if written and not both and _upgrades_on_load(file, "solver_type"):
        hindrance = _hindrance(file, "solver_type")
        fix = _fix(file, "OLD107", "Replace solver_type with type", "solver_type", ready=not hindrance)
        message = "solver_type is deprecated: Caffe replaces it with type on every load"
        if isinstance(written[0], Field) and written[0].raw in _DEFAULT_TYPE:
            message += '. Write type: "SGD", or delete the line: it is the default'
        yield file.report("OLD107", written[0], message + hindrance, fix)


@net_rule("OLD108")
def lost_in_upgrade(ctx: NetContext) -> Iterator[Diagnostic]:
    """OLD108: what Caffe's own upgrade of V0 drops."""
    if not _v0(ctx):
        return
    from bnlint.upgrade.rewrite import v0 as upgrade

    dropped: list[upgrade.DroppedField] = []
    upgrade.rewrite(ctx.document, ctx.source.newline, dropped=dropped)
    rejected = {error.node.start for error in ctx.schema_errors if error.kind == "unknown"}
    for each in dropped:
        if each.start in rejected:
            continue  # FLD101: the file is not read at all
        of = f" of layer '{each.layer}'" if each.layer is not None else " of the net"
        if each.type is not None and legacy.v0_rejects(each.name):
            logged = f"Unknown parameter {each.name} for layer type {each.type}"
            does = f"drops it when it upgrades the V0 net. It logs: {logged}"
        else:
            does = "silently drops it when it upgrades the V0 net"
        message = f"{each.name}{of} has no effect: Caffe {does}"
        yield ctx.report("OLD108", Span(each.start, each.end), message)
