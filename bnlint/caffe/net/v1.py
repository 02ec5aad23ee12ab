"""Layers of 2014's format: `layers { type: CONVOLUTION … }` with blobs_lr, weight_decay and param names apart."""

from __future__ import annotations

from itertools import zip_longest

from bnlint.caffe import legacy
from bnlint.caffe.messages import Schema
from bnlint.caffe.net.view import Layer, Message, ParamSpec, index
from bnlint.prototxt.nodes import Block, Field


def read_layer(block: Block, schema: Schema, place: int) -> Layer:
    """The layer of `block`, its type as a string of today's format."""
    layer = Layer(schema, block, index(block.items), "V1LayerParameter", place)
    layer.type = type_of(layer.message_)
    layer.old_params = params(layer.message_)
    return layer


def type_of(message: Message) -> str:
    """Today's type for the enum in `message`; a fork's enum, which BVLC lacks, as it is written."""
    written = message.field("type")
    if written is None:
        return ""
    name = message.get("type") or written.raw
    return legacy.v1_types.get(str(name), str(name))


def params(message: Message) -> list[ParamSpec]:
    """The `param {}` that UpgradeV1LayerParameter zips together, as many as the longest of the four fields has."""
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
