"""FLD: fields, types, enum values and repeats that the target's schema refuses, with protobuf's words."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.dialect import explains, origins
from bnlint.caffe.survey import Problem
from bnlint.checks.context import FileContext
from bnlint.diagnostics import Diagnostic
from bnlint.edits import Edit
from bnlint.nearest import nearest
from bnlint.prototxt.nodes import Block, Field
from bnlint.source import Span

_KINDS = {"string": "a string in quotes", "bool": "true or false", "float": "a number", "double": "a number"}


def _problems(file: FileContext, kind: str) -> Iterator[Problem]:
    """The problems of a kind that no known fork explains: those that one does belong to BN601."""
    foreign = file.dialect is not file.target
    for problem in file.problems:
        if problem.kind == kind and not (origins(problem) or (foreign and explains(problem, file.dialect))):
            yield problem


def _name_span(problem: Problem) -> Span:
    return Span(problem.node.start, problem.node.start + len(problem.name))


def unknown_field(file: FileContext) -> Iterator[Diagnostic]:
    """FLD101: no such field in this message."""
    for problem in _problems(file, "unknown"):
        message = f'Message type "caffe.{problem.message.name}" has no field named "{problem.name}".'
        kind = "message" if isinstance(problem.node, Block) else None
        names = [
            name for name, field in problem.message.fields.items() if (field.kind == "message") == (kind == "message")
        ]
        near = nearest(problem.name, names)
        span = _name_span(problem)
        fix = file.fix("FLD101", f"Rename it to {near}", [Edit(*span, near)]) if near else None
        yield file.report("FLD101", span, message + (f" Did you mean {near}?" if near else ""), fix)


def wrong_type(file: FileContext) -> Iterator[Diagnostic]:
    """FLD102: a value of another kind, or out of range."""
    for problem in _problems(file, "type"):
        field = problem.field
        assert field is not None
        if isinstance(problem.node, Field):
            wanted = "one of its values without quotes" if field.kind == "enum" else _KINDS.get(field.type, field.type)
            if field.kind == "message":
                wanted = "a message in braces"
            message = f"{problem.message.name}.{problem.name} takes {wanted}, not {problem.node.raw}"
            span = Span(problem.node.value_start, problem.node.end)
        elif isinstance(problem.node, Block):
            message = f"{problem.message.name}.{problem.name} takes a value, not a message in braces"
            span = _name_span(problem)
        else:
            message = f"{problem.message.name}.{problem.name} takes one value, not a list"
            span = _name_span(problem)
        yield file.report("FLD102", span, message + "; Caffe refuses the file")


def unknown_enum(file: FileContext) -> Iterator[Diagnostic]:
    """FLD103: no such value of the enum."""
    for problem in _problems(file, "enum"):
        node, field = problem.node, problem.field
        if not isinstance(node, Field) or field is None or field.values is None:
            continue
        message = f'Unknown enumeration value of "{node.raw}" for field "{problem.name}".'
        near = nearest(node.raw, list(field.values))
        span = Span(node.value_start, node.end)
        fix = file.fix("FLD103", f"Change it to {near}", [Edit(*span, near)]) if near else None
        known = f" Known: {', '.join(field.values)}." if len(field.values) <= 8 else ""
        yield file.report("FLD103", span, message + (f" Did you mean {near}?" if near else known), fix)


def repeated_singular(file: FileContext) -> Iterator[Diagnostic]:
    """FLD104: a singular field, or message, written again."""
    for problem in _problems(file, "repeated"):
        message = f'Non-repeated field "{problem.name}" is specified multiple times.'
        yield file.report("FLD104", _name_span(problem), message)


def missing_required(file: FileContext) -> Iterator[Diagnostic]:
    """FLD105: a required field is not there."""
    for problem in _problems(file, "required"):
        assert isinstance(problem.node, Block)
        message = f'Message type "caffe.{problem.message.name}" is missing its required field "{problem.name}".'
        span = Span(problem.node.start, problem.node.body_start)
        yield file.report("FLD105", span, message)
