"""Writes the tables of layer types and of legacy names; part of `tools.schema_tables`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.schema_files import ANY, GENERATED, HEAD, assignment, load
from tools.schema_forks import Resolved

#: Facts that are the same for every layer of a type, with their defaults.
PLAIN: dict[str, object] = {
    "summary": "",
    "params": (),
    "loss": False,
    "data": False,
    "equal": False,
    "tops_less": None,
    "auto_top": False,
    "usable_tops": None,
    "no_force": (),
    "no_gradient": (),
    "dialects": None,
}
#: Facts that may depend on the layer, with their defaults.
CASES: dict[str, object] = {
    "bottoms": None,
    "tops": None,
    "blobs": 0,
    "reads": None,
    "in_place": None,
    "shares_memory": False,
}


def read(caffes: dict[str, Resolved]) -> dict[str, dict[str, Any]]:
    """The facts of layers.yaml, with the forks that have each type in `dialects`; None for types of BVLC Caffe."""
    (_, bvlc), *forks = caffes.items()
    layers = load("layers.yaml")
    for name, facts in layers.items():
        owners = [fork for fork, whole in forks if name in (whole["layer_types"] or ())]
        facts["dialects"] = None if name in bvlc["layer_types"] else owners
    return layers


def write(layers: dict[str, dict[str, Any]]) -> dict[Path, str]:
    """The text of each generated file, by its path. Raises KeyError or TypeError for malformed YAML."""
    return {
        GENERATED / "schema_layers.py": layers_module(layers),
        GENERATED / "schema_legacy.py": legacy_module(load("legacy.yaml")),
    }


def layers_module(layers: dict[str, dict[str, Any]]) -> str:
    """The facts of every layer type, and what forks change of them."""
    names = ("name", *PLAIN, *(f"_{name}" for name in CASES))
    lines = [
        HEAD.format("Facts of layer types: see bnlint/caffe/schema/layer_types.py"),
        ANY,
        assignment("FACTS: tuple[str, ...]", repr(names)),
        "LAYERS: dict[str, dict[str, Any]] = {",
    ]
    for name, written in layers.items():
        facts = {"name": name, **facts_of({**PLAIN, **CASES, **written})}
        lines += [
            f"    {name!r}: {{",
            *(f"        {key!r}: {value!r}," for key, value in facts.items()),
            "    },",
        ]
    lines += ["}", "FORKS: dict[tuple[str, str | None], dict[str, Any]] = {"]
    for name, written in layers.items():
        for change in written.get("forks", ()):
            lines += [f"    {(name, fork)!r}: {facts_of(change)!r}," for fork in change["in"]]
    return "\n".join([*lines, "}", ""])


def facts_of(written: dict[str, Any]) -> dict[str, object]:
    """Facts as the table has them: plain ones unchanged, the others as cases."""
    unknown = set(written) - {*PLAIN, *CASES, "in", "forks"}
    if unknown:
        raise KeyError(f"unknown facts: {sorted(unknown)}")
    plain = {name: frozen(written[name]) for name in PLAIN if name in written}
    return plain | {f"_{name}": cases(name, written[name]) for name in CASES if name in written}


def cases(name: str, value: Any) -> tuple[object, ...]:
    """Pairs of conditions and value. A value without conditions is one case; an unknown value has no cases."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        value = [] if value is None else [{"is": value}]
    return tuple((conditions(case.get("when", {})), final(name, case["is"])) for case in value)


def conditions(when: dict[str, Any]) -> tuple[tuple[str, str, object], ...]:
    """`{subject: value}` or `{subject: {relation: value}}` as triples of subject, relation and value."""
    triples = []
    for subject, expected in when.items():
        relations = expected if isinstance(expected, dict) else {"is": expected}
        triples += [(subject, relation, value) for relation, value in relations.items()]
    return tuple(triples)


def final(name: str, value: Any) -> object:
    """The value of a case. Numbers of bottoms and tops (2, 1-2 or 1+) become ranges."""
    if name not in ("bottoms", "tops"):
        return frozen(value)
    text = str(value)
    if text.endswith("+"):
        return (int(text[:-1]), None)
    least, _, most = text.partition("-")
    return (int(least), int(most or least))


def frozen(value: Any) -> object:
    """A list as a tuple, which is a constant in compiled files."""
    return tuple(value) if isinstance(value, list) else value


def legacy_module(legacy: dict[str, Any]) -> str:
    """Today's names for those of old formats."""
    fields = {
        field: {kind: tuple(path.split(".")) for kind, path in paths.items()}
        for field, paths in legacy["v0_fields"].items()
    }
    deprecated: dict[str, dict[str, tuple[str, bool]]] = {}
    for path, what in legacy["deprecated"].items():
        message, _, field = path.partition(".")
        deprecated.setdefault(message, {})[field] = (what["instead"], what["read"])
    names = "v1_types", "v1_params", "transform_types", "v0_types", "solver_types", "loss_normalizations"
    lists = "transform_fields", "v0_net_fields", "v0_kept", "v0_dropped"
    return "\n".join(
        [
            HEAD.format("Old names and where they went: see bnlint/caffe/schema/legacy.py"),
            *(f"{name.upper()}: dict[str, str] = {legacy[name]!r}" for name in names),
            *(f"{name.upper()}: tuple[str, ...] = {tuple(legacy[name])!r}" for name in lists),
            f"V0_FIELDS: dict[str, dict[str, tuple[str, ...]]] = {fields!r}",
            f"DEPRECATED: dict[str, dict[str, tuple[str, bool]]] = {deprecated!r}",
            "",
        ]
    )
