"""BN502: numbers with more digits than single precision needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.schema.messages import MessageType
from bnlint.checks.context import FileContext
from bnlint.checks.registry import file_rule
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import float_of
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.edits import Edit
from bnlint.text.patterns import lazy
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Node

_MANY = 9
_FEW = 6
# Messages whose numbers people choose. Others may be measured or computed: those are not touched.
_WRITTEN_BY_HAND = frozenset(
    (
        *("BatchNormParameter", "BNParameter", "FillerParameter", "ParamSpec", "SolverParameter"),
        *("ReLUParameter", "ELUParameter", "DropoutParameter", "LRNParameter", "MVNParameter", "PowerParameter"),
        *("ExpParameter", "LogParameter", "ThresholdParameter", "ContrastiveLossParameter", "TransformationParameter"),
    )
)
_LONG = lazy(r"\.[0-9]{6}")  # begins with one certain character: the search is as fast as it can be
_NUMBER = lazy(r"-?\s*([0-9]*)\.?([0-9]*)(?:[eE][+-]?[0-9]+)?[fF]?")


@file_rule("BN502")
def float_noise(file: FileContext) -> Iterator[Diagnostic]:
    """BN502: nine digits or more, where at most six give the same number."""
    if not _LONG.search(file.text):
        return
    for field in _long_floats(file):
        short = _shortest(field.raw)
        if short is None:
            continue
        message = f"{field.name}: {field.raw} is {short} as float32; write {short}"
        fix = file.fix("BN502", f"Write {short}", [Edit(field.value_start, field.end, short)])
        yield file.report("BN502", Span(field.value_start, field.end), message, fix)


def _long_floats(file: FileContext) -> Iterator[Field]:
    """The float fields that people choose and that are written with at least nine characters and a point.

    Elements of lists are not among them: a list of numbers is usually made by a program.
    """
    known = file.dialect.messages
    stack: list[tuple[list[Node], MessageType]] = [(file.document.items, known[ROOT_MESSAGES[file.kind]])]
    while stack:
        items, message = stack.pop()
        by_hand = message.name in _WRITTEN_BY_HAND
        for leaf in leaves(items):
            if type(leaf) is Block:
                declared = message.fields.get(leaf.name)
                inner = known.get(declared.type) if declared is not None else None
                if inner is not None and _LONG.search(file.text, leaf.start, leaf.end):
                    stack.append((leaf.items, inner))
            elif by_hand and type(leaf) is Field and len(leaf.raw) > _MANY and "." in leaf.raw:
                declared = message.fields.get(leaf.name)
                if declared is not None and declared.type == "float" and declared.label != "repeated":
                    yield leaf


@lru_cache(maxsize=4096)
def _shortest(raw: str) -> str | None:
    """The shortest decimal of the same number, if it has at most six digits and `raw` nine or more."""
    written = _NUMBER.fullmatch(raw)
    value = float_of(raw) if written is not None else None
    if written is None or value is None or len((written[1] + written[2]).lstrip("0")) < _MANY:
        return None
    for digits in range(1, _FEW + 1):
        short = f"{value:.{digits}g}"
        if float_of(short) == value:
            mantissa, mark, exponent = short.partition("e")
            return f"{mantissa}e{int(exponent)}" if mark else short
    return None
