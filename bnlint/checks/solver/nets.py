"""SOL101-103, SOL106-108: solver files, and the nets that they name or contain."""

from __future__ import annotations

from bnlint.caffe.solver import TRAINING, is_placeholder
from bnlint.caffe.state import TEST, TRAIN
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext, name_of
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.solver import NetUse
    from bnlint.caffe.state import NetState
    from bnlint.prototxt.nodes import Leaf

_EVERY_FIELD = ", ".join(TRAINING)
# Types that standardize by the batch, and the field by which each does not.
_BY_THE_BATCH = {"BatchNorm": ("batch_norm_param", "use_global_stats"), "BN": ("bn_param", "frozen")}


@solver_rule("SOL101")
def net_not_found(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL101: no training net, several, or a net file that is not there."""
    training = ctx.solver.training
    if not training and ctx.document.items and not ctx.document.faults:
        message = (
            "no training net is named. Caffe aborts: SolverParameter must specify a train net using one of these "
            f"fields: {_EVERY_FIELD}"
        )
        yield ctx.report("SOL101", next(leaves(ctx.document.items)), message)
    if len(training) > 1:
        message = (
            f"both {training[0].field} and {training[1].field} name a training net. Caffe aborts: SolverParameter "
            f"must not contain more than one of these fields specifying a train_net: {_EVERY_FIELD}"
        )
        yield ctx.report("SOL101", training[1].leaf, message)
    if ctx.related_files is None:
        return
    for use in {id(use.leaf): use for use in ctx.solver.uses if use.embedded is None}.values():
        if not is_placeholder(use.path) and ctx.related_files.find(use.path) is None:
            yield _missing(ctx, use)


def _missing(ctx: SolverContext, use: NetUse) -> Diagnostic:
    """A file that is not there: an error where its folder is, less where nothing of its path is known here."""
    assert ctx.related_files is not None
    message = (
        f"{use.field} names '{use.path}', which is neither in the working directory nor in the solver's folder or "
        f"those above it. Caffe aborts: File not found: {use.path}"
    )
    if at := _elsewhere(ctx, use.path):
        message = (
            f"{use.field} names '{use.path}', of which only {at} is here: Caffe must be run from a folder in which "
            f"that path exists, or aborts: File not found: {use.path}"
        )
        return ctx.report("SOL101", use.leaf, message, severity=Severity.INFO)
    if not ctx.related_files.has_folder(use.path):
        return ctx.report("SOL101", use.leaf, message, severity=Severity.WARNING)
    near = nearest(use.path, ctx.related_files.beside())
    return ctx.report("SOL101", use.leaf, message + (f" (did you mean '{near}'?)" if near else ""))


def _elsewhere(ctx: SolverContext, path: str) -> str:
    """The end of `path` that is a file in the solver's folder or above it; a name alone only beside the solver."""
    assert ctx.related_files is not None
    parts = path.replace("\\", "/").split("/")
    tails = ["/".join(parts[start:]) for start in range(1, len(parts))]
    for tail in tails[:-1]:
        if tail and not tail.startswith((".", "/")) and ctx.related_files.find(tail) is not None:
            return f"'{tail}'"
    return f"'{parts[-1]}'" if tails and parts[-1] in ctx.related_files.beside() else ""


@solver_rule("SOL102")
def iter_size_with_batchnorm(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL102: gradients add up over iter_size batches, the statistics of BatchNorm do not."""
    field = ctx.message.field("iter_size")
    size = ctx.message.get("iter_size")
    if field is None or not isinstance(size, int) or size <= 1 or not ctx.trains:
        return
    for use, net, state in ctx.built(ctx.solver.training[:1]):
        normalizing = [layer for layer in net.layers if layer.exists_in(state) and _by_the_batch(layer, state)]
        if normalizing:
            who = f"{_count(normalizing)} of net {name_of(use)}, the first of them '{normalizing[0].name}', normalize"
            if len(normalizing) == 1:
                who = f"{normalizing[0].type} '{normalizing[0].name}' of net {name_of(use)} normalizes"
            message = (
                f"iter_size: {size} adds up the gradients of {size} batches, but {who} by each batch alone: silently, "
                "the statistics are those of batch_size, not of the batch that the solver sees"
            )
            yield ctx.report("SOL102", field, message)


def _by_the_batch(layer: Layer, state: NetState) -> bool:
    where = _BY_THE_BATCH.get(layer.type)
    if where is None or layer.phase_in(state) != TRAIN:
        return False
    message = layer.message(where[0])
    return message is None or message.get(where[1]) is not True


def _count(layers: list[Layer]) -> str:
    return f"{len(layers)} {layers[0].type} layers"


@solver_rule("SOL103")
def solver_type_twice(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL103: the solver's type in the old field and in the new one."""
    fields = ctx.message.fields
    if "solver_type" in fields and "type" in fields:
        message = (
            "the solver's type is written twice, as type and as solver_type. Caffe aborts: Failed to upgrade solver: "
            "old solver_type field (enum) and new type field (string) cannot be both specified in solver proto text."
        )
        yield ctx.report("SOL103", fields["solver_type"][0], message)


@solver_rule("SOL106")
def test_phase_in_train_net(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL106: the net's own state, or the solver's for it, turns the phase round."""
    reported: set[tuple[int, str]] = set()
    for use, _, state in ctx.built(ctx.solver.uses if ctx.trains else ctx.solver.testing):
        if state.phase == use.phase or (id(use.leaf), use.phase) in reported:
            continue
        reported.add((id(use.leaf), use.phase))
        which = "train" if use.phase == TRAIN else "test"
        if use.requested("phase"):
            why = f"{which}_state sets phase: {state.phase}"
        else:
            why = f"the net's own state sets phase: {state.phase}, which wins over the solver's"
        yield ctx.report("SOL106", use.leaf, f"{why}: silently, the {which} net {name_of(use)} {_does(state.phase)}")


def _does(phase: str) -> str:
    if phase == TEST:
        return "is built for TEST: BatchNorm trains with its stored statistics, layers for TRAIN alone are left out"
    return "is built for TRAIN: BatchNorm tests by the batch and changes its statistics, Dropout drops"


@solver_rule("SOL107")
def test_iter_mismatch(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL107: test nets, test_iter, test_state and test_interval that do not go together."""
    solver, fields = ctx.solver, ctx.message.fields
    if ctx.document.faults:
        return
    nets, iterations, states = len(solver.named_tests), solver.count("test_iter"), solver.count("test_state")
    if iterations < nets or (iterations > nets and solver.generic is None and solver.training):
        at = fields["test_iter"][-1] if iterations else solver.named_tests[0]
        message = (
            f"{_number(nets, 'test net')} and {_number(iterations, 'test_iter')}. Caffe aborts: test_iter must be "
            "specified for each test network."
        )
        yield ctx.report("SOL107", at, message)
        return
    if states and states != iterations:
        message = (
            f"{_number(iterations, 'test net')} (one for each test_iter) and {_number(states, 'test_state')}. Caffe "
            "aborts: test_state must be unspecified or specified once per test net."
        )
        yield ctx.report("SOL107", fields["test_state"][-1], message)
    if iterations and not ctx.is_faulty("test_interval") and ctx.number("test_interval") <= 0:
        interval = ctx.number("test_interval")
        written = ctx.message.field("test_interval")
        what = f"test_interval is {interval:g}" if written else "test_interval is missing"
        message = (
            f"{what}, and there is a net to test. Caffe aborts: Check failed: param_.test_interval() > 0 "
            f"({interval:g} vs. 0)"
        )
        yield ctx.report("SOL107", written or fields["test_iter"][0], message)


def _number(count: int, what: str) -> str:
    return f"{count or 'no'} {what}" + ("s" if count != 1 and "_" not in what else "")


@solver_rule("SOL108")
def embedded_old_net(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL108: a net in the solver itself that needs an upgrade: Caffe upgrades only what it reads from files."""
    for block in {id(use.leaf): use.embedded for use in ctx.solver.uses if use.embedded is not None}.values():
        top = {leaf.name: leaf for leaf in reversed(list(leaves(block.items)))}
        if "layers" in top:
            message = (
                f"the layers of {block.name} are in an old format: Caffe upgrades only net files, and silently builds "
                "a net without them"
            )
            yield ctx.report("SOL108", top["layers"], message)
        elif "input" in top:
            yield ctx.report("SOL108", top["input"], _input(block, top["input"]))
        net = ctx.net_of(next(use for use in ctx.solver.uses if use.leaf is block))
        yield from _learnable_statistics(ctx, net, block)


def _input(block: Block, leaf: Leaf) -> str:
    name = string(leaf.raw) if isinstance(leaf, Field) else None
    return (
        f"{block.name} has input fields, of which Caffe makes an Input layer only in net files: here nothing makes "
        f"the blob '{name or ''}', and the first layer that reads it aborts: Unknown bottom blob '{name or ''}'"
    )


def _learnable_statistics(ctx: SolverContext, net: Net | None, block: Block) -> Iterator[Diagnostic]:
    """Three `param` of a BatchNorm that a net file may have, because Caffe then sets their lr_mult to 0."""
    refuses = ctx.target.batch_norm
    if net is None or not refuses.refuses_nonzero_lr or refuses.upgrade == "none":
        return
    for layer in net.layers:
        if layer.type == "BatchNorm" and len(layer.specs) == 3 and any(param.learns for param in layer.specs):
            message = (
                f"layer '{layer.name}' of {block.name} has param with an lr_mult that is not 0, which Caffe corrects "
                "only in net files. It aborts: Cannot configure batch normalization statistics as layer parameters."
            )
            yield ctx.report("SOL108", layer, message)
