"""Declarative rules: compiled once, indexed by the layer types that they concern, and run over a net."""

from __future__ import annotations

from functools import lru_cache

from bnlint.caffe.net.message import fields_by_name
from bnlint.checks.declarative.conditions import Condition, Scope
from bnlint.checks.declarative.fixes import fix_maker
from bnlint.checks.declarative.template import template
from bnlint.checks.declarative.values import steps_of
from bnlint.prototxt.nodes import Block
from bnlint.rules import catalog
from bnlint.rules.language.types import types_of
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.caffe.net.layers import Layer
    from bnlint.checks.context import NetContext, View
    from bnlint.checks.declarative.fixes import MakeFix
    from bnlint.checks.declarative.template import Fill
    from bnlint.prototxt.nodes import Leaf

    #: The rules to try on a layer of each type, and those to try on any other.
    Table = tuple[dict[str, list["Declared"]], list["Declared"]]


class _Case:
    """The message, fix and severity for the layers that a rule finds, or for those that meet a further condition."""

    __slots__ = ("condition", "fix", "message", "severity")

    def __init__(self, data: dict[str, Any], rule: dict[str, Any], condition: Condition) -> None:
        self.condition = Condition(data["match"])
        neighbours = condition.neighbours  # those of the rule: a case only chooses
        self.message: Fill = template(data.get("message", rule["message"]), neighbours)
        fix = data.get("fix", rule.get("fix"))
        self.fix: MakeFix | None = fix_maker(fix, neighbours) if fix else None
        self.severity = Severity[data["severity"].upper()] if "severity" in data else None


class Declared:
    """A compiled rule: `types` are the layer types that it concerns, None for all."""

    __slots__ = ("_at", "_cases", "_condition", "_every", "id", "types")

    def __init__(self, id: str, data: dict[str, Any]) -> None:
        self.id = id
        self.types = types_of(data["match"])
        self._condition = Condition(data["match"])
        self._every = data.get("states") == "every"
        self._at = steps_of(data["at"]) if "at" in data else []
        cases = (*data.get("cases", ()), {"match": {}})
        self._cases = [_Case(case, data, self._condition) for case in cases]

    def may_concern(self, layer: Layer, scope: Scope) -> bool:
        """Whether the content of the layer meets the condition; the answer is shared by layers with equal content."""
        alone = self._condition.alone
        if alone is None:
            return True
        facts = layer.content.facts
        if self not in facts:
            facts[self] = alone(layer, scope)
        return facts[self] is True

    def find(self, ctx: NetContext, layer: Layer) -> Diagnostic | None:
        """The diagnostic for a layer that the rule may concern; None if it finds nothing."""
        plain, in_state = self._condition.plain, self._condition.in_state
        if plain is not None and not plain(layer, Scope(ctx, ctx.views[0])):
            return None
        views = ctx.views_of(layer)
        matches = [view for view in views if in_state is None or in_state(layer, Scope(ctx, view))]
        if not matches or (self._every and len(matches) < len(views)):
            return None
        where = matches if in_state is not None and len(matches) < len(ctx.views) else []
        return self._report(ctx, layer, Scope(ctx, matches[0]), where)

    def _report(self, ctx: NetContext, layer: Layer, scope: Scope, where: list[View]) -> Diagnostic:
        case = next(case for case in self._cases if case.condition.holds(layer, scope))
        fix: Fix | None = None
        if case.fix is not None:
            title, edits = case.fix(layer, scope)
            fix = ctx.fix(self.id, title, edits) if edits else None
        at = _node(layer, self._at) or layer
        return ctx.report(self.id, at, case.message(layer, scope), fix, case.severity, where)


def _node(layer: Layer, steps: list[tuple[str, int | None]]) -> Leaf | None:
    """The field at a path; None if it is not set."""
    leaf: Leaf | None = None
    fields = layer.fields
    for number, (name, position) in enumerate(steps):
        leaves = fields.get(name, ())
        chosen = len(leaves) - 1 if position is None else position
        if not 0 <= chosen < len(leaves):
            return None
        leaf = leaves[chosen]
        if number + 1 < len(steps):
            if not isinstance(leaf, Block):
                return None
            fields = fields_by_name(leaf.items)
    return leaf


def run(ctx: NetContext, enabled: frozenset[str], folders: tuple[str, ...], bugs: list[str]) -> list[Diagnostic]:
    """The diagnostics of the enabled declarative rules, built-in ones and those in users' `folders`.

    If a rule fails, `bugs` gets one line, and the other rules still run.
    """
    by_type, of_any = compiled(enabled, folders)
    diagnostics: list[Diagnostic] = []
    failed: set[str] = set()
    if not ctx.views or not (by_type or of_any):
        return diagnostics
    scope = Scope(ctx, ctx.views[0])
    for layers in ctx.alike:
        for rule in by_type.get(layers[0].type, of_any):
            if rule.id in failed:
                continue
            try:
                concerned = layers if rule.may_concern(layers[0], scope) else ()
                diagnostics += [finding for layer in concerned if (finding := rule.find(ctx, layer)) is not None]
            except Exception as error:
                failed.add(rule.id)
                bugs.append(f"rule {rule.id} failed: {type(error).__name__}: {error}")
    return [finding for finding in diagnostics if finding.rule not in failed]


@lru_cache(maxsize=8)
def compiled(enabled: frozenset[str], folders: tuple[str, ...]) -> Table:
    """The enabled rules, compiled, by the layer types that they concern."""
    rules = [Declared(id, data) for id, data in catalog.declared(folders).items() if id in enabled]
    of_any = [rule for rule in rules if rule.types is None]
    types = {type_ for rule in rules for type_ in rule.types or ()}
    return {type_: [rule for rule in rules if rule.types is None or type_ in rule.types] for type_ in types}, of_any
