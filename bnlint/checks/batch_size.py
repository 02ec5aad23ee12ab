"""BN311: batch statistics of one or two items, or of a few values."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.caffe.graph.blobs import BlobGraph, Version
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.state import TRAIN
from bnlint.checks.batchnorm import BatchNorm, batch_norms
from bnlint.checks.context import NetContext, View
from bnlint.checks.registry import net_rule
from bnlint.text.diagnostics import Diagnostic, Severity

_TINY = 2
_FEW = 8  # so few values for each channel still make noisy statistics
# The messages in which data layers have their batch size.
_BATCHES = {
    "Data": "data_param",
    "ImageData": "image_data_param",
    "HDF5Data": "hdf5_data_param",
    "MemoryData": "memory_data_param",
    "WindowData": "window_data_param",
}
# Types that keep the batch and the size of the maps of their bottoms.
_SAME = frozenset(
    (
        "AbsVal",
        "BNLL",
        "BatchNorm",
        "Bias",
        "Clip",
        "Dropout",
        "ELU",
        "Eltwise",
        "Exp",
        "LRN",
        "Log",
        "MVN",
        "PReLU",
        "Power",
        "ReLU",
        "Scale",
        "Sigmoid",
        "Softmax",
        "Split",
        "Swish",
        "TanH",
    )
)
# Types that keep the batch if they work along the channels.
_ALONG = {"Concat": "concat_param", "Slice": "slice_param"}
_WEIGHTED = frozenset(("Convolution", "Deconvolution"))


class _Shape:
    """The batch size of a blob, the data layer that sets it, and whether each channel of an item is a single value.

    `is_sum`: several batches are joined in it, and `source` is that of the first.
    """

    __slots__ = ("batch", "is_sum", "single", "source")

    def __init__(self, batch: int, source: Layer, single: bool, is_sum: bool = False) -> None:
        self.batch = batch
        self.is_sum = is_sum
        self.source = source
        self.single = single


@net_rule("BN311")
def tiny_batch(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN311: batch statistics over one or two values, per BatchNorm; over a few, or of one or two items, per data
    layer."""
    if not ctx.purpose.trains or not ctx.purpose.shows(TRAIN) or not batch_norms(ctx) or ctx.is_only_tested:
        return
    small = [layer for layer in ctx.of_type(*_BATCHES) if batch_of(layer) in range(1, _FEW + 1)]
    reported: set[int] = set()
    by_source: dict[tuple[int, bool], tuple[_Shape, list[BatchNorm], View]] = {}
    for view in ctx.views if small else ():
        if view.phase != TRAIN or not any(view.has(layer) for layer in small):
            continue
        shapes = _shapes(view.graph)
        for bn in batch_norms(ctx):
            shape = _shape_of(bn, view, shapes)
            if shape is None or shape.is_sum or bn.layer.index in reported:
                continue
            if shape.batch > (_FEW if shape.single else _TINY):
                continue
            reported.add(bn.layer.index)
            if shape.single and shape.batch <= _TINY:
                yield ctx.report("BN311", bn.layer, _single(bn, shape), views=[view])
            else:
                key = (shape.source.index, shape.single)
                by_source.setdefault(key, (shape, [], view))[1].append(bn)
    for shape, bns, view in by_source.values():
        message = shape.source.message(_BATCHES[shape.source.type])
        node = (message.field("batch_size") if message is not None else None) or shape.source.block
        yield ctx.report("BN311", node, _noisy(bns, shape), severity=Severity.INFO, views=[view])


def _single(bn: BatchNorm, shape: _Shape) -> str:
    values, output = ("a single value", "0") if shape.batch == 1 else ("2 values", "1 and -1, or 0,")
    return (
        f"BatchNorm '{bn.name}' normalizes each channel over {values} (batch_size: {shape.batch} in "
        f"'{shape.source.name}'): in TRAIN it silently outputs {output} whatever the input. Increase batch_size; "
        "iter_size does not help."
    )


