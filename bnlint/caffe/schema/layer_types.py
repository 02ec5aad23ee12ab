"""Facts about layer types: numbers of bottoms, tops and blobs, working in place, what Backward reads."""

from __future__ import annotations

from bnlint._generated import schema_layers
from bnlint.caffe import OWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol, TypeVar

    T = TypeVar("T")
    Condition = tuple[str, str, object]
    Cases = tuple[tuple[tuple[Condition, ...], T], ...]
    Range = tuple[int, int | None]

    class AnyLayer(Protocol):
        """What conditions need of a layer: its type, its bottoms and tops, and its fields with their defaults."""

        @property
        def type(self) -> str: ...
        @property
        def bottoms(self) -> Sequence[str]: ...
        @property
        def tops(self) -> Sequence[str]: ...
        def value(self, message: str, field: str) -> object: ...


_types: dict[tuple[str, str | None], LayerType] = {}
_NOTHING: dict[str, object] = {
    **dict.fromkeys(("params", "no_force", "no_gradient", "_reads", "_in_place", "_shares_memory"), ()),
    "summary": "",
    "loss": False,
    "data": False,
    "dialects": None,
}
_NO_NUMBERS: dict[str, object] = {
    "_bottoms": (),
    "_tops": (),
    "_blobs": (),
    "equal": False,
    "tops_less": None,
    "auto_top": False,
    "usable_tops": None,
}

#: Fields of a layer's message that belong to no single type of layer.
SHARED_PARAMS = ("param", "transform_param", "loss_param")


class LayerType:
    """The facts about one layer type, from the sources of Caffe and, for working in place, from gradient checks.

    Simple facts: `summary`; `params`, the fields of the layer message that it reads (``convolution_param``); `loss`,
    its first top has loss_weight 1 unless one is written; `data`, it is a source; `equal`, it has as many tops as
    bottoms; `tops_less`, how many fewer tops than bottoms, or None; `auto_top`, Caffe adds missing tops; `usable_tops`,
    the most that can really be built, or None; `no_force`, bottoms that force_backward does not extend to;
    `no_gradient`, bottoms for which Backward aborts; `dialects`, the forks that have it, or None for BVLC. The other
    facts depend on a layer's fields and are methods, which return None for the unknown.
    """

    __slots__ = (
        "_blobs",
        "_bottoms",
        "_in_place",
        "_reads",
        "_shares_memory",
        "_tops",
        "auto_top",
        "data",
        "dialects",
        "equal",
        "loss",
        "name",
        "no_force",
        "no_gradient",
        "params",
        "summary",
        "tops_less",
        "usable_tops",
    )
    name: str
    summary: str
    params: tuple[str, ...]
    loss: bool
    data: bool
    equal: bool
    tops_less: int | None
    auto_top: bool
    usable_tops: int | None
    no_force: tuple[int, ...]
    no_gradient: tuple[int, ...]
    dialects: tuple[str, ...] | None
    _bottoms: Cases[Range]
    _tops: Cases[Range]
    _blobs: Cases[int]
    _reads: Cases[tuple[str, ...]]
    _in_place: Cases[str]
    _shares_memory: Cases[bool]

    def __init__(self, facts: dict[str, object]) -> None:
        for name in schema_layers.FACTS:
            setattr(self, name, facts[name])

    def bottoms(self, layer: AnyLayer) -> Range | None:
        """How many bottoms it takes: minimum and maximum (None: no limit)."""
        return choose(self._bottoms, layer)

    def tops(self, layer: AnyLayer) -> Range | None:
        """How many tops it makes: minimum and maximum (None: no limit). With `auto_top`, fewer may be written."""
        return choose(self._tops, layer)

    @property
    def exact(self) -> tuple[bool, bool]:
        """Whether it requires an exact number of bottoms, and of tops (as ExactNumBottomBlobs does), not a range."""
        bottoms, tops = (all(low == high for _, (low, high) in cases) for cases in (self._bottoms, self._tops))
        return bottoms, tops

    def blobs(self, layer: AnyLayer) -> int | None:
        """How many learnable blobs it has."""
        return choose(self._blobs, layer)

    def reads(self, layer: AnyLayer) -> tuple[str, ...] | None:
        """What its Backward reads.

        ``B`` the data of bottom 0, ``T`` of top 0, ``B1`` and ``T1`` of the second ones, ``own`` a private copy that
        later layers cannot spoil. In place, bottom and top are the same memory.
        """
        return choose(self._reads, layer)

    def in_place(self, layer: AnyLayer) -> str | None:
        """The effect of working in place.

        ``legal``, ``wrong-gradients`` (outputs stay right), ``wrong-outputs`` or ``refused`` (Caffe aborts).
        """
        return choose(self._in_place, layer)

    def shares_memory(self, layer: AnyLayer) -> bool:
        """Whether its tops are its bottom's memory, so that an in-place layer on a top changes the bottom."""
        return bool(choose(self._shares_memory, layer))

    def __repr__(self) -> str:
        return f"<layer type {self.name}>"


