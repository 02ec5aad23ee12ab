"""LayerContent: what a layer contains besides its names. Equal layers share it, and what is computed from it."""

from __future__ import annotations

from bnlint.caffe.net.message import Message
from bnlint.caffe.state import StateRule
from bnlint.prototxt.nodes import Block, ErrorNode, Field, leaves
from bnlint.prototxt.values import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Concatenate, Protocol, TypeVar
    from typing import ParamSpec as Arguments

    from bnlint.caffe.schema.messages import MessageType, Schema
    from bnlint.prototxt.nodes import Leaf

    class HasContent(Protocol):
        """A layer."""

        content: LayerContent

    L = TypeVar("L", bound=HasContent)
    T = TypeVar("T")
    P = Arguments("P")


class ParamSpec:
    """One `param` of a layer: lr_mult, decay_mult, name and share_mode of one learnable blob.

    lr_mult and decay_mult are None if they are not written (Caffe then uses 1). `block` is None in old formats, which
    have no such blocks.
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


class LayerContent:
    """Everything in a layer except its name and the names of its blobs.

    It holds values, never nodes, because the layers that share it have different positions. `include`, `exclude`,
    `phase` and `type` are the layer's, `in_place` whether top 0 is bottom 0; `old_params` are the `param` that Caffe
    makes from an old format's fields, None in today's. `values` are fields that were read, `facts` the results of
    functions `memoized_by_content`.

    `states_known` is False if an include or exclude rule or the phase has a fault: then it is unknown in which states
    the layer exists, and faulty rules are left out.
    """

    __slots__ = ("exclude", "facts", "in_place", "include", "old_params", "phase", "states_known", "type", "values")

    def __init__(self, schema: Schema, message: Message, type_: str, in_place: bool) -> None:
        fields = message.fields
        declared = schema.messages["NetStateRule"]
        include, exclude = fields.get("include", ()), fields.get("exclude", ())
        self.include = _rules(include, declared)
        self.exclude = _rules(exclude, declared)
        self.phase = str(message.get("phase") or "") if "phase" in fields else ""
        self.states_known = (
            len(self.include) == len(include)
            and len(self.exclude) == len(exclude)
            and len(fields.get("phase", ())) == bool(self.phase)
        )
        self.type = type_
        self.in_place = in_place
        self.old_params: list[ParamSpec] | None = None
        self.values: dict[tuple[str, str], object] = {}
        self.facts: dict[object, object] = {}


def memoized_by_content(fact: Callable[Concatenate[L, P], T]) -> Callable[Concatenate[L, P], T]:
    """Calls `fact` once for all layers of equal content and the same other positional arguments.

    It must not use anything else, neither names nor the net, and its result must not hold nodes. Keyword arguments are
    passed on but not compared: they may save time, but must not change the result.
    """

    def once(layer: L, /, *args: P.args, **kwargs: P.kwargs) -> T:
        facts = layer.content.facts
        key = (fact, args) if args else fact
        try:
            return facts[key]  # type: ignore[return-value]
        except KeyError:
            value = facts[key] = fact(layer, *args, **kwargs)
            return value

    once.__doc__ = fact.__doc__
    return once


def _rules(nodes: Sequence[Leaf], declared: MessageType) -> tuple[StateRule, ...]:
    return tuple([_rule(node, declared) for node in nodes if type(node) is Block and is_valid(node, declared)])


def is_valid(block: Block, declared: MessageType) -> bool:
    """Whether protobuf accepts a block of scalars: known fields with values that fit, none too often."""
    if any(type(item) is ErrorNode for item in block.items):
        return False
    seen = set()
    for leaf in leaves(block.items):
        field = declared.fields.get(leaf.name)
        if field is None or type(leaf) is not Field or (leaf.name in seen and field.label != "repeated"):
            return False
        if decode(leaf.raw, field.type, field.values) is None:  # type: ignore[arg-type]
            return False
        seen.add(leaf.name)
    return True


def _rule(block: Block, declared: MessageType) -> StateRule:
    rule = Message.of(block, declared)
    phase, low, high = rule.get("phase"), rule.get("min_level"), rule.get("max_level")
    return StateRule(
        str(phase) if phase is not None else None,
        low if isinstance(low, int) else None,
        high if isinstance(high, int) else None,
        tuple(str(stage) for stage in rule.all("stage")),
        tuple(str(stage) for stage in rule.all("not_stage")),
    )
