"""The options of `bnlint check` where none is given. Written by `python -m tools.generate`; do not edit."""

from __future__ import annotations


def defaults() -> dict[str, object]:
    """Anew for each run."""
    return {
        'fix': False,
        'unsafe_fixes': False,
        'diff': False,
        'select': [],
        'ignore': [],
        'extend_select': [],
        'rules': [],
        'target': None,
        'dialect': None,
        'config': '',
        'isolated': False,
        'force_exclude': False,
        'add_ignores': False,
        'baseline': '',
        'no_baseline': False,
        'output_format': None,
        'output_file': None,
        'statistics': False,
        'watch': False,
        'stdin_filename': None,
        'fail_level': None,
        'jobs': None,
        'no_cache': False,
        'cache_dir': '',
        'exit_zero': False,
        'verbose': False,
        'quiet': False,
    }
