"""What Caffe makes of a net in one state: protobuf messages with all that does not matter taken out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bnlint.caffe.binary.build import build as build_message
from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.state import TEST, NetState, StateRule, exists
from bnlint.prototxt.nodes import Document

Message = Any  # a protobuf message of a class made at run time


def parse(text: str, schema: Schema, name: str) -> Message | None:
    """The message `name` that protobuf reads from `text`; None where it refuses the text."""
    from google.protobuf import text_format

    message = message_class(schema, name)()
    try:
        text_format.Parse(text, message)
    except (text_format.ParseError, ValueError, RecursionError):
        return None
    return message


def build(document: Document, schema: Schema, name: str) -> tuple[Message, Counter[str]]:
    """(the message `name` as far as `schema` takes the text, what it does not take).

    For texts that protobuf refuses: what does not fit is left out of the message and counted, by the path and
    the text of its fields.
    """
    built = build_message(document.items, name, schema)
    said = (
        f"{path}: {' '.join(document.text[leaf.start : leaf.end].split())}"
        for path, leaf in zip(built.paths, built.left)
    )
    return built.message, Counter(said)


def layers(net: Message, state: NetState, masks: bool = True, as_written: bool = False) -> list[Message]:
    """The layers that exist in `state`, as Caffe reads them.

    Rules of phase, level and stage have done their work and go; use_global_stats is written out; rates on the
    statistics of a BatchNorm are what Caffe makes of them, and a triple of nothing but zeros goes; an empty
    message is the same as none. A Caffe that does not mask the statistics (`masks`) keeps all `param`. With
    `as_written` a BatchNorm is left as it is, for texts in which types are wrong.
    """
    found = []
    for layer in net.layer:
        if exists(_rules(layer.include), _rules(layer.exclude), state):
            copy = type(layer)()
            copy.CopyFrom(layer)
            copy.ClearField("include")
            copy.ClearField("exclude")
            if copy.type == "BatchNorm" and not as_written:
                _batch_norm(copy, state, masks)
            _drop_empty(copy)
            found.append(copy)
    return found


def without_fields(layer: Message, changes: list[str]) -> Message:
    """A copy of `layer` without the fields that `changes` names.

    They are paths such as ``Scale.scale_param.bias_term``; ``*`` is any type. Fields of other forks do no harm.
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
    """Names each blob of `layers` after the layer that makes it: then only who reads whose output counts.

    In place or not comes to the same. What was `added` is looked through. With `drop` the names go altogether, for
    layers whose order may change.
    """
    made: dict[str, str] = {}
    number = 0
    for layer, is_new in zip(layers, added):
        bottoms = [made.get(name, name) for name in layer.bottom]
        tops = [f"#{number}.{place}" for place in range(len(layer.top))]
        made.update(zip(layer.top, bottoms[:1] * len(tops) if is_new else tops))
        number += not is_new
        layer.bottom[:], layer.top[:] = ([], []) if drop else (bottoms, tops)


def drop_unknown_bottoms(before: list[Message], after: list[Message]) -> None:
    """Takes out, on both sides, the bottoms that no layer made before: any blob is better than none.

    The layers are named by `name_by_producer`.
    """
    for one, two in zip(before, after):
        unknown = {place for place, name in enumerate(one.bottom) if not name.startswith("#")}
        if unknown and len(one.bottom) == len(two.bottom):
            for layer in (one, two):
                layer.bottom[:] = [name for place, name in enumerate(layer.bottom) if place not in unknown]


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
    """What UpgradeNetBatchNorm and BatchNormLayer::LayerSetUp of BVLC Caffe 1.0 make of the layer.

    A number of `param` other than three with a rate is refused; it counts as 0, the only rate that is
    accepted.
    """
    phase = ("TRAIN", "TEST")[layer.phase] if layer.HasField("phase") else state.phase
    settings = layer.batch_norm_param
    if not settings.HasField("use_global_stats"):
        settings.use_global_stats = phase == TEST
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
    elif message.DESCRIPTOR.fields_by_name[path[0]].is_repeated:
        for part in getattr(message, path[0]):
            _clear(part, path[1:])
    elif message.HasField(path[0]):
        _clear(getattr(message, path[0]), path[1:])


def _drop_empty(layer: Message) -> None:
    for field, value in layer.ListFields():
        if field.message_type is not None and not field.is_repeated and not value.ListFields():
            layer.ClearField(field.name)
