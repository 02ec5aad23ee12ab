"""The lints of one file: one for each Caffe that it may be for and that it can tell from the others."""

from __future__ import annotations

from bnlint.caffe import BASE, find_origin
from bnlint.caffe.file_kind import ROOT_MESSAGES
from bnlint.caffe.net.read import read_net
from bnlint.caffe.origin import AUTO, Origin
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.validate import validate, validate_net
from bnlint.checks import registry
from bnlint.checks.context import FileContext, NetContext
from bnlint.checks.declarative import rules as declarative
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.schema.messages import Schema
    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.caffe.session import Session
    from bnlint.linter.settings import Settings
    from bnlint.prototxt.nodes import Document
    from bnlint.text.diagnostics import Diagnostic
    from bnlint.text.files import RelatedFiles
    from bnlint.text.source import Source

    C = TypeVar("C", bound=FileContext)
    Check = Callable[[C], Iterable[Diagnostic]]

#: Kinds of proof (see `catalog.Rule`) that hold for both Caffes if the target is another than the file's.
_PROVED_FOR_BOTH = frozenset(("porting", "suppressions"))


class Lints:
    """The lints of one file.

    `origin` are the Caffes that the file may be for. After `diagnostics`, `bugs` are lines about checks that failed,
    and `complete` is False if related files were not given, but could show more.
    """

    def __init__(
        self,
        source: Source,
        document: Document,
        kind: str,
        settings: Settings,
        enabled: frozenset[str],
        related_files: RelatedFiles | None,
        session: Session,
    ) -> None:
        self.source = source
        self.document = document
        self.kind = kind
        self.settings = settings
        self.enabled = enabled
        self.related_files = related_files
        self.session = session
        self.bugs: list[str] = []
        self.complete = True
        self._rules = catalog.known(settings.rules)
        self._nets: dict[str, Net] = {}
        self._rejected: dict[str, list[SchemaError]] = {}
        self.origin = self._origin()

    def diagnostics(self) -> list[Diagnostic]:
        """What holds for all Caffes that the file may be for, and for the target if one is named.

        A fix for the target that would not be safe for the Caffe of the file is unsafe.
        """
        target, caffes = self.settings.target, self.origin.runs
        runs = [(caffe if target == AUTO else target, caffe) for caffe in caffes]
        is_ported = target != AUTO and caffes != (target,)
        if len(runs) == 1 and not is_ported:
            return self._lint(*runs[0], self.enabled)
        from bnlint.linter.agreement import agreed, confirmed  # most files are for one Caffe

        diagnostics = agreed(self._lint, runs, self.enabled)
        if is_ported:
            exempt = frozenset(id for id, rule in self._rules.items() if rule.proof in _PROVED_FOR_BOTH)
            own = agreed(self._lint, [(caffe, caffe) for caffe in caffes], self.enabled)
            confirmed(diagnostics, own, messages.short_title(target), exempt)
        return diagnostics

    @property
    def layers(self) -> list[Layer]:
        """The layers of the net, as one of the Caffes reads it that the file may be for; none for a solver."""
        net = self._net(self.origin.runs[0])
        return net.layers if net is not None else []

    def misread(self) -> list[SchemaError]:
        """The errors of the file's Caffes that leave open what is meant: all but unknown names."""
        kinds = ("repeated", "type", "required")
        return [error for caffe in self.origin.runs for error in self._errors(caffe) if error.kind in kinds]

    def _origin(self) -> Origin:
        settings = self.settings
        origin = find_origin.said(self.source.text, settings.dialect)
        if origin is not None:
            return origin
        net, errors = self._net(BASE), self._errors(BASE)
        root = ROOT_MESSAGES[self.kind]
        return find_origin.shown(self.document, root, net, errors, settings.target, settings.evidence)

    def _net(self, caffe: str) -> Net | None:
        """The net as a Caffe reads it; None for a solver."""
        if self.kind != "net":
            return None
        if caffe not in self._nets:
            self._nets[caffe] = read_net(self.document, messages.schema(caffe), self.session)
        return self._nets[caffe]

    def _errors(self, caffe: str) -> list[SchemaError]:
        """What a Caffe rejects."""
        if caffe not in self._rejected:
            net, document = self._net(caffe), self.document
            if net is not None:
                self._rejected[caffe] = validate_net(document, net, self.session)
            else:
                root, schema = ROOT_MESSAGES[self.kind], messages.schema(caffe)
                self._rejected[caffe] = validate(document.items, root, schema, self.source.text, self.session)
        return self._rejected[caffe]

    def _lint(self, target: str, caffe: str, enabled: frozenset[str]) -> list[Diagnostic]:
        """The diagnostics of these rules for a file that is for `caffe` and must run on `target`."""
        net = self._net(caffe)
        file = self._file(messages.schema(target), messages.schema(caffe), lambda: self._errors(target))
        diagnostics = _run(registry.FILE_CHECKS, file, enabled, self.bugs)
        if net is not None:
            context = NetContext(file, net)
            diagnostics += _run(registry.NET_CHECKS, context, enabled, self.bugs)
            diagnostics += declarative.run(context, enabled, self.settings.rules, self.bugs)
            if self.related_files is None and (context.purpose.needs_solver or self.settings.training_net):
                self.complete = False
            return diagnostics
        from bnlint.checks.solver.context import SolverContext  # a run over nets alone does without solvers' checks

        self.complete = self.related_files is not None
        return diagnostics + _run(registry.SOLVER_CHECKS, SolverContext(file), enabled, self.bugs)

    def _file(self, target: Schema, dialect: Schema, find_errors: Callable[[], list[SchemaError]]) -> FileContext:
        return FileContext(
            self.source,
            self.document,
            self.kind,
            target,
            dialect,
            find_errors,
            self._rules,
            self.related_files,
            self.settings.kinds,
            self.session,
            self.origin,
            self.settings.target != AUTO,
            self.settings.training_net,
        )


def _run(checks: Mapping[str, Check[C]], context: C, enabled: frozenset[str], bugs: list[str]) -> list[Diagnostic]:
    """The diagnostics of the enabled checks; one that fails is a bug of bnlint and does not hide those of others."""
    diagnostics: list[Diagnostic] = []
    for rule, check in checks.items():
        if rule in enabled:
            try:
                diagnostics += check(context)
            except Exception as error:
                bugs.append(f"rule {rule} failed: {type(error).__name__}: {error}")
    return diagnostics
