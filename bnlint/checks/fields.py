"""FLD101-105: fields, types, enum values and repeats that the target's schema rejects, in protobuf's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bnlint.caffe.schema.dialect import explains, known_in
from bnlint.caffe.schema.validate import SchemaError
from bnlint.checks.context import FileContext
from bnlint.checks.registry import file_rule, net_rule, solver_rule
from bnlint.prototxt.nodes import Block, Field
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Edit
from bnlint.text.source import Span
from bnlint.text.suggest import OFTEN, is_same, typo_of

_KINDS = {"string": "a string in quotes", "bool": "true or false", "float": "a number", "double": "a number"}


def _schema_errors(file: FileContext, kind: str) -> Iterator[SchemaError]:
    """The schema errors of a kind that no known fork explains; the others are reported as BN601."""
    foreign = file.dialect is not file.target
    for error in file.schema_errors:
        if error.kind == kind and not (known_in(error) or (foreign and explains(error, file.dialect))):
            yield error


def _name_span(error: SchemaError) -> Span:
    return Span(error.node.start, error.node.start + len(error.name))


@net_rule("FLD101")
@solver_rule("FLD101")
def unknown_field(file: FileContext) -> Iterator[Diagnostic]:
    """FLD101: a field that its message does not have."""
    unknown = list(_schema_errors(file, "unknown"))
    if not unknown:
        return
    from bnlint.checks.misplaced import place_of

    often = Counter((error.message.name, error.name) for error in unknown)
    for error in unknown:
        message = f'Message type "caffe.{error.message.name}" has no field named "{error.name}".'
        near = _misspelt(error, often[error.message.name, error.name])
        span = _name_span(error)
        fix = file.fix("FLD101", f"Rename {error.name} to {near}", [Edit(*span, near)]) if near else None
        place = place_of(file, error) if not near else None
        if near:
            message += f" Did you mean {near}?"
        elif place is not None:
            message += f" {error.name} belongs {place[0]}"
            fix = place[1]
        yield file.report("FLD101", span, message, fix)


def _misspelt(error: SchemaError, count: int) -> str:
    """The field that was meant by one that occurs `count` times in the file; empty if it may be a name of its own.

    The field that was meant has the same kind of value, and is not written yet unless it may be repeated.
    """
    is_message = isinstance(error.node, Block)
    fields = error.message.fields
    near = typo_of(error.name, [name for name, field in fields.items() if (field.kind == "message") == is_message])
    written = {item.name for item in error.parent.items} if error.parent is not None else set()
    if not near or (near in written and fields[near].label != "repeated"):
        return ""
    return near if count <= OFTEN or is_same(near, error.name) else ""


@file_rule("FLD102")
def wrong_type(file: FileContext) -> Iterator[Diagnostic]:
    """FLD102: a value of the wrong type, or out of range."""
    for error in _schema_errors(file, "type"):
        field = error.field
        assert field is not None
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


@net_rule("FLD103")
@solver_rule("FLD103")
def unknown_enum(file: FileContext) -> Iterator[Diagnostic]:
    """FLD103: a value that the enum does not have."""
    errors = list(_schema_errors(file, "enum"))
    often = Counter((error.name, error.node.raw) for error in errors if isinstance(error.node, Field))
    for error in errors:
        node, field = error.node, error.field
        if not isinstance(node, Field) or field is None or field.values is None:
            continue
        message = f'Unknown enumeration value of "{node.raw}" for field "{error.name}".'
        near = typo_of(node.raw, field.values)
        if often[error.name, node.raw] > OFTEN and not is_same(near, node.raw):
            near = ""
        span = Span(node.value_start, node.end)
        fix = file.fix("FLD103", f"Replace {node.raw} with {near}", [Edit(*span, near)]) if near else None
        known = f" Known values: {', '.join(field.values)}." if len(field.values) <= 8 else ""
        yield file.report("FLD103", span, message + (f" Did you mean {near}?" if near else known), fix)


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
