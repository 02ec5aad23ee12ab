"""Signs that a net is fine-tuned: training starts from trained weights, not from random ones."""

from __future__ import annotations

import os
import re

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.message import Message
from bnlint.caffe.purpose import is_source, reads_regions
from bnlint.caffe.schema.layer_types import layer_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.caffe.graph.blobs import BlobGraph
    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.solver import Solver

_NORMALIZERS = frozenset(("BatchNorm", "BN"))
_WEIGHTED = {
    "Convolution": "convolution_param",
    "Deconvolution": "convolution_param",
    "InnerProduct": "inner_product_param",
}
# The blobs of Fast R-CNN and its successors, which start from a trained classifier.
_REGIONS = "rois"
_BOXES = frozenset(("gt_boxes", "im_info"))
_FASTER = 2.0  # a new layer learns several times as fast as the old ones
_NAMED = re.compile(r"fine[-_ ]?tun", re.IGNORECASE)


def is_named_so(name: str) -> bool:
    """Whether a name says that something is fine-tuned."""
    return _NAMED.search(name) is not None


def sign_in(graph: BlobGraph) -> str:
    """What in the layers before the batch normalization shows that training starts from trained weights, in words.

    Empty if nothing does.
    """
    before = _before_normalization(graph)
    weighted = [layer for layer in before if param_of(layer) and not is_fixed(layer)]
    for layer in weighted:
        if is_unfilled(layer):
            start = "has no weight_filler" if _filler(layer) is None else "starts with weights of 0"
            return f"{layer.type} '{layer.name}' {start}"
    for layer in weighted:
        if _rate(layer) < 1:
            return f"{layer.type} '{layer.name}' has lr_mult: {_rate(layer):g}"
    if weighted:
        slowest = min(weighted, key=_rate)
        fastest = max((layer for layer in graph.layers if param_of(layer)), key=_rate)
        if _rate(fastest) > _FASTER * _rate(slowest):
            return (
                f"{fastest.type} '{fastest.name}' has lr_mult: {_rate(fastest):g}, and {slowest.type} "
                f"'{slowest.name}' {_rate(slowest):g}"
            )
    return _regions(graph.layers)


def sign_in_names(net: Net, path: str) -> str:
    """Whether the name of the net, of its file or its folder says that it is fine-tuned: that name, in words."""
    if is_named_so(net.name):
        return f"the net is called '{net.name}'"
    for what, name in (("file", os.path.basename(path)), ("folder", os.path.basename(os.path.dirname(path)))):
        if is_named_so(name):
            return f"the {what} is called {name}"
    return ""


def sign_in_solver(name: str, solver: Solver) -> str:
    """What in a solver called `name` shows that it fine-tunes the net, in words; empty if nothing does."""
    if "weights" in solver.message.fields:
        return f"{name} loads weights"
    prefix = solver.message.get("snapshot_prefix")
    if is_named_so(str(prefix or "")):
        return f"{name} has snapshot_prefix: '{prefix}'"
    return f"its solver is called {name}" if is_named_so(name) else ""


@memoized_by_content
def param_of(layer: Layer) -> str:
    """The field with the weights' filler, if the layer has weights as a convolution or an inner product has them.

    A fork's type has such weights if it has such a field.
    """
    if layer.type in _WEIGHTED:
        return _WEIGHTED[layer.type]
    known = layer_type(layer.type)
    names = dict.fromkeys(_WEIGHTED.values()) if known is None else set(_WEIGHTED.values()).intersection(known.params)
    return next((name for name in names if layer.message(name) is not None), "")


@memoized_by_content
def is_fixed(layer: Layer) -> bool:
    """Whether its weights are a kernel that is made by its filler, as for upsampling or averaging, and never learn."""
    filler = _filler(layer)
    if filler is None or not layer.specs or layer.specs[0].learns:
        return False
    return filler.value("type") == "bilinear" or (filler.value("type") == "constant" and filler.value("value") != 0)


@memoized_by_content
def is_frozen(layer: Layer) -> bool:
    """Whether no blob of a layer with weights learns, although they are no fixed kernel."""
    if not param_of(layer) or is_fixed(layer) or any(spec.name for spec in layer.specs):
        return False
    blobs = 1 if layer.value(param_of(layer), "bias_term") is False else 2
    return len(layer.specs) >= blobs and not any(spec.learns for spec in layer.specs[:blobs])


@memoized_by_content
def is_unfilled(layer: Layer) -> bool:
    """Whether the weights start at 0 if no trained ones are loaded: then the layer would pass on nothing."""
    filler = _filler(layer)
    return filler is None or (filler.value("type") == "constant" and filler.value("value") == 0)


def _filler(layer: Layer) -> Message | None:
    message = layer.message(param_of(layer))
    block = message.block_of("weight_filler") if message is not None else None
    return Message.of(block, layer.schema.messages.get("FillerParameter")) if block is not None else None


@memoized_by_content
def _rate(layer: Layer) -> float:
    """The lr_mult of the weights."""
    rate = layer.specs[0].lr_mult if layer.specs else None
    return 1.0 if rate is None else rate


def _before_normalization(graph: BlobGraph) -> list[Layer]:
    """The layers from which a value reaches a normalizing layer, in order."""
    needed: set[int] = set()
    before = []
    for layer in reversed(graph.layers):
        reaches = not needed.isdisjoint(map(id, graph.tops[layer.index]))
        if reaches:
            before.append(layer)
        if reaches or layer.type in _NORMALIZERS:
            needed.update(map(id, graph.bottoms[layer.index]))
    return before[::-1]


def _regions(layers: Iterable[Layer]) -> str:
    for layer in layers:
        if reads_regions(layer) or (is_source(layer) and not _BOXES.isdisjoint(layer.tops)):
            return f"{layer.type} '{layer.name}' reads regions, as in the training of a detector"
        if _REGIONS in layer.tops:
            return f"{layer.type} '{layer.name}' produces '{_REGIONS}', as in the training of a detector"
    return ""
