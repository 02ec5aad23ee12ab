"""The net that Caffe builds in one state, as protobuf messages without anything that makes no difference."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bnlint.caffe.binary.build import build as build_message
from bnlint.caffe.binary.deprecated import modernize
from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.binary.versions import is_repeated
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.state import TEST, NetState, StateRule, exists
from bnlint.prototxt.nodes import Document

# Fields of batch_norm_param of which Caffe never asks whether they are written: a default is the same as nothing.
_READ_BY_VALUE = ("eps", "moving_average_fraction")
Message = Any  # a protobuf message of a class made at run time


def parse(text: str, schema: Schema, name: str) -> Message | None:
    """The message `name` that protobuf reads from `text`; None if it rejects the text."""
    from google.protobuf import text_format

    message = message_class(schema, name)()
    try:
        text_format.Parse(text, message)
    except (text_format.ParseError, ValueError, RecursionError):
        return None
    return message


def build(document: Document, schema: Schema, name: str) -> tuple[Message, Counter[str]]:
    """(the message `name` as far as the text fits `schema`, the fields that do not fit).

    For texts that protobuf rejects: fields that do not fit are left out of the message and counted by path and text.
    """
    built = build_message(document.items, name, schema)
    misfits = (
        f"{path}: {' '.join(document.text[leaf.start : leaf.end].split())}"
        for path, leaf in zip(built.paths, built.left)
    )
    return built.message, Counter(misfits)


def layers(net: Message, state: NetState, masks: bool = True, as_written: bool = False) -> list[Message]:
    """The layers that exist in `state`, as Caffe reads them.

    The rules of phase, level and stage are removed; use_global_stats is written out; rates on the statistics of a
    BatchNorm are what Caffe makes of them, and three `param` of zeros only are removed; deprecated fields become
    what stands in their place; an empty message is the same as none. A Caffe that does not mask the statistics
    (`masks`) keeps all `param`. With `as_written` a BatchNorm is not changed, for texts with wrong types.
    """
    existing = []
    for layer in net.layer:
        if exists(_rules(layer.include), _rules(layer.exclude), state):
            copy = type(layer)()
            copy.CopyFrom(layer)
            copy.ClearField("include")
            copy.ClearField("exclude")
            if copy.type == "BatchNorm" and not as_written:
                _batch_norm(copy, state, masks)
            modernize(copy)
            _drop_empty(copy)
            existing.append(copy)
    return existing


def without_fields(layer: Message, changes: list[str]) -> Message:
    """A copy of `layer` without the fields that `changes` names.

    They are paths such as ``Scale.scale_param.bias_term``; ``*`` is any type. Fields of other forks are ignored.
    """
    copy = type(layer)()
    copy.CopyFrom(layer)
    for change in changes:
        type_, _, path = change.partition(".")
        if type_ in (layer.type, "*"):
            _clear(copy, path.split("."))
    _drop_empty(copy)
    return copy


def name_by_producer(layers: list[Message], added: list[bool], drop: bool = False) -> None:
    """Names each blob of `layers` after the layer that makes it, so that only the connections count.

    Working in place makes no difference then. The layers that were `added` are skipped. With `drop` all names are
    removed, for layers whose order may change.
    """
    renamed: dict[str, str] = {}
    number = 0
    for layer, is_new in zip(layers, added):
        bottoms = [renamed.get(name, name) for name in layer.bottom]
        tops = [f"#{number}.{top_id}" for top_id in range(len(layer.top))]
        renamed.update(zip(layer.top, bottoms[:1] * len(tops) if is_new else tops))
        number += not is_new
        layer.bottom[:], layer.top[:] = ([], []) if drop else (bottoms, tops)


def drop_unknown_bottoms(before: list[Message], after: list[Message]) -> None:
    """Removes, on both sides, the bottoms that no layer made before: a fix may connect them to any blob.

    Their blobs must be named by `name_by_producer`.
    """
    for one, two in zip(before, after):
        unknown = {bottom_id for bottom_id, name in enumerate(one.bottom) if not name.startswith("#")}
        if unknown and len(one.bottom) == len(two.bottom):
            for layer in (one, two):
                known = [name for bottom_id, name in enumerate(layer.bottom) if bottom_id not in unknown]
                layer.bottom[:] = known


def without_layers(net: Message) -> Message:
    """The net without its layers."""
    copy = type(net)()
    copy.CopyFrom(net)
    copy.ClearField("layer")
    return copy


def _rules(messages: Any) -> tuple[StateRule, ...]:
    return tuple(
        StateRule(
            ("TRAIN", "TEST")[rule.phase] if rule.HasField("phase") else None,
            rule.min_level if rule.HasField("min_level") else None,
            rule.max_level if rule.HasField("max_level") else None,
            tuple(rule.stage),
            tuple(rule.not_stage),
        )
        for rule in messages
    )


def _batch_norm(layer: Message, state: NetState, masks: bool) -> None:
    """Changes the layer as UpgradeNetBatchNorm and BatchNormLayer::LayerSetUp of BVLC Caffe 1.0 do.

    Unless there are three `param`, Caffe refuses every rate but 0, so they count as 0.
    """
    phase = ("TRAIN", "TEST")[layer.phase] if layer.HasField("phase") else state.phase
    if "batch_norm_param" in layer.DESCRIPTOR.fields_by_name:  # not every Caffe has the layer
        settings = layer.batch_norm_param
        if not settings.HasField("use_global_stats"):
            settings.use_global_stats = phase == TEST
        fields = settings.DESCRIPTOR.fields_by_name
        for field in _READ_BY_VALUE:
            if settings.HasField(field) and getattr(settings, field) == fields[field].default_value:
                settings.ClearField(field)
    if not masks:
        return
    three = len(layer.param) == 3
    for param in layer.param[:3]:
        param.lr_mult = 0
        if three:
            param.decay_mult = 0
    if three and not any(param.name for param in layer.param):
        layer.ClearField("param")


def _clear(message: Message, path: list[str]) -> None:
    if path[0] not in message.DESCRIPTOR.fields_by_name:
        return  # a field of another fork
    if len(path) == 1:
        message.ClearField(path[0])
    elif is_repeated(message.DESCRIPTOR.fields_by_name[path[0]]):
        for part in getattr(message, path[0]):
            _clear(part, path[1:])
    elif message.HasField(path[0]):
        _clear(getattr(message, path[0]), path[1:])


def _drop_empty(layer: Message) -> None:
    for field, value in layer.ListFields():
        if field.message_type is not None and not is_repeated(field) and not value.ListFields():
            layer.ClearField(field.name)
