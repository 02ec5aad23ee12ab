"""The messages, fields and enums of Caffe 1.0 and, as differences from it, of each known fork."""

from __future__ import annotations

from bnlint._generated import schema_bvlc
from bnlint.caffe import BASE, OWN
from bnlint.caffe.schema.traits import BatchNormTraits, FormatTraits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType
    from typing import Literal

    Row = tuple[str, int, str, str, object]
    Rows = dict[str, tuple[Row, ...]]
    Kind = Literal["scalar", "message", "enum"]

_ZEROS: dict[str, object] = {
    **dict.fromkeys(("int32", "int64", "uint32", "uint64", "sint32", "sint64"), 0),
    **dict.fromkeys(("fixed32", "fixed64", "sfixed32", "sfixed64"), 0),
    **dict.fromkeys(("float", "double"), 0.0),
    "bool": False,
    "string": "",
    "bytes": b"",
}
_loaded: dict[str, Schema] = {}


class FieldType:
    """One field of a message, as the .proto file of Caffe declares it.

    `label` is ``optional``, ``required`` or ``repeated``; `kind` is ``scalar``, ``message`` or ``enum``; `type` is the
    name of the scalar (``float``), the message (``FillerParameter``) or the enum (``Phase``,
    ``PoolingParameter.PoolMethod``). `default` is the typed default in the schema, None if it has none (see `zero`): a
    name for enums, a number of float32 precision for floats. `values` are an enum's names and numbers, else None.
    `packed` (BlobProto, BlobShape) changes the binary form, not the text.
    """

    __slots__ = ("default", "kind", "label", "name", "number", "packed", "type", "values")

    def __init__(self, row: Row, kind: Kind, values: Mapping[str, int] | None, packed: bool) -> None:
        self.name, self.number, self.label, self.type, self.default = row
        self.kind = kind
        self.values = values
        self.packed = packed

    def __repr__(self) -> str:
        default = "" if self.default is None else f" = {self.default!r}"
        return f"<{self.label} {self.type} {self.name}: {self.number}{default}>"


class MessageType:
    """One message: its name and its fields, which are made when they are first used."""

    __slots__ = ("_enums", "_fields", "_rows", "name", "required")

    def __init__(self, name: str, rows: tuple[Row, ...], enums: dict[str, dict[str, int]]) -> None:
        self.name = name
        self._rows = rows
        self._enums = enums
        self._fields: dict[str, FieldType] | None = None
        #: The names of the required fields.
        self.required = tuple(row[0] for row in rows if row[2] == "required")

    @property
    def fields(self) -> dict[str, FieldType]:
        """Name to field, in the order of the schema."""
        if self._fields is None:
            self._fields = {row[0]: self._field(row) for row in self._rows}
        return self._fields

    def _field(self, row: Row) -> FieldType:
        values = self._enums.get(row[3])
        kind: Kind = "scalar" if row[3] in _ZEROS else "message" if values is None else "enum"
        return FieldType(row, kind, values, f"{self.name}.{row[0]}" in schema_bvlc.PACKED)

    def __repr__(self) -> str:
        return f"<message {self.name}>"


class Messages(dict[str, MessageType]):
    """The messages of a Caffe by name. `[]` of one that only BVLC Caffe 1.0 has is a message without fields.

    Old Caffes lack even LayerParameter, which needs no question wherever it is read.
    """

    def __missing__(self, name: str) -> MessageType:
        if name in schema_bvlc.MESSAGES:
            return MessageType(name, (), {})
        raise KeyError(name)


class Schema:
    """All that one Caffe declares: messages, enums (name to number, lowest first), registered layer types.

    `layer_types` is None if the fork's sources were not available. `v1_types`: values of V1LayerParameter.LayerType
    that BVLC Caffe lacks or reads differently, and the layer type that each becomes; None if the upgrade aborts.
    """

    __slots__ = ("batch_norm", "enums", "formats", "layer_types", "messages", "name", "v1_types")

    def __init__(
        self,
        name: str,
        rows: Rows,
        enums: dict[str, dict[str, int]],
        layer_types: frozenset[str] | None,
        batch_norm: BatchNormTraits,
        formats: FormatTraits,
        v1_types: Mapping[str, str | None] | None = None,
    ) -> None:
        self.name = name
        self.messages = Messages((message, MessageType(message, fields, enums)) for message, fields in rows.items())
        self.enums = enums
        self.layer_types = layer_types
        self.batch_norm = batch_norm
        self.formats = formats
        self.v1_types = v1_types or {}

    @property
    def is_bvlc(self) -> bool:
        """Whether it is a release of BVLC Caffe itself, not a fork or a branch."""
        return self.name.startswith(("bvlc-1.0", "bvlc-rc"))

    @property
    def is_read(self) -> bool:
        """Whether it is read from a repository's own caffe.proto."""
        return self.name.startswith(OWN)

    @property
    def reads_layer(self) -> bool | None:
        """Whether it reads today's `layer`: its messages show that if its sources are not known. None: unknown."""
        known = self.formats.reads_v2
        return ("layer" in self.messages["NetParameter"].fields or None) if known is None else known

    def __repr__(self) -> str:
        return f"<schema {self.name}>"


