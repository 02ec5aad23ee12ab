"""BatchNorm layers as the checks see them: settings, statistics in a phase, the other layer of a pair, the Scale."""

from __future__ import annotations

from itertools import pairwise

from bnlint.caffe.net.content import memoized_by_content
from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message, texts
from bnlint.caffe.purpose import is_source
from bnlint.caffe.state import TEST, TRAIN, StateRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.graph.blobs import BlobGraph
    from bnlint.checks.context import NetContext
    from bnlint.prototxt.nodes import Node

    #: use_global_stats, eps, moving_average_fraction; whether it is read as BVLC does, and has its own gamma and beta
    Read = tuple[bool | None, object, object, bool, bool]

# Types that pass on each value of their bottom, so that a gamma after them is still a gamma.
_TRANSPARENT = frozenset(
    ("Concat", "Split", "Power", "Dropout", "Slice", "Flatten", "Reshape", "Crop", "Permute", "ShuffleChannel")
)
# The fields of batch_norm_param in which forks have fillers for gamma and beta, and those that switch them on.
_AFFINE_FILLERS = ("scale_filler", "bias_filler", "filler")
_AFFINE_SWITCHES = ("scale_bias", "use_weight_bias")
#: The fields of a fork's own gamma and beta: superfluous if a Scale takes their place.
AFFINE_FIELDS = frozenset((*_AFFINE_FILLERS, *_AFFINE_SWITCHES, "bias_term"))
_ONLY_TRAIN = StateRule(TRAIN, None, None, (), ())
_ONLY_TEST = StateRule(TEST, None, None, (), ())


class BatchNorm:
    """One BatchNorm layer with its `batch_norm_param` read.

    `use_global_stats` is None if it is unset; `pair` is the other layer of a TRAIN/TEST pair. `as_bvlc`: its dialect
    reads use_global_stats, and follows the phase if it is unset. `own_affine`: the dialect gives it gamma and beta.
    """

    __slots__ = ("as_bvlc", "eps", "fraction", "layer", "own_affine", "pair", "use_global_stats")

    def __init__(self, layer: Layer, read: Read) -> None:
        self.layer = layer
        self.pair: BatchNorm | None = None
        self.use_global_stats, self.eps, self.fraction, self.as_bvlc, self.own_affine = read

    @property
    def message(self) -> Message:
        """Its `batch_norm_param`, empty if it is not written."""
        return _message(self.layer)

    @property
    def name(self) -> str:
        return self.layer.name

    def global_in(self, phase: str) -> bool:
        """Whether it uses the stored statistics in a net of `phase`, which decides if use_global_stats is unset."""
        if self.use_global_stats is not None:
            return self.use_global_stats
        return (self.layer.phase or phase) == TEST

    def only_phase(self) -> str:
        """The only phase in which the layer exists, if a single simple rule says so, else ""."""
        return _only_phase(self.layer)

    def field(self) -> Node:
        """The node of use_global_stats, or the layer's block if it is unset."""
        return self.message.field("use_global_stats") or self.layer.block

    def without_global_stats(self) -> list[Node]:
        """The nodes to remove to unset use_global_stats."""
        field = self.message.field("use_global_stats")
        return [field] if field is not None else []


def requests_affine(message: Message) -> bool:
    """Whether a `batch_norm_param` requests gamma and beta as forks do: by a switch, or by a filler for them.

    NVIDIA's filler counts even if its switch, scale_bias, is false.
    """
    if any(message.get(name) is True for name in _AFFINE_SWITCHES):
        return True
    return message.get("use_weight_bias") is not False and any(name in message.fields for name in _AFFINE_FILLERS)


def may_be_affine(ctx: NetContext, bn: BatchNorm) -> bool:
    """Whether a BatchNorm has, or may have, gamma and beta of its own: by its fields, or by default with its engine.

    The engine is written in the BatchNorm, in its layer or for the whole net; otherwise the command line may choose it.
    """
    engines = ctx.dialect.batch_norm.affine_by_default
    if bn.own_affine or not engines:
        return bn.own_affine
    written = (bn.message.get("engine"), bn.layer.message_.get("engine"), ctx.net.top.get("engine"))
    engine = next((str(name) for name in written if name not in (None, "", "DEFAULT")), "")
    return bn.message.get("use_weight_bias") is not False and (not engine or engine.partition(":")[0] in engines)


def declines_affine(bn: BatchNorm) -> bool:
    """Whether the switch of its dialect for gamma and beta is written, and off: somebody decided against them."""
    return bn.message.get(bn.layer.schema.batch_norm.own_affine) is False


