"""Net and Layer: a net as Caffe sees it, typed; each value still knows its node."""

from __future__ import annotations

from bnlint.caffe.net.content import LayerContent, ParamSpec, is_valid, memoized_by_content
from bnlint.caffe.net.message import Message, fields_by_name, text_of, texts
from bnlint.caffe.schema import messages
from bnlint.caffe.state import NetState, exists
from bnlint.prototxt.nodes import Block, Field, leaves
from bnlint.prototxt.values import float_of, string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.message import Index
    from bnlint.caffe.session import ContentCache
    from bnlint.prototxt.nodes import Leaf, Unread

    #: Name, type as written, bottoms and tops of a layer; the text after them.
    Names = tuple[str, str, tuple[str, ...], tuple[str, ...], str]


_NAMES = frozenset(("name", "type", "bottom", "top"))


class Layer:
    """One layer of a net, whatever the format it is written in.

    `block` is its text, `message_` its fields, `index` its index in the net, `phase` its own phase field ("" if not
    written), `content` everything but its names. `old_params` and `old_fields` are its `param` and its messages if an
    old format writes them elsewhere.
    """

    __slots__ = (
        "_message",
        "_messages",
        "_params",
        "block",
        "bottoms",
        "content",
        "exclude",
        "include",
        "index",
        "name",
        "old_fields",
        "old_params",
        "phase",
        "schema",
        "tops",
        "type",
        "written_as",
    )

    def __init__(
        self,
        schema: messages.Schema,
        block: Block,
        written_as: str,
        index: int,
        content: LayerContent,
        name: str,
        bottoms: tuple[str, ...],
        tops: tuple[str, ...],
    ) -> None:
        self.schema = schema
        self.block = block
        self.written_as = written_as
        self.index = index
        self.content = content
        self.name = name
        self.bottoms = bottoms
        self.tops = tops
        self.type = content.type
        self.include = content.include
        self.exclude = content.exclude
        self.phase = content.phase
        self.old_params = content.old_params
        self.old_fields: dict[str, Index] | None = None
        self._message: Message | None = None
        self._messages: dict[str, Message | None] | None = None
        self._params: list[ParamSpec] | None = None

    def __repr__(self) -> str:
        return f"<{self.type} {self.name}>"

    @property
    def message_(self) -> Message:
        if self._message is None:
            self._message = Message.of(self.block, self.schema.messages.get(self.written_as))
        return self._message

    @property
    def fields(self) -> Index:
        return self.message_.fields

    def message(self, name: str) -> Message | None:
        """The message field `name` (such as ``batch_norm_param``); None if it is not written."""
        if self._messages is None:
            self._messages = {}
        if name not in self._messages:
            self._messages[name] = self._read(name)
        return self._messages[name]

    def _read(self, name: str) -> Message | None:
        type_ = self._type_of(name)
        if self.old_fields is not None:
            old = self.old_fields.get(name)
            return Message(old, type_, None) if old is not None else None
        block = self.message_.block_of(name)
        return Message.of(block, type_) if block is not None else None

    def _type_of(self, name: str) -> messages.MessageType | None:
        own = self.schema.messages.get(self.written_as)
        declared = own.fields.get(name) if own is not None else None
        return self.schema.messages.get(declared.type) if declared is not None else None

    def value(self, message: str, field: str) -> object:
        """The typed value of `field` of the message field `message`, with the schema's default.

        None if it does not fit its type, or if the schema lacks it.
        """
        values = self.content.values
        key = (message, field)
        if key not in values:
            values[key] = (self.message(message) or Message({}, self._type_of(message), None)).value(field)
        return values[key]

    @property
    def params(self) -> list[ParamSpec]:
        """The `param` of the layer, in order of its learnable blobs, with their blocks."""
        if self._params is None:
            if self.old_params is not None:
                self._params = self.old_params
            else:
                self._params = [_param(leaf) for leaf in self.fields.get("param", ()) if type(leaf) is Block]
        return self._params

    @property
    def specs(self) -> list[ParamSpec]:
        """The values of `params`, without their blocks."""
        return _specs(self)

    @property
    def loss_weights(self) -> list[object]:
        return _loss_weights(self)

    @property
    def propagate_down(self) -> list[object]:
        """Its `propagate_down`: for each bottom whether a gradient passes, as far as that is written."""
        return _propagate_down(self)

    def exists_in(self, state: NetState) -> bool:
        return exists(self.include, self.exclude, state)

    def phase_in(self, state: NetState) -> str:
        """The phase that the layer itself follows in `state`: its own `phase` replaces the net's."""
        return self.phase or state.phase

    def in_place(self) -> bool:
        """Whether top 0 is bottom 0."""
        return self.content.in_place

    def node(self, name: str, index: int = 0) -> Leaf | None:
        """The node at `index` of the repeated field `name`, to report something about it."""
        nodes = self.fields.get(name, ())
        return nodes[index] if index < len(nodes) else None