def _noisy(bns: list[BatchNorm], shape: _Shape) -> str:
    others = {1: " computes its", 2: " and 1 other compute their"}.get(
        len(bns), f" and {len(bns) - 1} others compute their"
    )
    if shape.single:
        few = f"{shape.batch} values for each channel"
    else:
        few = "a single item" if shape.batch == 1 else "2 items"
    return (
        f"BatchNorm '{bns[0].name}'{others} TRAIN statistics from {few} (batch_size: {shape.batch} in "
        f"'{shape.source.name}'): these are noisy, and TEST silently uses their averages. Increase batch_size "
        "(iter_size does not help), or fine-tune with use_global_stats: true."
    )


def batch_of(layer: Layer) -> int | None:
    """The batch size that a data layer has, as written or by default; None for other layers."""
    param = _BATCHES.get(layer.type)
    size = layer.value(param, "batch_size") if param is not None else None
    return size if isinstance(size, int) else None


def batch_at(layer: Layer, graph: BlobGraph) -> int | None:
    """The number of items in the first bottom of a layer; None if it is unknown."""
    version = next(iter(graph.bottoms[layer.index]), None)
    shape = _shapes(graph).get(id(version)) if version is not None else None
    return shape.batch if shape is not None else None


def _shape_of(bn: BatchNorm, view: View, shapes: dict[int, _Shape]) -> _Shape | None:
    """The shape of the blob that the BatchNorm normalizes by the batch; None if it does not, or if it is unknown."""
    if not view.has(bn.layer) or not bn.as_bvlc or bn.global_in(view.phase):
        return None
    version = view.graph.bottoms[bn.layer.index][0] if bn.layer.bottoms else None
    return shapes.get(id(version)) if version is not None else None


def _shapes(graph: BlobGraph) -> dict[int, _Shape]:
    """The known shapes by the id of the blob's version; none after a layer that may change the batch."""
    shapes: dict[int, _Shape] = {}
    for layer in graph.layers:
        batch = batch_of(layer)
        shape = _Shape(batch, layer, False) if batch else _made(layer, graph.bottoms[layer.index], shapes)
        if shape is not None:
            for version in graph.tops[layer.index]:
                shapes[id(version)] = shape
    return shapes


def _made(layer: Layer, bottoms: list[Version | None], known: dict[int, _Shape]) -> _Shape | None:
    shapes = [known.get(id(version)) for version in bottoms if version is not None]
    first = shapes[0] if shapes and len(shapes) == len(bottoms) else None
    if first is None or any(shape is None for shape in shapes):
        return None
    if layer.type == "Concat" and 0 in (layer.value("concat_param", "axis"), layer.value("concat_param", "concat_dim")):
        total = sum(shape.batch for shape in shapes if shape is not None)
        return _Shape(total, first.source, all(shape.single for shape in shapes if shape is not None), True)
    if any(shape is not None and shape.batch != first.batch for shape in shapes):
        return None
    single = _is_single(layer, first, [shape.single for shape in shapes if shape is not None])
    if single is None:
        return None
    return first if single == first.single else _Shape(first.batch, first.source, single, first.is_sum)


def _is_single(layer: Layer, first: _Shape, bottoms: list[bool]) -> bool | None:
    """Whether the layer outputs a single value per channel and item; None if it may change the batch."""
    type_ = layer.type
    if type_ in _SAME:
        return all(bottoms)
    if type_ in _ALONG:
        old = "concat_dim" if type_ == "Concat" else "slice_dim"
        along = layer.value(_ALONG[type_], "axis") == 1 and layer.value(_ALONG[type_], old) == 1
        return all(bottoms) if along else None
    if type_ == "Pooling":
        return first.single or layer.value("pooling_param", "global_pooling") is True
    if type_ in _WEIGHTED:
        usual = layer.value("convolution_param", "axis") == 1
        return (first.single and type_ == "Convolution") if usual else None
    if type_ == "InnerProduct":
        return True if layer.value("inner_product_param", "axis") == 1 else None
    if type_ == "Flatten":
        usual = layer.value("flatten_param", "axis") == 1 and layer.value("flatten_param", "end_axis") == -1
        return True if usual else None
    return None
