"""Reads from the sources of a Caffe which layer types it registers, and how many bottoms and tops they take."""

from __future__ import annotations

import re

from bnlint._generated.schema_legacy import V1_TYPES
from bnlint.caffe.proto import cpp
from bnlint.caffe.proto.data import Numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bnlint.caffe.proto.data import Range

#: What a file with something to read has in it.
WORDS = (b"REGISTER_LAYER_", b"LayerParameter_LayerType_", b"Layer : public", b"Blobs() const")
#: Types that every Caffe has. Where one is missing, the sources are not all there, and nothing is said about types.
_EVERYWHERE = frozenset(
    ("Concat", "Convolution", "Data", "Dropout", "InnerProduct", "LRN", "Pooling", "ReLU", "Softmax", "Split")
)
_REGISTERED = re.compile(r"REGISTER_LAYER_(CLASS|CREATOR)\w*\s*\(\s*(\w+)\s*(?:,\s*(\w+)\s*)?\)")
_CASE = re.compile(r"case\s+(?:V1)?LayerParameter_LayerType_(\w+)\s*:\s*(?:return\s+(?:new\s+|Get)(\w+?)Layer\s*<)?")
_CLASS = re.compile(r"class\s+(?:\w{1,99}\s+)?(\w{0,99}Layer)\s*(?:final\s*)?:\s*([^{;]{0,200})\{")
_BASE = re.compile(r"\b(?:public|protected|private)\s+(?:virtual\s+)?(?:\w+::)*(\w+)")
_METHODS = (
    *("ExactNumBottomBlobs", "ExactNumTopBlobs", "MinBottomBlobs", "MinTopBlobs", "MaxBottomBlobs", "MaxTopBlobs"),
    *("EqualNumBottomTopBlobs", "AutoTopBlobs"),
)
_METHOD = re.compile(
    r"((?:ExactNum|EqualNum|Min|Max|Auto)(?:Bottom|Top|BottomTop)Blobs)\s*\(\s*\)[^{;]{0,100}"
    r"(?:\{\s*return\s+(-?\d+|true|false)\s*;\s*\})?"
)
_WORDS = {"true": 1, "false": 0}
_DEEPEST = 10  # of classes that are derived from each other


def registered_types(codes: Iterable[str]) -> tuple[frozenset[str] | None, dict[str, str]]:
    """The layer types that some texts (as of `cpp.code`) register, and those of the enum of 2014 among them.

    All by the names of today; the enum's values are the keys. What is registered for the enum also names the class:
    REGISTER_LAYER_CLASS(RELU, ReLULayer), or a case of GetLayer. None where types that every Caffe has are not among
    them: then the sources are not all there.
    """
    texts = list(codes)
    found = [each for text in texts if "REGISTER_LAYER_C" in text for each in _REGISTERED.findall(text)]
    cases = [case for body in cpp.functions(texts, "GetLayer") for case in _CASE.findall(body)]
    of_enum = bool(cases) or any(kind == "CLASS" and maker for kind, _, maker in found)
    if not of_enum:
        types = {name for _, name, _ in found}
        return (frozenset(types) if types >= _EVERYWHERE else None), {}
    cases += [(name, maker.removeprefix("Get").removesuffix("Layer")) for _, name, maker in found]
    old = {value: V1_TYPES.get(value) or name or value for value, name in cases if value != "NONE"}
    types = set(old.values())
    return (frozenset(types) if types >= _EVERYWHERE else None), old


class _Class:
    """A class of layers: what it is derived from, and what its methods return, None where that is no literal."""

    __slots__ = ("bases", "returns")

    def __init__(self, bases: tuple[str, ...], returns: dict[str, int | None]) -> None:
        self.bases = bases
        self.returns = returns


def numbers(codes: Iterable[str], types: Iterable[str]) -> dict[str, Numbers]:
    """How many bottoms and tops these types take, as far as their classes say it with literals."""
    classes: dict[str, _Class] = {}
    for text in codes:
        match = _CLASS.search(text)
        while match and (inside := cpp.block(text, match.end() - 1)):
            returns = {name: _literal(value) for name, value in _METHOD.findall(text, *inside)}
            classes[match[1]] = _Class(tuple(_BASE.findall(match[2])), returns)
            match = _CLASS.search(text, inside[1])
    known = {}
    for name in types:
        if f"{name}Layer" in classes:
            returned = {method: _returned(classes, f"{name}Layer", method) for method in _METHODS}
            made = _numbers(returned)
            if made.bottoms or made.tops:
                known[name] = made
    return known


def _numbers(returned: Mapping[str, int | None]) -> Numbers:
    ranges = [_range(*(returned[name] for name in _METHODS[first:6:2])) for first in (0, 1)]
    return Numbers(ranges[0], ranges[1], returned["EqualNumBottomTopBlobs"] == 1, returned["AutoTopBlobs"] == 1)


def _range(exact: int | None, least: int | None, most: int | None) -> Range | None:
    """The range that Layer::CheckBlobCounts allows: a negative number says nothing."""
    if exact is None or (exact < 0 and (least is None or most is None)):
        return None
    if exact >= 0:
        return (exact, exact)
    return (max(least or 0, 0), most if most is not None and most >= 0 else None)


def _literal(value: str) -> int | None:
    return _WORDS[value] if value in _WORDS else int(value) if value else None


def _returned(classes: Mapping[str, _Class], name: str, method: str, depth: int = 0) -> int | None:
    """What a method of a class returns; None if that is not known."""
    if name in ("Layer", "LayerBase"):
        return 0 if method in ("EqualNumBottomTopBlobs", "AutoTopBlobs") else -1
    found = classes.get(name)
    if found is None or depth > _DEEPEST:
        return None
    if method in found.returns:
        return found.returns[method]
    for base in found.bases:
        if base in classes or base in ("Layer", "LayerBase"):
            return _returned(classes, base, method, depth + 1)
    return None
