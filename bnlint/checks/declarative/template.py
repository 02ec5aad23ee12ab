"""Fills templates: ``{{name}}`` and similar, and the values of fields by path."""

from __future__ import annotations

from collections.abc import Callable

from bnlint.checks.declarative.values import reader, shown
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.checks.declarative.conditions import Find, Scope

    Fill = Callable[[Layer, "Scope"], str]

_VARIABLE = lazy(r"\{\{\s*([^{}]*?)\s*\}\}")


def template(text: str, neighbours: dict[str, Find]) -> Fill:
    """A function that fills `text` for a layer. `neighbours` find the layers of ``{{feeds}}`` and ``{{fed_by}}``."""
    parts = _VARIABLE.split(text)
    if len(parts) == 1:
        return lambda layer, scope: text
    fills = [_variable(part, neighbours) if number % 2 else _plain(part) for number, part in enumerate(parts)]
    return lambda layer, scope: "".join([fill(layer, scope) for fill in fills])


def _plain(text: str) -> Fill:
    return lambda layer, scope: text


def _variable(name: str, neighbours: dict[str, Find]) -> Fill:
    if name in neighbours:
        find = neighbours[name]
        return lambda layer, scope: neighbour.name if (neighbour := find(layer, scope)) is not None else ""
    if name == "phase":
        return lambda layer, scope: layer.phase or scope.view.phase
    if name in ("top", "bottom"):
        name += ".0"
    read = reader(name)
    return lambda layer, scope: ", ".join(shown(value) for value, _ in read(layer)[0])
