"""Which Caffe a file is written for: declared by a comment, or recognized by what only forks have."""

from __future__ import annotations

from functools import lru_cache

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.validate import SchemaError, group_by_content, validate
from bnlint.caffe.session import Session
from bnlint.prototxt.nodes import Field
from bnlint.prototxt.values import decode
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.prototxt.nodes import Document

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
# Each of these shows by itself that the fork has its own BatchNorm. Any other name may come from elsewhere.
_SUFFICIENT = frozenset(("BatchNormParameter", "BNParameter", "bn_param", "BN"))


def declared_dialect(text: str) -> tuple[str, int, int] | None:
    """The dialect that a first-line comment ``# bnlint: dialect=nvcaffe-0.17`` sets, with the span of its name.

    The dialect may be unknown. None if there is no such comment.
    """
    match = _COMMENT.match(text) if "bnlint:" in text else None
    return (match[1], *match.span(1)) if match else None


def dialect_of(
    document: Document,
    root: str,
    net: Net | None,
    schema_errors: list[SchemaError],
    target: str,
    session: Session | None = None,
) -> str:
    """The Caffe that a text is written for: the one that its first line declares, if it is known, or else a guess."""
    declared = declared_dialect(document.text)
    if declared is not None and declared[0] in messages.dialect_names():
        return declared[0]
    return recognize_dialect(document, root, net, schema_errors, target, session)


def recognize_dialect(
    document: Document,
    root: str,
    net: Net | None,
    schema_errors: list[SchemaError],
    target: str,
    session: Session | None = None,
) -> str:
    """The dialect that explains most of the errors of a text under `target`; `target` if no other is better.

    `schema_errors` are those that `validate` finds under the target, `net` is the net as the target reads it, None for
    a solver. The dialect with the fewest errors wins; among equals, one with the target's BatchNorm. A single name that
    has nothing to do with BatchNorm is not enough for a fork with its own BatchNorm: forks copy layers from each other.
    """
    base = messages.schema(target)
    types = {layer.type for layer in net.layers} if net is not None else set()
    strange = [error for error in schema_errors if error.kind in _KINDS]
    foreign = {type_ for type_ in types if base.layer_types is not None and type_ not in base.layer_types}
    if not strange and not foreign:
        return target
    session = session or Session()
    best, best_score = target, (len(schema_errors) + len(foreign), 0, 0)
    rest, groups = group_by_content(document, net)
    for explained, name in _candidates(strange, foreign, target):
        if len(strange) + len(foreign) - explained > best_score[0]:
            break  # it has more errors than the best one, even if it rejects nothing else
        fork = messages.schema(name)
        unknown = foreign if fork.layer_types is None else foreign - fork.layer_types
        left = len(validate(rest, root, fork, session=session)) + len(unknown)
        left += sum(len(layers) * _error_count(layers[0], name, session=session) for layers in groups)
        rank = _BY_FREQUENCY.index(name) if name in _BY_FREQUENCY else len(_BY_FREQUENCY)
        score = (left, _strangeness(fork, base), rank)
        if score < best_score:
            best, best_score = name, score
    return best


@memoized_by_content
def _error_count(layer: Layer, dialect: str, *, session: Session) -> int:
    """How many errors a layer has under a dialect."""
    return len(validate([layer.block], "NetParameter", messages.schema(dialect), session=session))


def _candidates(strange: list[SchemaError], foreign: set[str], target: str) -> list[tuple[int, str]]:
    """(how many of the errors and foreign types it explains, name) for each possible dialect, most first."""
    base = messages.schema(target)
    alike: dict[tuple[str, str, str, str], list[SchemaError]] = {}
    for error in strange:
        raw = error.node.raw if isinstance(error.node, Field) else ""
        alike.setdefault((error.kind, error.message.name, error.name, raw), []).append(error)
    candidates = []
    for name in messages.dialect_names():
        fork = messages.schema(name)
        known = foreign if fork.layer_types is None else foreign & fork.layer_types
        explained = [schema_errors for schema_errors in alike.values() if explains(schema_errors[0], fork)]
        if name == target or not (explained or (known and fork.layer_types is not None)):
            continue
        names = {(schema_errors[0].message.name, schema_errors[0].name) for schema_errors in explained}
        sufficient = not _SUFFICIENT.isdisjoint({*known, *(part for pair in names for part in pair)})
        if sufficient or len(names) + len(known) > 1 or not _strangeness(fork, base) > 1 or name == messages.BASE:
            count = sum(map(len, explained))
            candidates.append((count + (len(known) if fork.layer_types is not None else 0), name))
    return sorted(candidates, key=lambda pair: -pair[0])


@lru_cache(maxsize=256)
def _strangeness(fork: messages.Schema, base: messages.Schema) -> int:
    """How far the BatchNorm of `fork` is from that of `base`: 0 the same, 1 other rates, 2 other settings."""
    if _settings(fork) != _settings(base):
        return 2
    one, two = fork.batch_norm, base.batch_norm
    return int((one.masks_statistics, one.refuses_nonzero_lr) != (two.masks_statistics, two.refuses_nonzero_lr))


def _settings(schema: messages.Schema) -> dict[str, object] | None:
    declared = schema.messages.get("BatchNormParameter")
    return None if declared is None else {name: field.default for name, field in declared.fields.items()}


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


def most_common_dialect(names: Iterable[str]) -> str:
    """The dialect among `names` that most files are written for."""
    order = {name: rank for rank, name in enumerate(_BY_FREQUENCY)}
    return min(names, key=lambda name: order.get(name, len(order)))


def dialects_of_type(type_: str) -> tuple[str, ...]:
    """The dialects that have a layer type, BVLC Caffe 1.0 first."""
    if type_ in (messages.schema().layer_types or ()):
        return (messages.BASE,)
    from bnlint.caffe.schema import vocabulary

    return vocabulary.dialects_with_type(type_)
