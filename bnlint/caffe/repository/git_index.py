"""Reads which files git tracks from its index, versions 2 to 4, without running git."""

from __future__ import annotations

import os
from collections import namedtuple
from struct import Struct

from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NamedTuple

    class Tracked(NamedTuple):
        """A path that git tracks, relative to the top of the work tree and with slashes, and its mode.

        The mode says whether it is a regular file, a link (`LINK`), or a submodule (`SUBMODULE`).
        """

        path: str
        mode: int
else:
    Tracked = namedtuple("Tracked", "path mode")

FILE, LINK, SUBMODULE = 0o100000, 0o120000, 0o160000
_KINDS = 0o170000
_MAX_ENTRIES = 300_000
_MAX_BYTES = 64_000_000
_HEADER = Struct(">4sII")
_TIMES = 40  # bytes of an entry before the hash: times, device, inode, mode, owner, size
_MODE = Struct(">I")
_SHORT = Struct(">H")
_HASHES = (20, 32)  # bytes of SHA-1 and of SHA-256
_EXTENDED, _LENGTH = 0x4000, 0x0FFF


def index_of(top: str) -> str:
    """The path of the index of the work tree with the top folder `top`, which need not exist; "" if there is no git.

    In a submodule and in a worktree made by ``git worktree add``, ``.git`` is a file that says where the index is.
    """
    git = os.path.join(top, ".git")
    if os.path.isdir(git):
        return os.path.join(git, "index")
    try:
        if not os.path.isfile(git):
            return ""
        word, _, folder = files.read(git, 4096).decode("utf-8", "surrogateescape").partition(":")
    except OSError:
        return ""
    folder = folder.strip()
    if word != "gitdir" or not folder or "\0" in folder or "\n" in folder:
        return ""
    return os.path.join(top, folder, "index")


def tracked(index: str) -> list[Tracked] | None:
    """What the index at this path lists, in its order, by path; at most 300,000 entries.

    None if there is no index, or none that can be understood.
    """
    try:
        if not os.path.isfile(index):
            return None
        data = files.read(index, _MAX_BYTES)
    except OSError:
        return None
    for size in _HASHES:
        try:
            return list(_entries(data, size))
        except (ValueError, IndexError, ArithmeticError):
            continue
    return None


def names_and_folders(top: str) -> frozenset[str]:
    """What git tracks in a work tree, and the folders with something that it tracks: with slashes, from the top."""
    index = index_of(top)
    names = {each.path for each in (tracked(index) if index else None) or ()}
    for folder in {name.rpartition("/")[0] for name in names}:
        while folder and folder not in names:
            names.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(names)


def _entries(data: bytes, hash_size: int) -> Iterator[Tracked]:
    """Raises ValueError and IndexError for data that is not an index with hashes of this size."""
    if len(data) < _HEADER.size:
        raise ValueError("too short")
    magic, version, count = _HEADER.unpack_from(data)
    if magic != b"DIRC" or not 2 <= version <= 4:
        raise ValueError("not an index")
    at, head = _HEADER.size, _TIMES + hash_size
    path = b""
    seen = b""
    for _ in range(min(count, _MAX_ENTRIES)):
        if at + head + 2 > len(data):
            if len(data) == _MAX_BYTES:
                return
            raise ValueError("too short")
        mode: int = _MODE.unpack_from(data, at + 24)[0]
        flags: int = _SHORT.unpack_from(data, at + head)[0]
        start = at + head + (4 if flags & _EXTENDED else 2)
        if version == 4:
            kept, start = _kept(data, start, len(path))
            end = data.index(0, start)
            path, after = path[:kept] + data[start:end], end + 1
        else:
            end = data.index(0, start)
            path, after = data[start:end], at + (end - at) // 8 * 8 + 8
        if flags & _LENGTH not in (len(path), _LENGTH) or not path:
            raise ValueError("wrong length")
        if path != seen and _is_safe(path):  # a conflict has several entries for one path
            yield Tracked(path.decode("utf-8", "surrogateescape"), mode & _KINDS)
        at, seen = after, path
    if count <= _MAX_ENTRIES and data[at : at + 4] == b"link":
        raise ValueError("most entries are in another file")


def _kept(data: bytes, at: int, length: int) -> tuple[int, int]:
    """How many bytes of the last path, of this length, begin the next one, and where the rest of it starts."""
    byte = data[at]
    dropped = byte & 127
    while byte & 128:
        at += 1
        byte = data[at]
        dropped = (dropped + 1 << 7) + (byte & 127)
        if dropped > length:
            break
    if dropped > length:
        raise ValueError("drops more than there is")
    return length - dropped, at + 1


def _is_safe(path: bytes) -> bool:
    """Whether a path stays in the work tree, as git itself requires."""
    if path[:1] == b"/" or b".." in path or b"/." in path or path[:1] == b".":
        return not {b"", b".", b".."}.intersection(path.split(b"/")) and b"\\" not in path
    return b"//" not in path
