"""Where the settings of an open file come from: the editor's options, over the configuration nearest to the file."""

from __future__ import annotations

import os
from typing import Any

from bnlint.caffe.schema import messages
from bnlint.config.find import Configurations
from bnlint.config.reader import ConfigError
from bnlint.linter.settings import Settings
from bnlint.rules import catalog
from bnlint.run import discover
from bnlint.run.baseline import NAME as BASELINE

#: Files whose change makes every open file be judged anew.
WATCHED = ("**/pyproject.toml", "**/bnlint.toml", "**/.bnlint.yaml", f"**/{BASELINE}")
_LISTS = ("select", "ignore", "extend-select")
_NAMES = {"extendSelect": "extend-select", "extend_select": "extend-select"}


class Configuration:
    """The settings for each file, until something that they come from changes."""

    def __init__(self) -> None:
        self._given: dict[str, Any] = {}
        self._files = Configurations()

    def take(self, options: object) -> list[str]:
        """Takes the editor's options (of `initialize`, or of a change of configuration); what is wrong in them."""
        self._given = {}
        problems: list[str] = []
        for key, value in options.items() if isinstance(options, dict) else ():
            name = _NAMES.get(str(key), str(key))
            wrong = _wrong(name, value)
            if wrong:
                problems.append(f"option {key!r}: {wrong}")
            elif name in (*_LISTS, "target", "dialect"):
                self._given[name] = tuple(value) if name in _LISTS else value
        self.forget()
        return problems

    def forget(self) -> None:
        """What was read of configuration files is no longer true."""
        self._files = Configurations(self._given)

    def settings_of(self, path: str) -> tuple[Settings, list[str]]:
        """The settings for the file at `path`, and what is wrong with its configuration, which then does not count."""
        try:
            return self._files.settings(path), []
        except (ConfigError, OSError) as error:
            return Configurations(self._given, isolated=True).settings(path), [str(error)]

    def files_in(self, folders: list[str]) -> tuple[list[str], str]:
        """The files that the command line would check in some folders, and what is wrong with a configuration there."""
        try:
            return [each.path for each in discover.find(folders, self._files) if not each.error], ""
        except (ConfigError, OSError) as error:
            return [each.path for each in discover.find(folders) if not each.error], str(error)

    def baseline_of(self, path: str, folders: list[str]) -> str:
        """The baseline beside the configuration for a file, or in the folder of the workspace that it is in."""
        try:
            nearest = self._files.nearest(os.path.dirname(path))
        except (ConfigError, OSError):
            nearest = None
        around = [folder for folder in folders if path.startswith(os.path.join(folder, ""))]
        beside = [os.path.dirname(os.path.abspath(nearest.path))] if nearest is not None else []
        places = (os.path.join(folder, BASELINE) for folder in (*beside, *around))
        return next((place for place in places if os.path.isfile(place)), "")


def _wrong(name: str, value: object) -> str:
    """Why an option's value cannot be taken; empty where it can, and for options that others read."""
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            return "expected a list of rule ids"
        return catalog.unknown(value)
    if name in ("target", "dialect"):
        known = messages.dialect_names()
        return "" if value in known or (name == "dialect" and value == "") else f"expected one of {', '.join(known)}"
    return ""
