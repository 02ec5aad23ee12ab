"""What the prototxt files of a repository show together; what is known of them is taken while none has changed."""

from __future__ import annotations

import os
import stat

from bnlint.caffe.repository.folders import Common, Folders
from bnlint.caffe.repository.memory import Memory
from bnlint.caffe.repository.summary import MAX_BYTES, NOTHING, Summary, restored, saved
from bnlint.text import files
from bnlint.text.cache_folder import hashed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bnlint.caffe.repository.scan import Scanner

_MAX_ALL = 16_000_000  # bytes that are read of all files
_SEPARATOR = "\x1f"
_ANSWER = "answer "


class Inside:
    """Which files of a repository are regular ones that no link leads to; `top` is its folder."""

    __slots__ = ("_inside", "_real", "top")

    def __init__(self, top: str) -> None:
        self.top = top
        self._real = os.path.realpath(top)
        self._inside: dict[str, bool] = {}

    def stamp(self, path: str) -> str:
        """Inode, size and time of change of a regular file, given relative to the top; "" if there is none."""
        try:
            status = os.lstat(os.path.join(self.top, path))
        except (OSError, ValueError):
            return ""
        if not stat.S_ISREG(status.st_mode):
            return ""
        return f"{status.st_ino} {status.st_size} {status.st_mtime_ns}"

    def holds(self, path: str) -> bool:
        """Whether there is a regular file, and no link leads to it."""
        return bool(self.stamp(path)) and self.is_direct(path)

    def is_direct(self, path: str) -> bool:
        """Whether no link leads to the folder of a file."""
        folder = os.path.dirname(path)
        if folder not in self._inside:
            wanted = os.path.normpath(os.path.join(self._real, folder))
            self._inside[folder] = os.path.realpath(os.path.join(self.top, folder)) == wanted
        return self._inside[folder]


class Prototxts:
    """The prototxt files at some paths in a repository.

    `memory` is that of the repository; it has the answers that were given while the files were as they are, so that
    what is known of each file need not even be loaded. `scanner` gives that of all repositories, renewed.
    """

    __slots__ = ("_cache_folder", "_folders", "_inside", "_memory", "_new_scanner", "_places", "_scanner", "_stamps")

    def __init__(
        self, paths: Iterable[str], inside: Inside, memory: Memory, cache_folder: str, scanner: Callable[[], Scanner]
    ) -> None:
        self._inside = inside
        self._memory = memory
        self._cache_folder = cache_folder
        self._new_scanner = scanner
        self._scanner: Scanner | None = None
        self._folders: Folders | None = None
        self._stamps = {path: stamp for path in paths if (stamp := inside.stamp(path))}
        self._places = _folders_of(self._stamps)
        state = hashed(repr(self._stamps).encode("utf-8", "surrogatepass"))
        if memory.get("state") != state:
            memory.drop(_ANSWER)
            memory.put("state", state)

    def common(self, folder: str) -> Common | None:
        """As `Folders.common`."""
        return self._answer("common", folder, Folders.common)

    def common_among(self, folder: str, caffes: int) -> int:
        """As `Folders.common_among`."""
        found = self._answer(
            f"among {caffes:x}", folder, lambda folders, here: Common(folders.common_among(here, caffes), (), False)
        )
        return found.mask if found is not None else caffes

    def plain(self) -> Common:
        """As `Folders.plain`."""
        found = self._answer("plain", "", lambda folders, _: folders.plain())
        assert found is not None
        return found

    def _answer(self, question: str, folder: str, ask: Callable[[Folders, str], Common | None]) -> Common | None:
        """The answer for a folder; if it is not known, it is given for all of them, so that they are saved once."""
        while folder and folder not in self._places:
            folder = folder.rpartition("/")[0]
        known = self._memory.get(f"{_ANSWER}{question} {folder}")
        if known is None:
            folders = self._all()
            for place in self._places:
                self._memory.put(f"{_ANSWER}{question} {place}", _saved(ask(folders, place)))
            return ask(folders, folder)
        if not known:
            return None
        mask, private, *names = known.split(_SEPARATOR)
        return Common(int(mask, 16), tuple(names), private == "1")

    def _all(self) -> Folders:
        if self._folders is None:
            left = _MAX_ALL
            memory = Memory(self._cache_folder, self._inside.top, "files")
            summaries = {}
            for path, stamp in self._stamps.items():
                left -= min(int(stamp.split(" ")[1]), MAX_BYTES)
                if left < 0:
                    break
                summary = self._summary(path, stamp, memory)
                if summary is not NOTHING:
                    summaries[path] = summary
            memory.keep(self._stamps)
            memory.save()
            self._folders = Folders(summaries)
        return self._folders

    def _summary(self, path: str, stamp: str, memory: Memory) -> Summary:
        known = memory.get(path)
        if known is not None and (summary := restored(stamp, known)) is not None:
            return summary
        if not self._inside.is_direct(path):
            return NOTHING
        try:
            summary = self._scan(files.read(os.path.join(self._inside.top, path), MAX_BYTES))
        except OSError:
            return NOTHING
        memory.put(path, saved(stamp, summary))
        return summary

    def _scan(self, data: bytes) -> Summary:
        if self._scanner is None:
            self._scanner = self._new_scanner()
        return self._scanner.scan(data)


def _saved(found: Common | None) -> str:
    return _SEPARATOR.join([f"{found.mask:x}", str(int(found.private)), *found.names]) if found is not None else ""


def _folders_of(paths: Iterable[str]) -> frozenset[str]:
    """The folders of some files, and those above them; the top is ""."""
    folders = {""}
    for path in paths:
        while (path := path.rpartition("/")[0]) not in folders:
            folders.add(path)
    return frozenset(folders)
