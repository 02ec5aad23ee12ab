"""Writes the tables of in-place layers and the layers before them; part of `tools.schema_tables`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.layer_tables import cases, conditions
from tools.schema_files import ANY, GENERATED, HEAD, assignment, load


def write() -> dict[Path, str]:
    """The text of the generated file, by its path. Raises KeyError for malformed YAML."""
    return {GENERATED / "schema_in_place.py": module(load("in_place.yaml"))}


def module(facts: dict[str, Any]) -> str:
    """The facts of in_place.yaml; those that depend on the layer become cases for `layer_types.choose`."""
    needs = {(type_, what): cases("need", value) for type_, by in facts["needs"].items() for what, value in by.items()}
    harmless = {
        need: {type_: cases("harm", value) for type_, value in types.items()}
        for need, types in facts["harmless"].items()
    }
    right = {type_: cases("where", value) for type_, value in facts["right_outputs"].items()}
    engines = [
        (row["type"], row["engine"], row["reads"], conditions(row.get("when", {})), tuple(row.get("targets", ())))
        for row in facts["cudnn"]
    ]
    return "\n".join(
        [
            HEAD.format("In-place layers and those before them: see bnlint/caffe/graph/memory.py"),
            ANY,
            assignment("NEEDS: dict[tuple[str, str], Any]", repr(needs)),
            assignment("HARMLESS: dict[str, dict[str, Any]]", repr(harmless)),
            assignment("NOT_NEGATIVE: tuple[str, ...]", repr(tuple(facts["not_negative"]))),
            assignment("COPIES_IN_TEST: tuple[str, ...]", repr(tuple(facts["copies_in_test"]))),
            assignment("SHAPE_ONLY: dict[str, tuple[int, ...]]", repr(_frozen(facts["shape_only"]))),
            assignment("RIGHT_OUTPUTS: dict[str, Any]", repr(right)),
            assignment("ENGINES: tuple[Any, ...]", repr(tuple(engines))),
            "",
        ]
    )


def _frozen(lists: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(values) for name, values in lists.items()}
