"""The cache: keeps the results of `bnlint check` between runs, and reuses them while nothing has changed.

A result is stored under a hash of the content of its file and of everything that was known before the file was read:
its path, the settings and user rules in force, bnlint itself, Python. What was found out about other files is stored
with it and checked again. A result that cannot be proved current is computed anew.
"""

from __future__ import annotations

import os

from bnlint.run import serialize
from bnlint.run.cache import dependencies
from bnlint.run.cache.store import Store
from bnlint.text.cache_folder import hashed, program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.linter.result import Result
    from bnlint.linter.settings import Settings
    from bnlint.text.cache_folder import Hash


class Cache:
    """The results stored in a folder. Never raises for what the folder is or contains."""

    __slots__ = ("_base_hashes", "_state", "_store")

    def __init__(self, folder: str) -> None:
        self._store = Store(folder)
        self._state = dependencies.State()
        self._base_hashes: dict[int, tuple[Settings, Hash]] = {}

    def find(self, path: str, data: bytes, settings: Settings, edits: bool) -> tuple[Result, bytes] | None:
        """The result for a file with the content `data`, and its dependencies; with `edits` including those of fixes.

        None if it is not stored or no longer current.
        """
        group, key = self._key(path, data, settings)
        entry = self._store.get(group, key)
        if entry is None or not self._state.matches(entry[0]):
            return None
        try:
            result = serialize.deserialize(entry[1], data, path, edits, settings.rules)
        except ValueError:
            return None
        return (result, entry[0]) if result is not None else None

    def put(self, path: str, data: bytes, settings: Settings, depends_on: bytes, result: bytes) -> None:
        """Stores a serialized result, with its dependencies as `dependencies.serialize` gives them."""
        group, key = self._key(path, data, settings)
        self._store.put(group, key, depends_on, result)

    def forget(self, path: str) -> None:
        """The file at `path` was written: what this run knew about it is no longer true."""
        self._state.forget(os.path.abspath(path))

    def save(self) -> None:
        """Writes new entries, as far as possible."""
        self._store.save()

    def _key(self, path: str, data: bytes, settings: Settings) -> tuple[str, str]:
        base = self._base_hashes.get(id(settings))
        if base is None:  # the settings are stored too, so that no others get the same id
            base = self._base_hashes[id(settings)] = (settings, dependencies.base_hash(settings))
        name = os.fsencode(os.path.abspath(path))
        key = base[1].copy()
        key.update(name + b"\0")
        key.update(data)
        return hashed(name), key.hexdigest()


def usable() -> bool:
    """Whether results can be cached at all: not if the version of bnlint cannot be identified."""
    return bool(program())
