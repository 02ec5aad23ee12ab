"""The context of a check: the file or net, its purpose, its states with their graphs, and how to report."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.graph.gradient import GradientFlow, is_loss
from bnlint.caffe.graph.memory import Memory, memories, trained_versions
from bnlint.caffe.net.layers import Layer, Net
from bnlint.caffe.origin import Origin
from bnlint.caffe.purpose import Purpose, is_source
from bnlint.caffe.schema import messages
from bnlint.caffe.state import NetState, describe
from bnlint.prototxt.nodes import ErrorNode, span_of
from bnlint.rules.catalog import Rule
from bnlint.text.diagnostics import Diagnostic, Related, Severity
from bnlint.text.edits import Applicability, Fix
from bnlint.text.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Self, TypeVar

    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.caffe.session import Session
    from bnlint.caffe.solver import NetUse, Solver
    from bnlint.prototxt.nodes import Document, Node
    from bnlint.text.edits import Edit
    from bnlint.text.files import RelatedFiles

    #: Whether a layer's own content has some property, under a target.
    Fact = Callable[[Layer, messages.Schema], bool]
    T = TypeVar("T")
    Edits = Iterable[Edit] | Callable[[], Iterable[Edit]]


class View:
    """The net in one or several states that have the same layers: their names, the graph, and backward."""

    def __init__(self, net: Net, state: NetState) -> None:
        self.net = net
        self.states = [state]

    @cached_property
    def graph(self) -> BlobGraph:
        return BlobGraph(self.net, self.states[0])

    @cached_property
    def flow(self) -> GradientFlow:
        return GradientFlow(self.graph)

    @cached_property
    def has_loss(self) -> bool:
        return any(is_loss(layer) for layer in self.graph.layers)

    @cached_property
    def memories(self) -> list[Memory]:
        return memories(self.graph)

    @cached_property
    def trained_versions(self) -> set[int]:
        return trained_versions(self.graph)

    @property
    def phase(self) -> str:
        return self.states[0].phase

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The states in words."""
        return tuple(map(describe, self.states))

    def has(self, layer: Layer) -> bool:
        return layer.exists_in(self.states[0])


