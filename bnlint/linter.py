"""Source to Result: parses, decides what kind of file it is, and runs the checks."""

from __future__ import annotations

from bnlint.diagnostics import Diagnostic
from bnlint.settings import Settings
from bnlint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Document


class Result:
    """What was found in one source.

    `kind` is ``net``, ``solver`` or ``other`` (no Caffe file: nothing was checked). `bugs` are bnlint's own
    faults, as lines to report; they never hide the findings of other rules.
    """

    __slots__ = ("bugs", "diagnostics", "document", "kind", "source")

    def __init__(
        self, source: Source, document: Document, kind: str, diagnostics: list[Diagnostic], bugs: list[str]
    ) -> None:
        self.source = source
        self.document = document
        self.kind = kind
        self.diagnostics = diagnostics
        self.bugs = bugs


def check(source: Source, settings: Settings) -> Result:
    """Lints `source`; never raises for what the text contains."""
    raise NotImplementedError
