"""OpenFile: one text as an editor has it, with what has been found out about it, each thing once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.caffe import net as nets
from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.schema import messages
from bnlint.caffe.session import Session
from bnlint.config import ConfigError
from bnlint.linter.check import check
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.prototxt.nodes import Block, Document, leaves
from bnlint.prototxt.parser import parse
from bnlint.run.baseline import load
from bnlint.run.run import bug_line
from bnlint.text.edits import Edit
from bnlint.text.files import RelatedFiles
from bnlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.prototxt.nodes import Leaf
    from bnlint.text.diagnostics import Diagnostic

_serials = count(1)
#: The message that a file of each kind is; a file of neither kind may become a net.
_ROOTS = {"net": "NetParameter", "solver": "SolverParameter"}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, as on the command line: it would search trees again and again as they grow."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class OpenFile:
    """One version of a text; a change makes another object.

    `encoding` is what columns are counted in (``utf-8``, ``utf-16``, ``utf-32``), `serial` a number that no other
    version of any file has, `settled` the Caffe that the version before was written for, `baseline` the file that lists
    findings which are not shown ("" for none), `session` what the server remembers of all files.
    """

    def __init__(
        self,
        uri: str,
        source: Source,
        settings: Settings,
        encoding: str = "utf-16",
        version: int | None = None,
        settled: str = messages.BASE,
        baseline: str = "",
        session: Session | None = None,
    ) -> None:
        self.uri = uri
        self.source = source
        self.text = source.text
        self.settings = settings
        self.encoding = encoding
        self.version = version
        self.settled = settled
        self.baseline = baseline
        self.session = session or Session()
        self.serial = next(_serials)

    def changed(self, text: str, version: int | None, span: tuple[int, int] | None = None) -> OpenFile:
        """The next version: another text, or another text in a span of this one."""
        source = self.source.with_text(text) if span is None else self.source.edited(*span, text)
        return OpenFile(
            self.uri, source, self.settings, self.encoding, version, self.dialect, self.baseline, self.session
        )

    def reconfigured(self, settings: Settings, baseline: str) -> OpenFile:
        """The same text under other settings."""
        return OpenFile(
            self.uri, self.source, settings, self.encoding, self.version, self.dialect, baseline, self.session
        )

    def offset(self, position: types.Position) -> int:
        return self.source.lines.offset(position.line, position.character, self.encoding)

    def position(self, offset: int) -> types.Position:
        return types.Position(*self.source.lines.column(offset, self.encoding))

    def range(self, start: int, end: int) -> types.Range:
        return types.Range(self.position(start), self.position(end))

    def text_edits(self, edits: tuple[Edit, ...] | list[Edit]) -> list[types.TextEdit]:
        return [types.TextEdit(self.range(start, end), text) for start, end, text in edits]

    def related_files(self) -> RelatedFiles | None:
        """The files that this one may name, as they lie on the disk now; None for a text without a place there."""
        return RelatedFiles(self.source.name) if self.uri.startswith("file:") else None

    @cached_property
    def result(self) -> Result:
        """What the command line finds in this text. A fault of bnlint itself is one of its `bugs`."""
        with _uncollected():
            try:
                return check(self.source, self.settings, self.related_files(), self.session)
            except Exception as fault:
                return Result(self.source, parse(self.text), "other", [], [bug_line(fault)])

    @cached_property
    def findings(self) -> list[Diagnostic]:
        """What is shown of the result: all of it, or what is not in the baseline."""
        if not self.baseline:
            return self.result.diagnostics
        try:
            return load(self.baseline).new(self.source.name, self.result)
        except ConfigError as error:
            self.result.bugs.append(str(error))
            return self.result.diagnostics

    @property
    def dialect(self) -> str:
        """The Caffe that the text is written for, as far as that is known without another check."""
        return self.result.dialect if "result" in self.__dict__ else self.settled

    @cached_property
    def document(self) -> Document:
        return self.result.document if "result" in self.__dict__ else parse(self.text)

    @cached_property
    def kind(self) -> str:
        """``net``, ``solver`` or ``other``."""
        if "result" in self.__dict__:
            return self.result.kind
        kind = kind_of(self.document)
        return "solver" if kind == "other" and "solver" in self.settings.kinds else kind

    @property
    def schema(self) -> messages.Schema:
        return messages.schema(self.dialect)

    @property
    def root(self) -> messages.MessageType:
        """The message that the whole text is, or may become."""
        kind = self.kind
        if kind == "other" and "solver" in self.source.name.rpartition("/")[2].lower():
            kind = "solver"
        return self.schema.messages[_ROOTS.get(kind, "NetParameter")]

    @cached_property
    def net(self) -> nets.Net | None:
        with _uncollected():
            return nets.read(self.document, self.schema, self.session) if self.kind == "net" else None

    @cached_property
    def graphs(self) -> list[BlobGraph]:
        """The wiring in each set of layers that the net's states tell apart."""
        if self.net is None:
            return []
        found: dict[tuple[int, ...], BlobGraph] = {}
        guarded = [layer for layer in self.net.layers if layer.include or layer.exclude]
        with _uncollected():
            for state in Purpose(self.net).states:
                key = tuple(layer.index for layer in guarded if layer.exists_in(state))
                if key not in found:
                    found[key] = BlobGraph(self.net, state)
        return list(found.values())

    def path_at(self, offset: int) -> list[Leaf]:
        """The nodes around `offset`, the outermost first."""
        path: list[Leaf] = []
        items = self.document.items
        while True:
            found = next((leaf for leaf in leaves(items) if leaf.start <= offset <= leaf.end), None)
            if found is None:
                return path
            path.append(found)
            if not isinstance(found, Block):
                return path
            items = found.items

    def message_of(self, names: list[str] | tuple[str, ...]) -> messages.MessageType | None:
        """The message that the block at a path of names is; None where the schema does not know it."""
        message: messages.MessageType | None = self.root
        for name in names:
            field = message.fields.get(name) if message is not None else None
            message = self.schema.messages.get(field.type) if field is not None else None
        return message
