"""What a schema error is called: where it is, and in which words protobuf rejects the file."""

from __future__ import annotations

from bnlint.caffe.net.layers import is_v0
from bnlint.checks.context import FileContext, NetContext
from bnlint.prototxt.nodes import Block, Field, ListField
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.validate import SchemaError

_INTEGER = lazy(r"0[xX][0-9a-fA-F]+|[0-9]+")
_FRACTION = lazy(r"^-?\s*[0-9]*\.|^-?\s*[0-9.]+[eE]")
_WORD = lazy(r"[A-Za-z_]\w*")
_LEADING_ZERO = lazy(r"0[0-9xX][0-9a-fA-F]*")
#: What protobuf expects for each type of field, where it has found something else.
_EXPECTED = {"float": "double", "double": "double", "bool": "identifier", "string": "string", "bytes": "string"}


def holder(file: FileContext, error: SchemaError) -> str:
    """What contains the error: ``convolution_param of layer 'conv1'``, ``layer 'relu1'``, ``the net``."""
    parent = error.parent
    if parent is None:
        return f"the {file.kind}"
    layer = layer_of(file, error)
    if layer is None:
        return parent.name
    who = f"layer '{layer.name}'" if layer.name else "a layer"
    is_inner = parent is layer.block or (parent.name == "layer" and is_v0(layer.block))
    return who if is_inner else f"{parent.name} of {who}"


def layer_of(file: FileContext, error: SchemaError) -> Layer | None:
    """The layer with the error, if it is in one."""
    return file.layer_at(error.node.start) if isinstance(file, NetContext) else None


def has(file: FileContext, errors: Sequence[SchemaError], what: str) -> str:
    """Who has `what`: ``batch_norm_param of layer 'bn1' has WHAT``, ``3 layers have WHAT in batch_norm_param``."""
    error = errors[0]
    layers = {layer.index for each in errors if (layer := layer_of(file, each)) is not None}
    if len(layers) < 2:
        return f"{holder(file, error)} has {what}"
    where = f" in {error.parent.name}" if error.parent is not None and " of " in holder(file, error) else ""
    return f"{len(layers)} layers have {what}{where}"


def refusal(error: SchemaError) -> str:
    """protobuf's own words about the error, without the place that it prints before them."""
    if error.kind == "unknown":
        return f'Message type "caffe.{error.message.name}" has no field named "{error.name}".'
    if error.kind == "repeated":
        return f'Non-repeated field "{error.name}" is specified multiple times.'
    if error.kind == "required":
        return "Message missing required fields"
    if error.kind == "enum" and isinstance(error.node, Field) and not _FRACTION.search(error.node.raw):
        return f'Unknown enumeration value of "{error.node.raw}" for field "{error.name}".'
    return _wrong_type(error)


def _wrong_type(error: SchemaError) -> str:
    node, field = error.node, error.field
    assert field is not None
    if isinstance(node, Block):
        return 'Expected ":", found "{".'
    raw = node.raw if isinstance(node, Field) else "["
    if field.kind == "message":
        return f'Expected "{{", found "{raw[0] if raw[0] == "-" else raw}".'
    expected = "integer or identifier" if field.kind == "enum" else _EXPECTED.get(field.type, "integer")
    digits = raw.removeprefix("-").lstrip()
    if isinstance(node, ListField):
        return f"Expected {expected}, got: ["
    if field.type == "bool" and _WORD.fullmatch(raw):
        return f'Invalid value for boolean field "{error.name}". Value: "{raw}".'
    if expected == "double" and _LEADING_ZERO.fullmatch(digits):
        return f"Expect a decimal number, got: {digits}"
    if raw[0] == "-" and field.type not in ("int32", "int64", "float", "double") and field.kind != "enum":
        return f"Expected {expected}, got: -"
    if expected in ("integer", "identifier") and _INTEGER.fullmatch(digits):
        return f"Integer out of range ({digits})"
    return f"Expected {expected}, got: {digits if raw[0] == '-' else raw}"
