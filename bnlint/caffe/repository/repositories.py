"""Repositories: what a run knows about the repositories of its files. What was found first holds to its end."""

from __future__ import annotations

import os

from bnlint.caffe.evidence import Evidence
from bnlint.caffe.repository import listing, own
from bnlint.caffe.repository.memory import Memory
from bnlint.caffe.repository.prototxts import Inside, Prototxts
from bnlint.caffe.repository.root import TREE, Roots
from bnlint.caffe.repository.summary import MAX_BYTES
from bnlint.text import files
from bnlint.text.cache_folder import hashed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bnlint.caffe.origin import Shown
    from bnlint.caffe.repository.folders import Common
    from bnlint.caffe.repository.scan import Scanner

_SEPARATOR = "\x1f"


class Repositories:
    """What the repositories of files show about their Caffes. Everything is looked at once, when it is first needed.

    `cache_folder` is where it is kept for the next run ("" for nowhere). `problems` are lines about files of a Caffe
    that lie in a repository and cannot be understood, so that they do not count.
    """

    __slots__ = ("_cache_folder", "_known", "_repositories", "_roots", "_scanner", "problems")

    def __init__(self, cache_folder: str = "") -> None:
        self._cache_folder = cache_folder
        self._roots = Roots()
        self._scanner: Scanner | None = None
        self._repositories: dict[str, Repository] = {}
        self._known: dict[tuple[str, tuple[str, ...], str], Evidence | None] = {}
        self.problems: list[str] = []

    def evidence(self, path: str, schemas: Sequence[str] = ()) -> Evidence | None:
        """What shows the Caffe of the file at `path`, which need not exist; None if nothing shows another than BVLC.

        `schemas` are the caffe.proto files that the configuration names. Raises UnknownCaffe, a ValueError, for one of
        them that is not the proto of a Caffe.
        """
        return self.evidence_in(os.path.dirname(os.path.abspath(path)), schemas)

    def evidence_in(
        self, folder: str, schemas: Sequence[str] = (), root: str = "", cache_folder: str = ""
    ) -> Evidence | None:
        """The same for the files in a folder, given by its absolute path.

        `root` counts as the top of the repository if there is no other. `cache_folder` is for its repository.
        """
        key = (folder, tuple(schemas), root)
        if key not in self._known:
            self._known[key] = self._evidence(folder, schemas, root, cache_folder or self._cache_folder)
        return self._known[key]

    def forget(self) -> None:
        """Files may have changed: they are looked at again, and read again if they have."""
        self._roots = Roots()
        self._known.clear()
        self.problems.clear()
        for repository in self._repositories.values():
            repository.forget()

    def _renewed_scanner(self) -> Scanner:
        """The scanner of all repositories, when another one begins; loaded only if a file must be read."""
        if self._scanner is None:
            from bnlint.caffe.repository.scan import Scanner

            self._scanner = Scanner()
        self._scanner.renew()
        return self._scanner

    def _evidence(self, folder: str, schemas: Sequence[str], root: str, cache_folder: str) -> Evidence | None:
        top = self._roots.repository(folder) or (root and os.path.abspath(root))
        tree = "" if top else self._roots.caffe_tree(folder)
        if not (top or tree or schemas):
            return None
        place = top or tree or folder
        if place not in self._repositories:
            self._repositories[place] = Repository(
                place, cache_folder, self._renewed_scanner, self.problems, bool(tree)
            )
        repository = self._repositories[place]
        try:
            return repository.configured(schemas) if schemas else repository.evidence(folder)
        finally:
            repository.memory.save()


