"""Keeps between runs what was read of a repository, in a file of the cache folder; never trusted when damaged."""

from __future__ import annotations

import os

from bnlint.text import files
from bnlint.text.cache_folder import hashed, is_foreign, marked, prepared, program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_OURS = b"bnlint repository "
_MAGIC = _OURS + b"1 "
_HEAD = len(_MAGIC) + 32 + 1
_LARGEST = 8_000_000  # bytes
_FILES = 64  # for as many repositories, when a folder serves several


class Memory:
    """Texts by key, about a repository; without a folder nothing is saved. Keys and values must not contain NUL.

    `name` begins the name of the file.
    """

    __slots__ = ("_changed", "_folder", "_path", "_root", "_texts")

    def __init__(self, folder: str, root: str, name: str) -> None:
        self._folder = folder if program() else ""
        self._root = root
        number = int(hashed(os.fsencode(root))[:2], 16) % _FILES
        self._path = os.path.join(folder, f"{name}-{number:02x}")
        self._texts = self._load() if self._folder else {}
        self._changed = False

    def get(self, key: str) -> str | None:
        """What was put under a key, in this run or an earlier one."""
        return self._texts.get(key)

    def put(self, key: str, value: str) -> None:
        """Remembers a text under a key."""
        self._texts[key] = value
        self._changed = True

    def drop(self, beginning: str) -> None:
        """Forgets the texts under keys that begin so."""
        for key in [key for key in self._texts if key.startswith(beginning)]:
            del self._texts[key]
            self._changed = True

    def keep(self, keys: Collection[str]) -> None:
        """Forgets all other keys."""
        for key in [key for key in self._texts if key not in keys]:
            del self._texts[key]
            self._changed = True

    def save(self) -> None:
        """Writes all, if anything has changed, as far as possible."""
        if self._changed and self._folder and prepared(self._folder):
            self._changed = False
            if not marked(self._folder) and is_foreign(self._path, _OURS):
                return
            texts = [self._root, *(text for pair in self._texts.items() for text in pair)]
            body = program() + b"\0" + "\0".join(texts).encode("utf-8", "surrogateescape")
            if len(body) <= _LARGEST:
                try:
                    files.write_unsynced(self._path, _head(body) + body)
                except OSError:
                    return

    def _load(self) -> dict[str, str]:
        try:
            data = files.read(self._path, 2 * _LARGEST)
        except (OSError, ValueError):
            return {}
        body = data[_HEAD:]
        if data[:_HEAD] != _head(body):
            return {}
        by, root, *texts = body.decode("utf-8", "surrogateescape").split("\0")
        if by.encode() != program() or root != self._root or len(texts) % 2:
            return {}
        return dict(zip(texts[::2], texts[1::2]))


def _head(body: bytes) -> bytes:
    return _MAGIC + hashed(body).encode() + b"\n"
