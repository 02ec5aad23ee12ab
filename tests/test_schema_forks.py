"""How the table of a fork is laid over that of the Caffe that it extends."""

from __future__ import annotations

from typing import Any

import pytest

from tools.schema_forks import Resolved, bvlc_resolved, difference, resolve_all

TYPES = "V1LayerParameter.LayerType"
BASE: dict[str, Any] = {
    "messages": {
        "LayerParameter": {"fields": {"name": {"number": 1, "type": "string"}, "mode": {"number": 2, "type": "Mode"}}},
        "ClipParameter": {"fields": {"min": {"number": 1, "type": "float"}, "max": {"number": 2, "type": "float"}}},
        "V1LayerParameter": {"fields": {"type": {"number": 5, "type": TYPES}}},
    },
    "enums": {"Mode": {"values": {"FAST": 0, "SLOW": 1}}, TYPES: {"values": {"NONE": 0}}},
    "layer_types": ["Clip", "ReLU"],
    "batch_norm": {
        "has_batch_norm_layer": True,
        "upgrade": "zeroes",
        "masks_statistics": True,
        "refuses_nonzero_lr": True,
        "use_global_stats": "read",
    },
    "formats": {"reads_v2": True},
    "in_place": ["a copy"],
}
PARENT: dict[str, Any] = {
    "removed": {"ClipParameter": "*", "LayerParameter": ["mode"]},
    "added": {"NewParameter": {"kind": {"number": 1, "type": "NewParameter.Kind"}}},
    "enums_added": {"NewParameter.Kind": {"A": 0}, TYPES: {"NEW": 9}},
    "v1_types": {"NEW": "New"},
    "layer_types_added": ["New"],
    "layer_types_removed": ["Clip"],
    "batch_norm": {"upgrade": "none", "use_global_stats": "ignored"},
    "notes": ["as read"],
}


def resolved(fork: dict[str, Any]) -> Resolved:
    """A fork that extends PARENT, beside one that does not."""
    forks = {
        "child": {"extends": "parent", **fork},
        "parent": PARENT,
        "donor": {"added": DONATED, "enums_added": KINDS},
    }
    return resolve_all(BASE, forks)["child"]


DONATED = {"GivenParameter": {"kind": {"number": 1, "type": "GivenParameter.Kind"}}}
KINDS = {"GivenParameter.Kind": {"X": 0, "Y": 1}}


def test_all_is_inherited() -> None:
    child = resolved({})
    assert set(child["messages"]) == {"LayerParameter", "V1LayerParameter", "NewParameter"}
    assert child["layer_types"] == ["New", "ReLU"]
    assert child["v1_types"] == {"NEW": "New"}
    assert child["batch_norm"]["upgrade"] == "none" and child["batch_norm"]["masks_statistics"] is True
    assert (child["notes"], child["in_place"]) == (["as read"], ["a copy"])


def test_an_enum_goes_and_comes_with_its_last_field() -> None:
    assert set(resolved({})["enums"]) == {"NewParameter.Kind", TYPES}
    back = resolved({"restored": {"LayerParameter": ["mode"], "ClipParameter": "*"}, "removed": {"NewParameter": "*"}})
    assert set(back["enums"]) == {"Mode", TYPES}
    assert list(back["messages"]["LayerParameter"]) == ["name", "mode"]
    assert list(back["messages"]["ClipParameter"]) == ["min", "max"]


def test_a_message_is_taken_with_its_enums() -> None:
    child = resolved({"taken": {"donor": ["GivenParameter"]}})
    assert child["messages"]["GivenParameter"] == DONATED["GivenParameter"]
    assert child["enums"]["GivenParameter.Kind"] == {"X": 0, "Y": 1}


def test_a_field_changes_in_part() -> None:
    child = resolved({"changed": {"NewParameter": {"kind": {"number": 7, "default": "A"}}}})
    assert child["messages"]["NewParameter"]["kind"] == {"number": 7, "type": "NewParameter.Kind", "default": "A"}


def test_a_v1_type_goes_with_its_value() -> None:
    assert resolved({"enums_removed": {TYPES: ["NEW"]}})["v1_types"] == {}


def test_a_caffe_without_batch_norm_has_no_traits_of_it() -> None:
    assert resolved({"batch_norm": {"has_batch_norm_layer": False}})["batch_norm"] == {
        "has_batch_norm_layer": False,
        "upgrade": "none",
        "masks_statistics": None,
        "refuses_nonzero_lr": None,
    }


def test_what_is_unknown() -> None:
    child = resolved({"layer_types": "unknown", "formats": "unknown"})
    assert (child["layer_types"], child["formats"]) == (None, {})


@pytest.mark.parametrize(
    "fork",
    [
        {"add": {}},
        {"extends": "nobody"},
        {"removed": {"ClipParameter": "*"}},
        {"removed": {"LayerParameter": ["mode"]}},
        {"restored": {"NewParameter": "*"}},
        {"changed": {"NewParameter": {"no": {"number": 1}}}},
        {"taken": {"donor": ["NoParameter"]}},
        {"enums_removed": {TYPES: ["OLD"]}},
        {"layer_types_removed": ["Clip"]},
    ],
)
def test_what_is_not_there(fork: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        resolved(fork)


def test_the_difference_is_all_that_is_needed() -> None:
    bvlc = bvlc_resolved(BASE)
    assert difference(bvlc, resolved({})) == {
        "removed": {"ClipParameter": "*", "LayerParameter": ["mode"]},
        "rows": {"NewParameter": PARENT["added"]["NewParameter"]},
        "enums": {"NewParameter.Kind": {"A": 0}, TYPES: {"NONE": 0, "NEW": 9}},
        "enums_removed": ["Mode"],
        "layer_types": (("New",), ("Clip",)),
    }
    assert not any(difference(bvlc, bvlc).get(key) for key in ("removed", "rows", "enums", "enums_removed"))
