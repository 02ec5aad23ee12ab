"""FLD101-105: fields, types, enum values and repeats that the target's schema rejects, in protobuf's words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from bnlint.caffe.schema import legacy, messages
from bnlint.caffe.schema.messages import FieldType, schema
from bnlint.caffe.schema.owners import known_in
from bnlint.caffe.schema.validate import SchemaError
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.names import (
    LAYERS,
    WAY_OUT,
    is_private,
    is_refused,
    misspelt,
    others,
    params,
    params_of,
    subject,
    whose,
)
from bnlint.checks.refusals import has, holder, refusal
from bnlint.checks.registry import net_rule, solver_rule
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string
from bnlint.text.diagnostics import Diagnostic, Severity, listed
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy
from bnlint.text.source import Span

_FEW_VALUES = 8
_WORD = lazy(r"(?!(?:true|false|inf|infinity|nan)\Z)[A-Za-z_][A-Za-z0-9_]*")
_KINDS = {
    "string": "a string in quotes",
    "bytes": "a string in quotes",
    "bool": "true or false",
    "float": "a number",
    "double": "a number",
}
_RANGES = {
    "int32": "-2147483648 to 2147483647",
    "int64": "-9223372036854775808 to 9223372036854775807",
    "uint32": "0 to 4294967295",
    "uint64": "0 to 18446744073709551615",
}
_REJECTS = "rejects the file:"


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
        return file.report("FLD101", span, f"{_unknown(file, error)} Did you mean {near}?", fix)
    place = place_of(file, error)
    if place is None:
        return None
    return file.report("FLD101", span, f"{_unknown(file, error)} {error.name} belongs {place[0]}.", place[1])


def _unknown(file: FileContext, *errors: SchemaError, caffe: str = "Caffe") -> str:
    what = f"the unknown field {errors[0].name}"
    return f"{has(file, errors, what)}. {caffe} {_REJECTS} {refusal(errors[0])}"


def _foreign_field(file: FileContext, errors: list[SchemaError]) -> Iterator[Diagnostic]:
    """A field that may be one of a private Caffe, or that the file's Caffe surely lacks."""
    error, spans = errors[0], [_name_span(error) for error in errors]
    related = others(file, spans)
    if is_refused(file):
        message = _unknown(file, *errors, caffe=subject(file.target.name)) + _owners(file, error)
        yield file.report("FLD101", spans[0], message, related=related)
    elif file.document.faults and error.name in _bvlc_words():
        return  # a syntax error moves fields out of their blocks
    elif not (isinstance(file, NetContext) and error.message.name in LAYERS and error.name in params_of(file)):
        who = has(file, errors, f"the field {error.name}")
        message = f"{who}, which no known Caffe has. A Caffe without it rejects the file. {WAY_OUT}"
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


@solver_rule("FLD102")
def wrong_type(file: FileContext) -> Iterator[Diagnostic]:
    """FLD102: a value of the wrong type, or out of range."""
    for error in _schema_errors(file, "type"):
        if is_current_type(file, error) and isinstance(error.node, Field):
            yield _current_type(file, error, error.node)
            continue
        field = error.field
        assert field is not None
        if field.type == "string" and isinstance(error.node, Field) and _WORD.fullmatch(error.node.raw):
            yield _unquoted(file, error.node)
            continue
        if isinstance(error.node, Field):
            found, span = error.node.raw, Span(error.node.value_start, error.node.end)
        else:
            found, span = "a block" if isinstance(error.node, Block) else "a list", _name_span(error)
        message = f"{error.name} in {holder(file, error)} must be {_expected(error, field)}, not {found}"
        yield file.report("FLD102", span, f"{message}. Caffe {_REJECTS} {refusal(error)}")


def _expected(error: SchemaError, field: FieldType) -> str:
    """What the field takes, as the end of a sentence."""
    if not isinstance(error.node, Field):
        return "a single value"
    if field.kind == "message":
        return "a block in braces"
    raw = error.node.raw
    unquoted = string(raw)
    without_quotes = " without quotes" if unquoted is not None else ""
    if field.kind == "enum":
        return f"{unquoted if unquoted in (field.values or ()) else 'a name'} without quotes"
    if field.type in _RANGES:
        range_ = f" from {_RANGES[field.type]}" if raw.lstrip("- ").isdigit() else ""
        return f"a whole number{range_}{without_quotes}"
    return f"{_KINDS[field.type]}{without_quotes}"