class Repository:
    """One repository: its top folder, and what its files show. `scanner` gives that of all, renewed.

    `is_tree`: it is nothing but the tree of a Caffe, outside of any repository.
    """

    def __init__(
        self, top: str, cache_folder: str, scanner: Callable[[], Scanner], problems: list[str], is_tree: bool = False
    ) -> None:
        self.top = top
        self.memory = Memory(cache_folder, top, "repository")
        self._cache_folder = cache_folder
        self._scanner = scanner
        self._problems = problems
        self._is_tree = is_tree
        self.forget()

    def forget(self) -> None:
        """Looks at everything again when it is needed next."""
        self._inside = Inside(self.top)
        self._listing: listing.Listing | None = None
        self._files: Prototxts | None = None
        self._submodules: list[tuple[str, int]] | None = None
        self._own: dict[str, own.Own | None] = {}

    def configured(self, schemas: Sequence[str]) -> Evidence:
        """The Caffes of some caffe.proto files. Raises UnknownCaffe."""
        found = [own.read(os.path.abspath(path), self.memory) for path in schemas]
        names = [os.path.relpath(path, self.top).replace(os.sep, "/") for path in schemas]
        return self._schema(", ".join(names), found)

    def evidence(self, folder: str) -> Evidence | None:
        """What shows the Caffe of the files in a folder of the repository, given by its absolute path."""
        relative = os.path.relpath(folder, self.top).replace(os.sep, "/")
        here = "" if relative == "." else relative
        return self._of_own(here) or self._of_submodules(here) or self._of_files(here)

    # A caffe.proto

    def _of_own(self, folder: str) -> Evidence | None:
        """The nearest Caffe that lies in the repository; if it cannot be read, nothing is known of it."""
        protos = [TREE] if self._is_tree else self._listed().protos
        untracked = [] if self._is_tree else listing.untracked_protos(self.top, folder)
        for group in own.nearest(dict.fromkeys([*protos, *untracked]), folder):
            found = {path: each for path in group if (each := self._read_own(path)) is not None}
            if found:
                return self._schema(", ".join(found), list(found.values()))
            if inside := [path for path in group if self._inside.holds(path)]:
                return self._private("schema", inside[0], self._prototxts().plain())
        return None

    def _read_own(self, path: str) -> own.Own | None:
        if path not in self._own:
            self._own[path] = self._checked_own(path)
        return self._own[path]

    def _checked_own(self, path: str) -> own.Own | None:
        whole = os.path.join(self.top, path)
        if not self._inside.holds(path):
            return None
        try:
            return own.read(whole, self.memory)
        except own.UnknownCaffe as error:
            self._problems.append(str(error))
            return None

    def _schema(self, source: str, found: list[own.Own]) -> Evidence:
        caffes = tuple(dict.fromkeys(caffe for each in found for caffe in each.caffes))
        return self._made(caffes, "schema", source, content="".join(each.digest for each in found))

    # Submodules

    def _of_submodules(self, folder: str) -> Evidence | None:
        """The nearest submodules that are Caffes; of several Caffes at its address, those that read the files."""
        if self._submodules is None:
            self._submodules = [] if self._is_tree else self._read_submodules()
        if not self._submodules:
            return None
        places = {f"{path}/{TREE}": caffes for path, caffes in self._submodules}
        near = [places[path] for path in next(own.nearest(places, folder))]
        if not all(near):
            return self._private("submodule", ".gitmodules", self._prototxts().plain())
        named = 0
        for caffes in near:
            named |= caffes
        mask = self._prototxts().common_among(folder, named)
        return self._made(self._names_of(mask), "submodule", ".gitmodules")

    def _read_submodules(self) -> list[tuple[str, int]]:
        """The folders of submodules that are Caffes, each with the mask of those at its address, 0 if unknown."""
        if not self._inside.holds(".gitmodules"):
            return []
        stamp = self._inside.stamp(".gitmodules")
        known = self.memory.get("submodules")
        if known is not None and known.startswith(stamp + _SEPARATOR):
            texts = known.split(_SEPARATOR)
            return [(path, int(mask, 16)) for path, mask in zip(texts[1::2], texts[2::2])]
        try:
            data = files.read(os.path.join(self.top, ".gitmodules"), MAX_BYTES)
        except OSError:
            return []
        from bnlint.caffe.repository.gitmodules import caffes_in

        found = [(each.path, each.caffes) for each in caffes_in(data.decode("utf-8", "replace").replace("\0", " "))]
        parts = [part for path, mask in found for part in (path, f"{mask:x}")]
        self.memory.put("submodules", _SEPARATOR.join([stamp, *parts, ""]))
        return found

    # Prototxt files

    def _of_files(self, folder: str) -> Evidence | None:
        if self._is_tree:
            return None
        common = self._prototxts().common(folder)
        if common is None:
            return None
        if common.private:
            return self._private("repository", "", common)
        return self._made(self._names_of(common.mask), "repository", "", common.names)

    def _prototxts(self) -> Prototxts:
        if self._files is None:
            paths = self._listed().prototxts
            self._files = Prototxts(paths, self._inside, self.memory, self._cache_folder, self._scanner)
        return self._files

    # Everything

    def _listed(self) -> listing.Listing:
        if self._listing is None:
            self._listing = self._remembered_listing() or listing.listing(self.top)
            if self._listing.sources:
                self._remember(self._listing)
        return self._listing

    def _remembered_listing(self) -> listing.Listing | None:
        known = self.memory.get("listing")
        if known is None:
            return None
        indexes, protos, prototxts = (part.split(_SEPARATOR) if part else [] for part in known.split("\x1e"))
        pairs = [(path, listing.as_stamp(text)) for path, text in zip(indexes[::2], indexes[1::2])]
        return listing.Listing(prototxts, protos, pairs) if listing.current(pairs) else None

    def _remember(self, found: listing.Listing) -> None:
        indexes = [text for path, stamp in found.sources for text in (path, " ".join(map(str, stamp)))]
        parts = (indexes, found.protos, found.prototxts)
        known = "\x1e".join(_SEPARATOR.join(part) for part in parts)
        if known.count("\x1e") == 2 and known != self.memory.get("listing"):
            self.memory.put("listing", known)

    def _private(self, shown: Shown, source: str, common: Common) -> Evidence:
        return self._made(self._names_of(common.mask), shown, source, common.names, True)

    def _names_of(self, mask: int) -> tuple[str, ...]:
        """The names of some Caffes, remembered, because their tables take long to load."""
        key = f"caffes {mask:x}"
        known = self.memory.get(key)
        if known is None:
            from bnlint.caffe.schema import vocabulary

            known = _SEPARATOR.join(vocabulary.names_of(mask & vocabulary.ALL))
            self.memory.put(key, known)
        return tuple(known.split(_SEPARATOR))

    def _made(
        self,
        caffes: tuple[str, ...],
        shown: Shown,
        source: str,
        names: tuple[str, ...] = (),
        private: bool = False,
        content: str = "",
    ) -> Evidence:
        digest = hashed(repr((caffes, shown, source, names, private, content)).encode("utf-8", "surrogatepass"))
        return Evidence(caffes, shown, source, names, private, self.top, digest)
