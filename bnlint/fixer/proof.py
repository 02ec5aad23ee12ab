"""Proves that a rewrite changes what its rules declare and nothing else, on trees and on Caffe's messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bnlint.caffe.binary import effective
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.graph.gradient import GradientFlow
from bnlint.caffe.net.layers import Net
from bnlint.caffe.net.read import read_net
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.state import NetState, describe
from bnlint.linter.suppress import bare
from bnlint.prototxt.nodes import Block, Document, walk
from bnlint.prototxt.removal import comments
from bnlint.rules.catalog import Rule
from bnlint.text.edits import Applicability, Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.session import Session
    from bnlint.text.source import Span

    Token = tuple[int, int, str]


_RENAMES = frozenset(("*.bottom", "*.top"))


class ProofError(Exception):
    """A rewrite changes more than it should; the message says what."""


def prove(
    old: Document,
    new: Document,
    edits: Sequence[Edit],
    rules: Sequence[Rule],
    kind: str,
    target: Schema,
    caffe: Schema,
    spans: Sequence[Span] | None = None,
    kinds: tuple[str, ...] = (),
    session: Session | None = None,
) -> None:
    """Raises ProofError unless `new`, which is `old` with `edits`, differs only as `rules` declare.

    `target` is the Caffe that the file must run on, `caffe` the one that it is for.
    All rules have the same applicability. `spans` are those of their diagnostics in `old` (None: unknown), and
    `kinds` the declared kinds of the file (see `Purpose`).
    Syntax trees: no new syntax error, no lost comment, and the same fields outside of the edits. Messages: in
    every state, Caffe builds the same net except for the declared fields (of the layers at `spans`) and layers;
    for safe rules, backward also reaches the same layers. protobuf itself parses the messages; if it rejects the
    old text, they are read from the trees with the schema of the file's Caffe.
    """
    prove_text(old, new, edits)
    if kind == "net":
        _same_net(old, new, rules, target, caffe, spans, kinds, session)
    else:
        before, after = _messages(old, new, caffe, "SolverParameter")
        if before != after:
            raise ProofError("the solver's settings changed")


def prove_text(old: Document, new: Document, edits: Sequence[Edit]) -> None:
    """The part of a proof that needs only the trees: no new syntax error, no lost comment, the rest the same."""
    _same_comments(old, new)
    _same_outside(old, new, edits)


def _same_comments(old: Document, new: Document) -> None:
    if len(new.faults) > len(old.faults):
        raise ProofError(f"new syntax error: {new.faults[0].message}")
    lost = Counter(comments(old.text)) - Counter(comments(new.text))
    if lost:
        raise ProofError(f"lost the comment {next(iter(lost))!r}")


def prove_repair(old: Document, new: Document, edits: Sequence[Edit]) -> None:
    """Raises ProofError unless `new` has no error at the edits, and has all of `old` outside of them.

    It may have more: what the error hid. What Caffe makes of the texts is no matter: it reads nothing of the old one.
    """
    _same_comments(old, new)
    removed, inserted = _spans(edits)
    lost = Counter(_untouched(old, removed)) - Counter(_untouched(new, inserted))
    del lost["}"]  # of a block whose own brace the error hid
    if lost:
        raise ProofError(f"a field outside of the fix changed: {next(iter(lost))!r}")
    for start, end in inserted:
        if fault := next((each for each in new.faults if start <= each.start <= end), None):
            raise ProofError(f"there is still a syntax error: {fault.message}")


def prove_suppressions(old: Document, new: Document) -> None:
    """Raises ProofError unless `new` and `old` differ only in suppression comments."""
    if len(new.faults) > len(old.faults):
        raise ProofError(f"new syntax error: {new.faults[0].message}")
    (code, kept), (new_code, new_kept) = bare(old.text), bare(new.text)
    if code != new_code or [token[2] for token in _tokens(old)] != [token[2] for token in _tokens(new)]:
        raise ProofError("something other than a suppression comment changed")
    if kept != new_kept:
        raise ProofError("a comment that is not a suppression changed")


def _same_outside(old: Document, new: Document, edits: Sequence[Edit]) -> None:
    removed, inserted = _spans(edits)
    before, after = list(_untouched(old, removed)), list(_untouched(new, inserted))
    if before != after:
        position = next((n for n, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
        raise ProofError(
            f"a field outside of the fix changed: {(before[position : position + 1] or after[position:])[0]!r}"
        )


def _spans(edits: Sequence[Edit]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """What the edits replace in the old text, and what they write in the new one."""
    removed, inserted = [], []
    shift = 0
    for start, end, text in edits:
        removed.append((start, end))
        inserted.append((start + shift, start + shift + len(text)))
        shift += len(text) - (end - start)
    return removed, inserted


def _tokens(document: Document) -> Iterator[Token]:
    """The fields and brackets of a document in order: start, end, content."""
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
    """The content of the tokens that overlap none of `spans` (sorted)."""
    index = 0
    for start, end, content in _tokens(document):
        while index < len(spans) and spans[index][1] <= start:
            index += 1
        if index == len(spans) or spans[index][0] >= end or spans[index][0] == spans[index][1]:
            yield content


def _same_net(
    old: Document,
    new: Document,
    rules: Sequence[Rule],
    target: Schema,
    schema: Schema,
    spans: Sequence[Span] | None,
    kinds: tuple[str, ...],
    session: Session | None,
) -> None:
    masks = all(caffe.batch_norm.masks_statistics is not False for caffe in (target, schema))
    before, after = read_net(old, schema, session), read_net(new, schema, session)
    states = list(dict.fromkeys(state for net in (before, after) for state in Purpose(net, kinds).states))
    message, rewritten = _messages(old, new, schema, "NetParameter")
    if message is not None:
        unsafe = Applicability.UNSAFE
        changes = [path for rule in rules for path in rule.fix_changes if rule.fixable is unsafe or "." not in path]
        adds = {type_ for rule in rules for type_ in rule.fix_adds}
        allowed = None if spans is None else _layers_at(before, spans)
        for state in states:
            _same_layers(message, rewritten, state, changes, adds, allowed, masks)
    losses = [sum(not fault.is_harmless for fault in document.faults) for document in (old, new)]
    if all(rule.fixable is Applicability.SAFE for rule in rules) and losses[0] == losses[1]:
        for state in states:
            _same_backward(before, after, state)


def _messages(
    old: Document, new: Document, schema: Schema, name: str
) -> tuple[effective.Message | None, effective.Message | None]:
    """The messages of both texts; (None, None) if the fix removes what protobuf rejects, so that they must differ."""
    before, after = (effective.parse(document.text, schema, name) for document in (old, new))
    if before is not None and not old.faults:  # protobuf's parser in Python accepts escapes that Caffe's does not
        if after is None:
            raise ProofError("protobuf parses the old text, but not the new one")
        return before, after
    (before, rejected), (after, still_rejected) = (effective.build(document, schema, name) for document in (old, new))
    # A block under its right name is read, and fields in it may be rejected, which then were in the removed text.
    removed = " ".join(rejected - still_rejected)
    # One that is rejected as a whole may be changed inside.
    gone = Counter(field.partition(": ")[0] for field in rejected - still_rejected)
    for field in sorted(still_rejected - rejected):
        path, _, written = field.partition(": ")
        if gone[path]:
            gone[path] -= 1
        elif written not in removed:
            raise ProofError(f"Caffe rejects a new field: {field}")
    if rejected != still_rejected or len(old.faults) != len(new.faults):
        return None, None
    return before, after


def _layers_at(net: Net, spans: Sequence[Span]) -> set[str]:
    """The names of the layers that `spans` are in."""
    return {
        layer.name
        for layer in net.layers
        for span in spans
        if layer.block.start <= span.start and span.end <= layer.block.end
    }


def _same_layers(
    old: effective.Message,
    new: effective.Message,
    state: NetState,
    changes: list[str],
    adds: set[str],
    allowed: set[str] | None,
    masks: bool,
) -> None:
    """`changes` are allowed in the layers named in `allowed` (None: in all); layers of the types among them may move
    or disappear.

    If blobs may be renamed, each layer must still read what the same layer produces.
    """
    if effective.without_layers(old) != effective.without_layers(new):
        raise ProofError("a field of the net itself changed")
    before, after = (effective.layers(net, state, masks, "*.type" in changes) for net in (old, new))
    known = {layer.name for layer in before}
    added = [layer.type in adds and layer.name not in known for layer in after]
    _wired(after, added, state)
    movable = {path for path in changes if "." not in path}
    if renames := _RENAMES.intersection(changes):
        effective.name_by_producer(before, [False] * len(before), bool(movable))
        effective.name_by_producer(after, added, bool(movable))
    after = [layer for layer, is_new in zip(after, added) if not is_new]
    if renames:
        effective.drop_unknown_bottoms(before, after)
    changes = [path for path in changes if path not in movable and path not in renames]
    if movable:
        before, after = _without_moved(before, after, movable, changes, state)
    for one, two in zip(before, after):
        if one != two and (allowed is None or one.name in allowed):
            one, two = (effective.without_fields(layer, changes) for layer in (one, two))
        if one != two:
            raise ProofError(f"layer '{one.name}' changed in {describe(state)}")
    if len(before) != len(after):
        raise ProofError(f"{len(before)} layers became {len(after)} in {describe(state)}")


def _without_moved(
    before: list[effective.Message],
    after: list[effective.Message],
    movable: set[str],
    changes: list[str],
    state: NetState,
) -> tuple[list[effective.Message], list[effective.Message]]:
    """Both without the layers of the types `movable`, if those in `after` are also in `before`.

    If none is gone, each layer must read what the same layers produced before.
    """
    left = [effective.without_fields(layer, changes) for layer in before if layer.type in movable]
    for layer in after:
        if layer.type in movable:
            if effective.without_fields(layer, changes) not in left:
                raise ProofError(f"layer '{layer.name}' changed in {describe(state)}")
            left.remove(effective.without_fields(layer, changes))
    if not left and _sources(before) != _sources(after):
        raise ProofError(f"a layer reads the output of a different layer in {describe(state)}")
    before = [layer for layer in before if layer.type not in movable]
    return before, [layer for layer in after if layer.type not in movable]


def _sources(layers: list[effective.Message]) -> list[tuple[str, list[str]]]:
    """Each layer with the names of the layers that produce what it reads."""
    producers: dict[str, str] = {}
    sources = []
    for layer in layers:
        sources.append((layer.name, [producers.get(name, "") for name in layer.bottom]))
        producers.update(dict.fromkeys(layer.top, layer.name))
    return sorted(sources)


def _wired(layers: Sequence[effective.Message], added: Sequence[bool], state: NetState) -> None:
    """Checks that each new layer reads blobs that exist, and that its tops are new or in place."""
    blobs: set[str] = set()
    for layer, is_new in zip(layers, added):
        clash = blobs.intersection(layer.top).difference(layer.bottom)
        if is_new and (clash or not blobs.issuperset(layer.bottom)):
            raise ProofError(f"layer '{layer.name}' does not fit in {describe(state)}")
        blobs.update(layer.top)


def _same_backward(before: Net, after: Net, state: NetState) -> None:
    reached = []
    for net in (before, after):
        graph = BlobGraph(net, state)
        flow = GradientFlow(graph)
        reached.append(sorted((layer.name, layer.index in flow.reached) for layer in graph.layers))
    if reached[0] != reached[1]:
        raise ProofError(f"backward reaches different layers in {describe(state)}")
