"""FLD102 in nets: values of the right type that Caffe rejects when it sets up the layer, with its own messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bnlint.caffe.net.content import memoized_by_content
from bnlint.checks.context import NetContext
from bnlint.checks.fields import wrong_type
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import Field
from bnlint.text.diagnostics import Diagnostic, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.net.message import Message
    from bnlint.caffe.schema.messages import Schema
    from bnlint.prototxt.nodes import Leaf

    #: (the wrong field, what Caffe says as it aborts, or what it silently does); None if nothing is wrong
    Wrong = tuple[str, str] | None
    Test = Callable[[Layer, Message], Wrong]

_SIDES = ("h", "w")


@net_rule("FLD102")
def refused_values(ctx: NetContext) -> Iterator[Diagnostic]:
    """FLD102: what the schema rejects, and what LayerSetUp of BVLC Caffe 1.0 checks in the layer's own fields."""
    yield from wrong_type(ctx)
    for layer in ctx.where(_is_refused, *_TYPES):
        if ctx.views_of(layer):
            for message, wrong in _refusals(layer):
                yield _report(ctx, layer, message, *wrong)


@memoized_by_content
def _is_refused(layer: Layer, target: Schema) -> bool:
    return any(_refusals(layer))


def _refusals(layer: Layer) -> Iterator[tuple[Message, tuple[str, str]]]:
    """The first fault of each message of the layer."""
    for types, name, tests in _TABLE:
        message = layer.message(name) if layer.type in types else None
        if message is None or not _is_understood(message):
            continue
        wrong = next(filter(None, (test(layer, message) for test in tests)), None)
        if wrong is not None:
            yield message, wrong


def _is_understood(message: Message) -> bool:
    """Whether every field is known, and every value fits its type."""
    return not message.unknown() and not any(
        message.field(name) is not None and message.get(name) is None for name in message.fields
    )


def _report(ctx: NetContext, layer: Layer, message: Message, field: str, words: str) -> Diagnostic:
    node: Leaf | Layer = next(iter(message.fields.get(field, ())), layer)
    silent = words.startswith("silently")
    does = f"Caffe {words}" if silent else f"Caffe aborts: {words}"
    severity = Severity.WARNING if silent else None
    value = node.raw if isinstance(node, Field) else ""
    what = f"{field}: {value}" if value else "an invalid kernel size"
    return ctx.report("FLD102", node, f"{layer.type} '{layer.name}' has {what}. {does}", severity=severity)


def _number(message: Message, name: str) -> float | None:
    value = message.value(name)
    return value if isinstance(value, (int, float)) else None


def _convolution_sizes(layer: Layer, message: Message) -> Wrong:
    for name in ("kernel_size", "stride", "pad"):
        pair = [f"{name.removesuffix('_size')}_{side}" for side in _SIDES]
        written = [each for each in pair if each in message.fields]
        if written and name in message.fields:
            what = f"Either {name} or {name.removesuffix('_size')}_h/w should be specified; not both."
            return written[0], what
    for name, what in (("kernel_size", "Filter"), ("stride", "Stride")):
        if 0 in message.all(name):
            return name, f"{what} dimensions must be nonzero."
    return None


def _convolution_outputs(layer: Layer, message: Message) -> Wrong:
    outputs, group = _number(message, "num_output"), _number(message, "group")
    if outputs == 0:
        return "num_output", "Check failed: num_output_ > 0 (0 vs. 0)"
    if outputs and group and outputs % group:
        return (
            "group",
            f"Check failed: num_output_ % group_ == 0 ({outputs % group:g} vs. 0) Number of output should be multiples "
            "of group.",
        )
    return None


def _pooling_kernel(layer: Layer, message: Message) -> Wrong:
    one = "kernel_size" in message.fields
    sides = [f"kernel_{side}" for side in _SIDES if f"kernel_{side}" in message.fields]
    if message.value("global_pooling") is True:
        if one or sides:
            return "kernel_size" if one else sides[0], "With Global_pooling: true Filter size cannot specified"
        return None
    if one == (len(sides) == len(_SIDES)):
        return "kernel_size" if one else "pool", "Filter size is kernel_size OR kernel_h and kernel_w; not both"
    return None


def _pooling_pairs(layer: Layer, message: Message) -> Wrong:
    for name, what in (("pad", "pad is pad"), ("stride", "Stride is stride")):
        sides = [f"{name}_{side}" for side in _SIDES if f"{name}_{side}" in message.fields]
        if sides and (name in message.fields or len(sides) < len(_SIDES)):
            return sides[0], f"{what} OR {name}_h and {name}_w are required."
    return None


def _local_size(layer: Layer, message: Message) -> Wrong:
    size = _number(message, "local_size")
    if size is not None and size % 2 == 0:
        return "local_size", "Check failed: size_ % 2 == 1 (0 vs. 1) LRN only supports odd values for local_size"
    return None


def _ratio(layer: Layer, message: Message) -> Wrong:
    ratio = _number(message, "dropout_ratio")
    if ratio is not None and not 0 <= ratio < 1:
        does = f"silently drops with probability {ratio:g}, and scales the rest by 1 / (1 - {ratio:g})"
        return "dropout_ratio", f"{does}. Write a ratio of at least 0 and below 1."
    return None


_TABLE: tuple[tuple[tuple[str, ...], str, tuple[Test, ...]], ...] = (
    (("Convolution", "Deconvolution"), "convolution_param", (_convolution_sizes, _convolution_outputs)),
    (("Pooling",), "pooling_param", (_pooling_kernel, _pooling_pairs)),
    (("LRN",), "lrn_param", (_local_size,)),
    (("Dropout",), "dropout_param", (_ratio,)),
)
_TYPES = frozenset(type_ for types, _, _ in _TABLE for type_ in types)
