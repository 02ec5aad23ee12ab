"""BN204-206: `param` blocks of a BatchNorm that are too many, not there, or at the wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnlint.caffe.net.message import Message
from bnlint.caffe.net.view import Layer, ParamSpec
from bnlint.caffe.schema.layer_types import blob_count
from bnlint.checks.batchnorm import in_list
from bnlint.checks.context import NetContext
from bnlint.checks.writing import hoist, insert_behind
from bnlint.prototxt.nodes import Block
from bnlint.prototxt.removal import remove
from bnlint.prototxt.style import insert_into
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Applicability, Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.style import Tree

STATISTICS = 3
_MOST_BLOBS = 5
_MISPLACED = frozenset(("BatchNormParameter", "ScaleParameter"))


def too_many_params(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN204: more `param` than blobs, where it is not BN202 that Caffe stops at."""
    for bn in ctx.batch_norms:
        params = bn.layer.params if len(bn.layer.specs) > STATISTICS else ()
        if not params:
            continue
        blobs = max(blob_count(bn.layer, schema.name) or _MOST_BLOBS for schema in (ctx.target, ctx.dialect))
        refused = ctx.target.batch_norm.refuses_nonzero_lr and any(param.learns for param in params[:STATISTICS])
        if len(params) <= blobs or refused:
            continue
        message = (
            f"BatchNorm '{bn.name}' has {len(params)} param for its {blobs} blobs. Caffe aborts: "
            f"Too many params specified for layer {bn.name}"
        )
        surplus = [param.block for param in params[blobs:] if param.block is not None]
        edits = remove(ctx.text, surplus, ctx.source.newline)
        fix = ctx.fix("BN204", f"Keep the first {blobs} param", edits)
        yield ctx.report("BN204", surplus[0] if surplus else bn.layer, message, fix)


def unmasked_statistics(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN205: a target that leaves the statistics to the solver, and no lr_mult: 0 that keeps it off them."""
    decay = ctx.target.batch_norm.statistics_decay
    if decay == "never":
        return
    for bn in ctx.batch_norms if ctx.purpose.trains else ():
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
        if decay == "engine_caffe" and bn.message.get("engine") != "CAFFE":
            continue
        message = (
            f"BatchNorm '{bn.name}' lacks lr_mult: 0 on some of its three statistics: this Caffe does not keep the "
            "solver off them, and its weight decay silently shrinks them at each step"
        )
        fix = ctx.fix("BN205", "Write lr_mult: 0 for all three", partial(_triple, ctx, bn.layer, params))
        yield ctx.report("BN205", bn.layer, message, fix)


def _triple(ctx: NetContext, layer: Layer, params: list[ParamSpec]) -> list[Edit]:
    """Edits that set lr_mult 0 in each `param` and add those that are missing."""
    edits = []
    newline = ctx.source.newline
    for param in params:
        if param.learns and param.block is not None:
            written = Message.of(param.block, None).field("lr_mult")
            if written is not None:
                edits.append(Edit(written.value_start, written.end, "0"))
            else:
                edits.append(insert_into(ctx.text, param.block, "lr_mult", "0", newline, first=True))
    missing = STATISTICS - len(params)
    return edits + add_params(ctx, layer, [[("lr_mult", "0"), ("decay_mult", "0")]] * missing)


def add_params(ctx: NetContext, layer: Layer, trees: list[Tree]) -> list[Edit]:
    """An edit that adds `param` blocks behind those of the layer, in their style."""
    last = layer.params[-1].block if layer.params else None
    newline = ctx.source.newline
    if last is not None and not in_list(last):
        edits = [insert_behind(ctx.text, last, "param", tree, newline) for tree in trees]
    else:
        edits = [insert_into(ctx.text, layer.block, "param", tree, newline) for tree in trees]
    return [Edit(edits[0].start, edits[0].end, "".join(edit.text for edit in edits))] if edits else []


def misplaced_param(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN206: `param` in batch_norm_param or scale_param."""
    found: dict[int, tuple[Block, list[Block]]] = {}
    for problem in ctx.schema_errors:
        if problem.name != "param" or problem.kind != "unknown" or problem.message.name not in _MISPLACED:
            continue
        if isinstance(problem.node, Block) and problem.parent is not None:
            found.setdefault(problem.parent.start, (problem.parent, []))[1].append(problem.node)
    if not found:
        return
    from bisect import bisect_right

    starts = [layer.block.start for layer in ctx.net.layers]
    for inner, blocks in found.values():
        layer = ctx.net.layers[bisect_right(starts, inner.start) - 1]
        type_ = "BatchNormParameter" if inner.name == "batch_norm_param" else "ScaleParameter"
        message = (
            f"{layer.type} '{layer.name}' has param inside {inner.name}, not in the layer itself. Caffe refuses "
            f'the file: Message type "caffe.{type_}" has no field named "param".'
        )
        yield ctx.report("BN206", blocks[0], message, _move_up(ctx, layer, inner, blocks))


def _move_up(ctx: NetContext, layer: Layer, inner: Block, blocks: list[Block]) -> Fix | None:
    """The fix, if the layer has no `param` of its own, which might come before or after these."""
    written = [ctx.text.startswith("param", block.start) for block in blocks]
    if not all(written) or not any(item is inner for item in layer.block.items):
        return None
    edits = hoist(ctx.text, inner, blocks, ctx.source.newline)
    title = f"Move param out of {inner.name}, into the layer"
    if not edits:
        return None
    return ctx.fix("BN206", title, edits, Applicability.DISPLAY if "param" in layer.fields else None)
