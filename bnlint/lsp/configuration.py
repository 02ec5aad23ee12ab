"""The settings of an open file: the editor's options override the configuration nearest to the file."""

from __future__ import annotations

import os
from typing import Any

from bnlint.caffe.repository.repositories import Repositories
from bnlint.config import BASELINE_NAME as BASELINE
from bnlint.config import ConfigError
from bnlint.config.find import Configurations
from bnlint.config.keys import BY_NAME, caffe_hint, words_of
from bnlint.linter.settings import Settings
from bnlint.rules import catalog
from bnlint.run import discover

#: Files whose change requires every open file to be linted again.
WATCHED = ("**/pyproject.toml", "**/bnlint.toml", "**/.bnlint.yaml", f"**/{BASELINE}")
#: Files that show which Caffe the files of a repository are for.
SHOWING = ("**/caffe.proto", "**/.gitmodules", "**/*.prototxt")
_LISTS = ("select", "ignore", "extend-select")
_NAMES = {"extendSelect": "extend-select", "extend_select": "extend-select"}


class Configuration:
    """The settings of each file; remembers configuration files until `forget` is called."""

    def __init__(self) -> None:
        self._given: dict[str, Any] = {}
        self._repositories = Repositories()
        self._files = self._new()

    def set_options(self, options: object) -> list[str]:
        """Replaces the editor's options (at the start, or after a change of configuration). Returns their errors."""
        self._given = {}
        problems: list[str] = []
        for key, value in options.items() if isinstance(options, dict) else ():
            name = _NAMES.get(str(key), str(key))
            problem = _problem(name, value)
            if problem:
                problems.append(f"option {key!r}: {problem}")
            elif name == "schema":
                self._given[name] = (value,) if isinstance(value, str) else tuple(value)
            elif name in (*_LISTS, "target", "dialect"):
                self._given[name] = tuple(value) if name in _LISTS else value
        self.forget()
        return problems

    def forget(self) -> None:
        """Reads configuration files again when they are needed next, and looks at repositories again."""
        self._repositories.forget()
        self._files = self._new()

    def _new(self, isolated: bool = False) -> Configurations:
        """Without a cache, since an editor only looks; what was read of a repository is remembered by the server."""
        return Configurations({**self._given, "cache": False}, isolated=isolated, repositories=self._repositories)

    def settings_of(self, path: str) -> tuple[Settings, list[str]]:
        """The settings for the file at `path`, and lines about what is wrong in its configuration or repository.

        A configuration with an error is ignored.
        """
        try:
            return self._files.settings(path), list(self._repositories.problems)
        except (ConfigError, OSError) as error:
            return self._new(isolated=True).settings(path), [str(error)]

    def files_in(self, folders: list[str]) -> tuple[list[str], str]:
        """The files that the command line checks in some folders, and the error in a configuration there."""
        try:
            return [each.path for each in discover.find(folders, self._files) if not each.error], ""
        except (ConfigError, OSError) as error:
            return [each.path for each in discover.find(folders) if not each.error], str(error)

    def baseline_of(self, path: str, folders: list[str]) -> str:
        """The baseline next to a file's configuration, or in its folder of the workspace; "" if there is none."""
        try:
            nearest = self._files.nearest(os.path.dirname(path))
        except (ConfigError, OSError):
            nearest = None
        containing = [folder for folder in folders if path.startswith(os.path.join(folder, ""))]
        beside = [os.path.dirname(os.path.abspath(nearest.path))] if nearest is not None else []
        paths = (os.path.join(folder, BASELINE) for folder in (*beside, *containing))
        return next((each for each in paths if os.path.isfile(each)), "")


def _problem(name: str, value: object) -> str:
    """Why an option has an invalid value; empty if it is valid, and for options that are not the server's."""
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            return "expected a list of rule ids"
        return catalog.unknown(value)
    if name in ("target", "dialect"):
        known = words_of(BY_NAME[name].kind)
        if value in known or (name == "dialect" and value == ""):
            return ""
        return caffe_hint(value, known) if isinstance(value, str) else "expected the name of a Caffe"
    if name == "schema":
        paths = value if isinstance(value, list) else [value]
        return "" if all(isinstance(each, str) and each.strip() for each in paths) else "expected paths of caffe.proto"
    return ""
