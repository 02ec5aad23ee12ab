"""OpenFile: one version of a text in an editor, with what is derived from it, each computed once."""

from __future__ import annotations

from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from lsprotocol import types

from bnlint.caffe import BASE
from bnlint.caffe.file_kind import ROOT_MESSAGES, kind_of
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.net.layers import Net
from bnlint.caffe.net.read import read_net
from bnlint.caffe.origin import AUTO
from bnlint.caffe.schema import messages
from bnlint.caffe.session import Session
from bnlint.checks.context import FileContext, NetContext
from bnlint.config import ConfigError
from bnlint.linter.check import check
from bnlint.linter.grouping import grouped
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.prototxt.nodes import Block, Document, leaves
from bnlint.prototxt.parser import parse
from bnlint.run.baseline import load
from bnlint.run.collector import Paused
from bnlint.run.outcome import bug_line
from bnlint.text.edits import Edit
from bnlint.text.files import RelatedFiles
from bnlint.text.source import Source

if TYPE_CHECKING:
    from bnlint.caffe.state import NetState
    from bnlint.prototxt.nodes import Leaf
    from bnlint.text.diagnostics import Diagnostic

LAYER_BLOCKS = ("layer", "layers")
_serials = count(1)


class OpenFile:
    """One version of a text; a change makes another object.

    `encoding` is the unit of columns (``utf-8``, ``utf-16`` or ``utf-32``), `serial` a number that no other version
    of any file has, `previous_dialect` the dialect of the version before, `baseline` the path of the file that lists
    known findings, which are not shown ("" for none), `session` the memory of the server.
    """

    def __init__(
        self,
        uri: str,
        source: Source,
        settings: Settings,
        encoding: str = "utf-16",
        version: int | None = None,
        previous_dialect: str = BASE,
        baseline: str = "",
        session: Session | None = None,
    ) -> None:
        self.uri = uri
        self.source = source
        self.text = source.text
        self.settings = settings
        self.encoding = encoding
        self.version = version
        self.previous_dialect = previous_dialect
        self.baseline = baseline
        self.session = session or Session()
        self.serial = next(_serials)

    def changed(self, text: str, version: int | None, span: tuple[int, int] | None = None) -> OpenFile:
        """The next version: another text, or another text in a span of this one."""
        source = self.source.with_text(text) if span is None else self.source.edited(*span, text)
        return self._with(source, self.settings, version, self.baseline)

    def reconfigured(self, settings: Settings, baseline: str) -> OpenFile:
        """The same text under other settings."""
        return self._with(self.source, settings, self.version, baseline)

    def _with(self, source: Source, settings: Settings, version: int | None, baseline: str) -> OpenFile:
        return OpenFile(self.uri, source, settings, self.encoding, version, self.dialect, baseline, self.session)

    def offset(self, position: types.Position) -> int:
        return self.source.lines.offset(position.line, position.character, self.encoding)

    def position(self, offset: int) -> types.Position:
        return types.Position(*self.source.lines.column(offset, self.encoding))

    def range(self, start: int, end: int) -> types.Range:
        return types.Range(self.position(start), self.position(end))

    def text_edits(self, edits: tuple[Edit, ...] | list[Edit]) -> list[types.TextEdit]:
        return [types.TextEdit(self.range(start, end), text) for start, end, text in edits]

    def related_files(self) -> RelatedFiles | None:
        """The files on the disk that this one may name; None for a text that is not on the disk."""
        return RelatedFiles(self.source.name) if self.uri.startswith("file:") else None

    @property
    def is_linted(self) -> bool:
        """Whether `result` is known."""
        return "result" in self.__dict__

    @cached_property
    def result(self) -> Result:
        """What the command line reports for this text. A bug in bnlint is one of its `bugs`."""
        with Paused():
            try:
                return check(self.source, self.settings, self.related_files(), self.session)
            except Exception as error:
                return Result(self.source, parse(self.text), "other", [], [bug_line(error)])

    @cached_property
    def findings(self) -> list[Diagnostic]:
        """The diagnostics to show: those that are not in the baseline."""
        if not self.baseline:
            return self.result.diagnostics
        try:
            return load(self.baseline).new(self.source.name, self.result)
        except ConfigError as error:
            self.result.bugs.append(str(error))
            return self.result.diagnostics

    @property
    def shown(self) -> list[Diagnostic]:
        """The diagnostics as the editor shows them: one speaks for many that are alike, the others are hints."""
        return grouped(self.findings, hints=True)

    @property
    def dialect(self) -> str:
        """The Caffe that the text is for, as far as that is known without linting it."""
        return self.result.dialect if self.is_linted else self.previous_dialect

    @cached_property
    def document(self) -> Document:
        return self.result.document if self.is_linted else parse(self.text)

    @cached_property
    def kind(self) -> str:
        """``net``, ``solver`` or ``other``."""
        if self.is_linted:
            return self.result.kind
        kind = kind_of(self.document)
        return "solver" if kind == "other" and "solver" in self.settings.kinds else kind

    @property
    def schema(self) -> messages.Schema:
        return messages.schema(self.dialect)

    @property
    def root(self) -> messages.MessageType:
        """The message that the whole text is; a text that is neither net nor solver may become a net."""
        kind = self.kind
        if kind == "other" and "solver" in self.source.name.rpartition("/")[2].lower():
            kind = "solver"
        return self.schema.messages[ROOT_MESSAGES.get(kind, ROOT_MESSAGES["net"])]

    @cached_property
    def net(self) -> Net | None:
        with Paused():
            return read_net(self.document, self.schema, self.session) if self.kind == "net" else None

    @cached_property
    def context(self) -> NetContext | None:
        """The net as the checks see it: its purpose, and the states in which it is linted; None if it is no net."""
        if self.net is None:
            return None
        target = self.schema if self.settings.target == AUTO else messages.schema(self.settings.target)
        related_files, kinds = self.related_files(), self.settings.kinds
        with Paused():
            file = FileContext(
                self.source, self.document, self.kind, target, self.schema, list, {}, related_files, kinds, self.session
            )
            return NetContext(file, self.net)

    @cached_property
    def states(self) -> list[NetState]:
        """The states in which the net is linted."""
        return self.context.purpose.states if self.context is not None else []

    @cached_property
    def graphs(self) -> list[BlobGraph]:
        """The graph of each set of layers that those states distinguish."""
        if self.context is None:
            return []
        guarded = [layer for layer in self.context.net.layers if layer.include or layer.exclude]
        graphs: dict[tuple[int, ...], BlobGraph] = {}
        with Paused():
            for view in self.context.assumed_views:
                key = tuple(layer.index for layer in guarded if view.has(layer))
                if key not in graphs:
                    graphs[key] = view.graph
        return list(graphs.values())

    def path_at(self, offset: int) -> list[Leaf]:
        """The nodes around `offset`, the outermost first."""
        path: list[Leaf] = []
        items = self.document.items
        while True:
            inner = next((leaf for leaf in leaves(items) if leaf.start <= offset <= leaf.end), None)
            if inner is None:
                return path
            path.append(inner)
            if not isinstance(inner, Block):
                return path
            items = inner.items

    def message_of(self, names: list[str] | tuple[str, ...]) -> messages.MessageType | None:
        """The type of the block at a path of field names; None if the schema does not know it."""
        message: messages.MessageType | None = self.root
        for name in names:
            field = message.fields.get(name) if message is not None else None
            message = self.schema.messages.get(field.type) if field is not None else None
        return message
