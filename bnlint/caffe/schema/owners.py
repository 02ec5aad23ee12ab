"""Which Caffes have a name: a field or a value that another one rejects, or a layer type."""

from __future__ import annotations

from bnlint.caffe import BASE
from bnlint.caffe.schema import messages
from bnlint.prototxt.nodes import Field
from bnlint.prototxt.values import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from bnlint.caffe.schema.validate import SchemaError

# The Caffes that most public files are for, which come before others.
_MOST_USED = (
    BASE,
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
    """The known Caffes that have an unknown field or enum value, BVLC Caffe 1.0 first; empty for other errors."""
    if error.kind not in ("unknown", "enum"):
        return ()
    vocabulary = _vocabulary()
    variants = vocabulary.field_variants(error.message.name, error.name)
    if error.kind == "enum":
        raw = error.node.raw if isinstance(error.node, Field) else ""
        variants = [(type_, mask & vocabulary.value_mask(type_, raw)) for type_, mask in variants]
    names: tuple[str, ...] = vocabulary.names_of(vocabulary.union(variants))
    return names


def by_use(names: Sequence[str]) -> tuple[str, ...]:
    """Some Caffes, those that most files are for first."""
    first = tuple(name for name in _MOST_USED if name in names)
    return (*first, *(name for name in names if name not in first))


def dialects_of_type(type_: str) -> tuple[str, ...]:
    """The known Caffes that have a layer type: BVLC Caffe 1.0 alone, if it has it."""
    if type_ in (messages.schema().layer_types or ()):
        return (BASE,)
    names: tuple[str, ...] = _vocabulary().dialects_with_type(type_)
    return names


def dialects_of_field(message: str, field: str) -> tuple[str, ...]:
    """The known Caffes that have a field."""
    names: tuple[str, ...] = _vocabulary().dialects_with_field(message, field)
    return names


def _vocabulary() -> ModuleType:
    """The names that all known Caffes have, which most files do not need."""
    from bnlint.caffe.schema import vocabulary

    return vocabulary