def is_current_type(file: FileContext, error: SchemaError) -> bool:
    """Whether a layer of the old format has a type of the current one, and FLD102 says so."""
    if error.message.name != "V1LayerParameter" or error.name != "type" or not isinstance(error.node, Field):
        return False
    if (string(error.node.raw) or "") not in (schema().layer_types or ()):
        return False
    return any(each is error for each in _schema_errors(file, "type"))


def _current_type(file: FileContext, error: SchemaError, field: Field) -> Diagnostic:
    """A type of the current format in `layers`: which of the two is meant, the rest of the file shows."""
    raw, type_ = field.raw, string(field.raw)
    old = [name for name, current in legacy.v1_types.items() if current == type_]
    if isinstance(file, NetContext) and old and _is_old(file):
        what = f"write type: {old[0]}, without quotes, in {holder(file, error)}: the other layers are in the old format"
    else:
        what = f"write layer instead of layers for {holder(file, error).removeprefix('layer ')}"
        what += f": type: {raw} in quotes is the current format"
    span = Span(field.value_start, field.end)
    return file.report("FLD102", span, f"{what}. Caffe {_REJECTS} {refusal(error)}")


def _is_old(ctx: NetContext) -> bool:
    """Whether the net has no current layers, and most of its old ones have a type of the old format."""
    blocks = [leaf for leaf in ctx.net.top.fields.get("layers", ()) if isinstance(leaf, Block)]
    types = [leaf for block in blocks for leaf in leaves(block.items) if leaf.name == "type"]
    old = [leaf for leaf in types if isinstance(leaf, Field) and leaf.raw in legacy.v1_types]
    return not ctx.net.top.fields.get("layer") and len(old) * 2 > len(blocks)


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
    what = f"the unknown value {error.name}: {raw}"
    if near:
        for each, span in zip(errors, spans):
            fix = file.fix("FLD103", f"Replace {raw} with {near}", [Edit(*span, near)])
            message = f"{has(file, [each], what)}. Caffe {_REJECTS} {refusal(each)} Did you mean {near}?"
            yield file.report("FLD103", span, message, fix)
        return
    related = others(file, spans)
    few = len(enum) <= _FEW_VALUES
    if not is_refused(file) and _may_be_private(error):
        if isinstance(file, NetContext) and error.message.name in LAYERS and error.name == "type":
            what, more = f"type {raw}", params(file, raw)
        else:
            bvlc = schema().enums.get(error.field.type, {}) if error.field is not None else {}
            more = f" (BVLC Caffe has {listed([*bvlc])})" if 0 < len(bvlc) <= _FEW_VALUES else ""
            what = f"the value {error.name}: {raw}"
        who = has(file, errors, what)
        message = f"{who}, which no known Caffe has{more}. A Caffe without it rejects the file. {WAY_OUT}"
        yield file.report("FLD103", spans[0], message, severity=Severity.INFO, related=related)
        return
    known = f" Known values: {', '.join(enum)}." if few else ""
    caffe = subject(file.target.name) if is_refused(file) else "Caffe"
    message = f"{has(file, errors, what)}. {caffe} {_REJECTS} {refusal(error)}{_owners(file, error)}{known}"
    yield file.report("FLD103", spans[0], message, related=related)


def _raw(error: SchemaError) -> str:
    return error.node.raw if isinstance(error.node, Field) else ""


def _may_be_private(error: SchemaError) -> bool:
    """Whether a private Caffe may have the value: a word, but for a phase, of which there are two everywhere."""
    raw = _raw(error)
    return (raw[:1].isalpha() or raw[:1] == "_") and error.name != "phase"


@net_rule("FLD104")
@solver_rule("FLD104")
def repeated_singular(file: FileContext) -> Iterator[Diagnostic]:
    """FLD104: a field that may appear only once, given again."""
    for error in _schema_errors(file, "repeated"):
        who, way_out = holder(file, error), "Merge them." if isinstance(error.node, Block) else "Keep only one."
        message = f"{who} has {error.name} more than once. Caffe {_REJECTS} {refusal(error)} {way_out}"
        yield file.report("FLD104", _name_span(error), message)


@net_rule("FLD105")
@solver_rule("FLD105")
def missing_required(file: FileContext) -> Iterator[Diagnostic]:
    """FLD105: a missing required field."""
    for error in _schema_errors(file, "required"):
        assert isinstance(error.node, Block)
        message = f"{holder(file, error)} lacks the required field {error.name}. Caffe {_REJECTS} {refusal(error)}"
        span = Span(error.node.start, error.node.body_start)
        yield file.report("FLD105", span, message)
