"""BN601, BN602: fields, values and layer types of another Caffe that the named target lacks."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.find_origin import declared_dialect
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.owners import dialects_of_type, explains, known_in
from bnlint.caffe.schema.validate import SchemaError
from bnlint.checks.batchnorm import AFFINE_FIELDS
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.names import others, subject, users, whose
from bnlint.checks.refusals import refusal
from bnlint.checks.registry import net_rule, solver_rule
from bnlint.prototxt.nodes import Field, ListField
from bnlint.prototxt.removal import remove
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Span
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.checks.porting.moves import Move
    from bnlint.prototxt.nodes import Block

_MOVED_BLOCKS = frozenset(("bn_param", "batch_norm_param", "scale_param"))


class _Use:
    """One use of a foreign name: its error (None for a layer type), its span, and how it is corrected, if it is."""

    __slots__ = ("error", "move", "removal", "span")

    def __init__(
        self, span: Span, error: SchemaError | None, move: Move | None = None, removal: list[Edit] | None = None
    ) -> None:
        self.span = span
        self.error = error
        self.move = move
        self.removal = removal


def _move(ctx: NetContext, layer: Layer) -> Move | None:
    """How a layer moves to the target; the module is loaded for files with something foreign in them."""
    from bnlint.checks.porting.moves import moves

    return moves(ctx).get(layer.index)


def _moving(uses: list[_Use]) -> Fix | None:
    """The fix that moves all layers of these uses; None if they move in different ways."""
    moves = [use.move for use in uses if use.move is not None]
    return moves[0].fix(moves) if len({move.kind for move in moves}) == 1 else None


def _way(file: FileContext, move: Move | None, removal: list[Edit] | None = None) -> tuple[object, ...]:
    """Uses that are corrected in different ways have findings of their own, if it is certain how they are.

    For a file that may be for several Caffes, the findings must not depend on one of them.
    """
    if len(file.origin.runs) > 1:
        return ()
    return move.kind if move is not None else None, removal is not None


def _lost_weights(file: FileContext, move: Move | None) -> str:
    """What happens to the weights, if no fix says it, and it is certain."""
    return move.weights if move is not None and move.edits is None and len(file.origin.runs) == 1 else ""


@net_rule("BN601")
@solver_rule("BN601")
def foreign_field(file: FileContext) -> Iterator[Diagnostic]:
    """BN601: fields and values that a named target does not know but some other Caffe does: one finding for each."""
    yield from _unknown_dialect(file)
    if not file.is_target_named:
        return
    names: dict[tuple[object, ...], list[_Use]] = {}
    for error in file.schema_errors:
        layer = file.layer_at(error.node.start) if isinstance(file, NetContext) else None
        if not (known_in(error) or explains(error, file.dialect)):
            continue
        if error.kind == "enum" and error.name == "type" and layer is not None:
            continue  # an old layer's type: BN602's
        move = _move(file, layer) if isinstance(file, NetContext) and layer is not None else None
        move = move if move is not None and _is_moved(error) else None
        removal = _removal(file, error) if move is None else None
        value = "" if error.kind == "unknown" else _raw(error)
        key = (error.message.name, error.name, value, *_way(file, move, removal))
        names.setdefault(key, []).append(_Use(_span(error), error, move, removal))
    for uses in names.values():
        yield _foreign_name(file, uses)


def _foreign_name(file: FileContext, uses: list[_Use]) -> Diagnostic:
    error, move = uses[0].error, uses[0].move
    assert error is not None
    spans = [use.span for use in uses]
    owners = whose(file, known_in(error) or (file.dialect.name,))
    message = f"{users(file, spans, 'uses', 'use')} {_foreign(error)} of {owners}. {_refusal(error, file.target.name)}"
    if _mentions_weights(error) and (weights := _lost_weights(file, move)):
        message += f" {weights}"
    fix = _moving(uses) or _removing(uses)
    return file.report("BN601", spans[0], message, fix, related=others(file, spans))


def _unknown_dialect(file: FileContext) -> Iterator[Diagnostic]:
    """The first-line comment declares an unknown dialect."""
    comment = declared_dialect(file.text)
    if comment is None or comment[0] in messages.dialect_names():
        return
    near = nearest(comment[0], messages.dialect_names())
    message = f"unknown dialect '{comment[0]}': what the repository and the file show counts instead"
    fix = (
        Fix(f"Change the dialect to {near}", Applicability.DISPLAY, [Edit(comment[1], comment[2], near)])
        if near
        else None
    )
    hint = f". Did you mean {near}?" if near else ""
    yield file.report("BN601", Span(comment[1], comment[2]), message + hint, fix, Severity.WARNING)


def _refusal(error: SchemaError, target: str) -> str:
    """What the target does about it: protobuf's own message, where it is known."""
    if error.kind in ("unknown", "enum"):
        return f"{subject(target)} rejects the file: {refusal(error)}"
    return f"{subject(target)} rejects this value for {error.message.name}.{error.name}."


def _foreign(error: SchemaError) -> str:
    return f"the field {error.name}" if error.kind == "unknown" else f"the value {error.name}: {_raw(error)}"


