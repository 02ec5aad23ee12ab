"""The messages, fields and enums of Caffe 1.0 and, as differences from it, of each known fork."""

from __future__ import annotations

from bnlint._generated import schema_bvlc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType
    from typing import Literal

    Row = tuple[str, int, str, str, object]
    Rows = dict[str, tuple[Row, ...]]
    Kind = Literal["scalar", "message", "enum"]

BASE = "bvlc-1.0"
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


class BatchNormTraits:
    """How a Caffe treats its BatchNorm layer (and BN, if it has that), according to its sources.

    `has_batch_norm_layer`: it has the type BatchNorm; without it `masks_statistics` and `refuses_nonzero_lr` are None.

    The three statistics and their `param`:
    `upgrade`: what its loader makes of exactly three `param` (UpgradeNetBatchNorm): ``none``; ``clears`` (all
    three are dropped, with their names); ``zeroes`` (lr_mult and decay_mult become 0, names stay).
    `masks_statistics`: the layer itself keeps the solver off its statistics (since pull request 4704).
    `refuses_nonzero_lr`: it aborts on a `param` whose lr_mult is not 0.
    `statistics_decay`: whether the solver's weight decay reaches statistics that no `param` protects: ``always``,
    ``never`` (they are masked, or no learnable blobs) or ``engine_caffe`` (only with ``engine: CAFFE``).

    Gamma and beta:
    `own_affine`: whether a BatchNorm has gamma and beta of its own: ``never``; ``always``; ``possibly`` (nothing in the
    file shows it); ``scale_bias`` (if scale_bias is true or a filler for them is written); ``use_weight_bias`` (if
    that is true, or not written and there is a filler).
    `affine_bn`: its type BN has gamma and beta of its own.
    `zero_gamma`: the types whose gamma starts at 0 if no filler is written.
    `unread_fillers`: the types that accept a filler for gamma, but do not read it.

    Settings:
    `use_global_stats`: whether the field is ``read``, ``ignored`` or ``ignored_by_cudnn`` (not with ``engine: CAFFE``);
    a layer that ignores it follows the phase.
    `default_eps_varies`: versions of this Caffe that files do not distinguish have different defaults of eps.
    """

    __slots__ = (
        "affine_bn",
        "default_eps_varies",
        "has_batch_norm_layer",
        "masks_statistics",
        "own_affine",
        "refuses_nonzero_lr",
        "statistics_decay",
        "unread_fillers",
        "upgrade",
        "use_global_stats",
        "zero_gamma",
    )

    def __init__(
        self,
        has_batch_norm_layer: bool,
        upgrade: str,
        masks_statistics: bool | None,
        refuses_nonzero_lr: bool | None,
        *,
        statistics_decay: str = "",
        own_affine: str = "never",
        affine_bn: bool = False,
        zero_gamma: Sequence[str] = (),
        unread_fillers: Sequence[str] = (),
        use_global_stats: str = "read",
        default_eps_varies: bool = False,
    ) -> None:
        self.has_batch_norm_layer = has_batch_norm_layer
        self.upgrade = upgrade
        self.masks_statistics = masks_statistics
        self.refuses_nonzero_lr = refuses_nonzero_lr
        self.statistics_decay = statistics_decay or ("always" if masks_statistics is False else "never")
        self.own_affine = own_affine
        self.affine_bn = affine_bn
        self.zero_gamma = frozenset(zero_gamma)
        self.unread_fillers = frozenset(unread_fillers)
        self.use_global_stats = use_global_stats
        self.default_eps_varies = default_eps_varies


class Schema:
    """All that one Caffe declares: messages, enums (name to number, lowest first), registered layer types.

    `layer_types` is None if the fork's sources were not available.
    """

    __slots__ = ("batch_norm", "enums", "layer_types", "messages", "name")

    def __init__(
        self,
        name: str,
        rows: Rows,
        enums: dict[str, dict[str, int]],
        layer_types: frozenset[str] | None,
        batch_norm: BatchNormTraits,
    ) -> None:
        self.name = name
        self.messages = {message: MessageType(message, fields, enums) for message, fields in rows.items()}
        self.enums = enums
        self.layer_types = layer_types
        self.batch_norm = batch_norm

    @property
    def is_bvlc(self) -> bool:
        """Whether it is a version of BVLC Caffe itself, not a fork."""
        return self.name.startswith("bvlc-")

    def __repr__(self) -> str:
        return f"<schema {self.name}>"


def _forks() -> ModuleType:
    """The tables of the forks, which most runs do not need."""
    from bnlint._generated import schema_forks

    return schema_forks


def schema(name: str = BASE) -> Schema:
    """The schema of a Caffe, built once. Raises KeyError for a name that is not among `dialect_names`."""
    known = _loaded.get(name)
    if known is None:
        known = _loaded[name] = _bvlc() if name == BASE else _overlaid(name)
    return known


def dialect_names() -> tuple[str, ...]:
    """All known versions and forks of Caffe, BVLC Caffe 1.0 first."""
    return (BASE, *_forks().FORKS)


def title(name: str) -> str:
    """The full name of a Caffe. Raises KeyError for an unknown name."""
    return "BVLC Caffe 1.0" if name == BASE else _forks().TITLES[name]


def short_title(name: str) -> str:
    """The name of a Caffe without its description: ``NVIDIA Caffe 0.17``. Raises KeyError for an unknown name."""
    full = title(name)
    for mark in (":", ",", " ("):
        full = full.partition(mark)[0]
    return full


def dialects_with_field(message: str, field: str) -> tuple[str, ...]:
    """The forks that added or changed a field of a message: where a field that BVLC lacks may come from."""
    return tuple(
        name for name, fork in _forks().FORKS.items() if any(row[0] == field for row in fork["rows"].get(message, ()))
    )


def dialects_with_type(layer_type: str) -> tuple[str, ...]:
    """The forks that added a layer type, as far as their types are known."""
    forks = _forks().FORKS.items()
    return tuple(name for name, fork in forks if layer_type in (fork["layer_types"] or ((),))[0])


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
    traits = BatchNormTraits(**schema_bvlc.BATCH_NORM)
    return Schema(BASE, schema_bvlc.MESSAGES, schema_bvlc.ENUMS, frozenset(schema_bvlc.LAYER_TYPES), traits)


def _overlaid(name: str) -> Schema:
    """A fork laid over BVLC Caffe. An enum goes when the message it is in goes."""
    fork = _forks().FORKS[name]
    rows = _overlaid_rows(fork["removed"], fork["rows"])
    enums = _overlaid_enums(fork["enums_removed"], fork["enums_added"])
    enums = {enum: values for enum, values in enums.items() if enum.rpartition(".")[0] in {"", *rows}}
    types = None
    if fork["layer_types"] is not None:
        added, removed = fork["layer_types"]
        types = frozenset(schema_bvlc.LAYER_TYPES).difference(removed).union(added)
    return Schema(name, rows, enums, types, BatchNormTraits(**fork["batch_norm"]))


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


def _overlaid_enums(removed: dict[str, tuple[str, ...]], added: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """The enums of a fork, the values of each by number."""
    enums = {}
    for enum, values in schema_bvlc.ENUMS.items():
        dropped = removed.get(enum, ())
        enums[enum] = {name: number for name, number in values.items() if name not in dropped}
    for enum, values in added.items():
        merged = enums.get(enum, {}) | values
        enums[enum] = dict(sorted(merged.items(), key=lambda item: item[1]))
    return enums
