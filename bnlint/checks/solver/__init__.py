"""Checks of solver files. Importing this package registers them; a run over nets alone does not load it."""

from bnlint.checks.solver import learning_rate, nets  # noqa: F401
