"""Lists what matters in a repository: prototxt files, caffe.proto files, submodules. Bounded, and follows no links."""

from __future__ import annotations

import os

from bnlint.caffe.repository import git_index
from bnlint.caffe.repository.root import MARKS, TREE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Stamp = tuple[int, int, int]

_PROTO = "caffe.proto"
_MAX_ENTRIES = 20_000  # names of files and folders that a search looks at
_MAX_FILES = 1000  # prototxt files of a repository that are looked at
_PER_FOLDER = 50
_MAX_PROTOS = 200
_MAX_DEPTH = 3  # submodules of submodules
#: Folders in which people keep a copy of Caffe that their repository does not track.
_CANDIDATES = (
    *("caffe", "caffe-fast-rcnn", "caffe-master", "caffe-ssd"),
    *("external/caffe", "extern/caffe", "third_party/caffe", "thirdparty/caffe", "3rdparty/caffe", "vendor/caffe"),
    *("dependencies/caffe", "deps/caffe", "lib/caffe", "libs/caffe", "code/caffe", "tools/caffe"),
)


class Listing:
    """Paths in a repository, relative to its top and with slashes, sorted.

    `prototxts` are nets and solvers by their names, at most 1,000 of them and 50 in a folder; `protos` files called
    caffe.proto, in submodules too. `sources` are the indexes of git that were read, or the folders that were searched,
    with their stamps.
    """

    __slots__ = ("protos", "prototxts", "sources")

    def __init__(self, prototxts: Iterable[str], protos: Iterable[str], sources: Iterable[tuple[str, Stamp]]) -> None:
        self.prototxts = tuple(prototxts)
        self.protos = tuple(protos)
        self.sources = tuple(sources)


def listing(top: str) -> Listing:
    """What matters in the repository with this top folder, as git lists it, or else as a search finds it."""
    indexes: list[tuple[str, Stamp]] = []
    entries = _tracked(top, indexes)
    if entries is None:
        names = list(_searched(top, indexes))
        return Listing(_bounded(names), sorted(filter(_is_proto, names))[:_MAX_PROTOS], indexes)
    names = [each.path for each in entries if each.mode == git_index.FILE]
    protos = list(filter(_is_proto, names))
    waiting = [(each.path, 1) for each in entries if each.mode == git_index.SUBMODULE]
    while waiting and len(indexes) < _MAX_PROTOS:
        path, depth = waiting.pop(0)
        inner = _tracked(os.path.join(top, path), indexes) or []
        protos += [f"{path}/{each.path}" for each in inner if each.mode == git_index.FILE and _is_proto(each.path)]
        if depth < _MAX_DEPTH:
            waiting += [(f"{path}/{each.path}", depth + 1) for each in inner if each.mode == git_index.SUBMODULE]
    return Listing(_bounded(names), sorted(protos)[:_MAX_PROTOS], indexes)


def untracked_protos(top: str, folder: str) -> Iterator[str]:
    """The caffe.proto files of copies of Caffe in the usual places, in `folder` or above it in the repository.

    `folder` is relative to the top, with slashes; so are the paths.
    """
    while True:
        for candidate in _CANDIDATES:
            name = "/".join(filter(None, (folder, candidate)))
            if os.path.isdir(os.path.join(top, name)):
                path = f"{name}/{TREE}"
                if os.path.isfile(os.path.join(top, path)):
                    yield path
        if not folder:
            return
        folder = folder.rpartition("/")[0]


def current(sources: Iterable[tuple[str, Stamp]]) -> bool:
    """Whether indexes of git, or folders, are as they were."""
    return all(stamp_of(path) == stamp for path, stamp in sources)


def stamp_of(path: str) -> Stamp:
    """Inode, size and time of change of a file, which show whether it is the same; zeros if there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return 0, 0, 0
    return status.st_ino, status.st_size, status.st_mtime_ns


def as_stamp(text: str) -> Stamp:
    """The stamp that was written as three numbers."""
    inode, size, time = map(int, text.split(" "))
    return inode, size, time


def is_prototxt(name: str) -> bool:
    """Whether a file may be a net or a solver by its name."""
    name = name.lower()
    return name.endswith((".prototxt", ".pt", ".pbtxt")) or ".prototxt." in name.rpartition("/")[2]


def _is_proto(path: str) -> bool:
    return path == _PROTO or path.endswith(f"/{_PROTO}")


def _tracked(top: str, indexes: list[tuple[str, Stamp]]) -> list[git_index.Tracked] | None:
    index = git_index.index_of(top)
    if not index:
        return None
    indexes.append((os.path.abspath(index), stamp_of(index)))  # first: what changes meanwhile is read again next time
    return git_index.tracked(index)


def _bounded(names: Iterable[str]) -> list[str]:
    """The prototxt files to look at, of as many folders as possible, and the same ones in each run."""
    per_folder: dict[str, int] = {}
    ranked = []
    for name in sorted(filter(is_prototxt, names)):
        folder = name.rpartition("/")[0]
        rank = per_folder[folder] = per_folder.get(folder, 0) + 1
        if rank <= _PER_FOLDER:
            ranked.append((rank, name))
    return [name for _, name in sorted(ranked)[:_MAX_FILES]]


def _searched(top: str, sources: list[tuple[str, Stamp]]) -> Iterator[str]:
    """The files in a folder, those in upper folders first, without hidden ones and those of other repositories.

    The folders are added to `sources`.
    """
    left = _MAX_ENTRIES
    folders = [""]
    for here in folders:  # which grows
        if left <= 0:
            return
        whole = os.path.join(top, here)
        sources.append((whole, stamp_of(whole)))
        try:
            with os.scandir(whole) as entries:
                listed = []
                for entry in entries:
                    listed.append(entry)
                    left -= 1
                    if left <= 0:
                        break
        except (OSError, ValueError):
            continue
        if here and any(entry.name in MARKS for entry in listed):
            continue  # with a Caffe perhaps, which `untracked_protos` finds
        for entry in sorted(listed, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            path = f"{here}/{entry.name}" if here else entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield path
