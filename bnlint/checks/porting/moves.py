"""Ports layers of a fork to the target: a BatchNorm's own gamma and beta to a Scale, BN to BatchNorm and Scale."""

from __future__ import annotations

from functools import partial

from bnlint.caffe.net.layers import Layer
from bnlint.caffe.net.message import Message
from bnlint.checks.batchnorm import AFFINE_FIELDS, is_affine, requests_affine
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import in_list, insert_layer, remove_from, replace_message, retype, tree_of, value_of
from bnlint.checks.porting.merges import merge
from bnlint.checks.scale import scale_layer, scale_name, taken_names
from bnlint.prototxt.nodes import Block
from bnlint.prototxt.style import Style
from bnlint.text.edits import Applicability, Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.prototxt.nodes import Node
    from bnlint.prototxt.style import Tree

    Edits = Callable[[], list[Edit]]
    Fillers = list[tuple[str, Block | None]]

_STATISTICS = 3
_BLOBS_016 = (
    "Weights: blobs 3 and 4 (gamma, beta) become blobs 0 and 1 of the Scale; blobs 0 and 1 are the plain mean and "
    "variance, so blob 2 (the factor) must be 1"
)
_BLOBS_NVIDIA = (
    "Weights: gamma and beta (blobs 3 and 4 in NVIDIA Caffe 0.16 and 0.17, 0 and 1 in 0.14 and 0.15) become blobs 0 "
    "and 1 of the Scale; mean and variance become blobs 0 and 1 of the BatchNorm, and blob 2 (the factor) must be 1"
)
_BLOBS_INTEL = "Weights: blobs 3 and 4 (gamma, beta) become blobs 0 and 1 of the Scale"
_BLOBS_BN = (
    "Weights: blobs 0 and 1 (slope, bias) become blobs 0 and 1 of the Scale; blobs 2 and 3 (mean, variance) become "
    "blobs 0 and 1 of the BatchNorm, and its blob 2 (the factor) must be 1; each is reshaped to one axis"
)
_BLOBS_SEGNET = (
    "Weights: its two blobs (scale, shift), reshaped to one axis, become those of the Scale; SegNet does not store the "
    "statistics, so they have to be computed"
)
_BLOBS_INFERENCE = "Weights: its two blobs (scale, shift), reshaped to one axis, become those of the Scale"

#: The blobs of a BN that stores its statistics as the move expects them.
_STORED = ("slope", "bias", "mean", "variance")


class Move:
    """How one layer moves: its `edits` (None if it takes more than edits), and what happens to its weights.

    `title` is that of the fix, `titles` the same for several layers, with ``{}`` for their number.
    """

    __slots__ = ("edits", "title", "titles", "weights")

    def __init__(self, weights: str, title: str = "", titles: str = "", edits: Edits | None = None) -> None:
        self.weights = weights
        self.title = title
        self.titles = titles
        self.edits = edits

    @property
    def kind(self) -> tuple[bool, str, str]:
        """The moves of a kind make one fix."""
        return self.edits is not None, self.titles, self.weights

    def fix(self, moves: list[Move]) -> Fix | None:
        """The fix that makes all of these moves, which are of this kind."""
        makers = [move.edits for move in moves if move.edits is not None]
        if not makers:
            return None
        title = self.title if len(moves) == 1 else self.titles.format(len(moves))
        return Fix(
            f"{title}. {self.weights}", Applicability.UNSAFE, lambda: [edit for make in makers for edit in make()]
        )


def moves(ctx: NetContext) -> dict[int, Move]:
    """The moves of the layers that the target does not accept as they are, by the index of the layer."""
    return ctx.once(_moves)


def _moves(ctx: NetContext) -> dict[int, Move]:
    by_layer: dict[int, Move] = {}
    if ctx.dialect is ctx.target:
        return by_layer
    taken = taken_names(ctx)
    names: dict[str, str] = {}
    inference = {layer.name for layer in ctx.net.layers if layer.type == "BN" and _is_inference(layer)}
    for layer in ctx.net.layers:
        if layer.type not in ("BN", "BatchNorm", "Scale") or layer.block.name != "layer":
            continue
        if layer.name not in names:
            names[layer.name] = scale_name(layer.name, taken)
        move = _move(ctx, layer, names[layer.name])
        if move is not None and layer.name in inference and not _is_inference(layer):
            move = Move(move.weights)  # the other half of a pair becomes a layer of another type
        if move is not None and (ctx.document.faults or not ctx.views):
            move = Move(move.weights)
        if move is not None:
            by_layer[layer.index] = move
            taken.add(names[layer.name])
    return by_layer


