"""BN207, BN208: BatchNorm layers that share some of their statistics, or none although their weights are shared."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.schema.messages import Schema
from bnlint.checks.batchnorm import BatchNorm, batch_norms
from bnlint.checks.context import NetContext, View
from bnlint.checks.layer_edits import free_name, set_field
from bnlint.checks.params import STATISTICS, add_params
from bnlint.checks.registry import net_rule
from bnlint.prototxt.style import Style
from bnlint.text.diagnostics import Diagnostic, Related
from bnlint.text.edits import Edit, Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.style import Tree

    Names = tuple[str, str, str]

_WEIGHTED = frozenset(("Convolution", "Deconvolution", "InnerProduct"))
_BLOBS = ("mean", "variance", "factor")
_SPOILS = {
    (True, True, False): "each factor silently counts only the steps of its own layer, so mean and variance come out "
    "too large",
    (False, False, True): "the factor silently counts the steps of both layers, so mean and variance come out too "
    "small",
}
_MIXED = "mean and variance silently come from different data"


def _names(ctx: NetContext, bn: BatchNorm) -> Names:
    """The names of its three blobs as the target keeps them: some forks drop the names of exactly three `param`."""
    params = bn.layer.specs
    if len(params) == STATISTICS and ctx.target.batch_norm.upgrade == "clears":
        return "", "", ""
    names = [param.name for param in params[:STATISTICS]] + [""] * STATISTICS
    return names[0], names[1], names[2]


def _learning(ctx: NetContext) -> Iterator[tuple[View, list[BatchNorm]]]:
    """The BatchNorm layers that learn statistics, for each view of TRAIN."""
    for view in ctx.views if ctx.purpose.trains else ():
        if view.phase == "TRAIN" and view.has_loss:
            yield view, [bn for bn in batch_norms(ctx) if view.has(bn.layer) and not bn.global_in(view.phase)]


@net_rule("BN207")
def partly_shared_statistics(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN207: two BatchNorm layers share one or two of mean, variance and factor."""
    reported: set[int] = set()
    for view, bns in _learning(ctx):
        named = [(bn, _names(ctx, bn)) for bn in bns if any(param.name for param in bn.layer.specs)]
        for position, (bn, names) in enumerate(named):
            partners = [(first, others) for first, others in named[:position] if _partly(others, names)]
            if not partners or bn.layer.index in reported:
                continue
            reported.add(bn.layer.index)
            first, others = partners[0]
            shared = [name != "" and name == other for name, other in zip(names, others, strict=True)]
            which, rest = (
                " and ".join(blob for blob, is_shared in zip(_BLOBS, shared, strict=True) if is_shared is kind)
                for kind in (True, False)
            )
            message = (
                f"BatchNorm '{bn.name}' shares its {which} with '{first.name}', but not its {rest}: "
                f"{_SPOILS.get((shared[0], shared[1], shared[2]), _MIXED)}. Share all three, or none."
            )
            group = [member for member in named if member[0] is bn or member[0] is first or _partly(member[1], names)]
            fix = _name_the_rest(ctx, group)
            yield ctx.report("BN207", bn.layer, message, fix, views=[view], related=_other(first))


def _partly(one: Names, two: Names) -> bool:
    shared = sum(name != "" and name == other for name, other in zip(one, two, strict=True))
    return 0 < shared < STATISTICS


def _other(bn: BatchNorm) -> tuple[Related, ...]:
    block = bn.layer.block
    return (Related(Span(block.start, block.body_start), f"BatchNorm '{bn.name}' is here"),)


def _name_the_rest(ctx: NetContext, group: list[tuple[BatchNorm, Names]]) -> Fix | None:
    """A fix that gives each of the three blobs one name in all layers of `group`; None if two names compete."""
    wanted = []
    taken = {param.name for layer in ctx.net.layers for param in layer.specs}
    for position, blob in enumerate(_BLOBS):
        written = {names[position] for _, names in group} - {""}
        if len(written) > 1:
            return None
        wanted.append(written.pop() if written else free_name(f"{group[0][0].name}_{blob}", taken))
    if ctx.target.batch_norm.upgrade == "clears" or len(set(wanted)) < STATISTICS:
        return None
    edits: list[Edit] = []
    for bn, names in group:
        edits += _name(ctx, bn.layer, names, wanted)
    return ctx.fix("BN207", f"Share all three statistics: {', '.join(wanted)}", edits)


def _name(ctx: NetContext, layer: Layer, names: Names, wanted: list[str]) -> list[Edit]:
    """Edits that make the names of the layer's blobs `wanted`."""
    quoted = Style(ctx.document, layer.block, ctx.source.newline).quoted
    edits: list[Edit] = []
    added: list[Tree] = []
    for position, (name, new) in enumerate(zip(names, wanted, strict=True)):
        block = layer.params[position].block if position < len(layer.params) else None
        if block is None:
            added.append([("lr_mult", "0"), ("name", quoted(new))])
        elif not name:
            edits.append(set_field(ctx, block, "name", quoted(new), first=False))
    return edits + add_params(ctx, layer, added)


@net_rule("BN208")
def unshared_statistics(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN208: layers with shared weights, each followed by a BatchNorm of its own."""
    reported: set[int] = set()
    if not any(ctx.where(_has_name, *_WEIGHTED)):
        return
    for view, bns in _learning(ctx):
        by_weights = _after_weights(view, bns)
        for name, sharing in by_weights.items():
            first = sharing[0]
            names = _names(ctx, first)
            for bn in sharing[1:]:
                others = _names(ctx, bn)
                if bn.layer.index in reported or bn is first or not {*names, ""}.isdisjoint({*others} - {""}):
                    continue
                reported.add(bn.layer.index)
                message = (
                    f"BatchNorm '{bn.name}' and '{first.name}' normalize the output of the same weights, '{name}', but "
                    "silently keep separate statistics. If their data are alike, share all three by param names."
                )
                yield ctx.report("BN208", bn.layer, message, views=[view], related=_other(first))


def _after_weights(view: View, bns: list[BatchNorm]) -> dict[str, list[BatchNorm]]:
    """The BatchNorm layers right after layers with named weights, by that name."""
    by_name: dict[str, list[BatchNorm]] = {}
    for bn in bns:
        for version in view.graph.inputs(bn.layer):
            producer = version.producer
            if producer.type in _WEIGHTED and producer.specs and producer.specs[0].name:
                by_name.setdefault(producer.specs[0].name, []).append(bn)
    return by_name


@memoized_by_content
def _has_name(layer: Layer, target: Schema) -> bool:
    """Whether the first blob of the layer has a name."""
    return bool(layer.specs) and bool(layer.specs[0].name)
