"""Reads a caffe.proto anew: loaded only then, because the parser takes long to load."""

from __future__ import annotations

from bnlint.caffe.proto import kept
from bnlint.caffe.proto.own import dump, own_names
from bnlint.caffe.schema import messages


def read(path: str) -> tuple[tuple[str, ...], str]:
    """The Caffes that a caffe.proto may stand for, and what was read, for a cache. Raises ProtoError."""
    messages.forget()  # a server may know it as it was
    kept.withdraw(path)
    return own_names(path), dump(path).decode()