class Net:
    """A net file: its layers in order, and its own name and state.

    `format` is ``V2``, ``V1``, ``V0`` or ``mixed``; `top` the top-level fields. An Input layer that Caffe makes from
    `input` fields is the first layer; its block has the span of the first `input` field. `states_known` is False if a
    fault in a rule, a phase or the state leaves open which layers exist in which states.
    """

    __slots__ = ("format", "layers", "name", "schema", "state", "states_known", "top")

    def __init__(self, schema: messages.Schema, top: Message, layers: list[Layer], format_: str) -> None:
        self.schema = schema
        self.top = top
        self.layers = layers
        self.format = format_
        self.name = str(top.get("name") or "")
        self.state = _net_state(top, schema)
        states = top.fields.get("state", ())
        self.states_known = all(
            type(node) is Block and is_valid(node, schema.messages["NetState"]) for node in states
        ) and all(layer.content.states_known for layer in layers)

    @property
    def phase(self) -> str:
        """The phase that the net's own `state` sets, "" if none."""
        return self.state.phase

    def layers_in(self, state: NetState) -> list[Layer]:
        """The layers that exist in `state`, in order."""
        return [layer for layer in self.layers if not (layer.include or layer.exclude) or layer.exists_in(state)]


def read_layer(
    schema: messages.Schema, block: Block, written_as: str, index: int, text: str, contents: ContentCache
) -> Layer:
    """The layer of `block`, a message `written_as`, at `index` in the net; `text` is that of the document.

    Without the text, or if names are among its other fields, it does not share its content with other layers.
    """
    if not text:
        return layer_of(schema, block, written_as, index, fields_by_name(block.items))
    names = None if block.tail is None else _names_before(block, block.tail, text)
    name, type_, bottoms, tops, rest = names or _names_of(block, text)
    key = (schema.name, written_as, type_, len(bottoms), len(tops), tops[:1] == bottoms[:1], rest)
    content = contents.get(key)
    if content is not None:
        return Layer(schema, block, written_as, index, content, name, bottoms, tops)
    layer = layer_of(schema, block, written_as, index, fields_by_name(block.items))
    if sum(item.name in _NAMES for item in block.items) == bool(name) + bool(type_) + len(bottoms) + len(tops):
        contents.add(key, layer.content)
    return layer


def _names_of(block: Block, text: str) -> Names:
    """The names with which a layer begins, and the text after them."""
    name = type_ = rest = ""
    bottoms: list[str] = []
    tops: list[str] = []
    for item in block.items:
        field = item.name
        if type(item) is Field and field in _NAMES:
            if field == "type" and not type_:
                type_ = item.raw
                continue
            value = string(item.raw)
            if value is not None:
                if field == "bottom":
                    bottoms.append(value)
                    continue
                if field == "top":
                    tops.append(value)
                    continue
                if field == "name" and value and not name:
                    name = value
                    continue
        rest = text[item.start : block.end]
        break
    return name, type_, tuple(bottoms), tuple(tops), rest


def _names_before(block: Block, tail: Unread, text: str) -> Names | None:
    """As `_names_of`, for a block with a tail; None if not only names are before the tail."""
    name = type_ = ""
    bottoms: list[str] = []
    tops: list[str] = []
    for field, raw in tail.names_of(block):
        if field == "type" and not type_:
            type_ = raw
        elif raw[0] != '"':
            return None
        elif field == "bottom":
            bottoms.append(raw[1:-1])
        elif field == "top":
            tops.append(raw[1:-1])
        elif field == "name" and not name and len(raw) > 2:
            name = raw[1:-1]
        else:
            return None
    rest = text[block.body_end - tail.size : block.end] if tail.size else ""
    return name, type_, tuple(bottoms), tuple(tops), rest


def layer_of(schema: messages.Schema, block: Block, written_as: str, index: int, fields: Index) -> Layer:
    """A layer with these fields, wherever they are; it does not share its content with other layers."""
    message = Message(fields, schema.messages.get(written_as), block)
    name, type_ = (text_of(fields[field][-1]) if field in fields else "" for field in ("name", "type"))
    bottoms, tops = (texts(fields.get(field, [])) for field in ("bottom", "top"))
    content = LayerContent(schema, message, type_, bool(tops) and tops[:1] == bottoms[:1])
    layer = Layer(schema, block, written_as, index, content, name, bottoms, tops)
    layer._message = message
    return layer


@memoized_by_content
def _specs(layer: Layer) -> list[ParamSpec]:
    return [ParamSpec(spec.lr_mult, spec.decay_mult, spec.name, spec.share_mode) for spec in layer.params]


@memoized_by_content
def _loss_weights(layer: Layer) -> list[object]:
    return layer.message_.all("loss_weight")


@memoized_by_content
def _propagate_down(layer: Layer) -> list[object]:
    return layer.message_.all("propagate_down")


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
    state = Message.of(block, schema.messages["NetState"])
    phase = state.get("phase") or ""
    level = state.value("level")
    return NetState(str(phase), level if isinstance(level, int) else 0, frozenset(map(str, state.all("stage"))))


def is_v0(block: Block) -> bool:
    """Whether a `layers` block has a `layer` in it, which makes the whole net V0."""
    return any(leaf.name == "layer" and type(leaf) is Block for leaf in leaves(block.items))
