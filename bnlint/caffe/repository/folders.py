"""Which Caffes the files of a folder have in common, from the top of the repository down."""

from __future__ import annotations

from collections import Counter, namedtuple

from bnlint.caffe.repository.summary import EVERY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import NamedTuple

    from bnlint.caffe.repository.summary import Summary

    class Common(NamedTuple):
        """The Caffes that files have in common, as a mask; the names that decided; whether some Caffe is not known."""

        mask: int
        names: tuple[str, ...]
        private: bool
else:
    Common = namedtuple("Common", "mask names private")

_MAX_NAMES = 5
_MAX_TYPO_FILES = 2  # a word that more files have is no slip, however near it is to another


class Folders:
    """The files of a repository by folder: paths relative to its top, with slashes, and what is in them."""

    __slots__ = ("_among", "_below", "_common")

    def __init__(self, summaries: Mapping[str, Summary]) -> None:
        self._below: dict[str, list[Summary]] = {"": []}
        for path, summary in summaries.items():
            folder = path
            while folder:
                folder = folder.rpartition("/")[0]
                self._below.setdefault(folder, []).append(summary)
        self._common: dict[str, Common] = {}
        self._among: dict[tuple[str, int], int] = {}

    def common(self, folder: str) -> Common | None:
        """What the largest folder around `folder` shows whose files have a common Caffe.

        None if nothing in it is foreign to BVLC Caffe, or the files of `folder` themselves contradict each other.
        """
        for here in self._around(folder):
            if here not in self._common:
                self._common[here] = _common(self._below[here])
            found = self._common[here]
            if found.mask:
                return found if found.private or found.names else None
        return None

    def common_among(self, folder: str, caffes: int) -> int:
        """Those of some Caffes that read the files of the largest folder around `folder` on which any of them agree.

        Files that none of these Caffes reads are for another one, and do not count.
        """
        for here in self._around(folder):
            if (here, caffes) not in self._among:
                self._among[here, caffes] = _all_of(
                    each.mask for each in self._below[here] if each.mask & caffes and not each.private
                )
            if mask := self._among[here, caffes] & caffes:
                return mask
        return caffes

    def plain(self) -> Common:
        """The Caffes that have all names that the repository shares with BVLC Caffe, and its foreign names."""
        files = self._below[""]
        return Common(_all_of(each.plain for each in files), _names(files, _private(files)), True)

    def _around(self, folder: str) -> Iterator[str]:
        """The folders on the way from the top to `folder`, as far as there are files below."""
        yield ""
        for end, letter in enumerate(f"{folder}/"):
            if letter == "/" and folder:
                if folder[:end] not in self._below:
                    return
                yield folder[:end]


def _common(files: list[Summary]) -> Common:
    private = _private(files)
    own = [each for each in files if not each.mask or not private.keys().isdisjoint((*each.private, *each.typos))]
    mask = _all_of(each.mask for each in files if each.mask)
    if mask and own:  # a Caffe that nobody knows, with fields of others perhaps
        return Common(_all_of(each.plain for each in files), _names([*own, *files], private), True)
    return Common(mask, _names(files, private), False)


def _private(files: list[Summary]) -> Counter[str]:
    """The names that no known Caffe has, with the number of files that have each."""
    private = Counter(name for each in files for name in each.private)
    typos = Counter(name for each in files for name in each.typos)
    private.update({name: count for name, count in typos.items() if count > _MAX_TYPO_FILES})
    return private


def _names(files: list[Summary], private: Counter[str]) -> tuple[str, ...]:
    """The most frequent of the private names, then of the foreign ones that few Caffes have."""
    foreign: dict[str, None] = {}
    for place in range(_MAX_NAMES):
        for each in files:
            if place < len(each.foreign) and len(foreign) < _MAX_NAMES:
                foreign[each.foreign[place]] = None
    first = sorted(private, key=lambda name: (-private[name], name))
    return tuple([*first, *foreign][:_MAX_NAMES])


def _all_of(masks: Iterable[int]) -> int:
    common = EVERY
    for mask in masks:
        common &= mask
    return common
