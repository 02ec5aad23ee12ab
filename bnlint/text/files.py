"""Reads and atomically writes files, and finds those that others name; no other module opens them."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_NEAR_THE_START = 8192
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class ChangedMeanwhile(OSError):
    """Another program changed the file after it was read."""


def read(path: str, limit: int = -1) -> bytes:
    """All of a file, or its first `limit` bytes. Raises OSError as `open` does."""
    with open(path, "rb", buffering=0) as file:
        return file.readall() if limit < 0 else file.read(limit)


def read_start(path: str) -> bytes:
    """As much of a file as `is_probably_binary` looks at. Raises OSError as `open` does."""
    with open(path, "rb") as file:
        return file.read(_NEAR_THE_START)


def is_missing(path: str) -> bool:
    """Whether there is no file or folder at `path`."""
    return not os.path.exists(path)


def is_probably_binary(data: bytes) -> bool:
    """Whether there is a NUL byte near the start, which is git's test (text in UTF-16 counts as binary too)."""
    return b"\0" in data[:_NEAR_THE_START]


class RelatedFiles:
    """The files that the file at `path` names, found where Caffe, or a person, would look for them.

    All lookups are recorded: `contents` has what was read by path, None if there is no such file; `listings` the names
    by folder and by the word that they contain; `folders` whether a folder exists; `working_directory` is empty if it
    did not matter. `texts`, by name, replace the files on the disk.
    """

    __slots__ = ("contents", "folder", "folders", "listings", "path", "texts", "working_directory")

    def __init__(self, path: str, texts: Mapping[str, str] | None = None) -> None:
        self.path = os.path.abspath(path)
        self.folder = os.path.dirname(self.path)
        self.texts = texts
        self.working_directory = ""
        self.contents: dict[str, bytes | None] = {}
        self.listings: dict[tuple[str, str], tuple[str, ...]] = {}
        self.folders: dict[str, bool] = {}

    def find(self, name: str) -> tuple[str, bytes] | None:
        """The path and the content of the file that `name` means; None if there is none.

        A relative name is looked up in the working directory, as Caffe does, then in the folder of the file, then in
        those above it. A file that is not text, or cannot be read, counts as empty.
        """
        for path in self._candidates(name):
            data = self._content(path)
            if data is not None:
                return path, data
        return None

    def has_folder(self, name: str) -> bool:
        """Whether the folder of a file called `name` exists anywhere that `find` would look."""
        if self.texts is not None:
            return not os.path.dirname(name) or any(map(_under(os.path.dirname(name)), self.texts))
        return any(self._is_folder(os.path.dirname(path)) for path in self._candidates(name))

    def siblings(self, word: str = "") -> tuple[str, ...]:
        """The names of the other files in the same folder that contain `word` (in lower case), sorted.

        Hidden files are left out, as in a search.
        """
        key = (self.folder, word)
        if key not in self.listings:
            self.listings[key] = names_in(*key) if self.texts is None else _text_names(self.texts, word)
        return tuple(name for name in self.listings[key] if name != os.path.basename(self.path))

    def was_used(self) -> bool:
        """Whether there was any lookup."""
        return bool(self.contents or self.listings or self.folders)

    def _is_folder(self, path: str) -> bool:
        if path not in self.folders:
            self.folders[path] = os.path.isdir(path)
        return self.folders[path]

    def _candidates(self, name: str) -> Iterator[str]:
        """The paths that `name` may mean, each once."""
        if not name or "\0" in name:
            return
        if self.texts is not None:
            yield os.path.normpath(os.path.join(self.folder, name))
            return
        if os.path.isabs(name):
            yield os.path.normpath(name)
            return
        self.working_directory = os.getcwd()
        folders = [self.working_directory, self.folder]
        while os.path.dirname(folders[-1]) != folders[-1]:
            folders.append(os.path.dirname(folders[-1]))
        yield from dict.fromkeys(os.path.normpath(os.path.join(folder, name)) for folder in folders)

    def _content(self, path: str) -> bytes | None:
        if path not in self.contents:
            self.contents[path] = self._read(path)
        return self.contents[path]

    def _read(self, path: str) -> bytes | None:
        if self.texts is None:
            return content_of(path)
        text = self.texts.get(os.path.relpath(path, self.folder).replace(os.sep, "/"))
        return None if text is None else text.encode()


def content_of(path: str) -> bytes | None:
    """The content of a file that another names; None if there is no such file, empty if it is not readable text."""
    if not os.path.isfile(path):
        return None
    try:
        return b"" if is_probably_binary(read_start(path)) else read(path)
    except OSError:
        return b""


