"""The Caffe that a file's first line declares, and the Caffes that know a name which another rejects."""

from __future__ import annotations

from functools import lru_cache

from bnlint.caffe.schema import messages
from bnlint.prototxt.nodes import Field
from bnlint.prototxt.values import decode
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.caffe.schema.validate import SchemaError

_COMMENT = lazy(r"\ufeff?#[ \t]*bnlint:[ \t]*dialect[ \t]*=[ \t]*([\w.+-]+)[ \t]*(?=[\r\n#]|\Z)")
# If several forks explain a file equally well, the one that more files are written for wins.
_BY_FREQUENCY = (
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


def declared_dialect(text: str) -> tuple[str, int, int] | None:
    """The dialect that a first-line comment ``# bnlint: dialect=nvcaffe-0.17`` sets, with the span of its name.

    The dialect may be unknown. None if there is no such comment.
    """
    match = _COMMENT.match(text) if "bnlint:" in text else None
    return (match[1], *match.span(1)) if match else None


def explains(error: SchemaError, schema: messages.Schema) -> bool:
    """Whether an error under the target is a field or value that is valid under `schema`."""
    message = schema.messages.get(error.message.name)
    field = message.fields.get(error.name) if message is not None else None
    if field is None or error.kind not in _KINDS:
        return False
    if error.kind == "unknown":
        return True
    if not isinstance(error.node, Field):
        return False
    return decode(error.node.raw, field.type, field.values) is not None  # type: ignore[arg-type]


def known_in(error: SchemaError) -> tuple[str, ...]:
    """The dialects that know an unknown field or enum value, BVLC Caffe 1.0 first; empty for other errors."""
    raw = error.node.raw if error.kind == "enum" and isinstance(error.node, Field) else ""
    if error.kind == "unknown" or raw:
        return _known_in(error.message.name, error.name, raw)
    return ()


@lru_cache(maxsize=4096)
def _known_in(message: str, name: str, raw: str) -> tuple[str, ...]:
    dialects = []
    for dialect in messages.dialect_names():
        declared = messages.schema(dialect).messages.get(message)
        field = declared.fields.get(name) if declared is not None else None
        if field is not None and (not raw or (field.values is not None and raw in field.values)):
            dialects.append(dialect)
    return tuple(dialects)


def by_use(names: Iterable[str]) -> list[str]:
    """The dialects `names`, those that most files are written for first."""
    order = {name: rank for rank, name in enumerate(_BY_FREQUENCY)}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def dialects_of_type(type_: str) -> tuple[str, ...]:
    """The dialects that have a layer type, BVLC Caffe 1.0 first."""
    if type_ in (messages.schema().layer_types or ()):
        return (messages.BASE,)
    from bnlint.caffe.schema import vocabulary

    return vocabulary.dialects_with_type(type_)
