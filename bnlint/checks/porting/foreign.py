"""BN601-604: fields, layers and defaults of a fork that the target lacks, reads differently, or ignores."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.dialect import declared_dialect, dialects_of_type, explains, known_in, most_common_dialect
from bnlint.caffe.schema.validate import SchemaError
from bnlint.checks.batchnorm import AFFINE_FIELDS, BatchNorm, batch_norms
from bnlint.checks.context import FileContext, NetContext, View
from bnlint.checks.layer_edits import remove_from
from bnlint.checks.registry import net_rule, solver_rule
from bnlint.prototxt.nodes import Field, ListField
from bnlint.prototxt.removal import remove
from bnlint.prototxt.style import insert_into
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Span
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.checks.porting.moves import Move
    from bnlint.prototxt.nodes import Node

_MOVED_BLOCKS = frozenset(("bn_param", "batch_norm_param", "scale_param"))


def _subject(dialect: str) -> str:
    """The title at the start of a sentence."""
    title = messages.short_title(dialect)
    return title[0].upper() + title[1:]


def label(dialect: str) -> str:
    """A Caffe as messages call it: ``NVIDIA Caffe 0.17 (nvcaffe-0.17)``."""
    return f"{messages.short_title(dialect)} ({dialect})"


def _caffe(file: FileContext, caffe: messages.Schema) -> str:
    """The target or the Caffe of the file, which may be one of several, as messages call it."""
    several = caffe.name in file.origin.caffes and len(file.origin.caffes) > 1
    return file.caffe_name(caffe) if several else label(caffe.name)


def _whose(file: FileContext, known: tuple[str, ...]) -> str:
    """The forks that know something, one that the file may be for first."""
    first = most_common_dialect([name for name in known if name in file.origin.caffes] or known)
    rest = len(known) - 1
    others = f" and {rest} other dialect{'s' if rest > 1 else ''}" if rest else ""
    return label(first) + others


def _move(ctx: NetContext, layer: Layer) -> Move | None:
    """How a layer moves to the target; the module is loaded for files with something foreign in them."""
    from bnlint.checks.porting.moves import moves

    return moves(ctx).get(layer.index)


@net_rule("BN601")
@solver_rule("BN601")
def foreign_field(file: FileContext) -> Iterator[Diagnostic]:
    """BN601: fields and values that the target does not know but some other Caffe does."""
    yield from _unknown_dialect(file)
    for error in file.schema_errors:
        known = known_in(error)
        foreign = file.dialect is not file.target and explains(error, file.dialect)
        if not known and not foreign:
            continue
        layer = file.layer_at(error.node.start) if isinstance(file, NetContext) else None
        if error.kind == "enum" and error.name == "type" and layer is not None:
            continue  # an old layer's type: BN602's
        move = _move(file, layer) if isinstance(file, NetContext) and layer is not None else None
        if move is not None and not _is_moved(error):
            move = None
        user = f"layer '{layer.name}'" if layer is not None else "the file"
        whose = _whose(file, known or (file.dialect.name,))
        message = f"{user} uses {_foreign(error)} of {whose}. {_refusal(error, file.target.name)}"
        if move is not None and move.fix is None and _mentions_weights(error):  # the title of a fix says it
            message += f" {move.weights}"
        fix = move.fix if move is not None else _removal(file, error)
        yield file.report("BN601", _span(error), message, fix)


def _unknown_dialect(file: FileContext) -> Iterator[Diagnostic]:
    """The first-line comment declares an unknown dialect."""
    comment = declared_dialect(file.text)
    if comment is None or comment[0] in messages.dialect_names():
        return
    near = nearest(comment[0], messages.dialect_names())
    message = f"unknown dialect '{comment[0]}': bnlint guesses it from the file instead"
    fix = (
        Fix(f"Change the dialect to {near}", Applicability.DISPLAY, [Edit(comment[1], comment[2], near)])
        if near
        else None
    )
    hint = f". Did you mean {near}?" if near else ""
    yield file.report("BN601", Span(comment[1], comment[2]), message + hint, fix, Severity.WARNING)


def _refusal(error: SchemaError, target: str) -> str:
    """What the target does about it: protobuf's own message, where it is known."""
    caffe = _subject(target)
    if error.kind == "unknown":
        return f'{caffe} rejects the file: Message type "caffe.{error.message.name}" has no field named "{error.name}".'
    if error.kind == "enum":
        raw = _raw(error)
        return f'{caffe} rejects the file: Unknown enumeration value of "{raw}" for field "{error.name}".'
    return f"{caffe} rejects this value for {error.message.name}.{error.name}."


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
    """One finding per layer says what happens to its weights: where gamma is switched on or filled."""
    return error.name in ("scale_bias", "scale_filler", "use_weight_bias", "filler", "bn_param")


