"""Writes the tables in `bnlint/_generated/schema_*.py` from the YAML files in `bnlint/caffe/schema/`.

`python -m tools.schema_tables` writes them; `tools/generate.py` calls `write` for the same text.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools import in_place_tables, layer_tables, traits_table, vocabulary_table
from tools.schema_files import ANY, GENERATED, HEAD, ROOT, SCHEMA, assignment, load
from tools.schema_forks import Resolved, bvlc_resolved, difference, resolve_all

BASE = "bvlc-1.0"
Row = tuple[str, int, str, str, object]
Rows = dict[str, tuple[Row, ...]]
#: The end of the module of names.
LOAD = '''

def tables(name: str) -> ModuleType:
    """The tables of one fork. Raises KeyError for an unknown name."""
    module: ModuleType = __import__(f"bnlint._generated.forks.{MODULES[name]}", fromlist=["ROWS"])
    return module  # importlib would take as long to load as the tables of a fork


def rows(name: str) -> dict[str, tuple[tuple[str, int, str, str, object], ...]]:
    """The fields of each message that a fork adds or changes. Raises KeyError for an unknown name."""
    from bnlint._generated import schema_common

    fork = tables(name)
    return fork.ROWS | {message: schema_common.ROWS[place] for message, place in fork.COMMON.items()}
'''


def write() -> dict[Path, str]:
    """The text of each generated file, by its path. Raises KeyError or TypeError for malformed YAML."""
    base, forks = read()
    bvlc, wholes = bvlc_resolved(base), resolve_all(base, forks)
    caffes = {BASE: bvlc, **wholes}
    layers = layer_tables.read(caffes)
    changes = {name: changed_rows(whole, bvlc) for name, whole in wholes.items()}
    common = common_rows(changes)
    modules = {
        GENERATED / f"forks/{module_of(name)}.py": fork_module(name, whole, bvlc, changes[name], common)
        for name, whole in wholes.items()
    }
    return {
        GENERATED / "schema_bvlc.py": bvlc_module(base),
        GENERATED / "schema_docs.py": docs_module(base),
        GENERATED / "schema_forks.py": names_module(base, forks),
        GENERATED / "forks/__init__.py": "",
        **modules,
        GENERATED / "schema_common.py": common_module(common),
        GENERATED / "schema_vocabulary.py": vocabulary_table.module(caffes, layers, load("in_place.yaml")),
        GENERATED / "schema_traits.py": traits_table.module({name: compared(whole) for name, whole in caffes.items()}),
        **layer_tables.write(layers),
        **in_place_tables.write(),
    }


def read() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The YAML tables of BVLC Caffe, and those of all forks by name."""
    base = load("bvlc.yaml")
    old = load("bvlc-old.yaml")
    base["messages"] |= old["messages"]
    base["enums"] |= old["enums"]
    paths = sorted((SCHEMA / "forks").glob("*.yaml"), key=lambda path: path.stem)
    return base, {path.stem: load(f"forks/{path.name}") for path in paths}


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
            assignment("BATCH_NORM: dict[str, Any]", repr(frozen(base["batch_norm"]))),
            assignment("FORMATS: dict[str, Any]", repr(frozen(base["formats"]))),
            assignment("IN_PLACE: tuple[str, ...]", repr(tuple(base["in_place"]))),
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


def names_module(base: dict[str, Any], forks: dict[str, dict[str, Any]]) -> str:
    """The module with what identifies each Caffe: name, title, addresses."""
    titles = {name: fork["title"] for name, fork in forks.items()}
    what = {name: fork["what"] for name, fork in forks.items() if "what" in fork}
    where = {BASE: tuple(base["where"]), **{name: tuple(fork["where"]) for name, fork in forks.items()}}
    return "\n".join(
        [
            HEAD.format("Known versions and forks of Caffe, BVLC Caffe 1.0 first; their tables are in forks/"),
            "TYPE_CHECKING = False",
            "if TYPE_CHECKING:",
            "    from types import ModuleType",
            assignment("NAMES: tuple[str, ...]", repr((BASE, *forks))),
            assignment("MODULES: dict[str, str]", repr({name: module_of(name) for name in forks})),
            assignment("TITLES: dict[str, str]", repr(titles)),
            assignment("WHAT: dict[str, str]", repr(what)),
            assignment("WHERE: dict[str, tuple[str, ...]]", repr(where)),
            LOAD,
        ]
    )


