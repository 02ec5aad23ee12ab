"""Which of the known Caffes have a field, a layer type or a value: sets of Caffes, as bit masks.

Bit n of a mask stands for the n-th of `messages.dialect_names()`.
"""

from __future__ import annotations

from bnlint._generated import schema_vocabulary as table
from bnlint.caffe.schema import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAMES = messages.dialect_names()
_BITS = {name: 1 << bit for bit, name in enumerate(_NAMES)}
#: All known Caffes.
ALL = (1 << len(_NAMES)) - 1
#: BVLC Caffe 1.0, the first of them.
BVLC = 1
#: Those of which it is not known what layer types they have.
UNKNOWN_TYPES = table.UNKNOWN_TYPES
_words: dict[str, int] = {}


def mask_of(names: Iterable[str]) -> int:
    """The set of some Caffes. Raises KeyError for a name that is not among `messages.dialect_names`."""
    mask = 0
    for name in names:
        mask |= _BITS[name]
    return mask


def names_of(mask: int) -> tuple[str, ...]:
    """The names in a set, in the order of `messages.dialect_names`."""
    return tuple(name for name, bit in _BITS.items() if mask & bit)


def field_variants(message: str, field: str) -> tuple[tuple[str, int], ...]:
    """The types that a field has in some Caffe, each with the Caffes where it has this type; () if none has it."""
    return table.FIELDS.get(message, {}).get(field, ())


def union(variants: Iterable[tuple[str, int]]) -> int:
    """All Caffes of some `field_variants`."""
    mask = 0
    for _, caffes in variants:
        mask |= caffes
    return mask


def type_mask(layer_type: str) -> int:
    """The Caffes that register a layer type, with those whose types are unknown; 0 if none is known to have it."""
    known = table.TYPES.get(layer_type, 0)
    return known | UNKNOWN_TYPES if known else 0


def value_mask(enum: str, value: str) -> int:
    """The Caffes whose `enum` (``PoolingParameter.PoolMethod``) has a value."""
    return table.VALUES.get(enum, {}).get(value, 0)


def default_groups(mask: int, message: str) -> list[int]:
    """The parts of a set in which the fields of a message that BVLC Caffe has mean the same if they are not set."""
    return _parts(mask, table.DEFAULT_GROUPS.get(message, (ALL,)))


def trait_groups(mask: int) -> list[int]:
    """The parts of a set whose BatchNorm is the same to all checks (`BatchNormTraits.CHECKED`)."""
    return _parts(mask, table.TRAIT_GROUPS)


def format_groups(mask: int) -> list[int]:
    """The parts of a set that read the same formats, and rewrite the same of them (`FormatTraits`, `v1_types`)."""
    return _parts(mask, table.FORMAT_GROUPS)


def release_groups(mask: int) -> list[int]:
    """The releases of BVLC Caffe in a set, and the others."""
    return _parts(mask, table.RELEASE_GROUPS)


def layer_groups(mask: int, layer_type: str) -> list[int]:
    """The parts of a set in which the same is known of a layer type: whether it is registered, and its facts."""
    parts = table.LAYER_GROUPS.get(layer_type)
    if parts is None:
        parts = (ALL,) if layer_type in table.TYPES else (ALL & ~UNKNOWN_TYPES, UNKNOWN_TYPES)
    return _parts(mask, parts)


def _parts(mask: int, parts: Iterable[int]) -> list[int]:
    return [part & mask for part in parts if part & mask]


def words() -> Mapping[str, int]:
    """Every name of a field, layer type or enum value, with the Caffes that have it anywhere."""
    if not _words:
        for fields in table.FIELDS.values():
            for name, variants in fields.items():
                _words[name] = _words.get(name, 0) | union(variants)
        for name in table.TYPES:
            _words[name] = _words.get(name, 0) | type_mask(name)
        for values in table.VALUES.values():
            for name, caffes in values.items():
                _words[name] = _words.get(name, 0) | caffes
    return _words


def dialects_with_field(message: str, field: str) -> tuple[str, ...]:
    """The forks that have a field that BVLC Caffe 1.0 lacks; none for a field that it has."""
    mask = union(field_variants(message, field))
    return () if mask & BVLC else names_of(mask)


def dialects_with_type(layer_type: str) -> tuple[str, ...]:
    """The forks that register a layer type that BVLC Caffe 1.0 lacks, as far as their types are known."""
    mask = type_mask(layer_type) & ~UNKNOWN_TYPES
    return () if mask & BVLC else names_of(mask)
