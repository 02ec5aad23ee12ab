"""Solver files: the nets that one names or contains, and the state in which each is built."""

from __future__ import annotations

import os

from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.net.message import Message, fields_by_name
from bnlint.caffe.state import TEST, TRAIN, NetState
from bnlint.prototxt.nodes import Block, Field
from bnlint.prototxt.parser import parse
from bnlint.prototxt.values import string
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.message import Index
    from bnlint.caffe.schema.messages import Schema
    from bnlint.prototxt.nodes import Leaf
    from bnlint.text.files import RelatedFiles

#: The fields for the training net, of which a solver must have exactly one.
TRAINING = ("net", "net_param", "train_net", "train_net_param")


class NetUse:
    """One net that a solver builds, from a file or from a message in the solver itself.

    `leaf` is the field for it, `path` the path of the file as written ("" for an embedded net), `phase` the phase that
    the solver builds it for, `requested_state` its train_state or test_state.
    """

    __slots__ = ("leaf", "path", "phase", "requested_state")

    def __init__(self, leaf: Leaf, phase: str, requested_state: Message | None) -> None:
        self.leaf = leaf
        self.path = (string(leaf.raw) or "") if isinstance(leaf, Field) else ""
        self.phase = phase
        self.requested_state = requested_state

    @property
    def field(self) -> str:
        return self.leaf.name

    @property
    def embedded(self) -> Block | None:
        return self.leaf if isinstance(self.leaf, Block) else None

    def state_of(self, own: NetState) -> NetState:
        """The state in which a net whose own `state` is `own` is built: the default for the phase, overridden by the
        net's own state, then by the solver's for it (Solver::InitTrainNet, InitTestNets)."""
        phase, level = self.requested("phase"), self.requested("level")
        stages = self.requested_state.all("stage") if self.requested_state is not None else []
        return NetState(
            str(phase or own.phase or self.phase),
            level if isinstance(level, int) else own.level,
            own.stages | frozenset(map(str, stages)),
        )

    def requested(self, field: str) -> object:
        """The value of a field of the solver's state for the net; None if it is not set."""
        return self.requested_state.get(field) if self.requested_state is not None else None


class Solver:
    """A solver file: its fields, the nets it trains (one, if it is valid), and those it tests, in Caffe's order."""

    __slots__ = ("generic", "message", "named_tests", "schema", "testing", "training")

    def __init__(self, fields: Index, schema: Schema) -> None:
        self.schema = schema
        self.message = Message(fields, schema.messages["SolverParameter"], None)
        train_state = self._states("train_state")
        requested_state = train_state[-1] if train_state else None
        self.training = [NetUse(fields[name][-1], TRAIN, requested_state) for name in TRAINING if name in fields]
        #: The fields that each name a test net.
        self.named_tests = [*fields.get("test_net_param", ()), *fields.get("test_net", ())]
        #: The net that is both trained and tested, once for each test_iter that is left.
        self.generic = next((use.leaf for use in self.training if use.field in ("net_param", "net")), None)
        self.testing = self._testing()

    def count(self, name: str) -> int:
        return len(self.message.fields.get(name, ()))

    @property
    def uses(self) -> list[NetUse]:
        return [*self.training, *self.testing]

    def _testing(self) -> list[NetUse]:
        left = self.count("test_iter") - len(self.named_tests)
        leaves = [*self.named_tests, *([self.generic] * left if self.generic is not None else [])]
        states = self._states("test_state")
        return [NetUse(leaf, TEST, states[n] if n < len(states) else None) for n, leaf in enumerate(leaves)]

    def _states(self, name: str) -> list[Message]:
        declared = self.schema.messages["NetState"]
        blocks = [leaf for leaf in self.message.fields.get(name, ()) if isinstance(leaf, Block)]
        return [Message.of(block, declared) for block in blocks]


def solvers_of(related_files: RelatedFiles, schema: Schema) -> list[tuple[str, Solver, list[NetUse]]]:
    """The solvers in the same folder that use a net, files with 'solver' in their names: (name, solver, its uses)."""
    own = related_files.path.replace("\\", "/").rpartition("/")[2]
    solvers = []
    for name in related_files.siblings("solver"):
        if "state" in name.lower():
            continue
        file = related_files.find(f"{related_files.folder}/{name}")
        if file is None or os.fsencode(own) not in file[1]:
            continue
        document = parse(Source.from_bytes(file[1]).text)
        if kind_of(document) != "solver":
            continue
        solver = Solver(fields_by_name(document.items), schema)
        uses = [use for use in solver.uses if use.path.endswith(own) and _is(related_files, use.path)]
        if uses:
            solvers.append((name, solver, uses))
    return solvers


def _is(related_files: RelatedFiles, path: str) -> bool:
    """Whether `path` in a file of the same folder means the file itself.

    One that leads nowhere does if it has the file's name: it is relative to a folder that is not here.
    """
    file = related_files.find(path)
    if file is not None:
        return file[0] == related_files.path
    return path.rpartition("/")[2] == related_files.path.replace("\\", "/").rpartition("/")[2]
