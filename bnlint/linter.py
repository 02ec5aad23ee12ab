"""Source to Result: parses, decides what kind of file it is, and runs the checks."""

from __future__ import annotations

from bnlint import catalog
from bnlint.caffe import messages
from bnlint.caffe import net as nets
from bnlint.caffe.files import kind_of
from bnlint.diagnostics import Diagnostic, Severity
from bnlint.edits import Applicability, Fix
from bnlint.prototxt.parser import parse
from bnlint.settings import Settings
from bnlint.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Document, Fault


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
    """Lints `source`; never raises for what the text contains.

    Raises KeyError if the target of `settings` is not among the known dialects.
    """
    rules = catalog.rules()
    enabled = catalog.enabled(settings)
    document = parse(source.text)
    kind = kind_of(document)
    found: list[Diagnostic] = []
    bugs: list[str] = []
    if kind != "other" and "SYN001" in enabled:
        found += [_syntax(fault, rules["SYN001"].severity) for fault in document.faults]
    if kind == "net":
        found += _check_net(source, document, settings, enabled, bugs)
    found.sort(key=lambda d: (d.span.start, d.rule, d.span.end))
    return Result(source, document, kind, found, bugs)


def _syntax(fault: Fault, severity: Severity) -> Diagnostic:
    fix = Fix(fault.title, Applicability.SAFE, fault.edits) if fault.edits else None
    return Diagnostic("SYN001", fault.message, severity, Span(fault.start, fault.end), fix)


def _check_net(
    source: Source, document: Document, settings: Settings, enabled: frozenset[str], bugs: list[str]
) -> list[Diagnostic]:
    from bnlint.checks import NET_CHECKS
    from bnlint.checks.context import NetContext

    net = nets.read(document, messages.schema())
    context = NetContext(source, net, settings.target, catalog.rules())
    found: list[Diagnostic] = []
    for rule, check_net in NET_CHECKS.items():
        if rule in enabled:
            try:
                found += check_net(context)
            except Exception as error:  # a rule's own bug must not hide what the others find
                bugs.append(f"rule {rule} failed on {source.name}: {type(error).__name__}: {error}")
    return found
