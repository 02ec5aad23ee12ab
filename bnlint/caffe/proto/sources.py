"""Finds and reads the sources of the Caffe that a caffe.proto belongs to, within limits."""

from __future__ import annotations

import os
from collections import namedtuple

from bnlint.text.files import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class SourceFile(NamedTuple):
        """A source file: its path, and what shows whether it is still the same."""

        path: str
        size: int
        changed: int

else:
    SourceFile = namedtuple("SourceFile", "path size changed")

_ENDINGS = (".cpp", ".cu", ".hpp", ".cc", ".cuh", ".h", ".cxx")
_PASSED_OVER = frozenset(("test", "tests", "proto", "build", "CMakeFiles"))
MOST_FILES = 3000
MOST_FOLDERS = 300
MOST_BYTES = 20_000_000
LARGEST = 1_000_000
_DEEPEST = 5


def folder_of(proto: str) -> str:
    """The folder of the Caffe that a caffe.proto belongs to: where src/ and include/ are, else that of the file."""
    above = os.path.dirname(os.path.abspath(proto))
    parts = above.replace(os.sep, "/").split("/")
    if parts[-1:] == ["proto"]:
        above = os.path.dirname(above)
        if parts[-2:-1] == ["caffe"]:
            above = os.path.dirname(above)
            if parts[-3:-2] == ["src"]:
                above = os.path.dirname(above)
    return above


def source_files(proto: str, folder: str | None = None) -> tuple[SourceFile, ...]:
    """The source files of the Caffe that a caffe.proto belongs to, in order; none where there are more than allowed.

    The Caffe is in `folder` or, without one, in that of the file. Symbolic links are not followed. That a folder cannot
    be read counts as its being empty.
    """
    root = folder or folder_of(proto)
    found: list[SourceFile] = []
    total = folders = 0
    waiting = [(os.path.join(root, "src", "caffe"), 0), (os.path.join(root, "include", "caffe"), 0)]
    while waiting:
        folder, depth = waiting.pop()
        folders += 1
        if folders > MOST_FOLDERS or os.path.islink(folder):
            continue
        for entry in _entries(folder):
            if entry.name.startswith(".") or entry.name in _PASSED_OVER:
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEEPEST:
                    waiting.append((entry.path, depth + 1))
            elif entry.name.endswith(_ENDINGS) and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                total += status.st_size
                if status.st_size <= LARGEST:
                    found.append(SourceFile(entry.path, status.st_size, status.st_mtime_ns))
                if len(found) > MOST_FILES or total > MOST_BYTES:
                    return ()
    return tuple(sorted(found))


def texts(files: tuple[SourceFile, ...], words: tuple[bytes, ...]) -> dict[str, str]:
    """The texts of those files that have one of the words in them, by path. What cannot be read is left out."""
    found = {}
    for file in files:
        try:
            data = read(file.path, LARGEST)
        except OSError:
            continue
        if any(word in data for word in words):
            found[file.path] = data.decode("latin-1")
    return found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
