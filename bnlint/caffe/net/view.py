"""Net, Layer, Message: what Caffe would see, typed, each value still knowing its node."""

from __future__ import annotations

from bnlint.caffe import messages
from bnlint.caffe.state import NetState, StateRule, exists
from bnlint.prototxt.nodes import Block, Field, ListField, leaves
from bnlint.prototxt.values import decode, float_of, string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.nodes import Leaf, Node

    Index = dict[str, list[Leaf]]


# What a field of an unwritten message reads as, by schema, layer message, field of the layer and field of that.
_defaults: dict[tuple[str, messages.MessageType | None, str, str], object] = {}


def index(items: list[Node]) -> Index:
    """The fields and blocks among `items` by name, lists as their elements."""
    found: Index = {}
    for item in items:
        name = item.name
        if type(item) is Field or type(item) is Block:
            if name in found:
                found[name].append(item)
            else:
                found[name] = [item]
        elif type(item) is ListField:
            found.setdefault(name, []).extend(item.items)
    return found


class Message:
    """A message of the text, read with its schema: typed values with defaults.

    `block` is where it stands (None where an old format keeps its fields elsewhere), `type` its schema (None where
    the message is unknown).
    """

    __slots__ = ("block", "fields", "type")

    def __init__(self, fields: Index, type_: messages.MessageType | None, block: Block | None) -> None:
        self.fields = fields
        self.type = type_
        self.block = block

    def field(self, name: str) -> Field | None:
        """The scalar field `name`, the last one if it is written several times."""
        for leaf in reversed(self.fields.get(name, ())):
            if type(leaf) is Field:
                return leaf
        return None

    def block_of(self, name: str) -> Block | None:
        for leaf in reversed(self.fields.get(name, ())):
            if type(leaf) is Block:
                return leaf
        return None

    def get(self, name: str) -> object:
        """The typed value of `name` as written; None where it is not written or does not fit its type."""
        leaf = self.field(name)
        declared = self.type.fields.get(name) if self.type is not None else None
        if leaf is None or declared is None:
            return None
        return decode(leaf.raw, declared.type, declared.values)  # type: ignore[arg-type]

    def value(self, name: str) -> object:
        """The typed value of `name`, or its default; None where the schema lacks it, or where it does not fit."""
        if name in self.fields:
            return self.get(name)
        declared = self.type.fields.get(name) if self.type is not None else None
        if declared is None or declared.kind == "message":
            return None
        return messages.zero(declared) if declared.default is None else declared.default

    def all(self, name: str) -> list[object]:
        """The typed values of a repeated field; None for each that does not fit."""
        declared = self.type.fields.get(name) if self.type is not None else None
        if declared is None:
            return []
        return [
            decode(leaf.raw, declared.type, declared.values)  # type: ignore[arg-type]
            for leaf in self.fields.get(name, ())
            if type(leaf) is Field
        ]

    def unknown(self) -> list[Leaf]:
        """The fields that the schema does not know."""
        if self.type is None:
            return []
        known = self.type.fields
        return [leaf for name, found in self.fields.items() if name not in known for leaf in found]


class ParamSpec:
    """One `param` of a layer: lr_mult, decay_mult, name and share_mode of one learnable blob.

    None for lr_mult and decay_mult where nothing is written (Caffe then takes 1). `block` is None where an old
    format keeps them apart.
    """

    __slots__ = ("block", "decay_mult", "lr_mult", "name", "share_mode")

    def __init__(
        self,
        lr_mult: float | None = None,
        decay_mult: float | None = None,
        name: str = "",
        share_mode: str = "",
        block: Block | None = None,
    ) -> None:
        self.lr_mult = lr_mult
        self.decay_mult = decay_mult
        self.name = name
        self.share_mode = share_mode
        self.block = block

    @property
    def learns(self) -> bool:
        return self.lr_mult != 0


