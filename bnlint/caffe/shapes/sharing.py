"""Parameters that layers share by name: who owns them, and what Caffe refuses to share."""

from __future__ import annotations

from bnlint.caffe.shapes.dims import Refused, count, describe, dims_differ, failed, failed_op, shapes_differ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.caffe.net.content import ParamSpec
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.shapes.dims import Shape


class Owner:
    """The blob that a name stands for: its layer, its index there, its shape, and the rates written for it so far."""

    __slots__ = ("decay_mult", "index", "layer", "lr_mult", "shape")

    def __init__(self, layer: Layer, index: int, shape: Shape | None, spec: ParamSpec) -> None:
        self.layer = layer
        self.index = index
        self.shape = shape
        self.lr_mult = spec.lr_mult
        self.decay_mult = spec.decay_mult


class Shared:
    """The named parameters of a net that is being built."""

    __slots__ = ("owners", "sharers")

    def __init__(self) -> None:
        self.owners: dict[str, Owner] = {}
        #: The blobs that are another layer's: (index of the layer, index of the blob).
        self.sharers: dict[tuple[int, int], Owner] = {}

    def add(
        self, layer: Layer, specs: Sequence[ParamSpec], shapes: Sequence[Shape | None]
    ) -> tuple[Refused, Layer] | None:
        """Net::AppendParam for the named parameters of a layer: why one is refused, and the layer that owns it."""
        for index, (spec, shape) in enumerate(zip(specs, shapes)):
            if not spec.name:
                continue
            owner = self.owners.get(spec.name)
            if owner is None:
                self.owners[spec.name] = Owner(layer, index, shape, spec)
                continue
            self.sharers[layer.index, index] = owner
            refusal = _refusal(layer, spec, shape, owner)
            if refusal is not None:
                return refusal, owner.layer
        return None


def _refusal(layer: Layer, spec: ParamSpec, shape: Shape | None, owner: Owner) -> Refused | None:
    """Why a blob cannot be the owner's."""
    if shape is not None and owner.shape is not None:
        text = f"Cannot share param '{spec.name}' owned by layer '{owner.layer.name}' with layer '{layer.name}'; "
        shown = f"Owner layer param shape is {describe(owner.shape)}; sharing layer "
        if spec.share_mode == "PERMISSIVE" or spec.share_mode == "1":
            own, others = count(shape), count(owner.shape)
            if own is not None and others is not None and dims_differ(own, others):
                text += f"count mismatch.  {shown}shape is {describe(shape)}"
                return failed_op("this_blob->count() == owner_blob->count()", own, others, text)
        elif shapes_differ(shape, owner.shape):
            text += f"shape mismatch.  {shown}expects shape {describe(shape)}"
            return failed("this_blob->shape() == owner_blob->shape()", text)
    for rate, stored in (("lr_mult", "params_lr_"), ("decay_mult", "params_weight_decay_")):
        own_rate, set_rate = getattr(spec, rate), getattr(owner, rate)
        if own_rate is None:
            continue
        if set_rate is None:
            setattr(owner, rate, own_rate)
        elif own_rate != set_rate:
            check = f"param_spec->{rate}() == {stored}[learnable_param_id]"
            text = f"Shared param '{spec.name}' has mismatched {rate}."
            return failed_op(check, f"{own_rate:g}", f"{set_rate:g}", text)
    return None
