"""What a result depends on besides the content of its file: as bytes, as a hash, and whether it is still the same."""

from __future__ import annotations

import os
import sys

from bnlint.linter.settings import Settings
from bnlint.rules import catalog
from bnlint.run import serialize as texts
from bnlint.text import files
from bnlint.text.cache_folder import hashed, hasher, program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.text.cache_folder import Hash
    from bnlint.text.files import RelatedFiles

_FILE, _NAMES, _FOLDER = "file", "names", "folder"
#: Settings that do not change what is found, only what is done with it.
_IRRELEVANT = frozenset(("cache", "fail_level", "rules", "unsafe_fixes"))


def base_hash(settings: Settings) -> Hash:
    """The first part of the hash of a key: this bnlint, this Python, the settings, and the user's rules."""
    relevant = [(name, getattr(settings, name)) for name in Settings.__slots__ if name not in _IRRELEVANT]
    rules = catalog.user_pages(settings.rules) if settings.rules else ""
    description = repr((sys.implementation.name, sys.hexversion, relevant, rules))
    return hasher(program() + description.encode("utf-8", "surrogatepass"))


def serialize(related_files: RelatedFiles) -> bytes:
    """What was found out about other files, to be compared later. Empty if nothing was."""
    fields: list[str] = []
    for path, data in related_files.contents.items():
        fields += (_FILE, path, "", _content(data))
    for (folder, word), names in related_files.listings.items():
        fields += (_NAMES, folder, word, _names(names))
    for folder, exists in related_files.folders.items():
        fields += (_FOLDER, folder, "", str(exists))
    return texts.join([related_files.working_directory, *fields]) if fields else b""


def read_files(dependencies: bytes) -> Iterator[str]:
    """The paths of the files that were read or looked for."""
    fields = texts.split(dependencies)
    yield from (path for kind, path in zip(fields[1::4], fields[2::4]) if kind == _FILE)


class State:
    """The current state of other files; each is looked at once in a run."""

    __slots__ = ("_known", "_matches")

    def __init__(self) -> None:
        self._matches: dict[bytes, bool] = {}
        self._known: dict[tuple[str, str, str], str] = {}

    def matches(self, dependencies: bytes) -> bool:
        """Whether everything is as it was."""
        if not dependencies:
            return True
        if dependencies not in self._matches:  # files in one folder have much the same dependencies
            self._matches[dependencies] = self._compare(dependencies)
        return self._matches[dependencies]

    def forget(self, path: str) -> None:
        """The file at `path` has changed."""
        self._matches.clear()
        self._known.pop((_FILE, path, ""), None)

    def _compare(self, dependencies: bytes) -> bool:
        try:
            here, *fields = texts.split(dependencies)
            rows = list(zip(*[iter(fields)] * 4, strict=True))
            return (not here or here == os.getcwd()) and all(self._now(*row[:3]) == row[3] for row in rows)
        except (OSError, ValueError):
            return False

    def _now(self, kind: str, path: str, word: str) -> str:
        key = (kind, path, word)
        if key not in self._known:
            self._known[key] = _look_up(*key)
        return self._known[key]


def _look_up(kind: str, path: str, word: str) -> str:
    if kind == _FILE:
        return _content(files.content_of(path))
    if kind == _NAMES:
        return _names(files.names_in(path, word))
    if kind == _FOLDER:
        return str(os.path.isdir(path))
    raise ValueError(kind)


def _content(data: bytes | None) -> str:
    return "" if data is None else hashed(data)


def _names(names: tuple[str, ...]) -> str:
    return hashed("\0".join(names).encode("utf-8", "surrogatepass"))
