"""What keeps old formats from being upgraded: fields that protobuf rejects in the parts that would be rewritten."""

from __future__ import annotations

from bnlint.caffe.schema import legacy
from bnlint.prototxt.nodes import Block, Field, leaves, walk
from bnlint.prototxt.values import string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.schema.messages import Schema
    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.prototxt.nodes import Node

#: The parts of a file that the steps of the upgrade rewrite.
PARTS = ("layers", "input fields", "solver_type")
_LAYERS = ("V1LayerParameter", "V0LayerParameter")
_ROOTS = ("NetParameter", "SolverParameter")
_INPUTS = ("input", "input_shape", "input_dim")


def first_in(part: str, items: list[Node], errors: list[SchemaError], caffe: Schema) -> SchemaError | None:
    """The first of the `errors` (those of `caffe`) in one of the PARTS of a text that keeps it from being rewritten."""
    if part == "layers":
        return _in_layers(items, errors, caffe)
    # a Caffe without such a field is no obstacle here: the upgrade has its own reasons for what a Caffe lacks
    errors = [error for error in errors if error.kind != "unknown" or error.message.name not in _ROOTS]
    if part == "input fields":
        nodes = [item for item in items if item.name in _INPUTS]
        return next((e for e in errors if any(node.start <= e.node.start < node.end for node in nodes)), None)
    written = {id(leaf) for leaf in (*items, *leaves(items)) if leaf.name == "solver_type"}
    return next((error for error in errors if id(error.node) in written), None)


def _in_layers(items: list[Node], errors: list[SchemaError], caffe: Schema) -> SchemaError | None:
    """An unknown field is no obstacle, unless today's layers have one of its name: it would get a meaning."""
    blocks = [leaf for leaf in walk(items) if leaf.name == "layers" and isinstance(leaf, Block)]
    today = caffe.messages["LayerParameter"].fields if "LayerParameter" in caffe.messages else {}
    for error in errors:
        if error.name == "layers" and error.kind != "unknown":
            return error
        if error.kind == "unknown":
            hinders = error.message.name == _LAYERS[0] and error.name in today
        else:
            hinders = error.message.name in _LAYERS or error.name in legacy.transform_fields
        if hinders and any(block.start <= error.node.start < block.end for block in blocks):
            return error
    return None


def v0_refusal(items: list[Node]) -> str:
    """The words with which Caffe aborts when it upgrades the V0 net with these top-level items; empty if it does not.

    UpgradeV0PaddingLayers and UpgradeV0LayerParameter of upgrade_proto.cpp; `upgrade.spec.v0` does it on messages.
    """
    padding: dict[str, Block | None] = dict.fromkeys(_strings(items, "input"))
    types = []
    for block in leaves(items):
        if block.name != "layers" or type(block) is not Block:
            continue
        type_ = _type(block)
        types.append(type_)
        bottoms = _strings(block.items, "bottom")
        for index, bottom in enumerate(bottoms):
            if bottom not in padding:
                return f"Unknown blob input {bottom} to layer {index}"
            source = padding[bottom]
            if source is not None and (why := _padding_refusal(type_, bottoms, source)):
                return f"Check failed: {why}"
        padding.update(dict.fromkeys(_strings(block.items, "top"), block if type_ == "padding" else None))
    unknown = [type_ for type_ in types if type_ not in (None, "padding") and type_ not in legacy.v0_types]
    return f"Unknown layer name: {unknown[0]}" if unknown else ""


def _padding_refusal(type_: str | None, bottoms: list[str], source: Block) -> str:
    """The check with which Caffe refuses to fold the padding layer `source` into a layer of `type_`."""
    if type_ not in ("conv", "pool"):
        check = '(layer_param.type() == "conv") || (layer_param.type() == "pool")'
        return f"{check} Padding layer input to non-convolutional / non-pooling layer type {type_ or ''}"
    sizes = len(bottoms), len(_strings(source.items, "bottom")), len(_strings(source.items, "top"))
    if sizes[0] != 1:
        return f"layer_connection.bottom_size() == 1 ({sizes[0]} vs. 1) Conv Layer takes a single blob as input."
    if sizes[1] != 1:
        return f"source_layer.bottom_size() == 1 ({sizes[1]} vs. 1) Padding Layer takes a single blob as input."
    if sizes[2] != 1:
        return f"source_layer.top_size() == 1 ({sizes[2]} vs. 1) Padding Layer produces a single blob as output."
    return ""


def _type(block: Block) -> str | None:
    """The type of the layer nested in a `layers` block; None without a type."""
    inner = next((leaf for leaf in leaves(block.items) if leaf.name == "layer" and type(leaf) is Block), None)
    return next(iter(_strings(inner.items, "type")), None) if inner is not None else None


def _strings(items: list[Node], name: str) -> list[str]:
    """The values of a string field."""
    return [string(leaf.raw) or "" for leaf in leaves(items) if leaf.name == name and type(leaf) is Field]
