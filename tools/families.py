"""The families of rules: their titles, and what their rules find."""

from __future__ import annotations

from typing import NamedTuple


class Family(NamedTuple):
    """Title and contents of a family, as the README and docs/rules.md show them."""

    title: str
    finds: str


#: By the letters of the rules' ids, for batch normalization with the first digit, in the order of the pages.
FAMILIES = {
    "BN1": Family("Scale and shift", "a `Scale` that is missing, misplaced, half frozen or applied twice"),
    "BN2": Family("`param` on BatchNorm", "learning rates, decay and sharing of the running statistics"),
    "BN3": Family(
        "Statistics and phases", "batch statistics in TEST, frozen ones in TRAIN, mismatched TRAIN/TEST pairs"
    ),
    "BN4": Family("In place", "layers that overwrite data which another layer still needs"),
    "BN5": Family("Numbers", "eps, moving averages, rounding noise, redundant biases"),
    "BN6": Family("Dialects and targets", "fields, layers and defaults of a fork that the target does not share"),
    "FLD": Family("Fields", "unknown fields, enum values and layer types; wrong types; missing fields"),
    "NET": Family("Data flow", "unknown bottoms, duplicate names, wrong blob counts, mismatched shared weights"),
    "OLD": Family("Old formats", "V0 and V1 layers, `input` fields and other deprecated fields"),
    "SOL": Family("Solvers", "missing nets, learning rate policies, test settings"),
    "SYN": Family("Syntax", "text that protobuf cannot parse"),
    "BNL": Family("Suppressions", "`# bnlint:` comments that are unused, malformed or without a reason"),
}


def family_of(id: str) -> str:
    """The key of `FAMILIES` for a rule, e.g. ``BN2`` for ``BN201``. Raises KeyError if the rule has no family."""
    letters = id.rstrip("0123456789")
    family = letters if letters in FAMILIES else id[: len(letters) + 1]
    if family not in FAMILIES:
        raise KeyError(f"{id} has no family in tools/families.py")
    return family
