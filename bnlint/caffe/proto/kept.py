"""What was read of caffe.proto files in an earlier run, until it is needed: most runs need nothing of it."""

from __future__ import annotations

_kept: dict[str, str] = {}


def offer(path: str, data: str) -> None:
    """Data that `own.dump` gave for a caffe.proto that has not changed since."""
    _kept[path] = data


def take(path: str) -> bytes:
    """The data for a caffe.proto, once; empty if there is none."""
    return _kept.pop(path, "").encode()


def withdraw(path: str) -> None:
    """The file has changed."""
    _kept.pop(path, None)