def names_in(folder: str, word: str) -> tuple[str, ...]:
    """The names in a folder that contain `word` (in lower case), sorted, without hidden ones."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        return ()
    return tuple(name for name in names if not name.startswith(".") and word in name.lower())


def _text_names(texts: Mapping[str, str], word: str) -> tuple[str, ...]:
    return tuple(sorted(name for name in texts if "/" not in name and word in name.lower()))


def _under(folder: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(os.path.normpath(folder) + "/")


def write(path: str, data: bytes, expected: bytes) -> None:
    """Atomically replaces the content of `path`, which must still be `expected`, by `data`.

    Permissions are kept, and so are the owner and extended attributes if the system permits. If `path` is a symbolic
    link, the file that it points to is replaced. Raises ChangedMeanwhile if the content is no longer `expected`, and
    OSError if the file cannot be written; in both cases the file is unchanged.
    """
    target = os.path.realpath(path)
    before = os.stat(target)
    if not stat.S_ISREG(before.st_mode):
        raise OSError("not a regular file")
    if not os.access(target, os.W_OK):  # the folder's permissions alone would let us replace it
        raise PermissionError("no permission to write")

    def prepare(temporary: str) -> None:
        _copy_attributes(target, temporary, before)
        if read(target) != expected:
            raise ChangedMeanwhile("the file changed while it was being fixed; left as it is")

    _replace(target, [data], 0o600, prepare)


def write_unsynced(path: str, data: bytes) -> None:
    """Atomically creates or replaces a file, without waiting for the disk. Raises OSError."""
    _replace(path, [data], 0o666, sync=False)


def _replace(
    target: str,
    parts: Iterable[bytes | memoryview],
    mode: int,
    prepare: Callable[[str], None] | None = None,
    sync: bool = True,
) -> None:
    """Writes `parts` to a temporary file in the same folder, and moves it to `target` once `prepare` has seen it."""
    temporary = os.path.join(os.path.dirname(target), f".bnlint-{os.urandom(8).hex()}.tmp")
    descriptor = os.open(temporary, _NEW_FILE, mode)
    try:
        with open(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
            if sync:
                file.flush()
                os.fsync(descriptor)
        if prepare is not None:
            prepare(temporary)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def map_bytes(path: str) -> memoryview:
    """A file mapped into memory, so that only the parts that are used are loaded. Raises OSError as `open` does."""
    import mmap

    with open(path, "rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def stamp(path: str) -> tuple[int, int, int]:
    """Inode, size and time of change, which show whether a file is still the same. Raises OSError as `os.stat` does."""
    status = os.stat(path)
    return status.st_ino, status.st_size, status.st_mtime_ns


def write_parts(path: str, parts: Iterable[bytes | memoryview], expected: tuple[int, int, int] | None = None) -> None:
    """Atomically creates or replaces the file `path` from these parts; missing folders are created.

    A file that is replaced keeps its permissions; with `expected` it must still have this stamp. Raises
    ChangedMeanwhile if it does not, and OSError if the file cannot be written.
    """
    target = os.path.realpath(path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    before = os.stat(target) if os.path.exists(target) else None
    if before is not None and not stat.S_ISREG(before.st_mode):
        raise OSError("not a regular file")
    if before is not None and not os.access(target, os.W_OK):
        raise PermissionError("no permission to write")

    def prepare(temporary: str) -> None:
        if before is not None:
            _copy_attributes(target, temporary, before)
        if expected is not None and stamp(target) != expected:
            raise ChangedMeanwhile("the file changed while it was being upgraded; left as it is")

    _replace(target, parts, 0o666, prepare)


def _copy_attributes(source: str, target: str, status: os.stat_result) -> None:
    """Copies owner, permissions and extended attributes (access control lists among them)."""
    from contextlib import suppress

    if hasattr(os, "chown"):
        try:
            os.chown(target, status.st_uid, status.st_gid)
        except OSError:  # only root may give files away, but the group can be kept if we are in it
            with suppress(OSError):
                os.chown(target, -1, status.st_gid)
    os.chmod(target, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        try:
            names = os.listxattr(source)
        except OSError:
            names = []
        for name in names:
            with suppress(OSError):
                os.setxattr(target, name, os.getxattr(source, name))


def create(path: str, data: bytes) -> None:
    """Writes a new file. Raises FileExistsError if there is one, or a link, and OSError if it cannot be written."""
    with open(os.open(path, _NEW_FILE, 0o666), "wb") as stream:
        stream.write(data)


def write_output(path: str, data: bytes) -> None:
    """Creates or replaces the file of a report as `write_parts` does; a device or a pipe is written to directly.

    Raises OSError.
    """
    if not os.path.exists(path) or os.path.isfile(path):
        write_parts(path, [data])
        return
    with open(path, "wb") as stream:
        stream.write(data)
