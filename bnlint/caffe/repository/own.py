"""The Caffe in a repository: which caffe.proto is the nearest to a folder, and what is remembered of it."""

from __future__ import annotations

import os
from collections import namedtuple

from bnlint.caffe.proto import kept
from bnlint.caffe.proto.errors import ProtoError
from bnlint.caffe.proto.sources import source_files
from bnlint.caffe.repository.listing import stamp_of
from bnlint.caffe.repository.root import TREE
from bnlint.text import files
from bnlint.text.cache_folder import hashed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import NamedTuple

    from bnlint.caffe.repository.memory import Memory

    class Own(NamedTuple):
        """The Caffes that a caffe.proto may stand for, and a hash of it and of its sources."""

        caffes: tuple[str, ...]
        digest: str
else:
    Own = namedtuple("Own", "caffes digest")


class UnknownCaffe(ValueError):
    """A caffe.proto cannot be read as that of a Caffe; says where and why."""


_SEPARATOR = "\x1f"


def nearest(protos: Iterable[str], folder: str) -> Iterator[list[str]]:
    """The caffe.proto files that count for a folder: the nearest first, those that are equally near together.

    All paths are relative to the top, with slashes. One in the tree of a Caffe comes before one that lies alone; then
    the deepest common folder counts, then the shortest path.
    """
    by_rank: dict[tuple[bool, int, int], list[str]] = {}
    here = folder.split("/") if folder else []
    for path in protos:
        in_tree = path == TREE or path.endswith(f"/{TREE}")
        place = path.removesuffix(TREE).rstrip("/") if in_tree else path.rpartition("/")[0]
        parts = place.split("/") if place else []
        common = next((n for n, (a, b) in enumerate(zip(parts, here)) if a != b), min(len(parts), len(here)))
        by_rank.setdefault((not in_tree, -common, len(parts)), []).append(path)
    for rank in sorted(by_rank):
        yield sorted(by_rank[rank])


def read(path: str, memory: Memory) -> Own:
    """The Caffe of a caffe.proto with an absolute path. Raises UnknownCaffe if it cannot be read as one."""
    sources = source_files(path)
    stamp = hashed(repr((stamp_of(path), sources)).encode("utf-8", "surrogatepass"))
    known = memory.get(f"own {path}")
    if known is not None:
        old, digest, *caffes = known.split(_SEPARATOR)
        if old == stamp:
            if data := memory.get(f"read {path}"):
                kept.offer(path, data)
            return Own(tuple(caffes), digest)
    return _new(path, stamp, _content([path, *(each.path for each in sources)]), memory)


def _new(path: str, stamp: str, digest: str, memory: Memory) -> Own:
    from bnlint.caffe.repository import reading

    try:
        caffes, data = reading.read(path)
    except ProtoError as error:
        raise UnknownCaffe(str(error)) from None
    memory.put(f"own {path}", _SEPARATOR.join((stamp, digest, *caffes)))
    memory.put(f"read {path}", data)
    return Own(caffes, digest)


def _content(paths: Iterable[str]) -> str:
    hashes = []
    for path in paths:
        try:
            hashes.append(hashed(files.read(path, 4_000_000)) if os.path.isfile(path) else "")
        except OSError:
            hashes.append("")
    return hashed("".join(hashes).encode())
