"""Stores bytes by key in a folder: safe with concurrent writers, bounded in size, never trusted when damaged.

The entries are spread over 64 files by their group, so that a run over few files opens few. A file is replaced
atomically; if two processes write at the same time, the later one wins, and what is lost is computed again. A file
whose checksum does not match its content counts as empty.
"""

from __future__ import annotations

import os
import time

from bnlint.text import files
from bnlint.text.cache_folder import hashed, is_foreign, marked, prepared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Entries = dict[str, "Entry"]

_OURS = b"bnlint results "
_MAGIC = _OURS + b"1 "
_HEAD = len(_MAGIC) + 32 + 1
_SHARDS = 64  # more take longer to open for many files, fewer to read for one
_LARGEST = 8_000_000  # bytes of a file; beyond, older entries are dropped
_LARGEST_ENTRY = _LARGEST // 8
_WAITING = 32_000_000  # bytes of new entries, above which they are written before the end of the run
_PER_GROUP = 4  # entries: for the last contents of a file, and for other settings
_EXPIRY = 30  # days without use after which an entry is dropped
_REFRESH = 7  # days after which the last use is recorded again
_DAY = 86400  # seconds


class Entry:
    """What is stored under a key: two pieces of bytes, their group, and the day of the last use."""

    __slots__ = ("day", "first", "group", "second")

    def __init__(self, group: str, day: int, first: bytes, second: bytes) -> None:
        self.group = group
        self.day = day
        self.first = first
        self.second = second

    def size(self) -> int:
        return len(self.first) + len(self.second)


class Store:
    """The entries in a folder, which need not exist. Groups and keys are hexadecimal digits."""

    __slots__ = ("_folder", "_new", "_read", "_waiting")

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._read: dict[str, Entries] = {}
        self._new: dict[str, Entries] = {}
        self._waiting = 0

    def get(self, group: str, key: str) -> tuple[bytes, bytes] | None:
        """What is stored under a key; None if nothing is."""
        shard = _shard(group)
        if shard not in self._read:
            self._read[shard] = self._load(shard)
        entry = self._read[shard].get(key)
        if entry is None or entry.group != group:
            return None
        if entry.day + _REFRESH <= today():
            entry.day = today()
            self._new.setdefault(shard, {})[key] = entry
        return entry.first, entry.second

    def put(self, group: str, key: str, first: bytes, second: bytes) -> None:
        """Stores two pieces of bytes under a key at the next `save`, unless they are too large."""
        entry = Entry(group, today(), first, second)
        if entry.size() > _LARGEST_ENTRY:
            return
        self._new.setdefault(_shard(group), {})[key] = entry
        self._waiting += entry.size()
        if self._waiting > _WAITING:
            self.save()

    def save(self) -> None:
        """Writes new entries; what cannot be written is computed again next time."""
        new, self._new, self._waiting = self._new, {}, 0
        if not new or not prepared(self._folder):
            return
        mixed = not marked(self._folder)
        random = f"{time.time_ns() // 1000 % _SHARDS:02x}"  # also cleaned up, so that no file keeps old entries forever
        for shard in {random: None, **new}:
            stored = self._load(shard)
            entries = _bounded({**stored, **new.get(shard, {})})
            path = os.path.join(self._folder, shard)
            if (shard in new or len(entries) < len(stored)) and not (mixed and is_foreign(path, _OURS)):
                try:
                    files.write_unsynced(path, _bytes(entries))
                except OSError:
                    continue

    def _load(self, shard: str) -> Entries:
        try:
            data = files.read(os.path.join(self._folder, shard), 2 * _LARGEST)
        except (OSError, ValueError):
            return {}
        try:
            return dict(_entries(data))
        except ValueError:
            return {}


def _shard(group: str) -> str:
    return f"{int(group[:2], 16) % _SHARDS:02x}"


def today() -> int:
    return int(time.time()) // _DAY


def _entries(data: bytes) -> Iterator[tuple[str, Entry]]:
    """The entries of a file. Raises ValueError if it is damaged."""
    if data[:_HEAD] != _head(data[_HEAD:]):
        raise ValueError("damaged, or of another version")
    offset = _HEAD
    while offset < len(data):
        end = data.index(b"\n", offset)
        key, group, day, *sizes = data[offset:end].decode("ascii").split(" ")
        first, second = map(int, sizes)
        middle = end + 1 + first
        offset = middle + second
        if not end < middle <= offset <= len(data):
            raise ValueError("invalid lengths")
        yield key, Entry(group, int(day), data[end + 1 : middle], data[middle:offset])


def _bytes(entries: Entries) -> bytes:
    parts = []
    for key, entry in entries.items():
        parts.append(f"{key} {entry.group} {entry.day} {len(entry.first)} {len(entry.second)}\n".encode())
        parts += (entry.first, entry.second)
    body = b"".join(parts)
    return _head(body) + body


def _head(body: bytes) -> bytes:
    return _MAGIC + hashed(body).encode() + b"\n"


def _bounded(entries: Entries) -> Entries:
    """The entries to keep, the most recent first in line: used lately, few per group, and not too large together."""
    kept: Entries = {}
    per_group: dict[str, int] = {}
    size = 0
    first_day, last_day = today() - _EXPIRY, today()
    newest = [*reversed(entries.items())]
    newest.sort(key=lambda item: -item[1].day)
    for key, entry in newest:
        per_group[entry.group] = per_group.get(entry.group, 0) + 1
        size += entry.size() + 100
        if first_day <= entry.day <= last_day and per_group[entry.group] <= _PER_GROUP and size <= _LARGEST:
            kept[key] = entry
    return dict(reversed(kept.items()))