def batch_norms(ctx: NetContext) -> list[BatchNorm]:
    """The BatchNorm layers whose fields the dialect knows, with their pairs, in file order.

    Empty if the dialect has no such layer type.
    """
    return ctx.once(_batch_norms)


def _batch_norms(ctx: NetContext) -> list[BatchNorm]:
    layers: list[BatchNorm] = []
    if "BatchNormParameter" not in ctx.dialect.messages:
        return layers
    for layer in ctx.net.layers:
        read = _read(layer) if layer.type == "BatchNorm" else None
        if read is not None:
            layers.append(BatchNorm(layer, read))
    for first, second in pairwise(layers):
        if first.pair is None and first.layer.index + 1 == second.layer.index and _is_pair(first, second):
            first.pair, second.pair = second, first
    return layers


@memoized_by_content
def _read(layer: Layer) -> Read | None:
    """The settings of a BatchNorm; None if they are not understood.

    Every field must be known and fit: a field that a fork added may change what the layer does.
    """
    message = _message(layer)
    if layer.old_params is not None or layer.block.name != "layer" or len(layer.fields.get("batch_norm_param", ())) > 1:
        return None
    if layer.message_.unknown() or message.unknown() or not _values_fit(message):
        return None
    written, traits = message.get("use_global_stats"), layer.schema.batch_norm
    return (
        written if isinstance(written, bool) else None,
        message.value("eps"),
        message.value("moving_average_fraction"),
        traits.use_global_stats == "read",
        traits.own_affine in ("always", "possibly") or (traits.own_affine != "never" and requests_affine(message)),
    )


def _values_fit(message: Message) -> bool:
    return all(message.get(name) is not None or message.block_of(name) for name in message.fields)


def _message(layer: Layer) -> Message:
    declared = layer.schema.messages.get("BatchNormParameter")
    return layer.message("batch_norm_param") or Message({}, declared, None)


@memoized_by_content
def _only_phase(layer: Layer) -> str:
    include, exclude = layer.include, layer.exclude
    if include and not exclude:
        return include[0].phase or "" if include in ((_ONLY_TRAIN,), (_ONLY_TEST,)) else ""
    if exclude and not include and exclude in ((_ONLY_TRAIN,), (_ONLY_TEST,)):
        return TRAIN if exclude == (_ONLY_TEST,) else TEST
    return ""


def _is_pair(first: BatchNorm, second: BatchNorm) -> bool:
    """Whether two adjacent layers exist one only in TRAIN and one only in TEST, and do the same work."""
    one, two = first.layer, second.layer
    if one.phase or two.phase or not first.as_bvlc or {first.only_phase(), second.only_phase()} != {TRAIN, TEST}:
        return False
    return one.name == two.name or (one.bottoms == two.bottoms and one.tops == two.tops)


def is_transparent(layer: Layer) -> bool:
    return layer.type in _TRANSPARENT


def is_affine(layer: Layer) -> bool:
    """Whether the layer is a Scale with a gamma of its own: two bottoms mean that the second is the factor."""
    return layer.type == "Scale" and len(layer.bottoms) == 1


def standardizes_data(bn: BatchNorm, graph: BlobGraph) -> bool:
    """Whether the BatchNorm directly follows the data, to standardize it."""
    inputs = texts(graph.net.top.fields.get("input", []))
    if any(name in inputs for name in bn.layer.bottoms if graph.bottoms[bn.layer.index] == [None]):
        return True
    origins = [layer for layer in graph.upstream(bn.layer, is_transparent) if not is_transparent(layer)]
    return bool(origins) and all(is_source(layer) for layer in origins)


def scales_of(bn: BatchNorm, graph: BlobGraph) -> list[Layer]:
    """The Scale layers that a version of the BatchNorm's top reaches, through layers that keep the values."""
    return [layer for layer in graph.downstream(bn.layer, is_transparent) if is_affine(layer)]


def is_frozen(layer: Layer, blobs: int) -> bool:
    """Whether each of its `blobs` learnable blobs has a `param` with lr_mult 0."""
    params = layer.specs[:blobs]
    return len(params) == blobs and not any(param.learns for param in params)


def is_own_affine_frozen(bn: BatchNorm) -> bool | None:
    """Whether the gamma and beta that a fork gives a BatchNorm are frozen; None if it has none, or half and half."""
    orders = {blobs for blobs in bn.layer.schema.batch_norm.blobs.values() if "scale" in blobs}
    if not bn.own_affine or len(orders) != 1:
        return None
    order, specs = orders.pop(), bn.layer.specs
    learning = {place >= len(specs) or specs[place].learns for place in map(order.index, ("scale", "bias"))}
    return None if len(learning) > 1 else not learning.pop()
