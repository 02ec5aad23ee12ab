"""Reads a caffe.proto anew: loaded only then, because the parser takes long to load."""

from __future__ import annotations

from bnlint.caffe.proto import kept
from bnlint.caffe.proto.own import dump, own, own_names
from bnlint.caffe.proto.variants import equal_caffes
from bnlint.caffe.schema import messages
from bnlint.caffe.schema.traits import BatchNormTraits, FormatTraits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.caffe.proto.data import Reading


def read(path: str) -> tuple[tuple[str, ...], str]:
    """The Caffes that a caffe.proto may stand for, and what was read, for a cache. Raises ProtoError.

    They are known ones if one of these has the same tables, and nothing else in the sources: more is known of them.
    """
    messages.forget()  # a server may know it as it was
    kept.withdraw(path)
    names = own_names(path)
    reading, _ = own(names[0])
    known = tuple(name for name in equal_caffes(reading) if _is_like(messages.schema(name), reading))
    return known or names, dump(path).decode()


def _is_like(schema: messages.Schema, reading: Reading) -> bool:
    """Whether a known Caffe has the layer types and traits that were read; those that were not read may be any."""
    types, traits = reading.layer_types, schema.batch_norm
    if types is not None and types != schema.layer_types:
        return False
    required = ("has_batch_norm_layer", "upgrade", "masks_statistics", "refuses_nonzero_lr")
    given: dict[str, Any] = {name: getattr(traits, name) for name in required} | reading.batch_norm
    formats: dict[str, Any] = reading.formats
    found, read_formats = BatchNormTraits(**given), FormatTraits(**formats)
    return all(getattr(traits, name) == getattr(found, name) for name in reading.batch_norm) and all(
        getattr(schema.formats, name) in (getattr(read_formats, name), None) for name in formats
    )