def _is_inference(layer: Layer) -> bool:
    return layer.value("bn_param", "bn_mode") == "INFERENCE"


def _move(ctx: NetContext, layer: Layer, name: str) -> Move | None:
    if layer.type == "BN" and not has_type(ctx, "BN"):
        return _bn(ctx, layer, name)
    if layer.type == "BatchNorm" and has_type(ctx, "BatchNorm"):
        return _own_affine(ctx, layer, name)
    if not has_type(ctx, layer.type):
        return _merged(ctx, layer)
    return None


def has_type(ctx: NetContext, type_: str) -> bool:
    """Whether the target has layers of a type, as far as its types are known."""
    return ctx.target.layer_types is None or type_ in ctx.target.layer_types


def _merged(ctx: NetContext, layer: Layer) -> Move | None:
    merged = merge(ctx, layer)
    return Move(*merged) if merged is not None else None


def _own_affine(ctx: NetContext, layer: Layer, name: str) -> Move | None:
    """Moves the gamma and beta of NVIDIA's or Intel's BatchNorm to a Scale."""
    message = layer.message("batch_norm_param")
    if message is None or message.block is None or AFFINE_FIELDS.isdisjoint(message.fields):
        return None
    kind = ctx.dialect.batch_norm.own_affine
    if (
        kind == "never"
        or not requests_affine(message)
        or not AFFINE_FIELDS.difference(_known(ctx)) & set(message.fields)
    ):
        return None
    weights = _BLOBS_016 if message.get("scale_bias") is True else _BLOBS_NVIDIA
    if kind == "use_weight_bias":
        weights = _BLOBS_INTEL
    if not _is_plain(ctx, layer, message) or not has_type(ctx, "Scale"):
        return Move(weights)
    title = f"Move gamma and beta of '{layer.name}' to a new Scale '{name}' after it"
    titles = "Move gamma and beta of {} layers to new Scale layers after them"
    return Move(weights, title, titles, partial(_affine_edits, ctx, layer, message, name))


def _affine_edits(ctx: NetContext, layer: Layer, message: Message, name: str) -> list[Edit]:
    assert message.block is not None
    removed: list[Node] = [leaf for field in _foreign(ctx, message) for leaf in message.fields[field]]
    surplus: list[Node] = list(layer.fields.get("param", ())[_STATISTICS:])
    edits = remove_from(ctx, layer.block, [*removed, *surplus])
    fillers = [
        (new, message.block_of(old))
        for old, new in (("scale_filler", "filler"), ("filler", "filler"), ("bias_filler", "bias_filler"))
    ]
    bias = message.get("bias_term") is not False
    return [*edits, _scale_after(ctx, layer, name, fillers, [], bias)]


def _known(ctx: NetContext) -> frozenset[str]:
    declared = ctx.target.messages.get("BatchNormParameter")
    return frozenset(declared.fields if declared is not None else ())


def _foreign(ctx: NetContext, message: Message) -> list[str]:
    """The fields to remove from a batch_norm_param: those of gamma and beta, and an engine that the target lacks."""
    known = _known(ctx)
    return [name for name in message.fields if name in AFFINE_FIELDS or (name == "engine" and name not in known)]


def _is_plain(ctx: NetContext, layer: Layer, message: Message | None) -> bool:
    """Whether the layer is written so that text can be inserted after it and every field of the message fits."""
    if len(layer.bottoms) != 1 or len(layer.tops) != 1 or in_list(layer.block) or _is_scaled(ctx, layer):
        return False
    if "loss_weight" in layer.fields or "propagate_down" in layer.fields or "blobs" in layer.fields:
        return False
    if message is None:
        return True
    if len(layer.fields.get(message.block.name if message.block else "", ())) > 1:
        return False
    return all(
        len(leaves) == 1 and (message.get(name) is not None or message.block_of(name))
        for name, leaves in message.fields.items()
    )


def _is_scaled(ctx: NetContext, layer: Layer) -> bool:
    """Whether the layer is followed by a Scale, which has a gamma already."""
    return any(
        is_affine(reader)
        for view in ctx.views_of(layer)
        for top in view.graph.outputs(layer)
        for reader, _ in top.consumers
    )


