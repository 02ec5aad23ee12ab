"""The cache: results of `bnlint check`, found again as long as nothing changed that they depend on.

A result is kept under the content of its file and all that was decided before it was read: the path, the settings
and user rules in force, bnlint itself, Python. With it is kept what was found out about other files, which is looked
at again. A result of which any of this cannot be proved is made anew.
"""

from __future__ import annotations

import os

from bnlint.run import serialize
from bnlint.run.cache import depends
from bnlint.run.cache.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.linter.result import Result
    from bnlint.linter.settings import Settings
    from bnlint.run.cache.depends import Hash


class Cache:
    """The results that are kept in a folder. Nothing here raises for what the folder is like, or what is in it."""

    __slots__ = ("_bases", "_store", "_surroundings")

    def __init__(self, folder: str) -> None:
        self._store = Store(folder)
        self._surroundings = depends.Surroundings()
        self._bases: dict[int, tuple[Settings, Hash]] = {}

    def find(self, path: str, data: bytes, settings: Settings, edits: bool) -> tuple[Result, bytes] | None:
        """The result for a file with the content `data`, and what it depends on; with `edits` those of the fixes, too.

        None where it is not known, or no longer true.
        """
        place, key = self._key(path, data, settings)
        kept = self._store.get(place, key)
        if kept is None or not self._surroundings.hold(kept[0]):
            return None
        try:
            result = serialize.unpack(kept[1], data, path, edits, settings.rules)
        except ValueError:
            return None
        return (result, kept[0]) if result is not None else None

    def put(self, path: str, data: bytes, settings: Settings, dependencies: bytes, result: bytes) -> None:
        """Keeps a packed result, with what it depends on as `depends.pack` has it."""
        place, key = self._key(path, data, settings)
        self._store.put(place, key, dependencies, result)

    def forget(self, path: str) -> None:
        """Somebody wrote the file at `path`: what was found out about it in this run is no longer true."""
        self._surroundings.forget(os.path.abspath(path))

    def save(self) -> None:
        """Writes what is new, as far as that can be done."""
        self._store.save()

    def _key(self, path: str, data: bytes, settings: Settings) -> tuple[str, str]:
        base = self._bases.get(id(settings))
        if base is None:  # the settings are held, so that no other ones get their id
            base = self._bases[id(settings)] = (settings, depends.base(settings))
        name = os.fsencode(os.path.abspath(path))
        key = base[1].copy()
        key.update(name + b"\0")
        key.update(data)
        return depends.hashed(name), key.hexdigest()


def usable() -> bool:
    """Whether results can be kept at all: not where nobody knows which bnlint this is."""
    return bool(depends.program())
