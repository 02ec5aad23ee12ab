"""Configuration: its keys and their values, the files that contain them, and which settings apply to which file."""

from __future__ import annotations

#: The names of configuration files; if a folder has several, the first counts.
NAMES = ("bnlint.toml", ".bnlint.yaml", "pyproject.toml")
#: The name of the file that lists known findings, next to the configuration file.
BASELINE_NAME = ".bnlint-baseline.json"


class ConfigError(ValueError):
    """An invalid configuration: ``path:line: key: what was expected``."""
