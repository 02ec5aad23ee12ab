"""Upgrades a prototxt: rewrites the text step by step, and proves the result against the specification."""

from __future__ import annotations

from collections import Counter

from bnlint.caffe import find_origin
from bnlint.caffe.binary.build import Built, build
from bnlint.caffe.file_kind import ROOT_MESSAGES, kind_of
from bnlint.caffe.net import old_errors
from bnlint.caffe.net.read import read_net
from bnlint.caffe.origin import AUTO
from bnlint.caffe.schema import legacy, messages
from bnlint.caffe.schema.validate import validate
from bnlint.prototxt.nodes import Block, Document, Field, leaves
from bnlint.prototxt.parser import parse
from bnlint.prototxt.removal import comments
from bnlint.prototxt.template import placeholder
from bnlint.text.edits import Edit, apply_edits
from bnlint.text.source import Source
from bnlint.upgrade import spec
from bnlint.upgrade.limits import LAYERS, Limits, has_layer
from bnlint.upgrade.rewrite import v0, v1
from bnlint.upgrade.rewrite.steps import STEPS
from bnlint.upgrade.rewrite.v0 import DroppedField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from bnlint.caffe.origin import Origin
    from bnlint.prototxt.nodes import Leaf
    from bnlint.upgrade.rewrite.plain import Read
    from bnlint.upgrade.rewrite.steps import Step

_EMBEDDED = ("net_param", "train_net_param", "test_net_param")


class UpgradeResult:
    """The upgrade of one source.

    `source` is the new source (the original object if nothing changed) and `steps` the names of the steps taken.
    `dropped` is what Caffe's own upgrade would drop, `problems` the errors that Caffe would log. `left` says line by
    line what stays in an old format and why, `refused` why nothing was done; `bug` is set if the rewrite was wrong and
    therefore discarded.
    """

    def __init__(self, source: Source, kind: str) -> None:
        self.source = source
        self.kind = kind
        self.steps: list[str] = []
        self.dropped: list[DroppedField] = []
        self.problems: list[str] = []
        self.left: list[str] = []
        self.refused: list[str] = []
        self.bug = ""


def upgrade(
    source: Source, dialect: str = "", keep_dropped: bool = False, limits: Limits | None = None
) -> UpgradeResult:
    """Upgrades a source, except for the `param` of BatchNorm: rules BN201 and BN203 fix those.

    `dialect` is the Caffe that the file is for (empty: what the text and the evidence of `limits` show). With
    `keep_dropped`, what Caffe's upgrade of V0 drops stays in the file; the proof ignores it. Raises KeyError for an
    unknown dialect or target.
    """
    limits = limits or Limits()
    document = parse(source.text)
    kind = kind_of(document)
    if kind == "other" and limits.is_solver and document.items:
        kind = "solver"
    result = UpgradeResult(source, kind)
    if kind == "other":
        return result
    result.refused = _unreadable(source, document)
    if result.refused:
        return result
    origin = _origin(document, kind, dialect, limits)
    caffes = [messages.schema(name) for name in origin.runs]
    builts = [build(document.items, ROOT_MESSAGES[kind], caffe) for caffe in caffes]
    result.refused = _unknown_types(source, document, builts[0].left)
    if result.refused:
        return result
    forbidden = limits.reasons(caffes, origin.private)
    result.refused = _hindering(source, document, kind, caffes, forbidden)
    if result.refused:
        return result
    if not all(has_layer(caffe) for caffe in caffes):  # the specification leads to these
        _rewritten(source, document, forbidden, result, caffes[0], keep_dropped)
        result.steps.clear()
        return result
    try:
        result.problems, *_ = [_specify(built.message, document, kind, caffe) for caffe, built in zip(caffes, builts)]
    except spec.Fatal as fatal:
        result.refused.append(str(fatal))
        return result
    after = _rewritten(source, document, forbidden, result, caffes[0], keep_dropped)
    if after is document:
        return result
    wrong = [_difference(document, built, after, kind, caffe, result.dropped) for caffe, built in zip(caffes, builts)]
    result.bug = wrong[0]
    if any(wrong):
        other = next(messages.short_title(caffe.name) for caffe, why in zip(caffes, wrong) if why)
        result.left.append(f"old formats stay: their upgrade would be wrong for {other}; --dialect says which it is")
        result.steps.clear()
    elif not origin.stays(_origin(after, kind, dialect, limits)):
        result.left.append(f"old formats stay: only they show that it is for {origin.label}; --dialect says so")
        result.steps.clear()
    else:
        result.source = source.with_text(after.text)
    return result