def _removal(file: FileContext, error: SchemaError) -> Fix | None:
    """A fix that removes what has no meaning for the target: an engine, or a switch that is off by default."""
    node, parent = error.node, error.parent
    if not isinstance(node, Field) or parent is None or file.document.faults or not _has_no_effect(file, error):
        return None
    removed: list[Node] = [node]
    if len(parent.items) > 1 or any(isinstance(item, ListField) for item in parent.items):
        edits = remove(file.text, removed, file.source.newline)
        return Fix(f"Remove {error.name}", Applicability.SAFE, edits)
    edits = remove(file.text, [parent], file.source.newline)
    return Fix(f"Remove {parent.name}, whose only field is {error.name}", Applicability.SAFE, edits)


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
    """BN602: layer types that the target lacks but some other Caffe has."""
    yield from _foreign_enums(ctx)
    for layer in ctx.where(_is_foreign):
        node = layer.message_.field("type")
        if node is None:
            continue
        where = _whose(ctx, dialects_of_type(layer.type))
        message = (
            f"layer '{layer.name}' has type '{layer.type}' of {where}. {_subject(ctx.target.name)} aborts: "
            f"Unknown layer type: {layer.type} (known types: …)"
        )
        move = _move(ctx, layer)
        if move is not None and move.fix is None:  # the title of a fix says it
            message += f". {move.weights}"
        fix = move.fix if move is not None else None
        yield ctx.report("BN602", Span(node.value_start, node.end), message, fix)


def _foreign_enums(ctx: NetContext) -> Iterator[Diagnostic]:
    """The types of old layers, which are values of an enum."""
    enums = {id(p.node): p for p in ctx.schema_errors if p.kind == "enum" and p.name == "type" and known_in(p)}
    for layer in ctx.net.layers if enums else ():
        node = layer.message_.field("type")
        if node is not None and id(node) in enums:
            error = enums[id(node)]
            whose = _whose(ctx, known_in(error))
            message = f"layer '{layer.name}' has type {_raw(error)} of {whose}. {_refusal(error, ctx.target.name)}"
            yield ctx.report("BN602", Span(node.value_start, node.end), message)


@memoized_by_content
def _is_foreign(layer: Layer, target: messages.Schema) -> bool:
    known = target.layer_types
    return (
        known is not None
        and layer.type not in known
        and layer.block.name == "layer"
        and bool(dialects_of_type(layer.type))
    )


