"""FLD101-105: fields, types, enum values and repeats that the target's schema rejects, in protobuf's words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from bnlint.caffe.schema import messages
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.schema.owners import known_in
from bnlint.caffe.schema.validate import SchemaError
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.names import (
    LAYERS,
    WAY_OUT,
    count,
    is_private,
    is_refused,
    misspelt,
    others,
    params,
    params_of,
    users,
    whose,
)
from bnlint.checks.registry import file_rule, net_rule, solver_rule
from bnlint.prototxt.nodes import Block, Field
from bnlint.text.diagnostics import Diagnostic, Severity, listed
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy
from bnlint.text.source import Span

_FEW_VALUES = 8
_WORD = lazy(r"(?!(?:true|false|inf|infinity|nan)\Z)[A-Za-z_][A-Za-z0-9_]*")
_KINDS = {"string": "a string in quotes", "bool": "true or false", "float": "a number", "double": "a number"}


def _schema_errors(file: FileContext, kind: str) -> Iterator[SchemaError]:
    """The schema errors of a kind; names of known Caffes only if the file's Caffe surely lacks them.

    If a target is named, they are BN601's.
    """
    refused = not file.is_target_named and is_refused(file)
    for error in file.schema_errors:
        if error.kind == kind and (refused or is_private(file, error)):
            yield error


def _name_span(error: SchemaError) -> Span:
    return Span(error.node.start, error.node.start + len(error.name))


@net_rule("FLD101")
@solver_rule("FLD101")
def unknown_field(file: FileContext) -> Iterator[Diagnostic]:
    """FLD101: a field that its message does not have: a mistake, or one finding for each name of a private Caffe."""
    unknown: dict[tuple[str, str], list[SchemaError]] = {}
    taken: set[tuple[int, str]] = set()
    for error in _schema_errors(file, "unknown"):
        unknown.setdefault((error.message.name, error.name), []).append(error)
    for errors in unknown.values():
        mistakes = [_mistake(file, error, len(errors), taken) for error in errors]
        yield from (mistake for mistake in mistakes if mistake is not None)
        names = [error for error, mistake in zip(errors, mistakes) if mistake is None]
        if names:
            yield from _foreign_field(file, names)


def _mistake(file: FileContext, error: SchemaError, count: int, taken: set[tuple[int, str]]) -> Diagnostic | None:
    """A field that is misspelt, or in the wrong message; None if it is neither.

    `taken` are the singular fields that were meant so far: (where their message begins, name).
    """
    from bnlint.checks.misplaced import can_be, place_of  # most files have no unknown field

    if not is_private(file, error):
        return None
    span = _name_span(error)
    near = _meant(file, error, count)
    if near:
        field = error.message.fields.get(near)
        key = (error.parent.start if error.parent is not None else -1, near)
        fix = None
        if field is not None and key not in taken and can_be(error.node, field):
            fix = file.fix("FLD101", f"Rename {error.name} to {near}", [Edit(*span, near)])
            if field.label != "repeated":
                taken.add(key)
        return file.report("FLD101", span, f"{_refusal(error)} Did you mean {near}?", fix)
    place = place_of(file, error)
    if place is None:
        return None
    return file.report("FLD101", span, f"{_refusal(error)} {error.name} belongs {place[0]}", place[1])


def _refusal(error: SchemaError) -> str:
    return f'Message type "caffe.{error.message.name}" has no field named "{error.name}".'


def _foreign_field(file: FileContext, errors: list[SchemaError]) -> Iterator[Diagnostic]:
    """A field that may be one of a private Caffe, or that the file's Caffe surely lacks."""
    error, spans = errors[0], [_name_span(error) for error in errors]
    related = others(file, spans)
    if is_refused(file):
        message = _refusal(error) + _owners(file, error)
        if related:
            message += f" {users(file, spans, 'uses', 'use')} it"
        yield file.report("FLD101", spans[0], message, related=related)
    elif file.document.faults and error.name in _bvlc_words():
        return  # a syntax error moves fields out of their blocks
    elif not (isinstance(file, NetContext) and error.message.name in LAYERS and error.name in params_of(file)):
        message = f"no known Caffe has the field {error.name} of {error.message.name}{count(file, spans)}. {WAY_OUT}"
        yield file.report("FLD101", spans[0], message, severity=Severity.INFO, related=related)


@lru_cache(maxsize=1)
def _bvlc_words() -> frozenset[str]:
    """All field names of BVLC Caffe."""
    return frozenset(name for message in messages.schema().messages.values() for name in message.fields)


def _owners(file: FileContext, error: SchemaError) -> str:
    known = known_in(error)
    return f" {whose(file, known)} {'have' if len(known) > 1 else 'has'} it." if known else ""


def _meant(file: FileContext, error: SchemaError, often: int) -> str:
    """The field that was meant by one that occurs `often` times in the file; empty if it may be a name of its own.

    The field that was meant has the same kind of value, and is not written yet unless it may be repeated.
    """
    is_message = isinstance(error.node, Block)
    common = schema().messages.get(error.message.name) if len(file.origin.caffes) > 1 else None
    fields = (common or error.message).fields  # the same for each Caffe that the file may be for
    names = [name for name, field in fields.items() if (field.kind == "message") == is_message]
    near = misspelt(file, error.name, names, often)
    written = {item.name for item in (error.parent if error.parent is not None else file.document).items}
    return near if near and (near not in written or fields[near].label == "repeated") else ""


