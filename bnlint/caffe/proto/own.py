"""Names of the Caffes that are read from files: ``own:PATH``, or ``own:PATH#1``, ``own:PATH#2`` … for its variants."""

from __future__ import annotations

import os
import re

from bnlint.caffe import OWN
from bnlint.caffe.proto import kept, sources, stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.caffe.proto.data import Numbers, Reading

    Facts = dict[str, object]

_NAME = re.compile(rf"{OWN}(.*?)(?:#([1-9][0-9]{{0,3}}))?", re.DOTALL)
_read: dict[str, Caffe] = {}


class Caffe:
    """A Caffe that is read from a file: what was found out, and the traits of BatchNorm that it may have."""

    __slots__ = ("memory", "reading", "variants")

    def __init__(self, reading: Reading, variants: list[Facts]) -> None:
        self.reading = reading
        self.variants = variants
        self.memory: dict[str, dict[str, Any]] = {}


def own_names(path: str) -> tuple[str, ...]:
    """The names of the Caffes that a caffe.proto may be for, for `messages.schema`: one for each set of traits.

    There are several where its sources are missing or do not show how it treats BatchNorm. The file is read once, until
    `forget`. Raises ProtoError if it is not the .proto file of a Caffe, or cannot be read.
    """
    path = os.path.abspath(path)
    count = len(_caffe(path).variants)
    return (f"{OWN}{path}",) if count == 1 else tuple(f"{OWN}{path}#{n}" for n in range(1, count + 1))


def own(name: str) -> tuple[Reading, Facts]:
    """What is known of the Caffe of such a name: what was read, and the keyword arguments of its BatchNormTraits.

    Raises KeyError if it has no such variant, and ProtoError if its file can no longer be read.
    """
    path, number = split(name)
    variants = _caffe(path).variants
    if number > len(variants):
        raise KeyError(name)
    return _caffe(path).reading, variants[number - 1]


def own_numbers(name: str, layer_type: str) -> Numbers | None:
    """How many bottoms and tops a layer type takes; None where its sources do not say."""
    return _caffe(split(name)[0]).reading.numbers.get(layer_type)


def own_blobs(name: str) -> int | None:
    """How many blobs its BatchNorm has; None where that depends on the layer."""
    _, traits = own(name)
    blobs = traits.get("blobs", ())
    return len(blobs) if traits.get("own_affine") == "never" and isinstance(blobs, tuple) and blobs else None


def own_memory(name: str) -> dict[str, Any]:
    """What may be remembered of the Caffe of such a name, until `forget`."""
    return _caffe(split(name)[0]).memory.setdefault(name, {})


def own_title(name: str) -> str:
    """What to call it: ``the Caffe in external/caffe``, as seen from the folder of the repository."""
    folder = sources.folder_of(split(name)[0])
    above = os.path.dirname(folder)
    while not os.path.exists(os.path.join(above, ".git")):
        if os.path.dirname(above) == above:
            return f"the Caffe in {os.path.basename(folder) or folder}"
        above = os.path.dirname(above)
    return f"the Caffe in {os.path.relpath(folder, above).replace(os.sep, '/')}"


def split(name: str) -> tuple[str, int]:
    """The path and the number of the variant, from 1. Raises KeyError if it is not such a name."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise KeyError(name)
    return match[1], int(match[2] or 1)


def dump(path: str) -> bytes:
    """What was read of a caffe.proto and its sources, for a cache. Raises ProtoError as `own_names` does."""
    caffe = _caffe(os.path.abspath(path))
    return stored.dump(caffe.reading, caffe.variants)


def forget() -> None:
    """Reads all files anew when they are used next."""
    _read.clear()


def _caffe(path: str) -> Caffe:
    caffe = _read.get(path)
    if caffe is None:
        data = kept.take(path)
        found = stored.load(data) if data else None
        if found is None:
            from bnlint.caffe.proto.variants import read_variants  # no earlier run has read it

            found = read_variants(path)
        caffe = _read[path] = Caffe(*found)
    return caffe
