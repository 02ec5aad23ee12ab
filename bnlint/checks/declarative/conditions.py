"""Compiles the conditions of `match:` to functions of a layer and a state."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from bnlint.checks.declarative.values import reader
from bnlint.prototxt.values import float32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.caffe.net.layers import Layer
    from bnlint.checks.context import NetContext, View

    Test = Callable[[Layer, "Scope"], bool]
    Find = Callable[[Layer, "Scope"], "Layer | None"]

_ALONE, _PLAIN, _IN_STATE = range(3)
_NAMES = frozenset(("name", "bottom", "top"))
_ORDER = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}


class Scope:
    """The net, and the view of it, in which a condition is tested."""

    __slots__ = ("ctx", "view")

    def __init__(self, ctx: NetContext, view: View) -> None:
        self.ctx = ctx
        self.view = view


class Condition:
    """A compiled condition, in three parts that must all hold; None always holds.

    `alone` depends only on the content of the layer, `plain` also on its names and the net, and
    `in_state` also on the state. `neighbours` find the layers of ``feeds`` and ``fed_by`` at the top of the condition.
    """

    __slots__ = ("alone", "in_state", "neighbours", "plain")

    def __init__(self, data: dict[str, Any]) -> None:
        parts: dict[int, list[Test]] = {_ALONE: [], _PLAIN: [], _IN_STATE: []}
        self.neighbours: dict[str, Find] = {}
        for key, value in data.items():
            if key in ("feeds", "fed_by"):
                find = self.neighbours[key] = neighbour(key, value)
                parts[_IN_STATE].append(_exists(find))
            elif key != "through":
                parts[_depends_on(key, value)].append(_TESTS[key](value))
        self.alone, self.plain, self.in_state = map(_all, parts.values())

    def holds(self, layer: Layer, scope: Scope) -> bool:
        return (
            (self.alone is None or self.alone(layer, scope))
            and (self.plain is None or self.plain(layer, scope))
            and (self.in_state is None or self.in_state(layer, scope))
        )


def neighbour(direction: str, data: dict[str, Any]) -> Find:
    """A function that finds the nearest neighbour that meets the condition `data`."""
    holds = Condition(data).holds
    through = _through(data.get("through", ()))
    feeds = direction == "feeds"

    def find(layer: Layer, scope: Scope) -> Layer | None:
        graph = scope.view.graph
        seen = {layer.index}
        queue = [layer]
        for current in queue:
            if feeds:
                neighbours = [reader for version in graph.outputs(current) for reader, _ in version.consumers]
            else:
                neighbours = [version.producer for version in graph.inputs(current)]
            for other in neighbours:
                if other.index not in seen:
                    seen.add(other.index)
                    if holds(other, scope):
                        return other
                    if through(other):
                        queue.append(other)
        return None

    return find


def _through(kinds: list[str] | tuple[str, ...]) -> Callable[[Layer], bool]:
    """A function that tells whether the search continues beyond a neighbour."""
    if "anything" in kinds:
        return lambda layer: True
    types = frozenset(kinds) - {"in_place"}
    if "in_place" in kinds:
        return lambda layer: layer.type in types or layer.in_place()
    return lambda layer: layer.type in types


def _exists(find: Find) -> Test:
    return lambda layer, scope: find(layer, scope) is not None


def _depends_on(key: str, value: Any) -> int:
    """What a part of a condition depends on: the content of the layer alone, the net, or the state."""
    if key in ("phase", "feeds", "fed_by"):
        return _IN_STATE
    if key in ("type", "in_place", "bottoms", "tops"):
        return _ALONE
    if key == "fields":
        return _PLAIN if any(path.partition(".")[0] in _NAMES for path in value) else _ALONE
    parts = value if key in ("all", "any") else [value] if key == "not" else None
    if parts is None:
        return _PLAIN
    return max((_depends_on(inner, part[inner]) for part in parts for inner in part), default=_ALONE)


def _all(tests: list[Test]) -> Test | None:
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda layer, scope: all(test(layer, scope) for test in tests)


def _type(types: list[str]) -> Test:
    wanted = frozenset(types)
    return lambda layer, scope: layer.type in wanted


def _name(pattern: str) -> Test:
    search = re.compile(pattern).search
    return lambda layer, scope: search(layer.name) is not None


def _fields(tests: dict[str, dict[str, Any]]) -> Test:
    test = _all([_field(path, data) for path, data in tests.items()])
    assert test is not None
    return test


def _field(path: str, data: dict[str, Any]) -> Test:
    read = reader(path)
    fits = value_test(data)
    only_written = data.get("written", False)
    present, absent = "present" in data, "absent" in data
    compares = any(key not in ("present", "absent", "written") for key in data)

    def test(layer: Layer, scope: Scope) -> bool:
        values, written = read(layer)
        if (present and not written) or (absent and written):
            return False
        return not compares or any(fits(value) for value, here in values if here or not only_written)

    return test


def value_test(data: dict[str, Any]) -> Callable[[object], bool]:
    """Whether one value passes all the operators of `data`; a float compares in single precision."""
    tests: list[Callable[[object], bool]] = []
    if "equal" in data:
        tests.append(_one_of([data["equal"]]))
    if "in" in data:
        tests.append(_one_of(data["in"]))
    tests += [_ordered(compare, data[key]) for key, compare in _ORDER.items() if key in data]
    return lambda value: all(test(value) for test in tests)


def _one_of(wanted: list[object]) -> Callable[[object], bool]:
    plain = [value for value in wanted if isinstance(value, (bool, str))]
    numbers = [value for value in wanted if isinstance(value, (int, float)) and not isinstance(value, bool)]
    singles = [float32(value) for value in numbers]

    def test(value: object) -> bool:
        if isinstance(value, (bool, str)):
            return value in plain
        return value in (singles if isinstance(value, float) else numbers)

    return test


def _ordered(compare: Callable[[Any, Any], bool], limit: float) -> Callable[[object], bool]:
    single = float32(limit)

    def test(value: object) -> bool:
        if isinstance(value, float):
            return compare(value, single)
        return isinstance(value, int) and not isinstance(value, bool) and compare(value, limit)

    return test


def _bottoms(data: dict[str, Any]) -> Test:
    fits = value_test(data)
    return lambda layer, scope: fits(len(layer.bottoms))


def _tops(data: dict[str, Any]) -> Test:
    fits = value_test(data)
    return lambda layer, scope: fits(len(layer.tops))


def _in_place(wanted: bool) -> Test:
    return lambda layer, scope: layer.in_place() is wanted


def _exists_in(phase: str) -> Test:
    return lambda layer, scope: any(view.phase == phase for view in scope.ctx.views_of(layer))


def _phase(phase: str) -> Test:
    return lambda layer, scope: (layer.phase or scope.view.phase) == phase


def _net(kind: str) -> Test:
    if kind == "trains":
        return lambda layer, scope: scope.ctx.purpose.trains
    return lambda layer, scope: scope.ctx.purpose.deploy


def _every(parts: list[dict[str, Any]]) -> Test:
    tests = [Condition(part).holds for part in parts]
    return lambda layer, scope: all(test(layer, scope) for test in tests)


def _any(parts: list[dict[str, Any]]) -> Test:
    tests = [Condition(part).holds for part in parts]
    return lambda layer, scope: any(test(layer, scope) for test in tests)


def _not(part: dict[str, Any]) -> Test:
    holds = Condition(part).holds
    return lambda layer, scope: not holds(layer, scope)


_TESTS: dict[str, Callable[[Any], Test]] = {
    "type": _type,
    "name": _name,
    "fields": _fields,
    "bottoms": _bottoms,
    "tops": _tops,
    "in_place": _in_place,
    "exists_in": _exists_in,
    "phase": _phase,
    "net": _net,
    "all": _every,
    "any": _any,
    "not": _not,
}