def _unreadable(source: Source, document: Document) -> list[str]:
    """Why Caffe could not read the text: a placeholder, or all its syntax errors."""
    if span := placeholder(document):
        return [f"a template: {source.text[slice(*span)]} must be filled in first"]
    return [f"{_location(source, fault.start)}: {fault.message}" for fault in document.faults]


def _location(source: Source, offset: int) -> str:
    """Line and column as people count them: `3:14`."""
    line, column = source.lines.position(offset)
    return f"{line + 1}:{column + 1}"


def _unknown_types(source: Source, document: Document, left: list[Leaf]) -> list[str]:
    """An error for each V1 layer whose type is unknown: today's name for it is unknown, too.

    `left` are the fields that the schema could not read.
    """
    unread = {id(leaf) for leaf in left}
    return [
        f"{_location(source, leaf.start)}: unknown V1 layer type {leaf.raw if isinstance(leaf, Field) else '{ }'}"
        for layer in leaves(document.items)
        if layer.name == "layers" and isinstance(layer, Block)
        for leaf in leaves(layer.items)
        if leaf.name == "type" and id(leaf) in unread
    ]


def _hindering(
    source: Source,
    document: Document,
    kind: str,
    caffes: Sequence[messages.Schema],
    forbidden: Collection[str],
) -> list[str]:
    """Why fields of old formats cannot be rewritten: one of the Caffes rejects one of them. What stays is no matter."""
    parts = [part for part in old_errors.PARTS if not set(LAYERS if part == "layers" else (part,)) <= set(forbidden)]
    for caffe in caffes:
        errors = validate(document.items, ROOT_MESSAGES[kind], caffe, document.text)
        for part in parts:
            found = old_errors.first_in(part, document.items, errors, caffe)
            if found is not None:
                name = messages.short_title(caffe.name)
                return [f"{_location(source, found.node.start)}: {name} rejects {found.name}; correct that first"]
    return []


def _origin(document: Document, kind: str, dialect: str, limits: Limits) -> Origin:
    """The Caffes that the text may be for: `dialect`, or found."""
    root, base = ROOT_MESSAGES[kind], messages.schema()
    origin = find_origin.said(document.text, dialect)
    if origin is None:
        net = read_net(document, base) if kind == "net" else None
        errors = validate(document.items, root, base, document.text)
        origin = find_origin.shown(document, root, net, errors, AUTO, limits.evidence)
    return origin


def _specify(message: Any, document: Document, kind: str, schema: messages.Schema) -> list[str]:
    """Upgrades the message of `document` in place; the errors that Caffe would log. Raises Fatal if Caffe aborts."""
    if kind == "solver":
        return spec.upgrade_solver(message, schema.v1_types)
    if len(message.layer) and len(message.layers) and not spec.v0.is_needed(message):
        _convert_mixed(message, document, schema)
    return spec.upgrade_net(message, v1_types=schema.v1_types)


def _convert_mixed(message: Any, document: Document, schema: messages.Schema) -> None:
    """Converts a net with both `layer` and `layers`, which Caffe refuses: layer by layer, in the order of the file."""
    if spec.data_transform.is_needed(message):
        spec.data_transform.upgrade(message)
    new, old = iter(list(message.layer)), iter(list(message.layers))
    order = []
    for leaf in leaves(document.items):
        if leaf.name == "layer":
            order.append(next(new))
        elif leaf.name == "layers":
            upgraded = type(message)().layer.add()
            spec.v1.upgrade_layer(next(old), upgraded, spec.Problems(), schema.v1_types)
            order.append(upgraded)
    kept = type(message)()
    kept.layer.extend(order)
    message.ClearField("layers")
    message.ClearField("layer")
    message.layer.extend(kept.layer)


