"""The baseline: findings that were there before, so that a check shows only what is new."""

from __future__ import annotations

import json
import os
from collections import Counter

from bnlint.config import ConfigError
from bnlint.prototxt.nodes import Block, leaves
from bnlint.prototxt.values import string
from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.linter.result import Result
    from bnlint.prototxt.nodes import Leaf
    from bnlint.run.run import Outcome
    from bnlint.text.diagnostics import Diagnostic

    Entry = tuple[str, str, str, str]

NAME = ".bnlint-baseline.json"
_VERSION = 1
_KEYS = ("rule", "file", "layer", "fingerprint")


class Baseline:
    """The findings that a file lists. `known` counts those that were found again."""

    __slots__ = ("_entries", "_left", "_seen", "folder", "known", "path")

    def __init__(self, path: str, entries: Iterable[Entry]) -> None:
        self.path = path
        self.folder = os.path.dirname(os.path.abspath(path))
        self.known = 0
        self._entries = list(entries)
        self._left = Counter(self._entries)
        self._seen: set[str] = set()

    def filtered(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes, of whose findings those are left that the baseline does not list."""
        for outcome in outcomes:
            if outcome.result is not None:
                outcome.result.diagnostics = self.new(outcome.path, outcome.result)
            yield outcome

    def new(self, path: str, result: Result) -> list[Diagnostic]:
        """The findings of a file that the baseline does not list."""
        name = _name(path, self.folder)
        self._seen.add(name)
        found = []
        for diagnostic, entry in entries(name, result):
            if self._left[entry]:
                self._left[entry] -= 1
                self.known += 1
            else:
                found.append(diagnostic)
        return found

    def gone(self) -> int:
        """How many of its findings are no more: in the files that were checked, and in those that are not there."""
        files_ = {file for _, file, _, _ in self._left}
        missing = {file for file in files_ - self._seen if not os.path.exists(os.path.join(self.folder, file))}
        return sum(count for entry, count in self._left.items() if entry[1] in self._seen or entry[1] in missing)

    def sentence(self) -> str:
        """How many findings were known, and how many are gone, for whoever watches."""
        gone = self.gone()
        known = f"{self.known} finding{'' if self.known == 1 else 's'} known and not shown"
        are = "is" if gone == 1 else "are"
        return f"{known}; {gone} {are} gone: `bnlint baseline` writes it anew" if gone else known


def entries(name: str, result: Result) -> Iterator[tuple[Diagnostic, Entry]]:
    """Each finding of a file with its entry. The fingerprint is of the rule, the layer, and the text that is marked:
    it stays when lines move; equal findings are as many entries."""
    if not result.diagnostics:
        return
    import hashlib

    blocks = [block for block in leaves(result.document.items) if type(block) is Block]
    at = 0
    for diagnostic in sorted(result.diagnostics, key=lambda each: each.span.start):
        while at < len(blocks) and blocks[at].end <= diagnostic.span.start:
            at += 1
        layer = ""
        if at < len(blocks) and blocks[at].start <= diagnostic.span.start:
            layer = _layer(blocks[at])
        marked = " ".join(result.source.text[slice(*diagnostic.span)].split())
        data = "\0".join((diagnostic.rule, layer, marked)).encode("utf-8", "surrogatepass")
        yield diagnostic, (diagnostic.rule, name, layer, hashlib.sha256(data).hexdigest()[:16])


def _layer(block: Leaf) -> str:
    """The name of a layer; of the old format, in which a layer is wrapped, too."""
    for leaf in leaves(block.items) if isinstance(block, Block) else ():
        if leaf.name == "name" and not isinstance(leaf, Block):
            return string(leaf.raw) or ""
        if leaf.name == "layer" and isinstance(leaf, Block):
            return _layer(leaf)
    return ""


def _name(path: str, folder: str) -> str:
    return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")


def load(path: str) -> Baseline:
    """The baseline in a file. Raises ConfigError where it is none, or cannot be read."""
    try:
        data = json.loads(files.read(path))
        if data["version"] != _VERSION:
            raise ConfigError(f"{path}:1: version: expected {_VERSION}: `bnlint baseline` writes it anew")
        return Baseline(path, [tuple(str(each[key]) for key in _KEYS) for each in data["findings"]])  # type: ignore[misc]
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, ConfigError):
            raise
        raise ConfigError(f"{path}:1: expected a baseline, as `bnlint baseline` writes it") from None


def render(path: str, results: Iterable[tuple[str, Result]]) -> tuple[bytes, int]:
    """(the text of a baseline at `path` for the findings of files, how many these are)."""
    folder = os.path.dirname(os.path.abspath(path))
    found = [entry for file, result in results for _, entry in entries(_name(file, folder), result)]
    listed = sorted(found, key=lambda entry: (entry[1], entry[0], entry[2:]))
    rows = ",\n".join("    " + json.dumps(dict(zip(_KEYS, entry)), ensure_ascii=False) for entry in listed)
    body = f"[\n{rows}\n  ]" if rows else "[]"
    text = f'{{\n  "version": {_VERSION},\n  "findings": {body}\n}}\n'
    return text.encode("utf-8", "backslashreplace"), len(listed)
