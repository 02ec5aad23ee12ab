"""Result: the lint of one source, fresh from the linter or read from the cache."""

from __future__ import annotations

from bnlint.caffe.origin import Origin
from bnlint.linter.grouping import grouped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.prototxt.nodes import Document
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import Source


class Result:
    """The lint of one source.

    `kind` is ``net``, ``solver`` or ``other`` (not a Caffe file: nothing was checked), `origin` the Caffes that
    it may be for. `diagnostics` are all findings, one for each place; `grouped` is what reports show. `bugs` are faults
    of bnlint itself, as lines to report; they never hide the diagnostics of other rules. `suppressed` are the
    diagnostics that comments suppress; a cached result has none.

    For a cached result, `source` is given as a function and `document` as None: both are made on demand, because the
    reports of most files need neither. It can be pickled; the document is left out, because it is many times as large
    as the text.
    """

    __slots__ = ("_document", "_source", "bugs", "diagnostics", "kind", "origin", "suppressed")

    def __init__(
        self,
        source: Source | Callable[[], Source],
        document: Document | None,
        kind: str,
        diagnostics: list[Diagnostic],
        bugs: list[str],
        origin: Origin | None = None,
    ) -> None:
        self._source = source
        self._document = document
        self.kind = kind
        self.diagnostics = diagnostics
        self.bugs = bugs
        self.origin = origin or Origin()
        self.suppressed: list[Diagnostic] = []

    @property
    def dialect(self) -> str:
        """The name of a Caffe by which the text can be read: one of those that it may be for."""
        return self.origin.caffes[0]

    @property
    def source(self) -> Source:
        if callable(self._source):
            self._source = self._source()
        return self._source

    @property
    def document(self) -> Document:
        if self._document is None:
            from bnlint.prototxt.parser import parse

            self._document = parse(self.source.text)
        return self._document

    @property
    def grouped(self) -> list[Diagnostic]:
        """The findings as reports show them: what holds for most layers of a type is said once."""
        return grouped(self.diagnostics)

    @property
    def with_hints(self) -> list[Diagnostic]:
        """As `grouped`, with a hint at each other place where something is unnecessary."""
        return grouped(self.diagnostics, hints=True)

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        kept = {name: getattr(self, name) for name in self.__slots__}
        return None, kept | {"_source": self.source, "_document": None}
