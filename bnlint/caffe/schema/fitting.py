"""Which known Caffes have all names that a text uses, and which of them the text cannot tell apart."""

from __future__ import annotations

from collections import namedtuple

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.schema import vocabulary
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.validate import group_by_content
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.prototxt.nodes import Document, Node

    #: A message that a block may be, and the Caffes (a mask) in which it is that message.
    Reading = tuple[str, int]

    class Names(NamedTuple):
        """What a text uses of the vocabulary of the known Caffes.

        `mask` are the Caffes that have all names that any of them has, `plain` those that have all names of BVLC Caffe
        that the text uses. `foreign` are the names that BVLC Caffe lacks, `private` those that no known Caffe has,
        `fields` the fields that are written, with their messages, and `types` the layer types.
        """

        mask: int
        plain: int
        foreign: tuple[str, ...]
        private: tuple[str, ...]
        fields: frozenset[tuple[str, str]]
        types: frozenset[str]
else:
    Names = namedtuple("Names", "mask plain foreign private fields types")

_LAYER, _TYPE = "LayerParameter", "type"
_ROOTS = frozenset(("NetParameter", "SolverParameter"))
_STATES = frozenset(("include", "exclude"))


def names_in(document: Document, net: Net | None, root: str) -> Names:
    """What a text uses; `net` is the net that BVLC Caffe reads in it, None for a solver."""
    rest, groups = group_by_content(document, net)
    return _joined([_names([*leaves(rest)], root), *(_names_of(layers[0]) for layers in groups)])


@memoized_by_content
def _names_of(layer: Layer) -> Names:
    return _names([layer.block], "NetParameter")


def _joined(parts: list[Names]) -> Names:
    mask = plain = vocabulary.ALL
    for part in parts:
        mask &= part.mask
        plain &= part.plain
    foreign = dict.fromkeys(name for part in parts for name in part.foreign)
    private = dict.fromkeys(name for part in parts for name in part.private)
    fields = frozenset(field for part in parts for field in part.fields)
    types = frozenset(type_ for part in parts for type_ in part.types)
    return Names(mask, plain, tuple(foreign), tuple(private), fields, types)


class _Walk:
    """Collects the names of a part of a text."""

    def __init__(self) -> None:
        self.mask = self.plain = vocabulary.ALL
        self.foreign: dict[str, None] = {}
        self.private: dict[str, None] = {}
        self.fields: set[tuple[str, str]] = set()
        self.types: set[str] = set()

    def use(self, name: str, known: int) -> None:
        """The text uses a name that these Caffes have."""
        if not known:
            self.private[name] = None
            return
        self.mask &= known
        if known & vocabulary.BVLC:
            self.plain &= known
        else:
            self.foreign[name] = None

    def block(self, items: list[Node], readings: list[Reading]) -> list[tuple[Block, list[Reading]]]:
        """Collects the names of a block that may be any of these messages; the blocks in it, with theirs."""
        inner = []
        for leaf in leaves(items):
            name = leaf.name
            variants = []
            for message, mask in readings:
                for type_, own in vocabulary.field_variants(message, name):
                    if own & mask:
                        variants.append((type_, own & mask))
                        self.fields.add((message, name))
            if not name:
                continue
            known = vocabulary.union(variants)
            self.use(name, known)
            if type(leaf) is Block:
                if variants:
                    inner.append((leaf, variants))
            elif type(leaf) is Field and known:
                self._value(leaf, readings, variants)
        return inner

    def _value(self, leaf: Field, readings: list[Reading], variants: list[Reading]) -> None:
        """Collects a layer type, or the value of an enum."""
        raw = leaf.raw
        if raw[:1] in "\"'":
            if leaf.name == _TYPE and any(message == _LAYER for message, _ in readings):
                type_ = string(raw) or ""
                self.types.add(type_)
                self.use(type_, vocabulary.type_mask(type_))
            return
        if not (raw[0].isalpha() or raw[0] == "_"):
            return
        known = vocabulary.union([(type_, vocabulary.value_mask(type_, raw) & mask) for type_, mask in variants])
        if known:  # not a word such as true or inf, nor one that no Caffe has: it may be a mistake
            self.use(raw, known)


