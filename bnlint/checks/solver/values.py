"""SOL103, SOL109, SOL110, SOL113-115: the type of a solver, and single values that Caffe refuses or does not read."""

from __future__ import annotations

from bnlint.caffe.schema.solvers import (
    FIELDS_OF_TYPES,
    REGULARIZATIONS,
    TYPES,
    WITHOUT_MOMENTUM,
    names_snapshots,
    needs_prefix,
)
from bnlint.checks.registry import solver_rule
from bnlint.checks.solver.context import SolverContext
from bnlint.text.diagnostics import Diagnostic, Severity, listed
from bnlint.text.edits import Edit
from bnlint.text.suggest import typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Field

# Enums whose values old examples write as numbers; solver_type is OLD107's.
_ENUMS = ("solver_mode", "snapshot_format")


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


@solver_rule("SOL109")
def unknown_solver_type(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL109: a type that Caffe does not have, unless it may be one of a fork's own."""
    field = ctx.message.field("type")
    if field is None or "solver_type" in ctx.message.fields or ctx.is_faulty("type") or ctx.type in TYPES:
        return
    near = typo_of(ctx.type, TYPES)
    if near or not ctx.may_have_more:
        message = (
            f"unknown solver type '{ctx.type}'. Caffe aborts: Unknown solver type: {ctx.type} (known types: "
            f"{', '.join(TYPES)}){f'. Did you mean {near!r}?' if near else ''}"
        )
        yield ctx.report("SOL109", field, message)


@solver_rule("SOL110")
def refused_solver_value(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL110: values that Caffe refuses, or by which it divides."""
    yield from _momentum(ctx)
    decay = ctx.message.field("rms_decay")
    if decay is not None and ctx.type == "RMSProp" and not 0 <= ctx.number("rms_decay") < 1:
        message = (
            f"rms_decay is {decay.raw}, which is outside [0, 1). Caffe builds the nets, then aborts: rms_decay should "
            "lie between 0 and 1."
        )
        yield ctx.report("SOL110", decay, message)
    average = ctx.message.field("average_loss")
    if average is not None and not ctx.is_faulty("average_loss") and ctx.number("average_loss") < 1:
        message = (
            f"average_loss is {average.raw}. Caffe aborts: average_loss should be non-negative. (It means: at least 1, "
            "which averages nothing)"
        )
        yield ctx.report("SOL110", average, message)
    yield from _iter_size(ctx)
    yield from _regularization(ctx)


def _momentum(ctx: SolverContext) -> Iterator[Diagnostic]:
    momentum = ctx.message.field("momentum")
    if momentum is not None and ctx.type in WITHOUT_MOMENTUM and ctx.number("momentum"):
        message = (
            f"solver type '{ctx.type}' has no momentum. Caffe builds the nets, then aborts: Momentum cannot be used "
            f"with {ctx.type}. Remove momentum, or choose a type that has it"
        )
        yield ctx.report("SOL110", momentum, message)


def _iter_size(ctx: SolverContext) -> Iterator[Diagnostic]:
    field = ctx.message.field("iter_size")
    if field is None or not ctx.trains or ctx.is_faulty("iter_size") or ctx.number("iter_size") >= 1:
        return
    if ctx.number("iter_size"):
        message = f"iter_size is {field.raw}: Caffe silently runs no batch, and the net learns nothing. The least is 1"
        yield ctx.report("SOL110", field, message, severity=Severity.WARNING)
    else:
        message = "iter_size is 0: Caffe runs no batch and divides by 0, so all weights silently become nan"
        yield ctx.report("SOL110", field, message)


def _regularization(ctx: SolverContext) -> Iterator[Diagnostic]:
    """An unknown regularization_type, which Caffe reads only for a weight decay."""
    field, type_ = ctx.message.field("regularization_type"), ctx.message.get("regularization_type")
    if field is None or not isinstance(type_, str) or type_ in REGULARIZATIONS:
        return
    near = typo_of(type_, REGULARIZATIONS)
    if ctx.trains and ctx.number("weight_decay") and (near or not ctx.may_have_more):
        message = (
            f"unknown regularization_type '{type_}'. Caffe aborts in the first iteration: Unknown regularization type: "
            f"{type_}{f'. Did you mean {near!r}?' if near else ''}"
        )
        yield ctx.report("SOL110", field, message)


@solver_rule("SOL113")
def unread_solver_field(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL113: a field that solvers of this type do not read."""
    if ctx.type not in TYPES or ctx.may_have_more or ctx.document.faults:
        return
    for name, types in FIELDS_OF_TYPES.items():
        field = ctx.message.field(name)
        if field is not None and ctx.type not in types:
            readers = f"{listed(types)} {'do' if len(types) > 1 else 'does'}"
            default = "" if {"type", "solver_type"} & ctx.message.fields.keys() else ", the default,"
            message = (
                f"solver type '{ctx.type}'{default} does not read {name}, only {readers}: Caffe silently ignores it"
            )
            yield ctx.report("SOL113", field, message)


@solver_rule("SOL114")
def missing_snapshot_prefix(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL114: snapshots without a prefix for their names."""
    snapshot = ctx.message.field("snapshot")
    if (
        snapshot is None
        or "snapshot_prefix" in ctx.message.fields
        or ctx.is_faulty("snapshot")
        or not ctx.number("snapshot")
        or ctx.document.faults
        or needs_prefix(ctx.target) is None
    ):
        return
    message = (
        "snapshot_prefix is missing. Caffe up to release 1.0, and its forks, abort: In solver params, snapshot is "
        "specified but snapshot_prefix is not. The last BVLC Caffe silently names snapshots after this file"
    )
    severity = Severity.WARNING if names_snapshots(ctx.target) else None
    yield ctx.report("SOL114", snapshot, message, severity=severity)


@solver_rule("SOL115")
def number_for_name(ctx: SolverContext) -> Iterator[Diagnostic]:
    """SOL115: an enum value by its number."""
    for name in _ENUMS:
        field, value = ctx.message.field(name), ctx.message.get(name)
        if field is not None and isinstance(value, str) and field.raw != value:
            yield _by_number(ctx, field, value)


def _by_number(ctx: SolverContext, field: Field, value: str) -> Diagnostic:
    message = f"{field.name}: {field.raw} means {value}. Caffe reads both; the name needs no explanation"
    fix = ctx.fix("SOL115", f"Replace {field.raw} with {value}", [Edit(field.value_start, field.end, value)])
    return ctx.report("SOL115", field, message, fix)
