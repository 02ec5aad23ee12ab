"""BN507: numbers of a BatchNorm that differ from those of the net in which it is trained, in another file."""

from __future__ import annotations

import os
from functools import partial

from bnlint.caffe.net.read import load_net
from bnlint.caffe.state import TEST, TRAIN, distinct_states
from bnlint.checks.context import NetContext
from bnlint.checks.layer_edits import set_in_message
from bnlint.checks.names import others
from bnlint.checks.registry import net_rule
from bnlint.prototxt.nodes import span_of
from bnlint.prototxt.values import decimal
from bnlint.text.diagnostics import Diagnostic, Severity
from bnlint.text.edits import Edit
from bnlint.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bnlint.caffe.net.layers import Layer, Net
    from bnlint.caffe.state import NetState, StateRule

    #: A layer as it is run, and its eps or fraction there and in training.
    Difference = tuple[Layer, float, float]

_PARAMS = {"BatchNorm": "batch_norm_param", "BN": "bn_param"}
#: The field that only collecting statistics reads.
FRACTION = "moving_average_fraction"


@net_rule("BN507")
def differs_from_training(ctx: NetContext) -> Iterator[Diagnostic]:
    """BN507: a net whose training net the configuration names."""
    net = _training_net(ctx)
    if net is None:
        return
    layers = [layer for view in ctx.views if view.phase == TEST for layer in view.graph.layers]
    run = list({layer.index: layer for layer in layers}.values())
    trained = _of_states(net, distinct_states(_rules(net), (TRAIN,), net.state))
    for (here, there), found in grouped(differences("eps", run, trained)).items():
        spans = [_place(layer, "eps") for layer in found]
        message = (
            f"eps of {subject(found)} is {decimal(here)}, but {decimal(there)} in '{ctx.training_net}', which trains "
            "it: Caffe silently computes another function than it trained"
        )
        several = f" in {len(found)} layers" if len(found) > 1 else ""
        current = all(layer.block.name == "layer" for layer in found)  # in old formats, only upgrades are proved
        title = f"Set eps: {decimal(there)}{several}"
        fix = ctx.fix("BN507", title, partial(_set_eps, ctx, found, there)) if current else None
        yield ctx.report("BN507", spans[0], message, fix, related=others(ctx, spans))
    written = differences(FRACTION, filter(keeps_statistics, run), trained, written=True)
    for (here, there), found in grouped(written).items():
        spans = [_place(layer, FRACTION) for layer in found]
        message = (
            f"{FRACTION} of {subject(found)} is {here:.6g}, but {there:.6g} in '{ctx.training_net}': only training "
            "reads it, so the one here has no effect"
        )
        yield ctx.report("BN507", spans[0], message, severity=Severity.INFO, related=others(ctx, spans))


def _training_net(ctx: NetContext) -> Net | None:
    """The net with which this one is trained; None if it is not known, not another file, or not understood."""
    files = ctx.related_files
    if not ctx.training_net or files is None:
        return None
    file = files.find(os.path.join(files.folder, ctx.training_net))
    if file is None or file[0] == files.path:
        return None
    net = load_net(file[1], ctx.target, ctx.session)
    return net if net is not None and net.states_known else None


def differences(
    name: str, run: Iterable[Layer], trained: Iterable[Layer], written: bool = False
) -> Iterator[Difference]:
    """The layers whose number `name` differs from that of the layer of the same name and type in training.

    With `written`, only where both nets write it. A name that several layers have in training, with different numbers,
    says nothing.
    """
    there: dict[tuple[str, str], set[float | None]] = {}
    for layer in trained:
        if layer.type in _PARAMS:
            there.setdefault((layer.name, layer.type), set()).add(_number(layer, name, written))
    for layer in run:
        numbers = there.get((layer.name, layer.type), set())
        if len(numbers) == 1:
            (number,) = numbers
            here = _number(layer, name, written)
            if number is not None and here is not None and number != here:
                yield layer, here, number


def keeps_statistics(layer: Layer) -> bool:
    """Whether the layer collects no statistics in TEST, so that its moving_average_fraction is not read."""
    message = layer.message("batch_norm_param")
    return layer.type == "BatchNorm" and (message is None or message.get("use_global_stats") is not False)


def grouped(found: Iterable[Difference]) -> dict[tuple[float, float], list[Layer]]:
    """The layers by their numbers: (as they are run, in training)."""
    groups: dict[tuple[float, float], list[Layer]] = {}
    for layer, here, number in found:
        groups.setdefault((here, number), []).append(layer)
    return groups


def subject(layers: Sequence[Layer]) -> str:
    """``BatchNorm 'bn1' and 3 others``."""
    rest = len(layers) - 1
    return f"{layers[0].type} '{layers[0].name}'" + (f" and {rest} other{'s' * (rest > 1)}" if rest else "")


def _number(layer: Layer, name: str, written: bool) -> float | None:
    """A number of a normalizing layer, in single precision; None if it is not known, or not `written`."""
    param = _PARAMS[layer.type]
    message = layer.message(param)
    is_written = message is not None and name in message.fields
    if len(layer.fields.get(param, ())) > 1 or (written and not is_written):
        return None
    if name == "eps" and not is_written and layer.schema.batch_norm.default_eps_varies:
        return None
    value = layer.value(param, name)
    return value if isinstance(value, float) else None


def _of_states(net: Net, states: Sequence[NetState]) -> list[Layer]:
    return [layer for layer in net.layers if any(layer.exists_in(state) for state in states)]


def _rules(net: Net) -> list[StateRule]:
    return [rule for layer in net.layers for rule in (*layer.include, *layer.exclude)]


def _place(layer: Layer, name: str) -> Span:
    """The span of the number, or the layer's type if it is not written."""
    message = layer.message(_PARAMS[layer.type])
    field = message.field(name) if message is not None else None
    if field is not None:
        return Span(field.start, field.end)
    return Span(*(span_of(layer.block, "type") or (layer.block.start, layer.block.end)))


def _set_eps(ctx: NetContext, layers: Iterable[Layer], value: float) -> list[Edit]:
    return [set_in_message(ctx, layer, _PARAMS[layer.type], "eps", decimal(value)) for layer in layers]