@file_rule("FLD102")
def wrong_type(file: FileContext) -> Iterator[Diagnostic]:
    """FLD102: a value of the wrong type, or out of range."""
    for error in _schema_errors(file, "type"):
        field = error.field
        assert field is not None
        if field.type == "string" and isinstance(error.node, Field) and _WORD.fullmatch(error.node.raw):
            yield _unquoted(file, error.node)
            continue
        if isinstance(error.node, Field):
            expected = "an enum value without quotes" if field.kind == "enum" else _KINDS.get(field.type, field.type)
            if field.kind == "message":
                expected = "a message in braces"
            message = f"{error.message.name}.{error.name} expects {expected}, not {error.node.raw}"
            span = Span(error.node.value_start, error.node.end)
        elif isinstance(error.node, Block):
            message = f"{error.message.name}.{error.name} expects a value, not a message in braces"
            span = _name_span(error)
        else:
            message = f"{error.message.name}.{error.name} expects a single value, not a list"
            span = _name_span(error)
        yield file.report("FLD102", span, message + ": Caffe rejects the file")


def _unquoted(file: FileContext, field: Field) -> Diagnostic:
    """A word where a string belongs. No fix if it is followed by an error: it may be a part of what was meant."""
    span = Span(field.value_start, field.end)
    fix, faults = None, file.document.faults
    after = bisect_left(faults, field.end, key=lambda fault: fault.start)
    if after == len(faults) or file.text[field.end : faults[after].start].strip(" \t"):
        fix = file.fix("FLD102", f'Write "{field.raw}"', [Edit(*span, f'"{field.raw}"')])
    message = f"the value of {field.name} is not in quotes. Caffe rejects the file: Expected string, got: {field.raw}"
    return file.report("FLD102", span, message, fix)


@net_rule("FLD103")
@solver_rule("FLD103")
def unknown_enum(file: FileContext) -> Iterator[Diagnostic]:
    """FLD103: a value that the enum does not have: a mistake, or one finding for each value of a private Caffe."""
    values: dict[tuple[str, str, str], list[SchemaError]] = {}
    for error in _schema_errors(file, "enum"):
        if isinstance(error.node, Field) and error.field is not None and error.field.values is not None:
            values.setdefault((error.message.name, error.name, error.node.raw), []).append(error)
    for errors in values.values():
        yield from _unknown_value(file, errors)


def _unknown_value(file: FileContext, errors: list[SchemaError]) -> Iterator[Diagnostic]:
    error, raw = errors[0], _raw(errors[0])
    spans = [Span(error.node.end - len(raw), error.node.end) for error in errors]
    common = schema().enums.get(error.field.type) if error.field is not None and len(file.origin.caffes) > 1 else None
    enum = common or (error.field.values if error.field is not None else None) or {}
    near = misspelt(file, raw, enum, len(errors)) if is_private(file, error) else ""
    refusal = f'Unknown enumeration value of "{raw}" for field "{error.name}".'
    if near:
        for span in spans:
            fix = file.fix("FLD103", f"Replace {raw} with {near}", [Edit(*span, near)])
            yield file.report("FLD103", span, f"{refusal} Did you mean {near}?", fix)
        return
    related = others(file, spans)
    few = len(enum) <= _FEW_VALUES
    if not is_refused(file) and _may_be_private(error):
        if isinstance(file, NetContext) and error.message.name in LAYERS and error.name == "type":
            what = f"layer type {raw}{count(file, spans)}{params(file, raw)}"
        else:
            bvlc = schema().enums.get(error.field.type, {}) if error.field is not None else {}
            has = f"; BVLC Caffe has {listed([*bvlc])}" if 0 < len(bvlc) <= _FEW_VALUES else ""
            what = f"the value {raw} of {error.name}{count(file, spans)}{has}"
        message = f"no known Caffe has {what}. {WAY_OUT}"
        yield file.report("FLD103", spans[0], message, severity=Severity.INFO, related=related)
        return
    known = f" Known values: {', '.join(enum)}." if few else ""
    more = f" {users(file, spans, 'uses', 'use')} it" if related else ""
    yield file.report("FLD103", spans[0], refusal + _owners(file, error) + known + more, related=related)


def _raw(error: SchemaError) -> str:
    return error.node.raw if isinstance(error.node, Field) else ""


def _may_be_private(error: SchemaError) -> bool:
    """Whether a private Caffe may have the value: a word, but for a phase, of which there are two everywhere."""
    raw = _raw(error)
    return (raw[:1].isalpha() or raw[:1] == "_") and error.name != "phase"


@file_rule("FLD104")
def repeated_singular(file: FileContext) -> Iterator[Diagnostic]:
    """FLD104: a field that may appear only once, given again."""
    for error in _schema_errors(file, "repeated"):
        message = f'Non-repeated field "{error.name}" is specified multiple times.'
        yield file.report("FLD104", _name_span(error), message)


@file_rule("FLD105")
def missing_required(file: FileContext) -> Iterator[Diagnostic]:
    """FLD105: a missing required field."""
    for error in _schema_errors(file, "required"):
        assert isinstance(error.node, Block)
        message = f'Message type "caffe.{error.message.name}" is missing the required field "{error.name}".'
        span = Span(error.node.start, error.node.body_start)
        yield file.report("FLD105", span, message)
