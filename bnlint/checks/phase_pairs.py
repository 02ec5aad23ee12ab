"""BN304-306, BN309: the same BatchNorm written twice, once for TRAIN and once for TEST."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.state import TEST, TRAIN
from bnlint.checks.batchnorm import BatchNorm, batch_norms
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import in_list, remove_from, remove_layer
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import Block, leaves
from bnlint.text.diagnostics import Diagnostic, Related
from bnlint.text.edits import Fix
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf, Node

_GUARDS = ("include", "exclude")


def _pairs(ctx: NetContext) -> Iterator[tuple[BatchNorm, BatchNorm]]:
    """Each pair, the first in the file first."""
    for bn in batch_norms(ctx):
        if bn.pair is not None and bn.pair.layer.index > bn.layer.index:
            yield bn, bn.pair


def _train_and_test(first: BatchNorm, second: BatchNorm) -> tuple[BatchNorm, BatchNorm]:
    """(the TRAIN layer, the TEST layer)."""
    return (first, second) if first.only_phase() == TRAIN else (second, first)


def is_inverted(first: BatchNorm, second: BatchNorm) -> bool:
    """Whether the pair uses stored statistics in TRAIN and batch statistics in TEST."""
    train, test = _train_and_test(first, second)
    return train.global_in(TRAIN) and not test.global_in(TEST)


def _is_usual(first: BatchNorm, second: BatchNorm) -> bool:
    train, test = _train_and_test(first, second)
    return not train.global_in(TRAIN) and test.global_in(TEST)


def _differences(first: BatchNorm, second: BatchNorm) -> list[str]:
    """Which of eps, moving_average_fraction, bottoms and tops differ."""
    differences = []
    if first.eps != second.eps:
        differences.append("eps")
    if first.fraction != second.fraction:
        differences.append("moving_average_fraction")
    if first.layer.bottoms != second.layer.bottoms:
        differences.append("bottom")
    if first.layer.tops != second.layer.tops:
        differences.append("top")
    return differences


def _rest(bn: BatchNorm) -> list[object]:
    """All fields of the layer except its name, its phase and its batch_norm_param, in order."""
    skipped = {"name", "batch_norm_param", *_GUARDS}
    return [_plain(leaf) for leaf in leaves(bn.layer.block.items) if leaf.name not in skipped]


def _plain(leaf: Leaf) -> object:
    if isinstance(leaf, Block):
        return leaf.name, [_plain(inner) for inner in leaves(leaf.items)]
    return leaf.name, leaf.raw.replace("'", '"')


def _equal(first: BatchNorm, second: BatchNorm) -> bool:
    return not _differences(first, second) and sorted(map(repr, _rest(first))) == sorted(map(repr, _rest(second)))


def _collapse(ctx: NetContext, rule: str, kept: BatchNorm, removed: BatchNorm) -> Fix | None:
    """The fix that keeps `kept` for both phases, without its phase rule and use_global_stats, and removes `removed`.

    None if the layers are elements of a list.
    """
    if in_list(removed.layer.block):
        return None
    nodes: list[Node] = [leaf for name in _GUARDS for leaf in kept.layer.fields.get(name, ())]
    nodes += kept.without_global_stats()
    edits = remove_from(ctx, kept.layer.block, nodes) + remove_layer(ctx, removed.layer)
    return ctx.fix(rule, f"Merge the pair into one BatchNorm '{kept.name}'", edits)


def _other(bn: BatchNorm) -> tuple[Related, ...]:
    block = bn.layer.block
    return (Related(Span(block.start, block.body_start), f"the {bn.only_phase()} layer, '{bn.name}'"),)


@net_rule("BN304")
def redundant_phase_pair(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN304: a pair that does what one layer without use_global_stats does."""
    for first, second in _pairs(ctx):
        if first.name == second.name and _is_usual(first, second) and _equal(first, second):
            message = (
                f"BatchNorm '{first.name}' is written twice, once for TRAIN and once for TEST. One layer without "
                "use_global_stats does the same: the default follows the phase."
            )
            fix = _collapse(ctx, "BN304", first, second)
            yield ctx.report("BN304", first.layer, message, fix, related=_other(second))


@net_rule("BN305")
def phase_pair_names_differ(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN305: the layers have different names, so the TEST layer never gets the statistics."""
    for first, second in _pairs(ctx):
        if first.name != second.name and _is_usual(first, second) and not _differences(first, second):
            train, test = _train_and_test(first, second)
            message = (
                f"BatchNorm '{test.name}' replaces '{train.name}' in TEST under another name. Weights load by name, so "
                f"its mean and variance are never trained; Caffe only logs: Ignoring source layer {train.name}. One "
                "layer without use_global_stats serves both phases."
            )
            fix = _collapse(ctx, "BN305", train, test) if _equal(first, second) else None
            yield ctx.report("BN305", test.layer, message, fix, related=_other(train))


@net_rule("BN306")
def inverted_phase_pair(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN306: stored statistics in TRAIN and batch statistics in TEST."""
    for first, second in _pairs(ctx):
        if is_inverted(first, second):
            train, test = _train_and_test(first, second)
            kept, removed = (first, second) if first.name == second.name else (train, test)
            message = (
                f"the TRAIN/TEST pair of BatchNorm '{first.name}' is inverted, with stored statistics in TRAIN and "
                "those of the batch in TEST: Caffe silently never learns any. One layer without use_global_stats does "
                "it the right way round."
            )
            fix = _collapse(ctx, "BN306", kept, removed) if _equal(first, second) else None
            yield ctx.report("BN306", first.layer, message, fix, related=_other(second))


def _is_fed(ctx: NetContext, bn: BatchNorm) -> bool:
    """Whether a layer produces the bottom in all states."""
    return all(None not in view.graph.bottoms[bn.layer.index] for view in ctx.views_of(bn.layer))


@net_rule("BN309")
def phase_pair_differs(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN309: the layers differ in more than use_global_stats."""
    for first, second in _pairs(ctx):
        differences = _differences(first, second)
        if not all(ctx.views_of(bn.layer) and _is_fed(ctx, bn) for bn in (first, second)):
            differences = [each for each in differences if each != "bottom"]  # NET101, or nothing is known of it
        if differences:
            message = (
                f"the TRAIN and TEST layers of BatchNorm '{first.name}' differ in {' and '.join(differences)}: Caffe "
                "silently trains one function and tests another. Make them the same."
            )
            yield ctx.report("BN309", second.layer, message, related=_other(first))
