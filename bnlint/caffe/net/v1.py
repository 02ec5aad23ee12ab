"""Layers of 2014's format: `layers { type: CONVOLUTION … }` with blobs_lr, weight_decay and param names apart."""

from __future__ import annotations

from itertools import zip_longest

from bnlint.caffe.net.content import ParamSpec
from bnlint.caffe.net.layers import Layer, read_layer
from bnlint.caffe.net.message import Message
from bnlint.caffe.schema import legacy
from bnlint.caffe.schema.messages import Schema
from bnlint.prototxt.nodes import Block, Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.session import ContentCache


def layer(schema: Schema, block: Block, index: int, text: str, contents: ContentCache) -> Layer:
    """The layer of `block`, its type as a string of today's format."""
    made = read_layer(schema, block, "V1LayerParameter", index, text, contents)
    content = made.content
    if content.old_params is None:
        content.type = type_of(made.message_, schema)
        content.old_params = params(made.message_)
    made.type, made.old_params = content.type, content.old_params
    return made


def type_of(message: Message, schema: Schema) -> str:
    """Today's type for the enum in `message`; an enum for which a Caffe aborts, or that it lacks, as it is written."""
    written = message.field("type")
    if written is None:
        return ""
    name = str(message.get("type") or written.raw)
    type_ = legacy.v2_type_of_v1(name, schema.v1_types)
    return name if type_ is None else type_


def params(message: Message) -> list[ParamSpec]:
    """The `param {}` that UpgradeV1LayerParameter makes, as many as the longest of the four fields has values."""
    names = message.all("param") if all(type(leaf) is Field for leaf in message.fields.get("param", ())) else []
    columns = (message.all("blobs_lr"), message.all("weight_decay"), names, message.all("blob_share_mode"))
    return [
        ParamSpec(
            lr if isinstance(lr, float) else None,
            decay if isinstance(decay, float) else None,
            str(name or ""),
            str(mode or ""),
        )
        for lr, decay, name, mode in zip_longest(*columns)
    ]
