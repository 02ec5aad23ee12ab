"""Says for which Caffes files were taken, by what evidence, and how their owner can say it better."""

from __future__ import annotations

import os
from collections import Counter

from bnlint.text.diagnostics import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.origin import Origin

_FEW = 3  # names that are shown, and groups of files in a repository
_SILENT = frozenset(("declared", "configured", "target", "default"))


def explanation(origin: Origin, several: bool = False) -> str:
    """The Caffe of a file, or of several, and what shows it: ``for NVIDIA Caffe 0.17, as "dialect" says``."""
    them = "them" if several else "it"
    if origin.private:
        where = f", at an address in {origin.source}" if origin.shown == "submodule" else ""
        if origin.shown == "schema":
            return f"for a Caffe that bnlint does not know: {origin.source} cannot be read"
        return f"for a Caffe that bnlint does not know{where}{_names(origin)}"
    by = {
        "declared": ", as its first line declares",
        "configured": ', as "dialect" says',
        "target": ", the target",
        "schema": f", by {origin.source}",
        "submodule": f", by the address in {origin.source or '.gitmodules'}",
        "repository": f", by the files of the repository{_names(origin)}",
        "file": f", by names in {them}{_names(origin)}",
        "default": f": nothing in {them} is of another Caffe",
    }
    return f"for {origin.label}{by[origin.shown]}"


def _names(origin: Origin) -> str:
    names = ", ".join(origin.names[:_FEW])
    return f" ({names}{' …' if len(origin.names) > _FEW else ''})" if names else ""


class Origins:
    """Counts the files of a run by repository and by the Caffes that they may be for."""

    __slots__ = ("_counts", "_first")

    def __init__(self) -> None:
        self._counts: dict[str, Counter[tuple[str, ...]]] = {}
        self._first: dict[tuple[str, ...], Origin] = {}

    def add(self, origin: Origin) -> None:
        """Counts a file, unless its Caffe was said or is BVLC Caffe."""
        if origin.shown not in _SILENT:
            key = (origin.root, "private") if origin.private else (origin.root, origin.shown, *origin.caffes)
            self._counts.setdefault(origin.root, Counter())[key] += 1
            self._first.setdefault(key, origin)

    def lines(self) -> Iterator[str]:
        """A line for each repository: what its files were taken for, and how to say it better."""
        roots = [root for root in self._counts if root]
        groups = self._counts
        if len(roots) == 1:  # what shows the Caffe of the other files is in them, not in another repository
            groups = {roots[0]: sum(self._counts.values(), Counter())}
        for root, counts in groups.items():
            where = f"{os.path.relpath(root)}: " if len(roots) > 1 and root else ""
            yield f"{where}{self._line(counts)}."

    def _line(self, counts: Counter[tuple[str, ...]]) -> str:
        common = [(self._first[key], count) for key, count in counts.most_common()]
        advice = _advice([origin for origin, _ in common])
        if len(common) == 1:
            origin, count = common[0]
            return f"{_are(count)} {explanation(origin, count > 1)}{advice}"
        parts = [f"{count} for {origin.label}" for origin, count in common[:_FEW]]
        if rest := sum(count for _, count in common[_FEW:]):
            parts.append(f"{rest} for others")
        text = listed(parts)
        if any(", " in part for part in parts):
            text, advice = "; ".join(parts), advice.replace(";", ".", 1)
        return f"{_are(counts.total())} for other Caffes than BVLC's: {text}{advice}"


def _are(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"


def _advice(origins: list[Origin]) -> str:
    """How to say better for which Caffe the files are."""
    if any(origin.private for origin in origins):
        return '; "schema" in bnlint.toml names a caffe.proto'
    if any(origin.shown == "schema" and ", " in origin.source for origin in origins):
        return '; "schema" in bnlint.toml says which'
    if any(len(origin.caffes) > 1 and origin.shown != "schema" for origin in origins):
        return '; "dialect" in bnlint.toml says which'
    return ""
