"""Opinions: one module per rule family, one small function per rule; here those of nets are bound to their ids."""

from __future__ import annotations

from bnlint.checks import (
    affine,
    batch_size,
    bias,
    counts,
    fields,
    in_place,
    layer_types,
    numbers,
    old,
    order,
    pairs,
    param_places,
    param_sharing,
    params,
    phase_presence,
    presence,
    ranges,
    scale,
    sharing,
    statistics,
    wiring,
)
from bnlint.checks.porting import foreign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bnlint.checks.context import FileContext, NetContext
    from bnlint.text.diagnostics import Diagnostic

    FileCheck = Callable[[FileContext], Iterator[Diagnostic]]
    NetCheck = Callable[[NetContext], Iterator[Diagnostic]]

#: The checks of any file by rule id.
FILE_CHECKS: dict[str, FileCheck] = {
    "FLD101": fields.unknown_field,
    "FLD102": fields.wrong_type,
    "FLD103": fields.unknown_enum,
    "FLD104": fields.repeated_singular,
    "FLD105": fields.missing_required,
    "BN502": numbers.float_noise,
}

#: The checks of a net by rule id.
NET_CHECKS: dict[str, NetCheck] = {
    "FLD102": ranges.refused_values,
    "FLD106": layer_types.unknown_layer_type,
    "FLD107": layer_types.parameter_of_another_type,
    "BN101": scale.missing_scale,
    "BN102": scale.scale_without_bias,
    "BN103": affine.zero_scale_filler,
    "BN104": affine.scale_axis,
    "BN105": affine.half_frozen_scale,
    "BN107": order.scale_not_adjacent,
    "BN108": affine.double_affine,
    "BN109": affine.unscaled_consumer,
    "BN201": params.obsolete_params,
    "BN202": params.learnable_statistics,
    "BN203": params.ignored_learning_rate,
    "BN204": param_places.too_many_params,
    "BN205": param_places.unmasked_statistics,
    "BN206": param_places.misplaced_param,
    "BN207": param_sharing.partly_shared_statistics,
    "BN208": param_sharing.unshared_statistics,
    "BN301": statistics.batch_statistics_in_test,
    "BN302": statistics.frozen_statistics_in_train,
    "BN303": statistics.batch_statistics_in_deploy,
    "BN304": pairs.redundant_phase_pair,
    "BN305": pairs.phase_pair_names_differ,
    "BN306": pairs.inverted_phase_pair,
    "BN307": phase_presence.one_phase_only,
    "BN308": statistics.redundant_global_stats,
    "BN309": pairs.phase_pair_differs,
    "BN310": phase_presence.half_frozen_pair,
    "BN311": batch_size.tiny_batch,
    "BN601": foreign.foreign_field,
    "BN602": foreign.foreign_layer,
    "BN603": foreign.foreign_default,
    "BN604": foreign.unread_field,
    "BN401": in_place.in_place_breaks_backward,
    "BN402": in_place.after_use,
    "BN403": in_place.unsupported,
    "BN504": bias.redundant_bias,
    "NET101": wiring.unknown_bottom,
    "NET102": wiring.duplicate_top,
    "NET103": wiring.duplicate_layer_name,
    "NET104": presence.include_and_exclude,
    "NET105": counts.wrong_blob_count,
    "NET106": presence.never_included,
    "NET107": presence.layer_phase_overrides,
    "NET108": sharing.shared_param_mismatch,
    "NET109": counts.too_many_params,
    "NET110": presence.unused_top,
    "NET111": in_place.shared_memory_overwritten,
    "OLD101": old.v0_layers,
    "OLD102": old.v1_layers,
    "OLD103": old.mixed_layers,
    "OLD104": old.input_fields,
    "OLD105": old.input_dims_count,
    "OLD106": old.data_transform_fields,
    "OLD108": old.lost_in_upgrade,
    "OLD109": old.deprecated_field,
}
