"""What a search of folders skips: `exclude` in configurations, and what git ignores and does not track."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.config.find import Configuration, Configurations
    from bnlint.config.patterns import Git

_ANY = "any name"  # of a file that no pattern is about


class Excluded:
    """What is skipped below `root`, the folder to search.

    If `root` itself is excluded, or all that is in it, the patterns that exclude it are ignored below it, except with
    `force`. What git tracks is never ignored.
    """

    __slots__ = (
        "_configurations",
        "_force",
        "_free",
        "_git",
        "_has_git",
        "_ignores_root",
        "_root",
        "_roots",
    )

    def __init__(self, root: str, configurations: Configurations, force: bool = False) -> None:
        self._root = os.path.abspath(root)
        self._configurations = configurations
        self._force = force
        self._git: Git | None = None
        self._free: dict[str, bool] = {}
        self._has_git: dict[str, bool] = {}
        self._ignores_root = False  # git ignores the root, so its patterns do not count
        self._roots: dict[str, bool] = {}

    def holds(self, path: str, is_folder: bool) -> bool:
        """Whether a file or folder is excluded. Raises as `Configurations` does."""
        return bool(self.reason(path, is_folder))

    def reason(self, path: str, is_folder: bool) -> str:
        """What excludes a file or folder, ``git`` or ``exclude``; "" if it is not. Raises as `Configurations` does."""
        above = os.path.dirname(path)
        if above not in self._free:
            self._free[above] = self._is_free(os.path.abspath(above))
        return "" if self._free[above] else self._reason(os.path.abspath(path), is_folder)

    def _is_free(self, folder: str) -> bool:
        """Whether nothing in a folder can be excluded."""
        configuration = self._configurations.nearest(folder)
        git = self._configurations.value("respect-gitignore", configuration, True) and self._sees(folder)
        return not git and not (configuration and self._configurations.value("exclude", configuration, ()))

    def _reason(self, path: str, is_folder: bool) -> str:
        folder = os.path.dirname(path)
        configuration = self._configurations.nearest(folder)
        if self._configurations.value("respect-gitignore", configuration, True) and self._is_ignored(path, is_folder):
            return "git"
        globs: tuple[str, ...] = self._configurations.value("exclude", configuration, ())
        if not globs or configuration is None:
            return ""
        if configuration.path not in self._roots:
            self._roots[configuration.path] = not self._force and self._verdict(configuration, globs, self._root, True)
        if self._roots[configuration.path] or not self._verdict(configuration, globs, path, is_folder):
            return ""
        return "exclude"

    def _verdict(self, configuration: Configuration, globs: tuple[str, ...], path: str, is_folder: bool) -> bool:
        return path != configuration.folder and configuration.patterns(globs).verdict(path, is_folder) is True

    def _is_ignored(self, path: str, is_folder: bool) -> bool:
        """Whether git ignores a path. Patterns are loaded only if there is a file with some."""
        if self._ignores_root or (self._git is None and not self._sees(os.path.dirname(path))):
            return False
        if self._git is None:
            from bnlint.config.patterns import Git  # with pathspec

            self._git = Git(self._root)
            own = os.path.exists(os.path.join(self._root, ".git"))  # an outer work tree has no say in it
            self._ignores_root = not self._force and not own and self._ignores_all_of_root(self._git)
        return not self._ignores_root and self._git.ignores(path, is_folder) and not self._git.tracks(path)

    def _ignores_all_of_root(self, git: Git) -> bool:
        return git.ignores(self._root, True) or git.ignores(os.path.join(self._root, _ANY), False)

    def _sees(self, folder: str) -> bool:
        """Whether git may ignore something in a folder: it or a folder above it in its work tree has patterns."""
        if folder not in self._has_git:
            top = os.path.exists(os.path.join(folder, ".git"))
            above = os.path.dirname(folder)
            self._has_git[folder] = (
                os.path.isfile(os.path.join(folder, ".gitignore"))
                or (top and os.path.isfile(os.path.join(folder, ".git", "info", "exclude")))
                or (not top and above != folder and self._sees(above))
            )
        return self._has_git[folder]