def _names(items: list[Node], root: str) -> Names:
    walk = _Walk()
    stack = [(items, [(root, vocabulary.ALL)])]
    while stack:
        here, readings = stack.pop()
        stack += [(block.items, variants) for block, variants in walk.block(here, readings)]
    return Names(
        walk.mask,
        walk.plain,
        tuple(walk.foreign),
        tuple(walk.private),
        frozenset(walk.fields),
        frozenset(walk.types),
    )


def told_apart(mask: int, names: Names, types: Iterable[str], old: bool) -> list[int]:
    """The parts of `mask` that read a text alike, as far as bnlint knows: one of each part stands for all of it.

    `types` are its layer types by today's names. `old`: it is in a format that not every Caffe reads.
    """
    used = {message for message, _ in names.fields}
    parts = vocabulary.release_groups(mask)
    parts = _split(parts, [vocabulary.field_variants(*field) for field in names.fields])
    for type_ in types:
        known = layer_type(type_)
        for name in known.params if known is not None else ():
            used |= {message for message, _ in vocabulary.field_variants(_LAYER, name)}
        parts = [part for whole in parts for part in vocabulary.layer_groups(whole, type_)]
    for message in used:
        parts = [part for whole in parts for part in vocabulary.default_groups(whole, message)]
    if has_normalization(types):
        parts = [part for whole in parts for part in vocabulary.trait_groups(whole)]
    if old:
        parts = [part for whole in parts for part in vocabulary.format_groups(whole)]
    return parts


def unlike(mask: int, names: Names, types: Iterable[str], old: bool) -> list[int]:
    """The Caffes that treat a text in ways in which none of `mask` does, in parts that treat it alike.

    They have its formats, its rules of states and its normalizing layers, though not all of its other names: a Caffe
    that is not known may have these from anywhere, and they tell nothing about its traits. `types` and `old` as in
    `told_apart`.
    """
    able = vocabulary.ALL & ~vocabulary.UNKNOWN_TYPES
    for message, name in names.fields:
        if message in _ROOTS or name in _STATES:
            able &= vocabulary.union(vocabulary.field_variants(message, name))
    normalizing = [type_ for type_ in types if has_normalization((type_,))]
    for type_ in normalizing:
        able &= vocabulary.type_mask(type_) or vocabulary.ALL
    parts = vocabulary.trait_groups(able) if normalizing else []
    parts += vocabulary.format_groups(able) if old else []
    return [part for part in parts if not part & mask]


def most_fitting(caffes: tuple[str, ...], names: Names, types: Iterable[str]) -> str:
    """The one of some Caffes that has most of the fields and layer types of a text; the first of several."""
    known = [vocabulary.union(vocabulary.field_variants(*field)) for field in names.fields]
    known += map(vocabulary.type_mask, types)

    def lacks(caffe: str) -> int:
        bit = vocabulary.mask_of((caffe,))
        return sum(not mask & bit for mask in known)

    return min(caffes, key=lacks)


def _split(parts: list[int], partitions: list[tuple[Reading, ...]]) -> list[int]:
    for partition in partitions:
        lacking = vocabulary.ALL & ~vocabulary.union(partition)
        if len(partition) > 1:
            masks = [lacking, *(own for _, own in partition)]
            parts = [part for whole in parts for own in masks if (part := whole & own)]
    return parts


def has_normalization(types: Iterable[str]) -> bool:
    """Whether the traits of a Caffe's batch normalization matter for a net with layers of these types."""
    return any(type_ in ("BN", "Scale", "Bias") or "Norm" in type_ for type_ in types)
