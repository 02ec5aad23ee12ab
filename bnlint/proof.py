"""Proves that a rewrite changes what its rules declare and nothing else, on the trees and on Caffe's messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bnlint.caffe import effective
from bnlint.caffe import net as nets
from bnlint.caffe.gradient import Flow
from bnlint.caffe.graph import BlobGraph
from bnlint.caffe.messages import Schema
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.state import NetState, describe
from bnlint.catalog import Rule
from bnlint.edits import Applicability, Edit
from bnlint.prototxt.nodes import Block, Document, walk
from bnlint.prototxt.removal import comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    Token = tuple[int, int, str]


class ProofError(Exception):
    """A rewrite does not mean what it should; the message says where."""


def prove(
    old: Document, new: Document, edits: Sequence[Edit], rules: Sequence[Rule], kind: str, schema: Schema
) -> None:
    """Raises ProofError unless `new`, made of `old` by `edits`, differs only as `rules` (of one applicability) declare.

    On the trees: no new syntax error, no comment lost, and field by field the same outside of the edits. On
    messages, where protobuf reads the old text: in every state the net that Caffe builds is the same but for the
    declared fields and layers; for safe rules backward also reaches the same layers.
    """
    if len(new.faults) > len(old.faults):
        raise ProofError(f"new syntax error: {new.faults[0].message}")
    lost = Counter(comments(old.text)) - Counter(comments(new.text))
    if lost:
        raise ProofError(f"lost the comment {next(iter(lost))!r}")
    _same_outside(old, new, edits)
    if kind == "net":
        _same_net(old, new, rules, schema)
    elif effective.parse(old.text, schema, "SolverParameter") != effective.parse(new.text, schema, "SolverParameter"):
        raise ProofError("the solver's settings changed")


def _same_outside(old: Document, new: Document, edits: Sequence[Edit]) -> None:
    removed, inserted = [], []
    shift = 0
    for start, end, text in edits:
        removed.append((start, end))
        inserted.append((start + shift, start + shift + len(text)))
        shift += len(text) - (end - start)
    before, after = list(_untouched(old, removed)), list(_untouched(new, inserted))
    if before != after:
        place = next((n for n, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
        raise ProofError(f"a field outside of the fix changed: {(before[place : place + 1] or after[place:])[0]!r}")


def _tokens(document: Document) -> Iterator[Token]:
    """The fields and brackets of a document in order: start, end, what it says."""
    closing: list[Token] = []
    for leaf in walk(document.items):
        while closing and closing[-1][0] <= leaf.start:
            yield closing.pop()
        if isinstance(leaf, Block):
            yield leaf.start, leaf.body_start, leaf.name + "{"
            closing.append((leaf.body_end, leaf.end, "}"))
        else:
            yield leaf.start, leaf.end, f"{leaf.name}: {leaf.raw}"
    yield from reversed(closing)


def _untouched(document: Document, spans: list[tuple[int, int]]) -> Iterator[str]:
    """What the tokens say that overlap none of `spans` (sorted)."""
    at = 0
    for start, end, says in _tokens(document):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at == len(spans) or spans[at][0] >= end or spans[at][0] == spans[at][1]:
            yield says


def _same_net(old: Document, new: Document, rules: Sequence[Rule], schema: Schema) -> None:
    before, after = (nets.read(document, schema) for document in (old, new))
    states = list(dict.fromkeys(Purpose(before).states + Purpose(after).states))
    message = effective.parse(old.text, schema, "NetParameter")
    if message is not None:
        rewritten = effective.parse(new.text, schema, "NetParameter")
        if rewritten is None:
            raise ProofError("protobuf reads the old text and not the new one")
        changes = [path for rule in rules if rule.fixable is Applicability.UNSAFE for path in rule.fix_changes]
        adds = {type_ for rule in rules for type_ in rule.fix_adds}
        for state in states:
            _same_layers(message, rewritten, state, changes, adds)
    if all(rule.fixable is Applicability.SAFE for rule in rules):
        for state in states:
            _same_backward(before, after, state)


def _same_layers(
    old: effective.Message, new: effective.Message, state: NetState, changes: list[str], adds: set[str]
) -> None:
    before = effective.layers(old, state, changes)
    known = {layer.name for layer in before}
    after = [
        layer for layer in effective.layers(new, state, changes) if layer.type not in adds or layer.name in known
    ]
    if effective.rest(old) != effective.rest(new):
        raise ProofError("a field of the net itself changed")
    for one, two in zip(before, after):
        if one != two:
            raise ProofError(f"layer '{one.name}' changed in {describe(state)}")
    if len(before) != len(after):
        raise ProofError(f"{len(before)} layers became {len(after)} in {describe(state)}")


def _same_backward(before: nets.Net, after: nets.Net, state: NetState) -> None:
    reached = []
    for net in (before, after):
        graph = BlobGraph(net, state)
        flow = Flow(graph)
        reached.append([(layer.name, layer.index in flow.reached) for layer in graph.layers])
    if reached[0] != reached[1]:
        raise ProofError(f"backward reaches other layers in {describe(state)}")