def _raw(error: SchemaError) -> str:
    return error.node.raw if isinstance(error.node, Field) else "{"


def _is_moved(error: SchemaError) -> bool:
    """Whether the move of a layer corrects this error."""
    if error.message.name == "LayerParameter":
        return error.name in _MOVED_BLOCKS
    return error.message.name == "BatchNormParameter" and (error.name in AFFINE_FIELDS or error.name == "engine")


def _mentions_weights(error: SchemaError) -> bool:
    """One finding says what happens to the weights of a layer: where gamma is switched on or filled."""
    return error.name in ("scale_bias", "scale_filler", "use_weight_bias", "filler", "bn_param")


def _removal(file: FileContext, error: SchemaError) -> list[Edit] | None:
    """Edits that remove what has no meaning for the target: an engine, or a switch that is off by default."""
    node, parent = error.node, error.parent
    if not isinstance(node, Field) or parent is None or file.document.faults or not _has_no_effect(file, error):
        return None
    layer = file.layer_at(node.start) if isinstance(file, NetContext) else None
    if layer is not None and layer.block.name != "layer":
        return None  # an old format is upgraded first
    return remove(file.text, [parent if _is_alone(parent) else node], file.source.newline)


def _is_alone(parent: Block) -> bool:
    return len(parent.items) == 1 and not isinstance(parent.items[0], ListField)


def _removing(uses: list[_Use]) -> Fix | None:
    """The fix that makes the removals of these uses."""
    removed = [use for use in uses if use.removal]
    if not removed:
        return None
    error = removed[0].error
    assert error is not None
    title = f"Remove {error.name}"
    if len(removed) > 1:
        title = f"Remove {error.name} from {len(removed)} layers"
    elif error.parent is not None and _is_alone(error.parent):
        title = f"Remove {error.parent.name}, whose only field is {error.name}"
    return Fix(title, Applicability.SAFE, [edit for use in removed for edit in use.removal or ()])


def _has_no_effect(file: FileContext, error: SchemaError) -> bool:
    if error.name == "engine":
        return not (
            error.message.name == "BatchNormParameter"
            and file.dialect.batch_norm.use_global_stats == "ignored_by_cudnn"
        )
    own = file.dialect.messages.get(error.message.name)
    field = own.fields.get(error.name) if own is not None else None
    if error.message.name != "BatchNormParameter" or field is None or not isinstance(error.node, Field):
        return False
    fillers = {"scale_filler", "bias_filler"}
    written = {item.name for item in error.parent.items} if error.parent is not None else set()
    return error.name == "scale_bias" and error.node.raw == "false" and written.isdisjoint(fillers)


def _span(error: SchemaError) -> Span:
    node = error.node
    if error.kind == "unknown" or not isinstance(node, Field):
        return Span(node.start, node.start + len(error.name))
    return Span(node.value_start, node.end)


@net_rule("BN602")
def foreign_layer(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN602: layer types that a named target lacks but some other Caffe has: one finding for each."""
    if not ctx.is_target_named:
        return
    yield from _foreign_enums(ctx)
    types: dict[tuple[object, ...], list[_Use]] = {}
    known = ctx.target.layer_types
    for layer in ctx.net.layers if known is not None else ():
        node = layer.message_.field("type")
        if layer.type in known or layer.block.name != "layer" or node is None:  # type: ignore[operator]
            continue
        if not (dialects_of_type(layer.type) or layer.type in (ctx.dialect.layer_types or ())):
            continue
        move = _move(ctx, layer)
        key = (layer.type, *_way(ctx, move))
        types.setdefault(key, []).append(_Use(Span(node.value_start, node.end), None, move))
    for (type_, *_), uses in types.items():
        spans = [use.span for use in uses]
        owners = whose(ctx, dialects_of_type(str(type_)) or (ctx.dialect.name,))
        message = (
            f"{users(ctx, spans, 'has', 'have')} type '{type_}' of {owners}. {subject(ctx.target.name)} aborts: "
            f"Unknown layer type: {type_} (known types: …)"
        )
        if weights := _lost_weights(ctx, uses[0].move):
            message += f". {weights}"
        yield ctx.report("BN602", spans[0], message, _moving(uses), related=others(ctx, spans))


def _foreign_enums(ctx: NetContext) -> Iterator[Diagnostic]:
    """The types of old layers, which are values of an enum."""
    types: dict[str, list[SchemaError]] = {}
    for error in ctx.schema_errors:
        is_type = error.kind == "enum" and error.name == "type" and ctx.layer_at(error.node.start) is not None
        if is_type and (known_in(error) or explains(error, ctx.dialect)):
            types.setdefault(_raw(error), []).append(error)
    for type_, errors in types.items():
        spans = [_span(error) for error in errors]
        owners = whose(ctx, known_in(errors[0]) or (ctx.dialect.name,))
        message = f"{users(ctx, spans, 'has', 'have')} type {type_} of {owners}. {_refusal(errors[0], ctx.target.name)}"
        yield ctx.report("BN602", spans[0], message, related=others(ctx, spans))
