"""The context of a check of a solver: its fields, and the nets that it names or contains, in the states it requests."""

from __future__ import annotations

from functools import cached_property

from bnlint.caffe.net.layers import Net
from bnlint.caffe.net.message import fields_by_name
from bnlint.caffe.net.read import load_net, net_of_fields
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.schema.solvers import is_plain
from bnlint.caffe.solver import NetUse, Solver
from bnlint.checks.context import FileContext
from bnlint.prototxt.nodes import leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.caffe.net.message import Message
    from bnlint.caffe.state import NetState
    from bnlint.prototxt.nodes import Leaf


class SolverContext(FileContext):
    """One solver that is checked."""

    def __init__(self, file: FileContext) -> None:
        vars(self).update(vars(file))
        self._read: dict[str, Net | None] = {}

    @cached_property
    def solver(self) -> Solver:
        return Solver(fields_by_name(self.document.items), self.target)

    @property
    def message(self) -> Message:
        """The solver's own fields."""
        return self.solver.message

    @property
    def trains(self) -> bool:
        """Whether the training net is ever run: not if max_iter is 0, as in solvers that only test."""
        return self.message.get("max_iter") != 0

    @property
    def policy(self) -> str:
        """The learning rate policy; empty without one."""
        return str(self.message.get("lr_policy") or "")

    @cached_property
    def type(self) -> str:
        """The type of the solver, from either of its fields; empty if they contradict each other or do not fit."""
        fields = self.message.fields
        if "solver_type" in fields:
            name = str(self.message.get("solver_type"))
            return "" if "type" in fields else legacy.solver_types.get(name, "")
        return "SGD" if "type" not in fields else str(self.message.get("type") or "")

    @property
    def may_have_more(self) -> bool:
        """Whether the target may have solver types or policies that bnlint does not know."""
        return self.origin.private or not is_plain(self.target, schema())

    def place(self, *names: str) -> Leaf:
        """Where to report that something is missing: at the first of these fields that is written, or at the start."""
        written = (field for name in names if (field := self.message.field(name)) is not None)
        return next(written, None) or next(leaves(self.document.items))

    def number(self, name: str) -> float:
        """The value of a numeric field, or its default; 0 if it does not fit, or the schema lacks the field."""
        value = self.message.value(name)
        return value if isinstance(value, (int, float)) else 0

    def is_faulty(self, *names: str) -> bool:
        """Whether one of the fields is written but does not fit its type, which other rules report."""
        return any(name in self.message.fields and self.message.get(name) is None for name in names)

    def net_of(self, use: NetUse) -> Net | None:
        """The net itself; None if the file does not exist, or is not a net."""
        if use.embedded is not None:
            return net_of_fields(fields_by_name(use.embedded.items), self.target, self.session)
        if use.path not in self._read:
            file = self.related_files.find(use.path) if self.related_files is not None else None
            self._read[use.path] = load_net(file[1], self.target, self.session) if file else None
        return self._read[use.path]

    def built(self, uses: list[NetUse]) -> Iterator[tuple[NetUse, Net, NetState]]:
        """The nets that can be read and whose layers are known, each with the state in which the solver builds it."""
        for use in uses:
            net = self.net_of(use)
            if net is not None and net.states_known:
                yield use, net, use.state_of(net.state)


def name_of(use: NetUse) -> str:
    """What to call the net in a message: by its file, or by the field that contains it."""
    return f"'{use.path}'" if use.embedded is None else use.field