def _bn(ctx: NetContext, layer: Layer, name: str) -> Move | None:
    """A BN layer: of SegNet (scale, shift), or of Yuanjun Xiong, PSPNet and others (slope, bias, mean, variance).

    What others do with their blobs and with momentum is too different.
    """
    declared = ctx.dialect.messages.get("BNParameter")
    blobs = ctx.dialect.batch_norm.types.get("BN", {}).get("blobs")
    segnet = blobs == ("scale", "shift")
    if declared is None or not (blobs == _STORED or (segnet and "bn_mode" in declared.fields)):
        return None
    message = layer.message("bn_param") or Message({}, declared, None)
    inference = _is_inference(layer)
    weights = _BLOBS_INFERENCE if inference else _BLOBS_SEGNET if segnet else _BLOBS_BN
    learned = layer.params[2:]
    unknown = (
        message.unknown()
        or any(param.name for param in learned)
        or ("bn_param" in layer.fields and message.block is None)
    )
    types = ("Scale",) if inference else ("BatchNorm", "Scale")
    if unknown or not _is_plain(ctx, layer, message) or not all(has_type(ctx, type_) for type_ in types):
        return Move(weights)
    fillers = [(new, message.block_of(old)) for old, new in _BN_FILLERS if old in declared.fields]
    if inference:
        make = partial(_inference_edits, ctx, layer, message, fillers)
        return Move(weights, f"Turn '{layer.name}' into a Scale", "Turn {} BN layers into Scale layers", make)
    make = partial(_bn_edits, ctx, layer, message, fillers, name, segnet)
    title = f"Turn '{layer.name}' into a BatchNorm followed by Scale '{name}'"
    titles = "Turn {} BN layers into a BatchNorm followed by a Scale each"
    return Move(weights, title, titles, make)


def _bn_edits(ctx: NetContext, layer: Layer, message: Message, fillers: Fillers, name: str, segnet: bool) -> list[Edit]:
    params = [leaf for leaf in layer.fields.get("param", ()) if isinstance(leaf, Block)]
    tree = _settings(ctx, message, segnet)
    if tree or message.block is None:
        edits = replace_message(ctx, layer, message.block, "batch_norm_param", tree) + remove_from(
            ctx, layer.block, params
        )
    else:
        edits = remove_from(ctx, layer.block, [message.block, *params])
    edits += retype(layer, "BatchNorm")
    trees = [tree_of(param) for param in params[:2]]
    if message.get("frozen") is True:
        trees = [[("lr_mult", "0"), ("decay_mult", "0")] for _ in range(2)]
    return [*edits, _scale_after(ctx, layer, name, fillers, trees, True)]


_BN_FILLERS = (
    ("slope_filler", "filler"),
    ("scale_filler", "filler"),
    ("bias_filler", "bias_filler"),
    ("shift_filler", "bias_filler"),
)


def _inference_edits(ctx: NetContext, layer: Layer, message: Message, fillers: Fillers) -> list[Edit]:
    """SegNet's BN in mode INFERENCE has the statistics in its scale and shift, so it becomes a Scale."""
    return retype(layer, "Scale") + replace_message(
        ctx, layer, message.block, "scale_param", _scale_param(fillers, True)
    )


def _settings(ctx: NetContext, message: Message, segnet: bool) -> Tree:
    """The batch_norm_param that corresponds to a bn_param, with the fork's defaults where the target's differ."""
    tree: Tree = []
    if message.get("frozen") is True:
        tree.append(("use_global_stats", "true"))
    target = ctx.target.messages["BatchNormParameter"].fields
    written, eps, momentum = message.field("momentum"), message.field("eps"), message.value("momentum")
    if written is not None:
        tree.append(("moving_average_fraction", written.raw))
    elif momentum is not None and not ctx.purpose.deploy and momentum != target["moving_average_fraction"].default:
        tree.append(("moving_average_fraction", f"{momentum:.6g}"))
    if segnet:
        tree.append(("eps", "1e-09"))
    elif eps is not None:
        tree.append(("eps", eps.raw))
    return tree


def _scale_after(
    ctx: NetContext,
    layer: Layer,
    name: str,
    fillers: list[tuple[str, Block | None]],
    params: list[Tree],
    bias: bool,
) -> Edit:
    """The edit that inserts the Scale after the layer, in its style, with its state rules."""
    style = Style(ctx.document, layer.block, ctx.source.newline)
    *tree, settings = scale_layer(style, layer, name, True, _scale_param(fillers, bias))
    tree += [("phase", value_of(leaf)) for leaf in layer.fields.get("phase", ())]
    tree += [("param", param) for param in params]
    return insert_layer(ctx, layer, [*tree, settings])


def _scale_param(fillers: list[tuple[str, Block | None]], bias: bool) -> Tree:
    written: dict[str, Tree] = {name: tree_of(block) for name, block in fillers if block is not None}
    tree: Tree = [("filler", written["filler"])] if "filler" in written else []
    tree.append(("bias_term", "true" if bias else "false"))
    if bias and "bias_filler" in written:
        tree.append(("bias_filler", written["bias_filler"]))
    return tree
