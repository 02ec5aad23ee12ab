"""What a Caffe may be of which not everything is found out: the traits of known Caffes that fit what is."""

from __future__ import annotations

from bnlint._generated import schema_traits as known
from bnlint.caffe.proto.layout import digest, field_names, fields_of
from bnlint.caffe.proto.reading import read_caffe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from bnlint.caffe.proto.data import Reading

    Facts = dict[str, Any]
    #: Name, digest of its tables, whether its layer types are known, the fields of BatchNormParameter (None: it has no
    #: such message), its other normalizing types with field and fields of each, and the number of its traits.
    Known = tuple[str, str, bool, tuple[str, ...] | None, dict[str, tuple[str, tuple[str, ...]]], int]

#: Those that most findings depend on, should there be too many sets.
_TELLING = (
    "has_batch_norm_layer",
    "masks_statistics",
    "refuses_nonzero_lr",
    "upgrade",
    "own_affine",
    "use_global_stats",
)
_MOST = 12


def read_variants(path: str) -> tuple[Reading, list[Facts]]:
    """What a caffe.proto and its sources say, and what its Caffe may be. Raises ProtoError as `read_caffe` does."""
    reading = read_caffe(path)
    return reading, batch_norm_variants(reading)


def equal_caffes(reading: Reading) -> tuple[str, ...]:
    """The names of the known Caffes with the same tables."""
    same = digest(reading.tables.messages, reading.tables.enums)
    return tuple(entry[0] for entry in known.KNOWN if entry[1] == same)


def batch_norm_variants(reading: Reading) -> list[Facts]:
    """The BatchNormTraits that a Caffe may have, as keyword arguments: each possible set once.

    Each has what was found out. The rest is that of known Caffes: of those with the same tables, if they do not differ
    in what was found out; where there are none, of those with the same BatchNormParameter; else of all.
    """
    tables = reading.tables
    same = digest(tables.messages, tables.enums)
    equal = [entry for entry in known.KNOWN if entry[1] == same]
    variants = _unique(
        {**layer, "types": other["types"], "zero_gamma": layer["zero_gamma"] + other["zero_gamma"]}
        for layer in _layers(equal, reading)
        for other in _others(equal, reading)
    )
    return variants if len(variants) <= _MOST else _telling(variants)


def _layers(equal: list[Known], reading: Reading) -> list[Facts]:
    """What type BatchNorm may be like: what was found out, and the rest as in the best fitting known Caffes."""
    found = reading.batch_norm
    there = found.get("has_batch_norm_layer")
    fields = field_names(reading.tables, "BatchNormParameter")
    equal = [entry for entry in equal if _agree(found, known.TRAITS[entry[5]])]
    complete = [entry for entry in known.KNOWN if entry[2]]
    for entries in (equal, [entry for entry in complete if entry[3] == fields], complete):
        fitting = [known.TRAITS[entry[5]] for entry in entries]
        fitting = [traits for traits in fitting if there is None or traits["has_batch_norm_layer"] == there]
        if fitting:
            break
    own = {**found, "default_eps_varies": False}  # the file itself says the default
    return _unique(
        {**traits, "types": {}, "zero_gamma": _zero_gamma(traits, {"BatchNorm"}), **own} for traits in fitting
    )


def _agree(found: Facts, traits: Facts) -> bool:
    """Whether a known Caffe has the traits that were found out, as far as its table says them."""
    return all(traits[name] == value for name, value in found.items() if name in traits)


def _others(equal: list[Known], reading: Reading) -> list[Facts]:
    """What its other normalizing types may be like: as in the best fitting known Caffes that have them."""
    tables, types = reading.tables, reading.layer_types
    layer = field_names(tables, "LayerParameter") or ()
    every = {param for entry in known.KNOWN for param, _ in entry[4].values()}
    params = {param: fields_of(tables, param) for param in every if param in layer}
    names = {name for entry in known.KNOWN for name, (param, _) in entry[4].items() if param in params}
    if types is not None:
        names &= types
    if not names:
        return [{"types": {}, "zero_gamma": ()}]
    there = [entry for entry in known.KNOWN if names & set(entry[4])]
    for entries in (equal, [entry for entry in there if dict(entry[4].values()) == params], there):
        if entries:
            break
    return _unique(_restricted(known.TRAITS[entry[5]], names) for entry in entries)


def _restricted(traits: Facts, names: set[str]) -> Facts:
    """The traits of these types only."""
    types = traits.get("types", {})
    return {
        "types": {name: facts for name, facts in types.items() if name in names},
        "zero_gamma": _zero_gamma(traits, names),
    }


def _zero_gamma(traits: Facts, names: set[str]) -> tuple[str, ...]:
    """Those of some types whose gamma starts at 0."""
    return tuple(name for name in traits.get("zero_gamma", ()) if name in names)


def _telling(variants: list[Facts]) -> list[Facts]:
    """One variant for each combination of the traits that most findings depend on."""
    chosen: dict[str, Facts] = {}
    for facts in variants:
        chosen.setdefault(repr([facts.get(name) for name in _TELLING]), facts)
    return list(chosen.values())[:_MOST]


def _unique(variants: Iterable[Facts]) -> list[Facts]:
    """Each set of traits once, in order."""
    return list({repr(sorted(facts.items())): facts for facts in variants}.values())
