"""Tops that Caffe refuses because their names are taken: "produced by multiple sources"."""

from __future__ import annotations

from bnlint.caffe.graph.blobs import BlobGraph, Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer

    Conflict = tuple[Layer, int, Version]


def in_place_after_use(graph: BlobGraph) -> list[Conflict]:
    """(layer, index of its top, the version that it overwrites) for each layer that works in place on a blob that an
    earlier layer of the state has read.

    Caffe copies a blob that has several readers (InsertSplits), so the top is no longer the layer's own bottom.
    """
    if not graph.clashes:
        return []
    return [
        (layer, top_id, version.previous)
        for layer in graph.layers
        for top_id, version in enumerate(graph.tops[layer.index])
        if version.previous is not None and version.previous.consumers[0][0].index < layer.index
    ]


def duplicate_tops(graph: BlobGraph) -> list[Conflict]:
    """(layer, index of its top, the earlier version of that name) for each top that exists already.

    Without those of `in_place_after_use`. An in-place layer is among them if its blob is copied because the layer reads
    it twice, or because it has a loss_weight.
    """
    conflicts: list[Conflict] = []
    if not graph.clashes:
        return conflicts
    made: dict[str, Version] = {}
    for layer in graph.layers:
        for top_id, version in enumerate(graph.tops[layer.index]):
            before = made.get(version.name)
            made[version.name] = version
            if before is None:
                continue
            in_place = version.previous is before
            if not in_place or (before.consumers[0][0] is layer and _is_copied(before, layer, graph)):
                conflicts.append((layer, top_id, before))
    return conflicts


def _is_copied(version: Version, layer: Layer, graph: BlobGraph) -> bool:
    """Whether Caffe copies the blob although `layer` is the first to read it."""
    if graph.bottoms[layer.index].count(version) > 1:
        return True
    weights = version.producer.loss_weights
    tops = graph.tops[version.producer.index]
    return any(weight != 0 and top is version for weight, top in zip(weights, tops))