class Layer:
    """One layer of a net, whatever the format it is written in.

    `block` is its text, `index` its place in the net (from 0), `phase` its own phase field ("" if not written),
    `blob_count` the number of its learnable blobs once `gradient.blobs_of` was asked (-1 before).
    """

    __slots__ = (
        "_messages",
        "_params",
        "blob_count",
        "block",
        "bottoms",
        "exclude",
        "include",
        "index",
        "message_",
        "name",
        "old_fields",
        "old_params",
        "phase",
        "schema",
        "tops",
        "type",
    )

    def __init__(self, schema: messages.Schema, block: Block, fields: Index, message: str, place: int) -> None:
        self.schema = schema
        self.block = block
        self.index = place
        self.message_ = Message(fields, schema.messages.get(message), block)
        self.name = _text(fields["name"][-1]) if "name" in fields else ""
        self.type = _text(fields["type"][-1]) if "type" in fields else ""
        self.bottoms = _texts(fields["bottom"]) if "bottom" in fields else ()
        self.tops = _texts(fields["top"]) if "top" in fields else ()
        self.include = self._rules("include") if "include" in fields else ()
        self.exclude = self._rules("exclude") if "exclude" in fields else ()
        self.phase = str(self.message_.get("phase") or "") if "phase" in fields else ""
        self.old_fields: dict[str, Index] | None = None
        self.old_params: list[ParamSpec] | None = None
        self._params: list[ParamSpec] | None = None
        self._messages: dict[str, Message | None] = {}
        self.blob_count = -1

    def __repr__(self) -> str:
        return f"<{self.type} {self.name}>"

    @property
    def fields(self) -> Index:
        return self.message_.fields

    def _rules(self, name: str) -> tuple[StateRule, ...]:
        declared = self.schema.messages["NetStateRule"]
        return tuple(_rule(leaf, declared) for leaf in self.fields[name] if type(leaf) is Block)

    def message(self, name: str) -> Message | None:
        """The message field `name` (such as ``batch_norm_param``); None where it is not written."""
        if name not in self._messages:
            self._messages[name] = self._message(name)
        return self._messages[name]

    def _message(self, name: str) -> Message | None:
        declared = self.message_.type.fields.get(name) if self.message_.type is not None else None
        type_ = self.schema.messages.get(declared.type) if declared is not None else None
        if self.old_fields is not None:
            old = self.old_fields.get(name)
            return Message(old, type_, None) if old is not None else None
        block = self.message_.block_of(name)
        return Message(index(block.items), type_, block) if block is not None else None

    def value(self, message: str, field: str) -> object:
        """The typed value of `field` of the message field `message`, with the schema's default.

        None where it does not fit its type, or where the schema lacks it.
        """
        found = self.message(message)
        if found is not None:
            return found.value(field)
        key = (self.schema.name, self.message_.type, message, field)
        if key not in _defaults:
            declared = self.message_.type.fields.get(message) if self.message_.type is not None else None
            type_ = self.schema.messages.get(declared.type) if declared is not None else None
            _defaults[key] = Message({}, type_, None).value(field)
        return _defaults[key]

    @property
    def params(self) -> list[ParamSpec]:
        """The `param` of the layer, in order of its learnable blobs."""
        if self._params is None:
            if self.old_params is not None:
                self._params = self.old_params
            else:
                self._params = [_param(leaf) for leaf in self.fields.get("param", ()) if type(leaf) is Block]
        return self._params

    @property
    def loss_weights(self) -> list[object]:
        return self.message_.all("loss_weight") if "loss_weight" in self.fields else []

    def exists_in(self, state: NetState) -> bool:
        return exists(self.include, self.exclude, state)

    def phase_in(self, state: NetState) -> str:
        """The phase that the layer itself follows in `state`: its own `phase` replaces the net's."""
        return self.phase or state.phase

    def in_place(self) -> bool:
        """Whether top 0 is bottom 0."""
        return bool(self.tops) and self.tops[:1] == self.bottoms[:1]

    def node(self, name: str, place: int = 0) -> Leaf | None:
        """The node of the repeated field `name` at `place`, for pointing at it."""
        found = self.fields.get(name, ())
        return found[place] if place < len(found) else None


class Net:
    """A net file: its layers in order, and what it says of itself.

    `format` is ``V2``, ``V1``, ``V0`` or ``mixed``; `top` the top-level fields. An Input layer that Caffe makes of
    `input` fields is the first layer; its block is the first `input` field's place.
    """

    __slots__ = ("format", "layers", "name", "schema", "state", "top")

    def __init__(self, schema: messages.Schema, top: Message, layers: list[Layer], format_: str) -> None:
        self.schema = schema
        self.top = top
        self.layers = layers
        self.format = format_
        self.name = str(top.get("name") or "")
        self.state = _net_state(top, schema)

    @property
    def phase(self) -> str:
        """The phase that the net's own `state` sets, "" if none."""
        return self.state.phase

    def layers_in(self, state: NetState) -> list[Layer]:
        """The layers that exist in `state`, in order."""
        return [layer for layer in self.layers if layer.exists_in(state)]


def _texts(found: list[Leaf]) -> tuple[str, ...]:
    """The strings of a field; an empty one for what is no string."""
    if len(found) == 1:
        return (_text(found[0]),)
    return tuple([_text(leaf) for leaf in found])


def _text(leaf: Leaf) -> str:
    if type(leaf) is not Field:
        return ""
    raw = leaf.raw
    if raw[0] == '"' and "\\" not in raw and raw.find('"', 1) == len(raw) - 1:
        return raw[1:-1]  # what `string` would find, without a call for nearly every name of a net
    return string(raw) or ""


def _rule(block: Block, declared: messages.MessageType) -> StateRule:
    items = block.items
    if len(items) == 1 and type(items[0]) is Field and items[0].name == "phase" and items[0].raw in ("TRAIN", "TEST"):
        return StateRule(items[0].raw, None, None, (), ())
    rule = Message(index(items), declared, block)
    phase, low, high = rule.get("phase"), rule.get("min_level"), rule.get("max_level")
    return StateRule(
        str(phase) if phase is not None else None,
        low if isinstance(low, int) else None,
        high if isinstance(high, int) else None,
        tuple(str(stage) for stage in rule.all("stage")),
        tuple(str(stage) for stage in rule.all("not_stage")),
    )


def _param(block: Block) -> ParamSpec:
    spec = ParamSpec(block=block)
    for leaf in leaves(block.items):
        if type(leaf) is not Field:
            continue
        if leaf.name == "lr_mult":
            spec.lr_mult = float_of(leaf.raw)
        elif leaf.name == "decay_mult":
            spec.decay_mult = float_of(leaf.raw)
        elif leaf.name == "name":
            spec.name = string(leaf.raw) or ""
        elif leaf.name == "share_mode":
            spec.share_mode = leaf.raw
    return spec


def _net_state(top: Message, schema: messages.Schema) -> NetState:
    block = top.block_of("state")
    if block is None:
        return NetState("", 0, frozenset())
    state = Message(index(block.items), schema.messages["NetState"], block)
    phase = state.get("phase") or ""
    level = state.value("level")
    return NetState(str(phase), level if isinstance(level, int) else 0, frozenset(map(str, state.all("stage"))))
