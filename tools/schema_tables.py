"""Writes the tables in `bnlint/_generated/schema_*.py` from the YAML files in `bnlint/caffe/schema/`.

`python -m tools.schema_tables` writes them; `tools/generate.py` calls `write` for the same text.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from tools import in_place_tables, layer_tables
from tools.schema_files import ANY, GENERATED, HEAD, ROOT, SCHEMA, assignment, load

Row = tuple[str, int, str, str, object]


def write() -> dict[Path, str]:
    """The text of each generated file, by its path. Raises KeyError or TypeError for malformed YAML."""
    base = load("bvlc.yaml")
    old = load("bvlc-old.yaml")
    base["messages"] |= old["messages"]
    base["enums"] |= old["enums"]
    forks = {path.stem: load(f"forks/{path.name}") for path in sorted((SCHEMA / "forks").glob("*.yaml"))}
    return {
        GENERATED / "schema_bvlc.py": bvlc_module(base),
        GENERATED / "schema_docs.py": docs_module(base),
        GENERATED / "schema_forks.py": forks_module(base, forks),
        **layer_tables.write(),
        **in_place_tables.write(),
    }


def bvlc_module(base: dict[str, Any]) -> str:
    """The module of BVLC Caffe: messages, enums, layer types and batch-norm traits."""
    rows = {
        name: [row(field, facts) for field, facts in message["fields"].items()]
        for name, message in base["messages"].items()
    }
    packed = {
        f"{name}.{field}"
        for name, message in base["messages"].items()
        for field, facts in message["fields"].items()
        if facts.get("packed")
    }
    enums = {name: values(enum["values"]) for name, enum in base["enums"].items()}
    return "\n".join(
        [
            HEAD.format("Messages of BVLC Caffe 1.0: (field, number, label, type, default) of each field"),
            ANY,
            "MESSAGES: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {",
            *(line for name, fields in rows.items() for line in message_lines(name, fields)),
            "}",
            assignment("PACKED: frozenset[str]", f"frozenset({sorted(packed)!r})"),
            "ENUMS: dict[str, dict[str, int]] = {",
            *(f"    {name!r}: {enum!r}," for name, enum in enums.items()),
            "}",
            assignment("LAYER_TYPES: tuple[str, ...]", repr(tuple(base["layer_types"]))),
            assignment("BATCH_NORM: dict[str, Any]", repr(base["batch_norm"])),
            "",
        ]
    )


def docs_module(base: dict[str, Any]) -> str:
    """The module with the documentation of messages, fields and enums."""
    lines = [
        HEAD.format("Documentation of messages, fields (Message.field) and enums of BVLC Caffe 1.0"),
        "DOCS: dict[str, str] = {",
    ]
    for name, message in base["messages"].items():
        documented = {name: message.get("doc")}
        documented |= {f"{name}.{field}": facts.get("doc") for field, facts in message["fields"].items()}
        lines += [f"    {key!r}: {text!r}," for key, text in documented.items() if text]
    lines += [f"    {key!r}: {enum['doc']!r}," for key, enum in base["enums"].items() if "doc" in enum]
    return "\n".join([*lines, "}", ""])


def forks_module(base: dict[str, Any], forks: dict[str, dict[str, Any]]) -> str:
    """The module of forks: the differences that `messages.schema` lays over the tables of BVLC Caffe."""
    titles = {name: fork["title"] for name, fork in forks.items()}
    lines = [
        HEAD.format("Forks of Caffe, each as its difference to BVLC Caffe 1.0"),
        ANY,
        assignment("TITLES: dict[str, str]", repr(titles)),
        "FORKS: dict[str, dict[str, Any]] = {",
    ]
    for name, fork in forks.items():
        lines.append(f"    {name!r}: {{")
        lines += [f"        {key!r}: {value!r}," for key, value in fork_tables(base, fork).items()]
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


def fork_tables(base: dict[str, Any], fork: dict[str, Any]) -> dict[str, object]:
    """The differences of one fork: what it removes, and what it adds or replaces."""
    rows: dict[str, list[Row]] = {}
    for message, fields in fork.get("changed", {}).items():
        known = base["messages"][message]["fields"]
        rows[message] = [row(name, known[name] | change) for name, change in fields.items()]
    for message, fields in fork.get("added", {}).items():
        rows.setdefault(message, []).extend(row(name, facts) for name, facts in fields.items())
    types = (
        None
        if fork.get("layer_types") == "unknown"
        else (tuple(fork.get("layer_types_added", ())), tuple(fork.get("layer_types_removed", ())))
    )
    return {
        "removed": {
            name: fields if fields == "*" else tuple(fields) for name, fields in fork.get("removed", {}).items()
        },
        "rows": {name: tuple(fields) for name, fields in rows.items()},
        "enums_added": {name: values(enum) for name, enum in fork.get("enums_added", {}).items()},
        "enums_removed": {name: tuple(enum) for name, enum in fork.get("enums_removed", {}).items()},
        "layer_types": types,
        "batch_norm": fork["batch_norm"],
    }


def row(name: str, facts: dict[str, Any]) -> Row:
    """A field as a tuple; its default is None if the schema has none."""
    default = facts.get("default")
    if default is not None and facts["type"] in ("float", "double"):
        default = float32(default) if facts["type"] == "float" else float(default)
    return (name, facts["number"], facts.get("label", "optional"), facts["type"], default)


def float32(number: float) -> float:
    """`number` rounded to 32 bits, as protobuf stores it."""
    rounded: float = struct.unpack("f", struct.pack("f", number))[0]
    return rounded


def values(enum: dict[str, int]) -> dict[str, int]:
    """The values of an enum, ordered by number: an unset field without a default has the first."""
    return dict(sorted(enum.items(), key=lambda item: item[1]))


def message_lines(name: str, fields: list[Row]) -> list[str]:
    """A message of the table, one field per line."""
    return [f"    {name!r}: (", *(f"        {field!r}," for field in fields), "    ),"]


def main() -> None:
    """Writes all tables."""
    for path, text in write().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
