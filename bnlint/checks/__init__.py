"""Checks: a module per topic, a function per rule. Importing this package registers the checks of files and nets."""

from bnlint.checks import (  # noqa: F401
    affine,
    batch_size,
    bias,
    blob_counts,
    connections,
    deprecated_fields,
    duplicates,
    fields,
    float_noise,
    gamma,
    global_stats,
    half_frozen,
    in_place,
    layer_states,
    layer_types,
    old_formats,
    params,
    phase_differences,
    phase_pairs,
    refused_values,
    scale,
    shared_params,
    shared_statistics,
    trained_numbers,
)
from bnlint.checks.porting import defaults, foreign  # noqa: F401
