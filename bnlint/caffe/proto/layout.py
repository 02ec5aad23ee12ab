"""The tables of a Caffe in today's layout, whatever its age, and a digest by which equal ones are recognized."""

from __future__ import annotations

from bnlint.caffe.proto.data import Tables
from bnlint.caffe.proto.errors import Fault
from bnlint.text.cache_folder import hashed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnlint.caffe.proto.data import Row

_ROOTS = ("NetParameter", "SolverParameter")


def of_today(tables: Tables) -> Tables:
    """The tables with the message of the layers under its name of today.

    Until the end of 2014, a layer of `layers` was a LayerParameter, as that of `layer` is today: it becomes
    V1LayerParameter. In 2013 it was a LayerConnection with a LayerParameter in it: V1LayerParameter and
    V0LayerParameter. Raises Fault if there are no layers: then it is not the file of a Caffe.
    """
    net = {row[0]: row[3] for row in tables.messages.get("NetParameter", ())}
    layer, layers = net.get("layer"), net.get("layers")
    if layer not in tables.messages and layers not in tables.messages:
        raise Fault("this is not the file of a Caffe: it declares no NetParameter with layers")
    if layer is not None or layers is None or layers == "V1LayerParameter":
        return tables
    names = {layers: "V1LayerParameter"}
    inner = next((row[3] for row in tables.messages[layers] if row[0] == "layer"), "")
    if inner in tables.messages:
        names[inner] = "V0LayerParameter"
    if any(new in tables.messages and new not in names for new in names.values()):
        return tables
    return _renamed(tables, names)


def _renamed(tables: Tables, names: Mapping[str, str]) -> Tables:
    def new(name: str) -> str:
        outer, dot, rest = name.partition(".")
        return names.get(outer, outer) + dot + rest

    messages = {
        new(message): tuple((field, number, label, new(kind), default) for field, number, label, kind, default in rows)
        for message, rows in tables.messages.items()
    }
    enums = {new(enum): values for enum, values in tables.enums.items()}
    return Tables(messages, enums, frozenset(map(new, tables.packed)))


def digest(messages: Mapping[str, tuple[Row, ...]], enums: Mapping[str, Mapping[str, int]]) -> str:
    """What is equal for two Caffes exactly if nets and solvers may say the same in them, with the same defaults."""
    parts = []
    seen = set(_ROOTS)
    waiting = list(_ROOTS)
    while waiting:
        name = waiting.pop()
        rows = messages.get(name, ())
        if name in enums:
            parts.append(repr((name, sorted(enums[name].items()))))
        else:
            parts.append(repr((name, sorted((*row[:4], repr(row[4])) for row in rows))))
        new = {row[3] for row in rows if row[3] in messages or row[3] in enums} - seen
        seen |= new
        waiting += new
    return hashed("\n".join(sorted(parts)).encode("utf-8", "surrogatepass"))


def field_names(tables: Tables, message: str) -> tuple[str, ...] | None:
    """The names of the fields of a message, sorted; None if there is no such message."""
    rows = tables.messages.get(message)
    return None if rows is None else tuple(sorted(row[0] for row in rows))


def fields_of(tables: Tables, param: str) -> tuple[str, ...]:
    """The names of the fields of the message that a field of LayerParameter holds, sorted; none if there is none."""
    kinds = [row[3] for row in tables.messages.get("LayerParameter", ()) if row[0] == param]
    return (field_names(tables, kinds[0]) or ()) if kinds else ()
