"""Nets, and the shapes that real Caffe gave their blobs; not part of the project.

Tests run on every fourth net of each kind, and with ``pytest --all`` on all of them.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Any

import pytest

from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.net.layers import Layer
from tests import corpus

CASES = corpus.CORPUS.parent / "shapes" / "cases.jsonl.gz"
_SAMPLED = 4

needs_cases = pytest.mark.skipif(not CASES.is_file(), reason="the nets are not part of the project")

#: Where data layers, for which Input layers were put, say their batch; what was taken where they say nothing.
_MESSAGES = ("data_param", "image_data_param", "hdf5_data_param", "window_data_param")
_KEPT = ("Input", "DummyData", "MemoryData", "Parameter")
_BATCH = 2
_SIDE = 224


@cache
def every_case() -> tuple[dict[str, Any], ...]:
    with gzip.open(CASES, "rt", encoding="utf-8") as lines:
        return tuple(map(json.loads, lines))


def cases() -> list[dict[str, Any]]:
    """The nets that tests run on."""
    return [case for index, case in enumerate(every_case()) if corpus.all_files or index % _SAMPLED == 0]


def stubbed(graph: BlobGraph, row: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """The shapes that were given to the tops of data layers when the net of `row` was built.

    They are listed only for nets that Caffe built; for others, they are made as they were then.
    """
    given: dict[str, tuple[int, ...]] = {}
    for layer in graph.layers:
        if layer.bottoms or layer.type in _KEPT:
            continue
        made = _made(layer)
        listed = [stub["shapes"] for stub in row.get("stubbed", ()) if tuple(stub["shapes"]) == layer.tops]
        alike = [shapes for shapes in listed if shapes[layer.tops[0]][0] == made[layer.tops[0]][0]]
        chosen = (alike or listed or [made])[0]
        given.update({name: tuple(shape) for name, shape in chosen.items()})
    return given


def _made(layer: Layer) -> dict[str, tuple[int, ...]]:
    """The shapes of images, and of one label for each."""
    batch, crop, high, wide = (
        max(_number(layer, message, field) for message in (*_MESSAGES, "transform_param"))
        for field in ("batch_size", "crop_size", "new_height", "new_width")
    )
    sides = (crop, crop) if crop else (high, wide) if high else (_SIDE, _SIDE)
    shapes: list[tuple[int, ...]] = [(batch or _BATCH, 3, *sides), *((batch or _BATCH, 1) for _ in layer.tops[1:])]
    return dict(zip(layer.tops, shapes))


def _number(layer: Layer, message: str, field: str) -> int:
    """The number that is written; 0 if there is none."""
    written = layer.message(message)
    value = None if written is None else written.get(field)
    return value if isinstance(value, int) else 0
