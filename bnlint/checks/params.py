"""BN201-206: the `param` blocks of a BatchNorm's statistics: superfluous, ignored, missing or misplaced."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe.net.content import ParamSpec, memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.caffe.schema.layer_types import blob_count, layer_type
from bnlint.caffe.schema.messages import Schema
from bnlint.checks.batchnorm import BatchNorm, batch_norms
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import in_list, insert_after, move_out, remove_from, set_field
from bnlint.checks.registry import net_rule
from bnlint.checks.scale_links import scale_links
from bnlint.prototxt.nodes import Block, span_of
from bnlint.prototxt.removal import remove
from bnlint.prototxt.style import insert_into
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Applicability, Edit, Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.checks.context import Fact
    from bnlint.prototxt.style import Tree

#: How many blobs of statistics a BatchNorm has: mean, variance, factor.
STATISTICS = 3
_MOST_BLOBS = 5
#: The engine with which weight decay reaches the statistics, by the trait `statistics_decay`.
_ENGINES = {"engine_caffe": "CAFFE", "engine_cudnn": "CUDNN"}
_MISPLACED = frozenset(("BatchNormParameter", "ScaleParameter"))


def _with(ctx: NetContext, fact: Fact) -> Iterator[BatchNorm]:
    """The BatchNorm layers for which `fact` holds, and that have no gamma and beta of their own."""
    return (bn for bn in batch_norms(ctx) if fact(bn.layer, ctx.target) and not bn.own_affine)


def _params(layer: Layer) -> list[tuple[ParamSpec, Block]]:
    return [(param, param.block) for param in layer.params if param.block is not None]


def _is_understood(layer: Layer, target: Schema) -> bool:
    """Whether the layer has `param`, and all fields of them are known and fit."""
    if not layer.params or len(layer.params) != len(layer.fields.get("param", ())):
        return False
    return all(param.block is not None and _fits(param.block, target) for param in layer.params)


def _fits(block: Block, target: Schema) -> bool:
    message = Message.of(block, target.messages["ParamSpec"])
    return all(message.get(name) is not None for name in message.fields)


@memoized_by_content
def _has_obsolete_params(layer: Layer, target: Schema) -> bool:
    idle = not any(param.learns or param.name or param.decay_mult not in (None, 0) for param in layer.specs)
    return len(layer.specs) == STATISTICS and idle and _is_understood(layer, target)


@memoized_by_content
def _learns_statistics(layer: Layer, target: Schema) -> bool:
    wrong = any(param.learns for param in layer.specs[:STATISTICS])
    return len(layer.specs) != STATISTICS and wrong and _is_understood(layer, target)


@memoized_by_content
def _has_ignored_rates(layer: Layer, target: Schema) -> bool:
    busy = any(param.learns or param.decay_mult not in (None, 0) for param in layer.specs)
    return len(layer.specs) == STATISTICS and busy and _is_understood(layer, target)


@net_rule("BN201")
def obsolete_params(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN201: three unnamed `param { lr_mult: 0 }`, if the target masks the statistics and nothing else changes."""
    if not all(caffe.batch_norm.masks_statistics for caffe in (ctx.target, ctx.dialect)):
        return
    for bn in _with(ctx, _has_obsolete_params):
        at = span_of(bn.layer.block, "param")
        if at is None or not _is_masked(ctx, bn) or not _gradient_passes_anyway(ctx, bn):
            continue
        rewrites = all(caffe.batch_norm.upgrade != "none" for caffe in (ctx.target, ctx.dialect))
        if ctx.purpose.deploy:
            reason = "no solver runs here" + (", and Caffe rewrites them on every load" if rewrites else "")
        else:
            reason = "Caffe itself keeps the solver away from the statistics, "
            reason += "and rewrites these blocks on every load" if rewrites else "whatever they say"
        message = f"the three param blocks of BatchNorm '{bn.name}' are obsolete: {reason}. Remove them."
        fix = ctx.fix("BN201", "Remove the three param blocks", partial(_without_params, ctx, bn.layer))
        severity = Severity.INFO if ctx.purpose.deploy else None
        yield ctx.report("BN201", Span(*at), message, fix, severity, tags=("unnecessary",))


def _is_masked(ctx: NetContext, bn: BatchNorm) -> bool:
    """Whether the layer keeps the solver off its statistics with the engine that it has."""
    return all(caffe.batch_norm.masks(bn.message.get("engine")) for caffe in (ctx.target, ctx.dialect))


def _without_params(ctx: NetContext, layer: Layer) -> list[Edit]:
    return remove_from(ctx, layer.block, [block for _, block in _params(layer)])


def _gradient_passes_anyway(ctx: NetContext, bn: BatchNorm) -> bool:
    """Whether Caffe counts the layer as needing backward even without the three blocks, in every state with a loss.

    The blocks can keep backward out of a frozen stem: net construction takes a rate of 1 where none is written.
    """
    return bool(ctx.views) and all(
        view.flow.needs_bottom_gradient(bn.layer) for view in ctx.views_of(bn.layer) if view.has_loss
    )


