"""Opinions: one module per rule family, one small function per rule; here they are bound to their ids."""

from __future__ import annotations

from bnlint.checks import fields, layer_types, pairs, params, scale, statistics

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bnlint.checks.context import FileContext, NetContext
    from bnlint.diagnostics import Diagnostic

    FileCheck = Callable[[FileContext], Iterator[Diagnostic]]
    NetCheck = Callable[[NetContext], Iterator[Diagnostic]]

#: The checks of any file by rule id.
FILE_CHECKS: dict[str, FileCheck] = {
    "FLD101": fields.unknown_field,
    "FLD102": fields.wrong_type,
    "FLD103": fields.unknown_enum,
    "FLD104": fields.repeated_singular,
    "FLD105": fields.missing_required,
}

#: The checks of a net by rule id.
NET_CHECKS: dict[str, NetCheck] = {
    "FLD106": layer_types.unknown_layer_type,
    "FLD107": layer_types.parameter_of_another_type,
    "BN101": scale.missing_scale,
    "BN102": scale.scale_without_bias,
    "BN201": params.obsolete_params,
    "BN202": params.learnable_statistics,
    "BN203": params.ignored_learning_rate,
    "BN301": statistics.batch_statistics_in_test,
    "BN302": statistics.frozen_statistics_in_train,
    "BN303": statistics.batch_statistics_in_deploy,
    "BN304": pairs.redundant_phase_pair,
    "BN305": pairs.phase_pair_names_differ,
    "BN306": pairs.inverted_phase_pair,
    "BN308": statistics.redundant_global_stats,
    "BN309": pairs.phase_pair_differs,
}

#: The checks of a solver file by rule id.
SOLVER_CHECKS: dict[str, FileCheck] = {}
