"""Traces a dimension back to the layer that determines it, to show where a shape comes from."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.graph.blobs import Version
    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.infer import Inference
    from bnlint.caffe.shapes.result import StateShapes

    #: One dimension of one version of a blob.
    Place = tuple[Version, int]


def trace(inference: Inference, shapes: StateShapes, version: Version, axis: int) -> list[Place]:
    """The blobs through which a dimension has come unchanged, from `version` back to where it is made.

    The producer of the last one determines it: a convolution its channels, a data layer its batch.
    """
    places = [(version, axis)]
    while (before := _before(inference, shapes, *places[-1])) is not None:
        places.append(before)
    return places


def _before(inference: Inference, shapes: StateShapes, version: Version, axis: int) -> Place | None:
    """The dimension of a bottom that the producer of a blob passes on; None if it makes this one itself.

    The layer is shaped again, with a dimension of its own for each of its bottoms': what comes out unchanged is passed
    on. A second time, sides of 1 stay, as a Flatten passes on the channels if there is one position.
    """
    layer = version.producer
    bottoms = shapes.of(layer).bottoms
    versions = shapes.graph.bottoms[layer.index]
    index = shapes.graph.tops[layer.index].index(version)
    for keeps_ones in (False, True):
        probes = tuple([_probe(shape, keeps_ones) for shape in bottoms])
        top = inference.plan(layer, False).build(probes, frozenset())[0][index]
        dim = top[axis] if top is not None and axis < len(top) else None
        for probe, bottom in zip(probes, versions):
            places = [i for i, each in enumerate(probe or ()) if each is dim and type(dim) is Unknown]
            if places and bottom is not None:
                return bottom, places[0]
    return None


def _probe(shape: Shape | None, keeps_ones: bool) -> Shape | None:
    return None if shape is None else tuple([1 if keeps_ones and dim == 1 else Unknown() for dim in shape])
