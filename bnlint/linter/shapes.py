"""Infers the shapes of one source: what Caffe makes of a net in one state, as data."""

from __future__ import annotations

from bnlint.caffe import BASE
from bnlint.caffe.graph.blobs import BlobGraph
from bnlint.caffe.net.read import read_net
from bnlint.caffe.origin import AUTO
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.schema.validate import validate_net
from bnlint.caffe.session import Session
from bnlint.caffe.shapes.infer import Inference, doubtful_layers
from bnlint.caffe.state import TEST, TRAIN, NetState
from bnlint.linter.lints import Lints
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bnlint.caffe.net.layers import Net
    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.result import StateShapes
    from bnlint.prototxt.nodes import Document

    #: A shape as data: None for a dimension that is unknown, and for a shape whose number of axes is.
    Dims = tuple[int | None, ...]

_WORDS = {
    "unknown": 'Message type "caffe.{message}" has no field named "{name}".',
    "type": 'Invalid value for field "{name}" of "caffe.{message}".',
    "enum": 'Unknown enumeration value for field "{name}" of "caffe.{message}".',
    "repeated": 'Non-repeated field "{name}" of "caffe.{message}" is specified multiple times.',
    "required": 'Message type "caffe.{message}" is missing required field "{name}".',
}


class NetShapes:
    """The shapes of a net, as Caffe would make them in one state.

    A shape is a tuple with a number for each axis, or None where that is unknown; instead of a shape there is None
    where not even the number of axes is known. `blobs` are the shapes of all blobs by name, after the last layer;
    `tops` those of each layer's tops, and `params` those of its parameter blobs (None: unknown), by the name of the
    layer; layers of the same name follow each other. `error` is the message with which Caffe refuses to build the net,
    None if it builds it; `layer` the name of the layer that it was building then. The layers after that one are shaped
    as far as they do not depend on it.
    """

    __slots__ = ("blobs", "error", "layer", "params", "tops")

    def __init__(self, state: StateShapes, error: str | None) -> None:
        self.blobs: dict[str, Dims | None] = {name: _dims(shape) for name, shape in state.blobs.items()}
        self.tops: dict[str, list[Dims | None]] = {}
        self.params: dict[str, list[Dims | None] | None] = {}
        for built in state.layers:
            name = built.layer.name
            self.tops.setdefault(name, []).extend(map(_dims, built.tops))
            before = self.params.get(name, [])
            if built.params is None or before is None:
                self.params[name] = None
            else:
                self.params[name] = [*before, *map(_dims, built.params)]
        self.error = error
        self.layer: str | None = None
        if error is None and state.refusals:
            self.error, self.layer = state.refusals[0].text, state.refusals[0].name or None

    def __repr__(self) -> str:
        return f"<shapes of {len(self.tops)} layers{': ' if self.error else ''}{self.error or ''}>"


def _dims(shape: Shape | None) -> Dims | None:
    return None if shape is None else tuple([dim if isinstance(dim, int) else None for dim in shape])


def infer(
    source: Source,
    settings: Settings,
    phase: str = TEST,
    level: int = 0,
    stages: Iterable[str] = (),
    input_shapes: Mapping[str, Sequence[int | None]] | None = None,
    is_missing: Callable[[str], bool] | None = None,
) -> NetShapes:
    """The shapes of the net in `source`, which is read as a net whatever it is.

    `input_shapes` are shapes for blobs that layers without bottoms make; `is_missing` says whether a file is missing.
    Raises ValueError for an unknown phase, and KeyError for an unknown target.
    """
    if phase not in (TRAIN, TEST):
        raise ValueError(f"the phase must be TRAIN or TEST, not {phase!r}")
    document, session = parse(source.text), Session()
    net, errors = _net(source, document, settings, session)
    doubtful = doubtful_layers(net, [error.node.start for error in errors])
    graph = BlobGraph(net, NetState(phase, level, net.state.stages | frozenset(stages)))
    state = Inference(net, net.schema, doubtful, input_shapes, is_missing).shapes(graph)
    return NetShapes(state, _parse_error(source, document, errors))


def _net(source: Source, document: Document, settings: Settings, session: Session) -> tuple[Net, list[SchemaError]]:
    """The net as a Caffe reads it: the target; or else BVLC Caffe 1.0 if it can, or the one that the file is for."""
    caffe = BASE if settings.target == AUTO else settings.target
    net = read_net(document, schema(caffe), session)
    errors = validate_net(document, net, session)
    if settings.target != AUTO:
        return net, errors
    origin = Lints(source, document, "net", settings, frozenset(), None, session).origin
    if origin.runs[0] == BASE or (origin.shown == "file" and not errors):
        return net, errors
    net = read_net(document, schema(origin.runs[0]), session)
    return net, validate_net(document, net, session)


def _parse_error(source: Source, document: Document, errors: list[SchemaError]) -> str | None:
    """The first error for which protobuf rejects the text, and where it is."""
    found = [(fault.start, fault.message) for fault in document.faults]
    found += [(each.node.start, _WORDS[each.kind].format(message=each.message.name, name=each.name)) for each in errors]
    if not found:
        return None
    start, message = min(found)
    line, column = source.lines.position(start)
    return f"Error parsing text-format caffe.NetParameter: {line + 1}:{column + 1}: {message}"
