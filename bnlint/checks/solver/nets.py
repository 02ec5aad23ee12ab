"""SOL101-103, SOL106-108: solver files, and the nets that they name or contain."""

from __future__ import annotations

from bnlint.caffe.solver import TRAINING, is_placeholder
from bnlint.caffe.state import TEST, TRAIN
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext, name_of
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.suggest import typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.solver import NetUse
    from bnlint.caffe.state import NetState
    from bnlint.prototxt.nodes import Leaf

_EVERY_FIELD = ", ".join(TRAINING)
# Types that normalize by the batch, and the field that makes each use its stored statistics instead.
_BY_THE_BATCH = {"BatchNorm": ("batch_norm_param", "use_global_stats"), "BN": ("bn_param", "frozen")}


@solver_rule("SOL101")
def net_not_found(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL101: no training net, several, or a net file that does not exist."""
    training = ctx.solver.training
    if not training and ctx.document.items and not ctx.document.faults:
        message = (
            "the solver has no training net. Caffe aborts: SolverParameter must specify a train net using one of these "
            f"fields: {_EVERY_FIELD}"
        )
        yield ctx.report("SOL101", next(leaves(ctx.document.items)), message)
    if len(training) > 1:
        message = (
            f"both {training[0].field} and {training[1].field} specify a training net. Caffe aborts: SolverParameter "
            f"must not contain more than one of these fields specifying a train_net: {_EVERY_FIELD}"
        )
        yield ctx.report("SOL101", training[1].leaf, message)
    if ctx.related_files is None:
        return
    for use in {id(use.leaf): use for use in ctx.solver.uses if use.embedded is None}.values():
        if not is_placeholder(use.path) and ctx.related_files.find(use.path) is None:
            yield _missing(ctx, use)


def _missing(ctx: SolverContext, use: NetUse) -> Diagnostic:
    """A file that does not exist: an error if its folder does, less severe if its path is from elsewhere."""
    assert ctx.related_files is not None
    if at := _elsewhere(ctx, use.path):
        message = (
            f"{use.field} '{use.path}' does not exist here, but {at} does. Unless Caffe runs in the folder that the "
            f"path is relative to, it aborts: File not found: {use.path}"
        )
        return ctx.report("SOL101", use.leaf, message, severity=Severity.INFO)
    has_folder = ctx.related_files.has_folder(use.path)
    near = typo_of(use.path, ctx.related_files.siblings()) if has_folder else ""
    hint = f" (did you mean '{near}'?)" if near else ""
    message = (
        f"{use.field} '{use.path}'{hint} is not in the working directory, the solver's folder or a folder above it. "
        f"Caffe aborts: File not found: {use.path}"
    )
    return ctx.report("SOL101", use.leaf, message, severity=None if has_folder else Severity.WARNING)


def _elsewhere(ctx: SolverContext, path: str) -> str:
    """The longest end of `path` that exists in the solver's folder or above it; a bare name only next to the solver."""
    assert ctx.related_files is not None
    parts = path.replace("\\", "/").split("/")
    ends = ["/".join(parts[start:]) for start in range(1, len(parts))]
    for end in ends[:-1]:
        if end and not end.startswith((".", "/")) and ctx.related_files.find(end) is not None:
            return f"'{end}'"
    return f"'{parts[-1]}'" if ends and parts[-1] in ctx.related_files.siblings() else ""


@solver_rule("SOL102")
def iter_size_with_batchnorm(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL102: gradients are accumulated over iter_size batches, the statistics of BatchNorm are not."""
    field = ctx.message.field("iter_size")
    size = ctx.message.get("iter_size")
    if field is None or not isinstance(size, int) or size <= 1 or not ctx.trains:
        return
    for use, net, state in ctx.built(ctx.solver.training[:1]):
        normalizing = [layer for layer in net.layers if layer.exists_in(state) and _by_the_batch(layer, state)]
        if normalizing:
            first, others = normalizing[0], len(normalizing) - 1
            more = f" and {others} more layer{'s' * (others > 1)}" if others else ""
            normalizes, its = ("normalize", "their") if others else ("normalizes", "its")
            message = (
                f"iter_size: {size} accumulates the gradients of {size} batches, but {first.type} '{first.name}'{more} "
                f"in {name_of(use)} {normalizes} each batch by itself: {its} statistics silently come from one batch, "
                f"not from {size}"
            )
            yield ctx.report("SOL102", field, message)


def _by_the_batch(layer: Layer, state: NetState) -> bool:
    where = _BY_THE_BATCH.get(layer.type)
    if where is None or layer.phase_in(state) != TRAIN:
        return False
    message = layer.message(where[0])
    return message is None or message.get(where[1]) is not True


@solver_rule("SOL103")
def solver_type_twice(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL103: the solver's type in the deprecated field and in the current one."""
    fields = ctx.message.fields
    if "solver_type" in fields and "type" in fields:
        message = (
            "the solver has both type and solver_type. Caffe aborts: Failed to upgrade solver: old solver_type field "
            "(enum) and new type field (string) cannot be both specified in solver proto text."
        )
        yield ctx.report("SOL103", fields["solver_type"][0], message)


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
    if iterations and not ctx.is_faulty("test_interval") and ctx.number("test_interval") <= 0:
        interval = ctx.number("test_interval")
        written = ctx.message.field("test_interval")
        what = f"test_interval is {interval:g}" if written else "test_interval is missing"
        message = (
            f"{what}, but the solver has a test net. Caffe aborts: Check failed: param_.test_interval() > 0 "
            f"({interval:g} vs. 0)"
        )
        yield ctx.report("SOL107", written or fields["test_iter"][0], message)


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
