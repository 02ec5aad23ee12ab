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


def find(
    paths: Sequence[str], configurations: Configurations | None = None, force: bool = False
) -> Iterator[FoundFile]:
    """The files in `paths`, each once, in the order of `paths` and by name within a folder.

    A folder is searched recursively for ``*.prototxt`` and ``*.prototxt.*``, and for ``*.pt`` and ``*.pbtxt`` that are
    text. Hidden files and folders in it are skipped, and links to folders are not followed, so that their loops do no
    harm. Files that `configurations` exclude are skipped too; with `force` even if they are named themselves. Paths
    that do not exist or cannot be listed are yielded with an error.
    """
    seen: set[str] = set()
    for path in paths:
        search = _walk if os.path.isdir(path) else _named
        for file, real in search(path, configurations, force):
            if real not in seen:
                seen.add(real)
                yield file


def _named(path: str, configurations: Configurations | None, force: bool) -> Iterator[tuple[FoundFile, str]]:
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


def _walk(folder: str, configurations: Configurations | None, force: bool) -> Iterator[tuple[FoundFile, str]]:
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
            if entry.is_dir(follow_symlinks=False):
                if excluded is None or not excluded.holds(entry.path, True):
                    folders.append((_shown(entry.path), os.path.join(real, entry.name)))
            elif _wanted(entry) and (excluded is None or not excluded.holds(entry.path, False)):
                target = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name)
                yield FoundFile(_shown(entry.path), False), target
        waiting.extend(reversed(folders))


def _shown(path: str) -> str:
    """`path` as people write it: without the ``./`` from a search of ``.``."""
    return path[2:] if path.startswith("." + os.sep) else path


def _wanted(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if name.endswith(".prototxt") or ".prototxt." in name:
        # Reading a named pipe would never end; the run reports broken links.
        return os.path.isfile(entry.path) or not os.path.exists(entry.path)
    if not name.endswith(_IF_TEXT) or not os.path.isfile(entry.path):
        return False
    try:
        return not files.is_probably_binary(files.read_start(entry.path))
    except OSError:
        return True  # reading it will say why
