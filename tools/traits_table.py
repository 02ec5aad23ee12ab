"""Writes the table of what is known of each Caffe to which a caffe.proto is compared; part of `tools.schema_tables`."""

from __future__ import annotations

from typing import Any

from bnlint.caffe.proto.data import Tables
from bnlint.caffe.proto.layout import digest, field_names, fields_of
from tools.schema_files import ANY, HEAD

Row = tuple[str, int, str, str, object]
Caffe = tuple[dict[str, tuple[Row, ...]], dict[str, dict[str, int]], bool, dict[str, Any]]


def module(caffes: dict[str, Caffe]) -> str:
    """The module's text. Of each Caffe: rows of messages, enums, whether its layer types are known, and its traits."""
    traits: dict[str, tuple[int, dict[str, Any]]] = {}
    entries = []
    for name, (messages, enums, complete, batch_norm) in caffes.items():
        number, _ = traits.setdefault(repr(sorted(batch_norm.items())), (len(traits), batch_norm))
        tables = Tables(messages, enums, frozenset())
        others = {
            type_: (facts["param"], fields_of(tables, facts["param"]))
            for type_, facts in batch_norm.get("types", {}).items()
        }
        fields = field_names(tables, "BatchNormParameter")
        entries.append((name, digest(messages, enums), complete, fields, others, number))
    return "\n".join(
        [
            HEAD.format("Traits of known Caffes, and what tells them apart: see bnlint/caffe/proto/variants.py"),
            ANY,
            "KNOWN: tuple[Any, ...] = (",
            *(f"    {entry!r}," for entry in entries),
            ")",
            "TRAITS: tuple[dict[str, Any], ...] = (",
            *(f"    {facts!r}," for _, facts in traits.values()),
            ")",
            "",
        ]
    )