def compared(whole: Resolved) -> traits_table.Caffe:
    """What `tools.traits_table` needs of a Caffe."""
    rows = {
        name: tuple(row(field, facts) for field, facts in fields.items()) for name, fields in whole["messages"].items()
    }
    return rows, whole["enums"], whole["layer_types"] is not None, traits_of(whole)


def traits_of(whole: Resolved) -> dict[str, Any]:
    """The keyword arguments of BatchNormTraits."""
    traits: dict[str, Any] = frozen(
        whole["batch_norm"] | ({"types": whole["normalizing"]} if whole["normalizing"] else {})
    )
    return traits


def module_of(name: str) -> str:
    """The module of a fork's tables: ``nvcaffe_0_17``."""
    return name.replace("-", "_").replace(".", "_")


def changed_rows(whole: Resolved, bvlc: Resolved) -> Rows:
    """The fields of each message that a fork adds or changes."""
    rows = difference(bvlc, whole)["rows"]
    return {message: tuple(row(name, facts) for name, facts in fields.items()) for message, fields in rows.items()}


def common_rows(changes: dict[str, Rows]) -> list[tuple[str, tuple[Row, ...]]]:
    """What several forks add to a message or change in it, each once."""
    count = Counter((message, rows) for change in changes.values() for message, rows in change.items())
    return sorted((each for each, forks in count.items() if forks > 1), key=repr)


def common_module(common: list[tuple[str, tuple[Row, ...]]]) -> str:
    """The module of what several forks share."""
    return "\n".join(
        [
            HEAD.format("Fields that several forks add to a message or change in it; the forks give the place here"),
            "",
            "ROWS: tuple[tuple[tuple[str, int, str, str, object], ...], ...] = (",
            *(
                line
                for message, rows in common
                for line in (f"    (  # {message}", *(f"        {field!r}," for field in rows), "    ),")
            ),
            ")",
            "",
        ]
    )


def fork_module(
    name: str, whole: Resolved, bvlc: Resolved, rows: Rows, common: list[tuple[str, tuple[Row, ...]]]
) -> str:
    """The module of one fork: the difference that `messages.schema` lays over the tables of BVLC Caffe."""
    change = difference(bvlc, whole)
    removed = {key: fields if fields == "*" else tuple(fields) for key, fields in change["removed"].items()}
    places = {each: place for place, each in enumerate(common)}
    shared = {key: places[key, fields] for key, fields in rows.items() if (key, fields) in places}
    own = {key: fields for key, fields in rows.items() if key not in shared}
    return "\n".join(
        [
            HEAD.format(f"The Caffe {name!r}, as its difference to BVLC Caffe 1.0"),
            ANY,
            assignment("REMOVED: dict[str, str | tuple[str, ...]]", repr(removed)),
            "ROWS: dict[str, tuple[tuple[str, int, str, str, object], ...]] = {",
            *(line for key, fields in own.items() for line in message_lines(key, fields)),
            "}",
            assignment("COMMON: dict[str, int]", repr(shared)),
            assignment(
                "ENUMS: dict[str, dict[str, int]]", repr({key: values(enum) for key, enum in change["enums"].items()})
            ),
            assignment("ENUMS_REMOVED: tuple[str, ...]", repr(tuple(change["enums_removed"]))),
            assignment("LAYER_TYPES: tuple[tuple[str, ...], tuple[str, ...]] | None", repr(change["layer_types"])),
            assignment("V1_TYPES: dict[str, str | None]", repr(whole["v1_types"])),
            assignment("BATCH_NORM: dict[str, Any]", repr(traits_of(whole))),
            assignment("FORMATS: dict[str, Any]", repr(frozen(whole["formats"]))),
            assignment("IN_PLACE: tuple[str, ...]", repr(tuple(whole["in_place"]))),
            assignment("NOTES: tuple[str, ...]", repr(tuple(whole["notes"]))),
            "",
        ]
    )


def frozen(value: Any) -> Any:
    """Lists as tuples, at any depth."""
    if isinstance(value, dict):
        return {key: frozen(part) for key, part in value.items()}
    return tuple(map(frozen, value)) if isinstance(value, list) else value


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


def message_lines(name: str, fields: Iterable[Row]) -> list[str]:
    """A message of the table, one field per line."""
    return [f"    {name!r}: (", *(f"        {field!r}," for field in fields), "    ),"]


def main() -> None:
    """Writes all tables."""
    for path, text in write().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
