"""Today's names for those of older formats: V0 and V1 layers, data transformation, solver types."""

from __future__ import annotations

from bnlint._generated import schema_legacy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

#: V1 enum to V2 type: ``INNER_PRODUCT`` to ``InnerProduct``; ``NONE`` to the empty string.
v1_types: dict[str, str] = schema_legacy.V1_TYPES
#: V0 string to V1 enum: ``innerproduct`` to ``INNER_PRODUCT``. ``padding`` has none; others are fatal.
v0_types: dict[str, str] = schema_legacy.V0_TYPES
#: Repeated field of a V1 layer to its field in `param {}`: ``blobs_lr`` to ``lr_mult``; in ParamSpec's order.
v1_params: dict[str, str] = schema_legacy.V1_PARAMS
#: Fields that moved from a V1 data layer's own message to ``transform_param``, under the same name.
transform_fields: tuple[str, ...] = schema_legacy.TRANSFORM_FIELDS
#: The V1 types with such fields, and the message of each: ``DATA`` to ``data_param``.
transform_types: dict[str, str] = schema_legacy.TRANSFORM_TYPES
#: The fields of a V0 net that survive its upgrade.
v0_net_fields: tuple[str, ...] = schema_legacy.V0_NET_FIELDS
#: Fields of a V0 layer that the V1 layer has under the same name.
v0_kept: tuple[str, ...] = schema_legacy.V0_KEPT
#: Fields of a V0 layer that Caffe silently drops.
v0_dropped: tuple[str, ...] = schema_legacy.V0_DROPPED
#: Deprecated fields by message field of a layer: what replaces them, and whether today's layers read them.
deprecated: dict[str, dict[str, tuple[str, bool]]] = schema_legacy.DEPRECATED
#: Losses that read `normalization`, and what each has without it.
loss_normalizations: dict[str, str] = schema_legacy.LOSS_NORMALIZATIONS
#: ``solver_type`` enum to ``type`` string: ``ADAGRAD`` to ``AdaGrad``.
solver_types: dict[str, str] = schema_legacy.SOLVER_TYPES


def v0_destination(layer_type: str, field: str) -> tuple[str, ...] | None:
    """Where a field of a V0 layer of type `layer_type` (``conv``) is in the V1 layer.

    ``("convolution_param", "num_output")``, or ``("hdf5_output_param",)`` for a whole message. None if Caffe drops it:
    silently (`v0_dropped`), or with an error (``Unknown parameter FIELD for layer type TYPE``). Fields in `v0_kept` and
    ``type`` are not looked up here.
    """
    destinations = schema_legacy.V0_FIELDS.get(field, {})
    return destinations.get(layer_type) or destinations.get("any")


def v0_rejects(field: str) -> bool:
    """Whether Caffe logs an error when it drops `field` of a V0 layer, because only other layer types have it."""
    return "any" not in schema_legacy.V0_FIELDS.get(field, ("any",))


def v2_type_of_v1(enum: str, own: Mapping[str, str | None]) -> str | None:
    """V1 enum to V2 type in a Caffe whose `own` types (`Schema.v1_types`) differ from BVLC's; None if it aborts."""
    return own[enum] if enum in own else v1_types.get(enum)


def v2_type_of_v0(layer_type: str) -> str | None:
    """V0 string to V2 type: ``conv`` to ``Convolution``; None for ``padding`` and unknown types."""
    enum = v0_types.get(layer_type)
    return None if enum is None else v1_types[enum]
