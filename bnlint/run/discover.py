"""Finds the files to check: those named, and in folders those whose names look like prototxt."""

from __future__ import annotations

import os
from collections import namedtuple
from collections.abc import Iterator, Sequence

from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from bnlint.config.find import Configurations

    class Found(NamedTuple):
        """A file to check. `named`: given itself, not a folder above it. `error`: why it cannot be read."""

        path: str
        named: bool
        error: str = ""
else:
    Found = namedtuple("Found", "path named error", defaults=("",))

_PERHAPS = (".pt", ".pbtxt")  # PyTorch's files, which are no text, are called .pt, too


def find(paths: Sequence[str], configurations: Configurations | None = None, force: bool = False) -> Iterator[Found]:
    """The files that `paths` stand for, each once, in the order of `paths` and by name within a folder.

    A folder gives its ``*.prototxt`` and ``*.prototxt.*``, and its ``*.pt`` and ``*.pbtxt`` that are text, at
    any depth. Hidden files and folders in it are passed over, and links to folders are not followed: none
    of their loops can catch us. What `configurations` exclude is passed over too; with `force` also where it is named
    itself. What does not exist or cannot be listed is found with an error.
    """
    seen: set[str] = set()
    for path in paths:
        found_there = _walk(path, configurations, force) if os.path.isdir(path) else _named(path, configurations, force)
        for found, real in found_there:
            if real not in seen:
                seen.add(real)
                yield found


def _named(path: str, configurations: Configurations | None, force: bool) -> Iterator[tuple[Found, str]]:
    real = os.path.realpath(path)
    if not os.path.exists(path):
        yield Found(path, True, "no such file or folder"), real
    elif not (force and configurations is not None and _excludes(path, configurations)):
        yield Found(path, True), real


def _excludes(path: str, configurations: Configurations) -> bool:
    """Whether a path that is named is excluded, as it would be in a search of its folder."""
    from bnlint.config.exclude import Excluded

    return Excluded(os.path.dirname(os.path.abspath(path)), configurations, True).holds(path, os.path.isdir(path))


def _walk(folder: str, configurations: Configurations | None, force: bool) -> Iterator[tuple[Found, str]]:
    """What is found in a folder, each with the path that it really has: asked of the system where a link may lead."""
    excluded = None
    if configurations is not None:
        from bnlint.config.exclude import Excluded

        if force and _excludes(folder, configurations):
            return
        excluded = Excluded(folder, configurations, force)
    waiting = [(folder, os.path.realpath(folder))]
    while waiting:
        here, real = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Found(here, here == folder, error.strerror or str(error)), real
            continue
        folders = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if excluded is None or not excluded.holds(entry.path, True):
                    folders.append((_shown(entry.path), os.path.join(real, entry.name)))
            elif _wanted(entry) and (excluded is None or not excluded.holds(entry.path, False)):
                where = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name)
                yield Found(_shown(entry.path), False), where
        waiting.extend(reversed(folders))


def _shown(path: str) -> str:
    """`path` as people write it: without the ``./`` that a search of ``.`` puts before it."""
    return path[2:] if path.startswith("." + os.sep) else path


def _wanted(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if name.endswith(".prototxt") or ".prototxt." in name:
        # Reading a named pipe would never end; of a link that leads nowhere the run tells.
        return os.path.isfile(entry.path) or not os.path.exists(entry.path)
    if not name.endswith(_PERHAPS) or not os.path.isfile(entry.path):
        return False
    try:
        return not files.is_probably_binary(files.read_start(entry.path))
    except OSError:
        return True  # the run will say why it cannot be read
