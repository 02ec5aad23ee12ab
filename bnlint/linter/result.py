"""Result: the lint of one source, fresh from the linter or read from the cache."""

from __future__ import annotations

from bnlint.linter.settings import DEFAULT_TARGET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.prototxt.nodes import Document
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.source import Source


class Result:
    """The lint of one source.

    `kind` is ``net``, ``solver`` or ``other`` (not a Caffe file: nothing was checked), `dialect` the name of the Caffe
    that it is written for. `bugs` are faults of bnlint itself, as lines to report; they never hide the diagnostics of
    other rules. `suppressed` are the diagnostics that comments suppress; a cached result has none.

    For a cached result, `source` is given as a function and `document` as None: both are made on demand, because the
    reports of most files need neither. It can be pickled; the document is left out, because it is many times as large
    as the text.
    """

    __slots__ = ("_document", "_source", "bugs", "diagnostics", "dialect", "kind", "suppressed")

    def __init__(
        self,
        source: Source | Callable[[], Source],
        document: Document | None,
        kind: str,
        diagnostics: list[Diagnostic],
        bugs: list[str],
        dialect: str = DEFAULT_TARGET,
    ) -> None:
        self._source = source
        self._document = document
        self.kind = kind
        self.diagnostics = diagnostics
        self.bugs = bugs
        self.dialect = dialect
        self.suppressed: list[Diagnostic] = []

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

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        kept = {name: getattr(self, name) for name in self.__slots__}
        return None, kept | {"_source": self.source, "_document": None}
