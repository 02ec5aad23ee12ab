"""Reads a caffe.proto and the sources beside it: all that is found out about one Caffe, as plain data."""

from __future__ import annotations

import os

from bnlint.caffe.proto import behaviour, cpp, layers, sources
from bnlint.caffe.proto.data import Reading, Tables
from bnlint.caffe.proto.errors import Fault, ProtoError
from bnlint.caffe.proto.layout import of_today
from bnlint.caffe.proto.parser import parse
from bnlint.caffe.proto.tables import tables
from bnlint.text.files import is_probably_binary, read
from bnlint.text.source import BOM, Source

LARGEST = 2_000_000
_WORDS = (*layers.WORDS, *behaviour.WORDS)


def read_caffe(path: str, folder: str | None = None) -> Reading:
    """What a caffe.proto and the sources of its Caffe say, which are in `folder` or, without one, beside the file.

    Raises ProtoError if it is not the file of a Caffe.
    """
    made = read_tables(path)
    texts = sources.texts(sources.source_files(path, folder), _WORDS)
    codes = [cpp.code(text) for text in texts.values()]
    types, old = layers.registered_types(codes)
    fields = {message: [row[0] for row in rows] for message, rows in made.messages.items()}
    values = made.enums.get("V1LayerParameter.LayerType", {})
    if "layer" in fields["NetParameter"]:
        upgrades = [cpp.code(text, strings=True) for text in texts.values() if "UpgradeV1LayerType" in text]
        v1_types = behaviour.v1_types(upgrades, values)
    else:
        v1_types = behaviour.unlike_bvlc(old, values) if old else {}
    return Reading(
        made,
        types,
        layers.numbers(codes, types or ()),
        v1_types,
        behaviour.batch_norm(codes, types),
        behaviour.formats(codes, types, fields),
    )


def read_tables(path: str) -> Tables:
    """The tables of a caffe.proto, in today's layout. Raises ProtoError if it is not the file of a Caffe."""
    source = Source.from_bytes(_content(path))
    text = source.text.removeprefix(BOM)
    try:
        return of_today(tables(parse(text)))
    except Fault as fault:
        line = text.count("\n", 0, fault.start) + 1
        column = fault.start - text.rfind("\n", 0, fault.start)
        raise ProtoError(f"{path}:{line}:{column}: {fault}") from None


def _content(path: str) -> bytes:
    """The bytes of a .proto file. Raises ProtoError if there is none, and for what is too large or not text."""
    try:
        if not os.path.isfile(path):
            there = "it is not a regular file" if os.path.exists(path) else "there is no such file"
            raise ProtoError(f"{path}: {'it is a folder' if os.path.isdir(path) else there}")
        data = read(path, LARGEST + 1)
    except (OSError, ValueError) as error:
        raise ProtoError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > LARGEST:
        raise ProtoError(f"{path}: it is larger than {LARGEST // 1_000_000} MB: no Caffe's is")
    if is_probably_binary(data):
        raise ProtoError(f"{path}: it is not text")
    return data
