"""Upgrades a prototxt: rewrites the text step by step, and proves the result against the specification."""

from __future__ import annotations

from collections import Counter

from bnlint.caffe import net as nets
from bnlint.caffe.binary.build import Built, build
from bnlint.caffe.file_kind import kind_of
from bnlint.caffe.schema import dialect as dialects
from bnlint.caffe.schema import legacy, messages
from bnlint.caffe.schema.validate import validate
from bnlint.prototxt.nodes import Block, Document, leaves
from bnlint.prototxt.parser import parse
from bnlint.prototxt.removal import comments
from bnlint.prototxt.template import placeholder
from bnlint.text.edits import Edit, apply_edits
from bnlint.text.source import Source
from bnlint.upgrade import spec
from bnlint.upgrade.rewrite import data_transform, inputs, solver, v0, v1
from bnlint.upgrade.rewrite.v0 import Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from bnlint.prototxt.nodes import Leaf

    Step = Callable[[Document, str], list[Edit]]

ROOTS = {"net": "NetParameter", "solver": "SolverParameter"}
_EMBEDDED = ("net_param", "train_net_param", "test_net_param")


class UpgradeResult:
    """What became of a source.

    `source` is the new one (the original object where nothing changed), `steps` what was upgraded, in words, `lost`
    what Caffe's own upgrade would drop and what stays as a comment, `problems` what Caffe would log. `refused`
    says why nothing was done, line by line; `bug` that a rewrite of ours was not right and was thrown away.
    """

    def __init__(self, source: Source, kind: str) -> None:
        self.source = source
        self.kind = kind
        self.steps: list[str] = []
        self.lost: list[Lost] = []
        self.problems: list[str] = []
        self.refused: list[str] = []
        self.bug = ""


def upgrade(source: Source, dialect: str = "", keep_dropped: bool = False) -> UpgradeResult:
    """Upgrades all but the `param` of BatchNorm, which the rules BN201 and BN203 do.

    `dialect` is the Caffe that the file is written for (empty: recognised). With `keep_dropped` what Caffe's upgrade
    of V0 drops stays in the file: the proof leaves it out of account. Raises KeyError for an unknown one.
    """
    document = parse(source.text)
    kind = kind_of(document)
    result = UpgradeResult(source, kind)
    if kind == "other":
        return result
    if place := placeholder(document):
        result.refused.append(f"a template: {source.text[slice(*place)]} is filled in by some program")
        return result
    if document.faults:
        for fault in document.faults:
            line, column = source.lines.position(fault.start)
            result.refused.append(f"{line + 1}:{column + 1}: {fault.message}")
        return result
    schema, built = _read(source, document, kind, dialect)
    result.refused = _unknown_types(source, document, built.left)
    if result.refused:
        return result
    try:
        result.problems = _specify(built.message, document, kind)
    except spec.Fatal as fatal:
        result.refused.append(str(fatal))
        return result
    after = _rewritten(source, document, schema, result, keep_dropped)
    if after is not document:
        result.bug = _differ(document, built, after, kind, schema, result.lost)
        if not result.bug:
            result.source = source.with_text(after.text)
    return result


def _unknown_types(source: Source, document: Document, left: list[Leaf]) -> list[str]:
    """A line for each V1 layer whose type is not known: what it is called today cannot be told."""
    ours = {id(leaf) for leaf in left}
    found = []
    for layer in leaves(document.items):
        if layer.name == "layers" and isinstance(layer, Block):
            for leaf in leaves(layer.items):
                if leaf.name == "type" and id(leaf) in ours:
                    line, column = source.lines.position(leaf.start)
                    shown = source.text[leaf.start : leaf.end]
                    found.append(f"{line + 1}:{column + 1}: {shown} is not among the types of V1 layers")
    return found


def _read(source: Source, document: Document, kind: str, dialect: str) -> tuple[messages.Schema, Built]:
    """The schema of the Caffe that the text is written for (`dialect`, or recognised), and its message."""
    root, base = ROOTS[kind], messages.schema()
    told = dialects.told(source.text)
    if not dialect and told is not None and told[0] in messages.dialect_names():
        dialect = told[0]
    if not dialect:
        built = build(document.items, root, base)
        types = {layer.type for layer in getattr(built.message, "layer", ())}
        if not built.left and types.issubset(base.layer_types or ()):
            return base, built
        net = nets.read(document, base) if kind == "net" else None
        problems = validate(document.items, root, base, source.text)
        dialect = dialects.recognise(document, root, net, problems, messages.BASE)
    schema = messages.schema(dialect)
    return schema, build(document.items, root, schema)


