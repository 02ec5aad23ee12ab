"""The folder of cached results: what identifies this bnlint and its data, and how the folder is made and marked."""

from __future__ import annotations

import os
from functools import lru_cache

import bnlint
from bnlint.text import files

try:  # hashlib would load OpenSSL, which takes longer than everything else here
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Hash = blake2b

_MARK = "CACHEDIR.TAG"
_TAG = b"""Signature: 8a477f597d28d172789f06886806bc55
# Results of bnlint, safe to delete at any time: they are computed again. See https://bford.info/cachedir/
"""


def hashed(data: bytes) -> str:
    """32 hexadecimal digits that identify the data."""
    return hasher(data).hexdigest()


def hasher(data: bytes) -> Hash:
    """A hash of the data, to which more can be added."""
    return blake2b(data, digest_size=16)


@lru_cache(maxsize=1)
def program() -> bytes:
    """The version of bnlint and a hash of its sources. Empty if the sources cannot be read.

    For an installed bnlint, the hash is of the list of file hashes that the installer wrote. For a working copy, it is
    of the sizes and modification times of all sources, so that developers never see results of older code.
    """
    package = os.path.dirname(os.path.abspath(bnlint.__file__))
    version = bnlint.__version__
    try:
        sources = files.read(os.path.join(os.path.dirname(package), f"bnlint-{version}.dist-info", "RECORD"))
    except OSError:
        try:
            sources = repr(sorted(_sources(package))).encode()
        except OSError:  # in an archive
            return b""
    return f"{version} {hashed(sources)}".encode()


def _sources(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _sources(entry.path)


def prepared(folder: str) -> bool:
    """Creates the folder if needed; whether it exists now. A new one is marked, for git and backups to skip it."""
    try:
        os.makedirs(folder, exist_ok=True)
        if not os.listdir(folder):
            files.write_unsynced(os.path.join(folder, ".gitignore"), b"*\n")
            files.write_unsynced(os.path.join(folder, _MARK), _TAG)
    except (OSError, ValueError):
        return False
    return True


def marked(folder: str) -> bool:
    """Whether everything in the folder belongs to the cache, even damaged files."""
    try:
        return files.read(os.path.join(folder, _MARK)) == _TAG
    except OSError:
        return False


def is_foreign(path: str, ours: bytes) -> bool:
    """Whether there is a file that does not begin with `ours`, and must be kept."""
    try:
        return files.read(path, len(ours)) != ours
    except FileNotFoundError:
        return False
    except OSError:
        return True
