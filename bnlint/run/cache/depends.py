"""What a result depends on besides the content of its file: as bytes, as a hash, and whether it is still so."""

from __future__ import annotations

import os
import sys
from functools import lru_cache

import bnlint
from bnlint.rules import catalog
from bnlint.run import serialize
from bnlint.text import files

try:  # hashlib loads OpenSSL for it, which takes longer than all else here
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.linter.settings import Settings
    from bnlint.text.files import RelatedFiles

    Hash = blake2b

_FILE, _NAMES, _FOLDER = "file", "names", "folder"
#: Settings that decide what becomes of findings, not which there are.
_AFTERWARDS = frozenset(("cache", "fail_level", "rules", "unsafe_fixes"))


def hashed(data: bytes) -> str:
    """32 hexadecimal digits that no two contents share."""
    return blake2b(data, digest_size=16).hexdigest()


def base(settings: Settings) -> Hash:
    """The beginning of the hash of a key: this bnlint, this Python, the settings, and the user's own rules."""
    from bnlint.linter.settings import Settings as Known

    told = [(name, getattr(settings, name)) for name in Known.__slots__ if name not in _AFTERWARDS]
    rules = catalog.user_pages(settings.rules) if settings.rules else ""
    said = repr((sys.implementation.name, sys.hexversion, told, rules))
    return blake2b(program() + said.encode("utf-8", "surrogatepass"), digest_size=16)


@lru_cache(maxsize=1)
def program() -> bytes:
    """What tells this bnlint from any other: its version, and what is written in its files. Empty where nobody knows.

    An installed one has a list of the hashes of its files. Of a working copy each file counts with its size and the
    time of its last change, so that who works on bnlint never sees what it said before.
    """
    package = os.path.dirname(os.path.abspath(bnlint.__file__))
    version = bnlint.__version__
    try:
        said = files.read(os.path.join(os.path.dirname(package), f"bnlint-{version}.dist-info", "RECORD"))
    except OSError:
        try:
            said = repr(sorted(_sources(package))).encode()
        except OSError:  # in an archive
            return b""
    return f"{version} {hashed(said)}".encode()


def _sources(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _sources(entry.path)


def pack(related_files: RelatedFiles) -> bytes:
    """What was found out about other files, to be asked again. Empty where nothing was."""
    texts: list[str] = []
    for path, data in related_files.seen.items():
        texts += (_FILE, path, "", _state(data))
    for (folder, word), names in related_files.listed.items():
        texts += (_NAMES, folder, word, _names(names))
    for folder, exists in related_files.folders.items():
        texts += (_FOLDER, folder, "", str(exists))
    return serialize.join([related_files.here, *texts]) if texts else b""


def read_files(dependencies: bytes) -> Iterator[str]:
    """The paths of the files that were read, or looked for."""
    texts = serialize.split(dependencies)
    yield from (path for kind, path in zip(texts[1::4], texts[2::4]) if kind == _FILE)


class Surroundings:
    """What is there now, each thing looked at once in a run."""

    __slots__ = ("_held", "_known")

    def __init__(self) -> None:
        self._held: dict[bytes, bool] = {}
        self._known: dict[tuple[str, str, str], str] = {}

    def hold(self, dependencies: bytes) -> bool:
        """Whether all is still as it was."""
        if not dependencies:
            return True
        if dependencies not in self._held:  # neighbours have much the same ones
            self._held[dependencies] = self._hold(dependencies)
        return self._held[dependencies]

    def forget(self, path: str) -> None:
        """The file at `path` has changed."""
        self._held.clear()
        self._known.pop((_FILE, path, ""), None)

    def _hold(self, dependencies: bytes) -> bool:
        try:
            here, *texts = serialize.split(dependencies)
            rows = list(zip(*[iter(texts)] * 4, strict=True))
            return (not here or here == os.getcwd()) and all(self._now(*row[:3]) == row[3] for row in rows)
        except (OSError, ValueError):
            return False

    def _now(self, kind: str, path: str, word: str) -> str:
        key = (kind, path, word)
        if key not in self._known:
            self._known[key] = _look(*key)
        return self._known[key]


def _look(kind: str, path: str, word: str) -> str:
    if kind == _FILE:
        return _state(files.content_of(path))
    if kind == _NAMES:
        return _names(files.names_in(path, word))
    if kind == _FOLDER:
        return str(os.path.isdir(path))
    raise ValueError(kind)


def _state(data: bytes | None) -> str:
    return "" if data is None else hashed(data)


def _names(names: tuple[str, ...]) -> str:
    return hashed("\0".join(names).encode("utf-8", "surrogatepass"))
