"""The numbers of bottoms and tops that a layer accepts: the check that fails, in Caffe's order and words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.layer_types import LayerType

    #: The field concerned ("" if it is both), the index of the first one too many, and the check that fails.
    Wrong = tuple[str, int, str]

_SIDES = {"Bottom": ("takes", "bottom blob(s) as input."), "Top": ("produces", "top blob(s) as output.")}


def tops_made(layer: Layer, known: LayerType) -> int:
    """The number of tops after Caffe has added the automatic ones."""
    bounds = known.tops(layer)
    return max(len(layer.tops), bounds[0]) if known.auto_top and bounds is not None else len(layer.tops)


def wrong_count(layer: Layer, known: LayerType) -> Wrong | None:
    """The check that fails in Layer::CheckBlobCounts, or in Filter, which has its own."""
    taken, made = known.bottoms(layer), known.tops(layer)
    if taken is None or made is None:
        return None
    bottoms, tops = len(layer.bottoms), tops_made(layer, known)
    for side, count, limits, exact in zip(("Bottom", "Top"), (bottoms, tops), (taken, made), known.exact):
        failed_check = _wrong(layer.type, side, count, limits, exact)
        if failed_check:
            return side.lower(), count if limits[1] is None else limits[1], failed_check
    if known.equal and bottoms != tops:
        sizes = f"bottom.size() == top.size() ({bottoms} vs. {tops})"
        return "", 0, f"{sizes} {layer.type} Layer produces one top blob as output for each bottom blob input."
    if known.tops_less is not None and tops != bottoms - known.tops_less:
        less = known.tops_less
        return "", 0, f"top.size() == bottom.size() - {less} ({tops} vs. {bottoms - less}) "
    return None


def _wrong(type_: str, side: str, count: int, bounds: tuple[int, int | None], exact: bool) -> str:
    """The check that fails, in Caffe's order: exact number, minimum, maximum; empty if none fails."""
    least, most = bounds
    verb, blobs = _SIDES[side]
    size = f"{side.lower()}.size()"
    if exact and count != least:
        return f"ExactNum{side}Blobs() == {size} ({least} vs. {count}) {type_} Layer {verb} {least} {blobs}"
    if count < least:
        return f"Min{side}Blobs() <= {size} ({least} vs. {count}) {type_} Layer {verb} at least {least} {blobs}"
    if most is not None and count > most:
        return f"Max{side}Blobs() >= {size} ({most} vs. {count}) {type_} Layer {verb} at most {most} {blobs}"
    return ""
