"""Configuration: the keys and what they may be, the files that have them, and which settings hold for which file."""

from __future__ import annotations


class ConfigError(ValueError):
    """A configuration that is not as it should be: ``path:line: key: what was expected``."""
