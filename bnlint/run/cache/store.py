"""Keeps bytes by key in a folder: safe where several processes write, bounded, and never believed when damaged.

The entries lie in 64 files, by the place that they are about, so that a run over few files opens few. A file is
written anew and put in place of the old one in a single step; where two processes do so at once, the later one wins,
and what is lost is found out again. A file whose checksum does not fit its content counts as empty.
"""

from __future__ import annotations

import os
import time

from bnlint.run.cache.depends import hashed
from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Entries = dict[str, "Entry"]

_OURS = b"bnlint results "
_MAGIC = _OURS + b"1 "
_HEAD = len(_MAGIC) + 32 + 1
_SHARDS = 64  # more take longer to open for many files, fewer to read for one
_LARGEST = 8_000_000  # bytes of a file; older entries give way
_LARGEST_ENTRY = _LARGEST // 8
_WAITING = 32_000_000  # bytes of new entries, from which they are written before the run is over
_OF_A_PLACE = 4  # entries: of its last contents, and with other settings
_LONG = 30  # days without use, after which an entry goes
_REFRESH = 7  # days after which a use is written down again
_DAY = 86400  # seconds
_MARK = "CACHEDIR.TAG"
_TAG = b"""Signature: 8a477f597d28d172789f06886806bc55
# Results of bnlint, which may be deleted at any time: they are made again. See https://bford.info/cachedir/
"""


class Entry:
    """What is kept under a key: two pieces of bytes, the place they are about, and the day of the last use."""

    __slots__ = ("day", "first", "place", "second")

    def __init__(self, place: str, day: int, first: bytes, second: bytes) -> None:
        self.place = place
        self.day = day
        self.first = first
        self.second = second

    def size(self) -> int:
        return len(self.first) + len(self.second)


class Store:
    """The entries in a folder, which need not exist. Places and keys are hexadecimal digits."""

    __slots__ = ("_folder", "_new", "_read", "_waiting")

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._read: dict[str, Entries] = {}
        self._new: dict[str, Entries] = {}
        self._waiting = 0

    def get(self, place: str, key: str) -> tuple[bytes, bytes] | None:
        """What was put under a key; None if there is nothing."""
        shard = _shard(place)
        if shard not in self._read:
            self._read[shard] = self._load(shard)
        entry = self._read[shard].get(key)
        if entry is None or entry.place != place:
            return None
        if entry.day + _REFRESH <= today():
            entry.day = today()
            self._new.setdefault(shard, {})[key] = entry
        return entry.first, entry.second

    def put(self, place: str, key: str, first: bytes, second: bytes) -> None:
        """Keeps two pieces of bytes under a key, if they are not too large, from the next `save` on."""
        entry = Entry(place, today(), first, second)
        if entry.size() > _LARGEST_ENTRY:
            return
        self._new.setdefault(_shard(place), {})[key] = entry
        self._waiting += entry.size()
        if self._waiting > _WAITING:
            self.save()

    def save(self) -> None:
        """Writes what is new; what cannot be written is found out again another time."""
        new, self._new, self._waiting = self._new, {}, 0
        if not new or not _prepared(self._folder):
            return
        mixed = not _marked(self._folder)
        aside = f"{time.time_ns() // 1000 % _SHARDS:02x}"  # also looked at, so that no file keeps old entries for ever
        for shard in {aside: None, **new}:
            there = self._load(shard)
            entries = _bounded({**there, **new.get(shard, {})})
            path = os.path.join(self._folder, shard)
            if (shard in new or len(entries) < len(there)) and not (mixed and _is_foreign(path)):
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


def _shard(place: str) -> str:
    return f"{int(place[:2], 16) % _SHARDS:02x}"


def today() -> int:
    return int(time.time()) // _DAY


def _entries(data: bytes) -> Iterator[tuple[str, Entry]]:
    """The entries of a file. Raises ValueError where it is not as it was written."""
    if data[:_HEAD] != _head(data[_HEAD:]):
        raise ValueError("damaged, or of another version")
    at = _HEAD
    while at < len(data):
        end = data.index(b"\n", at)
        key, place, day, *sizes = data[at:end].decode("ascii").split(" ")
        first, second = map(int, sizes)
        middle = end + 1 + first
        at = middle + second
        if not end < middle <= at <= len(data):
            raise ValueError("no such lengths")
        yield key, Entry(place, int(day), data[end + 1 : middle], data[middle:at])


def _bytes(entries: Entries) -> bytes:
    parts = []
    for key, entry in entries.items():
        parts.append(f"{key} {entry.place} {entry.day} {len(entry.first)} {len(entry.second)}\n".encode())
        parts += (entry.first, entry.second)
    body = b"".join(parts)
    return _head(body) + body


def _head(body: bytes) -> bytes:
    return _MAGIC + hashed(body).encode() + b"\n"


def _bounded(entries: Entries) -> Entries:
    """Those that stay: used lately, few of a place, and not too large together; the last ones first to stay."""
    kept: Entries = {}
    of_place: dict[str, int] = {}
    size = 0
    first_day, last_day = today() - _LONG, today()
    newest = [*reversed(entries.items())]
    newest.sort(key=lambda item: -item[1].day)
    for key, entry in newest:
        of_place[entry.place] = of_place.get(entry.place, 0) + 1
        size += entry.size() + 100
        if first_day <= entry.day <= last_day and of_place[entry.place] <= _OF_A_PLACE and size <= _LARGEST:
            kept[key] = entry
    return dict(reversed(kept.items()))


def _prepared(folder: str) -> bool:
    """Whether there is a folder to write to. A new one is marked: git passes over it, and so do backups."""
    try:
        os.makedirs(folder, exist_ok=True)
        if not os.listdir(folder):
            files.write_unsynced(os.path.join(folder, ".gitignore"), b"*\n")
            files.write_unsynced(os.path.join(folder, _MARK), _TAG)
    except (OSError, ValueError):
        return False
    return True


def _marked(folder: str) -> bool:
    """Whether all that is in the folder is the cache's, also what is damaged."""
    try:
        return files.read(os.path.join(folder, _MARK)) == _TAG
    except OSError:
        return False


def _is_foreign(path: str) -> bool:
    """Whether there is a file of somebody else, which must stay."""
    try:
        return files.read(path, len(_OURS)) != _OURS
    except FileNotFoundError:
        return False
    except OSError:
        return True