class FileContext:
    """One file that is checked: its text, the Caffe that it is for, and what the target rejects in it.

    `kind` is ``net`` or ``solver``; `target` the schema of the Caffe that it must run on, `dialect` that of the one
    that it is for; `find_errors` finds what the target rejects. `related_files` are the files that it may name, if
    known. `declared_kinds` is what the configuration calls the file: see `Purpose`.
    `session` is what the run remembers of other files. `origin` are all Caffes that the file may be for: the file is
    checked for each of them, and what is not the same for all is dropped. So messages call it by `caffe_name`.
    `training_net`: the file of the net with which this one is trained, relative to its folder, if the configuration
    says it.
    `is_target_named`: somebody said which Caffe must run the file; else the target is the Caffe that it is for.
    """

    def __init__(
        self,
        source: Source,
        document: Document,
        kind: str,
        target: messages.Schema,
        dialect: messages.Schema,
        find_errors: Callable[[], list[SchemaError]],
        rules: dict[str, Rule],
        related_files: RelatedFiles | None = None,
        declared_kinds: tuple[str, ...] = (),
        session: Session | None = None,
        origin: Origin | None = None,
        is_target_named: bool | None = None,
        training_net: str = "",
    ) -> None:
        self.source = source
        self.text = source.text
        self.document = document
        self.kind = kind
        self.target = target
        self.dialect = dialect
        self._find_errors = find_errors
        self.rules = rules
        self.related_files = related_files
        self.declared_kinds = declared_kinds
        self.session = session
        self.origin = origin or Origin((dialect.name,))
        self.is_target_named = target is not dialect if is_target_named is None else is_target_named
        self.training_net = training_net
        self._computed: dict[Callable[..., Any], Any] = {}

    @cached_property
    def schema_errors(self) -> list[SchemaError]:
        """The fields and values that the target rejects."""
        return self._find_errors()

    def caffe_name(self, caffe: messages.Schema) -> str:
        """What messages call the target or the Caffe of the file, which may be one of several."""
        return self.origin.label if caffe.name in self.origin.caffes else messages.short_title(caffe.name)

    def once(self, compute: Callable[[Self], T]) -> T:
        """The result of `compute` for this context, computed once and shared by all checks."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        return self._computed[compute]  # type: ignore[no-any-return]

    def report(
        self,
        rule: str,
        at: Node | Layer | Span,
        message: str,
        fix: Fix | None = None,
        severity: Severity | None = None,
        views: Sequence[View] = (),
        related: tuple[Related, ...] = (),
        tags: tuple[str, ...] = (),
    ) -> Diagnostic:
        """A diagnostic of `rule` at a node or span (at a layer: at its type), with the states of `views`."""
        if isinstance(at, Layer):
            start, end = span_of(at.block, "type") or (at.block.start, at.block.end)
        else:
            start, end = at.start, at.end
        states = tuple(dict.fromkeys(name for view in views for name in view.names)) if views else ()
        return Diagnostic(
            rule,
            message,
            self.rules[rule].severity if severity is None else severity,
            Span(start, end),
            fix,
            related,
            states,
            tags,
        )

    def fix(self, rule: str, title: str, edits: Edits, applicability: Applicability | None = None) -> Fix:
        """A fix, as applicable as the rule declares it unless `applicability` says otherwise.

        `edits` may be a function, which is called when they are first shown or applied.
        """
        return Fix(title, applicability or self.rules[rule].fixable or Applicability.DISPLAY, edits)


class NetContext(FileContext):
    """One net that is checked: its layers, its purpose, and the states in which it is checked."""

    def __init__(self, file: FileContext, net: Net) -> None:
        vars(self).update(vars(file))
        self.net = net
        self.purpose = Purpose(net, file.declared_kinds)
        if self.purpose.needs_solver:
            self.purpose.add_solver_uses(net, [use for _, _, uses in self.solvers for use in uses])

    @cached_property
    def solvers(self) -> list[tuple[str, Solver, list[NetUse]]]:
        """(name, solver, how it uses the net) of the solvers in the same folder that use the net."""
        if self.related_files is None or not self.related_files.siblings("solver"):
            return []
        from bnlint.caffe.solver import solvers_of  # most folders have none

        return solvers_of(self.related_files, self.target)

    @cached_property
    def is_only_tested(self) -> bool:
        """Whether solvers use the net, and all of them make no iteration, as those that only test it."""
        return bool(self.solvers) and all(solver.message.get("max_iter") == 0 for _, solver, _ in self.solvers)

    @cached_property
    def views(self) -> list[View]:
        """A view for each phase and set of layers that the states tell apart.

        None if a fault leaves open which layers exist in which states: then nothing can be said about any state.
        """
        return self.assumed_views if self.net.states_known and not self._has_lost_rule else []

    @cached_property
    def assumed_views(self) -> list[View]:
        """As `views`, but if rules have faults, as if these rules were not there: for an editor, not for checks."""
        views: dict[tuple[str, tuple[int, ...]], View] = {}
        guarded = [layer for layer in self.net.layers if layer.include or layer.exclude]
        for state in self.purpose.states:
            key = (state.phase, tuple(layer.index for layer in guarded if layer.exists_in(state)))
            if key in views:
                views[key].states.append(state)
            else:
                views[key] = View(self.net, state)
        return list(views.values())

    @cached_property
    def _has_lost_rule(self) -> bool:
        """Whether a syntax error hides an include or exclude rule, a phase or the net's state."""
        blocks = (
            [self.document.items, *(layer.block.items for layer in self.net.layers)] if self.document.faults else ()
        )
        lost = [item for items in blocks for item in items if type(item) is ErrorNode]
        return any(self.text.startswith(("include", "exclude", "phase", "state"), item.start) for item in lost)

    @cached_property
    def _sources(self) -> list[Layer]:
        return [layer for layer in self.net.layers if is_source(layer)]

    def is_fed(self, view: View) -> bool:
        """Whether the net has data in `view`; a file without any data layer is part of a net, and counts as fed."""
        return not self._sources or any(view.has(layer) for layer in self._sources)

    def is_plain(self, view: View) -> bool:
        """Whether a phase alone, with the stages and the level of the net's own `state`, is among its states."""
        own = self.net.state
        return any(state.stages == own.stages and state.level == own.level for state in view.states)

    def severity_in(self, rule: str, views: Sequence[View]) -> Severity:
        """The severity of a fault in `views`: at most a warning unless one of their states is certainly used.

        A state is certainly used if a solver requests it, or if it is a phase alone whose data needs no stage or level.
        """
        severity = self.rules[rule].severity
        if any(self.is_plain(view) and self.is_fed(view) for view in views):
            return severity
        if any(state in self.purpose.solver_states for view in views for state in view.states):
            return severity
        return min(severity, Severity.WARNING)

    def report_in(
        self,
        rule: str,
        at: Node | Layer | Span,
        message: str,
        views: Sequence[View],
        fix: Fix | None = None,
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A diagnostic of a fault in `views`, which names their states unless they are all: see `severity_in`."""
        at_most = self.severity_in(rule, views)
        severity = at_most if severity is None else min(severity, at_most)
        where = views if len(views) < len(self.views) else ()
        return self.report(rule, at, message, fix, severity, where, related)

    @cached_property
    def _starts(self) -> list[int]:
        return [layer.block.start for layer in self.net.layers]

    def layer_at(self, offset: int) -> Layer | None:
        """The layer that contains an offset of the text."""
        number = bisect_right(self._starts, offset) - 1
        return self.net.layers[number] if number >= 0 and offset < self.net.layers[number].block.end else None

    def views_of(self, layer: Layer) -> list[View]:
        """The views in which the layer exists."""
        if not layer.include and not layer.exclude:
            return self.views
        return [view for view in self.views if view.has(layer)]

    @cached_property
    def _by_type(self) -> dict[str, list[Layer]]:
        by_type: dict[str, list[Layer]] = {}
        for layer in self.net.layers:
            by_type.setdefault(layer.type, []).append(layer)
        return by_type

    @cached_property
    def alike(self) -> list[list[Layer]]:
        """The layers, grouped by equal content."""
        by_content: dict[int, list[Layer]] = {}
        for layer in self.net.layers:
            by_content.setdefault(id(layer.content), []).append(layer)
        return list(by_content.values())

    def where(self, fact: Fact, *types: str) -> Iterator[Layer]:
        """The layers (of these types, if any are given) for which `fact`, a function `memoized_by_content`, holds.

        Layers of equal content come together: what holds for one of them holds for all.
        """
        for layers in self.alike:
            if (not types or layers[0].type in types) and fact(layers[0], self.target):
                yield from layers

    def of_type(self, *types: str) -> list[Layer]:
        """The layers of these types, in the order of the file."""
        layers = [layer for type_ in types for layer in self._by_type.get(type_, ())]
        return layers if len(types) == 1 else sorted(layers, key=lambda layer: layer.index)
