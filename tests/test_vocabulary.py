"""Sets of Caffes: what the table says of them agrees with the schema of each."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.caffe.schema import messages, vocabulary
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.messages import BatchNormTraits, FormatTraits, Schema

ROOT = Path(__file__).parents[1]
NAMES = messages.dialect_names()
SCHEMAS = {name: messages.schema(name) for name in NAMES}
MESSAGES = sorted({message for schema in SCHEMAS.values() for message in schema.messages})
TYPES = sorted({type_ for schema in SCHEMAS.values() for type_ in schema.layer_types or ()})


def those(holds: Callable[[Schema], bool]) -> int:
    """The set of the Caffes for which `holds`, computed from their schemas."""
    return vocabulary.mask_of(name for name, schema in SCHEMAS.items() if holds(schema))


def partition(key: Callable[[Schema], object]) -> set[int]:
    parts: dict[str, list[str]] = {}
    for name, schema in SCHEMAS.items():
        parts.setdefault(repr(key(schema)), []).append(name)
    return {vocabulary.mask_of(names) for names in parts.values()}


def test_sets_have_names() -> None:
    assert vocabulary.names_of(vocabulary.ALL) == NAMES
    assert vocabulary.names_of(vocabulary.mask_of(["ssd", "bvlc-1.0"])) == ("bvlc-1.0", "ssd")
    assert vocabulary.names_of(0) == ()
    assert vocabulary.mask_of(["bvlc-1.0"]) == 1
    with pytest.raises(KeyError):
        vocabulary.mask_of(["caffe2"])


@pytest.mark.parametrize("name", NAMES)
def test_fields_of_each_caffe(name: str) -> None:
    bit = vocabulary.mask_of([name])
    for message in MESSAGES:
        declared = SCHEMAS[name].messages.get(message)
        found = {
            field: type_
            for field, variants in vocabulary.table.FIELDS[message].items()
            for type_, caffes in variants
            if caffes & bit
        }
        assert found == ({} if declared is None else {field.name: field.type for field in declared.fields.values()})


def test_a_field_has_one_type_in_each_caffe() -> None:
    for fields in vocabulary.table.FIELDS.values():
        for variants in fields.values():
            assert all(caffes for _, caffes in variants)
            assert vocabulary.union(variants) == sum(caffes for _, caffes in variants)


def test_unknown_names() -> None:
    assert vocabulary.field_variants("LayerParameter", "no_such_param") == ()
    assert vocabulary.field_variants("NoSuchParameter", "name") == ()
    assert vocabulary.type_mask("NoSuchLayer") == 0
    assert vocabulary.value_mask("Phase", "NO_SUCH_PHASE") == vocabulary.value_mask("NoSuchEnum", "TRAIN") == 0
    assert vocabulary.default_groups(vocabulary.ALL, "NoSuchParameter") == [vocabulary.ALL]


@pytest.mark.parametrize("type_", TYPES)
def test_layer_types(type_: str) -> None:
    assert vocabulary.type_mask(type_) == those(
        lambda schema: schema.layer_types is None or type_ in schema.layer_types
    )


@pytest.mark.parametrize("enum", sorted({enum for schema in SCHEMAS.values() for enum in schema.enums}))
def test_values_of_enums(enum: str) -> None:
    for name, schema in SCHEMAS.items():
        bit = vocabulary.mask_of([name])
        found = {value for value, caffes in vocabulary.table.VALUES[enum].items() if caffes & bit}
        assert found == set(schema.enums.get(enum, {}))
        assert all(vocabulary.value_mask(enum, value) & bit for value in found)


def facts(traits: BatchNormTraits | FormatTraits) -> list[object]:
    values = [getattr(traits, name) for name in traits.__slots__]
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def checked(traits: BatchNormTraits) -> list[object]:
    values = [getattr(traits, name) for name in BatchNormTraits.CHECKED]
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def test_groups_of_traits() -> None:
    everything = vocabulary.ALL
    assert set(vocabulary.trait_groups(everything)) == partition(lambda schema: checked(schema.batch_norm))
    assert set(vocabulary.format_groups(everything)) == partition(
        lambda schema: (facts(schema.formats), sorted(schema.v1_types.items()))
    )
    assert set(vocabulary.release_groups(everything)) == partition(lambda schema: schema.is_bvlc)


def test_all_traits_that_checks_read_tell_caffes_apart() -> None:
    """A trait that is read in the code, but does not tell Caffes apart, would be guessed."""
    read = set()
    for room in ("checks", "fixer", "caffe/graph", "caffe/net", "linter", "upgrade"):
        for path in (ROOT / "bnlint" / room).rglob("*.py"):
            names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
            read |= names & set(BatchNormTraits.__slots__) - {"types", "blobs"}
    read |= {"masks_by_engine", "types"}  # by the method masks, and by the moves of BN layers
    assert read <= set(BatchNormTraits.CHECKED)


@pytest.mark.parametrize("message", sorted(SCHEMAS["bvlc-1.0"].messages))
def test_groups_of_defaults(message: str) -> None:
    fields = SCHEMAS["bvlc-1.0"].messages[message].fields

    def defaults(schema: Schema) -> object:
        own = schema.messages[message].fields if message in schema.messages else {}
        values = [own.get(name, field).default for name, field in fields.items()]
        return [float(value) if type(value) is int else value for value in values]

    for group in vocabulary.default_groups(vocabulary.ALL, message):
        assert any(group & ~part == 0 for part in partition(defaults))


@pytest.mark.parametrize("type_", [*TYPES, "NoSuchLayer"])
def test_groups_of_a_layer_type(type_: str) -> None:
    """In each part, the type is registered everywhere or nowhere, and its facts are the same."""

    def known(schema: Schema) -> object:
        found = layer_type(type_, schema.name)
        registered = None if schema.layer_types is None else type_ in schema.layer_types
        return registered, None if found is None else [getattr(found, name) for name in found.__slots__]

    parts = partition(known)
    for group in vocabulary.layer_groups(vocabulary.ALL, type_):
        assert any(group & ~part == 0 for part in parts)


def test_groups_are_parts_of_the_set() -> None:
    some = vocabulary.mask_of(["ssd", "refinedet", "intel", "segnet"])
    for parts in (
        vocabulary.default_groups(some, "BatchNormParameter"),
        vocabulary.trait_groups(some),
        vocabulary.layer_groups(some, "BatchNorm"),
    ):
        assert sum(parts) == some
        assert all(parts)


@pytest.mark.parametrize("name", NAMES)
def test_words(name: str) -> None:
    schema = SCHEMAS[name]
    words = vocabulary.words()
    bit = vocabulary.mask_of([name])
    mine = {field for message in schema.messages.values() for field in message.fields}
    mine |= {value for values in schema.enums.values() for value in values}
    mine |= set(TYPES) if schema.layer_types is None else schema.layer_types
    assert {word for word, caffes in words.items() if caffes & bit} == mine
