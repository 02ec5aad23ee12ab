"""The baseline: lists existing findings, so that a check shows only new ones."""

from __future__ import annotations

import hashlib
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
    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic

    Entry = tuple[str, str, str, str]

_VERSION = 1
_KEYS = ("rule", "file", "layer", "fingerprint")


class Baseline:
    """The findings listed in a file. `known` counts those that were found again."""

    __slots__ = ("_entries", "_remaining", "_seen", "folder", "known", "path")

    def __init__(self, path: str, entries: Iterable[Entry]) -> None:
        self.path = path
        self.folder = os.path.dirname(os.path.abspath(path))
        self.known = 0
        self._entries = list(entries)
        self._remaining = Counter(self._entries)
        self._seen: set[str] = set()

    def filtered(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes, without the findings that the baseline lists."""
        for outcome in outcomes:
            if outcome.result is not None:
                outcome.result.diagnostics = self.new(outcome.path, outcome.result)
            yield outcome

    def new(self, path: str, result: Result) -> list[Diagnostic]:
        """The findings in a file that the baseline does not list."""
        name = _name(path, self.folder)
        self._seen.add(name)
        diagnostics = []
        for diagnostic, entry in entries(name, result):
            if self._remaining[entry]:
                self._remaining[entry] -= 1
                self.known += 1
            else:
                diagnostics.append(diagnostic)
        return diagnostics

    def gone(self) -> int:
        """How many listed findings no longer exist, in files that were checked and in files that are gone."""
        listed = {file for _, file, _, _ in self._remaining}
        missing = {file for file in listed - self._seen if not os.path.exists(os.path.join(self.folder, file))}
        return sum(count for entry, count in self._remaining.items() if entry[1] in self._seen or entry[1] in missing)

    def sentence(self) -> str:
        """How many findings were hidden, and how many entries are outdated."""
        gone = self.gone()
        hidden = f"{self.known} known finding{'' if self.known == 1 else 's'} hidden"
        no_longer = "no longer exists" if gone == 1 else "no longer exist"
        return f"{hidden}; {gone} {no_longer}: run `bnlint baseline` to update it" if gone else hidden


def entries(name: str, result: Result) -> Iterator[tuple[Diagnostic, Entry]]:
    """Each finding in a file with its entry.

    The fingerprint is a hash of the rule, the layer, and the marked text, so it stays the same when lines move. Equal
    findings have an entry each.
    """
    if not result.diagnostics:
        return
    blocks = [block for block in leaves(result.document.items) if type(block) is Block]
    index = 0
    for diagnostic in sorted(result.diagnostics, key=lambda each: each.span.start):
        while index < len(blocks) and blocks[index].end <= diagnostic.span.start:
            index += 1
        layer = ""
        if index < len(blocks) and blocks[index].start <= diagnostic.span.start:
            layer = _layer(blocks[index])
        marked = " ".join(result.source.text[slice(*diagnostic.span)].split())
        data = "\0".join((diagnostic.rule, layer, marked)).encode("utf-8", "surrogatepass")
        yield diagnostic, (diagnostic.rule, name, layer, hashlib.sha256(data).hexdigest()[:16])


def _layer(block: Leaf) -> str:
    """The name of a layer, also of V0, where it is nested in another block."""
    for leaf in leaves(block.items) if isinstance(block, Block) else ():
        if leaf.name == "name" and not isinstance(leaf, Block):
            return string(leaf.raw) or ""
        if leaf.name == "layer" and isinstance(leaf, Block):
            return _layer(leaf)
    return ""


def _name(path: str, folder: str) -> str:
    return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")


def load(path: str) -> Baseline:
    """The baseline in a file. Raises ConfigError if it is invalid or cannot be read."""
    try:
        data = json.loads(files.read(path))
        if data["version"] != _VERSION:
            raise ConfigError(f"{path}:1: version: expected {_VERSION}; run `bnlint baseline` to write it again")
        return Baseline(path, [tuple(str(each[key]) for key in _KEYS) for each in data["findings"]])  # type: ignore[misc]
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, ConfigError):
            raise
        raise ConfigError(f"{path}:1: not a baseline; run `bnlint baseline` to write one") from None


def render(path: str, results: Iterable[tuple[str, Result]]) -> tuple[bytes, int]:
    """(the text of a baseline at `path` that lists the findings in files, their number)."""
    folder = os.path.dirname(os.path.abspath(path))
    unsorted = [entry for file, result in results for _, entry in entries(_name(file, folder), result)]
    listed = sorted(unsorted, key=lambda entry: (entry[1], entry[0], entry[2:]))
    rows = ",\n".join("    " + json.dumps(dict(zip(_KEYS, entry)), ensure_ascii=False) for entry in listed)
    body = f"[\n{rows}\n  ]" if rows else "[]"
    text = f'{{\n  "version": {_VERSION},\n  "findings": {body}\n}}\n'
    return text.encode("utf-8", "backslashreplace"), len(listed)
