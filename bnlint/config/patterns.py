"""Patterns as in .gitignore: of a configuration, and of the .gitignore files around a folder that is searched."""

from __future__ import annotations

import os

from pathspec import GitIgnoreSpec

from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_IGNORE = ".gitignore"


class Patterns:
    """Patterns that begin in a folder. Raises ValueError for one that git would not understand."""

    __slots__ = ("_folder", "_spec")

    def __init__(self, globs: Iterable[str], folder: str) -> None:
        self._spec = GitIgnoreSpec.from_lines(globs)
        self._folder = folder

    def verdict(self, path: str, is_folder: bool = False) -> bool | None:
        """True where the last pattern that fits takes an absolute path in, False where it leaves it out, None without.

        A file in a folder that fits, fits too.
        """
        try:
            near = os.path.relpath(path, self._folder)
        except ValueError:  # on another drive
            near = os.path.basename(path)
        if near.startswith(os.pardir):  # not below: only patterns that hold at any depth can fit
            near = path.lstrip(os.sep)
        near = near.replace(os.sep, "/") + ("/" if is_folder else "")
        return self._spec.check_file(near).include


class Git:
    """What git ignores below a folder, as the .gitignore files say from the top of the work tree down."""

    __slots__ = ("_by_folder", "_root", "_tops")

    def __init__(self, root: str) -> None:
        self._root = root
        self._by_folder: dict[str, Patterns | None] = {}
        self._tops: dict[str, str] = {}

    def ignores(self, path: str, is_folder: bool) -> bool:
        """Whether an absolute path is ignored by itself, or because it is below a folder that is."""
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
        """The top of the work tree that a folder is in; empty where it is in none."""
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
    """As git reads them: a line that is no pattern fits nothing."""
    kept = []
    for line in lines:
        try:
            Patterns([line], folder)
        except ValueError:
            continue
        kept.append(line)
    return Patterns(kept, folder)
