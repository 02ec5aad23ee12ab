"""Fields: what the shape of a layer depends on besides its bottoms; numbers as Caffe's ints of 32 bits."""

from __future__ import annotations

from bnlint.caffe.net.message import Message
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.shapes.dims import DIFF, Refused, count, failed_op, touch, wrap
from bnlint.prototxt.nodes import Block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.shapes.dims import Shape

    #: The shapes of a layer's tops and of its parameter blobs; None for those that are unknown.
    Made = tuple[Sequence["Shape | None"], Sequence["Shape | None"] | None]
    Rule = Callable[["Fields", tuple[Shape, ...]], Made]
    #: The same if a bottom is unknown.
    BlindRule = Callable[["Fields"], Made]
    #: Whether a file is missing, for the layers that ask for one; None if that is not looked at.
    Missing = Callable[[str], bool] | None

NO_FILE = "Check failed: fd != -1"
#: The V1 data layers whose fields moved to transform_param, and where they were.
_OLD_TRANSFORM = {"Data": "data_param", "ImageData": "image_data_param", "WindowData": "window_data_param"}


class Unreadable(Exception):
    """A value does not fit its type: nothing is known of the layer."""


class Fields:
    """The fields of a layer, of which all are known and fit their types.

    `tops` is the number of its tops, with those that Caffe adds; `in_place` whether top 0 is bottom 0; `weights` are
    the shapes of the blobs that the text brings; `loss_weights` what its tops count when it is set up. `kept` are the
    bottoms that are empty, but were not before, and kept their memory.
    """

    __slots__ = ("_is_forked", "_is_missing", "in_place", "kept", "layer", "loss_weights", "tops", "weights")

    def __init__(self, layer: Layer, tops: int, loss_weights: Sequence[float], is_missing: Missing = None) -> None:
        self.layer = layer
        self.tops = tops
        self.in_place = layer.content.in_place
        self.weights: list[Shape] = []
        self.loss_weights = loss_weights
        self.kept: frozenset[int] = frozenset()
        self._is_missing = is_missing
        self._is_forked = not layer.schema.is_bvlc

    def has(self, message: str, field: str) -> bool:
        """Whether a field is written."""
        found = self.layer.message(message)
        return found is not None and field in found.fields

    def number(self, message: str, field: str) -> int:
        """The value of an integer field, or its default."""
        return wrap(self._value(message, field))  # type: ignore[arg-type]

    def unsigned(self, message: str, field: str) -> int:
        """The value of an integer field that Caffe keeps unsigned."""
        return self._value(message, field)  # type: ignore[return-value]

    def real(self, message: str, field: str) -> float:
        """The value of a float field, or its default."""
        return self._value(message, field)  # type: ignore[return-value]

    def flag(self, message: str, field: str) -> bool:
        """The value of a bool field, or its default."""
        return bool(self._value(message, field))

    def word(self, message: str, field: str) -> str:
        """The value of an enum or a string field, or its default."""
        return str(self._value(message, field) or "")

    def _value(self, message: str, field: str) -> object:
        """A value; that of BVLC Caffe 1.0 where an older format or Caffe has no such field.

        Some forks repeat a field, for more axes: written once, it counts for all.
        """
        value = self.layer.value(message, field)
        repeats = self._is_forked and self._repeats(message, field)
        if value is None or repeats:
            written = self.size(message, field)
            if written == 1 and value is not None:
                return value
            if written:
                raise Unreadable
            declared = schema().messages["LayerParameter"].fields[message]
            value = Message({}, schema().messages[declared.type], None).value(field)
        return value

    def _repeats(self, message: str, field: str) -> bool:
        """Whether the Caffe of the file has a repeated field where BVLC Caffe 1.0 has a single one."""
        messages = self.layer.schema.messages
        declared = messages["LayerParameter"].fields.get(message)
        own = messages[declared.type].fields.get(field) if declared is not None else None
        return own is not None and own.label == "repeated"

    def numbers(self, message: str, field: str) -> list[int]:
        """The values of a repeated integer field."""
        found = self.layer.message(message)
        values = [] if found is None else found.all(field)
        if None in values:
            raise Unreadable
        return [wrap(value) for value in values]  # type: ignore[arg-type]

    def size(self, message: str, field: str) -> int:
        """How often a repeated field is written."""
        found = self.layer.message(message)
        return 0 if found is None else len(found.fields.get(field, ()))

    def message(self, message: str, field: str) -> Message | None:
        """A message inside a message (``weight_filler``); None if it is not written."""
        found = self.layer.message(message)
        block = found.block_of(field) if found is not None else None
        return self._read(message, field, block) if block is not None else None

    def messages(self, message: str, field: str) -> list[Message]:
        """The messages of a repeated field."""
        found = self.layer.message(message)
        leaves = () if found is None else found.fields.get(field, ())
        return [self._read(message, field, leaf) for leaf in leaves if type(leaf) is Block]

    def _read(self, message: str, field: str, block: Block) -> Message:
        schema, found = self.layer.schema, self.layer.message(message)
        declared = found.type.fields.get(field) if found is not None and found.type is not None else None
        return Message.of(block, schema.messages.get(declared.type) if declared is not None else None)

    def need_file(self, path: str) -> None:
        """The check that a file exists, if that is asked for."""
        if self._is_missing is not None and self._is_missing(path):
            raise failed_op("fd != -1", -1, -1, f"File not found: {path}")

    def touch_bottom(self, bottoms: tuple[Shape, ...], index: int = 0) -> None:
        """What happens when Caffe takes the data of a bottom."""
        if index not in self.kept:
            touch(count(bottoms[index]))

    def has_memory(self, bottoms: tuple[Shape | None, ...]) -> Callable[[int], bool]:
        """Whether a top that is empty has memory: it works in place, and its bottom has."""
        names, tops = self.layer.bottoms, self.layer.tops

        def has(index: int) -> bool:
            if index >= min(len(names), len(tops)) or names[index] != tops[index]:
                return False
            bottom = bottoms[index]
            return index in self.kept or (bottom is not None and count(bottom) != 0)

        return has

    def transform(self, field: str) -> int:
        """A number of transform_param, which layers of 2014 may have in their own message; that one counts."""
        layer = self.layer
        old = _OLD_TRANSFORM.get(layer.type, "") if layer.written_as == "V1LayerParameter" else ""
        return self.number(old if old and self.has(old, field) else "transform_param", field)


def dims_of(message: Message) -> list[int]:
    """The dimensions of a BlobShape."""
    return [wrap(dim) for dim in message.all("dim")]  # type: ignore[arg-type]


def weigh(
    weights: Sequence[float], tops: Sequence[Shape | None], has_memory: Callable[[int], bool] | None = None
) -> None:
    """Layer::SetLossWeights. An empty top has no memory for its weight, unless it was larger before."""
    if not weights:
        return
    if len(weights) != len(tops):
        text = "loss_weight must be unspecified or specified once per top blob."
        raise failed_op("top.size() == num_loss_weights", len(tops), len(weights), text)
    for index, (weight, top) in enumerate(zip(weights, tops)):
        if weight != 0 and top is not None and count(top) == 0 and not (has_memory is not None and has_memory(index)):
            raise Refused(DIFF)