@net_rule("BN202")
def learnable_statistics(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN202: some `param`, but not three, and one of them has a learning rate: Caffe aborts."""
    if not all(caffe.batch_norm.refuses_nonzero_lr for caffe in (ctx.target, ctx.dialect)):
        return
    for bn in _with(ctx, _learns_statistics):
        params = _params(bn.layer)
        wrong = [(param, block) for param, block in params[:STATISTICS] if param.learns]
        rate = 1.0 if wrong[0][0].lr_mult is None else wrong[0][0].lr_mult
        message = (
            f"{_some_of(len(wrong), len(params))} of BatchNorm '{bn.name}' {'has' if len(wrong) == 1 else 'have'} an "
            "lr_mult other than 0. Caffe aborts: Check failed: this->layer_param_.param(i).lr_mult() == 0.f "
            f"({rate:g} vs. 0) Cannot configure batch normalization statistics as layer parameters. Set lr_mult: 0."
        )
        fix = ctx.fix("BN202", "Set lr_mult: 0", [set_field(ctx, block, "lr_mult", "0") for _, block in wrong])
        yield ctx.report("BN202", wrong[0][1], message, fix)


def _some_of(count: int, total: int) -> str:
    if count == total <= 2:
        return "the param block" if count == 1 else "both param blocks"
    return f"{count} of the {total} param blocks"


@net_rule("BN203")
def ignored_learning_rate(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN203: three `param` with a learning rate or weight decay, which Caffe silently sets to 0."""
    for traits in (ctx.target.batch_norm, ctx.dialect.batch_norm):
        if not traits.masks_statistics or traits.upgrade not in ("zeroes", "clears"):
            return
    scales = _scales_after(ctx)
    for bn in filter(partial(_is_masked, ctx), _with(ctx, _has_ignored_rates)):
        params = _params(bn.layer)
        rates = [block for param, block in params if param.learns]
        decays = [block for param, block in params if param.decay_mult not in (None, 0)]
        rate = "lr_mult" if any(param.lr_mult is not None for param, _ in params) else "lr_mult (1 by default)"
        fields = [name for name, blocks in ((rate, rates), ("decay_mult", decays)) if blocks]
        have, both = ("have", "both") if len(fields) > 1 else ("has", "it")
        message = (
            f"{' and '.join(fields)} of BatchNorm '{bn.name}' {have} no effect: Caffe silently sets {both} to 0."
            f"{_belongs(scales.get(bn.layer.index, []))}"
        )
        names = " and ".join(name for name, blocks in (("lr_mult: 0", rates), ("decay_mult: 0", decays)) if blocks)
        edits = [set_field(ctx, block, "lr_mult", "0") for block in rates]
        edits += [set_field(ctx, block, "decay_mult", "0") for block in decays]
        at = min(rates + decays, key=lambda block: block.start)
        fix = ctx.fix("BN203", f"Set {names}, as Caffe does", edits)
        yield ctx.report("BN203", at, message, fix, Severity.INFO if ctx.purpose.deploy else None)


def _scales_after(ctx: NetContext) -> dict[int, list[str]]:
    """The names of the Scale layers that follow each BatchNorm, by its index."""
    names: dict[int, list[str]] = {}
    for link in scale_links(ctx):
        for index in dict.fromkeys(bn.layer.index for _, bn in link.where):
            names.setdefault(index, []).append(link.layer.name)
    return names


def _belongs(scales: list[str]) -> str:
    return f" Rates for gamma and beta belong on Scale '{scales[0]}'." if len(scales) == 1 else ""


@net_rule("BN204")
def too_many_params(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN204: more `param` than blobs, unless Caffe aborts earlier (BN202)."""
    for bn in batch_norms(ctx):
        params = bn.layer.params if len(bn.layer.specs) > STATISTICS else ()
        if not params:
            continue
        blobs = max(blob_count(bn.layer, schema.name) or _MOST_BLOBS for schema in (ctx.target, ctx.dialect))
        refused = ctx.target.batch_norm.refuses_nonzero_lr and any(param.learns for param in params[:STATISTICS])
        if len(params) <= blobs or refused:
            continue
        message = (
            f"BatchNorm '{bn.name}' has {len(params)} param blocks but only {blobs} blobs. Caffe aborts: Check "
            f"failed: param_size <= num_param_blobs ({len(params)} vs. {blobs}) Too many params specified for layer "
            f"{bn.name}. Remove the last {len(params) - blobs if len(params) - blobs > 1 else 'one'}."
        )
        surplus = [param.block for param in params[blobs:] if param.block is not None]
        edits = remove(ctx.text, surplus, ctx.source.newline)
        fix = ctx.fix("BN204", f"Keep only the first {blobs} param blocks", edits)
        yield ctx.report("BN204", surplus[0] if surplus else bn.layer, message, fix)


@net_rule("BN205")
def unmasked_statistics(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN205: the target does not mask the statistics, and no `param { lr_mult: 0 }` keeps the solver away from them."""
    decay = ctx.target.batch_norm.statistics_decay
    if decay == "never":
        return
    for bn in batch_norms(ctx) if ctx.purpose.trains else ():
        params = bn.layer.params
        if (
            not bn.as_bvlc
            or bn.own_affine
            or len(params) > STATISTICS
            or (len(params) == STATISTICS and not any(param.learns for param in params))
        ):
            continue
        if not any(view.has_loss and view.phase == "TRAIN" for view in ctx.views_of(bn.layer)):
            continue
        if decay in _ENGINES and bn.message.get("engine") != _ENGINES[decay]:
            continue
        message = (
            f"BatchNorm '{bn.name}' does not have lr_mult: 0 for all three statistics: {ctx.caffe_name(ctx.target)} "
            "does not keep the solver away from them, so weight decay silently shrinks them in every step. Give it "
            "three param blocks with lr_mult: 0."
        )
        edits = partial(_mask_statistics, ctx, bn.layer, params)
        fix = ctx.fix("BN205", "Set lr_mult: 0 for all three statistics", edits)
        yield ctx.report("BN205", bn.layer, message, fix)


def _mask_statistics(ctx: NetContext, layer: Layer, params: list[ParamSpec]) -> list[Edit]:
    """Edits that set lr_mult to 0 in each `param` and add the missing ones."""
    learning = [param.block for param in params if param.learns and param.block is not None]
    edits = [set_field(ctx, block, "lr_mult", "0") for block in learning]
    missing = STATISTICS - len(params)
    return edits + add_params(ctx, layer, [[("lr_mult", "0"), ("decay_mult", "0")]] * missing)


def add_params(ctx: NetContext, layer: Layer, trees: list[Tree]) -> list[Edit]:
    """The edit that adds `param` blocks after those of the layer, in their style."""
    last = layer.params[-1].block if layer.params else None
    if last is not None and not in_list(last):
        edits = [insert_after(ctx, last, "param", tree) for tree in trees]
    else:
        edits = [insert_into(ctx.document, layer.block, "param", tree, ctx.source.newline) for tree in trees]
    return [Edit(edits[0].start, edits[0].end, "".join(edit.text for edit in edits))] if edits else []


@net_rule("BN206")
def misplaced_param(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN206: `param` inside batch_norm_param or scale_param."""
    misplaced: dict[int, tuple[Block, list[Block]]] = {}
    for error in ctx.schema_errors:
        if error.name != "param" or error.kind != "unknown" or error.message.name not in _MISPLACED:
            continue
        if isinstance(error.node, Block) and error.parent is not None:
            misplaced.setdefault(error.parent.start, (error.parent, []))[1].append(error.node)
    for inner, blocks in misplaced.values():
        layer = ctx.layer_at(inner.start)
        if layer is None:
            continue
        type_ = "BatchNormParameter" if inner.name == "batch_norm_param" else "ScaleParameter"
        message = (
            f"the param block{'s' if len(blocks) > 1 else ''} of {layer.type} '{layer.name}' "
            f"{'are' if len(blocks) > 1 else 'is'} inside {inner.name} instead of the layer. Caffe rejects the file: "
            f'Message type "caffe.{type_}" has no field named "param". '
            f"Move {'them' if len(blocks) > 1 else 'it'} out of {inner.name}."
        )
        yield ctx.report("BN206", blocks[0], message, _move_up(ctx, layer, inner, blocks))


def _move_up(ctx: NetContext, layer: Layer, inner: Block, blocks: list[Block]) -> Fix | None:
    """The fix; only shown if the layer has `param` of its own, which might come before or after these, or if moving
    them would change where backward goes. None if the layer does not read the message that they are in."""
    known = layer_type(layer.type, ctx.dialect.name)
    if known is not None and inner.name not in known.params:
        return None
    written = [ctx.text.startswith("param", block.start) for block in blocks]
    if not all(written) or not any(item is inner for item in layer.block.items):
        return None
    edits = move_out(ctx, inner, blocks)
    title = f"Move the param block{'s' if len(blocks) > 1 else ''} from {inner.name} into the layer"
    if not edits:
        return None
    is_sure = "param" not in layer.fields and _keeps_backward(ctx, layer)
    return ctx.fix("BN206", title, edits, None if is_sure else Applicability.DISPLAY)


def _keeps_backward(ctx: NetContext, layer: Layer) -> bool:
    """Whether backward goes the same way even if the layer itself stops learning."""
    return all(not view.has_loss or view.flow.needs_bottom_gradient(layer) for view in ctx.views_of(layer))
