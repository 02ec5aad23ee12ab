"""Patterns as in .gitignore: those of a configuration, and those of .gitignore files."""

from __future__ import annotations

import os

from pathspec import GitIgnoreSpec

from bnlint.caffe.repository.git_index import names_and_folders
from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_IGNORE = ".gitignore"


class Patterns:
    """Patterns relative to a folder. Raises ValueError for one that git would not understand."""

    __slots__ = ("_folder", "_spec")

    def __init__(self, globs: Iterable[str], folder: str) -> None:
        self._spec = GitIgnoreSpec.from_lines(globs)
        self._folder = folder

    def verdict(self, path: str, is_folder: bool = False) -> bool | None:
        """True if the last pattern that matches an absolute path includes it, False if it negates; None without one.

        A file matches if its folder does.
        """
        try:
            relative = os.path.relpath(path, self._folder)
        except ValueError:  # on another drive
            relative = os.path.basename(path)
        if relative.startswith(os.pardir):  # not below: only patterns for any depth can match
            relative = path.lstrip(os.sep)
        relative = relative.replace(os.sep, "/") + ("/" if is_folder else "")
        return self._spec.check_file(relative).include


class Git:
    """What git ignores below a folder, according to the .gitignore files from the top of the work tree down.

    What it tracks it does not ignore, which the patterns do not say.
    """

    __slots__ = ("_by_folder", "_root", "_tops", "_tracked")

    def __init__(self, root: str) -> None:
        self._root = root
        self._by_folder: dict[str, Patterns | None] = {}
        self._tops: dict[str, str] = {}
        self._tracked: dict[str, frozenset[str]] = {}

    def tracks(self, path: str) -> bool:
        """Whether git tracks a file, or something in a folder."""
        top = self._top(os.path.dirname(path))
        if top and top not in self._tracked:
            self._tracked[top] = names_and_folders(top)
        return bool(top) and os.path.relpath(path, top).replace(os.sep, "/") in self._tracked[top]

    def ignores(self, path: str, is_folder: bool) -> bool:
        """Whether patterns match an absolute path, or a folder above it."""
        folder = os.path.dirname(path)
        top = self._top(folder)
        if not top:
            top = self._root
            if folder != top and not folder.startswith(top.rstrip(os.sep) + os.sep):
                return False
        while True:
            patterns = self._patterns(folder, top)
            verdict = patterns.verdict(path, is_folder) if patterns is not None else None
            if verdict is not None or folder == top or folder == os.path.dirname(folder):
                return verdict is True
            folder = os.path.dirname(folder)

    def _top(self, folder: str) -> str:
        """The top of the work tree that contains a folder; empty without one."""
        if folder not in self._tops:
            above = os.path.dirname(folder)
            is_top = os.path.exists(os.path.join(folder, ".git"))
            self._tops[folder] = folder if is_top else self._top(above) if above != folder else ""
        return self._tops[folder]

    def _patterns(self, folder: str, top: str) -> Patterns | None:
        if folder not in self._by_folder:
            lines = _lines(os.path.join(folder, _IGNORE))
            if folder == top:
                lines = [*_lines(os.path.join(folder, ".git", "info", "exclude")), *lines]
            self._by_folder[folder] = _tolerant(lines, folder) if lines else None
        return self._by_folder[folder]


def _lines(path: str) -> list[str]:
    try:
        return files.read(path).decode("utf-8", "surrogateescape").splitlines() if os.path.isfile(path) else []
    except OSError:
        return []


def _tolerant(lines: list[str], folder: str) -> Patterns:
    """Patterns as git reads them: an invalid line matches nothing."""
    kept = []
    for line in lines:
        try:
            Patterns([line], folder)
        except ValueError:
            continue
        kept.append(line)
    return Patterns(kept, folder)
