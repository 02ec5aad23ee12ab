"""Checks of solver files. Importing this package registers them; a run over nets alone does not load it."""

from bnlint.checks.solver import learning_rate, net_files, nets, schedule, tested_nets, values  # noqa: F401