def _rewritten(
    source: Source,
    document: Document,
    forbidden: Mapping[str, str],
    result: UpgradeResult,
    schema: messages.Schema,
    keep: bool,
) -> Document:
    """The document after all steps that are not `forbidden`; the same object if nothing changed."""
    layers_stay = False
    for name, step in _steps(result, schema, keep).items():
        if layers_stay and name != "solver_type":
            continue
        edits = step(document, source.newline, parse)
        if edits and name in forbidden:
            layers_stay = name in LAYERS and (bool(forbidden[name]) or name != "data transformation fields")
            result.dropped.clear()
            if forbidden[name]:
                what = "V1 layers" if name == "data transformation fields" else name
                result.left.append(f"{what} {'stays' if name == 'solver_type' else 'stay'}: {forbidden[name]}")
        elif edits:
            document = parse(apply_edits(document.text, edits))
            result.steps.append(name)
    if "V0 layers" in result.steps and "V1 layers" in result.steps:
        result.steps.remove("V1 layers")
    return document


def _steps(result: UpgradeResult, schema: messages.Schema, keep: bool) -> dict[str, Step]:
    """The steps for a file of this kind, in order. What V0 drops is added to the result."""
    steps = {
        **STEPS,
        "V0 layers": lambda document, newline, read: v0.rewrite(document, newline, read, result.dropped, keep),
        "V1 layers": lambda document, newline, read: v1.rewrite(document, newline, read, schema),
    }
    solver_type = steps.pop("solver_type")
    if result.kind == "solver":
        return {"solver_type": solver_type, **{name: _in_embedded(step) for name, step in steps.items()}}
    return steps


def _in_embedded(step: Step) -> Step:
    """The step applied to each net that is embedded in a solver."""

    def run(document: Document, newline: str, read: Read) -> list[Edit]:
        edits: list[Edit] = []
        for leaf in leaves(document.items):
            if leaf.name in _EMBEDDED and isinstance(leaf, Block):
                text = document.text[leaf.start : leaf.end]
                name = "" if text.startswith(leaf.name) else f"{leaf.name} "  # an element of a list
                shift = leaf.start - len(name)
                made = step(_inside(name + text), newline, _inside)
                edits += [Edit(edit.start + shift, edit.end + shift, edit.text) for edit in made]
        return sorted(edits)

    return run


def _inside(text: str) -> Document:
    """The content of the one block that is in a text."""
    document = parse(text)
    block = document.items[0]
    return Document(text, block.items if isinstance(block, Block) else [], document.faults)


def rejection(before: Document, after: Document, kind: str, schema: messages.Schema) -> str:
    """Why a rewritten text is wrong; empty if it is right.

    It is right if the specification turns both texts into the same message, and what the schema does not know is still
    there, at least as a comment.
    """
    built = build(before.items, ROOT_MESSAGES[kind], schema)
    try:
        _specify(built.message, before, kind, schema)
    except spec.Fatal as fatal:
        return f"Caffe refuses it: {fatal}"
    dropped: list[DroppedField] = []
    v0.rewrite(before, "\n", dropped=dropped)
    return _difference(before, built, after, kind, schema, dropped)


def _difference(
    before: Document, built: Built, after: Document, kind: str, schema: messages.Schema, dropped: Sequence[DroppedField]
) -> str:
    """As `rejection`, with the message of `before` already built and upgraded.

    What is kept though Caffe drops it (`dropped`) is ignored.
    """
    if after.faults:
        return f"it would get a syntax error: {after.faults[0].message}"
    lost = Counter(comments(before.text)) - Counter(comments(after.text))
    if lost:
        return f"it would lose the comment {next(iter(lost))!r}"
    rebuilt = build(after.items, ROOT_MESSAGES[kind], schema)
    if len(rebuilt.left) + len(dropped) < len(built.left):
        return "it would lose a field that is unknown to Caffe"
    try:
        _specify(rebuilt.message, after, kind, schema)
    except spec.Fatal as fatal:
        return f"Caffe refuses it: {fatal}"
    kept = [field for field in dropped if field.kept]
    if kept:
        _ignore(kept, built.message, rebuilt.message)
    return "" if built.message == rebuilt.message else "it would not mean what Caffe's own upgrade makes of the file"


def _ignore(kept: Sequence[DroppedField], *net_messages: Any) -> None:
    """Removes the fields `kept` from the messages."""
    of_net = {field.name for field in kept if field.layer is None}
    of_layers = {"param" if field.name in legacy.v1_params else field.name for field in kept if field.layer is not None}
    for net in net_messages:
        for message, names in ((net, of_net), *((layer, of_layers) for layer in net.layer)):
            for name in names.intersection(message.DESCRIPTOR.fields_by_name.keys()):
                message.ClearField(name)
