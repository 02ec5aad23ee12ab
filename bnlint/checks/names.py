"""Names that a Caffe does not have: who has them, which layers use them, and whether that is surely a fault."""

from __future__ import annotations

from bnlint.caffe import OWN
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.owners import by_use, dialects_of_type, explains, known_in
from bnlint.checks.context import FileContext, NetContext
from bnlint.text.diagnostics import Related, listed
from bnlint.text.suggest import OFTEN, is_same, typo_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.text.source import Span

_SAID = frozenset(("declared", "configured", "schema"))
_FOUND = frozenset(("submodule", "repository"))
#: The messages of layers.
LAYERS = frozenset(("LayerParameter", "V1LayerParameter"))
_FEW = 3  # Caffes that are listed by name
_PLACES = 3  # other places that a finding shows
#: How to tell bnlint about a Caffe that it does not know.
WAY_OUT = 'If yours has it, set "schema" in bnlint.toml to the path of its caffe.proto.'


def subject(caffe: str) -> str:
    """The title of a Caffe at the start of a sentence."""
    title = messages.short_title(caffe)
    return title[0].upper() + title[1:]


def label(caffe: str) -> str:
    """A Caffe as messages call it: ``NVIDIA Caffe 0.17 (nvcaffe-0.17)``; one of a repository has no such name."""
    if caffe.startswith(OWN):
        return messages.short_title(caffe)
    return f"{messages.short_title(caffe)} ({caffe})"


def origin_label(file: FileContext) -> str:
    """The Caffe of the file, which may be one of several, as messages call it."""
    return file.origin.label if len(file.origin.caffes) > 1 else label(file.dialect.name)


def whose(file: FileContext, known: Sequence[str]) -> str:
    """The Caffes that have a name, those that the file may be for first: ``A, B and C``, ``A, B and 4 others``."""
    own = file.origin.caffes
    names = by_use([name for name in known if name in own]) + by_use([name for name in known if name not in own])
    if len(names) <= _FEW:
        return listed([label(name) for name in names])
    return f"{', '.join(label(name) for name in names[: _FEW - 1])} and {len(names) - _FEW + 1} others"


def is_refused(file: FileContext) -> bool:
    """Whether a name that the target lacks is surely a fault.

    So it is for a target that is named, and for a file whose Caffe was said, read from its caffe.proto, or shown by its
    repository beyond doubt. Otherwise a name that no known Caffe has may be one of a private Caffe.
    """
    origin = file.origin
    if file.is_target_named or (origin.shown in _SAID and not origin.private):
        return True
    return origin.shown in _FOUND and len(origin.caffes) == 1 and not origin.private


def misspelt(file: FileContext, word: str, words: Iterable[str], times: int) -> str:
    """The word that was meant by one that is `times` in the file; empty if it may be a name of its own.

    So may be one that comes again and again, in the file or in its repository, unless only its case is wrong.
    """
    near, origin = typo_of(word, words), file.origin
    again = times > OFTEN or (origin.private and origin.shown == "repository" and word in origin.names)
    return near if near and (not again or is_same(near, word)) else ""


def private_types(ctx: NetContext) -> dict[str, list[Layer]]:
    """The layer types that no known Caffe has, with their layers; those of old formats as they are written."""
    return ctx.once(_private_types)


def _private_types(ctx: NetContext) -> dict[str, list[Layer]]:
    own = ctx.dialect.layer_types or ()
    unknown = {type_ for type_ in {layer.type for layer in ctx.net.layers} if type_ and not dialects_of_type(type_)}
    values = {id(error.node) for error in ctx.schema_errors if error.kind == "enum" and is_private(ctx, error)}
    types: dict[str, list[Layer]] = {}
    for layer in ctx.net.layers if unknown or values else ():
        if layer.block.name == "layer":
            private = layer.type in unknown and layer.type not in own
        else:
            private = id(layer.message_.field("type")) in values
        if private:
            types.setdefault(layer.type, []).append(layer)
    return types


def is_private(file: FileContext, error: SchemaError) -> bool:
    """Whether no known Caffe accepts what the target rejects, nor does the file's own."""
    return not known_in(error) and not (file.dialect is not file.target and explains(error, file.dialect))


def params_of(ctx: NetContext) -> dict[str, str]:
    """The private fields of layers that are parameters of a private type: the field, and the only type that has it."""
    return ctx.once(_params_of)


def _params_of(ctx: NetContext) -> dict[str, str]:
    bvlc = messages.schema()
    known = (bvlc.layer_types or (), bvlc.enums["V1LayerParameter.LayerType"])
    types = {type_ for type_ in private_types(ctx) if not any(typo_of(type_, words) for words in known)}
    owners: dict[str, set[str]] = {}
    for error in ctx.schema_errors:
        if error.kind == "unknown" and error.message.name in LAYERS and is_private(ctx, error):
            layer = ctx.layer_at(error.node.start)
            owners.setdefault(error.name, set()).add(layer.type if layer is not None else "")
    return {name: owner for name, (owner, *rest) in owners.items() if not rest and owner in types}


def params(ctx: NetContext, type_: str) -> str:
    """`` nor its inq_convolution_param``: what else of a private type is private; empty for nothing."""
    names = [name for name, owner in params_of(ctx).items() if owner == type_]
    return f", nor its {listed(names)}" if names else ""


def users(file: FileContext, spans: Sequence[Span], one: str, several: str) -> str:
    """Who uses a name at these places: ``layer 'a' uses``, ``12 layers use``, ``the file uses``."""
    layers = _layers(file, spans)
    if not layers:
        return f"the file {one}"
    return f"layer '{layers[0][0].name}' {one}" if len(layers) == 1 else f"{len(layers)} layers {several}"


def others(file: FileContext, spans: Sequence[Span]) -> tuple[Related, ...]:
    """The places in a few other layers than the first."""
    return tuple(
        Related(span, f"also in layer '{layer.name}'") for layer, span in _layers(file, spans)[1 : 1 + _PLACES]
    )


def _layers(file: FileContext, spans: Sequence[Span]) -> list[tuple[Layer, Span]]:
    """The layers at some places, each with its first place."""
    if not isinstance(file, NetContext):
        return []
    layers: dict[int, tuple[Layer, Span]] = {}
    for span in spans:
        layer = file.layer_at(span.start)
        if layer is not None:
            layers.setdefault(layer.index, (layer, span))
    return list(layers.values())