def _specify(message: Any, document: Document, kind: str) -> list[str]:
    """Upgrades the message of `document` in place; what Caffe would log. Raises Fatal where Caffe aborts."""
    if kind == "solver":
        return spec.upgrade_solver(message)
    if len(message.layer) and len(message.layers) and not spec.v0.is_needed(message):
        _convert_mixed(message, document)
    return spec.upgrade_net(message)


def _convert_mixed(message: Any, document: Document) -> None:
    """What Caffe refuses, both `layer` and `layers`: each old one upgraded by itself, in the order of the file."""
    spec.data_transform.upgrade(message) if spec.data_transform.is_needed(message) else None
    new, old = iter(list(message.layer)), iter(list(message.layers))
    order = []
    for leaf in leaves(document.items):
        if leaf.name == "layer":
            order.append(next(new))
        elif leaf.name == "layers":
            upgraded = type(message)().layer.add()
            spec.v1.upgrade_layer(next(old), upgraded, spec.Problems())
            order.append(upgraded)
    kept = type(message)()
    kept.layer.extend(order)
    message.ClearField("layers")
    message.ClearField("layer")
    message.layer.extend(kept.layer)


def _rewritten(
    source: Source, document: Document, schema: messages.Schema, result: UpgradeResult, keep: bool
) -> Document:
    """The document after all steps, each on what the one before left; the same object where nothing changed."""
    steps: list[tuple[str, Step]] = [
        ("V0 layers", lambda document, newline: v0.rewrite(document, newline, result.lost, keep)),
        ("data transformation fields", data_transform.rewrite),
        ("V1 layers", v1.rewrite),
    ]
    if "input_param" in schema.messages["LayerParameter"].fields:
        steps.append(("input fields", inputs.rewrite))
    if result.kind == "solver":
        steps = [("solver_type", solver.rewrite), *((words, _in_embedded(step)) for words, step in steps)]
    for words, step in steps:
        edits = step(document, source.newline)
        if edits:
            document = parse(apply_edits(document.text, edits))
            result.steps.append(words)
    if "V0 layers" in result.steps and "V1 layers" in result.steps:
        result.steps.remove("V1 layers")
    return document


def _in_embedded(step: Step) -> Step:
    """The step for every net that is embedded in a solver."""

    def run(document: Document, newline: str) -> list[Edit]:
        edits: list[Edit] = []
        for leaf in leaves(document.items):
            if leaf.name in _EMBEDDED and isinstance(leaf, Block):
                edits += step(Document(document.text, leaf.items, []), newline)
        return sorted(edits)

    return run


def refuted(before: Document, after: Document, kind: str, schema: messages.Schema) -> str:
    """Why a rewritten text is not what it must be; empty if it is: the specification makes the same message of both,
    and what no schema knows is still there, at least as a comment."""
    built = build(before.items, ROOTS[kind], schema)
    try:
        _specify(built.message, before, kind)
    except spec.Fatal as fatal:
        return f"Caffe refuses it: {fatal}"
    lost: list[Lost] = []
    v0.rewrite(before, "\n", lost)
    return _differ(before, built, after, kind, schema, lost)


def _differ(
    before: Document, built: Built, after: Document, kind: str, schema: messages.Schema, lost: Sequence[Lost]
) -> str:
    """As `refuted`, where `built` has the message already that the specification makes of `before`.

    Those among the `lost` that are kept, though Caffe drops them, do not count.
    """
    if after.faults:
        return f"it would get a syntax error: {after.faults[0].message}"
    gone = Counter(comments(before.text)) - Counter(comments(after.text))
    if gone:
        return f"it would lose the comment {next(iter(gone))!r}"
    rebuilt = build(after.items, ROOTS[kind], schema)
    if len(rebuilt.left) + len(lost) < len(built.left):
        return "it would lose a field that Caffe does not know"
    try:
        _specify(rebuilt.message, after, kind)
    except spec.Fatal as fatal:
        return f"Caffe refuses it: {fatal}"
    kept = [each for each in lost if each.kept]
    if kept:
        _leave_out(kept, built.message, rebuilt.message)
    return "" if built.message == rebuilt.message else "it would mean something else than what Caffe makes of the file"


def _leave_out(kept: Sequence[Lost], *nets_: Any) -> None:
    """Takes the fields `kept` out of the messages."""
    of_net = {lost.name for lost in kept if not lost.where}
    of_layers = {"param" if lost.name in legacy.v1_params else lost.name for lost in kept if lost.where}
    for net in nets_:
        for message, names in ((net, of_net), *((layer, of_layers) for layer in net.layer)):
            for name in names.intersection(message.DESCRIPTOR.fields_by_name):
                message.ClearField(name)