def schema(name: str = BASE) -> Schema:
    """The schema of a Caffe, built once.

    `name` is one of `dialect_names`, or that of a Caffe in a file (`bnlint.caffe.proto.own_names`). Raises KeyError for
    an unknown name, and ProtoError for a file that cannot be read.
    """
    known = _loaded.get(name)
    if known is None:
        known = _loaded[name] = _bvlc() if name == BASE else _read(name) if name.startswith(OWN) else _overlaid(name)
    return known


def forget() -> None:
    """Reads the Caffes of files anew when they are used next."""
    for name in [name for name in _loaded if name.startswith(OWN)]:
        del _loaded[name]
    _proto().forget()


def _list() -> ModuleType:
    """The names, titles and addresses of all Caffes, which most runs do not need."""
    from bnlint._generated import schema_forks

    return schema_forks


def _proto() -> ModuleType:
    """The reader of .proto files, which most runs do not need."""
    from bnlint.caffe.proto import own

    return own


def dialect_names() -> tuple[str, ...]:
    """All known versions and forks of Caffe, BVLC Caffe 1.0 first."""
    names: tuple[str, ...] = _list().NAMES
    return names


def title(name: str) -> str:
    """The full name of a Caffe. Raises KeyError for an unknown name."""
    if name.startswith(OWN):
        of_file: str = _proto().own_title(name)
        return of_file
    return "BVLC Caffe 1.0" if name == BASE else _list().TITLES[name]


def short_title(name: str) -> str:
    """The name of a Caffe without its description: ``NVIDIA Caffe 0.17``. Raises KeyError for an unknown name."""
    full = title(name)
    if name.startswith(OWN):
        return full
    for mark in (":", ",", " ("):
        full = full.partition(mark)[0]
    return full


def what(name: str) -> str:
    """What a Caffe is, in one line. Raises KeyError for an unknown name."""
    return title(name) if name.startswith(OWN) else _list().WHAT.get(name) or title(name)


def where(name: str) -> tuple[str, ...]:
    """Its addresses on GitHub: ``owner/name``, or ``owner/name@branch``. Raises KeyError for an unknown name."""
    addresses: tuple[str, ...] = () if name.startswith(OWN) else _list().WHERE[name]
    return addresses


def notes(name: str) -> tuple[str, ...]:
    """What else is known of how a Caffe treats normalization, in sentences. Raises KeyError for an unknown name."""
    if name == BASE:
        return schema_bvlc.IN_PLACE
    if name.startswith(OWN):
        return ()
    fork = _list().tables(name)
    return (*fork.IN_PLACE, *fork.NOTES)


def doc(message: str, field: str | None = None) -> str | None:
    """What a message, an enum or a field means; None if that is not documented."""
    from bnlint._generated import schema_docs

    return schema_docs.DOCS.get(message if field is None else f"{message}.{field}")


def zero(field: FieldType) -> object:
    """The value of an unset field without a default: 0, 0.0, False, "", b"" or the first name of its enum.

    Raises KeyError for a field that is a message.
    """
    if field.values is not None:
        return next(iter(field.values))
    return _ZEROS[field.type]


def _bvlc() -> Schema:
    traits, formats = BatchNormTraits(**schema_bvlc.BATCH_NORM), FormatTraits(**schema_bvlc.FORMATS)
    types = frozenset(schema_bvlc.LAYER_TYPES)
    return Schema(BASE, schema_bvlc.MESSAGES, schema_bvlc.ENUMS, types, traits, formats)


def _read(name: str) -> Schema:
    """A Caffe that is read from a caffe.proto and its sources."""
    reading, traits = _proto().own(name)
    rows, enums, _ = reading.tables
    formats = FormatTraits(**reading.formats)
    return Schema(name, rows, enums, reading.layer_types, BatchNormTraits(**traits), formats, reading.v1_types)


def _overlaid(name: str) -> Schema:
    """A fork laid over BVLC Caffe."""
    fork = _list().tables(name)
    enums = {enum: values for enum, values in schema_bvlc.ENUMS.items() if enum not in fork.ENUMS_REMOVED}
    types = None
    if fork.LAYER_TYPES is not None:
        added, removed = fork.LAYER_TYPES
        types = frozenset(schema_bvlc.LAYER_TYPES).difference(removed).union(added)
    return Schema(
        name,
        _overlaid_rows(fork.REMOVED, _list().rows(name)),
        enums | fork.ENUMS,
        types,
        BatchNormTraits(**fork.BATCH_NORM),
        FormatTraits(**fork.FORMATS),
        fork.V1_TYPES,
    )


def _overlaid_rows(removed: dict[str, str | tuple[str, ...]], added_rows: Rows) -> Rows:
    """The field rows of a fork; a changed field keeps its position."""
    rows = {}
    for message, fields in schema_bvlc.MESSAGES.items():
        dropped = removed.get(message, ())
        if dropped != "*":
            rows[message] = tuple(row for row in fields if row[0] not in dropped)
    for message, fields in added_rows.items():
        merged = {row[0]: row for row in rows.get(message, ())} | {row[0]: row for row in fields}
        rows[message] = tuple(merged.values())
    return rows
