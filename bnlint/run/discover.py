"""Finds the files to check: those given by name, and those in folders whose names look like prototxt."""

from __future__ import annotations

import os
from collections import namedtuple
from collections.abc import Iterator, Sequence

from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from bnlint.config.exclude import Excluded
    from bnlint.config.find import Configurations

    class FoundFile(NamedTuple):
        """A file to check. `named`: given by name, not found in a folder. `error`: why it cannot be read."""

        path: str
        named: bool
        error: str = ""
else:
    FoundFile = namedtuple("FoundFile", "path named error", defaults=("",))

_IF_TEXT = (".pt", ".pbtxt")  # PyTorch's binary files are called .pt, too
_MAX_COUNTED = 5000  # names in excluded folders that are looked at only to count them


class PassedOver:
    """The numbers of prototxt files that a search passes over: `by_git` ignored, `by_exclude` in a configuration.

    `is_complete`: there are no more of them, as far as that was looked at.
    """

    __slots__ = ("_left", "by_exclude", "by_git", "is_complete")

    def __init__(self) -> None:
        self.by_git = self.by_exclude = 0
        self.is_complete = True
        self._left = _MAX_COUNTED

    def add(self, path: str, reason: str, is_folder: bool) -> None:
        """Counts a file, or those in a folder, that `Excluded` excludes for this reason."""
        count = self._in_folder(path) if is_folder else 1
        if reason == "git":
            self.by_git += count
        else:
            self.by_exclude += count

    def _in_folder(self, folder: str) -> int:
        count = 0
        folders = [folder]
        for here in folders:  # which grows
            try:
                with os.scandir(here) as entries:
                    for entry in entries:
                        if self._left <= 0:
                            self.is_complete = False
                            return count
                        self._left -= 1
                        if entry.name.startswith("."):
                            continue
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        else:
                            count += _is_prototxt(entry.name.lower())
            except OSError:
                continue
        return count


def find(
    paths: Sequence[str],
    configurations: Configurations | None = None,
    force: bool = False,
    passed_over: PassedOver | None = None,
) -> Iterator[FoundFile]:
    """The files in `paths`, each once, in the order of `paths` and by name within a folder.

    A folder is searched recursively for ``*.prototxt`` and ``*.prototxt.*``, and for ``*.pt`` and ``*.pbtxt`` that are
    text. Hidden files and folders in it are skipped, and links to folders are not followed, so that their loops do no
    harm. Files that `configurations` exclude are skipped too, and counted in `passed_over`; with `force` even if they
    are named themselves. Paths that do not exist or cannot be listed are yielded with an error.
    """
    seen: set[str] = set()
    for path in paths:
        search = _walk if os.path.isdir(path) else _named
        for file, real in search(path, configurations, force, passed_over):
            if real not in seen:
                seen.add(real)
                yield file


def _named(
    path: str, configurations: Configurations | None, force: bool, passed_over: PassedOver | None
) -> Iterator[tuple[FoundFile, str]]:
    real = os.path.realpath(path)
    if not os.path.exists(path):
        yield FoundFile(path, True, "no such file or folder"), real
    elif not (force and configurations is not None and _excludes(path, configurations)):
        yield FoundFile(path, True), real


def _excludes(path: str, configurations: Configurations) -> bool:
    """Whether a path that is named would be excluded in a search of its folder."""
    return _excluded(os.path.dirname(os.path.abspath(path)), configurations, True).holds(path, os.path.isdir(path))


def _excluded(folder: str, configurations: Configurations, force: bool) -> Excluded:
    from bnlint.config.exclude import Excluded  # not needed for files that are named, as hooks do

    return Excluded(folder, configurations, force)


def _walk(
    folder: str, configurations: Configurations | None, force: bool, passed_over: PassedOver | None
) -> Iterator[tuple[FoundFile, str]]:
    """The files in a folder, each with its real path, which is resolved only where links are."""
    excluded = None
    if configurations is not None:
        if force and _excludes(folder, configurations):
            return
        excluded = _excluded(folder, configurations, force)
    waiting = [(folder, os.path.realpath(folder))]
    while waiting:
        here, real = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield FoundFile(here, here == folder, error.strerror or str(error)), real
            continue
        folders = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            if not is_folder and not _wanted(entry):
                continue
            reason = excluded.reason(entry.path, is_folder) if excluded is not None else ""
            if reason:
                if passed_over is not None:
                    passed_over.add(entry.path, reason, is_folder)
            elif is_folder:
                folders.append((_shown(entry.path), os.path.join(real, entry.name)))
            else:
                target = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name)
                yield FoundFile(_shown(entry.path), False), target
        waiting.extend(reversed(folders))


def _shown(path: str) -> str:
    """`path` as people write it: without the ``./`` from a search of ``.``."""
    return path[2:] if path.startswith("." + os.sep) else path


def _is_prototxt(name: str) -> bool:
    """Whether the name of a file, in lower case, is that of a prototxt file."""
    return name.endswith(".prototxt") or ".prototxt." in name


def _wanted(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if _is_prototxt(name):
        # Reading a named pipe would never end; the run reports broken links.
        return os.path.isfile(entry.path) or not os.path.exists(entry.path)
    if not name.endswith(_IF_TEXT) or not os.path.isfile(entry.path):
        return False
    try:
        return not files.is_probably_binary(files.read_start(entry.path))
    except OSError:
        return True  # reading it will say why
