"""Each known Caffe in a few words: what it is, where it is, and what sets it apart when it reads and trains a net."""

from __future__ import annotations

from typing import NamedTuple

from bnlint.caffe.schema import messages

UNKNOWN = "?"
#: What the words in the columns mean.
LEGEND = {
    "statistics": "the mean and variance of BatchNorm. masked: the layer itself keeps the solver away from them; open: "
    "the solver changes them unless their lr_mult is 0; engine: it depends on the engine; -: no BatchNorm",
    "gamma, beta": "no: BatchNorm has none of its own, and needs a Scale; yes: it always has them; a field: this field "
    "decides; maybe: nothing in a file shows it",
    "Input": "whether it has Input layers, which replaced the input fields",
    "formats": "V0: `layers { layer { } }`, V1: `layers { }`, V2: `layer { }`",
}
_AFFINE = {"never": "no", "always": "yes", "possibly": "maybe"}


class Overview(NamedTuple):
    """One Caffe; the last four are the words that `LEGEND` explains, or ``?`` where nothing is known."""

    name: str
    what: str
    where: tuple[str, ...]
    statistics: str
    affine: str
    has_input_layer: str
    formats: str


def overview(name: str) -> Overview:
    """What is known of a Caffe. Raises KeyError for an unknown name."""
    caffe = messages.schema(name)
    formats = caffe.formats
    read = {"V0": formats.reads_v0, "V1": formats.reads_v1, "V2": formats.reads_v2}
    return Overview(
        name,
        messages.what(name),
        messages.where(name),
        _statistics(caffe),
        _AFFINE.get(caffe.batch_norm.own_affine, caffe.batch_norm.own_affine) if _normalizes(caffe) else "-",
        UNKNOWN if formats.has_input_layer is None else "yes" if formats.has_input_layer else "no",
        UNKNOWN if None in read.values() else " ".join(format for format, reads in read.items() if reads),
    )


def _normalizes(caffe: messages.Schema) -> bool:
    return caffe.batch_norm.has_batch_norm_layer


def _statistics(caffe: messages.Schema) -> str:
    traits = caffe.batch_norm
    if not _normalizes(caffe):
        return "-"
    if traits.masks_by_engine:
        return "engine"
    return UNKNOWN if traits.masks_statistics is None else "masked" if traits.masks_statistics else "open"
