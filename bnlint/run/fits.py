"""Which of the known Caffes have all names that some files use, and what the others lack."""

from __future__ import annotations

from typing import NamedTuple

from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema import fitting, messages, vocabulary
from bnlint.caffe.schema.validate import validate
from bnlint.caffe.session import Session
from bnlint.linter.settings import CHEAPEST
from bnlint.prototxt.nodes import Field
from bnlint.prototxt.template import placeholder
from bnlint.run.run import run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bnlint.caffe.net.layers import Net
    from bnlint.caffe.origin import Origin
    from bnlint.linter.result import Result
    from bnlint.linter.settings import Settings
    from bnlint.run.discover import FoundFile

_MAX_NAMES = 4  # that are remembered of what a Caffe lacks
_KINDS = frozenset(("unknown", "enum", "type"))


class Place(NamedTuple):
    """Where a name is: line and column count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class FileFit(NamedTuple):
    """What one file is for; the Caffes that have all names in it, apart from those that none has (`unknown`)."""

    path: str
    kind: str
    origin: Origin
    caffes: tuple[str, ...]
    unknown: tuple[str, ...]


class Fits:
    """The Caffes that fit some files.

    `count` has the number of files that each Caffe fits, in the order of `messages.dialect_names`; `lacks` a few names
    that it lacks, with one place each; `unknown` the names that no known Caffe has. `errors` are files that cannot be
    read, with the reason; `skipped` is the number of templates, and of files that are not Caffe's.
    """

    __slots__ = ("_session", "count", "errors", "files", "lacks", "skipped", "unknown")

    def __init__(self) -> None:
        self.files: list[FileFit] = []
        self.count = dict.fromkeys(messages.dialect_names(), 0)
        self.lacks: dict[str, dict[str, Place]] = {name: {} for name in self.count}
        self.unknown: dict[str, Place] = {}
        self.errors: list[str] = []
        self.skipped = 0
        self._session = Session()

    def add(self, path: str, result: Result) -> None:
        """Counts a net or solver that has been linted."""
        document, source = result.document, result.source
        if placeholder(document) is not None:
            self.skipped += 1
            return
        root = ROOT_MESSAGES[result.kind]
        net = read_net(document, messages.schema(), self._session) if result.kind == "net" else None
        names = fitting.names_in(document, net, root)
        caffes = vocabulary.names_of(names.mask)
        self.files.append(FileFit(path, result.kind, result.origin, caffes, names.private))
        for name in caffes:
            self.count[name] += 1

        def place(offset: int) -> Place:
            line, column = source.lines.position(offset)
            return Place(path, line + 1, column + 1)

        mistakes = self._mistakes(result, net, names.mask)
        for name in vocabulary.names_of(vocabulary.ALL & ~names.mask):
            lacks = self.lacks[name]
            if len(lacks) < _MAX_NAMES:
                for word, offset in self._lacking(result, net, messages.schema(name)):
                    if word not in names.private and offset not in mistakes and len(lacks) < _MAX_NAMES:
                        lacks.setdefault(word, place(offset))
        if not self.unknown.keys() >= {*names.private}:
            self._find_unknown(result, net, names.private, place)

    def _mistakes(self, result: Result, net: Net | None, mask: int) -> set[int]:
        """The offsets of what even a Caffe that fits rejects."""
        fitting_ones = vocabulary.names_of(mask)
        if not fitting_ones:
            return set()
        return {offset for _, offset in self._lacking(result, net, messages.schema(fitting_ones[0]))}

    def _lacking(self, result: Result, net: Net | None, caffe: messages.Schema) -> Iterator[tuple[str, int]]:
        """The names in a text that a Caffe does not know, with their offsets."""
        document = result.document
        for error in validate(document.items, ROOT_MESSAGES[result.kind], caffe, document.text, self._session):
            if error.kind in _KINDS:
                node = error.node
                is_value = error.kind != "unknown" and isinstance(node, Field)
                yield (f"{error.name}: {node.raw}" if is_value else error.name), node.start  # type: ignore[union-attr]
        types = caffe.layer_types
        for layer in net.layers if net is not None and types is not None else ():
            if types is not None and layer.type not in types and vocabulary.type_mask(layer.type):
                yield layer.type, layer.block.start

    def _find_unknown(
        self, result: Result, net: Net | None, private: Iterable[str], place: Callable[[int], Place]
    ) -> None:
        wanted = {*private} - self.unknown.keys()
        for word, offset in self._lacking(result, net, messages.schema()):
            if word in wanted:
                self.unknown.setdefault(word, place(offset))
        for layer in net.layers if net is not None else ():
            if layer.type in wanted:
                self.unknown.setdefault(layer.type, place(layer.block.start))


def fits(files: Iterable[FoundFile], settings: Callable[[str], Settings]) -> Fits:
    """Reads some files, and compares their names with those of all known Caffes."""
    found = Fits()
    for outcome in run(files, lambda path: settings(path).replace(select=CHEAPEST, cache="")):
        if outcome.error or outcome.bugs:
            found.errors.append(f"{outcome.path}: {outcome.error or f'internal error: {outcome.bugs[0]}'}")
        elif outcome.result is None:
            found.skipped += 1
        else:
            found.add(outcome.path, outcome.result)
    return found
