"""Finds the files to check: those named, and in folders those whose names look like prototxt."""

from __future__ import annotations

import os
from collections import namedtuple
from collections.abc import Iterator, Sequence

from bnlint import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Found(NamedTuple):
        """A file to check. `named`: given itself, not a folder above it. `error`: why it cannot be read."""

        path: str
        named: bool
        error: str = ""
else:
    Found = namedtuple("Found", "path named error", defaults=("",))

_PERHAPS = (".pt", ".pbtxt")  # PyTorch's files, which are no text, are called .pt, too


def find(paths: Sequence[str]) -> Iterator[Found]:
    """The files that `paths` stand for, each once, in the order of `paths` and by name within a folder.

    A folder gives its ``*.prototxt`` and ``*.prototxt.*``, and its ``*.pt`` and ``*.pbtxt`` that are text, at
    any depth. Hidden files and folders in it are passed over, and links to folders are not followed: none
    of their loops can catch us. What does not exist or cannot be listed is found with an error.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path) if os.path.isdir(path) else [_named(path)]:
            real = os.path.realpath(found.path)
            if real not in seen:
                seen.add(real)
                yield found


def _named(path: str) -> Found:
    return Found(path, True) if os.path.exists(path) else Found(path, True, "no such file or folder")


def _walk(folder: str) -> Iterator[Found]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Found(here, here == folder, error.strerror or str(error))
            continue
        folders = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(_shown(entry.path))
            elif _wanted(entry):
                yield Found(_shown(entry.path), False)
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