def layer_type(name: str, dialect: str | None = None) -> LayerType | None:
    """The facts about a type in BVLC Caffe 1.0 or, for its own types, in the fork `dialect`.

    None for an unknown type, and, if a `dialect` is given, for types of other forks.
    """
    key = (name, dialect)
    known = _types.get(key)
    if known is None:
        facts = schema_layers.LAYERS.get(name)
        if dialect is not None and dialect.startswith(OWN):
            return _in_file(name, dialect, facts)
        if facts is None:
            return None
        dialects = facts["dialects"]
        if dialect is not None and dialects is not None and dialect not in dialects:
            return None
        known = _types[key] = LayerType(facts | schema_layers.FORKS.get((name, dialect), {}))
    return known


def _in_file(name: str, dialect: str, facts: dict[str, object] | None) -> LayerType | None:
    """A type of a Caffe that is read from a file: numbers as in its sources, all else as in BVLC Caffe, if it has it.

    Forks rarely change what Backward reads, but often how many bottoms and tops a layer takes.
    """
    from bnlint.caffe.proto.own import own_blobs, own_memory, own_numbers

    known: dict[str, LayerType | None] = own_memory(dialect)
    if name not in known:
        numbers = own_numbers(dialect, name)
        ours = facts is not None and facts["dialects"] is None
        blobs = own_blobs(dialect) if name == "BatchNorm" else None
        made = {**(facts if facts is not None and ours else _NOTHING | {"name": name}), **_NO_NUMBERS}
        if numbers is not None:
            made |= {"_bottoms": _always(numbers.bottoms), "_tops": _always(numbers.tops)}
            made |= {"equal": numbers.equal, "auto_top": numbers.auto_top}
        if name == "BatchNorm":
            made |= {"_blobs": _always(blobs)} if blobs is not None else {"_reads": (), "_in_place": ()}
        known[name] = LayerType(made) if ours or numbers is not None else None
    return known[name]


def _always(value: T | None) -> Cases[T]:
    """A fact that does not depend on the layer; None if it is unknown."""
    return () if value is None else (((), value),)


def blob_count(layer: AnyLayer, dialect: str | None = None) -> int | None:
    """How many learnable blobs a layer has; None if its type is not known well enough."""
    known = layer_type(layer.type, dialect)
    return None if known is None else known.blobs(layer)


def choose(cases: Cases[T], layer: AnyLayer) -> T | None:
    """The value of the first case whose conditions all hold for `layer`; None if there is none."""
    for conditions, value in cases:
        if all(_holds(condition, layer) for condition in conditions):
            return value
    return None


def _holds(condition: Condition, layer: AnyLayer) -> bool:
    subject, relation, expected = condition
    value = _subject(subject, layer)
    if relation == "is":
        return value == expected
    if relation == "written":
        return (value is not None) == expected
    if not isinstance(value, (int, float)) or not isinstance(expected, (int, float)):
        return False
    return value < expected if relation == "below" else value > expected


def _subject(name: str, layer: AnyLayer) -> object:
    """The number of bottoms or tops, whether the layer works in place, or a field (``pooling_param.pool``)."""
    if name == "bottoms":
        return len(layer.bottoms)
    if name == "tops":
        return len(layer.tops)
    if name == "in_place":
        return bool(layer.tops) and list(layer.tops[:1]) == list(layer.bottoms[:1])
    message, _, field = name.partition(".")
    return layer.value(message, field)
