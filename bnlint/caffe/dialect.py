"""Which Caffe a file is written for: told by a comment, or recognised from what only some fork knows."""

from __future__ import annotations

import re

from bnlint.caffe import messages
from bnlint.caffe.survey import Problem, survey
from bnlint.prototxt.nodes import Field
from bnlint.prototxt.values import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.prototxt.nodes import Node

_COMMENT = re.compile(r"\ufeff?#[ \t]*bnlint:[ \t]*dialect[ \t]*=[ \t]*([\w.+-]+)[ \t]*(?=[\r\n#]|\Z)")
# Where forks explain a file equally well, the one that more files are written for comes first.
_FAVOURITES = (
    "bvlc-1.0",
    "ssd",
    "nvcaffe-0.17",
    "nvcaffe-0.16",
    "nvcaffe-0.15",
    "pspnet",
    "yjxiong",
    "segnet",
    "intel",
    "refinedet",
    "mobilenet-yolo",
    "cc4",
)
_KINDS = frozenset(("unknown", "enum", "type"))


def told(text: str) -> tuple[str, int, int] | None:
    """The dialect that a first-line comment ``# bnlint: dialect=nvcaffe-0.17`` sets, with the span of its name.

    The name may be of no known dialect. None without such a comment.
    """
    found = _COMMENT.match(text)
    return (found[1], *found.span(1)) if found else None


def recognise(items: list[Node], root: str, types: Iterable[str], problems: list[Problem], target: str) -> str:
    """The dialect of a text that the target's schema does not wholly accept: `target` if no other fits better.

    `problems` are what `survey` says of it under the target, `types` its layer types. The dialect that explains
    most of the unknown fields, values and types wins; among equals, the one that leaves the fewest problems over.
    """
    base = messages.schema(target)
    strange = [problem for problem in problems if problem.kind in _KINDS]
    known = base.layer_types
    foreign = {type_ for type_ in types if known is not None and type_ not in known}
    if not strange and not foreign:
        return target
    best, best_score = target, (0, 0, 0)
    for name in messages.dialect_names():
        if name == target:
            continue
        explained = _explained(strange, foreign, name)
        if explained == 0 or explained < best_score[0]:
            continue
        left = len(survey(items, root, messages.schema(name)))
        rank = -_FAVOURITES.index(name) if name in _FAVOURITES else -len(_FAVOURITES)
        score = (explained, -left, rank)
        if best_score == (0, 0, 0) or score > best_score:
            best, best_score = name, score
    return best


def _explained(strange: list[Problem], foreign: set[str], name: str) -> int:
    """How many of the problems and foreign types the dialect `name` knows."""
    schema = messages.schema(name)
    count = sum(explains(problem, schema) for problem in strange)
    return count + (len(foreign & schema.layer_types) if schema.layer_types is not None else 0)


def explains(problem: Problem, schema: messages.Schema) -> bool:
    """Whether what the target does not know, or reads otherwise, is a field or enum value of `schema`."""
    message = schema.messages.get(problem.message.name)
    field = message.fields.get(problem.name) if message is not None else None
    if field is None or problem.kind not in _KINDS:
        return False
    if problem.kind == "unknown":
        return True
    if not isinstance(problem.node, Field):
        return False
    return decode(problem.node.raw, field.type, field.values) is not None  # type: ignore[arg-type]
