"""SOL102, SOL106-108: the nets that a solver names or contains, in the states in which it builds them."""

from __future__ import annotations

from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.schema.solvers import sets_test_interval
from bnlint.caffe.state import TEST, TRAIN
from bnlint.checks.batch_size import batch_at, batch_of
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext, name_of
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string
from bnlint.text.diagnostics import Diagnostic, Severity, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.state import NetState
    from bnlint.prototxt.nodes import Leaf

# Types that normalize by the batch, and the field that makes each use its stored statistics instead.
_BY_THE_BATCH = {"BatchNorm": ("batch_norm_param", "use_global_stats"), "BN": ("bn_param", "frozen")}
# The fields that make a solver test.
_TESTS = ("test_net", "test_net_param", "test_iter", "test_state", "test_interval")
_PLENTY = 32  # items in a batch of which nobody needs more for its statistics
_ENOUGH = 16  # items in a batch whose statistics are as good as those of a larger one, for all that is known


@solver_rule("SOL102")
def iter_size_with_batchnorm(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL102: gradients are accumulated over iter_size batches, the statistics of BatchNorm are not."""
    field = ctx.message.field("iter_size")
    size = ctx.message.get("iter_size")
    if field is None or not isinstance(size, int) or size <= 1 or not ctx.trains:
        return
    for use, net, state in ctx.built(ctx.solver.training[:1]):
        layers = [layer for layer in net.layers if layer.exists_in(state)]
        normalizing = [layer for layer in layers if _by_the_batch(layer, state)]
        if normalizing:
            first, others = normalizing[0], len(normalizing) - 1
            more = f" and {others} more layer{'s' * (others > 1)}" if others else ""
            normalizes, its = ("normalize", "their") if others else ("normalizes", "its")
            batch = batch_at(first, BlobGraph(net, state)) or 0
            enough = batch or min((read for layer in layers if (read := batch_of(layer)) is not None), default=0)
            if enough >= _PLENTY:
                continue
            items = f" ({size} × {batch} = {size * batch} items)" if batch else ""
            one = f"{batch} item{'s' * (batch > 1)}" if batch else f"one batch, not from {size}"
            message = (
                f"iter_size: {size} accumulates the gradients of {size} batches{items}, but {first.type} "
                f"'{first.name}'{more} in {name_of(use)} {normalizes} each batch by itself: {its} statistics silently "
                f"come from {one}. Raise batch_size and lower iter_size if memory allows"
            )
            severity = Severity.INFO if enough >= _ENOUGH else None
            yield ctx.report("SOL102", field, message, severity=severity)


def _by_the_batch(layer: Layer, state: NetState) -> bool:
    where = _BY_THE_BATCH.get(layer.type)
    if where is None or layer.phase_in(state) != TRAIN:
        return False
    message = layer.message(where[0])
    return message is None or message.get(where[1]) is not True


@solver_rule("SOL106")
def test_phase_in_train_net(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL106: the state in the net, or the solver's state for it, sets the opposite phase."""
    reported: set[tuple[int, str]] = set()
    for use, _, state in ctx.built(ctx.solver.uses if ctx.trains else ctx.solver.testing):
        if state.phase == use.phase or (id(use.leaf), use.phase) in reported:
            continue
        reported.add((id(use.leaf), use.phase))
        if use.requested("phase"):
            why = f"{'train' if use.phase == TRAIN else 'test'}_state sets phase: {state.phase}"
        else:
            why = f"the state in {name_of(use)} sets phase: {state.phase}, which overrides the solver's default"
        yield ctx.report("SOL106", use.leaf, f"{why}: {_effect(state.phase)}")


def _effect(phase: str) -> str:
    if phase == TEST:
        return (
            "Caffe silently builds the training net for TEST, so BatchNorm uses its stored statistics, and layers that "
            "are only for TRAIN are left out"
        )
    return (
        "Caffe silently builds the test net for TRAIN, so BatchNorm normalizes by the batch and updates its "
        "statistics, and Dropout is active"
    )


@solver_rule("SOL107")
def test_iter_mismatch(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL107: test nets, test_iter, test_state and test_interval that do not match."""
    solver, fields = ctx.solver, ctx.message.fields
    if ctx.document.faults:
        return
    nets, iterations, states = len(solver.named_tests), solver.count("test_iter"), solver.count("test_state")
    if iterations < nets or (iterations > nets and solver.generic is None and solver.training):
        at = fields["test_iter"][-1] if iterations else solver.named_tests[0]
        message = (
            f"the solver has {_number(nets, 'test net')}, but {_number(iterations, 'test_iter')}. Caffe aborts: "
            "test_iter must be specified for each test network."
        )
        yield ctx.report("SOL107", at, message)
        return
    if states and states != iterations:
        message = (
            f"the solver has {_number(iterations, 'test net')} (one for each test_iter), but "
            f"{_number(states, 'test_state')}. Caffe aborts: test_state must be unspecified or specified once per "
            "test net."
        )
        yield ctx.report("SOL107", fields["test_state"][-1], message)
    if not iterations:
        yield from _never_tests(ctx)
    elif sets_test_interval(ctx.target):
        return
    elif not ctx.is_faulty("test_interval") and ctx.number("test_interval") <= 0:
        interval = ctx.number("test_interval")
        written = ctx.message.field("test_interval")
        what = f"test_interval is {interval:g}" if written else "test_interval is missing"
        tests = listed([name for name in _TESTS if name in fields])
        cure = f"Without tests, remove {tests} too" if written else f"Add it, or, without tests, remove {tests}"
        message = (
            f"{what}, but the solver has a test net. Caffe aborts: Check failed: param_.test_interval() > 0 "
            f"({interval:g} vs. 0). {cure}"
        )
        severity = Severity.WARNING if ctx.origin.private else None  # a Caffe that may never build the test net
        yield ctx.report("SOL107", written or fields["test_iter"][0], message, severity=severity)


def _never_tests(ctx: SolverContext) -> Iterator[Diagnostic]:
    """A test_interval, within training, of a solver that has no test net."""
    written, last = ctx.message.field("test_interval"), ctx.message.get("max_iter")
    interval = ctx.number("test_interval")
    if written is None or interval <= 0 or not ctx.solver.training or (isinstance(last, int) and interval >= last):
        return
    what = "test_iter" if ctx.solver.generic is not None else "a test_net and its test_iter"
    message = (
        f"test_interval has no effect without test_iter: the solver has no test net, and Caffe silently never tests. "
        f"Add {what}, or remove test_interval"
    )
    yield ctx.report("SOL107", written, message, severity=Severity.INFO)


def _number(count: int, what: str) -> str:
    return f"{count or 'no'} {what}" + ("s" if count != 1 and "_" not in what else "")


@solver_rule("SOL108")
def embedded_old_net(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL108: a net inside the solver that needs an upgrade, which Caffe only does for net files."""
    for block in {id(use.leaf): use.embedded for use in ctx.solver.uses if use.embedded is not None}.values():
        top = {leaf.name: leaf for leaf in reversed(list(leaves(block.items)))}
        if "layers" in top:
            message = (
                f"the layers in {block.name} are in an old format, which Caffe upgrades only in net files: it "
                "silently builds the net without them"
            )
            yield ctx.report("SOL108", top["layers"], message)
        elif "input" in top:
            yield ctx.report("SOL108", top["input"], _input(block, top["input"]))
        net = ctx.net_of(next(use for use in ctx.solver.uses if use.leaf is block))
        yield from _learnable_statistics(ctx, net, block)


def _input(block: Block, leaf: Leaf) -> str:
    name = string(leaf.raw) if isinstance(leaf, Field) else None
    return (
        f"{block.name} has input fields, which Caffe replaces with an Input layer only in net files: nothing produces "
        f"blob '{name or ''}'. Caffe aborts at the first layer that reads it: Unknown bottom blob '{name or ''}'"
    )


def _learnable_statistics(ctx: SolverContext, net: Net | None, block: Block) -> Iterator[Diagnostic]:
    """Three `param` blocks of a BatchNorm that only a net file may have, where Caffe sets their lr_mult to 0."""
    refuses = ctx.target.batch_norm
    if net is None or not refuses.refuses_nonzero_lr or refuses.upgrade == "none":
        return
    for layer in net.layers:
        rates = [1.0 if param.lr_mult is None else param.lr_mult for param in layer.specs if param.learns]
        if layer.type == "BatchNorm" and len(layer.specs) == 3 and rates:
            message = (
                f"BatchNorm '{layer.name}' in {block.name} has a param block with an lr_mult other than 0, which Caffe "
                "corrects only in net files. Caffe aborts: Check failed: this->layer_param_.param(i).lr_mult() == 0.f "
                f"({rates[0]:g} vs. 0) Cannot configure batch normalization statistics as layer parameters."
            )
            yield ctx.report("SOL108", layer, message)