@net_rule("BN603")
def foreign_default(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN603: a field that is not set has different defaults in the target and the dialect."""
    if ctx.dialect is ctx.target:
        return
    target = ctx.target.messages.get("BatchNormParameter")
    if target is None:
        return
    for bn in batch_norms(ctx):
        if bn.message.type is None:
            continue
        for name in ("moving_average_fraction", "eps"):
            if name in bn.message.fields or (name == "moving_average_fraction" and ctx.purpose.deploy):
                continue
            ours, theirs = bn.message.type.fields[name].default, target.fields[name].default
            if name == "eps" and any(caffe.batch_norm.default_eps_varies for caffe in (ctx.dialect, ctx.target)):
                yield from _unsure_eps(ctx, bn, ours)
            elif ours != theirs and isinstance(ours, float):
                message = (
                    f"BatchNorm '{bn.name}' does not set {name}: the default is {ours:.6g} in "
                    f"{_caffe(ctx, ctx.dialect)}, but silently {theirs:.6g} in {_caffe(ctx, ctx.target)}"
                )
                yield ctx.report("BN603", bn.layer, message, _written(ctx, bn, name, f"{ours:.6g}"))
        yield from _statistics_drift(ctx, bn)


def _unsure_eps(ctx: NetContext, bn: BatchNorm, default: object) -> Iterator[Diagnostic]:
    """NVIDIA Caffe 0.16.1 and 0.16.2 have a different default eps from the versions before and after."""
    if ctx.dialect.batch_norm.default_eps_varies:
        message = (
            f"BatchNorm '{bn.name}' does not set eps: the default is 0.0001 in NVIDIA Caffe 0.16.1 and 0.16.2, but "
            f"silently 1e-05 in other versions of 0.16 and in {_caffe(ctx, ctx.target)}"
        )
        fix = Fix(
            "Set eps: 0.0001 if the net was trained with 0.16.1 or 0.16.2",
            Applicability.DISPLAY,
            _eps(ctx, bn, "0.0001"),
        )
        yield ctx.report("BN603", bn.layer, message, fix, Severity.INFO)
    else:
        message = (
            f"BatchNorm '{bn.name}' does not set eps: the default is {default:.6g} in {_caffe(ctx, ctx.dialect)}, but "
            "silently 0.0001 in NVIDIA Caffe 0.16.1 and 0.16.2"
        )
        yield ctx.report("BN603", bn.layer, message, _written(ctx, bn, "eps", f"{default:.6g}"))


def _eps(ctx: NetContext, bn: BatchNorm, value: str) -> list[Edit]:
    return [_insertion(ctx, bn, "eps", value)]


def _written(ctx: NetContext, bn: BatchNorm, name: str, value: str) -> Fix:
    return ctx.fix("BN603", f"Set {name}: {value}", [_insertion(ctx, bn, name, value)])


def _insertion(ctx: NetContext, bn: BatchNorm, name: str, value: str) -> Edit:
    block = bn.message.block
    if block is None:
        return insert_into(ctx.text, bn.layer.block, "batch_norm_param", [(name, value)], ctx.source.newline)
    return insert_into(ctx.text, block, name, value, ctx.source.newline)


def _statistics_drift(ctx: NetContext, bn: BatchNorm) -> Iterator[Diagnostic]:
    """BN603: use_global_stats, which the dialect ignores and the target reads."""
    if (
        not _ignores_global_stats(ctx.dialect, bn)
        or _ignores_global_stats(ctx.target, bn)
        or bn.use_global_stats is None
    ):
        return
    views = _contradicted(ctx, bn)
    if views:
        value = "true" if bn.use_global_stats else "false"
        message = (
            f"{_caffe(ctx, ctx.dialect)} ignores use_global_stats: {value} of BatchNorm '{bn.name}', but "
            f"{_caffe(ctx, ctx.target)} reads it and silently uses other statistics"
        )
        edits = remove_from(ctx, bn.layer.block, bn.without_global_stats())
        fix = Fix("Remove use_global_stats so that the phase decides", Applicability.DISPLAY, edits)
        yield ctx.report("BN603", bn.field(), message, fix, views=views)


def _ignores_global_stats(caffe: messages.Schema, bn: BatchNorm) -> bool:
    """Whether a Caffe ignores use_global_stats of a layer."""
    ignored = caffe.batch_norm.use_global_stats
    return ignored == "ignored" or (ignored == "ignored_by_cudnn" and bn.message.get("engine") != "CAFFE")


def _contradicted(ctx: NetContext, bn: BatchNorm) -> list[View]:
    """The states in which use_global_stats contradicts the phase."""
    return [
        view for view in ctx.views_of(bn.layer) if bn.use_global_stats != ((bn.layer.phase or view.phase) == "TEST")
    ]


@net_rule("BN604")
def unread_field(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN604: use_global_stats, which the target accepts but ignores, contradicts the phase."""
    ignored = ctx.target.batch_norm.use_global_stats
    if ignored == "read":
        return
    for bn in batch_norms(ctx):
        if bn.use_global_stats is None or not _ignores_global_stats(ctx.target, bn):
            continue
        views = _contradicted(ctx, bn)
        if views:
            value = "true" if bn.use_global_stats else "false"
            where = " built with cuDNN" if ignored == "ignored_by_cudnn" else ""
            used = " and ".join(sorted({(bn.layer.phase or view.phase) for view in views}))
            message = (
                f"use_global_stats: {value} of BatchNorm '{bn.name}' has no effect: {_caffe(ctx, ctx.target)}{where} "
                f"silently follows the phase instead, here {used}"
            )
            severity = None if ctx.purpose.phase_known or bn.layer.phase else Severity.INFO
            yield ctx.report("BN604", bn.field(), message, severity=severity, views=views)
